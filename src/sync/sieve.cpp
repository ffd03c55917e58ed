#include "sync/sieve.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "sync/plan_attribute.hpp"

namespace muster::sync {

namespace {

constexpr std::int64_t kFew = 1'000;     // are always worth being read one by one
constexpr std::int64_t kShareOfFew = 16; // one in so many, too

} // namespace

RepAddress address_of(const roster::RosterRow& row, const AccountView& account) {
    RepAddress address;
    address.typed = trim(row.rep.email);
    address.parsed = parse_email(address.typed);
    if (address.parsed) {
        address.key = address.parsed->key;
    } else if (!address.typed.empty()) {
        address.key = email_key(address.typed);
    }
    address.place = account.place_of(address.key);
    return address;
}

Sieve::Sieve(const Plan& plan, const AccountView& account, const roster::Selections& selections,
             AddressTable& addresses, Keep keep)
    : plan_(plan),
      account_(account),
      selections_(selections),
      addresses_(addresses),
      keep_(keep),
      group_lists_(plan.lists) {
    const auto number_of = [&](const std::string& id) {
        return id.empty() ? std::nullopt : account.contacts().number(id); // nothing for what is still to be created
    };
    for (const ChosenField& field : plan.fields) {
        field_numbers_.push_back(number_of(field.custom_field_id));
    }
    for (const PlannedList& list : plan.lists) {
        list_numbers_.push_back(number_of(list.list_id));
        remembered_lists_.push_back(account.memberships().number_of_list(list.list_id));
    }
}

void Sieve::look_at(const roster::RosterRow& row) {
    ++seen_;
    const RepAddress address = address_of(row, account_);
    if (row.is_active()) {
        has_active_rep_ = true;
        if (!address.key.empty()) { // also one that is not deliverable: whatever it matches there stays (R8)
            addresses_.set_active(addresses_.number(address.key, address.place));
        }
    }
    const AttributeWish attribute = attribute_wish(row, address.key, address.place, account_);
    const bool attribute_concerns =
        attribute.is_change || (attribute.wanted && !account_.is_opted_out(address.key)); // this run may create it
    if (!attribute_concerns && !selections_.accepts(row)) {
        return;
    }
    if (address.parsed) {
        const std::size_t number = addresses_.number(address.key, address.place);
        if (!attribute_concerns && !addresses_.is_taken(number) && row.is_active() && address.place &&
            stands_as_wanted(row, *address.place)) {
            addresses_.set_quiet(number, row.rep.record_number);
            ++quiet_;
            return;
        }
        if (const auto other = addresses_.set_concerned(number)) { // whoever shares an address is decided in order
            concerned_.push_back(*other);
            --quiet_;
        }
    }
    concerned_.push_back(row.rep.record_number);
}

bool Sieve::is_coarse() const {
    return static_cast<std::int64_t>(concerned_.size()) > std::max(kFew, seen_ / kShareOfFew);
}

bool Sieve::stands_as_wanted(const roster::RosterRow& row, std::size_t place) {
    if (keep_ == Keep::All || !plan_.lists[0].refused.empty()) {
        return false;
    }
    account_.contacts().read(place, glance_);
    cuts_.clear();
    if (glance_.is_deleted || glance_.is_opted_out ||
        !is_surely_as_desired(desired_properties(row, plan_.fields, cuts_), plan_.fields, field_numbers_,
                              glance_) ||
        !cuts_.empty()) {
        return false;
    }
    const auto memberships = account_.memberships().of_packed(glance_.packed_id);
    const auto stands_on = [&](std::size_t list) {
        return list_numbers_[list] &&
               std::ranges::find(glance_.lists, *list_numbers_[list]) != glance_.lists.end() &&
               memberships.find(remembered_lists_[list]) == MembershipState::Confirmed;
    };
    return stands_on(0) && std::ranges::all_of(group_lists_.of(row.rep.groups), stands_on);
}

} // namespace muster::sync
