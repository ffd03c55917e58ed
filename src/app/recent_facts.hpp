#pragma once

// What all databases looked like a few seconds ago, so that not every run that begins has to look at all others.

#include <chrono>
#include <mutex>
#include <vector>

#include "base/time.hpp"
#include "schedule/depth.hpp"
#include "schedule/ledger.hpp"
#include "store/store.hpp"

namespace muster::app {

/// Safe from any thread; the store outlives it. Throws db::StoreLost.
class RecentFacts {
  public:
    /// For so long something that other processes or people do may be missed: a run leaves a database a few calls
    /// too many or too few then.
    static constexpr std::chrono::seconds kGoodFor{10};

    explicit RecentFacts(store::Store& store) : store_(store) {}
    RecentFacts(const RecentFacts&) = delete;
    RecentFacts& operator=(const RecentFacts&) = delete;

    /// What the others on the key are reckoned to take until the calls come back (R31). `oldest`: the first local
    /// day that matters.
    [[nodiscard]] schedule::Others reckon_others(const schedule::Daily& daily, store::DatabaseId database,
                                                 Date oldest, Instant now);
    /// After a run of this process: what it has changed counts at once.
    void renew(store::DatabaseId database, Date oldest, Instant now);

  private:
    [[nodiscard]] bool is_good(Date oldest, Instant now) const;

    store::Store& store_;
    std::mutex mutex_;                           ///< guards what follows
    std::vector<schedule::DatabaseFacts> facts_; ///< by id
    Date oldest_{};
    Instant looked_at_ = Instant::min();
};

} // namespace muster::app
