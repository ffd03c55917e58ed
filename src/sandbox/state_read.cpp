#include <fmt/format.h>

#include "base/json.hpp"
#include "sandbox/state_codec.hpp"

namespace muster::sandbox {

namespace {

using json::Reader;

constexpr std::size_t kMaxStateBytes = std::size_t{2} * 1024 * 1024 * 1024;

Instant instant(const Reader& reader, std::string_view name) { return from_micros(reader[name].integer_or(0)); }

std::optional<Instant> maybe_instant(const Reader& reader, std::string_view name) {
    const auto micros = reader[name].integer();
    return micros ? std::optional(from_micros(*micros)) : std::nullopt;
}

std::string text(const Reader& reader, std::string_view name) { return reader[name].text_or(""); }

std::vector<std::string> texts(const Reader& reader, std::string_view name) {
    std::vector<std::string> result;
    reader[name].each([&](const Reader& one) { result.push_back(one.text_or("")); });
    return result;
}

Email read_email(const Reader& reader) {
    Email email;
    email.address = text(reader, "address");
    email.permission = permission_named(text(reader, "permission")).value_or(Permission::NotSet);
    email.created_at = instant(reader, "created_at");
    email.updated_at = instant(reader, "updated_at");
    email.opt_in_source = text(reader, "opt_in_source");
    email.opt_in_date = maybe_instant(reader, "opt_in_date");
    email.opt_out_source = text(reader, "opt_out_source");
    email.opt_out_date = maybe_instant(reader, "opt_out_date");
    email.opt_out_reason = text(reader, "opt_out_reason");
    email.confirm_status = text(reader, "confirm_status");
    return email;
}

void read_subresources(const Reader& reader, Contact& contact) {
    reader["custom_fields"].each([&](const Reader& one) {
        contact.custom_fields.push_back({text(one, "field_id"), text(one, "value"), texts(one, "choice_ids")});
    });
    reader["phones"].each([&](const Reader& one) {
        contact.phones.push_back({text(one, "id"), text(one, "number"), text(one, "kind"),
                                  instant(one, "created_at"), instant(one, "updated_at")});
    });
    reader["addresses"].each([&](const Reader& one) {
        contact.addresses.push_back({text(one, "id"), text(one, "kind"), text(one, "street"), text(one, "city"),
                                     text(one, "state"), text(one, "postal_code"), text(one, "country"),
                                     instant(one, "created_at"), instant(one, "updated_at")});
    });
    reader["notes"].each([&](const Reader& one) {
        contact.notes.push_back({text(one, "id"), text(one, "content"), instant(one, "created_at")});
    });
    contact.lists = texts(reader, "lists");
    contact.tags = texts(reader, "tags");
    const Reader sms = reader["sms"];
    if (sms.present()) {
        contact.sms = {text(sms, "id"),           text(sms, "number"),     text(sms, "dial_code"),
                       text(sms, "country_code"), text(sms, "permission"), instant(sms, "opt_in_date")};
    }
}

Contact read_contact(const Reader& reader) {
    Contact contact;
    contact.id = text(reader, "id");
    contact.email = read_email(reader["email"]);
    contact.first_name = text(reader, "first_name");
    contact.last_name = text(reader, "last_name");
    contact.job_title = text(reader, "job_title");
    contact.company_name = text(reader, "company_name");
    contact.birthday_month = reader["birthday_month"].integer_or(0);
    contact.birthday_day = reader["birthday_day"].integer_or(0);
    contact.anniversary = text(reader, "anniversary");
    contact.create_source = text(reader, "create_source");
    contact.update_source = text(reader, "update_source");
    contact.created_at = instant(reader, "created_at");
    contact.updated_at = instant(reader, "updated_at");
    contact.deleted_at = maybe_instant(reader, "deleted_at");
    read_subresources(reader, contact);
    contact.resubscribe_asked = reader["resubscribe_asked"].boolean().value_or(false);
    contact.resubscribe_lists = texts(reader, "resubscribe_lists");
    return contact;
}

Field read_field(const Reader& reader) {
    Field field;
    field.id = text(reader, "id");
    field.label = text(reader, "label");
    field.name = text(reader, "name");
    field.type = text(reader, "type");
    field.metadata = text(reader, "metadata");
    field.version = reader["version"].integer();
    reader["choices"].each([&](const Reader& one) {
        field.choices.push_back({one["id"].integer_or(0), text(one, "label"), one["order"].integer_or(0)});
    });
    field.created_at = instant(reader, "created_at");
    field.updated_at = instant(reader, "updated_at");
    return field;
}

Activity read_activity(const Reader& reader) {
    Activity activity;
    activity.id = text(reader, "id");
    activity.kind = text(reader, "kind");
    activity.body = text(reader, "body");
    activity.state = text(reader, "state");
    activity.source_file_name = text(reader, "source_file_name");
    activity.created_at = instant(reader, "created_at");
    activity.updated_at = instant(reader, "updated_at");
    activity.due_at = instant(reader, "due_at");
    activity.started_at = maybe_instant(reader, "started_at");
    activity.completed_at = maybe_instant(reader, "completed_at");
    activity.errors = texts(reader, "errors");
    reader["counters"].each_member([&](std::string_view name, const Reader& value) {
        activity.counters.emplace_back(name, value.integer_or(0));
    });
    activity.result = text(reader, "result");
    activity.fate = static_cast<Activity::Fate>(reader["fate"].integer_or(0));
    activity.takes_effect = reader["takes_effect"].boolean().value_or(true);
    activity.row_loss = static_cast<Activity::RowLoss>(reader["row_loss"].integer_or(0));
    reader["lost_rows"].each(
        [&](const Reader& one) { activity.lost_rows.push_back(static_cast<std::size_t>(one.integer_or(0))); });
    activity.loss_reason = text(reader, "loss_reason");
    return activity;
}

void read_account(const Reader& reader, World& world) {
    Account& account = world.accounts.emplace_back();
    account.id = text(reader, "id");
    account.name = text(reader, "name");
    reader["lists"].each([&](const Reader& one) {
        account.lists.push_back({text(one, "id"), text(one, "name"), text(one, "description"),
                                 one["favorite"].boolean().value_or(false), instant(one, "created_at"),
                                 instant(one, "updated_at"), maybe_instant(one, "deleted_at")});
    });
    reader["fields"].each([&](const Reader& one) { account.fields.push_back(read_field(one)); });
    reader["tags"].each([&](const Reader& one) {
        account.tags.push_back({text(one, "id"), text(one, "name"), text(one, "source"), instant(one, "created_at"),
                                instant(one, "updated_at")});
    });
    reader["contacts"].each([&](const Reader& one) { account.add(read_contact(one)); });
    reader["activities"].each([&](const Reader& one) { account.activities.push_back(read_activity(one)); });
}

void read_oauth(const Reader& root, Oauth& oauth) {
    root["grants"].each([&](const Reader& one) {
        OauthGrant grant{text(one, "account_id"),      text(one, "client_id"),
                         text(one, "scope"),           text(one, "refresh_token"),
                         instant(one, "refreshed_at"), one["revoked"].boolean().value_or(false)};
        if (!grant.refresh_token.empty()) {
            oauth.refresh[grant.refresh_token] = oauth.grants.size();
        }
        oauth.grants.push_back(std::move(grant));
    });
    const auto place = [&](const Reader& one) {
        const auto grant = static_cast<std::size_t>(one["grant"].integer_or(-1));
        if (grant >= oauth.grants.size()) {
            one.complain("names a grant that is not there");
        }
        return grant;
    };
    root["access"].each(
        [&](const Reader& one) { oauth.access[text(one, "token")] = {place(one), instant(one, "at")}; });
    root["spent"].each(
        [&](const Reader& one) { oauth.spent[text(one, "token")] = {place(one), instant(one, "at")}; });
}

} // namespace

Result<void> decode_state(std::string_view content, World& world) {
    TRY_ASSIGN(const auto document, json::Document::parse(content, kMaxStateBytes));
    json::Problems problems;
    const Reader root(document, problems);
    if (root["version"].integer_or(0) != 1) {
        return fail(Code::Invalid, "It is no state file of this version of the sandbox.");
    }
    root["accounts"].each([&](const Reader& one) { read_account(one, world); });
    read_oauth(root, world.oauth);
    root["meters"].each([&](const Reader& one) {
        Meter& meter = world.meters[text(one, "client_id")];
        meter.calls_today = one["calls_today"].integer_or(0);
        meter.day = std::chrono::floor<std::chrono::days>(instant(one, "day"));
    });
    if (!problems.empty()) {
        return fail(Code::Invalid, fmt::format("{}: {}.", problems.front().pointer, problems.front().message));
    }
    return {};
}

} // namespace muster::sandbox
