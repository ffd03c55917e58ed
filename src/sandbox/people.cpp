#include "sandbox/people.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "sandbox/fields.hpp"

namespace muster::sandbox {

namespace {

Result<Contact*> find_contact(Account& account, std::string_view address) {
    Contact* contact = account.contact_at(address);
    if (contact == nullptr) {
        contact = account.contact(address);
    }
    if (contact == nullptr) {
        return fail(Code::NotFound, fmt::format("The account {} has no contact \"{}\".", account.name, address));
    }
    return contact;
}

Result<List*> find_list(Account& account, std::string_view list) {
    List* found = account.list_named(list);
    if (found == nullptr) {
        return fail(Code::NotFound, fmt::format("The account {} has no list \"{}\".", account.name, list));
    }
    return found;
}

Result<Field*> find_field(Account& account, std::string_view field) {
    Field* found = account.field_named(field);
    if (found == nullptr) {
        return fail(Code::NotFound, fmt::format("The account {} has no custom field \"{}\".", account.name, field));
    }
    return found;
}

void set_phone(World& world, Contact& contact, const std::string& number, Instant now) {
    std::erase_if(contact.phones, [](const Phone& one) { return one.kind == "work"; });
    if (!number.empty()) {
        contact.phones.push_back({world.new_id(), number, "work", now, now});
    }
}

Result<void> set_fields(Account& account, Contact& contact, const Pairs& fields) {
    for (const auto& [name, value] : fields) {
        TRY_ASSIGN(const Field* field, find_field(account, name));
        std::erase_if(contact.custom_fields, [&](const FieldValue& one) { return one.field_id == field->id; });
        if (!value.empty()) {
            contact.custom_fields.push_back({field->id, value, {}});
        }
    }
    return {};
}

std::string_view name_of(Source source) { return source == Source::Contact ? "Contact" : "Account"; }

} // namespace

Result<void> people_opt_out(World& world, Account& account, std::string_view address, Source source,
                            std::string_view reason) {
    TRY_ASSIGN(Contact * contact, find_contact(account, address));
    if (contact->email.address.empty()) {
        return fail(Code::Invalid, "A contact without an email address cannot unsubscribe from email.");
    }
    unsubscribe(world, *contact, name_of(source), reason, world.now());
    world.changed = true;
    return {};
}

Result<void> people_resubscribe(World& world, Account& account, std::string_view address) {
    TRY_ASSIGN(Contact * contact, find_contact(account, address));
    subscribe(*contact, Permission::Explicit, "Contact", world.now());
    contact->email.confirm_status = contact->resubscribe_asked ? "confirmed" : contact->email.confirm_status;
    for (const auto& id : std::exchange(contact->resubscribe_lists, {})) {
        static_cast<void>(join_list(world, *contact, id, world.now()));
    }
    world.changed = true;
    return {};
}

Result<void> people_leave(World& world, Account& account, std::string_view address, std::string_view list) {
    TRY_ASSIGN(Contact * contact, find_contact(account, address));
    TRY_ASSIGN(const List* found, find_list(account, list));
    if (!contact->is_on(found->id)) {
        return fail(Code::NotFound, fmt::format("{} is not on the list \"{}\".", address, found->name));
    }
    leave_list(world, *contact, found->id, world.now());
    world.changed = true;
    return {};
}

Result<void> people_join(World& world, Account& account, std::string_view address, std::string_view list) {
    TRY_ASSIGN(Contact * contact, find_contact(account, address));
    TRY_ASSIGN(const List* found, find_list(account, list));
    contact->deleted_at.reset();
    world.changed = true;
    if (!join_list(world, *contact, found->id, world.now())) {
        return fail(Code::Conflict, fmt::format("{} is on 50 lists already.", address));
    }
    return {};
}

Result<void> people_delete(World& world, Account& account, std::string_view address) {
    TRY_ASSIGN(Contact * contact, find_contact(account, address));
    mark_deleted(*contact, world.now());
    world.changed = true;
    return {};
}

Result<void> people_edit(World& world, Account& account, std::string_view address, const ContactEdit& edit) {
    TRY_ASSIGN(Contact * contact, find_contact(account, address));
    const Instant now = world.now();
    if (edit.address && address_key(*edit.address) != address_key(contact->email.address) &&
        account.contact_at(*edit.address) != nullptr) {
        return fail(Code::Conflict, fmt::format("Another contact has the address {}.", *edit.address));
    }
    TRY(set_fields(account, *contact, edit.custom_fields));
    if (edit.address) {
        account.change_address(*contact, *edit.address);
    }
    contact->first_name = edit.first_name.value_or(contact->first_name);
    contact->last_name = edit.last_name.value_or(contact->last_name);
    contact->job_title = edit.job_title.value_or(contact->job_title);
    contact->company_name = edit.company_name.value_or(contact->company_name);
    if (edit.phone) {
        set_phone(world, *contact, *edit.phone, now);
    }
    const bool only_permission = edit.permission && !edit.address && !edit.first_name && !edit.last_name &&
                                 !edit.job_title && !edit.company_name && !edit.phone && edit.custom_fields.empty();
    if (!only_permission) {
        contact->updated_at = now;
    }
    if (edit.permission == Permission::Unsubscribed) {
        unsubscribe(world, *contact, "Account", "", now);
    } else if (edit.permission) {
        subscribe(*contact, *edit.permission, "Account", now);
    }
    world.changed = true;
    return {};
}

Result<std::string> people_add(World& world, Account& account, const NewContact& given) {
    if (!given.address.empty() && account.contact_at(given.address) != nullptr) {
        return fail(Code::Conflict,
                    fmt::format("The account {} has a contact {} already.", account.name, given.address));
    }
    const Instant now = world.now();
    const std::string_view source = given.permission == Permission::Explicit ? "Contact" : "Account";
    Contact contact = new_contact(world, source, now);
    contact.first_name = given.first_name;
    contact.last_name = given.last_name;
    contact.job_title = given.job_title;
    contact.company_name = given.company_name;
    TRY(set_fields(account, contact, given.custom_fields));
    set_phone(world, contact, given.phone, now);
    for (const auto& name : given.lists) {
        const List* list = account.list_named(name);
        std::string id = list != nullptr ? list->id : "";
        if (list == nullptr) {
            TRY_ASSIGN(id, people_add_list(world, account, name));
        }
        static_cast<void>(join_list(world, contact, id, now));
    }
    if (!given.address.empty()) {
        give_email(world, contact, given.address, given.permission, source, now);
        contact.email.permission = given.permission; // a person may enter any state, confirmed opt-in or not
    }
    if (!given.sms_number.empty()) {
        contact.sms.id = world.new_id();
        contact.sms.number = given.sms_number;
        contact.sms.opt_in_date = now;
    }
    world.changed = true;
    return account.add(std::move(contact)).id;
}

Result<std::string> people_add_list(World& world, Account& account, std::string_view name) {
    if (account.list_named(name) != nullptr) {
        return fail(Code::Conflict, fmt::format("The account {} has a list \"{}\" already.", account.name, name));
    }
    List list;
    list.id = world.new_id();
    list.name = name;
    list.created_at = world.now();
    list.updated_at = world.now();
    account.lists.push_back(std::move(list));
    world.changed = true;
    return account.lists.back().id;
}

Result<void> people_rename_list(World& world, Account& account, std::string_view list, std::string_view name) {
    TRY_ASSIGN(List * found, find_list(account, list));
    found->name = name;
    found->updated_at = world.now();
    world.changed = true;
    return {};
}

Result<void> people_delete_list(World& world, Account& account, std::string_view list) {
    TRY_ASSIGN(List * found, find_list(account, list));
    found->deleted_at = world.now();
    for (auto& contact : account.contacts()) {
        leave_list(world, contact, found->id, world.now());
    }
    world.changed = true;
    return {};
}

Result<std::string> people_add_field(World& world, Account& account, std::string_view label,
                                     std::string_view type) {
    if (account.field_named(label) != nullptr) {
        return fail(Code::Conflict,
                    fmt::format("The account {} has a custom field \"{}\" already.", account.name, label));
    }
    Field field;
    field.label = label;
    field.type = type;
    return add_field(world, account, std::move(field), world.now()).id;
}

Result<void> people_delete_field(World& world, Account& account, std::string_view field) {
    TRY_ASSIGN(const Field* found, find_field(account, field));
    remove_field(world, account, std::string(found->id));
    return {};
}

Result<std::string> people_add_tag(World& world, Account& account, std::string_view name) {
    account.tags.push_back({world.new_id(), std::string(name), "", world.now(), world.now()});
    world.changed = true;
    return account.tags.back().id;
}

Result<void> people_tag(World& world, Account& account, std::string_view address, std::string_view tag) {
    TRY_ASSIGN(Contact * contact, find_contact(account, address));
    const auto found = std::find_if(account.tags.begin(), account.tags.end(),
                                    [&](const Tag& one) { return one.id == tag || one.name == tag; });
    if (found == account.tags.end()) {
        return fail(Code::NotFound, fmt::format("The account {} has no tag \"{}\".", account.name, tag));
    }
    std::erase(contact->tags, found->id);
    contact->tags.push_back(found->id);
    world.changed = true;
    return {};
}

} // namespace muster::sandbox
