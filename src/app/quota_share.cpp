#include "app/quota_share.hpp"

#include <algorithm>

#include "schedule/due.hpp"

namespace muster::app {

namespace {

bool is_to_come(const Situation& situation, const schedule::DatabaseFacts& facts, Instant now) {
    const auto next = schedule::next_run(situation.daily, now, facts);
    return next && next->at < next_utc_midnight(now);
}

} // namespace

schedule::Others look_at_others(schedule::Ledger& ledger, const Situation& situation, store::DatabaseId database,
                                Instant now) {
    schedule::Others others;
    const auto own = ledger.account_size(database.number);
    for (const auto& facts : situation.databases) {
        const bool comes = is_to_come(situation, facts, now);
        if (facts.database == database.number || (!comes && !facts.running)) {
            continue;
        }
        const auto account = ledger.account_size(facts.database);
        others.calls_in_full += schedule::full_run_calls(account);
        others.calls_to_leave += comes ? schedule::calls_to_leave(own, account, now) : 0;
    }
    return others;
}

std::int64_t calls_kept_for_others(Installation& installation, store::DatabaseId database, Instant now) {
    const auto situation = look_at_schedule(installation, now);
    if (!situation || !*situation) { // nothing is scheduled, or nothing can be
        return 0;
    }
    const auto others = std::ranges::count_if((*situation)->databases, [&](const schedule::DatabaseFacts& facts) {
        return facts.database != database.number && is_to_come(**situation, facts, now);
    });
    return others * schedule::kQuietCalls;
}

} // namespace muster::app
