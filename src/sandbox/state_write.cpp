#include "base/json.hpp"
#include "sandbox/state_codec.hpp"

namespace muster::sandbox {

namespace {

using json::Writer;

void instant(Writer& writer, std::string_view name, const std::optional<Instant>& value) {
    if (value) {
        writer.member(name, to_micros(*value));
    }
}

void write(Writer& writer, const Email& email) {
    writer.object().member("address", email.address).member("permission", name_of(email.permission));
    instant(writer, "created_at", email.created_at);
    instant(writer, "updated_at", email.updated_at);
    writer.member("opt_in_source", email.opt_in_source);
    instant(writer, "opt_in_date", email.opt_in_date);
    writer.member("opt_out_source", email.opt_out_source);
    instant(writer, "opt_out_date", email.opt_out_date);
    writer.member("opt_out_reason", email.opt_out_reason).member("confirm_status", email.confirm_status).end();
}

void write(Writer& writer, const FieldValue& field) {
    writer.object().member("field_id", field.field_id).member("value", field.value);
    writer.member("choice_ids", field.choice_ids).end();
}

void write(Writer& writer, const Phone& phone) {
    writer.object().member("id", phone.id).member("number", phone.number).member("kind", phone.kind);
    instant(writer, "created_at", phone.created_at);
    instant(writer, "updated_at", phone.updated_at);
    writer.end();
}

void write(Writer& writer, const StreetAddress& address) {
    writer.object().member("id", address.id).member("kind", address.kind).member("street", address.street);
    writer.member("city", address.city).member("state", address.state).member("postal_code", address.postal_code);
    writer.member("country", address.country);
    instant(writer, "created_at", address.created_at);
    instant(writer, "updated_at", address.updated_at);
    writer.end();
}

void write(Writer& writer, const Note& note) {
    writer.object().member("id", note.id).member("content", note.content);
    instant(writer, "created_at", note.created_at);
    writer.end();
}

void write(Writer& writer, const Contact& contact);
void write(Writer& writer, const List& list);
void write(Writer& writer, const Choice& choice);
void write(Writer& writer, const Field& field);
void write(Writer& writer, const Tag& tag);
void write(Writer& writer, const Activity& activity);
void write(Writer& writer, const OauthGrant& grant);

template <class Ones>
void write_all(Writer& writer, std::string_view name, const Ones& ones) {
    writer.key(name).array();
    for (const auto& one : ones) {
        write(writer, one);
    }
    writer.end();
}

void write(Writer& writer, const Contact& contact) {
    writer.object().member("id", contact.id).key("email");
    write(writer, contact.email);
    writer.member("first_name", contact.first_name).member("last_name", contact.last_name);
    writer.member("job_title", contact.job_title).member("company_name", contact.company_name);
    writer.member("birthday_month", contact.birthday_month).member("birthday_day", contact.birthday_day);
    writer.member("anniversary", contact.anniversary).member("create_source", contact.create_source);
    writer.member("update_source", contact.update_source);
    instant(writer, "created_at", contact.created_at);
    instant(writer, "updated_at", contact.updated_at);
    instant(writer, "deleted_at", contact.deleted_at);
    write_all(writer, "custom_fields", contact.custom_fields);
    write_all(writer, "phones", contact.phones);
    write_all(writer, "addresses", contact.addresses);
    write_all(writer, "notes", contact.notes);
    writer.member("lists", contact.lists).member("tags", contact.tags);
    if (!contact.sms.number.empty()) {
        writer.key("sms").object().member("id", contact.sms.id).member("number", contact.sms.number);
        writer.member("dial_code", contact.sms.dial_code).member("country_code", contact.sms.country_code);
        writer.member("permission", contact.sms.permission);
        instant(writer, "opt_in_date", contact.sms.opt_in_date);
        writer.end();
    }
    writer.member("resubscribe_asked", contact.resubscribe_asked);
    writer.member("resubscribe_lists", contact.resubscribe_lists).end();
}

void write(Writer& writer, const List& list) {
    writer.object().member("id", list.id).member("name", list.name).member("description", list.description);
    writer.member("favorite", list.favorite);
    instant(writer, "created_at", list.created_at);
    instant(writer, "updated_at", list.updated_at);
    instant(writer, "deleted_at", list.deleted_at);
    writer.end();
}

void write(Writer& writer, const Choice& choice) {
    writer.object().member("id", choice.id).member("label", choice.label).member("order", choice.order).end();
}

void write(Writer& writer, const Field& field) {
    writer.object().member("id", field.id).member("label", field.label).member("name", field.name);
    writer.member("type", field.type).member("metadata", field.metadata);
    if (field.version) {
        writer.member("version", *field.version);
    }
    write_all(writer, "choices", field.choices);
    instant(writer, "created_at", field.created_at);
    instant(writer, "updated_at", field.updated_at);
    writer.end();
}

void write(Writer& writer, const Tag& tag) {
    writer.object().member("id", tag.id).member("name", tag.name).member("source", tag.source);
    instant(writer, "created_at", tag.created_at);
    instant(writer, "updated_at", tag.updated_at);
    writer.end();
}

void write(Writer& writer, const Activity& activity) {
    writer.object().member("id", activity.id).member("kind", activity.kind).member("body", activity.body);
    writer.member("state", activity.state).member("source_file_name", activity.source_file_name);
    instant(writer, "created_at", activity.created_at);
    instant(writer, "updated_at", activity.updated_at);
    instant(writer, "due_at", activity.due_at);
    instant(writer, "started_at", activity.started_at);
    instant(writer, "completed_at", activity.completed_at);
    writer.member("errors", activity.errors).key("counters").object();
    for (const auto& [name, count] : activity.counters) {
        writer.member(name, count);
    }
    writer.end().member("result", activity.result).member("fate", static_cast<int>(activity.fate));
    writer.member("takes_effect", activity.takes_effect).member("row_loss", static_cast<int>(activity.row_loss));
    writer.key("lost_rows").array();
    for (const std::size_t row : activity.lost_rows) {
        writer.value(row);
    }
    writer.end().member("loss_reason", activity.loss_reason).end();
}

void write(Writer& writer, const OauthGrant& grant) {
    writer.object().member("account_id", grant.account_id).member("client_id", grant.client_id);
    writer.member("scope", grant.scope).member("refresh_token", grant.refresh_token);
    instant(writer, "refreshed_at", grant.refreshed_at);
    writer.member("revoked", grant.revoked).end();
}

void write_oauth(Writer& writer, const Oauth& oauth) {
    write_all(writer, "grants", oauth.grants);
    writer.key("access").array();
    for (const auto& [token, access] : oauth.access) {
        writer.object().member("token", token).member("grant", access.grant);
        instant(writer, "at", access.expires_at);
        writer.end();
    }
    writer.end().key("spent").array();
    for (const auto& [token, spent] : oauth.spent) {
        writer.object().member("token", token).member("grant", spent.grant);
        instant(writer, "at", spent.spent_at);
        writer.end();
    }
    writer.end();
}

} // namespace

std::string encode_state(const World& world) {
    Writer writer;
    writer.object().member("version", 1).key("accounts").array();
    for (const auto& account : world.accounts) {
        writer.object().member("id", account.id).member("name", account.name);
        write_all(writer, "lists", account.lists);
        write_all(writer, "fields", account.fields);
        write_all(writer, "tags", account.tags);
        write_all(writer, "contacts", account.contacts());
        write_all(writer, "activities", account.activities);
        writer.end();
    }
    writer.end();
    write_oauth(writer, world.oauth);
    writer.key("meters").array();
    for (const auto& [client, meter] : world.meters) {
        writer.object().member("client_id", client).member("calls_today", meter.calls_today);
        instant(writer, "day", Instant(meter.day));
        writer.end();
    }
    writer.end().end();
    return writer.take();
}

} // namespace muster::sandbox
