#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

using namespace std::chrono_literals;

class GatewayTest : public SandboxTest {};

TEST_F(GatewayTest, FourCallsInAnySlidingSecond) {
    sandbox.change_options([](Options& chosen) { chosen.calls_per_second = 4; });
    for (int call_number = 0; call_number < 4; ++call_number) {
        EXPECT_EQ(get("/contacts").status, 200);
        clock.advance(200ms);
    }
    const auto fifth = get("/contacts");
    EXPECT_EQ(fifth.status, 429);
    EXPECT_EQ(fifth.body, R"({"error_key":"throttled","error_message":"Too Many Requests"})");
    EXPECT_FALSE(fifth.headers.get("Retry-After"));
    clock.advance(200ms);
    EXPECT_EQ(get("/contacts").status, 200) << "a second after the first";
    EXPECT_EQ(sandbox.most_calls_in_a_second(), 5);
}

TEST_F(GatewayTest, AFixedSecondLetsEightCallsThroughAroundItsEdge) {
    sandbox.change_options([](Options& chosen) { chosen.calls_per_second = 4; });
    set("rate_window", "fixed");
    clock.advance(900ms);
    for (int call_number = 0; call_number < 4; ++call_number) {
        EXPECT_EQ(get("/contacts").status, 200);
    }
    EXPECT_EQ(get("/contacts").status, 429);
    clock.advance(100ms);
    EXPECT_EQ(get("/contacts").status, 200);
}

TEST_F(GatewayTest, TheDayEndsAtMidnightUtc) {
    sandbox.set_calls_today("sandbox-client", 9'999);
    EXPECT_EQ(get("/contacts").status, 200);
    const auto refused = get("/contacts");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(refused.body, R"({"error_key":"quota_exceeded","error_message":"Limit Exceeded"})");
    EXPECT_EQ(sandbox.calls_today(), 10'000);
    clock.set(next_utc_midnight(clock.now()));
    EXPECT_EQ(get("/contacts").status, 200);
    EXPECT_EQ(sandbox.calls_today(), 1);
}

TEST_F(GatewayTest, RejectedCallsCountByASwitch) {
    sandbox.change_options([](Options& chosen) { chosen.calls_per_second = 1; });
    static_cast<void>(get("/contacts"));
    static_cast<void>(get("/contacts"));
    EXPECT_EQ(sandbox.calls_today(), 1);
    set("rejected_calls_count", "on");
    static_cast<void>(get("/contacts"));
    EXPECT_EQ(sandbox.calls_today(), 2);
}

TEST_F(GatewayTest, LimitsBelongToTheClientAndNotToTheAccount) {
    sandbox.change_options([](Options& chosen) { chosen.calls_per_second = 1; });
    const AccountId other = sandbox.add_account("Second Chamber");
    EXPECT_EQ(get("/contacts").status, 200);
    token = sandbox.issue_token(other).access_token;
    EXPECT_EQ(get("/contacts").status, 429);
    token = sandbox.issue_token(other, "another-client").access_token;
    EXPECT_EQ(get("/contacts").status, 200);
}

TEST_F(GatewayTest, RetryAfterIsASwitch) {
    set("retry_after", "on");
    sandbox.set_calls_today("sandbox-client", 10'000);
    EXPECT_EQ(get("/contacts").headers.get("Retry-After").value_or(""), "43200") << "noon to midnight";
}

TEST_F(GatewayTest, SlowAnswersAreAHeaderForTheServer) {
    auto quick = get("/contacts");
    EXPECT_EQ(take_answer_delay(quick), 0ms);
    set("answer_ms", "260");
    auto slow = get("/contacts");
    EXPECT_EQ(take_answer_delay(slow), 260ms);
    EXPECT_FALSE(slow.headers.get(kAnswerDelay));
}

TEST_F(GatewayTest, PathsMethodsAndBodiesThatCannotBe) {
    EXPECT_EQ(get("/campaigns").status, 404);
    EXPECT_EQ(call("DELETE", "/contacts").status, 405);
    EXPECT_EQ(sandbox.handle({"GET", "/v4/contacts", {}, ""}).body, R"({"message":"Forbidden"})");
    EXPECT_EQ(sandbox.handle({"GET", "/v3/contacts", {}, ""}).status, 401);
    EXPECT_EQ(post("/contacts", "{").status, 400);
    EXPECT_EQ(post("/contacts", "[]").status, 400);
    net::Request text{"POST", "/v3/contacts", {}, "{}"};
    text.headers.set("Authorization", "Bearer " + token);
    text.headers.set("Content-Type", "text/plain");
    EXPECT_EQ(sandbox.handle(text).status, 415);
}

TEST_F(GatewayTest, EveryRequestIsLogged) {
    static_cast<void>(get("/contacts?limit=2"));
    static_cast<void>(post("/contact_lists", R"({"name":"Board"})"));
    ASSERT_EQ(sandbox.log().size(), 2U);
    const LoggedRequest last = sandbox.log().back();
    EXPECT_EQ(last.method, "POST");
    EXPECT_EQ(last.path, "/contact_lists");
    EXPECT_EQ(last.body, R"({"name":"Board"})");
    EXPECT_EQ(last.account, account);
    EXPECT_EQ(last.status, 201);
    EXPECT_EQ(sandbox.log().front().query, "limit=2");
    EXPECT_EQ(sandbox.count("*", "/contact*"), 2U);
    EXPECT_EQ(sandbox.count("GET", "/contact_lists"), 0U);
    sandbox.clear_log();
    EXPECT_EQ(sandbox.count("*", "*"), 0U);
}

TEST_F(GatewayTest, AccountsAreApart) {
    add("a@b.org");
    const AccountId other = sandbox.add_account("Second Chamber");
    token = sandbox.issue_token(other).access_token;
    EXPECT_EQ(size_at(get("/contacts").body, "contacts"), 0U);
    EXPECT_EQ(at(get("/account/summary").body, "/organization_name"), "Second Chamber");
}

} // namespace
} // namespace muster::sandbox
