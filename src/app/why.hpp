#pragma once

// One address explained from what the store knows, without asking Constant Contact: every Rep that has it, who of
// them counts and why (R3, R4), what is known of its Contact (R13, R14), and what became of it last (R29).

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/installation.hpp"
#include "app/update_contacts.hpp"
#include "base/result.hpp"
#include "constant_contact/resources.hpp"
#include "roster/records.hpp"
#include "store/store.hpp"
#include "sync/journal.hpp"
#include "sync/report.hpp"

namespace muster::app {

struct ExplainedRep {
    enum class Place {
        Winner,       ///< supplies everything that is sent for the address
        Duplicate,    ///< an earlier Rep has the address
        NotSelected,  ///< left out by the filters, so it cannot win
        InvalidEmail, ///< its field holds the address, but is no deliverable one
    };
    roster::RosterRow row;
    Place place = Place::Winner;
    std::string reason; ///< a sentence
};

struct KnownContact {
    constant_contact::Contact contact;
    std::vector<std::string> lists;      ///< names in Constant Contact, or ids where the name is not known
    std::vector<std::string> left_lists; ///< held back from these (R14)
};

struct Explanation {
    std::string database;
    std::string address;
    UsedSelections selections;
    std::vector<ExplainedRep> reps; ///< in the order of R4
    std::optional<KnownContact> contact;
    std::optional<Instant> read_at; ///< when the account was last read in full
    std::optional<std::pair<sync::RunSummary, sync::Person>> last_outcome;
};

/// Code::NotFound if neither a Rep nor a Contact nor the history knows the address.
[[nodiscard]] Result<Explanation> explain_address(Installation& installation, store::DatabaseId database,
                                                  const std::string& address);

/// Erases a person from history and account view, except the fact of an opt-out (R29).
[[nodiscard]] Result<store::Forgotten> forget_person(Installation& installation, store::DatabaseId database,
                                                     const std::string& address);

/// Lifts R14 for one person, on the list of that name or (`list` blank) on all; how many lists that were.
/// Code::NotFound if the account has no such Contact or list, as far as the store knows.
[[nodiscard]] Result<std::int64_t> put_back(Installation& installation, store::DatabaseId database,
                                            const std::string& address, const std::string& list);

} // namespace muster::app
