#pragma once

// The quota keeper (R31): at most 4 calls in any sliding second and the day's number, per API key, for all
// processes on a store.

#include <chrono>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "base/cancel.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "constant_contact/errors.hpp"

namespace muster::constant_contact {

/// What the service allows a key; partners have more.
struct QuotaLimits {
    int calls_per_second = 4;
    std::int64_t calls_per_day = 10'000;
    std::int64_t kept_for_others = 0; ///< of these, for others on the key that are still to run today
    std::int64_t own_share = 0;       ///< calls of one keeper that nothing is kept back from
};

struct QuotaUse {
    std::int64_t used_today = 0;
    std::int64_t limit = 0;
    Instant resets_at{}; ///< when calls come back: next 00:00 UTC, see quota_returns
};

/// Where the service says so soon after midnight that a day is used up, its clock may still be in the day before.
inline constexpr std::chrono::minutes kClocksMayDiffer{10};
/// When calls come back after the service said at `refused_at` that there are none: at 00:00 UTC (R31), or as soon
/// as it has to be past its own.
[[nodiscard]] Instant quota_returns(Instant refused_at);

/// The shared book, kept by the store; every method is one durable transaction, so that a call of a process that is
/// killed counts as made.
class QuotaBook {
  public:
    virtual ~QuotaBook() = default;

    struct Slot {
        bool granted = false;      ///< false: the day's number is used up
        Instant go_at{};           ///< not before this moment; if not granted: when to ask again
        std::int64_t for_others{}; ///< if not granted: calls that are left and kept for others
    };
    /// Books the next call of `api_key`: counts it against its UTC day and gives it the first moment at which no
    /// sliding second holds more than `limits.calls_per_second` booked calls.
    [[nodiscard]] virtual Result<Slot> book_call(const std::string& api_key, Instant now,
                                                 const QuotaLimits& limits) = 0;
    /// Another moment for a call that was booked for `missed` and could not leave then; counted once.
    [[nodiscard]] virtual Result<Slot> rebook_call(const std::string& api_key, Instant missed, Instant now,
                                                   const QuotaLimits& limits) = 0;
    /// The same for the token endpoint (1 a second); no daily count.
    [[nodiscard]] virtual Result<Instant> book_token_call(const std::string& api_key, Instant now) = 0;
    /// The service said that the day is used up: nothing is granted until quota_returns(now).
    [[nodiscard]] virtual Result<void> mark_exhausted(const std::string& api_key, Instant now,
                                                      const QuotaLimits& limits) = 0;
    [[nodiscard]] virtual Result<std::int64_t> used_today(const std::string& api_key, Instant now) = 0;
};

/// Waits for a slot. One per client, for one thread; all share the book. Who comes first is served first, and a
/// client has one call in the book at a time: thousands of calls of one database hold a call of another up by one
/// call each.
class QuotaKeeper {
  public:
    QuotaKeeper(QuotaBook& book, Clock& clock, std::string api_key, QuotaLimits limits)
        : book_(book), clock_(clock), api_key_(std::move(api_key)), limits_(limits) {}

    /// Returns when the call may go, and has to at once; QuotaExhausted, Cancelled or StoreLost otherwise.
    [[nodiscard]] Answer<void> before_call(const CancelToken& cancel);
    [[nodiscard]] Answer<void> before_token_call(const CancelToken& cancel);
    void mark_exhausted();
    [[nodiscard]] Result<QuotaUse> use() const;

  private:
    using Book = std::function<Result<QuotaBook::Slot>(Instant now, std::optional<Instant> missed)>;
    [[nodiscard]] Answer<void> wait(const Book& book, const CancelToken& cancel);
    [[nodiscard]] bool is_late(Instant go_at);
    QuotaBook& book_;
    Clock& clock_;
    std::string api_key_;
    QuotaLimits limits_;
    std::int64_t granted_ = 0;
    Instant comes_back_{}; ///< as the last refusal said
    Microseconds lead_{0}; ///< how far ahead to book, as booking itself takes its time
};

} // namespace muster::constant_contact
