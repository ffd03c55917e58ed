// Exports of contacts as CSV files (contract, section 10.4).

#include <algorithm>
#include <array>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/activities.hpp"
#include "sandbox/contacts.hpp"
#include "sandbox/csv.hpp"

namespace muster::sandbox {

namespace {

constexpr std::array<std::string_view, 24> kFields{"email_address",
                                                   "first_name",
                                                   "last_name",
                                                   "company_name",
                                                   "job_title",
                                                   "email_lists",
                                                   "phone_number",
                                                   "notes",
                                                   "street",
                                                   "city",
                                                   "state",
                                                   "zip",
                                                   "country",
                                                   "anniversary",
                                                   "birthday_day",
                                                   "birthday_month",
                                                   "source_name",
                                                   "created_at",
                                                   "updated_at",
                                                   "email_optin_source",
                                                   "email_optin_date",
                                                   "email_optout_source",
                                                   "email_optout_date",
                                                   "email_optout_reason"};
constexpr std::array<std::string_view, 3> kSmsFields{"sms_number", "sms_consent_date", "sms_status"};

bool is_field(std::string_view name) {
    return name == "birthday" || std::find(kFields.begin(), kFields.end(), name) != kFields.end() ||
           std::find(kSmsFields.begin(), kSmsFields.end(), name) != kSmsFields.end();
}

void check_fields(const json::Reader& root, Errors& errors) {
    bool has_address = false;
    bool needs_address = false;
    root["fields"].each([&](const json::Reader& one) {
        const std::string name = one.text_or("");
        has_address = has_address || name == "email_address";
        needs_address = needs_address || name.substr(0, 9) == "email_opt";
        if (!is_field(name)) {
            errors.add(fmt::format("fields does not have a valid value: \"{}\"", name));
        }
    });
    if (needs_address && !has_address) {
        errors.add("fields: the email_opt... fields need email_address");
    }
}

net::Response post_export(Call& call) {
    Body body(call, "activities");
    if (body.refusal()) {
        return *body.refusal();
    }
    const json::Reader& root = body.root();
    Errors& errors = body.errors();
    only(root,
         {"contact_ids", "list_ids", "tag_ids", "new_subscriber", "segment_id", "fields", "status", "exclude"},
         errors);
    (void)ids_of(root, "contact_ids", 500, errors);
    (void)ids_of(root, "list_ids", 50, errors);
    (void)ids_of(root, "tag_ids", 50, errors);
    (void)ids_of(root["exclude"], "contact_ids", 50, errors);
    std::size_t ways = root["new_subscriber"].boolean().value_or(false) ? 1 : 0;
    for (const auto way : {"contact_ids", "list_ids", "tag_ids", "segment_id"}) {
        ways += root[way].present() ? 1U : 0U;
    }
    const std::string status = root["status"].text_or("");
    if (ways > 1 || (!status.empty() && (root["tag_ids"].present() || root["new_subscriber"].present()))) {
        errors.add("the filters exclude each other");
    }
    if (!status.empty() && status != "active" && status != "unsubscribed" && status != "removed") {
        errors.add("status does not have a valid value");
    }
    check_fields(root, errors);
    if (const auto complaint = body.complaint()) {
        return *complaint;
    }
    return start_activity(call, "contact_exports", call.request.body);
}

std::string list_names(Account& account, const Contact& contact) {
    std::vector<std::string> names;
    for (const auto& id : contact.lists) {
        const List* list = account.live_list(id);
        names.push_back(list != nullptr ? list->name : "");
    }
    return join(names, "; ");
}

std::string date_or_blank(const World& world, const std::optional<Instant>& instant) {
    return instant ? world.time_text(*instant) : "";
}

std::string email_cell(const World& world, const Email& email, std::string_view field) {
    const bool out = email.permission == Permission::Unsubscribed;
    if (field == "email_address") {
        return email.address;
    }
    if (field == "email_optin_source") {
        return email.opt_in_source;
    }
    if (field == "email_optin_date") {
        return date_or_blank(world, email.opt_in_date);
    }
    if (field == "email_optout_source") {
        return out ? email.opt_out_source : "";
    }
    if (field == "email_optout_date") {
        return out ? date_or_blank(world, email.opt_out_date) : "";
    }
    return out ? email.opt_out_reason : "";
}

std::string address_cell(const Contact& contact, std::string_view field) {
    if (contact.addresses.empty()) {
        return "";
    }
    const StreetAddress& address = contact.addresses.front();
    return field == "street"  ? address.street
           : field == "city"  ? address.city
           : field == "state" ? address.state
           : field == "zip"   ? address.postal_code
                              : address.country;
}

std::string core_cell(const World& world, const Contact& contact, std::string_view field) {
    const auto number = [](std::int64_t value) { return value == 0 ? std::string() : std::to_string(value); };
    if (field == "birthday" && contact.birthday_month != 0) {
        return fmt::format("{:02}/{:02}", contact.birthday_month, contact.birthday_day);
    }
    return field == "first_name"       ? contact.first_name
           : field == "last_name"      ? contact.last_name
           : field == "company_name"   ? contact.company_name
           : field == "job_title"      ? contact.job_title
           : field == "phone_number"   ? (contact.phones.empty() ? "" : contact.phones.front().number)
           : field == "notes"          ? (contact.notes.empty() ? "" : contact.notes.front().content)
           : field == "anniversary"    ? contact.anniversary
           : field == "birthday_day"   ? number(contact.birthday_day)
           : field == "birthday_month" ? number(contact.birthday_month)
           : field == "source_name"    ? contact.create_source
           : field == "created_at"     ? world.time_text(contact.created_at)
           : field == "updated_at"     ? world.time_text(contact.updated_at)
                                       : "";
}

std::string cell(const World& world, Account& account, const Contact& contact, std::string_view field) {
    if (field.substr(0, 9) == "email_add" || field.substr(0, 9) == "email_opt") {
        return email_cell(world, contact.email, field);
    }
    if (field == "email_lists") {
        return list_names(account, contact);
    }
    if (field == "street" || field == "city" || field == "state" || field == "zip" || field == "country") {
        return address_cell(contact, field);
    }
    if (field == "sms_number") {
        return contact.sms.number;
    }
    if (field.substr(0, 4) == "sms_" && contact.sms.number.empty()) {
        return "";
    }
    if (field == "sms_status") {
        return contact.sms.permission;
    }
    return field == "sms_consent_date" ? world.time_text(contact.sms.opt_in_date)
                                       : core_cell(world, contact, field);
}

/// "Email address" for "email_address".
std::string heading(std::string_view field, Headings kind) {
    std::string text(field);
    if (kind == Headings::Labels) {
        std::replace(text.begin(), text.end(), '_', ' ');
        text[0] = static_cast<char>(text[0] - 'a' + 'A');
    }
    return text;
}

class Selection {
  public:
    explicit Selection(const json::Reader& root) : status_(root["status"].text_or("")) {
        Errors ignored;
        fill(contacts_, ids_of(root, "contact_ids", 500, ignored));
        fill(lists_, ids_of(root, "list_ids", 50, ignored));
        fill(tags_, ids_of(root, "tag_ids", 50, ignored));
        fill(excluded_, ids_of(root["exclude"], "contact_ids", 50, ignored));
        only_new_ = root["new_subscriber"].boolean().value_or(false);
    }

    [[nodiscard]] bool takes(const Contact& contact, Instant now) const {
        const auto on_any = [](const std::vector<std::string>& has, const std::unordered_set<std::string>& wanted) {
            return wanted.empty() ||
                   std::any_of(has.begin(), has.end(), [&](const std::string& id) { return wanted.contains(id); });
        };
        const bool is_new = contact.created_at > now - std::chrono::days(30);
        return has_status(contact) && (contacts_.empty() || contacts_.contains(contact.id)) &&
               on_any(contact.lists, lists_) && on_any(contact.tags, tags_) && !excluded_.contains(contact.id) &&
               (!only_new_ || (is_active(contact) && is_new));
    }

  private:
    static void fill(std::unordered_set<std::string>& target, const std::vector<std::string>& ids) {
        target.insert(ids.begin(), ids.end());
    }
    [[nodiscard]] bool has_status(const Contact& contact) const {
        if (status_ == "removed") {
            return contact.deleted_at.has_value();
        }
        if (status_ == "unsubscribed") {
            return contact.is_unsubscribed() && !contact.deleted_at;
        }
        return status_ == "active" ? is_active(contact) : !contact.deleted_at;
    }

    std::string status_;
    std::unordered_set<std::string> contacts_;
    std::unordered_set<std::string> lists_;
    std::unordered_set<std::string> tags_;
    std::unordered_set<std::string> excluded_;
    bool only_new_ = false;
};

net::Response get_export(Call& call) {
    const Activity* activity = call.account->activity(call.parts[0]);
    if (activity == nullptr || activity->kind != "contact_exports" || activity->state != "completed") {
        return not_found("contact_exports", "exported file");
    }
    net::Response response{200, {}, activity->result};
    response.headers.set("Content-Type", "text/csv");
    return response;
}

} // namespace

void run_export(World& world, Account& account, Activity& activity) {
    const auto document = json::Document::parse(activity.body);
    if (!document) {
        activity.state = "failed";
        return;
    }
    json::Problems problems;
    const json::Reader root(*document, problems);
    std::vector<std::string> fields;
    root["fields"].each([&](const json::Reader& one) { fields.push_back(one.text_or("")); });
    if (fields.empty()) {
        fields.assign(kFields.begin(), kFields.end());
    }
    const auto add_line = [&](const auto& cell_of) {
        for (std::size_t column = 0; column < fields.size(); ++column) {
            activity.result += (column == 0 ? "" : ",") + csv_cell(cell_of(fields[column]));
        }
        activity.result += "\r\n";
    };
    add_line([&](const std::string& field) { return heading(field, world.switches().export_headings); });
    const Selection selection(root);
    std::int64_t rows = 0;
    for (const auto& contact : account.contacts()) {
        if (selection.takes(contact, activity.due_at)) {
            add_line([&](const std::string& field) { return cell(world, account, contact, field); });
            ++rows;
        }
    }
    set_counter(activity, "items_total_count", rows);
    set_counter(activity, "items_completed_count", rows);
}

Routes export_routes() {
    return {
        {"POST", "/activities/contact_exports", "contact_data", post_export},
        {"GET", "/contact_exports/*", "contact_data", get_export},
    };
}

} // namespace muster::sandbox
