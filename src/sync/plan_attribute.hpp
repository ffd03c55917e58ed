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

/// What R16 asks of one Rep.
struct AttributeWish {
    bool has = false;
    bool wanted = false;
    bool is_change = false; ///< also of the address that it is assigned for
};
/// `key`: of the Rep's address, "" for none; `place`: of its Contact in the account.
[[nodiscard]] AttributeWish attribute_wish(const roster::RosterRow& row, const std::string& key,
                                           std::optional<std::size_t> place, const AccountView& account);
/// Adds the change of a wish, if it is one.
void plan_attribute(Plan& plan, const roster::RosterRow& row, const std::string& key, const AttributeWish& wish);

} // namespace muster::sync
