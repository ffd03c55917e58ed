#include "app/recent_facts.hpp"

#include <algorithm>
#include <utility>

namespace muster::app {

bool RecentFacts::is_good(Date oldest, Instant now) const {
    return oldest == oldest_ && looked_at_ <= now && now < looked_at_ + kGoodFor;
}

schedule::Others RecentFacts::reckon_others(const schedule::Daily& daily, store::DatabaseId database, Date oldest,
                                            Instant now) {
    const std::lock_guard guard(mutex_);
    if (!is_good(oldest, now)) {
        facts_ = store_.schedule_ledger()->facts(oldest, now);
        oldest_ = oldest;
        looked_at_ = now;
    }
    return schedule::reckon_others(daily, now, facts_, database.number);
}

void RecentFacts::renew(store::DatabaseId database, Date oldest, Instant now) {
    const std::lock_guard guard(mutex_);
    if (!is_good(oldest, now)) {
        return; // whoever asks next looks at all
    }
    const auto known = std::ranges::find(facts_, database.number, &schedule::DatabaseFacts::database);
    auto facts = store_.schedule_ledger()->facts_of(database.number, oldest, now);
    if (known != facts_.end() && facts) {
        *known = std::move(*facts);
    }
}

} // namespace muster::app
