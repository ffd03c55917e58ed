#include "sync/managed.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

using roster::PostalAddress;

std::string fit(std::string_view value, std::size_t limit, std::string_view field, std::vector<CutValue>& cuts) {
    const std::string_view trimmed = trim(value);
    if (trimmed.size() <= limit) {
        return std::string(trimmed); // no more code points than bytes
    }
    const std::string_view kept = trim(cut(trimmed, limit));
    if (kept.size() < trimmed.size() && code_points(trimmed) > limit) {
        cuts.push_back(
            {std::string(field),
             fmt::format("The {} has {} characters; Constant Contact takes {}. It is sent cut to \"{}\".", field,
                         code_points(trimmed), limit, field == "Password" ? "…" : kept)});
    }
    return std::string(kept);
}

bool is_domestic(std::string_view country) {
    constexpr std::array<std::string_view, 6> kNames{"", "us", "usa", "u.s.", "u.s.a.", "united states"};
    const std::string key = name_key(country);
    return std::ranges::find(kNames, key) != kNames.end() || key == "united states of america";
}

cc::StreetAddress work_address_of(const PostalAddress& address, std::vector<CutValue>& cuts) {
    std::string street(trim(address.street));
    if (const auto second = trim(address.street2); !second.empty()) {
        street += street.empty() ? "" : ", ";
        street += second;
    }
    return {"work",
            fit(street, cc::kStreetLimit, "street", cuts),
            fit(address.city, cc::kAddressPartLimit, "city", cuts),
            fit(address.state, cc::kAddressPartLimit, "state", cuts),
            fit(address.postal_code, cc::kAddressPartLimit, "postal_code", cuts),
            fit(address.country, cc::kAddressPartLimit, "country", cuts)};
}

/// The texts of core, phone and address by name, in the order of reports.
struct Part {
    std::string_view field;
    const std::string& value;
    std::string_view import_key;
};
std::array<Part, 10> parts(const cc::CoreProperties& core, const std::string& phone,
                           const cc::StreetAddress& address) {
    return {Part{"first_name", core.first_name, "first_name"},
            Part{"last_name", core.last_name, "last_name"},
            Part{"job_title", core.job_title, "job_title"},
            Part{"company_name", core.company_name, "company_name"},
            Part{"phone", phone, "work_phone"},
            Part{"street", address.street, "work_street"},
            Part{"city", address.city, "work_city"},
            Part{"state", address.state, "work_state"},
            Part{"postal_code", address.postal_code, "work_zip"},
            Part{"country", address.country, "work_country"}};
}

bool is_blank(const cc::StreetAddress& address) {
    return address.street.empty() && address.city.empty() && address.state.empty() && address.postal_code.empty() &&
           address.country.empty();
}

bool is_secret(const ChosenField& field) { return field.field == roster::CustomField::Password; }

} // namespace

Desired desired_properties(const roster::RosterRow& row, const std::vector<ChosenField>& fields,
                           std::vector<CutValue>& cuts) {
    Desired desired;
    desired.core.first_name = fit(row.rep.first_name, cc::kNameLimit, "first_name", cuts);
    desired.core.last_name = fit(row.rep.last_name, cc::kNameLimit, "last_name", cuts);
    desired.core.job_title = fit(row.rep.job_title, cc::kNameLimit, "job_title", cuts);
    desired.core.company_name = fit(row.member.company, cc::kNameLimit, "company_name", cuts);

    const std::string_view phone = trim(row.rep.phone).empty() ? trim(row.member.phone) : trim(row.rep.phone);
    if (code_points(phone) > cc::kPhoneLimit) {
        desired.phone_left_out = true;
        cuts.push_back({"phone", fmt::format("The phone \"{}\" has more than {} characters; it is not sent.", phone,
                                             cc::kPhoneLimit)});
    } else {
        desired.phone = phone;
    }
    desired.address = work_address_of(row.rep.address.is_blank() ? row.member.address : row.rep.address, cuts);
    desired.needs_single_write = !desired.phone.empty() && (desired.phone.find('+') != std::string::npos ||
                                                            !is_domestic(desired.address.country));

    desired.custom.reserve(fields.size());
    for (const ChosenField& field : fields) {
        desired.custom.push_back(field.refused.empty() ? fit(roster::custom_field_value(field.field, row),
                                                             cc::kCustomFieldValueLimit, field.label, cuts)
                                                       : "");
    }
    return desired;
}

std::string work_phone(const cc::Contact& contact) {
    const auto found = std::ranges::find(contact.phone_numbers, "work", &cc::PhoneNumber::kind);
    return found == contact.phone_numbers.end() ? "" : found->phone_number;
}

cc::StreetAddress work_address(const cc::Contact& contact) {
    const auto found = std::ranges::find(contact.street_addresses, "work", &cc::StreetAddress::kind);
    return found == contact.street_addresses.end() ? cc::StreetAddress{"work", {}, {}, {}, {}, {}} : *found;
}

std::string_view custom_value(const cc::Contact& contact, const std::string& custom_field_id) {
    const auto found =
        std::ranges::find(contact.custom_fields, custom_field_id, &cc::CustomFieldValue::custom_field_id);
    return found == contact.custom_fields.end() ? std::string_view{} : found->value;
}

Desired properties_of(const cc::Contact& contact, const std::vector<ChosenField>& fields) {
    Desired desired;
    desired.core = contact.core;
    desired.phone = work_phone(contact);
    desired.address = work_address(contact);
    for (const ChosenField& field : fields) {
        desired.custom.emplace_back(custom_value(contact, field.custom_field_id));
    }
    return desired;
}

bool is_address_part(std::string_view field) {
    return field == "street" || field == "city" || field == "state" || field == "postal_code" || field == "country";
}

std::string managed_value(const cc::Contact& contact, const std::string& name,
                          const std::vector<cc::CustomField>& fields) {
    const std::string phone = work_phone(contact);
    const cc::StreetAddress address = work_address(contact);
    for (const Part& part : parts(contact.core, phone, address)) {
        if (part.field == name) {
            return part.value;
        }
    }
    const auto field =
        std::ranges::find(fields, name_key(name), [](const cc::CustomField& one) { return name_key(one.label); });
    return field == fields.end() ? "" : std::string(custom_value(contact, field->custom_field_id));
}

std::vector<Difference> differences(const Desired& desired, const std::vector<ChosenField>& fields,
                                    const cc::Contact& contact, const LearnedForms& learned) {
    std::vector<Difference> result;
    const std::string phone = work_phone(contact);
    const cc::StreetAddress address = work_address(contact);
    const auto wanted = parts(desired.core, desired.phone, desired.address);
    const auto present = parts(contact.core, phone, address);
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        const bool left_out = desired.phone_left_out && wanted[i].field == "phone";
        if (left_out || wanted[i].value == present[i].value ||
            learned.is_kept_form(contact.contact_id, std::string(wanted[i].field), wanted[i].value,
                                 present[i].value)) {
            continue;
        }
        result.push_back({std::string(wanted[i].field), present[i].value, wanted[i].value, std::nullopt, false});
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (!fields[i].refused.empty()) {
            continue;
        }
        const std::string_view held = fields[i].custom_field_id.empty()
                                          ? std::string_view{}
                                          : custom_value(contact, fields[i].custom_field_id);
        if (held == desired.custom[i]) {
            continue;
        }
        std::string old(held);
        if (!learned.is_kept_form(contact.contact_id, "cf:" + fields[i].label, desired.custom[i], old)) {
            result.push_back({fields[i].label, std::move(old), desired.custom[i], i, is_secret(fields[i])});
        }
    }
    return result;
}

bool is_surely_as_desired(const Desired& desired, const std::vector<ChosenField>& fields,
                          const std::vector<std::optional<std::int64_t>>& numbers, const ContactGlance& contact) {
    const cc::CoreProperties& core = desired.core;
    const cc::StreetAddress& address = desired.address;
    if (core.first_name != contact.core[0] || core.last_name != contact.core[1] ||
        core.job_title != contact.core[2] || core.company_name != contact.core[3] ||
        desired.phone != contact.work_phone || desired.phone_left_out || address.street != contact.address[0] ||
        address.city != contact.address[1] || address.state != contact.address[2] ||
        address.postal_code != contact.address[3] || address.country != contact.address[4]) {
        return false;
    }
    if (contact.other_phones >= cc::kPhonesPerContact ||
        contact.custom_fields.size() + fields.size() > cc::kCustomFieldsPerContact) {
        return false;
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        const auto held = std::ranges::find(contact.custom_fields, numbers[i],
                                            [](const auto& field) { return std::optional(field.first); });
        if (desired.custom[i] != (held == contact.custom_fields.end() ? std::string_view{} : held->second)) {
            return false;
        }
    }
    return true;
}

std::vector<Difference> differences_from_nothing(const Desired& desired, const std::vector<ChosenField>& fields) {
    std::vector<Difference> result;
    for (const Part& part : parts(desired.core, desired.phone, desired.address)) {
        if (!part.value.empty()) {
            result.push_back({std::string(part.field), "", part.value, std::nullopt, false});
        }
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].refused.empty() && !desired.custom[i].empty()) {
            result.push_back({fields[i].label, "", desired.custom[i], i, is_secret(fields[i])});
        }
    }
    return result;
}

cc::ContactUpdate contact_update(const cc::Contact& contact, const Desired& desired,
                                 const std::vector<ChosenField>& fields, const std::vector<Difference>& changed) {
    cc::ContactUpdate update;
    update.address = contact.address;
    update.core =
        contact.core; // birthday and anniversary stay; the four texts are the Rep's, or a kept form of them
    for (const Difference& difference : changed) {
        const std::string& field = difference.field;
        if (difference.custom) {
            if (!update.custom_fields) {
                update.custom_fields = contact.custom_fields;
            }
            const std::string& id = fields[*difference.custom].custom_field_id;
            std::erase_if(*update.custom_fields, [&](const auto& value) { return value.custom_field_id == id; });
            if (!difference.new_value.empty()) {
                update.custom_fields->push_back({id, difference.new_value, {}});
            }
        } else if (field == "phone") {
            update.phone_numbers = contact.phone_numbers;
            std::erase_if(*update.phone_numbers, [](const auto& phone) { return phone.kind == "work"; });
            if (!desired.phone.empty()) {
                update.phone_numbers->push_back({desired.phone, "work"});
            }
        } else if (is_address_part(field)) {
            update.street_addresses = contact.street_addresses;
            std::erase_if(*update.street_addresses, [](const auto& address) { return address.kind == "work"; });
            if (!is_blank(desired.address)) {
                update.street_addresses->push_back(desired.address);
            }
        } else {
            (field == "first_name"  ? update.core.first_name
             : field == "last_name" ? update.core.last_name
             : field == "job_title" ? update.core.job_title
                                    : update.core.company_name) = difference.new_value;
        }
    }
    return update;
}

cc::NewContact new_contact(const std::string& address, const Desired& desired,
                           const std::vector<ChosenField>& fields) {
    cc::NewContact contact;
    contact.address = address;
    contact.core = desired.core;
    if (!desired.phone.empty()) {
        contact.phone_numbers.push_back({desired.phone, "work"});
    }
    if (!is_blank(desired.address)) {
        contact.street_addresses.push_back(desired.address);
    }
    for (std::size_t i = 0; i < fields.size(); ++i) {
        if (fields[i].refused.empty() && !desired.custom[i].empty()) {
            contact.custom_fields.push_back({fields[i].custom_field_id, desired.custom[i], {}});
        }
    }
    return contact;
}

cc::ImportRow import_row(const std::string& address, const Desired& desired, const std::vector<ChosenField>& fields,
                         const std::vector<Difference>& changed) {
    cc::ImportRow row{{"email", address}};
    const auto is_changed = [&](std::string_view field) {
        return std::ranges::any_of(changed, [&](const Difference& d) { return !d.custom && d.field == field; });
    };
    // An address is one thing to the service: all of it goes when a part of it differs.
    const bool address_changed =
        std::ranges::any_of(changed, [](const Difference& d) { return !d.custom && is_address_part(d.field); });
    for (const Part& part : parts(desired.core, desired.phone, desired.address)) {
        if (!part.value.empty() && (is_address_part(part.field) ? address_changed : is_changed(part.field))) {
            row.emplace_back(part.import_key, part.value);
        }
    }
    for (const Difference& difference : changed) {
        if (difference.custom && !difference.new_value.empty()) {
            row.emplace_back(fields[*difference.custom].import_key, difference.new_value);
        }
    }
    return row;
}

} // namespace muster::sync
