#include "sandbox/account.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace muster::sandbox {

namespace {

constexpr std::array<std::pair<Permission, std::string_view>, 6> kPermissions{{
    {Permission::Explicit, "explicit"},
    {Permission::Implicit, "implicit"},
    {Permission::NotSet, "not_set"},
    {Permission::PendingConfirmation, "pending_confirmation"},
    {Permission::TempHold, "temp_hold"},
    {Permission::Unsubscribed, "unsubscribed"},
}};

template <class Records>
auto* find_id(Records& records, std::string_view id) {
    const auto found = std::find_if(records.begin(), records.end(), [&](const auto& one) { return one.id == id; });
    return found == records.end() ? nullptr : &*found;
}

Contact* at_place(std::deque<Contact>& contacts, const std::unordered_map<std::string, std::size_t>& index,
                  std::string_view key) {
    const auto found = index.find(std::string(key));
    return found == index.end() ? nullptr : &contacts[found->second];
}

} // namespace

std::string_view name_of(Permission permission) {
    for (const auto& [value, name] : kPermissions) {
        if (value == permission) {
            return name;
        }
    }
    return "";
}

std::optional<Permission> permission_named(std::string_view name) {
    for (const auto& [value, known] : kPermissions) {
        if (known == name) {
            return value;
        }
    }
    return std::nullopt;
}

bool Contact::is_on(std::string_view list_id) const {
    return std::find(lists.begin(), lists.end(), list_id) != lists.end();
}

std::optional<std::string> Contact::field(std::string_view field_id) const {
    for (const auto& field : custom_fields) {
        if (field.field_id == field_id) {
            return field.value;
        }
    }
    return std::nullopt;
}

std::int64_t Activity::counter(std::string_view name) const {
    for (const auto& [counter, count] : counters) {
        if (counter == name) {
            return count;
        }
    }
    return 0;
}

std::string address_key(std::string_view address) { return ascii_lower(trim(address)); }

bool is_active(const Contact& contact) {
    if (contact.deleted_at) {
        return false;
    }
    if (contact.email.address.empty()) {
        return !contact.sms.number.empty() && contact.sms.permission == "explicit";
    }
    return contact.email.permission == Permission::Explicit || contact.email.permission == Permission::Implicit;
}

bool take_off_list(Contact& contact, std::string_view list_id) {
    const auto found = std::find(contact.lists.begin(), contact.lists.end(), list_id);
    if (found == contact.lists.end()) {
        return false;
    }
    contact.lists.erase(found);
    return true;
}

Contact& Account::add(Contact contact) {
    const std::size_t place = contacts_.size();
    by_id_[contact.id] = place;
    if (!contact.email.address.empty()) {
        by_address_[address_key(contact.email.address)] = place;
    }
    if (!contact.sms.number.empty()) {
        by_sms_[contact.sms.number] = place;
    }
    contacts_.push_back(std::move(contact));
    return contacts_.back();
}

Contact* Account::contact(std::string_view contact_id) { return at_place(contacts_, by_id_, contact_id); }

Contact* Account::contact_at(std::string_view address) {
    return at_place(contacts_, by_address_, address_key(address));
}

Contact* Account::contact_with_sms(std::string_view number) { return at_place(contacts_, by_sms_, number); }

void Account::change_address(Contact& contact, std::string_view address) {
    const std::size_t place = by_id_.at(contact.id);
    if (!contact.email.address.empty()) {
        by_address_.erase(address_key(contact.email.address));
    }
    contact.email.address = std::string(address);
    if (!address.empty()) {
        by_address_[address_key(address)] = place;
    }
}

void Account::change_sms(Contact& contact, std::string_view number) {
    const std::size_t place = by_id_.at(contact.id);
    if (!contact.sms.number.empty()) {
        by_sms_.erase(contact.sms.number);
    }
    contact.sms.number = std::string(number);
    if (!number.empty()) {
        by_sms_[contact.sms.number] = place;
    }
}

List* Account::list(std::string_view list_id) { return find_id(lists, list_id); }

List* Account::live_list(std::string_view list_id) {
    List* found = list(list_id);
    return found != nullptr && !found->deleted_at ? found : nullptr;
}

List* Account::list_named(std::string_view id_or_name) {
    for (auto& one : lists) {
        if (!one.deleted_at && (one.id == id_or_name || one.name == id_or_name)) {
            return &one;
        }
    }
    return nullptr;
}

Field* Account::field(std::string_view field_id) { return find_id(fields, field_id); }

Field* Account::field_named(std::string_view id_label_or_name) {
    for (auto& one : fields) {
        if (one.id == id_label_or_name || one.label == id_label_or_name || one.name == id_label_or_name) {
            return &one;
        }
    }
    return nullptr;
}

Tag* Account::tag(std::string_view tag_id) { return find_id(tags, tag_id); }

Activity* Account::activity(std::string_view activity_id) { return find_id(activities, activity_id); }

std::size_t Account::live_lists() const {
    return static_cast<std::size_t>(
        std::count_if(lists.begin(), lists.end(), [](const List& one) { return !one.deleted_at; }));
}

std::unordered_map<std::string, std::int64_t> Account::list_counts(bool active_only) const {
    std::unordered_map<std::string, std::int64_t> counts;
    for (const auto& contact : contacts_) {
        if (contact.deleted_at || (active_only && !is_active(contact))) {
            continue;
        }
        for (const auto& list_id : contact.lists) {
            ++counts[list_id];
        }
    }
    return counts;
}

const std::vector<std::size_t>& Account::by_id_order() {
    if (id_order_.size() != contacts_.size()) {
        id_order_.resize(contacts_.size());
        for (std::size_t place = 0; place < id_order_.size(); ++place) {
            id_order_[place] = place;
        }
        std::sort(id_order_.begin(), id_order_.end(),
                  [this](std::size_t a, std::size_t b) { return contacts_[a].id < contacts_[b].id; });
    }
    return id_order_;
}

} // namespace muster::sandbox
