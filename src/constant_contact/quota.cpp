#include "constant_contact/quota.hpp"

#include <fmt/format.h>

#include "base/log.hpp"

namespace muster::constant_contact {

namespace {

tl::unexpected<ApiError> store_lost(const Error& error) {
    return api_failure(Failure::StoreLost, "The count of API calls could not be kept: " + error.message);
}

tl::unexpected<ApiError> cancelled() {
    return api_failure(Failure::Cancelled, "Stopped before the next call to Constant Contact.");
}

} // namespace

Answer<void> QuotaKeeper::before_call(const CancelToken& cancel) {
    if (cancel.is_cancelled()) {
        return cancelled();
    }
    const Instant now = clock_.now();
    const auto slot = book_.book_call(api_key_, now, limits_);
    if (!slot) {
        return store_lost(slot.error());
    }
    if (!slot->granted) {
        return api_failure(Failure::QuotaExhausted,
                           fmt::format("The day's {} calls to Constant Contact are used up; run again after {}.",
                                       limits_.calls_per_day, format_instant(next_utc_midnight(now))));
    }
    if (!clock_.sleep_until(slot->go_at, cancel)) {
        return cancelled();
    }
    return {};
}

Answer<void> QuotaKeeper::before_token_call(const CancelToken& cancel) {
    if (cancel.is_cancelled()) {
        return cancelled();
    }
    const auto go_at = book_.book_token_call(api_key_, clock_.now());
    if (!go_at) {
        return store_lost(go_at.error());
    }
    if (!clock_.sleep_until(*go_at, cancel)) {
        return cancelled();
    }
    return {};
}

void QuotaKeeper::mark_exhausted() {
    if (const auto marked = book_.mark_exhausted(api_key_, clock_.now(), limits_); !marked) {
        // The service itself refuses every further call of the day, so nothing is lost but the early answer.
        log(LogLevel::Warning, "quota_mark_failed", {{"reason", marked.error().message}});
    }
}

Result<QuotaUse> QuotaKeeper::use() const {
    const Instant now = clock_.now();
    TRY_ASSIGN(const std::int64_t used, book_.used_today(api_key_, now));
    return QuotaUse{.used_today = used, .limit = limits_.calls_per_day, .resets_at = next_utc_midnight(now)};
}

} // namespace muster::constant_contact
