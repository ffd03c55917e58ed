#pragma once

// The first part of a plan: which lists and custom fields the selections mean in this account (R7, R11, R12).

#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "roster/selections.hpp"
#include "sync/account_view.hpp"
#include "sync/plan.hpp"

namespace muster::sync {

/// Fills lists, holding_list_id and the identities found, with an issue for each group that is refused or gone.
void plan_lists(Plan& plan, const std::vector<std::string>& groups, const AccountView& account,
                const roster::Selections& selections);
/// Fills fields, with an issue for each that is refused or not on offer.
void plan_fields(Plan& plan, const AccountView& account, const roster::Selections& selections);

/// Three phones, three addresses and 25 fields are what a Contact holds; its own stay, with an issue for each value
/// that has no room (R6, R7).
void refuse_what_does_not_fit(Plan& plan, PlannedContact& planned, const constant_contact::Contact& contact);

/// Which lists a Rep's groups stand for. Remembers each spelling of a group, of which there are few.
class GroupLists {
  public:
    explicit GroupLists(const std::vector<PlannedList>& lists) : lists_(lists) {}
    /// Indices of the chosen groups' lists that are not refused, ascending. Never Active Members.
    [[nodiscard]] std::vector<std::size_t> of(const std::vector<std::string>& groups);

  private:
    [[nodiscard]] std::optional<std::size_t> find(const std::string& group) const;
    const std::vector<PlannedList>& lists_;
    std::unordered_map<std::string, std::optional<std::size_t>> known_;
};

} // namespace muster::sync
