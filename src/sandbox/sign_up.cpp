// The two ways that make somebody mailable again: the sign-up form and the resubscribe mail (contract,
// sections 5.6, 5.7). A sync calls neither; they are here so that a test can prove it.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/contacts.hpp"

namespace muster::sandbox {

namespace {

/// The body's texts and numbers that replace what is there, where they are present.
void take_core(const json::Reader& root, Contact& contact, Call& call, Errors& errors) {
    const Switches& switches = call.world.switches();
    const auto take = [&](std::string& target, std::string_view name) {
        if (root[name].present()) {
            target = text_of(root, name, 50, switches, errors);
        }
    };
    take(contact.first_name, "first_name");
    take(contact.last_name, "last_name");
    take(contact.job_title, "job_title");
    take(contact.company_name, "company_name");
    contact.birthday_month = root["birthday_month"].integer_or(contact.birthday_month);
    contact.birthday_day = root["birthday_day"].integer_or(contact.birthday_day);
    if (!is_birthday(contact.birthday_month, contact.birthday_day)) {
        errors.add("birthday_month and birthday_day do not have valid values");
    }
    if (root["anniversary"].present()) {
        const auto date = anniversary_of(root["anniversary"].text_or(""));
        if (!date) {
            errors.add("anniversary does not have a valid value");
        }
        contact.anniversary = date.value_or("");
    }
}

void take_phone(const json::Reader& root, Contact& contact, Call& call, Errors& errors) {
    const std::string number = text_of(root, "phone_number", 25, call.world.switches(), errors);
    if (number.empty()) {
        return;
    }
    std::erase_if(contact.phones, [](const Phone& one) { return one.kind == "other"; });
    contact.phones.push_back({call.world.new_id(), number, "other", call.now, call.now});
}

void take_address(const json::Reader& root, Contact& contact, Call& call, Errors& errors) {
    const json::Reader given = root["street_address"];
    if (!given.present()) {
        return;
    }
    only(given, {"kind", "street", "city", "state", "postal_code", "country"}, errors);
    const Switches& switches = call.world.switches();
    StreetAddress address;
    address.id = call.world.new_id();
    address.kind = given["kind"].text_or("");
    if (address.kind != "home" && address.kind != "work" && address.kind != "other") {
        errors.add("street_address.kind is missing");
    }
    address.street = text_of(given, "street", 255, switches, errors);
    address.city = text_of(given, "city", 50, switches, errors);
    address.state = text_of(given, "state", 50, switches, errors);
    address.postal_code = text_of(given, "postal_code", 50, switches, errors);
    address.country = text_of(given, "country", 50, switches, errors);
    address.created_at = call.now;
    address.updated_at = call.now;
    std::erase_if(contact.addresses, [&](const StreetAddress& one) { return one.kind == address.kind; });
    contact.addresses.push_back(std::move(address));
}

void take_fields(const json::Reader& root, Contact& contact, Call& call, Errors& errors) {
    root["custom_fields"].each([&](const json::Reader& one) {
        only(one, {"custom_field_id", "value"}, errors);
        const std::string id = one["custom_field_id"].text_or("");
        if (call.account->field(id) == nullptr) {
            errors.add(fmt::format("custom_field_id \"{}\" is not a custom field of this account", id));
            return;
        }
        std::erase_if(contact.custom_fields, [&](const FieldValue& field) { return field.field_id == id; });
        contact.custom_fields.push_back({id, text_of(one, "value", 255, call.world.switches(), errors), {}});
    });
    if (contact.custom_fields.size() > 50) {
        errors.add("custom_fields holds more than 50 values");
    }
}

/// The permission that a person's own sign-up leads to.
void promote(Call& call, Contact& contact, bool is_new, std::string_view address) {
    if (is_new) {
        give_email(call.world, contact, address, Permission::Explicit, "Contact", call.now);
    } else if (contact.email.permission != Permission::Explicit) {
        subscribe(contact, Permission::Explicit, "Contact", call.now);
    }
}

net::Response sign_up(Call& call) {
    Body body(call, "contacts");
    if (body.refusal()) {
        return *body.refusal();
    }
    const json::Reader& root = body.root();
    Errors& errors = body.errors();
    only(root,
         {"email_address", "first_name", "last_name", "job_title", "company_name", "phone_number",
          "list_memberships", "custom_fields", "anniversary", "birthday_month", "birthday_day", "street_address"},
         errors);
    const std::string address(trim(root["email_address"].text_or("")));
    if (!looks_like_address(address) || code_points(address) > 50) {
        errors.add("email_address is missing, email_address does not have a valid value");
    }
    const auto lists = ids_of(root, "list_memberships", kMaxListsPerContact, errors);
    const bool known = std::all_of(lists.begin(), lists.end(),
                                   [&](const std::string& id) { return call.account->live_list(id) != nullptr; });
    if (lists.empty() || !known) {
        errors.add("list_memberships is missing or holds what is not a list of this account");
    }
    Contact* existing = call.account->contact_at(address);
    Contact changed = existing != nullptr ? *existing : new_contact(call.world, "Contact", call.now);
    take_core(root, changed, call, errors);
    take_phone(root, changed, call, errors);
    take_address(root, changed, call, errors);
    take_fields(root, changed, call, errors);
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    changed.deleted_at.reset();
    changed.update_source = "Contact";
    changed.updated_at = call.now;
    promote(call, changed, existing == nullptr, address);
    for (const auto& id : lists) {
        static_cast<void>(join_list(call.world, changed, id, call.now));
    }
    json::Writer writer;
    writer.object().member("contact_id", changed.id);
    writer.member("action", existing == nullptr ? "created" : "updated").end();
    if (existing != nullptr) {
        *existing = std::move(changed);
    } else {
        call.account->add(std::move(changed));
    }
    call.world.changed = true;
    return json_answer(existing == nullptr ? 201 : 200, writer.take());
}

net::Response resubscribe(Call& call) {
    Contact* contact = call.account->contact(call.parts[0]);
    if (contact == nullptr) {
        return not_found("contacts", "contact");
    }
    Body body(call, "contacts");
    if (body.refusal()) {
        return *body.refusal();
    }
    only(body.root(), {"list_ids"}, body.errors());
    const auto lists = ids_of(body.root(), "list_ids", kMaxListsPerContact, body.errors());
    if (lists.empty()) {
        body.errors().add("list_ids is missing");
    }
    if (!contact->is_unsubscribed()) {
        body.errors().add("the contact is not unsubscribed");
    }
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    if (contact->resubscribe_asked) {
        return error_array(409, "contacts.api.conflict", {"The contact has been asked once already."});
    }
    contact->resubscribe_asked = true; // nothing else changes until the person confirms
    contact->resubscribe_lists = lists;
    call.world.changed = true;
    return empty_answer(200); // the description declares no body
}

} // namespace

Routes sign_up_routes() {
    return {
        {"POST", "/contacts/sign_up_form", "contact_data", sign_up},
        {"PUT", "/contacts/resubscribe/*", "contact_data", resubscribe},
    };
}

} // namespace muster::sandbox
