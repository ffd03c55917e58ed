#include "sync/account_view.hpp"

#include <algorithm>
#include <utility>

#include "base/email.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

std::string pair_key(const std::string& contact_id, const std::string& list_id) {
    return contact_id + '/' + list_id;
}

bool is_on(const cc::Contact& contact, const std::string& list_id) {
    return std::ranges::find(contact.list_memberships, list_id) != contact.list_memberships.end();
}

} // namespace

std::string value_digest(const Sealer& sealer, const std::string& contact_id, const std::string& field,
                         const std::string& value) {
    const auto digest = sealer.digest(contact_id + '\x1f' + field + '\x1f' + value);
    return {digest.begin(), digest.end()};
}

AccountView::AccountView(StoredAccount stored, const Sealer& sealer) : stored_(std::move(stored)), sealer_(sealer) {
    index();
    for (const RememberedMembership& membership : stored_.memberships) {
        membership_states_[pair_key(membership.contact_id, membership.list_id)] = membership.state;
    }
    for (const LearnedValue& value : stored_.learned) {
        learned_[value.sent_digest] = value.kept_digest;
    }
}

void AccountView::index() {
    by_key_.clear();
    by_id_.clear();
    opted_out_.clear();
    by_key_.reserve(stored_.contacts.size());
    by_id_.reserve(stored_.contacts.size());
    for (std::size_t at = 0; at < stored_.contacts.size(); ++at) {
        index_contact(at);
    }
}

void AccountView::index_contact(std::size_t at) {
    const cc::Contact& contact = stored_.contacts[at];
    by_id_[contact.contact_id] = at;
    if (contact.address.empty()) {
        return; // SMS only: no address, no key, left alone
    }
    const std::string key = email_key(contact.address);
    if (contact.is_opted_out()) {
        opted_out_.insert(key);
    }
    const auto [found, is_new] = by_key_.try_emplace(key, at);
    if (!is_new && stored_.contacts[found->second].is_deleted && !contact.is_deleted) {
        found->second = at;
    }
}

const cc::Contact* AccountView::find(const std::string& address_key) const {
    const auto found = by_key_.find(address_key);
    return found == by_key_.end() ? nullptr : &stored_.contacts[found->second];
}

const cc::Contact* AccountView::find_id(const std::string& contact_id) const {
    const auto found = by_id_.find(contact_id);
    return found == by_id_.end() ? nullptr : &stored_.contacts[found->second];
}

const cc::ContactList* AccountView::find_list(const std::string& list_id) const {
    const auto found = std::ranges::find(stored_.account_lists, list_id, &cc::ContactList::list_id);
    return found == stored_.account_lists.end() ? nullptr : &*found;
}

std::optional<MembershipState> AccountView::membership(const std::string& contact_id,
                                                       const std::string& list_id) const {
    const auto found = membership_states_.find(pair_key(contact_id, list_id));
    return found == membership_states_.end() ? std::nullopt : std::optional(found->second);
}

bool AccountView::is_kept_form(const std::string& contact_id, const std::string& field, const std::string& sent,
                               const std::string& kept) const {
    if (learned_.empty()) {
        return false;
    }
    const auto found = learned_.find(value_digest(sealer_, contact_id, field, sent));
    return found != learned_.end() && found->second == value_digest(sealer_, contact_id, field, kept);
}

void AccountView::apply(const AccountChanges& changes) {
    if (changes.replace_contacts) {
        stored_.contacts = changes.contacts;
        index();
    } else if (!changes.contacts.empty()) {
        for (const cc::Contact& contact : changes.contacts) {
            const auto found = by_id_.find(contact.contact_id);
            if (found == by_id_.end()) {
                by_id_[contact.contact_id] = stored_.contacts.size();
                stored_.contacts.push_back(contact);
            } else {
                stored_.contacts[found->second] = contact;
            }
        }
        index();
    }
    for (const RememberedMembership& membership : changes.forget) {
        membership_states_.erase(pair_key(membership.contact_id, membership.list_id));
    }
    for (const RememberedMembership& membership : changes.remember) {
        membership_states_[pair_key(membership.contact_id, membership.list_id)] = membership.state;
    }
    if (!changes.forget.empty() || !changes.remember.empty()) {
        stored_.memberships.clear();
        for (const auto& [key, state] : membership_states_) {
            const auto slash = key.find('/');
            stored_.memberships.push_back({key.substr(0, slash), key.substr(slash + 1), state});
        }
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
    for (const RememberedMembership& membership : view.memberships()) {
        const cc::Contact* contact = view.find_id(membership.contact_id);
        const bool list_exists = view.find_list(membership.list_id) != nullptr;
        if (!list_exists) {
            changes.forget.push_back(membership);
        } else if (contact == nullptr) {
            continue; // not seen this time: what is known of it stays
        } else if (membership.state == MembershipState::Confirmed && !is_on(*contact, membership.list_id)) {
            if (contact->is_opted_out() || contact->is_deleted) {
                changes.forget.push_back(membership);
            } else {
                changes.remember.push_back({membership.contact_id, membership.list_id, MembershipState::Left});
            }
        } else if (membership.state == MembershipState::Left && is_on(*contact, membership.list_id)) {
            changes.remember.push_back(
                {membership.contact_id, membership.list_id, MembershipState::Confirmed}); // came back by itself
        }
    }
    return changes;
}

} // namespace muster::sync
