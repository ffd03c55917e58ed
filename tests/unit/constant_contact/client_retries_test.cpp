#include "unit/constant_contact/client_fixture.hpp"

namespace muster::constant_contact {
namespace {

using namespace std::chrono_literals;

class ClientRetriesTest : public ClientTest {};

TEST_F(ClientRetriesTest, R31_RepeatsReadsWithGrowingPausesWithinBounds) {
    transport.answer(500, "").answer(503, "").no_answer().not_sent().answer(502, kHtml);
    const auto account = client.account();
    ASSERT_FALSE(account);
    EXPECT_EQ(account.error().failure, Failure::Unavailable);
    EXPECT_EQ(transport.requests.size(), 5U);
    const auto waited = clock.now() - FakeClock::kStart;
    EXPECT_GE(waited, 250ms + 500ms + 1000ms + 2000ms);
    EXPECT_LE(waited, 500ms + 1000ms + 2000ms + 4000ms + 2s);
    EXPECT_EQ(client.counts().total, 4) << "what was not sent is no call";
}

TEST_F(ClientRetriesTest, R31_JittersItsPauses) {
    const auto pause = [&](std::uint64_t seed) {
        SeededRandom other(seed);
        Client one(transport, source, keeper, clock, other, ClientOptions{.attempts = 2}, cancel);
        transport.answer(500, "").answer(500, "");
        clock.advance(10s);
        const Instant before = clock.now();
        EXPECT_FALSE(one.account());
        return clock.now() - before;
    };
    EXPECT_NE(pause(1), pause(2));
}

TEST_F(ClientRetriesTest, PausesAreNeverLongerThanTheBound) {
    Client patient(transport, source, keeper, clock, random,
                   ClientOptions{.attempts = 12, .first_backoff = 500ms, .longest_backoff = 2s}, cancel);
    for (int i = 0; i < 12; ++i) {
        transport.answer(500, "");
    }
    EXPECT_FALSE(patient.account());
    EXPECT_LE(clock.now() - FakeClock::kStart, 11 * 2s + 4s);
}

TEST_F(ClientRetriesTest, R31_WaitsOutBeingThrottledAndRepeatsEvenAPost) {
    transport.answer(429, kThrottled).answer(429, kThrottled).answer(201, kContactJson);
    EXPECT_TRUE(client.create_contact(new_contact));
    EXPECT_EQ(counted("POST /contacts"), 3);
    EXPECT_EQ(client.counts().writes, 3);
}

TEST_F(ClientRetriesTest, R31_SaysUnavailableWhenItIsThrottledTooOften) {
    for (int i = 0; i < 5; ++i) {
        transport.answer(429, kThrottled);
    }
    const auto created = client.create_contact(new_contact);
    ASSERT_FALSE(created);
    EXPECT_EQ(created.error().failure, Failure::Unavailable);
}

TEST_F(ClientRetriesTest, R31_ObeysRetryAfterIfOneComes) {
    net::Response throttled;
    throttled.status = 429;
    throttled.body = kThrottled;
    throttled.headers.add("retry-after", "30");
    transport.answer(throttled).answer(200, R"({"encoded_account_id":"a"})");
    EXPECT_TRUE(client.account());
    EXPECT_GE(clock.now() - FakeClock::kStart, 30s);
}

TEST_F(ClientRetriesTest, R31_DoesNotSleepForHoursOnRetryAfter) {
    net::Response busy;
    busy.status = 503;
    busy.headers.add("Retry-After", "86400");
    transport.answer(busy);
    EXPECT_EQ(client.account().error().failure, Failure::Unavailable);
    EXPECT_LT(clock.now() - FakeClock::kStart, 1s);
}

TEST_F(ClientRetriesTest, R31_NeverRepeatsAfterQuotaExceededAndTellsTheOthers) {
    transport.answer(429, kQuotaExceeded);
    const auto account = client.account();
    ASSERT_FALSE(account);
    EXPECT_EQ(account.error().failure, Failure::QuotaExhausted);
    EXPECT_EQ(client.account().error().failure, Failure::QuotaExhausted);
    EXPECT_EQ(transport.requests.size(), 1U) << "the second one does not leave";
}

TEST_F(ClientRetriesTest, R31_ReturnsAFullQueueAtOnce) {
    transport.answer(429, "").answer(429, R"([{"error_key":"activities.queue","error_message":"Too many."}])");
    EXPECT_EQ(client.import_json({"{}"}, {"l1"}).error().failure, Failure::QueueFull);
    EXPECT_EQ(client.remove_from_lists({"c1"}, {"l1"}).error().failure, Failure::QueueFull);
    EXPECT_EQ(transport.requests.size(), 2U);
}

TEST_F(ClientRetriesTest, R31_KeepsToFourCallsASecondWhenAnswersComeAtOnce) {
    std::vector<Instant> sent;
    transport.on_send = [&](const net::Request&) { sent.push_back(clock.now()); };
    for (int i = 0; i < 12; ++i) {
        transport.answer(200, R"({"encoded_account_id":"a"})");
        ASSERT_TRUE(client.account());
    }
    for (std::size_t i = 4; i < sent.size(); ++i) {
        EXPECT_GE(sent[i] - sent[i - 4], 1s) << i;
    }
}

TEST_F(ClientRetriesTest, CountsRetriesAgainstTheDay) {
    transport.answer(500, "").answer(200, R"({"encoded_account_id":"a"})");
    ASSERT_TRUE(client.account());
    EXPECT_EQ(keeper.use()->used_today, 2);
}

TEST_F(ClientRetriesTest, ReplacesARefusedTokenOnce) {
    auth_transport.answer(200, R"({"access_token":"access-2","expires_in":86400})");
    transport.answer(401, kUnauthorized).answer(201, kContactJson);
    EXPECT_TRUE(client.create_contact(new_contact));
    EXPECT_EQ(transport.requests.at(1).headers.get("Authorization"), "Bearer access-2");
    EXPECT_EQ(transport.requests.at(1).body, transport.requests.at(0).body);
}

TEST_F(ClientRetriesTest, R21_IsNotConnectedWhenAFreshTokenIsRefusedToo) {
    auth_transport.answer(200, R"({"access_token":"access-2","expires_in":86400})");
    transport.answer(401, kUnauthorized).answer(401, kUnauthorized);
    const auto account = client.account();
    ASSERT_FALSE(account);
    EXPECT_EQ(account.error().failure, Failure::NotConnected);
    EXPECT_EQ(server.calls(), 1);
}

TEST_F(ClientRetriesTest, R21_StopsWhenTheGrantIsLost) {
    auth_transport.answer(400, R"({"error":"invalid_grant"})");
    transport.answer(401, kUnauthorized);
    EXPECT_EQ(client.account().error().failure, Failure::NotConnected);
    EXPECT_FALSE(grants.cell().grant);
}

TEST_F(ClientRetriesTest, DoesNotRenewOnForbidden) {
    transport.answer(403, R"([{"error_key":"x","error_message":"no privilege"}])");
    const auto account = client.account();
    ASSERT_FALSE(account);
    EXPECT_EQ(account.error().failure, Failure::NotAllowed);
    EXPECT_NE(account.error().message.find("privilege"), std::string::npos);
    EXPECT_EQ(server.calls(), 0);
}

TEST_F(ClientRetriesTest, R30_StopsBeforeTheNextCallWhenCancelled) {
    transport.answer(500, "");
    transport.on_send = [&](const net::Request&) { cancel.cancel(); };
    EXPECT_EQ(client.account().error().failure, Failure::Cancelled);
    EXPECT_EQ(client.account().error().failure, Failure::Cancelled);
    EXPECT_EQ(transport.requests.size(), 1U);
}

/// Refuses from the `refuse_from`th request on.
class CountingGate : public Gate {
  public:
    std::optional<std::string> before(const std::string& endpoint, const net::Request& request) override {
        endpoints.push_back(endpoint);
        bodies.push_back(request.body);
        if (static_cast<int>(endpoints.size()) >= refuse_from) {
            return "This address is opted out; nothing is sent for it.";
        }
        return std::nullopt;
    }
    int refuse_from = 1000;
    std::vector<std::string> endpoints;
    std::vector<std::string> bodies;
};

TEST_F(ClientRetriesTest, R13_ShowsTheGateEveryAttemptWithItsBytes) {
    CountingGate gate;
    client.set_gate(&gate);
    transport.answer(500, "").answer(429, kThrottled).answer(200, kContactJson);
    ASSERT_TRUE(client.update_contact("c1", update));
    EXPECT_EQ(gate.endpoints, (std::vector<std::string>(3, "PUT /contacts/{contact_id}")));
    for (std::size_t i = 0; i < 3; ++i) {
        EXPECT_EQ(gate.bodies[i], transport.requests.at(i).body);
    }
}

TEST_F(ClientRetriesTest, R13_SendsNothingThatTheGateRefuses) {
    CountingGate gate;
    gate.refuse_from = 1;
    client.set_gate(&gate);
    const auto created = client.create_contact(new_contact);
    ASSERT_FALSE(created);
    EXPECT_EQ(created.error().failure, Failure::Refused);
    EXPECT_EQ(created.error().message, "This address is opted out; nothing is sent for it.");
    EXPECT_TRUE(transport.requests.empty());
    EXPECT_EQ(client.counts().total, 0);
}

TEST_F(ClientRetriesTest, R13_KeepsTheFateOpenWhenTheGateRefusesARepetition) {
    CountingGate gate;
    gate.refuse_from = 2;
    client.set_gate(&gate);
    transport.no_answer();
    EXPECT_EQ(client.update_contact("c1", update).error().failure, Failure::FateUnknown);
    EXPECT_EQ(transport.requests.size(), 1U);
}

TEST_F(ClientRetriesTest, R29_NoErrorHoldsAToken) {
    transport.answer(401, kUnauthorized);
    auth_transport.answer(200, "{}").answer(200, "{}").answer(200, "{}");
    const auto account = client.account();
    ASSERT_FALSE(account);
    EXPECT_EQ(account.error().message.find("access-1"), std::string::npos);
    EXPECT_EQ(account.error().message.find("refresh-1"), std::string::npos);
}

} // namespace
} // namespace muster::constant_contact
