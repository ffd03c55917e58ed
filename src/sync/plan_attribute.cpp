#include "sync/plan_attribute.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace muster::sync {

bool is_unsubscribed_attribute(const std::string& name) {
    static const std::string kKey = name_key(roster::kUnsubscribedAttribute);
    return name_key(name) == kKey;
}

bool has_unsubscribed_attribute(const roster::RosterRow& row) {
    return std::ranges::any_of(row.rep.attributes, is_unsubscribed_attribute);
}

AttributeWish attribute_wish(const roster::RosterRow& row, const std::string& key, std::optional<std::size_t> place,
                             const AccountView& account) {
    const bool has = has_unsubscribed_attribute(row);
    const bool opted_out = !key.empty() && account.is_opted_out(key);
    const bool known = place && !account.contacts().is_deleted(*place);
    const bool address_changed = !row.unsubscribed_for.empty() && row.unsubscribed_for != key;
    const bool wanted = opted_out || (!known && has && !address_changed);
    return {has, wanted, wanted != has || (opted_out && address_changed)};
}

void plan_attribute(Plan& plan, const roster::RosterRow& row, const std::string& key, const AttributeWish& wish) {
    if (!wish.is_change) {
        return;
    }
    plan.attribute.push_back({row.rep.rep_id, wish.wanted, key});
    plan.attribute_assigned += wish.wanted && !wish.has ? 1 : 0;
    plan.attribute_cleared += wish.has && !wish.wanted ? 1 : 0;
}

} // namespace muster::sync
