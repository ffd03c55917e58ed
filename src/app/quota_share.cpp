#include "app/quota_share.hpp"

namespace muster::app {

schedule::Others look_at_others(const Situation& situation, store::DatabaseId database, Instant now) {
    return schedule::reckon_others(situation.daily, now, situation.databases, database.number);
}

std::int64_t calls_kept_for_others(Installation& installation, store::DatabaseId database, Instant now) {
    const auto situation = look_at_schedule(installation, now);
    if (!situation || !*situation) { // nothing is scheduled, or nothing can be
        return 0;
    }
    return look_at_others(**situation, database, now).calls_when_quiet;
}

} // namespace muster::app
