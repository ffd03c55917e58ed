#include "support/properties.hpp"

#include <deque>
#include <thread>

#include "store_fixture.hpp"

namespace muster::store {
namespace {

namespace cc = constant_contact;
using namespace std::chrono_literals;

class Quota : public StoreTest {
  protected:
    Quota() : store_(open()), book_(store_->quota_book()) {}
    Instant go_at(cc::QuotaBook& book, Instant now) { return book.book_call("key", now, limits_)->go_at; }

    cc::QuotaLimits limits_{.calls_per_second = 4, .calls_per_day = 1'000'000};
    std::unique_ptr<Store> store_;
    std::unique_ptr<cc::QuotaBook> book_;
};

TEST_F(Quota, R31_TheFifthCallOfASecondWaits) {
    const auto now = clock_.now();
    for (int call = 0; call < 4; ++call) {
        EXPECT_EQ(go_at(*book_, now), now);
    }
    for (int call = 0; call < 4; ++call) {
        EXPECT_EQ(go_at(*book_, now), now + 1085ms);
    }
    EXPECT_EQ(go_at(*book_, now + 500ms), now + 2170ms);
    EXPECT_EQ(go_at(*book_, now + 10s), now + 10s);
}

TEST_F(Quota, R31_KeysDoNotShareTheirSecondNorTheirDay) {
    for (int call = 0; call < 4; ++call) {
        (void)go_at(*book_, clock_.now());
    }
    EXPECT_EQ(book_->book_call("other", clock_.now(), limits_)->go_at, clock_.now());
    EXPECT_EQ(book_->used_today("key", clock_.now()).value(), 4);
    EXPECT_EQ(book_->used_today("other", clock_.now()).value(), 1);
}

TEST_F(Quota, R31_ADayHasItsNumberAndTheNextOneBeginsAtMidnightUtc) {
    limits_.calls_per_day = 3;
    const auto now = clock_.now();
    for (int call = 0; call < 3; ++call) {
        EXPECT_TRUE(book_->book_call("key", now, limits_)->granted);
    }
    EXPECT_FALSE(book_->book_call("key", now + 1h, limits_)->granted);
    EXPECT_EQ(book_->used_today("key", now).value(), 3);
    const auto tomorrow = next_utc_midnight(now);
    EXPECT_FALSE(book_->book_call("key", tomorrow - 1us, limits_)->granted);
    EXPECT_TRUE(book_->book_call("key", tomorrow, limits_)->granted);
    EXPECT_EQ(book_->used_today("key", tomorrow).value(), 1);
}

TEST_F(Quota, R31_AnExhaustedDayGrantsNothingUntilTheNext) {
    ASSERT_TRUE(book_->mark_exhausted("key", clock_.now(), limits_));
    EXPECT_FALSE(book_->book_call("key", clock_.now(), limits_)->granted);
    EXPECT_EQ(book_->used_today("key", clock_.now()).value(), limits_.calls_per_day);
    EXPECT_TRUE(book_->book_call("key", next_utc_midnight(clock_.now()), limits_)->granted);
}

TEST_F(Quota, R31_TokenCallsAreASecondApartAndNotCounted) {
    const auto now = clock_.now();
    EXPECT_EQ(book_->book_token_call("key", now).value(), now);
    EXPECT_EQ(book_->book_token_call("key", now).value(), now + 1085ms);
    EXPECT_EQ(book_->used_today("key", now).value(), 0);
    EXPECT_EQ(go_at(*book_, now), now);
}

TEST_F(Quota, R31_AClockSetBackHoldsNobodyUp) {
    const auto now = clock_.now();
    for (int call = 0; call < 4; ++call) {
        (void)go_at(*book_, now);
    }
    const auto back = now - 24h;
    EXPECT_EQ(go_at(*book_, back), back + 1085ms); // the four calls may have been a moment ago
    EXPECT_EQ(go_at(*book_, back), back + 1085ms);
    EXPECT_EQ(go_at(*book_, back + 2s), back + 2s);
}

TEST_F(Quota, R31_ACallThatMissedItsMomentTakesAnotherAndIsCountedOnce) {
    limits_.calls_per_day = 5;
    const auto now = clock_.now();
    const auto missed = go_at(*book_, now);
    for (int call = 0; call < 3; ++call) {
        (void)go_at(*book_, now);
    }
    const auto again = book_->rebook_call("key", missed, now, limits_).value();
    EXPECT_TRUE(again.granted);
    EXPECT_EQ(again.go_at, now + 1085ms);
    EXPECT_EQ(book_->used_today("key", now).value(), 4);
}

TEST_F(Quota, R31_ACallThatMissedTheMidnightIsCountedInTheNewDay) {
    const auto midnight = next_utc_midnight(clock_.now());
    const auto missed = go_at(*book_, midnight - 1us);
    EXPECT_TRUE(book_->rebook_call("key", missed, midnight + 1s, limits_)->granted);
    EXPECT_EQ(book_->used_today("key", midnight - 1us).value(), 1);
    EXPECT_EQ(book_->used_today("key", midnight).value(), 1);
}

TEST_F(Quota, R31_CallsThatAreKeptForOthersAreTold) {
    limits_.calls_per_day = 3;
    limits_.kept_for_others = 2;
    const auto now = clock_.now();
    EXPECT_TRUE(book_->book_call("key", now, limits_)->granted);
    const auto refused = book_->book_call("key", now, limits_).value();
    EXPECT_FALSE(refused.granted);
    EXPECT_EQ(refused.for_others, 2);
    EXPECT_EQ(refused.go_at, next_utc_midnight(now));
    limits_.kept_for_others = 0;
    EXPECT_TRUE(book_->book_call("key", now, limits_)->granted);
    EXPECT_TRUE(book_->book_call("key", now, limits_)->granted);
    EXPECT_EQ(book_->book_call("key", now, limits_)->for_others, 0);
}

TEST_F(Quota, R31_ADayThatTheServiceEndsJustAfterMidnightMayStillBeItsDayBefore) {
    const auto midnight = next_utc_midnight(clock_.now());
    ASSERT_TRUE(book_->mark_exhausted("key", midnight + 2min, limits_));
    const auto refused = book_->book_call("key", midnight + 5min, limits_).value();
    EXPECT_FALSE(refused.granted);
    EXPECT_EQ(refused.go_at, midnight + 10min);
    EXPECT_TRUE(book_->book_call("key", midnight + 10min, limits_)->granted);
    ASSERT_TRUE(book_->mark_exhausted("key", midnight + 11min, limits_));
    EXPECT_EQ(book_->book_call("key", midnight + 12min, limits_)->go_at, midnight + 24h);
}

TEST_F(Quota, R31_AClockSetBackIntoTheDayBeforeFreesNoCalls) {
    limits_.calls_per_day = 2;
    const auto midnight = next_utc_midnight(clock_.now());
    EXPECT_TRUE(book_->book_call("key", midnight + 1h, limits_)->granted);
    EXPECT_TRUE(book_->book_call("key", midnight - 1h, limits_)->granted);
    EXPECT_FALSE(book_->book_call("key", midnight - 1h, limits_)->granted);
    EXPECT_EQ(book_->used_today("key", midnight - 1h).value(), 2);
}

// However two processes and their clock behave: no sliding second holds more than four calls, and nobody waits for
// a clock.
TEST_F(Quota, R31_NeverMoreThanFourInASlidingSecondWhateverTheClockDoes) {
    const auto second_store = open();
    const auto second_book = second_store->quota_book();
    int key = 0;
    EXPECT_TRUE(rc::check([&] {
        const auto api_key = std::to_string(++key);
        auto real = clock_.now();  // what a clock that nobody touches would show
        Microseconds offset{0};    // how far ours is from it
        std::deque<Instant> calls; // in real time
        const auto steps = *rc::gen::inRange(0, 60);
        for (int step = 0; step < steps; ++step) {
            real += Microseconds{*rc::gen::inRange(0, 400'000)};
            if (*rc::gen::inRange(0, 12) == 0) {
                offset -= Microseconds{*rc::gen::inRange<std::int64_t>(0, 7'200'000'000)};
            }
            auto& book = *rc::gen::arbitrary<bool>() ? *book_ : *second_book;
            const auto now = real + offset;
            const auto granted = book.book_call(api_key, now, limits_)->go_at;
            RC_ASSERT(granted >= now);
            const auto backlog = calls.empty() ? 0us : std::max(calls.back() - real, Microseconds{0});
            RC_ASSERT(granted - now <= backlog + 2s + 1085ms);
            calls.push_back(granted - offset);
            if (calls.size() > 4) {
                RC_ASSERT(calls.back() - calls.front() >= 1s);
                calls.pop_front();
            }
        }
    }));
}

TEST_F(Quota, R31_TwoStoresAtOnceShareTheSecond) {
    constexpr int kCalls = 60;
    std::vector<Instant> moments[2];
    const auto work = [&](std::size_t which) {
        const auto store = open();
        const auto book = store->quota_book();
        for (int call = 0; call < kCalls; ++call) {
            const auto now = clock_.now();
            clock_.advance(10ms);
            moments[which].push_back(go_at(*book, now));
        }
    };
    std::thread first(work, 0), second(work, 1);
    first.join();
    second.join();
    auto all = moments[0];
    all.insert(all.end(), moments[1].begin(), moments[1].end());
    std::sort(all.begin(), all.end());
    ASSERT_EQ(all.size(), 2U * kCalls);
    for (std::size_t i = 4; i < all.size(); ++i) {
        EXPECT_GE(all[i] - all[i - 4], 1s) << i;
    }
    EXPECT_EQ(book_->used_today("key", clock_.now()).value(), 2 * kCalls);
}

} // namespace
} // namespace muster::store
