#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

class SessionTest : public SiteTest {
  protected:
    net::Response try_sign_in(const std::string& name, const std::string& password, const std::string& code = "") {
        json::Writer body;
        body.object().member("name", name).member("password", password);
        if (!code.empty()) {
            body.member("code", code);
        }
        return send("", "POST", "/session", body.end().text());
    }
};

TEST_F(SessionTest, TheFirstAdministratorIsMadeFromALink) {
    EXPECT_EQ(at(get("", "/setup"), "/needs_administrator"), "true");
    const auto link = app::make_first_administrator_link(*installation_);
    const auto wrong =
        send("", "POST", "/setup", R"({"token":"guess","name":"Ana","password":"correct horse battery"})");
    EXPECT_EQ(wrong.status, 403);
    EXPECT_EQ(problem_of(wrong), "not-allowed");
    const auto weak =
        send("", "POST", "/setup", R"({"token":")" + link + R"(","name":"Ana","password":"password"})");
    EXPECT_EQ(weak.status, 422);
    const auto made = send("", "POST", "/setup",
                           R"({"token":")" + link + R"(","name":"Ana","password":"correct horse battery"})");
    EXPECT_EQ(made.status, 200) << made.body;
    EXPECT_EQ(text_at(made, "/user"), "Ana");
    EXPECT_EQ(text_at(made, "/role"), "administrator");
    EXPECT_EQ(at(made, "/all_databases"), "true");
    EXPECT_EQ(get(cookie_of(made), "/session").status, 200);
    EXPECT_EQ(at(get("", "/setup"), "/needs_administrator"), "false");
    const auto again = send("", "POST", "/setup",
                            R"({"token":")" + link + R"(","name":"Eve","password":"correct horse battery"})");
    EXPECT_EQ(again.status, 403);
}

TEST_F(SessionTest, SignsInAndOut) {
    const auto token = enter("Ana", staff::Role::Operator);
    EXPECT_EQ(text_at(get(token, "/session"), "/user"), "Ana");
    const auto out = send(token, "DELETE", "/session");
    EXPECT_EQ(out.status, 204);
    EXPECT_EQ(out.headers.get("Set-Cookie"), "muster=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
    EXPECT_EQ(get(token, "/session").status, 401);
    EXPECT_EQ(problem_of(get(token, "/session")), "sign-in");
}

TEST_F(SessionTest, TheCookieIsForThisHostAndNoScript) {
    enter("Ana", staff::Role::Viewer);
    auto request = request_for(
        {.method = "POST", .path = "/session", .body = R"({"name":"Ana","password":"correct horse battery"})"});
    request.is_tls = true;
    request.headers.set("Origin", "https://127.0.0.1:8080");
    const auto secure = handle(request);
    const std::string cookie(secure.headers.get("Set-Cookie").value_or(""));
    EXPECT_TRUE(cookie.starts_with("__Host-muster=")) << cookie;
    EXPECT_TRUE(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure")) << cookie;
    EXPECT_GE(cookie_of(secure).size(), 22U); // 128 bits
}

TEST_F(SessionTest, AnUnknownNameIsToldTheSameAsAWrongPassword) {
    enter("Ana", staff::Role::Viewer);
    const auto unknown = try_sign_in("Nobody", "whatever it is");
    const auto wrong = try_sign_in("Ana", "whatever it is");
    EXPECT_EQ(unknown.status, 401);
    EXPECT_EQ(problem_of(unknown), "sign-in");
    EXPECT_EQ(unknown.body, wrong.body);
    EXPECT_EQ(unknown.headers.get("Set-Cookie"), std::nullopt);
}

TEST_F(SessionTest, WhoGuessesTooOftenWaits) {
    enter("Ana", staff::Role::Viewer);
    net::Response last;
    for (int i = 0; i < 30; ++i) {
        last = try_sign_in("Ana", "guess number " + std::to_string(i));
    }
    EXPECT_EQ(last.status, 429);
    EXPECT_EQ(problem_of(last), "too-many");
    EXPECT_TRUE(last.headers.get("Retry-After"));
    clock_.advance(std::chrono::minutes{2});
    EXPECT_EQ(try_sign_in("Ana", "correct horse battery").status, 200); // nobody is locked out for good
}

TEST_F(SessionTest, ANewSignInIsANewSessionAndTheBrowsersOldOneEnds) {
    const auto old = enter("Ana", staff::Role::Viewer);
    const auto again = ask({.method = "POST",
                            .path = "/session",
                            .body = R"({"name":"Ana","password":"correct horse battery"})",
                            .token = old});
    EXPECT_EQ(again.status, 200);
    EXPECT_NE(cookie_of(again), old);
    EXPECT_EQ(get(old, "/session").status, 401);
    EXPECT_EQ(get(cookie_of(again), "/session").status, 200);
}

TEST_F(SessionTest, EndsWhenNobodyDoesAnything) {
    const auto token = enter("Ana", staff::Role::Viewer);
    clock_.advance(std::chrono::minutes{61});
    const auto response = get(token, "/session");
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(cookie_of(response), "");
    EXPECT_TRUE(response.headers.get("Set-Cookie")); // the browser forgets it
}

TEST_F(SessionTest, SaysUntilWhenItIsFresh) {
    const auto token = enter("Ana", staff::Role::Viewer);
    EXPECT_EQ(text_at(get(token, "/session"), "/fresh_until"), "2026-11-23T12:10:00Z");
    grow_stale();
    EXPECT_EQ(at(get(token, "/session"), "/fresh_until"), "null");
    const auto wrong = send(token, "POST", "/session/fresh", R"({"password":"wrong"})");
    EXPECT_EQ(wrong.status, 403);
    EXPECT_EQ(problem_of(wrong), "fresh-sign-in");
    const auto fresh = send(token, "POST", "/session/fresh", R"({"password":"correct horse battery"})");
    EXPECT_EQ(fresh.status, 200);
    EXPECT_EQ(text_at(fresh, "/fresh_until"), "2026-11-23T12:21:00Z");
    EXPECT_EQ(text_at(get(token, "/session"), "/fresh_until"), "2026-11-23T12:21:00Z");
}

TEST_F(SessionTest, ChangingThePasswordEndsTheOtherSessions) {
    const auto here = enter("Ana", staff::Role::Viewer);
    const auto elsewhere = enter_again("Ana");
    const auto wrong =
        send(here, "PUT", "/session/password", R"({"current":"wrong","password":"another good one"})");
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(text_at(wrong, "/errors/0/pointer"), "/current");
    const auto weak =
        send(here, "PUT", "/session/password", R"({"current":"correct horse battery","password":"short"})");
    EXPECT_EQ(weak.status, 422);
    EXPECT_EQ(text_at(weak, "/errors/0/pointer"), "/password");
    EXPECT_EQ(send(here, "PUT", "/session/password",
                   R"({"current":"correct horse battery","password":"another good one"})")
                  .status,
              204);
    EXPECT_EQ(get(here, "/session").status, 200);
    EXPECT_EQ(get(elsewhere, "/session").status, 401);
    EXPECT_EQ(try_sign_in("Ana", "another good one").status, 200);
}

TEST_F(SessionTest, ALinkSignsInOnce) {
    enter("Ana", staff::Role::Viewer);
    const auto link = app::make_sign_in_link(*installation_, "Ana").value();
    const auto in = send("", "POST", "/session/link", R"({"token":")" + link + R"("})");
    EXPECT_EQ(in.status, 200);
    EXPECT_EQ(text_at(get(cookie_of(in), "/session"), "/user"), "Ana");
    EXPECT_EQ(send("", "POST", "/session/link", R"({"token":")" + link + R"("})").status, 403);
}

TEST_F(SessionTest, ASecondFactorIsAskedForOnceItIsConfirmed) {
    const auto token = enter("Ana", staff::Role::Viewer);
    grow_stale();
    EXPECT_EQ(problem_of(send(token, "POST", "/session/second-factor")), "fresh-sign-in");
    (void)send(token, "POST", "/session/fresh", R"({"password":"correct horse battery"})");
    const auto begun = send(token, "POST", "/session/second-factor");
    EXPECT_EQ(begun.status, 200);
    EXPECT_TRUE(text_at(begun, "/url").starts_with("otpauth://totp/"));
    EXPECT_EQ(try_sign_in("Ana", "correct horse battery").status, 200); // not yet
    EXPECT_EQ(send(token, "PUT", "/session/second-factor", R"({"code":"000000"})").status, 422);
}

TEST_F(SessionTest, TellsWhatThePersonSees) {
    const auto main = add_database("Main");
    add_database("Other");
    const auto token = enter("Vera", staff::Role::Viewer, {false, {main.number}});
    const auto session = get(token, "/session");
    EXPECT_EQ(at(session, "/all_databases"), "false");
    EXPECT_EQ(text_at(session, "/databases/0/name"), "Main");
    EXPECT_EQ(at(session, "/databases/1"), "");
    EXPECT_EQ(at(session, "/can_connect"), "true");
    EXPECT_EQ(at(session, "/redirect_login"), "true");
}

} // namespace
} // namespace muster::web
