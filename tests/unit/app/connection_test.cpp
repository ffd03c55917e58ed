#include "app/connection.hpp"

#include <thread>

#include "app/device_logins.hpp"
#include "app/staff.hpp"
#include "unit/app/office_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;

constexpr const char* kBack = "https://muster.example.org/login/done";

class ConnectionTest : public OfficeTest {
  protected:
    using Pairs = std::vector<std::pair<std::string, std::string>>;

    static std::string value(const Pairs& pairs, const std::string& name) {
        for (const auto& [key, text] : pairs) {
            if (key == name) {
                return text;
            }
        }
        return "";
    }
    static Pairs query_of(const std::string& url) { return net::parse_form(url.substr(url.find('?') + 1)); }

    std::string begin(const std::string& person = "ada") {
        const auto url = begin_login(*installation_, database_, person, kBack);
        EXPECT_TRUE(url) << refusal(url);
        return url.value_or("");
    }
    /// The person answers on Constant Contact's page; what the browser brings back.
    LoginAnswer answer_page(const std::string& url, const std::string& account, bool allow = true) {
        const auto parts = net::parse_url(url);
        const auto answer =
            service_.handle({"POST",
                             parts->path + "?" + parts->query,
                             {},
                             net::encode_form({{"answer", allow ? "allow" : "deny"}, {"account", account}})});
        EXPECT_EQ(answer.status, 303) << answer.body;
        const std::string location(answer.headers.get("Location").value_or(""));
        EXPECT_EQ(location.substr(0, location.find('?')), kBack);
        const auto query = query_of(location);
        return {value(query, "state"), value(query, "code"), value(query, "error"),
                value(query, "error_description")};
    }
    Result<CompletedLogin> complete(const LoginAnswer& answer, const std::string& person = "ada") {
        return complete_login(*installation_, person, answer, {});
    }
    ConnectionState state() { return connection_state(*installation_, database_).value(); }
};

TEST_F(ConnectionTest, R21_TheLoginInTheBrowserConnectsTheDatabase) {
    const auto url = begin();
    const auto query = query_of(url);
    EXPECT_EQ(url.substr(0, url.find('?')), "http://127.0.0.1:8900/oauth2/default/v1/authorize");
    EXPECT_EQ(value(query, "redirect_uri"), kBack);
    EXPECT_EQ(value(query, "code_challenge_method"), "S256");
    EXPECT_EQ(value(query, "code_challenge").size(), 43U);
    EXPECT_EQ(value(query, "scope"), "contact_data account_read offline_access");
    EXPECT_GE(value(query, "state").size(), 22U); // 128 bits at least
    const auto completed = complete(answer_page(url, account_));
    ASSERT_TRUE(completed) << refusal(completed);
    EXPECT_EQ(completed->database, database_);
    EXPECT_EQ(completed->connected.account_id, account_);
    EXPECT_EQ(completed->connected.account_name, "Main Street Chamber");
    EXPECT_TRUE(completed->connected.is_renewable);
    EXPECT_TRUE(state().is_connected);
    EXPECT_TRUE(test_connection(*installation_, database_, {}));
}

TEST_F(ConnectionTest, AnyProcessMayCompleteALoginThatAnotherBegan) {
    const auto answer = answer_page(begin(), account_);
    const auto other = open();
    EXPECT_TRUE(complete_login(*other, "ada", answer, {}));
    EXPECT_TRUE(state().is_connected);
}

TEST_F(ConnectionTest, AStateWorksOnceForItsPersonAndForTenMinutes) {
    const std::string gone = "This login is unknown, was used already, or is more than ten minutes old. Start "
                             "connecting again.";
    const auto first = answer_page(begin(), account_);
    auto wrong = first;
    wrong.state = "another-state";
    EXPECT_EQ(refusal(complete(wrong)), gone);
    EXPECT_TRUE(complete(first));
    EXPECT_EQ(refusal(complete(first)), gone);
    const auto stolen = answer_page(begin("eve"), account_);
    EXPECT_EQ(refusal(complete(stolen, "ada")), gone);
    EXPECT_EQ(refusal(complete(stolen, "eve")), gone); // whoever brought it, it is used up
    const auto late = answer_page(begin(), account_);
    clock_.advance(10min);
    EXPECT_EQ(refusal(complete(late)), gone);
    const auto in_time = answer_page(begin(), account_);
    clock_.advance(4min);
    EXPECT_TRUE(complete(in_time));
}

TEST_F(ConnectionTest, ANewLoginVoidsTheOneThatTheSamePersonLeftWaiting) {
    const auto left = answer_page(begin(), account_);
    const auto of_bob = answer_page(begin("bob"), account_);
    const auto newest = answer_page(begin(), account_);
    EXPECT_EQ(complete(left).error().code, Code::Invalid);
    EXPECT_TRUE(complete(of_bob, "bob"));
    EXPECT_TRUE(complete(newest));
}

TEST_F(ConnectionTest, WhatTheLoginPageRefusesIsSaidInPlainWords) {
    const auto refused = complete(answer_page(begin(), account_, false));
    EXPECT_EQ(refused.error().code, Code::NotAllowed);
    EXPECT_EQ(refusal(refused),
              "The permission was refused in Constant Contact. Start connecting again and allow it to go on.");
    auto broken = answer_page(begin(), account_);
    broken.code.clear();
    broken.error = "invalid_scope";
    broken.error_description = "One or more scopes are not configured.";
    EXPECT_EQ(
        refusal(complete(broken)),
        "Constant Contact did not let Muster in (invalid_scope: One or more scopes are not configured.). Check "
        "the API key and its redirect address in the settings.");
    auto empty = answer_page(begin(), account_);
    empty.code.clear();
    EXPECT_EQ(refusal(complete(empty)), "Constant Contact sent no code. Start connecting again.");
    EXPECT_FALSE(state().is_connected);
}

TEST_F(ConnectionTest, ACodeThatConstantContactDoesNotKnowConnectsNobody) {
    auto forged = answer_page(begin(), account_);
    forged.code = "forged";
    const auto refused = complete(forged);
    EXPECT_EQ(refused.error().code, Code::NotAllowed);
    EXPECT_NE(refusal(refused).find("Start connecting again."), std::string::npos);
    EXPECT_FALSE(state().is_connected);
    EXPECT_FALSE(installation_->store().bound_account(database_));
}

TEST_F(ConnectionTest, R22_AnAccountOfAnotherDatabaseIsRefusedWithItsName) {
    const auto second = add_database(*installation_, "Second").value().id;
    connect_to(second, account_);
    const auto refused = complete(answer_page(begin(), account_));
    EXPECT_EQ(refused.error().code, Code::Conflict);
    EXPECT_NE(refusal(refused).find("\"Second\""), std::string::npos);
    EXPECT_FALSE(state().is_connected);
    disconnect(*installation_, second);
    EXPECT_TRUE(complete(answer_page(begin(), account_)));
}

TEST_F(ConnectionTest, R22_ADatabaseThatIsBoundKeepsItsAccountAndItsGrant) {
    ASSERT_TRUE(complete(answer_page(begin(), account_)));
    const auto other = service_.add_account("Other Chamber");
    const auto refused = complete(answer_page(begin("bob"), other), "bob");
    EXPECT_EQ(refused.error().code, Code::Conflict);
    EXPECT_EQ(state().account_id, account_);
    EXPECT_EQ(state().granted_by, "ada");
    EXPECT_TRUE(complete(answer_page(begin("bob"), account_), "bob")); // Reconnect
    EXPECT_EQ(state().granted_by, "bob");
}

TEST_F(ConnectionTest, TheVerifierRestsSealedAndTheStateIsNotKept) {
    const auto url = begin();
    const auto login_state = value(query_of(url), "state");
    const auto bytes = test::bytes_of(folder_);
    EXPECT_EQ(bytes.find(login_state), std::string::npos);
    EXPECT_NE(bytes.find(kBack), std::string::npos); // what is no secret is there
}

TEST_F(ConnectionTest, WithAClientSecretTheServerFlowProvesItselfByBasic) {
    settings_.ctct_client_secret = "s3cret";
    installation_ = open();
    std::string authorization, body;
    on_request_ = [&](const net::Request& request) {
        if (request.target.ends_with("/token")) {
            authorization = request.headers.get("Authorization").value_or("");
            body = request.body;
        }
    };
    const auto url = begin();
    EXPECT_EQ(value(query_of(url), "code_challenge"), "");
    EXPECT_TRUE(complete(answer_page(url, account_)));
    EXPECT_EQ(authorization, "Basic c2FuZGJveC1jbGllbnQ6czNjcmV0");
    EXPECT_EQ(body.find("s3cret"), std::string::npos);
    EXPECT_EQ(value(net::parse_form(body), "redirect_uri"), kBack);
}

TEST_F(ConnectionTest, WithoutAnApiKeyNobodyIsSentAnywhere) {
    settings_.ctct_client_id.clear();
    installation_ = open();
    EXPECT_EQ(begin_login(*installation_, database_, "ada", kBack).error().code, Code::Invalid);
    EXPECT_EQ(test_connection(*installation_, database_, {}).error().code, Code::Invalid);
    EXPECT_FALSE(state().quota);
    EXPECT_EQ(begin_login(*open(), {77}, "ada", kBack).error().code, Code::Invalid);
}

TEST_F(ConnectionTest, TheStateSaysWhoConnectedAndHowLongItLasts) {
    EXPECT_FALSE(state().is_connected);
    EXPECT_EQ(state().quota->used_today, 0);
    ASSERT_TRUE(complete(answer_page(begin(), account_)));
    const auto connected = state();
    EXPECT_EQ(connected.account_id, account_);
    EXPECT_EQ(connected.account_name, "Main Street Chamber");
    EXPECT_EQ(connected.granted_by, "ada");
    EXPECT_EQ(format_instant(*connected.granted_at), "2026-11-23T12:00:00Z");
    EXPECT_EQ(format_instant(*connected.renew_by), "2027-05-22T12:00:00Z"); // 180 days
    EXPECT_EQ(connected.quota->used_today, 1);
    EXPECT_EQ(connected.quota->limit, 10'000);
    EXPECT_EQ(format_instant(connected.quota->resets_at), "2026-11-24T00:00:00Z");
    EXPECT_EQ(connection_state(*installation_, {77}).error().code, Code::NotFound);
}

TEST_F(ConnectionTest, ALostGrantIsShownWithItsReasonUntilSomebodyConnectsAgain) {
    ASSERT_TRUE(complete(answer_page(begin(), account_)));
    service_.revoke_grants(account_);
    EXPECT_EQ(test_connection(*installation_, database_, {}).error().code, Code::NotAllowed);
    const auto lost = state();
    EXPECT_FALSE(lost.is_connected);
    EXPECT_EQ(lost.account_name, "Main Street Chamber"); // still bound
    ASSERT_TRUE(lost.lost);
    EXPECT_FALSE(lost.lost->reason.empty());
    ASSERT_TRUE(complete(answer_page(begin(), account_)));
    EXPECT_FALSE(state().lost);
}

TEST_F(ConnectionTest, ATestIsOneCallAndSeesAnotherAccount) {
    ASSERT_TRUE(complete(answer_page(begin(), account_)));
    service_.clear_log();
    const auto tested = test_connection(*installation_, database_, {});
    ASSERT_TRUE(tested) << refusal(tested);
    EXPECT_EQ(tested->account_id, account_);
    EXPECT_EQ(service_.log().size(), 1U);
    EXPECT_EQ(service_.count("GET", "/account/summary"), 1U);
    const auto other = service_.add_account("Other Chamber");
    auto grant = *installation_->store().grants(database_)->load().value();
    grant.access_token = service_.issue_token(other).access_token;
    ++grant.generation;
    ASSERT_TRUE(installation_->store().grants(database_)->store(grant).value());
    EXPECT_EQ(test_connection(*installation_, database_, {}).error().code, Code::NotAllowed);
}

const staff::Actor kAda{"", "ada", "127.0.0.1"};

class DeviceLoginsTest : public ConnectionTest {
  public:
    ~DeviceLoginsTest() override { gate_.open(); }

  protected:
    DeviceLoginsTest() {
        on_request_ = [this](const net::Request& request) {
            if (request.target.ends_with("/token")) {
                gate_.pass(); // nobody polls before the test allows it
            }
        };
    }
    DeviceLogin begin_device(const std::string& person = "ada") {
        const auto login = logins_.begin(database_, {"", person, "127.0.0.1"});
        EXPECT_TRUE(login) << refusal(login);
        return login.value_or(DeviceLogin{});
    }
    /// Newest first: "ada (127.0.0.1) connect: the account".
    std::vector<std::string> audit_entries() {
        std::vector<std::string> entries;
        for (const auto& entry : audit_log(*installation_, {.database = database_.number}, {}).entries) {
            entries.push_back(entry.actor.name + " (" + entry.actor.origin + ") " + entry.deed.action + ": " +
                              entry.deed.record + entry.deed.details);
        }
        return entries;
    }
    DeviceLogin finish(const DeviceLogin& login) {
        gate_.open();
        while (true) {
            const auto now = logins_.find(database_, login.attempt).value();
            if (now.state != DeviceLogin::State::Waiting) {
                return now;
            }
            std::this_thread::yield();
        }
    }

    Gate gate_;
    DeviceLogins logins_{*installation_};
};

TEST_F(DeviceLoginsTest, R21_ACodeThatIsTypedElsewhereConnectsTheDatabase) {
    const auto login = begin_device();
    EXPECT_EQ(login.state, DeviceLogin::State::Waiting);
    EXPECT_EQ(login.prompt.user_code.size(), 9U);
    EXPECT_EQ(format_instant(login.expires), "2026-11-23T12:10:00Z");
    EXPECT_FALSE(state().is_connected);
    ASSERT_TRUE(service_.answer_device(login.prompt.user_code, account_));
    const auto done = finish(login);
    EXPECT_EQ(done.state, DeviceLogin::State::Connected);
    EXPECT_EQ(done.connected.account_name, "Main Street Chamber");
    EXPECT_EQ(state().granted_by, "ada");
}

TEST_F(DeviceLoginsTest, RefusedAndRunOutAreToldApart) {
    const auto refused = begin_device();
    ASSERT_TRUE(service_.answer_device(refused.prompt.user_code, account_, false));
    const auto after_refusal = finish(refused);
    EXPECT_EQ(after_refusal.state, DeviceLogin::State::Failed);
    EXPECT_EQ(after_refusal.error.message,
              "The permission was refused in Constant Contact. Start connecting again and allow it to go on.");
    const auto run_out = finish(begin_device());
    EXPECT_EQ(run_out.state, DeviceLogin::State::Failed);
    EXPECT_NE(run_out.error.message.find("ran out"), std::string::npos) << run_out.error.message;
    EXPECT_FALSE(state().is_connected);
}

TEST_F(DeviceLoginsTest, R22_TheAccountOfAnotherDatabaseIsRefused) {
    connect_to(add_database(*installation_, "Second").value().id, account_);
    const auto login = begin_device();
    ASSERT_TRUE(service_.answer_device(login.prompt.user_code, account_));
    const auto done = finish(login);
    EXPECT_EQ(done.error.code, Code::Conflict);
    EXPECT_NE(done.error.message.find("\"Second\""), std::string::npos);
}

TEST_F(DeviceLoginsTest, ANewCodeGivesUpTheOneBefore) {
    const auto first = begin_device();
    const auto second = begin_device("bob");
    ASSERT_TRUE(service_.answer_device(first.prompt.user_code, account_));
    ASSERT_TRUE(service_.answer_device(second.prompt.user_code, account_));
    EXPECT_EQ(finish(first).error.code, Code::Cancelled);
    EXPECT_EQ(finish(second).state, DeviceLogin::State::Connected);
    EXPECT_EQ(state().granted_by, "bob");
}

TEST_F(DeviceLoginsTest, HowALoginEndsIsInTheAuditLog) {
    const auto refused = begin_device();
    ASSERT_TRUE(service_.answer_device(refused.prompt.user_code, account_, false));
    EXPECT_TRUE(audit_entries().empty());
    EXPECT_EQ(finish(refused).state, DeviceLogin::State::Failed);
    clock_.advance(1min);
    const auto granted = begin_device("bob");
    ASSERT_TRUE(service_.answer_device(granted.prompt.user_code, account_));
    EXPECT_EQ(finish(granted).state, DeviceLogin::State::Connected);
    EXPECT_EQ(
        audit_entries(),
        (std::vector<std::string>{
            "bob (127.0.0.1) connect: " + account_,
            "ada (127.0.0.1) connect.failed: The permission was refused in Constant Contact. Start connecting "
            "again and allow it to go on."}));
}

TEST_F(DeviceLoginsTest, OnlySoManyWaitAtATime) {
    std::vector<store::DatabaseId> databases;
    for (const auto* name : {"A", "B", "C", "D", "E"}) {
        databases.push_back(add_database(*installation_, name).value().id);
    }
    for (int i = 0; i < 4; ++i) {
        EXPECT_TRUE(logins_.begin(databases[static_cast<std::size_t>(i)], kAda));
    }
    EXPECT_EQ(logins_.begin(databases[4], kAda).error().code, Code::Unavailable);
}

TEST_F(DeviceLoginsTest, ALoginIsFoundOnlyInItsDatabase) {
    const auto second = add_database(*installation_, "Second").value().id;
    const auto login = begin_device();
    EXPECT_EQ(logins_.find(second, login.attempt).error().code, Code::NotFound);
    EXPECT_EQ(logins_.find(database_, "no-such-attempt").error().code, Code::NotFound);
    EXPECT_EQ(logins_.begin({77}, kAda).error().code, Code::NotFound);
    gate_.open();
    logins_.stop();
    EXPECT_EQ(logins_.find(database_, login.attempt)->state, DeviceLogin::State::Failed);
}

} // namespace
} // namespace muster::app
