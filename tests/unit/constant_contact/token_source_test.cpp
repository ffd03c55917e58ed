#include <gtest/gtest.h>

#include "base/log.hpp"
#include "constant_contact/tokens.hpp"
#include "support/fake_clock.hpp"
#include "support/memory_grants.hpp"
#include "support/memory_quota.hpp"
#include "support/scripted_transport.hpp"

namespace muster::constant_contact {
namespace {

using namespace std::chrono_literals;

constexpr const char* kRotated = R"({"access_token":"access-2","refresh_token":"refresh-2","expires_in":86400})";
constexpr const char* kInvalidGrant =
    R"({"error":"invalid_grant","error_description":"The refresh token is invalid or expired."})";

class TokenSourceTest : public testing::Test {
  protected:
    TokenSourceTest() {
        set_log_level(LogLevel::Off);
        cell().grant = MemoryGrants::good_grant(clock.now());
        cell().grant->account_id = "account-1";
        cell().grant->account_checked = true;
    }
    MemoryGrantCell& cell() { return grants.cell(); }
    /// What another process does: stores a token of its own making.
    void others_renew(const std::string& name) {
        Grant newer = *cell().grant;
        newer.access_token = "access-" + name;
        newer.refresh_token = "refresh-" + name;
        newer.access_expires_at = clock.now() + 24h;
        ++newer.generation;
        cell().grant = newer;
    }
    std::string refresh_token_sent(std::size_t request) const {
        for (const auto& [key, value] : net::parse_form(transport.requests.at(request).body)) {
            if (key == "refresh_token") {
                return value;
            }
        }
        return "";
    }

    FakeClock clock;
    MemoryGrants grants;
    MemoryQuota book;
    ScriptedTransport transport;
    CancelToken cancel;
    QuotaKeeper keeper{book, clock, "client-1", QuotaLimits{}};
    AuthServer server{transport, keeper, clock, AuthOptions{.client_id = "client-1", .client_secret = ""}};
    TokenSource source{grants, server, clock};
};

TEST_F(TokenSourceTest, GivesTheStoredTokenWhileItIsGood) {
    EXPECT_FALSE(source.grant());
    EXPECT_EQ(source.access_token(cancel), "access-1");
    clock.advance(24h - 61s);
    EXPECT_EQ(source.access_token(cancel), "access-1");
    EXPECT_EQ(server.calls(), 0);
    EXPECT_EQ(source.grant()->account_id, "account-1");
}

TEST_F(TokenSourceTest, R21_RenewsAMinuteBeforeTheTokenRunsOut) {
    transport.answer(200, kRotated);
    ASSERT_TRUE(source.access_token(cancel));
    clock.advance(24h - 60s);
    EXPECT_EQ(source.access_token(cancel), "access-2");
    EXPECT_EQ(refresh_token_sent(0), "refresh-1");
    EXPECT_EQ(cell().grant->access_token, "access-2");
    EXPECT_EQ(cell().grant->refresh_token, "refresh-2");
    EXPECT_EQ(cell().grant->generation, 1);
    EXPECT_EQ(cell().grant->access_expires_at, clock.now() + 24h);
    EXPECT_EQ(cell().grant->renewed_at, clock.now());
    EXPECT_EQ(cell().lease_holder, nullptr) << "the lease is given back";
}

TEST_F(TokenSourceTest, R22_ForgetsThatTheAccountWasLookedAtWhenItRenews) {
    transport.answer(200, kRotated);
    clock.advance(25h);
    ASSERT_TRUE(source.access_token(cancel));
    EXPECT_FALSE(source.grant()->account_checked);
    EXPECT_EQ(source.grant()->account_id, "account-1");
}

TEST_F(TokenSourceTest, KeepsTheOldRefreshTokenWhenTheAnswerLeavesItOut) {
    transport.answer(200, R"({"access_token":"access-2","expires_in":86400})");
    clock.advance(25h);
    EXPECT_EQ(source.access_token(cancel), "access-2");
    EXPECT_EQ(cell().grant->refresh_token, "refresh-1");
}

TEST_F(TokenSourceTest, RenewsOnceAndNotBeforeEveryCallWhenTokensLiveShortly) {
    transport.answer(200, R"({"access_token":"access-2","refresh_token":"refresh-2","expires_in":30})");
    clock.advance(25h);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(source.access_token(cancel), "access-2");
    }
    EXPECT_EQ(server.calls(), 1);
}

TEST_F(TokenSourceTest, IsNotConnectedWithoutAGrant) {
    cell().grant.reset();
    const auto token = source.access_token(cancel);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().failure, Failure::NotConnected);
    EXPECT_FALSE(source.grant());
}

TEST_F(TokenSourceTest, R21_MarksTheGrantLostOnInvalidGrantAndOnlyThen) {
    transport.answer(400, kInvalidGrant);
    clock.advance(25h);
    const auto token = source.access_token(cancel);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().failure, Failure::NotConnected);
    EXPECT_FALSE(cell().grant);
    EXPECT_NE(cell().lost_reason.find("invalid or expired"), std::string::npos);
    EXPECT_EQ(source.access_token(cancel).error().failure, Failure::NotConnected);
    EXPECT_EQ(server.calls(), 1);
}

TEST_F(TokenSourceTest, R21_NoOtherAnswerOfTheTokenEndpointLosesTheGrant) {
    for (const char* odd : {"", "<html></html>", "{}", R"({"access_token":7,"expires_in":"x"})",
                            R"({"access_token":"A","refresh_token":["R"]})"}) {
        cell().grant = MemoryGrants::good_grant(clock.now() - 25h);
        transport.answer(200, odd).answer(200, odd).answer(200, odd);
        TokenSource fresh(grants, server, clock);
        const auto token = fresh.access_token(cancel);
        ASSERT_FALSE(token) << odd;
        EXPECT_EQ(token.error().failure, Failure::Malformed) << odd;
        EXPECT_EQ(cell().grant->refresh_token, "refresh-1") << odd;
        EXPECT_EQ(cell().grant->generation, 0) << odd;
    }
    transport.answer(401, R"({"error":"invalid_client"})").no_answer().answer(500, "");
    TokenSource fresh(grants, server, clock);
    EXPECT_EQ(fresh.access_token(cancel).error().failure, Failure::Unavailable);
    EXPECT_TRUE(cell().grant);
}

TEST_F(TokenSourceTest, TriesAgainAfterATransientFailureOfTheTokenEndpoint) {
    transport.answer(503, "").answer(200, "<html>").answer(200, kRotated);
    clock.advance(25h);
    EXPECT_EQ(source.access_token(cancel), "access-2");
}

TEST_F(TokenSourceTest, TakesAnHourWhenTheAnswerLacksExpiresIn) {
    transport.answer(200, R"({"access_token":"access-2","refresh_token":"refresh-2"})");
    clock.advance(25h);
    EXPECT_EQ(source.access_token(cancel), "access-2");
    EXPECT_EQ(cell().grant->access_expires_at, clock.now() + 1h);
}

TEST_F(TokenSourceTest, AdoptsWhatASecondProcessStoredInTheMeantime) {
    ASSERT_TRUE(source.access_token(cancel));
    clock.advance(25h);
    others_renew("other");
    EXPECT_EQ(source.access_token(cancel), "access-other");
    EXPECT_EQ(server.calls(), 0);
}

TEST_F(TokenSourceTest, WaitsForASecondProcessThatIsRenewingAndAdoptsItsToken) {
    MemoryGrants other = grants.other_process();
    clock.advance(25h);
    ASSERT_TRUE(*other.take_refresh_lease(clock.now(), clock.now() + 150s));
    // The other one is done after the third look.
    class Impatient : public Clock {
      public:
        Impatient(FakeClock& inner, std::function<void()> on_third)
            : inner_(inner), on_third_(std::move(on_third)) {}
        Instant now() const override { return inner_.now(); }
        bool sleep_until(Instant wake, const CancelToken& token) override {
            if (++sleeps_ == 3) {
                on_third_();
            }
            return inner_.sleep_until(wake, token);
        }

      private:
        FakeClock& inner_;
        std::function<void()> on_third_;
        int sleeps_ = 0;
    };
    Impatient watching(clock, [&] {
        others_renew("other");
        other.release_refresh_lease();
    });
    TokenSource waiting(grants, server, watching);
    const Instant before = clock.now();
    EXPECT_EQ(waiting.access_token(cancel), "access-other");
    EXPECT_EQ(server.calls(), 0);
    EXPECT_LT(clock.now() - before, 30s);
}

TEST_F(TokenSourceTest, DoesNotWaitForASecondProcessForever) {
    MemoryGrants other = grants.other_process();
    clock.advance(25h);
    ASSERT_TRUE(*other.take_refresh_lease(clock.now(), clock.now() + 24h));
    const Instant before = clock.now();
    const auto token = source.access_token(cancel);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().failure, Failure::Unavailable);
    EXPECT_LE(clock.now() - before, 170s);
    EXPECT_EQ(server.calls(), 0) << "two refreshers would spend one token twice";
}

TEST_F(TokenSourceTest, RenewsItselfWhenTheLeaseOfADeadProcessHasRunOut) {
    MemoryGrants other = grants.other_process();
    clock.advance(25h);
    ASSERT_TRUE(*other.take_refresh_lease(clock.now(), clock.now() + 150s));
    transport.answer(200, kRotated);
    EXPECT_EQ(source.access_token(cancel), "access-2");
}

TEST_F(TokenSourceTest, RefreshTokenAlreadyUsedElsewhereMeansAdoptingTheNewerGrant) {
    clock.advance(25h);
    transport.answer(400, kInvalidGrant);
    transport.on_send = [&](const net::Request&) { others_renew("other"); };
    EXPECT_EQ(source.access_token(cancel), "access-other");
    EXPECT_EQ(cell().lost_reason, "");
    EXPECT_TRUE(cell().grant);
}

TEST_F(TokenSourceTest, AdoptsTheirsWhenSomebodyElseStoredFirst) {
    clock.advance(25h);
    transport.answer(200, kRotated);
    transport.on_send = [&](const net::Request&) { others_renew("other"); };
    EXPECT_EQ(source.access_token(cancel), "access-other");
    EXPECT_EQ(cell().grant->access_token, "access-other");
}

TEST_F(TokenSourceTest, IsNotConnectedWhenSomebodyDisconnectsWhileItRenews) {
    clock.advance(25h);
    transport.answer(200, kRotated);
    transport.on_send = [&](const net::Request&) { cell().grant.reset(); };
    const auto token = source.access_token(cancel);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().failure, Failure::NotConnected);
    EXPECT_FALSE(cell().grant) << "a forgotten grant does not come back";
}

TEST_F(TokenSourceTest, NeverUsesATokenThatCouldNotBeStored) {
    clock.advance(25h);
    transport.answer(200, kRotated);
    cell().failing_stores = 3;
    const auto token = source.access_token(cancel);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().failure, Failure::StoreLost);
    EXPECT_EQ(source.grant()->access_token, "access-1");
    // The spent refresh token is not sent again once the store is back: the new one was kept.
    EXPECT_EQ(source.access_token(cancel), "access-2");
    EXPECT_EQ(server.calls(), 1);
    EXPECT_EQ(cell().grant->refresh_token, "refresh-2");
}

TEST_F(TokenSourceTest, SurvivesAShortFailureOfTheStore) {
    clock.advance(25h);
    transport.answer(200, kRotated);
    cell().failing_stores = 2;
    EXPECT_EQ(source.access_token(cancel), "access-2");
}

TEST_F(TokenSourceTest, SaysThatTheStoreIsLostWhenTheGrantCannotBeLoaded) {
    cell().failing_loads = 1;
    EXPECT_EQ(source.access_token(cancel).error().failure, Failure::StoreLost);
}

TEST_F(TokenSourceTest, ReplacesARefusedTokenByRenewingOnce) {
    transport.answer(200, kRotated);
    ASSERT_TRUE(source.access_token(cancel));
    EXPECT_EQ(source.replace("access-1", cancel), "access-2");
    EXPECT_EQ(server.calls(), 1);
    EXPECT_EQ(source.replace("access-1", cancel), "access-2") << "it is another one already";
    EXPECT_EQ(server.calls(), 1);
}

TEST_F(TokenSourceTest, ReplacesARefusedTokenByANewerStoredOne) {
    ASSERT_TRUE(source.access_token(cancel));
    others_renew("other");
    EXPECT_EQ(source.replace("access-1", cancel), "access-other");
    EXPECT_EQ(server.calls(), 0);
}

TEST_F(TokenSourceTest, R30_StopsBeforeRenewingWhenCancelled) {
    clock.advance(25h);
    cancel.cancel();
    EXPECT_EQ(source.access_token(cancel).error().failure, Failure::Cancelled);
    EXPECT_EQ(server.calls(), 0);
}

TEST_F(TokenSourceTest, R22_BindsTheAccountOnItsFirstLook) {
    cell().grant->account_id.clear();
    cell().grant->account_checked = false;
    ASSERT_TRUE(source.access_token(cancel));
    ASSERT_TRUE(source.confirm_account("account-7", "Main Street Chamber"));
    EXPECT_EQ(cell().grant->account_id, "account-7");
    EXPECT_EQ(cell().grant->account_name, "Main Street Chamber");
    EXPECT_TRUE(cell().grant->account_checked);
    EXPECT_EQ(cell().grant->generation, 1);
    EXPECT_TRUE(source.grant()->account_checked);
}

TEST_F(TokenSourceTest, R22_RefusesAnAnswerForAnotherAccount) {
    ASSERT_TRUE(source.access_token(cancel));
    const auto confirmed = source.confirm_account("account-2", "Elsewhere");
    ASSERT_FALSE(confirmed);
    EXPECT_EQ(confirmed.error().failure, Failure::WrongAccount);
    EXPECT_EQ(cell().grant->account_id, "account-1");
    EXPECT_EQ(cell().stores, 0);
}

TEST_F(TokenSourceTest, R22_DoesNotGoOnWithAGrantThatWasBoundElsewhereInTheMeantime) {
    ASSERT_TRUE(source.access_token(cancel));
    clock.advance(25h);
    others_renew("other");
    cell().grant->account_id = "account-2";
    const auto token = source.access_token(cancel);
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().failure, Failure::WrongAccount);
}

TEST_F(TokenSourceTest, R22_LeavesATokenUncheckedThatSomebodyRenewedWhileTheAccountWasLookedAt) {
    cell().grant->account_checked = false;
    ASSERT_TRUE(source.access_token(cancel));
    others_renew("other");
    ASSERT_TRUE(source.confirm_account("account-1", "Chamber"));
    EXPECT_FALSE(source.grant()->account_checked);
    EXPECT_EQ(source.grant()->access_token, "access-other");
}

} // namespace
} // namespace muster::constant_contact
