// Users, sessions and the audit log over the API.

#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

class StaffPageTest : public SiteTest {
  protected:
    StaffPageTest() { admin_ = enter("Ada", staff::Role::Administrator); }
    net::Response add(const std::string& body) { return send(admin_, "POST", "/users", body); }
    net::Response change(const std::string& name, const std::string& body) {
        return send(admin_, "PATCH", "/users/" + name, body);
    }
    std::string admin_;
};

TEST_F(StaffPageTest, UsersAreAddedWithARoleAndDatabases) {
    const auto main = add_database("Main");
    const auto made = add(R"({"name":"Vera","password":"correct horse battery","role":"viewer","databases":[)" +
                          std::to_string(main.number) + "]}");
    EXPECT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(at(made, "/databases/0"), std::to_string(main.number));
    EXPECT_EQ(at(made, "/last_seen_at"), "null");
    EXPECT_EQ(made.body.find("horse"), std::string::npos);
    const auto all =
        add(R"({"name":"Olaf","password":"correct horse battery","role":"operator","databases":null})");
    EXPECT_EQ(at(all, "/databases"), "null");
    EXPECT_EQ(text_at(get(admin_, "/users"), "/2/name"), "Vera");
    EXPECT_EQ(get(enter_again("Vera"), "/databases").body.find("Other"), std::string::npos);
}

TEST_F(StaffPageTest, RefusesWhatAUserCannotBe) {
    for (const auto& [body, status] : {
             std::pair{R"({"name":"ada","password":"correct horse battery","role":"viewer"})", 409},
             std::pair{R"({"name":"Eve","password":"password","role":"viewer"})", 422},
             std::pair{R"({"name":"Eve","password":"short","role":"viewer"})", 422},
             std::pair{R"({"name":"Eve","password":"correct horse battery","role":"king"})", 422},
             std::pair{R"({"name":"Eve","password":"correct horse battery"})", 422},
             std::pair{R"({"name":"Eve","password":"correct horse battery","role":"viewer","databases":[99]})",
                       404},
             std::pair{R"({"name":"Eve","password":"correct horse battery","role":"viewer","databases":["Main"]})",
                       422},
         }) {
        const auto refused = add(body);
        EXPECT_EQ(refused.status, status) << body << refused.body;
        EXPECT_EQ(refused.body.find("horse"), std::string::npos);
    }
}

TEST_F(StaffPageTest, AChangeCountsAtOnceForSessionsThatAreOpen) {
    const auto main = add_database("Main");
    const auto path = "/databases/" + std::to_string(main.number);
    const auto hers = enter("Vera", staff::Role::Viewer);
    EXPECT_EQ(get(hers, path).status, 200);
    EXPECT_EQ(text_at(change("Vera", R"({"role":"operator"})"), "/role"), "operator");
    EXPECT_EQ(text_at(get(hers, "/session"), "/role"), "operator");
    EXPECT_EQ(change("Vera", R"({"databases":[]})").status, 422);
    const auto other = std::to_string(add_database("Other").number);
    EXPECT_EQ(at(change("Vera", R"({"databases":[)" + other + "]}"), "/databases"), "[" + other + "]");
    EXPECT_EQ(get(hers, path).status, 404);
    EXPECT_EQ(at(change("Vera", R"({"databases":null})"), "/databases"), "null");
    EXPECT_EQ(get(hers, path).status, 200);
    EXPECT_EQ(change("Vera", R"({"password":"another good one"})").status, 200);
    EXPECT_EQ(get(hers, path).status, 401);
    EXPECT_EQ(change("Nobody", R"({"role":"viewer"})").status, 404);
    EXPECT_EQ(change("Vera", R"({"second_factor":true})").status, 422);
    EXPECT_EQ(change("Vera", R"({"second_factor":false})").status, 200);
}

TEST_F(StaffPageTest, TheLastAdministratorStays) {
    EXPECT_EQ(problem_of(change("Ada", R"({"role":"viewer"})")), "conflict");
    EXPECT_EQ(problem_of(send(admin_, "DELETE", "/users/Ada")), "conflict");
    EXPECT_EQ(change("Ada", R"({"password":"another good one"})").status, 422); // one's own asks for the old one
}

TEST_F(StaffPageTest, RemovingAUserEndsTheSessions) {
    const auto hers = enter("Vera Böhm", staff::Role::Viewer);
    EXPECT_EQ(send(admin_, "DELETE", "/users/vera%20b%C3%B6hm").status, 204);
    EXPECT_EQ(get(hers, "/session").status, 401);
    EXPECT_EQ(send(admin_, "DELETE", "/users/Vera").status, 404);
}

TEST_F(StaffPageTest, SessionsAreSeenAndEnded) {
    const auto hers = enter("Vera", staff::Role::Viewer);
    const auto again = enter_again("Vera");
    const auto all = get(admin_, "/sessions");
    EXPECT_EQ(text_at(all, "/0/user"), "Vera");
    EXPECT_EQ(at(all, "/2/current"), "true");
    EXPECT_EQ(at(all, "/3"), "");
    EXPECT_EQ(all.body.find(hers), std::string::npos); // ids are no tokens
    EXPECT_EQ(send(admin_, "DELETE", "/sessions/" + text_at(all, "/0/session")).status, 204);
    EXPECT_EQ(get(hers, "/session").status == 200, get(again, "/session").status == 401);
    EXPECT_EQ(send(admin_, "DELETE", "/sessions/unknown").status, 404);
}

TEST_F(StaffPageTest, OneSeesAndEndsOnesOwnSessionsOnly) {
    const auto hers = enter("Vera", staff::Role::Viewer);
    const auto own = get(hers, "/sessions");
    EXPECT_EQ(text_at(own, "/0/user"), "Vera");
    EXPECT_EQ(at(own, "/1"), "");
    const auto of_admin = text_at(get(admin_, "/sessions"), "/1/session");
    EXPECT_EQ(send(hers, "DELETE", "/sessions/" + of_admin).status, 404);
    EXPECT_EQ(get(admin_, "/session").status, 200);
    EXPECT_EQ(send(hers, "DELETE", "/sessions/" + text_at(own, "/0/session")).status, 204);
    EXPECT_EQ(get(hers, "/session").status, 401);
}

TEST_F(StaffPageTest, TheAuditLogIsReadPageByPage) {
    const auto main = add_database("Main");
    EXPECT_EQ(send(admin_, "POST", "/databases", R"({"name":"Other"})").status, 201);
    EXPECT_EQ(send(admin_, "POST", "/databases/" + std::to_string(main.number) + "/sample").status, 200);
    const auto newest = get(admin_, "/audit?limit=1");
    EXPECT_EQ(text_at(newest, "/rows/0/action"), "sample");
    EXPECT_EQ(text_at(newest, "/rows/0/database"), "Main");
    EXPECT_EQ(text_at(newest, "/rows/0/user"), "Ada");
    EXPECT_EQ(text_at(newest, "/rows/0/address"), "127.0.0.1");
    EXPECT_EQ(at(newest, "/rows/1"), "");
    EXPECT_EQ(text_at(get(admin_, "/audit?action=database"), "/rows/0/record"), "Other");
    EXPECT_EQ(at(get(admin_, "/audit?database=" + std::to_string(main.number)), "/total"), "1");
    EXPECT_EQ(at(get(admin_, "/audit?user=nobody"), "/total"), "0");
    EXPECT_EQ(get(admin_, "/audit?limit=1000").status, 422);
}

} // namespace
} // namespace muster::web
