#pragma once

// Compares what a run has done with what the rules say. Each complaint begins with the rule.

#include <optional>
#include <string>
#include <vector>

#include "model/rules.hpp"
#include "model/snapshot.hpp"
#include "sync/report.hpp"

namespace muster::model {

using Complaints = std::vector<std::string>;

/// A run with all that is known of it.
struct Trial {
    const Wish& wish;
    const Expectation& expected;
    const Rules& rules;
    const Snapshot& before;
    const Snapshot& after;
    const std::vector<Record>& records_before;
    const std::vector<Record>& records_after;
    const sync::Report* report = nullptr; ///< nullptr: it was killed
    std::vector<Expectation> pending{};   ///< of earlier runs whose work is still in the queue
    const Snapshot* middle = nullptr;     ///< after somebody acted while it went on
    bool is_disturbed = false;            ///< by a fault, or by the work of an earlier run
    bool names_stay_taken = false;        ///< the service keeps the names of deleted lists
    bool may_refuse = false;              ///< the service refuses what others take
    bool strips_full_stops = false;       ///< a value may be kept in another form (R28)

    /// Completed, with everything that belongs to it.
    [[nodiscard]] bool is_completed() const;
    [[nodiscard]] bool is_full() const { return report != nullptr && report->depth == "full"; }
    /// Ids of this run's lists by name key, as the report gives them.
    [[nodiscard]] std::map<std::string, std::string> list_ids() const;
    /// Address keys whose writes were refused or could not be proved.
    [[nodiscard]] std::set<std::string> refused() const;
};

/// What holds after any run, however it ended: R6, R10, R13, R14, R15, R16.
[[nodiscard]] Complaints judge_always(const Trial& trial);
/// What holds after a completed run: R6 to R11, R16, R26, R27.
[[nodiscard]] Complaints judge_completed(const Trial& trial);

/// The value as it was sent, or as the service keeps it.
[[nodiscard]] bool is_kept(const Trial& trial, const std::string& name, const std::string& sent,
                           const std::string& kept);

} // namespace muster::model
