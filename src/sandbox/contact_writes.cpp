// Writing one contact: POST, PUT, DELETE (contract, sections 5.4, 5.5 and 5.7).

#include <algorithm>

#include <fmt/format.h>

#include "sandbox/contacts.hpp"

namespace muster::sandbox {

namespace {

net::Response conflict(const Contact& owner) {
    return error_array(409, "contacts.api.conflict",
                       {fmt::format("Validation failed: Email already exists for contact {}", owner.id)});
}

/// Takes the new phones; one that was there already keeps its id and its first time.
void take_phones(const World& world, Contact& contact, std::vector<Phone> phones, Instant now) {
    for (auto& phone : phones) {
        const auto old = std::find_if(contact.phones.begin(), contact.phones.end(), [&](const Phone& one) {
            return one.kind == phone.kind && one.number == phone.number;
        });
        phone.id = old != contact.phones.end() ? old->id : world.new_id();
        phone.created_at = old != contact.phones.end() ? old->created_at : now;
        phone.updated_at = now;
    }
    contact.phones = std::move(phones);
}

void take_addresses(const World& world, Contact& contact, std::vector<StreetAddress> addresses, Instant now) {
    for (auto& address : addresses) {
        const auto old = std::find_if(contact.addresses.begin(), contact.addresses.end(),
                                      [&](const StreetAddress& one) { return one.kind == address.kind; });
        address.id = old != contact.addresses.end() ? old->id : world.new_id();
        address.created_at = old != contact.addresses.end() ? old->created_at : now;
        address.updated_at = now;
    }
    contact.addresses = std::move(addresses);
}

/// Core properties are overwritten, subresources only where they were sent (section 5.5).
void take_properties(World& world, Account& account, Contact& contact, ContactInput& input, Instant now) {
    contact.first_name = input.first_name;
    contact.last_name = input.last_name;
    contact.job_title = input.job_title;
    contact.company_name = input.company_name;
    contact.birthday_month = input.birthday_month;
    contact.birthday_day = input.birthday_day;
    contact.anniversary = input.anniversary;
    if (input.custom_fields) {
        contact.custom_fields = *input.custom_fields;
    }
    if (input.phones) {
        take_phones(world, contact, *input.phones, now);
    }
    if (input.addresses) {
        take_addresses(world, contact, *input.addresses, now);
    }
    if (input.lists) {
        contact.lists = *input.lists;
    }
    if (input.tags) {
        contact.tags = *input.tags;
    }
    if (input.notes) {
        for (auto& note : *input.notes) {
            note.id = note.id.empty() ? world.new_id() : note.id;
        }
        contact.notes = *input.notes;
    }
    if (input.sms) {
        SmsChannel sms = *input.sms;
        sms.id = contact.sms.id.empty() ? world.new_id() : contact.sms.id;
        sms.opt_in_date = now;
        if (account.contact(contact.id) != nullptr) {
            account.change_sms(contact, sms.number);
        }
        contact.sms = sms;
    }
    contact.updated_at = now;
}

net::Response contact_answer(Call& call, int status, const Contact& contact) {
    json::Writer writer;
    write_contact(writer, call.world, contact, Include::all());
    return json_answer(status, writer.take());
}

net::Response post_contact(Call& call) {
    Body body(call, "contacts");
    if (body.refusal()) {
        return *body.refusal();
    }
    ContactInput input = read_contact(body.root(), "create_source", call, body.errors());
    if (input.first_name.empty() && input.last_name.empty() && !input.email && !input.sms) {
        body.errors().add("one of first_name, last_name, email_address or sms_channel is missing");
    }
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    if (input.email) {
        if (const Contact* owner = call.account->contact_at(input.email->address)) {
            return conflict(*owner); // in any state, deleted included
        }
    }
    Contact contact = new_contact(call.world, input.source, call.now);
    take_properties(call.world, *call.account, contact, input, call.now);
    if (input.email) {
        const Permission standard = input.source == "Contact" ? Permission::Explicit : Permission::Implicit;
        give_email(call.world, contact, input.email->address, input.email->permission.value_or(standard),
                   input.email->opt_in_source.value_or(input.source), call.now);
        if (contact.is_unsubscribed()) {
            contact.email.opt_out_reason = input.email->opt_out_reason.value_or("");
        }
    }
    call.world.changed = true;
    return contact_answer(call, 201, call.account->add(std::move(contact)));
}

/// What a PUT means for the permission.
enum class PermissionChange { None, OptOut, Set, Refuse };

PermissionChange change_for_unsubscribed(const Contact& contact, const std::string& source,
                                         const Switches& switches) {
    if (source == "Contact" || contact.email.opt_out_source == "Account") {
        return PermissionChange::Set;
    }
    switch (switches.put_self_unsubscribed) {
    case PutSelfUnsubscribed::Ignore:
        return PermissionChange::None;
    case PutSelfUnsubscribed::Apply:
        return PermissionChange::Set;
    case PutSelfUnsubscribed::Refuse:
    case PutSelfUnsubscribed::RefuseAny:
        break;
    }
    return PermissionChange::Refuse;
}

PermissionChange change_for(const Contact& contact, const ContactInput& input, std::optional<Permission> wanted,
                            const Switches& switches) {
    if (!wanted || (!contact.email.address.empty() && *wanted == contact.email.permission)) {
        return PermissionChange::None;
    }
    if (*wanted == Permission::Unsubscribed) {
        return PermissionChange::OptOut;
    }
    return contact.is_unsubscribed() ? change_for_unsubscribed(contact, input.source, switches)
                                     : PermissionChange::Set;
}

/// The permission that the PUT asks for, by itself or by the switch for leaving it out.
std::optional<Permission> wanted_permission(const Contact& contact, const ContactInput& input,
                                            const Switches& switches) {
    if (!input.email || input.email->permission || contact.is_unsubscribed()) {
        return input.email ? input.email->permission : std::nullopt;
    }
    switch (switches.put_without_permission) {
    case PutWithoutPermission::NotSet:
        return Permission::NotSet;
    case PutWithoutPermission::Implicit:
        return Permission::Implicit;
    case PutWithoutPermission::Keep:
    case PutWithoutPermission::Refuse:
        break;
    }
    return std::nullopt;
}

void take_email(Call& call, Contact& contact, const ContactInput& input, PermissionChange change,
                std::optional<Permission> wanted) {
    Email& email = contact.email;
    if (email.address.empty()) {
        call.account->change_address(contact, input.email->address);
        give_email(call.world, contact, input.email->address, wanted.value_or(Permission::Implicit), input.source,
                   call.now);
        return;
    }
    if (email.address != input.email->address) {
        call.account->change_address(contact, input.email->address);
        email.updated_at = call.now;
    }
    if (change == PermissionChange::OptOut) {
        unsubscribe(call.world, contact, input.source, input.email->opt_out_reason.value_or(""), call.now);
    } else if (change == PermissionChange::Set) {
        subscribe(contact, *wanted, input.source, call.now);
    }
}

void check_put(const Contact& contact, const ContactInput& input, const Switches& switches, Errors& errors) {
    if (input.lists && input.lists->empty() && switches.put_empty_lists == Refusal::Refuse) {
        errors.add("list_memberships must not be empty");
    }
    if (contact.deleted_at && (input.source != "Account" || !input.lists || input.lists->empty())) {
        errors.add("a deleted contact comes back only with update_source Account and list_memberships");
    }
    if (!input.email && switches.put_without_email == PutWithoutEmail::Refuse) {
        errors.add("email_address is missing");
    }
    if (input.email && !input.email->permission &&
        switches.put_without_permission == PutWithoutPermission::Refuse) {
        errors.add("email_address.permission_to_send is missing");
    }
    const bool self_unsubscribed = contact.is_unsubscribed() && contact.email.opt_out_source == "Contact";
    if (self_unsubscribed && input.source == "Account" &&
        switches.put_self_unsubscribed == PutSelfUnsubscribed::RefuseAny) {
        errors.add("the contact has unsubscribed itself");
    }
}

net::Response put_contact(Call& call) {
    if (!is_uuid(call.parts[0])) {
        return invalid("contacts", {"contact_id is in an invalid format."});
    }
    Contact* contact = call.account->contact(call.parts[0]);
    if (contact == nullptr) {
        return not_found("contacts", "contact");
    }
    Body body(call, "contacts");
    if (body.refusal()) {
        return *body.refusal();
    }
    const Switches& switches = call.world.switches();
    ContactInput input = read_contact(body.root(), "update_source", call, body.errors());
    check_put(*contact, input, switches, body.errors());
    const auto wanted = wanted_permission(*contact, input, switches);
    const PermissionChange change = change_for(*contact, input, wanted, switches);
    if (change == PermissionChange::Refuse) {
        body.errors().add("permission_to_send cannot be changed, the contact has unsubscribed itself");
    }
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    if (input.email) {
        const Contact* owner = call.account->contact_at(input.email->address);
        if (owner != nullptr && owner->id != contact->id) {
            return conflict(*owner);
        }
    }
    contact->deleted_at.reset();
    take_properties(call.world, *call.account, *contact, input, call.now);
    contact->update_source = input.source;
    if (input.email) {
        take_email(call, *contact, input, change, wanted);
    } else if (switches.put_without_email == PutWithoutEmail::Clear) {
        call.account->change_address(*contact, "");
    }
    call.world.changed = true;
    return contact_answer(call, 200, *contact);
}

net::Response delete_contact(Call& call) {
    if (!is_uuid(call.parts[0])) {
        return invalid("contacts", {"contact_id is in an invalid format."});
    }
    Contact* contact = call.account->contact(call.parts[0]);
    if (contact == nullptr || contact->deleted_at) {
        return not_found("contacts", "contact");
    }
    mark_deleted(*contact, call.now);
    call.world.changed = true;
    return empty_answer(204);
}

} // namespace

Routes contact_write_routes() {
    return {
        {"POST", "/contacts", "contact_data", post_contact},
        {"PUT", "/contacts/*", "contact_data", put_contact},
        {"DELETE", "/contacts/*", "contact_data", delete_contact},
    };
}

} // namespace muster::sandbox
