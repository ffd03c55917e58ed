#pragma once

// The quota keeper (R31): at most 4 calls in any sliding second and the day's number, per API key, for all
// processes on a store.

#include <cstdint>
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
};

struct QuotaUse {
    std::int64_t used_today = 0;
    std::int64_t limit = 0;
    Instant resets_at{}; ///< next 00:00 UTC
};

/// The shared book, kept by the store; every method is one durable transaction.
class QuotaBook {
  public:
    virtual ~QuotaBook() = default;

    struct Slot {
        bool granted = false; ///< false: the day's number is used up
        Instant go_at{};      ///< not before this moment
    };
    /// Books the next call of `api_key`: counts it against its UTC day and gives it the first moment at which no
    /// sliding second holds more than `limits.calls_per_second` booked calls.
    [[nodiscard]] virtual Result<Slot> book_call(const std::string& api_key, Instant now,
                                                 const QuotaLimits& limits) = 0;
    /// The same for the token endpoint (1 a second); no daily count.
    [[nodiscard]] virtual Result<Instant> book_token_call(const std::string& api_key, Instant now) = 0;
    /// The service said that the day is used up: nothing is granted until the next UTC day.
    [[nodiscard]] virtual Result<void> mark_exhausted(const std::string& api_key, Instant now,
                                                      const QuotaLimits& limits) = 0;
    [[nodiscard]] virtual Result<std::int64_t> used_today(const std::string& api_key, Instant now) = 0;
};

/// Waits for a slot. One per client; all share the book.
class QuotaKeeper {
  public:
    QuotaKeeper(QuotaBook& book, Clock& clock, std::string api_key, QuotaLimits limits)
        : book_(book), clock_(clock), api_key_(std::move(api_key)), limits_(limits) {}

    /// Returns when the call may go; QuotaExhausted, Cancelled or StoreLost otherwise.
    [[nodiscard]] Answer<void> before_call(const CancelToken& cancel);
    [[nodiscard]] Answer<void> before_token_call(const CancelToken& cancel);
    void mark_exhausted();
    [[nodiscard]] Result<QuotaUse> use() const;

  private:
    QuotaBook& book_;
    Clock& clock_;
    std::string api_key_;
    QuotaLimits limits_;
};

} // namespace muster::constant_contact
