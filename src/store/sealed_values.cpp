#include "store/sealed_values.hpp"

#include "base/packing.hpp"
#include "db/errors.hpp"

namespace muster::store {

namespace cc = constant_contact;

namespace {

constexpr std::int64_t kForm = 1; // grows when the fields below change

void check_form(Unpacker& from) {
    if (from.number() != kForm) {
        throw db::StoreLost("A sealed value was written by a newer version of Muster. Install that version.",
                            db::Loss::Damaged);
    }
}

/// What `unpack` reads, or the store is lost.
template <class Unpack>
auto read_sealed(std::string_view bytes, Unpack unpack) {
    try {
        Unpacker from(bytes);
        check_form(from);
        return unpack(from);
    } catch (const Damaged&) {
        throw db::StoreLost("The store is damaged: a sealed value has another form than this version knows.",
                            db::Loss::Damaged);
    }
}

void pack_core(Packer& into, const cc::CoreProperties& core) {
    into.put(core.first_name).put(core.last_name).put(core.job_title).put(core.company_name);
    into.put(core.birthday_month).put(core.birthday_day).put(core.anniversary);
}

cc::CoreProperties unpack_core(Unpacker& from) {
    cc::CoreProperties core;
    core.first_name = from.text();
    core.last_name = from.text();
    core.job_title = from.text();
    core.company_name = from.text();
    core.birthday_month = from.optional_number();
    core.birthday_day = from.optional_number();
    core.anniversary = from.text();
    return core;
}

cc::CustomFieldValue unpack_custom_field(Unpacker& from) {
    cc::CustomFieldValue field;
    field.custom_field_id = from.text();
    field.value = from.text();
    from.take_all(field.choice_ids, [&] { return from.text(); });
    return field;
}

cc::StreetAddress unpack_address(Unpacker& from) {
    cc::StreetAddress address;
    for (auto* text :
         {&address.kind, &address.street, &address.city, &address.state, &address.postal_code, &address.country}) {
        *text = from.text();
    }
    return address;
}

cc::Contact read_contact(Unpacker& from) {
    cc::Contact contact;
    contact.contact_id = from.text();
    contact.address = from.text();
    contact.permission_to_send = from.text();
    contact.opt_out_date = from.optional_instant();
    contact.opt_out_source = from.text();
    contact.core = unpack_core(from);
    contact.updated_at = from.optional_instant();
    contact.is_deleted = from.flag();
    from.take_all(contact.custom_fields, [&] { return unpack_custom_field(from); });
    from.take_all(contact.phone_numbers, [&] {
        cc::PhoneNumber phone;
        phone.phone_number = from.text();
        phone.kind = from.text();
        return phone;
    });
    from.take_all(contact.street_addresses, [&] { return unpack_address(from); });
    from.take_all(contact.list_memberships, [&] { return from.text(); });
    return contact;
}

cc::Grant read_grant(Unpacker& from) {
    cc::Grant grant;
    grant.access_token = from.text();
    grant.refresh_token = from.text();
    grant.access_expires_at = from.instant();
    grant.renewed_at = from.instant();
    grant.account_id = from.text();
    grant.account_name = from.text();
    grant.account_checked = from.flag();
    grant.granted_by = from.text();
    grant.granted_at = from.instant();
    return grant;
}

} // namespace

std::string pack(const cc::Contact& contact) {
    Packer into;
    into.put(kForm).put(contact.contact_id).put(contact.address).put(contact.permission_to_send);
    into.put(contact.opt_out_date).put(contact.opt_out_source);
    pack_core(into, contact.core);
    into.put(contact.updated_at).put(contact.is_deleted);
    into.put_all(contact.custom_fields, [&](const cc::CustomFieldValue& field) {
        into.put(field.custom_field_id).put(field.value);
        into.put_all(field.choice_ids, [&](const std::string& id) { into.put(id); });
    });
    into.put_all(contact.phone_numbers,
                 [&](const cc::PhoneNumber& phone) { into.put(phone.phone_number).put(phone.kind); });
    into.put_all(contact.street_addresses, [&](const cc::StreetAddress& address) {
        into.put(address.kind).put(address.street).put(address.city).put(address.state);
        into.put(address.postal_code).put(address.country);
    });
    into.put_all(contact.list_memberships, [&](const std::string& list) { into.put(list); });
    return into.bytes();
}

cc::Contact unpack_contact(std::string_view bytes) { return read_sealed(bytes, read_contact); }

std::string pack(const cc::Grant& grant) {
    Packer into;
    into.put(kForm).put(grant.access_token).put(grant.refresh_token);
    into.put(grant.access_expires_at).put(grant.renewed_at);
    into.put(grant.account_id).put(grant.account_name).put(grant.account_checked);
    into.put(grant.granted_by).put(grant.granted_at);
    return into.bytes();
}

cc::Grant unpack_grant(std::string_view bytes) { return read_sealed(bytes, read_grant); }

} // namespace muster::store
