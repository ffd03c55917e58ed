// One row of an import: reading its cells, judging it, and what it does to a contact (contract, sections 6
// and 10.2).

#include <algorithm>
#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/imports.hpp"

namespace muster::sandbox {

namespace {

constexpr std::array<std::string_view, 4> kCore{"first_name", "last_name", "job_title", "company_name"};
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> kPhones{{
    {"phone", "other"},
    {"home_phone", "home"},
    {"work_phone", "work"},
    {"mobile_phone", "mobile"},
    {"other_phone", "other"},
}};
constexpr std::array<std::string_view, 6> kAddressParts{"street", "street2", "city", "state", "zip", "country"};
constexpr std::array<std::string_view, 3> kAddressKinds{"home", "work", "other"};
constexpr std::size_t kMaxSubresources = 3;

template <class Names>
bool is_one_of(const Names& names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

/// "work_zip" is kind work, part zip; without a kind it is home.
std::optional<std::pair<std::string_view, std::string_view>> address_part(std::string_view key) {
    if (is_one_of(kAddressParts, key)) {
        return std::pair(kAddressKinds[0], key);
    }
    if (key == "home country") { // spelled so in the vendor's own description
        return std::pair(kAddressKinds[0], kAddressParts[5]);
    }
    for (const auto kind : kAddressKinds) {
        const bool starts =
            key.size() > kind.size() + 1 && key.substr(0, kind.size()) == kind && key[kind.size()] == '_';
        if (starts && is_one_of(kAddressParts, key.substr(kind.size() + 1))) {
            return std::pair(kind, key.substr(kind.size() + 1));
        }
    }
    return std::nullopt;
}

std::optional<std::string_view> phone_kind(std::string_view key) {
    for (const auto& [name, kind] : kPhones) {
        if (name == key) {
            return kind;
        }
    }
    return std::nullopt;
}

std::int64_t number_of(std::string_view text) {
    std::int64_t number = -1;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() ? number : -1;
}

} // namespace

/// What a row says; a value that is "" clears (switch blank_cells).
struct RowImporter::Draft {
    std::string email;
    std::string sms;
    std::string sms_date;
    Pairs core;
    std::optional<std::int64_t> birthday_month;
    std::optional<std::int64_t> birthday_day;
    std::optional<std::string> anniversary;
    Pairs phones;
    std::map<std::string, std::map<std::string, std::string>> addresses; ///< kind, part, value
    Pairs fields;                                                        ///< id, value
};

bool is_import_key(std::string_view key) {
    constexpr std::array<std::string_view, 6> kOthers{"email",       "birthday_month", "birthday_day",
                                                      "anniversary", "sms_number",     "sms_consent_date"};
    return is_one_of(kOthers, key) || is_one_of(kCore, key) || phone_kind(key) || address_part(key) ||
           key.substr(0, 3) == "cf:";
}

RowImporter::RowImporter(World& world, Account& account, std::vector<std::string> lists, std::string sms_permission,
                         Instant now)
    : world_(world), account_(account), sms_permission_(std::move(sms_permission)), now_(now) {
    for (auto& id : lists) {
        if (account.live_list(id) != nullptr) { // it may have been deleted since the request
            lists_.push_back(std::move(id));
        }
    }
}

std::optional<std::string> RowImporter::unknown(Unknown how, std::string reason) {
    job_failed_ = how == Unknown::Job;
    return how == Unknown::Ignore ? std::nullopt : std::optional(std::move(reason));
}

std::optional<std::string> RowImporter::refuse_or_cut(std::string& value, std::string_view key, std::size_t most) {
    if (code_points(value) <= most) {
        return std::nullopt;
    }
    if (world_.switches().too_long == TooLong::Refuse) {
        return fmt::format("{} is too long, at most {} characters are allowed", key, most);
    }
    value = std::string(cut(value, most));
    return std::nullopt;
}

std::optional<std::string> RowImporter::read_field(const std::string& name, std::string value, Draft& draft) {
    const auto field = std::find_if(account_.fields.begin(), account_.fields.end(),
                                    [&](const Field& one) { return one.name == name; });
    if (field == account_.fields.end()) {
        return unknown(world_.switches().unknown_import_field, fmt::format("There is no custom field {}", name));
    }
    if (auto refusal = refuse_or_cut(value, "cf:" + name, 255)) {
        return refusal;
    }
    if (!value.empty() && !can_hold(*field, value)) {
        switch (world_.switches().wrong_typed_value) {
        case WrongValue::Row:
            return fmt::format("The custom field {} cannot hold that value", name);
        case WrongValue::Ignore:
            return std::nullopt;
        case WrongValue::Keep:
            break;
        }
    }
    draft.fields.emplace_back(field->id, std::move(value));
    return std::nullopt;
}

std::optional<std::string> RowImporter::read_cell(const std::string& key, std::string value, Draft& draft) {
    if (world_.switches().trim_values == OnOff::On || key == "email" || key == "sms_number") {
        value = std::string(trim(value));
    }
    if (key == "email") {
        draft.email = value;
        return std::nullopt;
    }
    if (trim(value).empty() && world_.switches().blank_cells == BlankCells::Ignore) {
        return std::nullopt;
    }
    if (key.substr(0, 3) == "cf:") {
        return read_field(key.substr(3), std::move(value), draft);
    }
    if (is_one_of(kCore, key)) {
        auto refusal = refuse_or_cut(value, key, 50);
        if (key == "first_name" && world_.switches().full_stop_in_name == FullStop::Refuse &&
            value.find('.') != std::string::npos) {
            refusal = "first_name does not have a valid value";
        }
        draft.core.emplace_back(key, std::move(value));
        return refusal;
    }
    if (const auto kind = phone_kind(key)) {
        auto refusal = value.find('+') != std::string::npos ? std::optional(key + " is no US phone number")
                                                            : refuse_or_cut(value, key, 50);
        draft.phones.emplace_back(*kind, std::move(value));
        return refusal;
    }
    if (const auto part = address_part(key)) {
        const bool is_street = part->second == "street" || part->second == "street2";
        auto refusal = refuse_or_cut(value, key, is_street ? 255 : 50);
        draft.addresses[std::string(part->first)][std::string(part->second)] = std::move(value);
        return refusal;
    }
    if (key == "birthday_month" || key == "birthday_day") {
        auto& place = key == "birthday_month" ? draft.birthday_month : draft.birthday_day;
        place = value.empty() ? 0 : number_of(value);
        return std::nullopt;
    }
    if (key == "anniversary") {
        draft.anniversary = value;
        return std::nullopt;
    }
    if (key == "sms_number" || key == "sms_consent_date") {
        (key == "sms_number" ? draft.sms : draft.sms_date) = value;
        return std::nullopt;
    }
    return unknown(world_.switches().unknown_import_key, fmt::format("{} is not a known property", key));
}

std::optional<std::string> RowImporter::read(const ImportRow& row, Draft& draft) {
    if (row.has_wrong_type) {
        return "A value has the wrong type";
    }
    std::optional<std::string> first;
    for (const auto& [key, value] : row.cells) {
        auto refusal = read_cell(key, value, draft);
        if (job_failed_) {
            return refusal;
        }
        if (!first) {
            first = std::move(refusal);
        }
    }
    return first;
}

/// What a person could correct in the web pages of the service: `correctable_count`.
std::optional<std::string> RowImporter::check(Draft& draft) const {
    if (draft.email.empty() && draft.sms.empty()) {
        return "The contact has no email address";
    }
    if (!draft.email.empty() && !looks_like_address(draft.email)) {
        return "Invalid email address";
    }
    if (draft.birthday_month.has_value() != draft.birthday_day.has_value() ||
        !is_birthday(draft.birthday_month.value_or(0), draft.birthday_day.value_or(0))) {
        return "Invalid birthday";
    }
    if (draft.anniversary && !draft.anniversary->empty()) {
        const auto date = anniversary_of(*draft.anniversary);
        if (!date) {
            return "Invalid anniversary";
        }
        draft.anniversary = date;
    }
    return std::nullopt;
}

Contact* RowImporter::existing(const Draft& draft) {
    return draft.email.empty() ? account_.contact_with_sms(draft.sms) : account_.contact_at(draft.email);
}

/// Whether the custom fields, phones and addresses of the row fit beside those that are there.
std::optional<std::string> RowImporter::room_for(const Draft& draft, const Contact* contact) const {
    std::set<std::string> fields;
    std::set<std::string> phones;
    std::set<std::string> addresses;
    if (contact != nullptr) {
        for (const auto& one : contact->custom_fields) {
            fields.insert(one.field_id);
        }
        for (const auto& one : contact->phones) {
            phones.insert(one.kind);
        }
        for (const auto& one : contact->addresses) {
            addresses.insert(one.kind);
        }
    }
    for (const auto& [id, value] : draft.fields) {
        value.empty() ? static_cast<void>(fields.erase(id)) : static_cast<void>(fields.insert(id));
    }
    for (const auto& [kind, number] : draft.phones) {
        phones.insert(kind);
    }
    for (const auto& [kind, parts] : draft.addresses) {
        addresses.insert(kind);
    }
    if (fields.size() > world_.switches().custom_field_cap) {
        return fmt::format("The contact would have more than {} custom fields", world_.switches().custom_field_cap);
    }
    if (phones.size() > kMaxSubresources || addresses.size() > kMaxSubresources) {
        return "The contact would have more than 3 phone numbers or addresses";
    }
    return std::nullopt;
}

bool RowImporter::has_room_for_lists(const Contact& contact) const {
    const auto fresh_lists =
        std::count_if(lists_.begin(), lists_.end(), [&](const std::string& id) { return !contact.is_on(id); });
    return contact.lists.size() + static_cast<std::size_t>(fresh_lists) <= kMaxListsPerContact;
}

void RowImporter::apply_phones(const Draft& draft, Contact& contact) {
    for (const auto& [kind, number] : draft.phones) {
        const auto has_kind = [&, wanted = std::string_view(kind)](const Phone& one) { return one.kind == wanted; };
        const auto old = std::find_if(contact.phones.begin(), contact.phones.end(), has_kind);
        if (number.empty()) {
            std::erase_if(contact.phones, has_kind);
        } else if (old == contact.phones.end()) {
            contact.phones.push_back({world_.new_id(), number, kind, now_, now_});
        } else {
            old->number = number;
            old->updated_at = now_;
        }
    }
}

void RowImporter::apply_addresses(const Draft& draft, Contact& contact) {
    for (const auto& [kind, parts] : draft.addresses) {
        const auto has_kind = [wanted = std::string_view(kind)](const StreetAddress& one) {
            return one.kind == wanted;
        };
        auto place = std::find_if(contact.addresses.begin(), contact.addresses.end(), has_kind);
        if (place == contact.addresses.end()) {
            StreetAddress added;
            added.id = world_.new_id();
            added.kind = kind;
            added.created_at = now_;
            place = contact.addresses.insert(contact.addresses.end(), std::move(added));
        }
        const auto set = [given = &parts](std::string& target, const char* part) {
            const auto found = given->find(part);
            target = found == given->end() ? target : found->second;
        };
        set(place->street, "street");
        if (const auto second = parts.find("street2"); second != parts.end() && !second->second.empty()) {
            place->street += (place->street.empty() ? "" : " ") + second->second; // "appended": section 10.2
        }
        set(place->city, "city");
        set(place->state, "state");
        set(place->postal_code, "zip");
        set(place->country, "country");
        place->updated_at = now_;
        const StreetAddress& is = *place;
        if (is.street.empty() && is.city.empty() && is.state.empty() && is.postal_code.empty() &&
            is.country.empty()) {
            contact.addresses.erase(place);
        }
    }
}

void RowImporter::apply_fields(const Draft& draft, Contact& contact) {
    for (const auto& [id, value] : draft.fields) {
        const auto is_it = [wanted = std::string_view(id)](const FieldValue& one) {
            return one.field_id == wanted;
        };
        const auto old = std::find_if(contact.custom_fields.begin(), contact.custom_fields.end(), is_it);
        if (value.empty()) {
            std::erase_if(contact.custom_fields, is_it);
        } else if (old == contact.custom_fields.end()) {
            contact.custom_fields.push_back({id, value, {}});
        } else {
            old->value = value;
        }
    }
}

void RowImporter::apply(const Draft& draft, Contact& contact) {
    for (const auto& [key, value] : draft.core) {
        if (key == "first_name") {
            const bool strips = world_.switches().full_stop_in_name == FullStop::Strip;
            contact.first_name = value;
            strips ? static_cast<void>(std::erase(contact.first_name, '.')) : static_cast<void>(0);
        } else if (key == "last_name") {
            contact.last_name = value;
        } else if (key == "job_title") {
            contact.job_title = value;
        } else {
            contact.company_name = value;
        }
    }
    contact.birthday_month = draft.birthday_month.value_or(contact.birthday_month);
    contact.birthday_day = draft.birthday_day.value_or(contact.birthday_day);
    contact.anniversary = draft.anniversary.value_or(contact.anniversary);
    apply_phones(draft, contact);
    apply_addresses(draft, contact);
    apply_fields(draft, contact);
    const bool says_anything = !draft.core.empty() || !draft.phones.empty() || !draft.addresses.empty() ||
                               !draft.fields.empty() || draft.birthday_month || draft.anniversary;
    if (says_anything) {
        contact.updated_at = now_;
        contact.update_source = "Account";
    }
}

Contact RowImporter::fresh(const Draft& draft) const {
    Contact contact = new_contact(world_, "Account", now_);
    if (!draft.email.empty()) {
        give_email(world_, contact, draft.email, Permission::Implicit, "Account", now_);
    }
    if (!draft.sms.empty()) {
        contact.sms.id = world_.new_id();
        contact.sms.permission = sms_permission_;
        contact.sms.opt_in_date = now_;
        for (const char c : draft.sms) {
            contact.sms.number += c >= '0' && c <= '9' ? std::string(1, c) : "";
        }
    }
    return contact;
}

std::optional<std::string> RowImporter::import(Draft& draft, ImportTotals& totals) {
    const Switches& switches = world_.switches();
    Contact* contact = existing(draft);
    if (contact != nullptr && !draft.email.empty() && switches.address_case == Compared::Exact &&
        contact->email.address != draft.email) {
        return fmt::format("Email already exists for contact {}", contact->id);
    }
    if (auto refusal = room_for(draft, contact)) {
        return refusal;
    }
    if (contact == nullptr) {
        contact = &account_.add(fresh(draft));
    } else if (contact->is_unsubscribed()) {
        ++totals.cannot_add; // never brought back, never put on a list: section 6
        if (switches.unsubscribed_rows_updated == OnOff::On) {
            apply(draft, *contact);
        }
        return std::nullopt;
    } else if (contact->deleted_at && switches.import_revives_deleted == OnOff::Off) {
        return "The contact is deleted";
    } else if (switches.list_51 == ListFiftyOne::Row && !has_room_for_lists(*contact)) {
        return "The contact would be on more than 50 lists";
    }
    contact->deleted_at.reset();
    apply(draft, *contact);
    for (const auto& id : lists_) {
        static_cast<void>(join_list(world_, *contact, id, now_));
    }
    return std::nullopt;
}

std::optional<std::string> RowImporter::take(const ImportRow& row, ImportTotals& totals) {
    Draft draft;
    auto refusal = read(row, draft);
    if (job_failed_) {
        return refusal;
    }
    if (auto correctable = check(draft)) {
        ++totals.correctable;
        return correctable;
    }
    const std::size_t longest = world_.switches().import_email_limit;
    if (!refusal && code_points(draft.email) > longest) {
        refusal = fmt::format("email is too long, at most {} characters are allowed", longest);
    }
    const bool first_time = draft.email.empty() || taken_.insert(address_key(draft.email)).second;
    if (!refusal && !first_time && world_.switches().import_duplicates == Duplicates::First) {
        return std::nullopt;
    }
    if (!refusal) {
        refusal = import(draft, totals);
    }
    totals.errors += refusal ? 1 : 0;
    return refusal;
}

} // namespace muster::sandbox
