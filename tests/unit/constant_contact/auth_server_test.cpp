#include <algorithm>

#include <gtest/gtest.h>

#include "base/crypto.hpp"
#include "constant_contact/tokens.hpp"
#include "support/fake_clock.hpp"
#include "support/memory_quota.hpp"
#include "support/scripted_transport.hpp"

namespace muster::constant_contact {
namespace {

using namespace std::chrono_literals;

constexpr const char* kToken = R"({"access_token":"A","refresh_token":"R","expires_in":86400})";
constexpr const char* kPending = R"({"error":"authorization_pending","error_description":"Not yet."})";

class AuthServerTest : public testing::Test {
  protected:
    /// A field of the form of the newest request, "" if absent.
    std::string sent(const std::string& name) const {
        for (const auto& [key, value] : net::parse_form(transport.requests.back().body)) {
            if (key == name) {
                return value;
            }
        }
        return "";
    }

    MemoryQuota book;
    FakeClock clock;
    CancelToken cancel;
    ScriptedTransport transport;
    SeededRandom random{1};
    QuotaKeeper keeper{book, clock, "client-1", QuotaLimits{}};
    AuthServer server{transport, keeper, clock, AuthOptions{.client_id = "client-1", .client_secret = ""}};
    AuthServer with_secret{transport, keeper, clock,
                           AuthOptions{.client_id = "client-1", .client_secret = "s3cret"}};
    DevicePrompt prompt{.device_code = "D",
                        .user_code = "ABCD-EFGH",
                        .verification_uri = "https://x.example/activate",
                        .verification_uri_complete = ""};
};

TEST_F(AuthServerTest, MakesAPkcePairThatTheServerCanCheck) {
    const Pkce pkce = make_pkce(random);
    EXPECT_GE(pkce.verifier.size(), 43U);
    EXPECT_LE(pkce.verifier.size(), 128U);
    const auto digest = sha256(pkce.verifier);
    EXPECT_EQ(pkce.challenge, base64url(std::string(digest.begin(), digest.end())));
    EXPECT_EQ(pkce.challenge.size(), 43U);
    EXPECT_NE(make_pkce(random).verifier, pkce.verifier);
}

TEST_F(AuthServerTest, SendsThePersonToTheAuthorizePageWithAChallenge) {
    const Pkce pkce = make_pkce(random);
    const auto url = net::parse_url(server.authorize_url("http://localhost:8080/callback?x=1", "st&te", pkce));
    ASSERT_TRUE(url);
    EXPECT_EQ(url->origin() + url->path, "https://authz.constantcontact.com/oauth2/default/v1/authorize");
    const auto pairs = net::parse_form(url->query);
    const std::vector<std::pair<std::string, std::string>> expected{
        {"client_id", "client-1"},
        {"redirect_uri", "http://localhost:8080/callback?x=1"},
        {"response_type", "code"},
        {"scope", "contact_data account_read offline_access"},
        {"state", "st&te"},
        {"code_challenge", pkce.challenge},
        {"code_challenge_method", "S256"}};
    EXPECT_EQ(pairs, expected);
    EXPECT_EQ(url->query.find("%2B"), std::string::npos) << "the service does not understand it between scopes";
    EXPECT_EQ(with_secret.authorize_url("http://x", "s", pkce).find("code_challenge"), std::string::npos);
}

TEST_F(AuthServerTest, ExchangesACodeWithTheVerifierAndWithoutASecret) {
    transport.answer(200, kToken);
    const auto token = server.exchange_code("C", "http://localhost/cb", {"V", "X"}, cancel);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->access_token, "A");
    EXPECT_EQ(token->refresh_token, "R");
    EXPECT_EQ(transport.requests.back().target, "https://authz.constantcontact.com/oauth2/default/v1/token");
    EXPECT_EQ(transport.requests.back().method, "POST");
    EXPECT_EQ(transport.requests.back().headers.get("Content-Type"), "application/x-www-form-urlencoded");
    EXPECT_FALSE(transport.requests.back().headers.get("Authorization"));
    EXPECT_EQ(sent("grant_type"), "authorization_code");
    EXPECT_EQ(sent("code"), "C");
    EXPECT_EQ(sent("redirect_uri"), "http://localhost/cb");
    EXPECT_EQ(sent("code_verifier"), "V");
    EXPECT_EQ(sent("client_id"), "client-1");
    EXPECT_EQ(server.calls(), 1);
}

TEST_F(AuthServerTest, UsesBasicWhenThereIsASecretAndNeverWritesItIntoTheBody) {
    transport.answer(200, kToken);
    ASSERT_TRUE(with_secret.exchange_code("C", "http://localhost/cb", {"V", "X"}, cancel));
    EXPECT_EQ(transport.requests.back().headers.get("Authorization"), "Basic " + base64("client-1:s3cret"));
    EXPECT_EQ(transport.requests.back().body.find("s3cret"), std::string::npos);
    EXPECT_EQ(sent("code_verifier"), "");
    EXPECT_EQ(sent("client_id"), "");
}

TEST_F(AuthServerTest, RefreshesInTheBodyNeverInTheAddress) {
    transport.answer(200, kToken);
    ASSERT_TRUE(server.refresh("old-refresh", cancel));
    EXPECT_EQ(sent("grant_type"), "refresh_token");
    EXPECT_EQ(sent("refresh_token"), "old-refresh");
    EXPECT_EQ(transport.requests.back().target.find("old-refresh"), std::string::npos);
}

TEST_F(AuthServerTest, TakesOnlyInvalidGrantForALostGrant) {
    struct Case {
        int status;
        const char* body;
        Failure failure;
    };
    const Case cases[] = {
        {400, R"({"error":"invalid_grant","error_description":"The refresh token is invalid or expired."})",
         Failure::NotConnected},
        {401, R"({"error":"invalid_client"})", Failure::Unavailable},
        {401, R"({"errorCode":"invalid_client","errorSummary":"Invalid value for 'client_id' parameter."})",
         Failure::Unavailable},
        {400, R"({"error":"invalid_request"})", Failure::Unavailable},
        {429, R"({"errorCode":"E0000047","errorSummary":"API call exceeded rate limit"})", Failure::Unavailable},
        {500, "", Failure::Unavailable},
        {503, "<html>", Failure::Unavailable},
        {403, "", Failure::Unavailable},
        {200, "<html>", Failure::Malformed},
        {200, "{}", Failure::Malformed},
        {302, "", Failure::Unavailable},
    };
    for (const Case& one : cases) {
        transport.answer(one.status, one.body);
        const auto token = server.refresh("R", cancel);
        ASSERT_FALSE(token) << one.status << one.body;
        EXPECT_EQ(token.error().failure, one.failure) << one.status << one.body;
    }
    transport.not_sent().no_answer();
    EXPECT_EQ(server.refresh("R", cancel).error().failure, Failure::Unavailable);
    EXPECT_EQ(server.refresh("R", cancel).error().failure, Failure::Unavailable);
    EXPECT_EQ(server.calls(), 12) << "what was not sent is no call";
}

TEST_F(AuthServerTest, SpacesItsCallsByASecond) {
    transport.answer(200, kToken).answer(200, kToken);
    ASSERT_TRUE(server.refresh("R", cancel));
    ASSERT_TRUE(server.refresh("R", cancel));
    EXPECT_GE(clock.now() - FakeClock::kStart, 1s);
}

TEST_F(AuthServerTest, StartsTheDeviceFlow) {
    transport.answer(
        200,
        R"({"device_code":"D","user_code":"ABCD-EFGH","verification_uri":"https://x.example/a","verification_uri_complete":"https://x.example/a?c=1","expires_in":900,"interval":7})");
    const auto started = server.start_device("st", cancel);
    ASSERT_TRUE(started);
    EXPECT_EQ(started->user_code, "ABCD-EFGH");
    EXPECT_EQ(started->interval, 7s);
    EXPECT_EQ(started->expires_in, 900s);
    EXPECT_EQ(transport.requests.back().target,
              "https://authz.constantcontact.com/oauth2/default/v1/device/authorize");
    EXPECT_EQ(sent("client_id"), "client-1");
    EXPECT_EQ(sent("response_type"), "code");
    EXPECT_EQ(sent("scope"), "contact_data account_read offline_access");
    EXPECT_EQ(sent("state"), "st");
}

TEST_F(AuthServerTest, SaysWhenTheDeviceFlowCannotStart) {
    transport.answer(401, R"({"errorCode":"invalid_client","errorSummary":"No such client."})")
        .answer(200, "<html>");
    const auto refused = server.start_device("st", cancel);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().failure, Failure::Refused);
    EXPECT_NE(refused.error().message.find("No such client."), std::string::npos);
    EXPECT_EQ(server.start_device("st", cancel).error().failure, Failure::Malformed);
}

TEST_F(AuthServerTest, PollsAtTheIntervalUntilThePersonHasGranted) {
    transport.answer(400, kPending).answer(400, kPending).answer(200, kToken);
    const auto token = server.await_device(prompt, cancel);
    ASSERT_TRUE(token);
    EXPECT_EQ(token->access_token, "A");
    EXPECT_EQ(clock.now() - FakeClock::kStart, 15s);
    EXPECT_EQ(sent("grant_type"), "urn:ietf:params:oauth:grant-type:device_code");
    EXPECT_EQ(sent("device_code"), "D");
    EXPECT_EQ(sent("client_id"), "client-1");
}

TEST_F(AuthServerTest, SlowsDownByFiveSecondsWhenAsked) {
    transport.answer(400, R"({"error":"slow_down"})").answer(400, R"({"error":"slow_down"})").answer(200, kToken);
    ASSERT_TRUE(server.await_device(prompt, cancel));
    EXPECT_EQ(clock.now() - FakeClock::kStart, 5s + 10s + 15s);
}

TEST_F(AuthServerTest, ToleratesHiccupsWhilePolling) {
    transport.not_sent().no_answer().answer(500, "").answer(502, "<html>").answer(429, "").answer(200, "<html>");
    transport.answer(200, kToken);
    EXPECT_TRUE(server.await_device(prompt, cancel));
}

TEST_F(AuthServerTest, EndsWithAClearMessageWhenTheCodeRanOutOrWasRefused) {
    transport.answer(400, R"({"error":"expired_token"})");
    const auto expired = server.await_device(prompt, cancel);
    ASSERT_FALSE(expired);
    EXPECT_EQ(expired.error().failure, Failure::NotConnected);
    EXPECT_NE(expired.error().message.find("ran out"), std::string::npos);

    transport.answer(400, R"({"error":"access_denied"})");
    const auto denied = server.await_device(prompt, cancel);
    ASSERT_FALSE(denied);
    EXPECT_EQ(denied.error().failure, Failure::NotConnected);
    EXPECT_NE(denied.error().message.find("refused"), std::string::npos);

    transport.answer(401, R"({"error":"unauthorized_client","error_description":"Not for this client."})");
    EXPECT_EQ(server.await_device(prompt, cancel).error().failure, Failure::Refused);
}

TEST_F(AuthServerTest, StopsPollingByItselfWhenTheCodeHasRunOut) {
    prompt.expires_in = 12s;
    transport.answer(400, kPending).answer(400, kPending);
    const auto token = server.await_device(prompt, cancel);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().failure, Failure::NotConnected);
    EXPECT_EQ(transport.requests.size(), 2U);
}

TEST_F(AuthServerTest, R30_StopsPollingWhenCancelled) {
    transport.answer(400, kPending);
    transport.on_send = [&](const net::Request&) { cancel.cancel(); };
    EXPECT_EQ(server.await_device(prompt, cancel).error().failure, Failure::Cancelled);
    EXPECT_EQ(transport.requests.size(), 1U);
}

} // namespace
} // namespace muster::constant_contact
