#include "constant_contact/quota.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/log.hpp"

namespace muster::constant_contact {

namespace {

tl::unexpected<ApiError> store_lost(const Error& error) {
    return api_failure(Failure::StoreLost, "The count of API calls could not be kept: " + error.message);
}

/// How late a call may leave; what the book has in a window beyond a second is for this and for the way there.
constexpr std::chrono::milliseconds kLatest{40};
constexpr std::chrono::milliseconds kLongestLead{500};
/// A machine that is late so many times in a row is so slow that its calls are far apart.
constexpr int kMostMoments = 20;

ApiError refusal(const QuotaBook::Slot& slot, const QuotaLimits& limits) {
    ApiError error;
    error.failure = Failure::QuotaExhausted;
    error.message = slot.for_others > 0
                        ? fmt::format("The {} calls to Constant Contact that are left today are kept for the other "
                                      "databases that are still due today.",
                                      slot.for_others)
                        : fmt::format("The day's {} calls to Constant Contact are used up; run again after {}.",
                                      limits.calls_per_day, format_instant(slot.go_at));
    return error;
}

tl::unexpected<ApiError> cancelled() {
    return api_failure(Failure::Cancelled, "Stopped before the next call to Constant Contact.");
}

} // namespace

Instant quota_returns(Instant refused_at) {
    const Instant began = std::chrono::floor<std::chrono::days>(refused_at);
    return refused_at < began + kClocksMayDiffer ? began + kClocksMayDiffer : next_utc_midnight(refused_at);
}

Answer<void> QuotaKeeper::before_call(const CancelToken& cancel) {
    QuotaLimits limits = limits_;
    limits.kept_for_others = granted_ < limits_.own_share ? 0 : limits_.kept_for_others;
    TRY(wait(
        [&](Instant now, std::optional<Instant> missed) {
            return missed ? book_.rebook_call(api_key_, *missed, now, limits)
                          : book_.book_call(api_key_, now, limits);
        },
        cancel));
    ++granted_;
    return {};
}

Answer<void> QuotaKeeper::before_token_call(const CancelToken& cancel) {
    return wait(
        [this](Instant now, std::optional<Instant>) -> Result<QuotaBook::Slot> {
            TRY_ASSIGN(const Instant go_at, book_.book_token_call(api_key_, now));
            return QuotaBook::Slot{.granted = true, .go_at = go_at};
        },
        cancel);
}

/// A call that leaves later than the book says can make five of four in a second: it takes another moment.
Answer<void> QuotaKeeper::wait(const Book& book, const CancelToken& cancel) {
    std::optional<Instant> missed;
    for (int attempt = 1;; ++attempt) {
        if (cancel.is_cancelled()) {
            return cancelled();
        }
        const auto slot = book(clock_.now() + lead_, missed);
        if (!slot) {
            return store_lost(slot.error());
        }
        if (!slot->granted) {
            comes_back_ = slot->go_at;
            return tl::unexpected(refusal(*slot, limits_));
        }
        if (!clock_.sleep_until(slot->go_at, cancel)) {
            return cancelled();
        }
        if (!is_late(slot->go_at) || attempt == kMostMoments) {
            return {};
        }
        missed = slot->go_at;
    }
}

bool QuotaKeeper::is_late(Instant go_at) {
    const Microseconds late = clock_.now() - go_at;
    if (late <= kLatest) {
        lead_ -= lead_ / 16;
        return false;
    }
    lead_ = std::min<Microseconds>(std::max(late, 2 * lead_), kLongestLead);
    return true;
}

void QuotaKeeper::mark_exhausted() {
    const Instant now = clock_.now();
    comes_back_ = quota_returns(now);
    if (const auto marked = book_.mark_exhausted(api_key_, now, limits_); !marked) {
        // The service itself refuses every further call of the day, so nothing is lost but the early answer.
        log(LogLevel::Warning, "quota_mark_failed", {{"reason", marked.error().message}});
    }
}

Result<QuotaUse> QuotaKeeper::use() const {
    const Instant now = clock_.now();
    TRY_ASSIGN(const std::int64_t used, book_.used_today(api_key_, now));
    const Instant midnight = next_utc_midnight(now);
    const bool is_told = comes_back_ > now && comes_back_ < midnight;
    return QuotaUse{
        .used_today = used, .limit = limits_.calls_per_day, .resets_at = is_told ? comes_back_ : midnight};
}

} // namespace muster::constant_contact
