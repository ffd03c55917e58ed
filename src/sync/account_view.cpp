#include "sync/account_view.hpp"

#include <algorithm>
#include <iterator>
#include <tuple>
#include <utility>

namespace muster::sync {
namespace cc = constant_contact;
std::string value_digest(const Sealer& sealer, const std::string& contact_id, const std::string& field,
                         const std::string& value) {
    const auto digest = sealer.digest(contact_id + '\x1f' + field + '\x1f' + value);
    return {digest.begin(), digest.end()};
}

AccountView::AccountView(StoredAccount stored, const Sealer& sealer) : stored_(std::move(stored)), sealer_(sealer) {
    index_all();
    for (const LearnedValue& value : stored_.learned) {
        learned_[value.sent_digest] = value.kept_digest;
    }
}

void AccountView::index_all() {
    by_key_.clear();
    by_id_.clear();
    opted_out_.clear();
    for (std::size_t place = 0; place < stored_.contacts.size(); ++place) {
        index(place);
    }
}

void AccountView::index(std::size_t place) {
    const std::string id = stored_.contacts.contact_id(place);
    const auto by_id = PlaceIndex::hash(id);
    if (const auto known = place_of_id(id); known && *known != place) {
        by_id_.move(by_id, *known, place); // the later one counts
    } else {
        by_id_.add(by_id, place);
    }
    const std::string_view key = stored_.contacts.key(place);
    if (key.empty()) {
        return; // SMS only: no address, no key, left alone
    }
    if (stored_.contacts.is_opted_out(place)) {
        opted_out_.emplace(key);
    }
    const auto by_key = PlaceIndex::hash(key);
    if (const auto known = place_of(key); !known) {
        by_key_.add(by_key, place);
    } else if (stored_.contacts.is_deleted(*known) && !stored_.contacts.is_deleted(place)) {
        by_key_.move(by_key, *known, place);
    }
}

std::optional<std::size_t> AccountView::place_of(std::string_view address_key) const {
    if (address_key.empty()) {
        return std::nullopt;
    }
    return by_key_.find(PlaceIndex::hash(address_key),
                        [&](std::size_t place) { return stored_.contacts.key(place) == address_key; });
}

std::optional<std::size_t> AccountView::place_of_id(const std::string& contact_id) const {
    return by_id_.find(PlaceIndex::hash(contact_id),
                       [&](std::size_t place) { return stored_.contacts.contact_id(place) == contact_id; });
}

std::optional<cc::Contact> AccountView::find(std::string_view address_key) const {
    const auto place = place_of(address_key);
    return place ? std::optional(stored_.contacts[*place]) : std::nullopt;
}

std::optional<cc::Contact> AccountView::find_id(const std::string& contact_id) const {
    const auto place = place_of_id(contact_id);
    return place ? std::optional(stored_.contacts[*place]) : std::nullopt;
}

const cc::ContactList* AccountView::find_list(const std::string& list_id) const {
    const auto found = std::ranges::find(stored_.account_lists, list_id, &cc::ContactList::list_id);
    return found == stored_.account_lists.end() ? nullptr : &*found;
}

std::optional<MembershipState> AccountView::membership(const std::string& contact_id,
                                                       const std::string& list_id) const {
    const MembershipBook& known = stored_.memberships;
    return known.of(contact_id).find(known.number_of_list(list_id));
}

bool AccountView::is_kept_form(const std::string& contact_id, const std::string& field, const std::string& sent,
                               const std::string& kept) const {
    if (learned_.empty()) {
        return false;
    }
    const auto found = learned_.find(value_digest(sealer_, contact_id, field, sent));
    return found != learned_.end() && found->second == value_digest(sealer_, contact_id, field, kept);
}

void AccountView::apply_contacts(const ContactBook& changed) {
    const auto facts = [this](std::size_t place) {
        const ContactBook& contacts = stored_.contacts;
        return std::tuple(std::string(contacts.key(place)), contacts.is_deleted(place),
                          contacts.is_opted_out(place));
    };
    bool is_index_right = true;
    for (const cc::Contact& contact : changed) {
        if (const auto known = place_of_id(contact.contact_id)) {
            const auto before = facts(*known);
            stored_.contacts.replace(*known, contact);
            is_index_right &= before == facts(*known);
        } else {
            stored_.contacts.push_back(contact);
            index(stored_.contacts.size() - 1);
        }
    }
    if (!is_index_right) {
        index_all();
    }
}

void AccountView::apply(const AccountChanges& changes) {
    if (changes.replace_contacts) {
        stored_.contacts = changes.contacts;
        index_all();
    } else {
        apply_contacts(changes.contacts);
    }
    for (const RememberedMembership& membership : changes.forget) {
        stored_.memberships.erase(membership.contact_id, membership.list_id);
    }
    for (const RememberedMembership& membership : changes.remember) {
        stored_.memberships.set(membership);
    }
    for (const LearnedValue& value : changes.learned) {
        learned_[value.sent_digest] = value.kept_digest;
    }
    for (const RememberedList& list : changes.lists) {
        std::erase_if(stored_.lists,
                      [&](const RememberedList& known) { return known.group_key == list.group_key; });
        stored_.lists.push_back(list);
    }
    if (changes.custom_fields) {
        stored_.custom_fields = *changes.custom_fields;
    }
    if (changes.account_lists) {
        stored_.account_lists = *changes.account_lists;
    }
    if (changes.full_read_at || changes.forget_full_read) {
        stored_.full_read_at = changes.full_read_at;
    }
    stored_.optouts_read_at = changes.optouts_read_at ? changes.optouts_read_at : stored_.optouts_read_at;
}

AccountChanges find_leavings(const AccountView& view) {
    AccountChanges changes;
    std::unordered_set<std::string> lists;
    std::ranges::transform(view.lists(), std::inserter(lists, lists.end()), &cc::ContactList::list_id);
    const ContactBook& contacts = view.contacts();
    view.memberships().each([&](const RememberedMembership& membership) {
        if (!lists.contains(membership.list_id)) {
            changes.forget.push_back(membership);
            return;
        }
        const auto place = view.place_of_id(membership.contact_id);
        if (!place) {
            return; // not seen this time: what is known of it stays
        }
        const bool is_on = contacts.is_on(*place, membership.list_id);
        if (membership.state == MembershipState::Confirmed && !is_on) {
            if (contacts.is_opted_out(*place) || contacts.is_deleted(*place)) {
                changes.forget.push_back(membership);
            } else {
                changes.remember.push_back({membership.contact_id, membership.list_id, MembershipState::Left});
            }
        } else if (membership.state == MembershipState::Left && is_on) {
            changes.remember.push_back(
                {membership.contact_id, membership.list_id, MembershipState::Confirmed}); // came back by itself
        }
    });
    return changes;
}

} // namespace muster::sync
