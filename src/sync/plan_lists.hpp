#pragma once

// The first part of a plan: which lists and custom fields the selections mean in this account (R7, R11, R12).

#include <string>
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

} // namespace muster::sync
