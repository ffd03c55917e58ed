#include "sandbox/switches.hpp"

#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::sandbox {

namespace {

template <class Value>
using Choices = std::vector<std::pair<std::string, Value>>;

template <class Value>
SwitchDescription choice(std::string name, Value Switches::* member, const Choices<Value>& choices,
                         std::string help) {
    SwitchDescription row;
    row.name = std::move(name);
    row.help = std::move(help);
    for (const auto& [text, value] : choices) {
        row.values.push_back(text);
    }
    row.read = [member, choices](const Switches& switches) {
        for (const auto& [text, value] : choices) {
            if (switches.*member == value) {
                return text;
            }
        }
        return std::string();
    };
    row.write = [member, choices](Switches& switches, std::string_view wanted) {
        for (const auto& [text, value] : choices) {
            if (text == wanted) {
                switches.*member = value;
                return true;
            }
        }
        return false;
    };
    row.standard = row.read(Switches{});
    return row;
}

SwitchDescription number(std::string name, std::size_t Switches::* member, std::size_t most, std::string help) {
    SwitchDescription row;
    row.name = std::move(name);
    row.help = std::move(help);
    row.most = most;
    row.read = [member](const Switches& switches) { return std::to_string(switches.*member); };
    row.write = [member, most](Switches& switches, std::string_view wanted) {
        std::size_t value = 0;
        const auto [end, error] = std::from_chars(wanted.data(), wanted.data() + wanted.size(), value);
        if (error != std::errc() || end != wanted.data() + wanted.size() || value > most) {
            return false;
        }
        switches.*member = value;
        return true;
    };
    row.standard = row.read(Switches{});
    return row;
}

const Choices<OnOff> kOnOff{{"off", OnOff::Off}, {"on", OnOff::On}};
const Choices<Refusal> kRefusal{{"refuse", Refusal::Refuse}, {"accept", Refusal::Accept}};
const Choices<Kept> kKept{{"keep", Kept::Keep}, {"drop", Kept::Drop}};
const Choices<Compared> kCompared{{"folded", Compared::Folded}, {"exact", Compared::Exact}};
const Choices<Unknown> kUnknown{{"ignore", Unknown::Ignore}, {"row", Unknown::Row}, {"job", Unknown::Job}};

void add_contact_switches(std::vector<SwitchDescription>& table) {
    using S = Switches;
    table.push_back(choice("put_empty_lists", &S::put_empty_lists, kRefusal,
                           "PUT of a contact with an empty list_memberships: 400, or all lists taken away"));
    table.push_back(choice("full_stop_in_name", &S::full_stop_in_name,
                           {{"keep", FullStop::Keep}, {"strip", FullStop::Strip}, {"refuse", FullStop::Refuse}},
                           "a full stop in first_name"));
    table.push_back(
        choice("lists_after_opt_out", &S::lists_after_opt_out, kKept, "the lists of a contact that unsubscribes"));
    table.push_back(
        choice("put_without_permission", &S::put_without_permission,
               {{"keep", PutWithoutPermission::Keep},
                {"not_set", PutWithoutPermission::NotSet},
                {"implicit", PutWithoutPermission::Implicit},
                {"refuse", PutWithoutPermission::Refuse}},
               "PUT with an email_address that lacks permission_to_send (never brings back who unsubscribed)"));
    table.push_back(choice(
        "put_without_email", &S::put_without_email,
        {{"keep", PutWithoutEmail::Keep}, {"clear", PutWithoutEmail::Clear}, {"refuse", PutWithoutEmail::Refuse}},
        "PUT without email_address"));
    table.push_back(
        choice("put_self_unsubscribed", &S::put_self_unsubscribed,
               {{"refuse", PutSelfUnsubscribed::Refuse},
                {"refuse_any", PutSelfUnsubscribed::RefuseAny},
                {"ignore", PutSelfUnsubscribed::Ignore},
                {"apply", PutSelfUnsubscribed::Apply}},
               "PUT with another permission and update_source Account on who unsubscribed itself: 400, 400 for "
               "any PUT, 200 without effect, or obeyed"));
    table.push_back(choice("too_long", &S::too_long, {{"refuse", TooLong::Refuse}, {"cut", TooLong::Cut}},
                           "a value over its limit"));
    table.push_back(choice("trim_values", &S::trim_values, kOnOff, "blanks at both ends of values are taken off"));
    table.push_back(
        choice("store_addresses_lower", &S::store_addresses_lower, kOnOff, "addresses are kept in lower case"));
    table.push_back(choice("confirmed_opt_in", &S::confirmed_opt_in, kOnOff,
                           "new subscribers are pending_confirmation until they confirm"));
    table.push_back(number("custom_field_cap", &S::custom_field_cap, 50, "custom fields per contact: 25 or 50"));
    table.push_back(choice("membership_moves_updated_at", &S::membership_moves_updated_at, kOnOff,
                           "joining or leaving a list moves the contact's updated_at"));
}

void add_reading_switches(std::vector<SwitchDescription>& table) {
    using S = Switches;
    table.push_back(choice("default_status", &S::default_status,
                           {{"not_deleted", DefaultStatus::NotDeleted}, {"active", DefaultStatus::Active}},
                           "GET /contacts without status"));
    table.push_back(choice("unsubscribed_with_deleted", &S::unsubscribed_with_deleted, kOnOff,
                           "status=unsubscribed also gives those that are deleted as well"));
    table.push_back(choice("after_boundary", &S::after_boundary,
                           {{"exclusive", Boundary::Exclusive}, {"inclusive", Boundary::Inclusive}},
                           "whether updated_after and the like take in the very moment"));
    table.push_back(choice("order", &S::order,
                           {{"created", Order::Created}, {"newest", Order::Newest}, {"id", Order::Id}},
                           "the order of contacts on pages"));
    table.push_back(choice("pages_overlap", &S::pages_overlap, kOnOff,
                           "each page begins with the last contact of the one before"));
    table.push_back(choice("last_page", &S::last_page,
                           {{"absent", LastPage::Absent}, {"null", LastPage::Null}, {"empty", LastPage::Empty}},
                           "_links on the last page"));
    table.push_back(choice("time_format", &S::time_format,
                           {{"seconds", TimeFormat::Seconds},
                            {"milliseconds", TimeFormat::Milliseconds},
                            {"offset", TimeFormat::Offset}},
                           "times in answers: 2026-04-28T21:46:22Z, ...22.123Z, or ...22+00:00"));
}

void add_list_switches(std::vector<SwitchDescription>& table) {
    using S = Switches;
    table.push_back(choice("deleted_list_name", &S::deleted_list_name,
                           {{"free", DeletedName::Free}, {"taken", DeletedName::Taken}},
                           "the name of a deleted list"));
    table.push_back(
        choice("list_name_case", &S::list_name_case, kCompared, "whether list names differ by case alone"));
    table.push_back(choice("list_name_blanks", &S::list_name_blanks, kCompared,
                           "whether list names differ by blanks at their ends"));
    table.push_back(choice("put_list_omitted", &S::put_list_omitted, {{"drop", Kept::Drop}, {"keep", Kept::Keep}},
                           "PUT of a list: what is left out"));
    table.push_back(choice(
        "add_lists_unsubscribed", &S::add_lists_unsubscribed,
        {{"silent", AddUnsubscribed::Silent}, {"errors", AddUnsubscribed::Errors}, {"add", AddUnsubscribed::Add}},
        "add_list_memberships with unsubscribed contacts: left out, left out and told, or added"));
    table.push_back(choice("field_name_case", &S::field_name_case,
                           {{"kept", FieldNameCase::Kept}, {"lower", FieldNameCase::Lower}},
                           "the name made of a custom field's label"));
    table.push_back(choice("field_rename_moves_name", &S::field_rename_moves_name, kOnOff,
                           "a new label gives a custom field a new name"));
    table.push_back(choice("typed_fields", &S::typed_fields,
                           {{"accept", Refusal::Accept}, {"refuse", Refusal::Refuse}},
                           "custom fields of the types that came in 2025"));
}

void add_import_switches(std::vector<SwitchDescription>& table) {
    using S = Switches;
    table.push_back(
        choice("address_case", &S::address_case, kCompared,
               "an import's address that differs from the contact's by case alone: the same, or the row refused"));
    table.push_back(choice("megabyte", &S::megabyte, {{"decimal", Megabyte::Decimal}, {"binary", Megabyte::Binary}},
                           "the 4 MB of an import: 4,000,000 or 4,194,304 bytes"));
    table.push_back(
        number("import_email_limit", &S::import_email_limit, 80, "longest address in an import: 50 or 80"));
    table.push_back(choice("blank_cells", &S::blank_cells,
                           {{"ignore", BlankCells::Ignore}, {"clear", BlankCells::Clear}},
                           "an empty value in an import"));
    table.push_back(
        choice("unknown_import_field", &S::unknown_import_field, kUnknown,
               "cf: with a name that no custom field has: ignored, the row refused, or the job failed"));
    table.push_back(choice("unknown_import_key", &S::unknown_import_key, kUnknown,
                           "a key that no import knows: ignored, the row refused, or 400"));
    table.push_back(choice("wrong_typed_value", &S::wrong_typed_value,
                           {{"row", WrongValue::Row}, {"ignore", WrongValue::Ignore}, {"keep", WrongValue::Keep}},
                           "a value that its typed custom field cannot hold"));
    table.push_back(choice("import_duplicates", &S::import_duplicates,
                           {{"last", Duplicates::Last}, {"first", Duplicates::First}},
                           "rows of one import with the same address"));
    table.push_back(choice("list_51", &S::list_51, {{"skip", ListFiftyOne::Skip}, {"row", ListFiftyOne::Row}},
                           "a 51st list by import: not joined, or the row refused"));
    table.push_back(choice("unsubscribed_rows_updated", &S::unsubscribed_rows_updated,
                           {{"on", OnOff::On}, {"off", OnOff::Off}},
                           "an import changes the properties of unsubscribed contacts"));
    table.push_back(choice("import_revives_deleted", &S::import_revives_deleted,
                           {{"on", OnOff::On}, {"off", OnOff::Off}}, "an import brings deleted contacts back"));
    table.push_back(choice("row_reasons", &S::row_reasons, {{"on", OnOff::On}, {"off", OnOff::Off}},
                           "activity_errors names refused rows"));
    table.push_back(choice("export_headings", &S::export_headings,
                           {{"names", Headings::Names}, {"labels", Headings::Labels}},
                           "the first line of an export"));
}

void add_service_switches(std::vector<SwitchDescription>& table) {
    using S = Switches;
    table.push_back(number("answer_ms", &S::answer_ms, 60'000, "how long an answer takes"));
    table.push_back(choice("rejected_calls_count", &S::rejected_calls_count, kOnOff,
                           "calls answered 429 count against the day"));
    table.push_back(choice("retry_after", &S::retry_after, kOnOff, "429 answers carry Retry-After"));
    table.push_back(choice("rate_window", &S::rate_window,
                           {{"sliding", RateWindow::Sliding}, {"fixed", RateWindow::Fixed}},
                           "the second of the rate limit"));
    table.push_back(choice(
        "queue_full_body", &S::queue_full_body,
        {{"array", QueueFullBody::Array}, {"object", QueueFullBody::Object}, {"empty", QueueFullBody::Empty}},
        "the body of the 429 for a full activity queue"));
    table.push_back(choice("auto_grant", &S::auto_grant, kOnOff,
                           "device codes are granted at once for the first account, without a person"));
    table.push_back(
        number("device_interval", &S::device_interval, 60, "seconds between two polls of the device flow"));
    table.push_back(number("refresh_grace_s", &S::refresh_grace_s, 86'400,
                           "seconds for which a spent rotating refresh token still works"));
    table.push_back(choice("same_refresh_token", &S::same_refresh_token,
                           {{"included", SameRefreshToken::Included}, {"left_out", SameRefreshToken::LeftOut}},
                           "long-lived refresh tokens in the answer to a refresh"));
}

} // namespace

const std::vector<SwitchDescription>& switch_table() {
    static const std::vector<SwitchDescription> table = [] {
        std::vector<SwitchDescription> rows;
        add_contact_switches(rows);
        add_reading_switches(rows);
        add_list_switches(rows);
        add_import_switches(rows);
        add_service_switches(rows);
        return rows;
    }();
    return table;
}

Result<void> set_switch(Switches& switches, std::string_view name, std::string_view value) {
    std::vector<std::string> names;
    for (const auto& row : switch_table()) {
        if (row.name != name) {
            names.push_back(row.name);
            continue;
        }
        if (row.write(switches, value)) {
            return {};
        }
        const std::string known =
            row.values.empty() ? fmt::format("a number from 0 to {}", row.most) : join(row.values, ", ");
        return fail(Code::Invalid, fmt::format("The switch {} cannot be \"{}\". It takes {}.", name, value, known));
    }
    return fail(Code::Invalid,
                fmt::format("There is no switch \"{}\". The switches are {}.", name, join(names, ", ")));
}

Result<void> set_switch(Switches& switches, std::string_view assignment) {
    const auto equals = assignment.find('=');
    if (equals == std::string_view::npos) {
        return fail(Code::Invalid, fmt::format("\"{}\" is no switch. Write it as name=value.", assignment));
    }
    return set_switch(switches, trim(assignment.substr(0, equals)), trim(assignment.substr(equals + 1)));
}

} // namespace muster::sandbox
