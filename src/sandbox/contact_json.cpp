// Contacts as JSON, for answers.

#include "base/text.hpp"
#include "sandbox/contacts.hpp"

namespace muster::sandbox {

namespace {

void text_member(json::Writer& writer, std::string_view name, const std::string& text) {
    if (!text.empty()) {
        writer.member(name, text);
    }
}

void write_email(json::Writer& writer, const World& world, const Email& email) {
    writer.key("email_address").object().member("address", email.address);
    writer.member("permission_to_send", name_of(email.permission));
    writer.member("created_at", world.time_text(email.created_at));
    writer.member("updated_at", world.time_text(email.updated_at));
    text_member(writer, "opt_in_source", email.opt_in_source);
    if (email.opt_in_date) {
        writer.member("opt_in_date", world.time_text(*email.opt_in_date));
    }
    if (email.permission == Permission::Unsubscribed && email.opt_out_date) {
        writer.member("opt_out_source", email.opt_out_source);
        writer.member("opt_out_date", world.time_text(*email.opt_out_date));
        writer.member("opt_out_reason", email.opt_out_reason);
    }
    writer.member("confirm_status", email.confirm_status).end();
}

void write_sms(json::Writer& writer, const World& world, const SmsChannel& sms) {
    writer.key("sms_channel").object().member("sms_channel_id", sms.id).member("sms_address", sms.number);
    writer.member("dial_code", sms.dial_code).member("country_code", sms.country_code);
    writer.key("sms_channel_consents").array().object();
    writer.member("sms_consent_permission", sms.permission).member("consent_type", "promotional_sms");
    writer.member("opt_in_date", world.time_text(sms.opt_in_date)).end().end().end();
}

void write_fields(json::Writer& writer, const std::vector<FieldValue>& fields) {
    writer.key("custom_fields").array();
    for (const auto& field : fields) {
        writer.object().member("custom_field_id", field.field_id).member("value", field.value);
        if (!field.choice_ids.empty()) {
            writer.member("choice_ids", field.choice_ids);
        }
        writer.end();
    }
    writer.end();
}

void write_phones(json::Writer& writer, const World& world, const std::vector<Phone>& phones) {
    writer.key("phone_numbers").array();
    for (const auto& phone : phones) {
        writer.object().member("phone_number_id", phone.id).member("phone_number", phone.number);
        writer.member("kind", phone.kind).member("created_at", world.time_text(phone.created_at));
        writer.member("updated_at", world.time_text(phone.updated_at)).member("update_source", "Account");
        writer.member("create_source", "Account").end();
    }
    writer.end();
}

void write_addresses(json::Writer& writer, const World& world, const std::vector<StreetAddress>& addresses) {
    writer.key("street_addresses").array();
    for (const auto& address : addresses) {
        writer.object().member("street_address_id", address.id).member("kind", address.kind);
        text_member(writer, "street", address.street);
        text_member(writer, "city", address.city);
        text_member(writer, "state", address.state);
        text_member(writer, "postal_code", address.postal_code);
        text_member(writer, "country", address.country);
        writer.member("created_at", world.time_text(address.created_at));
        writer.member("updated_at", world.time_text(address.updated_at)).end();
    }
    writer.end();
}

void write_subresources(json::Writer& writer, const World& world, const Contact& contact, const Include& include) {
    if (include.custom_fields) {
        write_fields(writer, contact.custom_fields);
    }
    if (include.phone_numbers) {
        write_phones(writer, world, contact.phones);
    }
    if (include.street_addresses) {
        write_addresses(writer, world, contact.addresses);
    }
    if (include.list_memberships) {
        writer.member("list_memberships", contact.lists);
    }
    if (include.taggings) {
        writer.member("taggings", contact.tags);
    }
    if (include.notes) {
        writer.key("notes").array();
        for (const auto& note : contact.notes) {
            writer.object().member("note_id", note.id).member("created_at", world.time_text(note.created_at));
            writer.member("content", note.content).end();
        }
        writer.end();
    }
}

} // namespace

std::optional<Include> include_of(std::string_view text) {
    Include include;
    for (const auto& part : split_list(text, ',')) {
        if (part == "custom_fields") {
            include.custom_fields = true;
        } else if (part == "list_memberships") {
            include.list_memberships = true;
        } else if (part == "phone_numbers") {
            include.phone_numbers = true;
        } else if (part == "street_addresses") {
            include.street_addresses = true;
        } else if (part == "taggings") {
            include.taggings = true;
        } else if (part == "notes") {
            include.notes = true;
        } else {
            return std::nullopt;
        }
    }
    return include;
}

void write_contact(json::Writer& writer, const World& world, const Contact& contact, const Include& include) {
    writer.object().member("contact_id", contact.id);
    if (!contact.email.address.empty()) {
        write_email(writer, world, contact.email);
    }
    text_member(writer, "first_name", contact.first_name);
    text_member(writer, "last_name", contact.last_name);
    text_member(writer, "job_title", contact.job_title);
    text_member(writer, "company_name", contact.company_name);
    if (contact.birthday_month != 0) {
        writer.member("birthday_month", contact.birthday_month).member("birthday_day", contact.birthday_day);
    }
    text_member(writer, "anniversary", contact.anniversary);
    writer.member("update_source", contact.update_source).member("create_source", contact.create_source);
    writer.member("created_at", world.time_text(contact.created_at));
    writer.member("updated_at", world.time_text(contact.updated_at));
    if (contact.deleted_at) {
        writer.member("deleted_at", format_date(Date(std::chrono::floor<std::chrono::days>(*contact.deleted_at))));
    }
    write_subresources(writer, world, contact, include);
    if (!contact.sms.number.empty()) {
        write_sms(writer, world, contact.sms);
    }
    writer.end();
}

} // namespace muster::sandbox
