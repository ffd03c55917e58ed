#include "base/crypto.hpp"
#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

using namespace std::chrono_literals;

constexpr const char* kDeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";
constexpr const char* kScope = "contact_data account_read offline_access";

class OauthTest : public SandboxTest {
  protected:
    net::Response ask_device(const std::string& scope = kScope) {
        return form("/device/authorize", {{"client_id", "muster"}, {"scope", scope}, {"response_type", "code"}});
    }
    net::Response poll(const std::string& device_code) {
        return form("/token",
                    {{"grant_type", kDeviceGrant}, {"client_id", "muster"}, {"device_code", device_code}});
    }
    net::Response refresh(const std::string& refresh_token, const std::string& client = "sandbox-client") {
        return form("/token",
                    {{"grant_type", "refresh_token"}, {"client_id", client}, {"refresh_token", refresh_token}});
    }
    net::Response page(const std::string& method, const std::string& target, const std::string& body = "") {
        return sandbox.handle({method, target, {}, body});
    }
    static std::string challenge_of(const std::string& proof) {
        const auto digest = sha256(proof);
        return base64url(std::string(digest.begin(), digest.end()));
    }
    std::string authorize_target(const std::string& challenge, const std::string& method = "S256") {
        return "/oauth2/default/v1/authorize?" + net::encode_form({{"client_id", "muster"},
                                                                   {"redirect_uri", "http://127.0.0.1:8080/back"},
                                                                   {"response_type", "code"},
                                                                   {"scope", kScope},
                                                                   {"state", "s1"},
                                                                   {"code_challenge", challenge},
                                                                   {"code_challenge_method", method}});
    }
    /// Allows, and gives the code that the browser is sent back with.
    std::string allowed_code(const std::string& challenge) {
        const auto answer = page("POST", authorize_target(challenge),
                                 net::encode_form({{"answer", "allow"}, {"account", account}}));
        const std::string location(answer.headers.get("Location").value_or(""));
        EXPECT_EQ(answer.status, 303);
        const auto query = net::parse_form(location.substr(location.find('?') + 1));
        EXPECT_EQ(query.at(1).second, "s1");
        return query.at(0).second;
    }
    net::Response exchange(const std::string& code, const std::string& proof) {
        return form("/token", {{"grant_type", "authorization_code"},
                               {"client_id", "muster"},
                               {"code", code},
                               {"redirect_uri", "http://127.0.0.1:8080/back"},
                               {"code_verifier", proof}});
    }
    const std::string verifier = std::string(43, 'v');
};

TEST_F(OauthTest, DeviceFlowWaitsForThePersonAndThenGivesBothTokens) {
    const auto prompt = ask_device();
    ASSERT_EQ(prompt.status, 200) << prompt.body;
    EXPECT_EQ(at(prompt.body, "/expires_in"), "600");
    EXPECT_EQ(at(prompt.body, "/interval"), "5");
    const std::string code = at(prompt.body, "/device_code");
    EXPECT_EQ(at(poll(code).body, "/error"), "authorization_pending");
    EXPECT_EQ(at(poll(code).body, "/error"), "slow_down");
    ASSERT_TRUE(sandbox.answer_device(at(prompt.body, "/user_code"), account));
    clock.advance(5s);
    const auto tokens = poll(code);
    ASSERT_EQ(tokens.status, 200) << tokens.body;
    EXPECT_EQ(at(tokens.body, "/expires_in"), "86400");
    EXPECT_EQ(at(tokens.body, "/token_type"), "Bearer");
    EXPECT_FALSE(at(tokens.body, "/refresh_token").empty());
    token = at(tokens.body, "/access_token");
    EXPECT_GE(token.size(), 1000U);
    EXPECT_LE(token.size(), 1200U);
    EXPECT_EQ(at(get("/account/summary").body, "/encoded_account_id"), account);
    EXPECT_EQ(at(poll(code).body, "/error"), "invalid_grant") << "a device code works once";
}

TEST_F(OauthTest, DeviceFlowEndsByRefusalOrByTime) {
    const auto first = ask_device();
    ASSERT_TRUE(sandbox.answer_device(at(first.body, "/user_code"), account, false));
    EXPECT_EQ(at(poll(at(first.body, "/device_code")).body, "/error"), "access_denied");
    const auto second = ask_device();
    clock.advance(10min);
    EXPECT_EQ(at(poll(at(second.body, "/device_code")).body, "/error"), "expired_token");
    EXPECT_FALSE(sandbox.answer_device(at(second.body, "/user_code"), account));
}

TEST_F(OauthTest, AutoGrantAnswersForThePerson) {
    EXPECT_EQ(at(poll(at(ask_device().body, "/device_code")).body, "/error"), "authorization_pending");
    set("auto_grant", "on");
    EXPECT_EQ(poll(at(ask_device().body, "/device_code")).status, 200);
}

TEST_F(OauthTest, TheDeviceIntervalIsASwitch) {
    set("device_interval", "1");
    const auto asked = ask_device();
    EXPECT_EQ(at(asked.body, "/interval"), "1");
    const auto code = at(asked.body, "/device_code");
    EXPECT_EQ(at(poll(code).body, "/error"), "authorization_pending");
    EXPECT_EQ(at(poll(code).body, "/error"), "slow_down");
    clock.advance(1s);
    EXPECT_EQ(at(poll(code).body, "/error"), "authorization_pending");
}

TEST_F(OauthTest, WithoutOfflineAccessThereIsNoRefreshToken) {
    set("auto_grant", "on");
    const auto tokens = poll(at(ask_device("contact_data").body, "/device_code"));
    EXPECT_EQ(at(tokens.body, "/refresh_token"), "");
    token = at(tokens.body, "/access_token");
    EXPECT_EQ(get("/contacts").status, 200);
    EXPECT_EQ(get("/account/summary").status, 403) << "account_read was not asked for";
    EXPECT_EQ(get("/account/user/privileges").status, 200) << "needs no scope";
}

TEST_F(OauthTest, UnknownScopesAndAPlusThatIsEncodedAreRefused) {
    EXPECT_EQ(at(ask_device("contact_data+offline_access").body, "/error"), "invalid_scope");
    EXPECT_EQ(at(ask_device("everything").body, "/error"), "invalid_scope");
}

TEST_F(OauthTest, ARotatedRefreshTokenWorksOnce) {
    const Tokens first = sandbox.issue_token(account);
    const auto second = refresh(first.refresh_token);
    ASSERT_EQ(second.status, 200) << second.body;
    EXPECT_NE(at(second.body, "/refresh_token"), first.refresh_token);
    const auto again = refresh(first.refresh_token);
    EXPECT_EQ(again.status, 400);
    EXPECT_EQ(at(again.body, "/error"), "invalid_grant");
    EXPECT_EQ(at(again.body, "/error_description"), "The refresh token is invalid or expired.");
    EXPECT_EQ(refresh(at(second.body, "/refresh_token")).status, 200);
}

TEST_F(OauthTest, AGraceWindowIsASwitch) {
    set("refresh_grace_s", "30");
    const Tokens first = sandbox.issue_token(account);
    ASSERT_EQ(refresh(first.refresh_token).status, 200);
    clock.advance(30s);
    EXPECT_EQ(refresh(first.refresh_token).status, 200);
    clock.advance(31s);
    EXPECT_EQ(refresh(first.refresh_token).status, 400);
}

TEST_F(OauthTest, ALongLivedRefreshTokenStaysTheSame) {
    sandbox.change_options([](Options& chosen) { chosen.rotating_tokens = false; });
    const Tokens first = sandbox.issue_token(account);
    EXPECT_EQ(at(refresh(first.refresh_token).body, "/refresh_token"), first.refresh_token);
    set("same_refresh_token", "left_out");
    const auto again = refresh(first.refresh_token);
    EXPECT_EQ(again.status, 200);
    EXPECT_EQ(at(again.body, "/refresh_token"), "");
}

TEST_F(OauthTest, RefreshTokensDieAfter180DaysWithoutUse) {
    const Tokens used = sandbox.issue_token(account);
    clock.advance(std::chrono::days(179));
    const auto next = refresh(used.refresh_token);
    ASSERT_EQ(next.status, 200);
    clock.advance(std::chrono::days(180));
    EXPECT_EQ(refresh(at(next.body, "/refresh_token")).status, 400);
}

TEST_F(OauthTest, RefreshTokensBelongToOneClient) {
    const Tokens tokens = sandbox.issue_token(account);
    EXPECT_EQ(refresh(tokens.refresh_token, "another").status, 400);
    EXPECT_EQ(refresh(tokens.refresh_token, "").status, 401);
}

TEST_F(OauthTest, AccessTokensDieAfterADay) {
    EXPECT_EQ(get("/contacts").status, 200);
    clock.advance(24h);
    const auto answer = get("/contacts");
    EXPECT_EQ(answer.status, 401);
    EXPECT_EQ(answer.body, R"({"error_key":"unauthorized","error_message":"Unauthorized"})");
}

TEST_F(OauthTest, RevokedGrantsAndExpiredTokensAreRefused) {
    const Tokens tokens = sandbox.issue_token(account);
    sandbox.expire_access_tokens(account);
    EXPECT_EQ(get("/contacts").status, 401);
    const auto renewed = refresh(tokens.refresh_token);
    ASSERT_EQ(renewed.status, 200);
    token = at(renewed.body, "/access_token");
    EXPECT_EQ(get("/contacts").status, 200);
    sandbox.revoke_grants(account);
    EXPECT_EQ(get("/contacts").status, 401);
    EXPECT_EQ(refresh(at(renewed.body, "/refresh_token")).status, 400);
}

TEST_F(OauthTest, TheTokenEndpointTakesOneCallASecond) {
    sandbox.change_options([](Options& chosen) { chosen.token_calls_per_second = 1; });
    const Tokens tokens = sandbox.issue_token(account);
    const auto first = refresh(tokens.refresh_token);
    ASSERT_EQ(first.status, 200);
    EXPECT_EQ(refresh(at(first.body, "/refresh_token")).status, 429);
    clock.advance(1s);
    EXPECT_EQ(refresh(at(first.body, "/refresh_token")).status, 200);
}

TEST_F(OauthTest, CodeFlowWithPkceGivesTokensOnce) {
    const auto shown = page("GET", authorize_target(challenge_of(verifier)));
    EXPECT_EQ(shown.status, 200);
    EXPECT_NE(shown.body.find("Main Street Chamber"), std::string::npos);
    EXPECT_NE(shown.body.find("Deny"), std::string::npos);
    const std::string code = allowed_code(challenge_of(verifier));
    const auto tokens = exchange(code, verifier);
    ASSERT_EQ(tokens.status, 200) << tokens.body;
    token = at(tokens.body, "/access_token");
    EXPECT_EQ(get("/account/summary").status, 200);
    EXPECT_EQ(at(exchange(code, verifier).body, "/error"), "invalid_grant");
    EXPECT_EQ(get("/account/summary").status, 401) << "a code used twice takes its tokens with it";
}

TEST_F(OauthTest, CodeFlowEnforcesVerifierTimeAndMethod) {
    EXPECT_EQ(exchange(allowed_code(challenge_of(verifier)), std::string(43, 'w')).status, 400);
    const std::string late = allowed_code(challenge_of(verifier));
    clock.advance(5min);
    EXPECT_EQ(exchange(late, verifier).status, 400);
    const std::string bare = allowed_code("");
    EXPECT_EQ(exchange(bare, verifier).status, 401) << "neither challenge nor secret";
    const auto plain = page("GET", authorize_target(challenge_of(verifier), "plain"));
    EXPECT_NE(std::string(plain.headers.get("Location").value_or("")).find("error=invalid_request"),
              std::string::npos);
}

TEST_F(OauthTest, DenyingSendsThePersonBackWithTheReason) {
    const auto answer = page("POST", authorize_target("x"), net::encode_form({{"answer", "deny"}}));
    EXPECT_NE(std::string(answer.headers.get("Location").value_or("")).find("error=access_denied"),
              std::string::npos);
}

TEST_F(OauthTest, AnotherSiteCannotPressAllow) {
    net::Request request{
        "POST", authorize_target("x"), {}, net::encode_form({{"answer", "allow"}, {"account", account}})};
    request.headers.set("Host", "127.0.0.1:8900");
    request.headers.set("Origin", "https://evil.example");
    EXPECT_EQ(sandbox.handle(request).status, 403);
    request.headers.set("Origin", "http://127.0.0.1:8900");
    EXPECT_EQ(sandbox.handle(request).status, 303);
    request.headers.set("Sec-Fetch-Site", "cross-site");
    EXPECT_EQ(sandbox.handle(request).status, 403);
}

TEST_F(OauthTest, ThePageOfTheDeviceFlowGrants) {
    const auto prompt = ask_device();
    const std::string uri = at(prompt.body, "/verification_uri_complete");
    ASSERT_EQ(uri.substr(0, 21), "http://127.0.0.1:8900");
    const auto shown = page("GET", uri.substr(21));
    EXPECT_NE(shown.body.find(at(prompt.body, "/user_code")), std::string::npos);
    std::string typed = at(prompt.body, "/user_code");
    typed.erase(4, 1);
    const auto done = page("POST", "/sandbox/activate",
                           net::encode_form({{"user_code", typed}, {"account", account}, {"answer", "allow"}}));
    EXPECT_EQ(done.status, 200);
    EXPECT_EQ(poll(at(prompt.body, "/device_code")).status, 200);
    EXPECT_EQ(page("POST", "/sandbox/activate",
                   net::encode_form({{"user_code", "WRONG"}, {"account", account}, {"answer", "allow"}}))
                  .status,
              400);
}

TEST_F(OauthTest, OddTokenAnswersOnDemand) {
    const auto ask = [&](FaultKind kind) {
        inject("POST", "/token", kind);
        return refresh(sandbox.issue_token(account).refresh_token);
    };
    EXPECT_EQ(at(ask(FaultKind::TokenWithoutExpiresIn).body, "/expires_in"), "");
    EXPECT_EQ(at(ask(FaultKind::TokenWithoutRefresh).body, "/refresh_token"), "");
    EXPECT_EQ(at(ask(FaultKind::TokenWrongTypes).body, "/access_token"), "17");
    EXPECT_EQ(ask(FaultKind::TokenNotJson).body.front(), '<');
    EXPECT_EQ(at(ask(FaultKind::InvalidGrant).body, "/error"), "invalid_grant");
}

TEST_F(OauthTest, ThereIsNoDiscoveryDocument) {
    EXPECT_EQ(page("GET", "/oauth2/default/v1/.well-known/openid-configuration").status, 404);
}

} // namespace
} // namespace muster::sandbox
