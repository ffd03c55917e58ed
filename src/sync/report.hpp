#pragma once

// What a run did, or a preview would do: the document of `muster sync --json` (cli.md) as a value.

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace muster::sync {

enum class RunState {
    Running,
    Completed,
    CompletedWithIssues,
    NeedsConfirmation,
    Failed,
    Cancelled,
    QuotaExhausted,
    NotConnected,
    Busy
};
[[nodiscard]] std::string_view to_text(RunState state);
[[nodiscard]] std::optional<RunState> run_state_from(std::string_view text);
/// The exit code of cli.md for a run that ended so.
[[nodiscard]] int exit_code(RunState state);

/// What became of one selected Rep (R27). RemovedFromList is for Contacts that belong to no selected Rep.
enum class Outcome {
    Created,
    Updated,
    Unchanged,
    IgnoredDuplicate,
    IgnoredNoEmail,
    IgnoredInvalidEmail,
    HeldBackUnsubscribed,
    Refused,
    NotAttempted,
    RemovedFromList,
};
[[nodiscard]] std::string_view to_text(Outcome outcome);
[[nodiscard]] std::optional<Outcome> outcome_from(std::string_view text);

struct Totals {
    std::int64_t selected = 0, created = 0, updated = 0, unchanged = 0, ignored_duplicate = 0, ignored_no_email = 0,
                 ignored_invalid_email = 0, held_back_unsubscribed = 0, refused = 0, not_attempted = 0;
    [[nodiscard]] std::int64_t sum() const; ///< of all but selected; equal to it (R27)
    void count(Outcome outcome);
    bool operator==(const Totals&) const = default;
};

struct FieldChange {
    std::string field;
    std::optional<std::string> old_value; ///< nothing for secrets (R29)
    std::optional<std::string> new_value;
};

/// What a run is about to do to a person; there as long as it is not known whether it did. It stays where the run
/// was cut off and had done a part of it.
struct Intention {
    Outcome outcome = Outcome::Updated;
    std::vector<std::string> lists_added, lists_removed; ///< names of the groups
};

struct Person {
    std::string email;
    std::optional<std::string> rep_id;
    std::string name; ///< for people; "Anna Berg"
    Outcome outcome = Outcome::Unchanged;
    std::vector<FieldChange> changes;
    std::vector<std::string> lists_added, lists_removed, lists_held_back; ///< names of the groups
    std::optional<std::string> reason;
    std::optional<Intention> intention;
};

struct Issue {
    std::string code; ///< as in cli.md: an outcome of R27, unproved, value_cut, left_list, list_refused,
                      ///< field_refused, selection_missing, revived; of an undo: changed_since, not_undoable
    std::optional<std::string> rep_id;
    std::optional<std::string> email;
    std::string message;
};

struct ListReport {
    std::string name;      ///< the Rep Group's, or "Active Members"
    std::string list_name; ///< what the list is called in Constant Contact
    std::string list_id;   ///< "" if it is still to be created
    bool created = false;
    std::int64_t added = 0, removed = 0, held_back_left = 0;
};

struct CustomFieldReport {
    std::string label;
    bool created = false;
};

struct Report {
    std::string run_id;
    std::string undo_of; ///< the run that this one takes back (R32), "" for an update
    std::string database;
    std::string started_by; ///< "cli", "schedule", a user's name
    bool preview = false;
    std::string depth = "full"; ///< full or quick (R8)
    RunState state = RunState::Running;
    std::string account_id, account_name;
    Totals totals;
    std::vector<ListReport> lists;
    std::vector<CustomFieldReport> custom_fields;
    std::int64_t attribute_assigned = 0, attribute_cleared = 0;
    std::int64_t opted_out_made_mailable = 0; ///< counted by the consent gate from what was sent (R13)
    std::int64_t removals_planned = 0, removals_limit = 0;
    std::optional<std::int64_t> removals_confirmed; ///< the number given
    std::int64_t calls_estimated = 0, calls_total = 0, calls_writes = 0, calls_token = 0;
    std::map<std::string, std::int64_t> calls_by_endpoint;
    std::int64_t quota_used_today = 0, quota_limit = 0;
    Instant quota_resets_at{};
    std::vector<Issue> issues;
    std::vector<Person> people; ///< without unchanged ones, unless they were asked for or held back from a list
    std::vector<std::string> warnings; ///< sentences that concern nobody in particular
    std::string message;               ///< why it ended so, what was kept and what to do next; "" if all went well
    Instant started_at{};
    std::optional<Instant> finished_at;
    std::string selections_json;
    std::int64_t new_permissions = 0; ///< Contacts that will be stated to have given implied permission (R25)
};

/// The document of cli.md. The order of keys is fixed.
[[nodiscard]] std::string to_json(const Report& report);
/// The sentences that every report on a terminal ends with, the one about opted-out addresses last.
[[nodiscard]] std::string to_words(const Report& report);

} // namespace muster::sync
