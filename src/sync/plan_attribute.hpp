#pragma once

// The part of a plan that concerns the database itself: who has the attribute "Unsubscribed from CC" (R16). Pure.

#include <cstddef>
#include <optional>
#include <string>

#include "roster/records.hpp"
#include "sync/account_view.hpp"
#include "sync/plan.hpp"

namespace muster::sync {

[[nodiscard]] bool is_unsubscribed_attribute(const std::string& name);
[[nodiscard]] bool has_unsubscribed_attribute(const roster::RosterRow& row);

/// Adds the change that R16 asks of one Rep whose address key is `key` ("" for none), with the place of its Contact
/// in the account; whether the Rep will have the attribute.
bool plan_attribute(Plan& plan, const roster::RosterRow& row, const std::string& key,
                    std::optional<std::size_t> place, const AccountView& account);

} // namespace muster::sync
