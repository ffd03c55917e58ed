// A contact as the body of a POST or PUT describes it (contract, section 5.1).

#include <set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/contacts.hpp"

namespace muster::sandbox {

namespace {

constexpr std::size_t kShort = 50;

bool is_source(std::string_view text) { return text == "Contact" || text == "Account"; }

ContactInput::EmailInput read_email(const json::Reader& email, Call& call, Errors& errors) {
    only(email,
         {"address", "permission_to_send", "created_at", "updated_at", "opt_in_source", "opt_in_date",
          "opt_out_source", "opt_out_date", "opt_out_reason", "confirm_status"},
         errors);
    ContactInput::EmailInput input;
    const Switches& switches = call.world.switches();
    input.address = std::string(trim(email["address"].text_or("")));
    if (input.address.empty()) {
        errors.add("email_address.address is missing");
    } else if (!looks_like_address(input.address)) {
        errors.add("email_address.address is in an invalid format");
    } else if (code_points(input.address) > 80) {
        errors.add("email_address.address is too long, at most 80 characters are allowed");
    }
    if (switches.store_addresses_lower == OnOff::On) {
        input.address = ascii_lower(input.address);
    }
    if (const auto permission = email["permission_to_send"].text()) {
        input.permission = permission_named(*permission);
        if (!input.permission) {
            errors.add("email_address.permission_to_send does not have a valid value");
        }
    }
    input.opt_in_source = email["opt_in_source"].text();
    if (input.opt_in_source && !is_source(*input.opt_in_source)) {
        errors.add("email_address.opt_in_source does not have a valid value");
    }
    input.opt_out_reason = email["opt_out_reason"].text();
    if (input.opt_out_reason) {
        input.opt_out_reason = fitted(*input.opt_out_reason, "opt_out_reason", 255, switches, errors);
    }
    return input;
}

std::vector<FieldValue> read_fields(const json::Reader& fields, Call& call, Errors& errors) {
    std::vector<FieldValue> values;
    std::set<std::string> seen;
    fields.each([&](const json::Reader& one) {
        only(one, {"custom_field_id", "value", "choice_ids"}, errors);
        FieldValue value{one["custom_field_id"].text_or(""), "", {}};
        const Field* field = call.account->field(value.field_id);
        if (field == nullptr) {
            errors.add(fmt::format("custom_field_id \"{}\" is not a custom field of this account", value.field_id));
            return;
        }
        if (!seen.insert(value.field_id).second) {
            errors.add(fmt::format("custom_field_id {} is there twice", value.field_id));
            return;
        }
        value.value = text_of(one, "value", 255, call.world.switches(), errors);
        one["choice_ids"].each([&](const json::Reader& choice) { value.choice_ids.push_back(choice.text_or("")); });
        if (!value.value.empty() && !can_hold(*field, value.value)) {
            errors.add(fmt::format("custom field {} cannot hold that value", field->name));
        }
        if (!value.value.empty() || !value.choice_ids.empty()) {
            values.push_back(std::move(value));
        }
    });
    const std::size_t cap = call.world.switches().custom_field_cap;
    if (values.size() > cap) {
        errors.add(fmt::format("custom_fields holds {} values, at most {} are allowed", values.size(), cap));
    }
    return values;
}

std::vector<Phone> read_phones(const json::Reader& phones, Call& call, Errors& errors) {
    std::vector<Phone> result;
    phones.each([&](const json::Reader& one) {
        only(one,
             {"phone_number_id", "phone_number", "kind", "created_at", "updated_at", "update_source",
              "create_source"},
             errors);
        Phone phone;
        phone.number = text_of(one, "phone_number", 25, call.world.switches(), errors);
        phone.kind = one["kind"].text_or("other");
        if (phone.kind != "home" && phone.kind != "work" && phone.kind != "mobile" && phone.kind != "other") {
            errors.add(fmt::format("phone_numbers.kind does not have a valid value: \"{}\"", phone.kind));
        }
        if (phone.number.empty()) {
            errors.add("phone_numbers.phone_number is missing");
        }
        result.push_back(std::move(phone));
    });
    if (result.size() > 3) {
        errors.add("phone_numbers holds more than 3 values");
    }
    return result;
}

std::vector<StreetAddress> read_addresses(const json::Reader& addresses, Call& call, Errors& errors) {
    std::vector<StreetAddress> result;
    const Switches& switches = call.world.switches();
    addresses.each([&](const json::Reader& one) {
        only(one,
             {"street_address_id", "kind", "street", "city", "state", "postal_code", "country", "created_at",
              "updated_at"},
             errors);
        StreetAddress address;
        address.kind = one["kind"].text_or("");
        if (address.kind != "home" && address.kind != "work" && address.kind != "other") {
            errors.add("street_addresses.kind is missing, street_addresses.kind does not have a valid value");
        }
        address.street = text_of(one, "street", 255, switches, errors);
        address.city = text_of(one, "city", kShort, switches, errors);
        address.state = text_of(one, "state", kShort, switches, errors);
        address.postal_code = text_of(one, "postal_code", kShort, switches, errors);
        address.country = text_of(one, "country", kShort, switches, errors);
        result.push_back(std::move(address));
    });
    if (result.size() > 3) {
        errors.add("street_addresses holds more than 3 values");
    }
    return result;
}

SmsChannel read_sms(const json::Reader& sms, Errors& errors) {
    only(sms, {"full_sms_address", "sms_channel_consents"}, errors);
    SmsChannel channel;
    std::string digits;
    for (const char c : sms["full_sms_address"].text_or("")) {
        if (c >= '0' && c <= '9') {
            digits += c;
        }
    }
    if (digits.size() < 11) {
        errors.add("sms_channel.full_sms_address is missing or has no dial code");
        return channel;
    }
    channel.dial_code = digits.substr(0, digits.size() - 10);
    channel.number = digits.substr(digits.size() - 10);
    if (sms["sms_channel_consents"].size() == 0) {
        errors.add("sms_channel.sms_channel_consents is missing");
    }
    sms["sms_channel_consents"].each([&](const json::Reader& consent) {
        channel.permission = consent["sms_consent_permission"].text_or("");
        if (consent["consent_type"].text_or("") != "promotional_sms" || channel.permission.empty()) {
            errors.add("sms_channel.sms_channel_consents does not have a valid value");
        }
    });
    return channel;
}

std::string first_name_of(std::string name, const Switches& switches, Errors& errors) {
    if (name.find('.') == std::string::npos || switches.full_stop_in_name == FullStop::Keep) {
        return name;
    }
    if (switches.full_stop_in_name == FullStop::Refuse) {
        errors.add("first_name does not have a valid value");
        return name;
    }
    std::erase(name, '.');
    return name;
}

void read_core(const json::Reader& body, ContactInput& input, Call& call, Errors& errors) {
    const Switches& switches = call.world.switches();
    input.first_name = first_name_of(text_of(body, "first_name", kShort, switches, errors), switches, errors);
    input.last_name = text_of(body, "last_name", kShort, switches, errors);
    input.job_title = text_of(body, "job_title", kShort, switches, errors);
    input.company_name = text_of(body, "company_name", kShort, switches, errors);
    input.birthday_month = body["birthday_month"].integer_or(0);
    input.birthday_day = body["birthday_day"].integer_or(0);
    if (!is_birthday(input.birthday_month, input.birthday_day)) {
        errors.add("birthday_month and birthday_day do not have valid values");
    }
    const std::string anniversary = body["anniversary"].text_or("");
    const auto date = anniversary_of(anniversary);
    if (!date && !anniversary.empty()) {
        errors.add("anniversary does not have a valid value");
    }
    input.anniversary = date.value_or("");
}

void read_subresources(const json::Reader& body, ContactInput& input, Call& call, Errors& errors) {
    if (body["custom_fields"].present()) {
        input.custom_fields = read_fields(body["custom_fields"], call, errors);
    }
    if (body["phone_numbers"].present()) {
        input.phones = read_phones(body["phone_numbers"], call, errors);
    }
    if (body["street_addresses"].present()) {
        input.addresses = read_addresses(body["street_addresses"], call, errors);
    }
    if (body["list_memberships"].present()) {
        input.lists = ids_of(body, "list_memberships", kMaxListsPerContact, errors);
        for (const auto& id : *input.lists) {
            if (call.account->live_list(id) == nullptr) {
                errors.add(fmt::format("list_memberships holds {}, which is not a list of this account", id));
            }
        }
    }
    if (body["taggings"].present()) {
        input.tags = ids_of(body, "taggings", 50, errors);
        for (const auto& id : *input.tags) {
            if (call.account->tag(id) == nullptr) {
                errors.add(fmt::format("taggings holds {}, which is not a tag of this account", id));
            }
        }
    }
    if (body["notes"].present()) {
        input.notes.emplace();
        body["notes"].each([&](const json::Reader& one) {
            only(one, {"note_id", "created_at", "content"}, errors);
            input.notes->push_back(Note{one["note_id"].text_or(""),
                                        text_of(one, "content", 2000, call.world.switches(), errors), call.now});
        });
    }
    if (body["sms_channel"].present()) {
        input.sms = read_sms(body["sms_channel"], errors);
    }
}

} // namespace

ContactInput read_contact(const json::Reader& body, std::string_view source_key, Call& call, Errors& errors) {
    only(body,
         {"email_address", "first_name", "last_name", "job_title", "company_name", "birthday_month", "birthday_day",
          "anniversary", source_key, "custom_fields", "phone_numbers", "street_addresses", "list_memberships",
          "taggings", "notes", "sms_channel"},
         errors);
    ContactInput input;
    input.source = body[source_key].text_or("");
    if (input.source.empty()) {
        errors.add(fmt::format("{} is missing, {} does not have a valid value", source_key, source_key));
    } else if (!is_source(input.source)) {
        errors.add(fmt::format("{} does not have a valid value", source_key));
    }
    if (body["email_address"].present()) {
        input.email = read_email(body["email_address"], call, errors);
    }
    read_core(body, input, call, errors);
    read_subresources(body, input, call, errors);
    return input;
}

} // namespace muster::sandbox
