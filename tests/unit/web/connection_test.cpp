// Connecting an account over the API (R21, R22).

#include <fmt/format.h>

#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

class ConnectionPageTest : public SiteTest {
  protected:
    ConnectionPageTest() {
        database_ = add_database("Main");
        base_ = fmt::format("/databases/{}/connection", database_.number);
        admin_ = enter("Ada", staff::Role::Administrator);
    }
    static std::string value_in(const std::string& url, const std::string& name) {
        for (const auto& [key, value] : net::parse_form(url.substr(url.find('?') + 1))) {
            if (key == name) {
                return value;
            }
        }
        return "";
    }
    std::string begin() { return text_at(send(admin_, "POST", base_ + "/login"), "/url"); }
    /// The person answers on Constant Contact's page; the body that the front-end then hands over.
    std::string answer_page(const std::string& url, bool allow = true) {
        const auto parts = net::parse_url(url);
        const auto account = sandbox_.accounts().front().id;
        const auto answer =
            sandbox_.handle({"POST",
                             parts->path + "?" + parts->query,
                             {},
                             net::encode_form({{"answer", allow ? "allow" : "deny"}, {"account", account}})});
        const std::string location(answer.headers.get("Location").value_or(""));
        EXPECT_TRUE(location.starts_with("http://127.0.0.1:8080/login/done?")) << location;
        json::Writer body;
        body.object();
        for (const auto& [key, value] : net::parse_form(location.substr(location.find('?') + 1))) {
            body.member(key, value);
        }
        return body.end().take();
    }

    store::DatabaseId database_;
    std::string base_;
    std::string admin_;
};

TEST_F(ConnectionPageTest, R21_TheLoginComesBackToTheAddressThatTheBrowserUses) {
    const auto url = begin();
    EXPECT_EQ(value_in(url, "redirect_uri"), "http://127.0.0.1:8080/login/done");
    EXPECT_EQ(value_in(url, "code_challenge_method"), "S256");
    const auto done = send(admin_, "POST", "/login-answers", answer_page(url));
    EXPECT_EQ(done.status, 200) << done.body;
    EXPECT_EQ(at(done, "/database"), std::to_string(database_.number));
    EXPECT_EQ(text_at(done, "/account_name"), "Main Street");
    const auto state = get(admin_, base_);
    EXPECT_EQ(at(state, "/connected"), "true");
    EXPECT_EQ(text_at(state, "/connected_by"), "Ada");
    EXPECT_EQ(at(state, "/lost"), "null");
    EXPECT_EQ(at(state, "/quota/limit"), "10000");
    EXPECT_EQ(send(admin_, "POST", base_ + "/test").status, 200);
    const auto log = app::audit_log(*installation_, {.action = "connect"}, {});
    EXPECT_EQ(log.entries.at(0).deed.database, database_.number);
}

TEST_F(ConnectionPageTest, TheLoginComesBackToThePublicAddressWhereThereIsOne) {
    Reach reach;
    reach.public_url = parse_public_url("https://crm.example.org").value();
    site_ = std::make_unique<Dispatcher>(*office_, reach);
    EXPECT_EQ(value_in(begin(), "redirect_uri"), "https://crm.example.org/login/done");
}

TEST_F(ConnectionPageTest, AnAnswerCountsOnceForWhoBegan) {
    const auto body = answer_page(begin());
    const auto stranger = enter("Eve", staff::Role::Administrator);
    EXPECT_EQ(send(stranger, "POST", "/login-answers", body).status, 422);
    EXPECT_EQ(send(admin_, "POST", "/login-answers", body).status, 422); // used up
    EXPECT_EQ(send(admin_, "POST", "/login-answers", R"({"state":"made up","code":"x"})").status, 422);
    EXPECT_EQ(at(get(admin_, base_), "/connected"), "false");
}

TEST_F(ConnectionPageTest, AnAnswerNeedsTheRoleAtItsEndToo) {
    const auto body = answer_page(begin());
    enter("Boss", staff::Role::Administrator);
    (void)app::change_user(*installation_, {"", "root", "command line"}, "Ada", {.role = staff::Role::Operator});
    EXPECT_EQ(send(admin_, "POST", "/login-answers", body).status, 403);
    EXPECT_FALSE(installation_->store().describe_database(database_)->connected);
}

TEST_F(ConnectionPageTest, APersonMayRefuse) {
    const auto refused = send(admin_, "POST", "/login-answers", answer_page(begin(), false));
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(problem_of(refused), "not-allowed");
}

TEST_F(ConnectionPageTest, ACodeTypedElsewhereConnectsToo) {
    connect(database_, admin_);
    EXPECT_EQ(at(get(admin_, base_), "/connected"), "true");
    EXPECT_EQ(get(admin_, base_ + "/device/unknown").status, 404);
}

TEST_F(ConnectionPageTest, R22_AnAccountBelongsToOneDatabase) {
    connect(database_, admin_);
    const auto other = add_database("Other");
    const auto path = fmt::format("/databases/{}/connection/device", other.number);
    const auto attempt = path + "/" + text_at(send(admin_, "POST", path), "/attempt");
    while (text_at(get(admin_, attempt), "/state") == "waiting") {
        std::this_thread::yield();
    }
    const auto failed = get(admin_, attempt);
    EXPECT_EQ(text_at(failed, "/state"), "failed");
    EXPECT_NE(text_at(failed, "/message").find("Main"), std::string::npos);
    EXPECT_EQ(get(admin_, base_ + attempt.substr(path.size() - 7)).status, 404); // an attempt of another database
}

TEST_F(ConnectionPageTest, DisconnectingForgetsTheGrant) {
    connect(database_, admin_);
    EXPECT_EQ(send(admin_, "DELETE", base_).status, 204);
    EXPECT_EQ(at(get(admin_, base_), "/connected"), "false");
    EXPECT_EQ(text_at(get(admin_, base_), "/account_id"), "");
    const auto test = send(admin_, "POST", base_ + "/test");
    EXPECT_EQ(test.status, 409);
    EXPECT_EQ(problem_of(test), "not-connected");
}

TEST_F(ConnectionPageTest, NoAnswerTellsATokenOfTheGrant) {
    connect(database_, admin_);
    const auto grant = installation_->store().grants(database_)->load().value();
    for (const auto& path : {base_, std::string("/dashboard"), std::string("/session"), std::string("/audit"),
                             std::string("/databases")}) {
        const auto body = get(admin_, path).body;
        EXPECT_EQ(body.find(grant->access_token), std::string::npos) << path;
        EXPECT_EQ(body.find(grant->refresh_token), std::string::npos) << path;
    }
}

} // namespace
} // namespace muster::web
