#pragma once

// The plan: what a run would do, as a value. A pure function of the database, the account, the selections and the
// limits; no I/O, no clock, no randomness, stable order. Preview prints it, the guard judges it, push carries it
// out.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "constant_contact/resources.hpp"
#include "roster/records.hpp"
#include "roster/selections.hpp"
#include "sync/account_view.hpp"
#include "sync/managed.hpp"
#include "sync/report.hpp"

namespace muster::sync {

/// A database's settings for the removal guard (R26) and for who left a list (R14).
struct Limits {
    std::int64_t removal_count = 10;
    std::int64_t removal_percent = 20; ///< of the Contacts with an address on Active Members, rounded down
    bool put_back_left = false;        ///< true turns R14 off
};

/// A list that this run fills.
struct PlannedList {
    std::string name;      ///< the Rep Group's spelling, or "Active Members"
    std::string key;       ///< its name key
    std::string list_id;   ///< "" while it is still to be created
    std::string list_name; ///< what it is called in Constant Contact
    bool to_create = false;
    std::string refused; ///< why nothing is done with it, or ""
};

/// A winner's Contact and what is to be done with it.
struct PlannedContact {
    std::string key;     ///< address key
    std::string address; ///< the Contact's own spelling, or for a new one the Rep's (R1)
    std::string rep_id;  ///< "" in an undo, for who belonged to no selected Rep
    std::string name;
    std::string contact_id; ///< "" for a new one
    Outcome outcome = Outcome::Unchanged;
    bool is_revived = false; ///< a deleted Contact that comes back (R25)
    Desired desired;
    std::vector<Difference> differences;
    std::vector<std::size_t> lists_wanted;    ///< indices of Plan::lists where it belongs, R14 and limits taken off
    std::vector<std::size_t> lists_to_add;    ///< of these, where it is not yet
    std::vector<std::size_t> lists_held_back; ///< R14
    bool single_only = false;                 ///< does not fit the bulk import (R2, R6)
    bool leaves_active_members = false;       ///< or, in an undo, any list
    std::string reason;                       ///< for the report

    [[nodiscard]] bool is_write() const {
        return outcome == Outcome::Created ||
               (outcome == Outcome::Updated && (!differences.empty() || !lists_to_add.empty()));
    }
    [[nodiscard]] bool clears() const;
    [[nodiscard]] std::optional<std::string> rep_id_or_nothing() const {
        return rep_id.empty() ? std::nullopt : std::optional(rep_id);
    }
};

/// A Contact that comes off Active Members (R8), or off a list that the undone run put it on (R32).
struct PlannedRemoval {
    std::string contact_id;
    std::string address;
    std::optional<std::size_t> winner; ///< index of Plan::contacts, if it is a selected winner's
    std::size_t list = 0;              ///< index of Plan::lists; another than the first in an undo only (R10)
};

struct Plan {
    std::vector<ChosenField> fields;
    std::vector<PlannedList> lists;           ///< Active Members first, then the chosen groups by name
    std::vector<PlannedContact> contacts;     ///< winners in the order of R4; as Keep says
    std::int64_t left_out = 0;                ///< unchanged winners that are not among them
    std::vector<Person> ignored;              ///< ignored Reps, with reason
    std::vector<PlannedRemoval> removals;     ///< by list and address
    std::string holding_list_id;              ///< "" if there is none in the account
    std::vector<std::string> holding_members; ///< contact ids now on the holding list: to be taken off (R6)
    std::vector<AttributeChange> attribute;   ///< R16, before anything is sent
    std::int64_t attribute_assigned = 0, attribute_cleared = 0;
    std::vector<AttributeChange> attribute_after_create; ///< to be cleared once the Contact exists
    AccountChanges confirmed; ///< memberships that were wanted and seen (R14), and list identities found (R11)
    std::vector<Issue> issues;
    std::vector<std::string> warnings;
    Totals totals;                          ///< as planned
    std::int64_t active_members_before = 0; ///< Contacts with an address on Active Members at the start
    std::int64_t removal_limit = 0;
    bool no_active_rep = false;       ///< while Active Members is not empty (R26)
    std::int64_t new_permissions = 0; ///< new Contacts: implied permission is stated for them (R25)

    /// True if the guard stops this plan unless `confirmed` removals were agreed to (R26).
    [[nodiscard]] bool needs_confirmation(std::optional<std::int64_t> confirmed_removals) const;
    /// True if carrying it out would write to Constant Contact.
    [[nodiscard]] bool writes() const;
    /// True if it would change who is on which list.
    [[nodiscard]] bool moves_anybody() const;
};

/// Which winners a plan lists: those for whom something is to be done or told, or all.
enum class Keep { Concerned, All };

/// `groups`: the names of all Rep Groups of the database.
[[nodiscard]] Plan make_plan(roster::RosterReader& reps, const std::vector<std::string>& groups,
                             const AccountView& account, const roster::Selections& selections, const Limits& limits,
                             Keep keep = Keep::Concerned);

} // namespace muster::sync
