// The shared book of calls (R31).

#include <algorithm>

#include "store/core.hpp"
#include "store/names.hpp"
#include "store/run_lock.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace cc = constant_contact;

namespace {

/// A second and what a call may be late on its way from its moment to the service: 3.68 calls a second.
constexpr std::chrono::milliseconds kWindow{1'085};
/// A clock that went back by no more than this is waited for; one that went back further takes the booked moments
/// with it.
constexpr std::chrono::seconds kPatienceWithClock{2};
constexpr std::string_view kCalls = "call";
constexpr std::string_view kTokenCalls = "token";

std::int64_t day_of(Instant instant) {
    return std::chrono::floor<std::chrono::days>(instant).time_since_epoch().count();
}

/// The last booked moments of a key, oldest first.
class Window {
  public:
    Window(Session& session, const std::string& api_key, std::string_view kind, Instant now)
        : session_(session), api_key_(api_key), kind_(kind), now_(now) {
        auto row = session_["quota.window"].query({api_key_, kind_});
        if (row.next()) {
            moments_ = to_numbers(row.text(0));
            follow_clock(from_micros(row.number(1)));
        }
    }

    /// The first moment from now on at which no window holds more than `most` calls.
    [[nodiscard]] Instant first_free(std::size_t most) const {
        auto moment = now_;
        if (!moments_.empty()) {
            moment = std::max(moment, from_micros(moments_.back()));
        }
        if (moments_.size() >= most) {
            moment = std::max(moment, from_micros(moments_[moments_.size() - most]) + kWindow);
        }
        return moment;
    }

    /// When the clock was set back: how far.
    [[nodiscard]] Microseconds set_back() const { return set_back_; }

    void book(Instant moment, std::size_t most) {
        moments_.push_back(to_micros(moment));
        if (moments_.size() > most) {
            moments_.erase(moments_.begin(), moments_.end() - static_cast<std::ptrdiff_t>(most));
        }
        session_["quota.put_window"].run({api_key_, kind_, to_text(moments_), to_micros(now_)});
    }

  private:
    /// No time is taken to have passed since the last booking, so the calls before it stay at least as near as they
    /// are.
    void follow_clock(Instant asked_at) {
        if (asked_at - now_ <= kPatienceWithClock) {
            return;
        }
        set_back_ = asked_at - now_;
        for (auto& moment : moments_) {
            moment -= set_back_.count();
        }
    }

    Session& session_;
    const std::string& api_key_;
    std::string_view kind_;
    Instant now_;
    Microseconds set_back_{0};
    std::vector<std::int64_t> moments_;
};

/// What quota_days keeps of a day.
enum class Exhausted : std::int64_t {
    No = 0,
    Yes = 1,       ///< the service said so
    ForAWhile = 2, ///< it said so when its day may have been the one before
};
struct Day {
    std::int64_t used = 0;
    Exhausted exhausted = Exhausted::No;
};

Day read_day(Session& session, const std::string& api_key, std::int64_t day) {
    auto row = session["quota.day"].query({api_key, day});
    return row.next() ? Day{row.number(0), static_cast<Exhausted>(row.number(1))} : Day{};
}

void put_day(Session& session, const std::string& api_key, std::int64_t number, const Day& day) {
    session["quota.put_day"].run({api_key, number, day.used, static_cast<std::int64_t>(day.exhausted)});
}

/// The day of `moment`. Where the clock was set back into it, it is taken to be the day that was counted last: a
/// clock frees no calls.
Day day_at(Session& session, const std::string& api_key, Instant moment, const Window& window) {
    auto day = read_day(session, api_key, day_of(moment));
    const auto left = day_of(moment + window.set_back());
    if (left != day_of(moment)) {
        const auto before = read_day(session, api_key, left);
        day.used = std::max(day.used, before.used);
        day.exhausted = before.exhausted == Exhausted::Yes ? Exhausted::Yes : day.exhausted;
    }
    return day;
}

bool is_exhausted(const Day& day, Instant moment) {
    const Instant midnight = std::chrono::floor<std::chrono::days>(moment);
    return day.exhausted == Exhausted::Yes ||
           (day.exhausted == Exhausted::ForAWhile && moment < midnight + cc::kClocksMayDiffer);
}

/// Whoever books a call of a key keeps out all others who do, and nobody else.
Scopes scope_of_key(const std::string& api_key) { return {"quota " + api_key}; }

class StoreQuota final : public cc::QuotaBook {
  public:
    StoreQuota(Core& core, DatabaseId database, std::string run_id)
        : core_(core), database_(database), run_id_(std::move(run_id)) {}

    Result<Slot> book_call(const std::string& api_key, Instant now, const cc::QuotaLimits& limits) override {
        return book(api_key, std::nullopt, now, limits);
    }

    Result<Slot> rebook_call(const std::string& api_key, Instant missed, Instant now,
                             const cc::QuotaLimits& limits) override {
        return book(api_key, missed, now, limits);
    }

    Result<Instant> book_token_call(const std::string& api_key, Instant now) override {
        const auto asked_at = core_.clock.now();
        return change(api_key, [&](Session& session) -> Result<Instant> {
            check_fence(session, database_, run_id_);
            Window window(session, api_key, kTokenCalls, after_waiting(now, asked_at));
            const auto go_at = window.first_free(1);
            window.book(go_at, 1);
            return go_at;
        });
    }

    Result<void> mark_exhausted(const std::string& api_key, Instant now, const cc::QuotaLimits& limits) override {
        return change(api_key, [&](Session& session) -> Result<void> {
            auto day = read_day(session, api_key, day_of(now));
            if (cc::quota_returns(now) == next_utc_midnight(now)) {
                day.exhausted = Exhausted::Yes;
                day.used = std::max(day.used, limits.calls_per_day);
            } else if (day.exhausted == Exhausted::No) {
                day.exhausted = Exhausted::ForAWhile;
            }
            put_day(session, api_key, day_of(now), day);
            return {};
        });
    }

    Result<std::int64_t> used_today(const std::string& api_key, Instant now) override {
        return as_result([&]() -> Result<std::int64_t> {
            return read_from(core_, [&](Session& session) { return read_day(session, api_key, day_of(now)).used; });
        });
    }

  private:
    template <class Body>
    auto change(const std::string& api_key, const Body& body) -> decltype(body(std::declval<Session&>())) {
        return as_result([&] { return write(core_, scope_of_key(api_key), body); });
    }
    /// `now` brought forward by the wait for the store: who waited long must not look like a clock that was set
    /// back.
    [[nodiscard]] Instant after_waiting(Instant now, Instant asked_at) const {
        return now + std::max(core_.clock.now() - asked_at, Microseconds{0});
    }
    /// A run's call leaves only while its lease is good: then nobody begins in its place before the call has ended.
    /// One that has run out, with nobody in its place, is renewed.
    [[nodiscard]] Result<Slot> book(const std::string& api_key, std::optional<Instant> missed, Instant now,
                                    const cc::QuotaLimits& limits) {
        Instant needed_until{};
        TRY_ASSIGN(auto slot, try_to_book(api_key, missed, now, limits, needed_until));
        if (!slot) {
            TRY(renew_lease(needed_until));
            TRY_ASSIGN(slot, try_to_book(api_key, missed, now, limits, needed_until));
        }
        if (!slot) {
            return fail(Code::Unavailable, "The run waited too long for its next call to Constant Contact.");
        }
        return *slot;
    }
    [[nodiscard]] Result<void> renew_lease(Instant needed_until) {
        return as_result([&]() -> Result<void> {
            write(core_, scope_of(database_), [&](Session& session) {
                check_fence(session, database_, run_id_);
                session["lock.extend"].run({database_.number, run_id_, to_micros(needed_until + kRunLease)});
            });
            return {};
        });
    }
    [[nodiscard]] bool has_lease(Session& session, Instant until) const {
        const auto lock = run_id_.empty() ? std::nullopt : read_lock(session, database_);
        return !lock || lock->run_id != run_id_ || lock->lease_until > until; // one that has not begun needs none
    }
    /// Nothing: the lease has run out, or does not last until the slot's moment, `needed_until`.
    [[nodiscard]] Result<std::optional<Slot>> try_to_book(const std::string& api_key, std::optional<Instant> missed,
                                                          Instant now, const cc::QuotaLimits& limits,
                                                          Instant& needed_until) {
        const auto asked_at = core_.clock.now();
        return change(api_key, [&](Session& session) -> Result<std::optional<Slot>> {
            check_fence(session, database_, run_id_);
            const auto most = static_cast<std::size_t>(std::max(limits.calls_per_second, 1));
            Window window(session, api_key, kCalls, after_waiting(now, asked_at));
            const auto go_at = window.first_free(most);
            if (!has_lease(session, go_at)) {
                needed_until = go_at;
                return std::nullopt;
            }
            auto day = day_at(session, api_key, go_at, window);
            const bool is_counted = missed && day_of(*missed) == day_of(go_at);
            const auto left = std::max(limits.calls_per_day - day.used, std::int64_t{0});
            if (is_exhausted(day, go_at)) {
                const bool for_a_while = day.exhausted == Exhausted::ForAWhile;
                return Slot{.go_at = for_a_while ? cc::quota_returns(go_at) : next_utc_midnight(go_at)};
            }
            if (!is_counted && left <= limits.kept_for_others) {
                return Slot{.go_at = next_utc_midnight(go_at), .for_others = left};
            }
            day.used += is_counted ? 0 : 1;
            window.book(go_at, most);
            put_day(session, api_key, day_of(go_at), day);
            return Slot{.granted = true, .go_at = go_at};
        });
    }

    Core& core_;
    DatabaseId database_;
    std::string run_id_; ///< whose calls they are, "" for nobody's
};

} // namespace

std::unique_ptr<cc::QuotaBook> Store::quota_book(DatabaseId database, std::string run_id) {
    return std::make_unique<StoreQuota>(*core_, database, std::move(run_id));
}

} // namespace muster::store
