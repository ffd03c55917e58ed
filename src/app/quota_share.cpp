#include "app/quota_share.hpp"

#include "app/daily_situation.hpp"

namespace muster::app {

Result<std::optional<QuotaShare>> look_at_share(Installation& installation, store::DatabaseId database,
                                                Instant now) {
    TRY_ASSIGN(const auto situation, look_at_schedule(installation, database, now));
    const auto* own = situation ? situation->find(database) : nullptr;
    if (own == nullptr) {
        return std::nullopt;
    }
    const auto& daily = situation->daily;
    return QuotaShare{own->size,
                      installation.recent_facts().reckon_others(daily, database, oldest_day(daily, now), now)};
}

std::int64_t calls_kept_for_others(Installation& installation, store::DatabaseId database, Instant now) {
    const auto share = look_at_share(installation, database, now);
    return share && *share ? (*share)->others.calls_when_quiet : 0; // nothing is scheduled, or nothing can be
}

void renew_share(Installation& installation, store::DatabaseId database, Instant now) {
    if (const auto daily = read_daily(installation); daily && *daily) {
        installation.recent_facts().renew(database, oldest_day(**daily, now), now);
    }
}

} // namespace muster::app
