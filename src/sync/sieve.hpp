#pragma once

// The first pass over the Reps, in whatever order they lie: which addresses an active Rep has, and which Reps
// concern the plan. On a usual day that is one in a hundred; for the others nothing is to be done and nothing to be
// told. Pure.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/email.hpp"
#include "roster/records.hpp"
#include "roster/selections.hpp"
#include "sync/account_view.hpp"
#include "sync/address_table.hpp"
#include "sync/plan.hpp"
#include "sync/plan_lists.hpp"

namespace muster::sync {

/// What a Rep's address means here. Valid as long as the row.
struct RepAddress {
    std::string_view typed;
    tl::expected<EmailAddress, std::string> parsed;
    std::string key;                  ///< "" for none; also of one that is not deliverable
    std::optional<std::size_t> place; ///< of its Contact in the account
};
[[nodiscard]] RepAddress address_of(const roster::RosterRow& row, const AccountView& account);

class Sieve {
  public:
    /// `plan` has its lists and fields. All outlive the sieve.
    Sieve(const Plan& plan, const AccountView& account, const roster::Selections& selections,
          AddressTable& addresses, Keep keep);

    void look_at(const roster::RosterRow& row);

    [[nodiscard]] bool has_active_rep() const { return has_active_rep_; }
    /// Selected Reps who are winners with nothing to be done for them.
    [[nodiscard]] std::int64_t quiet() const { return quiet_; }
    /// The others that concern the plan, by record number, in the order in which they came.
    [[nodiscard]] const std::vector<std::int64_t>& concerned() const { return concerned_; }
    /// They are so many that a walk over all Reps is the shorter way.
    [[nodiscard]] bool is_coarse() const;

  private:
    [[nodiscard]] bool stands_as_wanted(const roster::RosterRow& row, std::size_t place);

    const Plan& plan_;
    const AccountView& account_;
    const roster::Selections& selections_;
    AddressTable& addresses_;
    Keep keep_;
    GroupLists group_lists_;
    std::vector<std::optional<std::int64_t>> field_numbers_, list_numbers_; ///< of the book of Contacts; parallel
    std::vector<std::optional<std::size_t>> remembered_lists_; ///< parallel to the plan's: numbers in memberships
    std::vector<std::int64_t> concerned_;
    std::int64_t seen_ = 0, quiet_ = 0;
    bool has_active_rep_ = false;
    ContactGlance glance_;
    std::vector<CutValue> cuts_;
};

} // namespace muster::sync
