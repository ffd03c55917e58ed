#pragma once

// What the rooms of one run share: its request, its ports, the account as known so far, the plan and the report.
// Internal to sync.

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sync/account_view.hpp"
#include "sync/consent.hpp"
#include "sync/plan.hpp"
#include "sync/run.hpp"
#include "sync/script.hpp"

namespace muster::sync {

template <class T>
using Answer = constant_contact::Answer<T>;

/// Reads that ask for what is newer than a moment overlap by this much: clocks differ, and the service may be late.
inline constexpr std::chrono::minutes kOverlap{5};

/// What became of a planned Contact's write.
enum class Fate : std::uint8_t { NotSent, Sent, Proved, Refused, HeldBack };

struct Session {
    Session(const RunRequest& run_request, RunPorts run_ports, Observer& run_observer,
            const CancelToken& run_cancel);

    /// Between calls: still wanted (R30), still ours (R23), not too long (R33).
    [[nodiscard]] Answer<void> checkpoint();
    void progress(Phase phase, std::int64_t done, std::int64_t total, std::string what);
    /// Keeps what was read of the account, and takes it over into the view.
    void keep(const AccountChanges& changes, const std::vector<AttributeChange>& attribute);
    void make_plan();
    [[nodiscard]] Script make_script() const;
    void refuse(std::size_t contact, std::string_view code, std::string reason);

    /// An undo leaves alone who has unsubscribed meanwhile (R13).
    [[nodiscard]] bool is_held_back(const PlannedRemoval& removal) const {
        return request.undo && removal.winner && fates[*removal.winner] == Fate::HeldBack;
    }

    [[nodiscard]] std::int64_t calls_so_far() const;

    const RunRequest& request;
    RunPorts ports;
    Observer& observer;
    const CancelToken& cancel;
    AccountView view;
    Consent consent;
    Report report;
    Plan plan;
    std::vector<Fate> fates;          ///< parallel to plan.contacts
    std::vector<bool> removal_proved; ///< parallel to plan.removals
    bool removals_sent = false;
    Instant pulled_at{};                   ///< opt-outs are known up to here
    Instant looked_at{};                   ///< when opt-outs and list counts were last read
    std::optional<Instant> first_write_at; ///< nothing: nothing was written yet
    std::int64_t next_step = 1;
    bool must_read_in_full =
        false; ///< an earlier run was cut off: what it sent is only known by reading everything
    constant_contact::CallCounts calls_before;   ///< what the client had made for others
    std::vector<std::string> earlier_activities; ///< ids seen while settling earlier runs: none of this one's

  private:
    Instant lease_kept_at_{};
};

/// Reads the account (R8, R17): in full, or only opt-outs and list counts if that is enough. Nothing is kept yet.
[[nodiscard]] Answer<AccountChanges> pull(Session& session);
[[nodiscard]] Answer<AccountChanges> pull_in_full(Session& session);

/// The lists that this database's runs fill, as the account had them when it was last read: one at least.
[[nodiscard]] bool has_own_lists(const AccountView& view);

/// Before a quick run writes: reads the people concerned, or all of the account, as far as the plan needs it and
/// calls are worth it (R8). Nothing: what is known is good enough.
[[nodiscard]] Answer<std::optional<AccountChanges>> look_further(Session& session);

/// Opt-outs since the pull and the list counts, again (R17). What is new is in the changes; none: nothing has
/// moved.
[[nodiscard]] Answer<AccountChanges> look_again(Session& session);

/// Carries the plan out (R6 to R15). An error ends the run; fates tell how far it came.
[[nodiscard]] Answer<void> push(Session& session);

} // namespace muster::sync
