#include "app/options.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/text.hpp"
#include "net/http.hpp"
#include "net/mail.hpp"
#include "roster/fields.hpp"

namespace muster::app {

namespace {

using Stored = std::map<std::string, std::string>;

constexpr std::size_t kMostRecipients = 20;

Result<const OptionRow*> find_row(const std::vector<OptionRow>& table, const std::string& key) {
    const auto found =
        std::find_if(table.begin(), table.end(), [&](const OptionRow& row) { return row.key == key; });
    if (found != table.end()) {
        return &*found;
    }
    std::vector<std::string> keys;
    for (const auto& row : table) {
        keys.emplace_back(row.key);
    }
    return fail(Code::Invalid, fmt::format("There is no setting \"{}\". Known are: {}.", key, join(keys, ", ")));
}

/// Checks all before anything is written. A blank value stays blank: it means the default.
Result<std::vector<Assignment>> check_all(const std::vector<OptionRow>& table,
                                          const std::vector<Assignment>& assignments) {
    std::vector<Assignment> checked;
    for (const auto& [key, value] : assignments) {
        TRY_ASSIGN(const OptionRow* row, find_row(table, key));
        std::string kept;
        if (!trim(value).empty()) {
            TRY_ASSIGN(kept, check_option(*row, value));
        }
        checked.emplace_back(key, std::move(kept));
    }
    return checked;
}

std::vector<Assignment> values_now(const std::vector<OptionRow>& table, const Stored& stored) {
    std::vector<Assignment> values;
    for (const auto& row : table) {
        const auto found = stored.find(std::string(row.key));
        values.emplace_back(row.key, found == stored.end() ? std::string(row.standard) : found->second);
    }
    return values;
}

std::string value_of(const std::vector<OptionRow>& table, const Stored& stored, std::string_view key) {
    for (auto& [name, value] : values_now(table, stored)) {
        if (name == key) {
            return value;
        }
    }
    return "";
}

/// The stored values were checked when they were set.
std::int64_t number_of(const std::string& text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

Result<std::string> check_address(const OptionRow& row, std::string_view value) {
    const auto address = parse_email(value);
    if (!address) {
        return fail(Code::Invalid,
                    fmt::format("{} has \"{}\", which is no e-mail address: {}.", row.key, value, address.error()));
    }
    return address->address;
}

Result<std::string> check_recipients(const OptionRow& row, std::string_view value) {
    std::vector<std::string> addresses;
    for (const auto& part : split_list(value, ',')) {
        TRY_ASSIGN(auto address, check_address(row, part));
        if (std::ranges::find(addresses, address) == addresses.end()) {
            addresses.push_back(std::move(address));
        }
    }
    if (addresses.size() > kMostRecipients) {
        return fail(Code::Invalid,
                    fmt::format("{} takes {}, not {} of them.", row.key, range_words(row), addresses.size()));
    }
    return join(addresses, ", ");
}

bool is_line(const OptionRow& row, std::string_view text) {
    const auto length = static_cast<std::int64_t>(code_points(text));
    const auto is_control = [](char c) { return (c >= 0 && c < ' ') || c == '\x7f'; };
    return is_valid_utf8(text) && length >= row.least && length <= row.most &&
           std::ranges::none_of(text, is_control);
}

/// Like Constant Contact's own addresses: plain http only where nobody can listen.
bool is_safe_url(std::string_view text) {
    const auto url = net::parse_url(text);
    return url && (url->scheme == "https" || net::is_loopback(url->host));
}

} // namespace

const std::vector<OptionRow>& database_options() {
    static const std::vector<OptionRow> table{
        {"removal_limit_count", OptionKind::Number, 0, 1'000'000, "10",
         "a run that would take more Contacts than this off Active Members asks first, unless the percentage "
         "allows more"},
        {"removal_limit_percent", OptionKind::Number, 0, 100, "20",
         "the same as a percentage of those on the list when the run starts; the larger limit counts"},
        {"put_back_left", OptionKind::YesNo, 0, 0, "no", "yes: who left a list is put back on it by the next run"},
        {"notify", OptionKind::Recipients, 0, 0, "",
         "addresses that hear by mail of trouble with scheduled runs and the connection, and when all is well "
         "again; "
         "separated by commas"},
        {"weekly_opt_out_list", OptionKind::YesNo, 0, 0, "no",
         "yes: once a week they get a list of the people who opted out and are still in Rep Groups"},
        {"history_days", OptionKind::Number, 1, 36'500, "400",
         "details of persons are dropped from the history after so many days"},
    };
    return table;
}

const std::vector<OptionRow>& installation_options() {
    static const std::vector<OptionRow> table{
        {"calls_per_day", OptionKind::Number, 1, 10'000'000, "10000",
         "API calls that Constant Contact allows the key in a day"},
        {"calls_per_second", OptionKind::Number, 1, 10, "4",
         "the same in a second; more than 4 with a partner key only"},
        {"longest_run_minutes", OptionKind::Number, 1, 10'080, "240",
         "a run that takes longer is ended; the next one completes it"},
        {"smtp_url", OptionKind::MailServer, 0, 0, "",
         "mail server for notices; smtp:// (port 25 if none is given) insists on STARTTLS except on this machine, "
         "smtps:// (465) begins with TLS"},
        {"smtp_user", OptionKind::Line, 1, 255, "",
         "name to log in there, if it asks for one; the password comes from MUSTER_SMTP_PASSWORD or the file that "
         "MUSTER_SMTP_PASSWORD_FILE names"},
        {"mail_from", OptionKind::Address, 0, 0, "", "sender of notices"},
        {"webhook_url", OptionKind::Url, 0, 0, "",
         "notices of all databases are posted there as JSON, signed if MUSTER_WEBHOOK_SECRET (or …_FILE) is set"},
        {"public_url", OptionKind::Url, 0, 0, "", "address of the back office, for notices to point at"},
    };
    return table;
}

std::string range_words(const OptionRow& row) {
    switch (row.kind) {
    case OptionKind::Number:
        return fmt::format("{} to {}", row.least, row.most);
    case OptionKind::YesNo:
        return "yes or no";
    case OptionKind::Recipients:
        return fmt::format("up to {} e-mail addresses", kMostRecipients);
    case OptionKind::Address:
        return "an e-mail address";
    case OptionKind::Line:
        return fmt::format("{} to {} characters", row.least, row.most);
    case OptionKind::MailServer:
        return "smtp://HOST:PORT or smtps://HOST:PORT";
    case OptionKind::Url:
        return "an https address, or http on this machine";
    }
    return "";
}

Result<Assignment> parse_assignment(std::string_view text) {
    const auto equals = text.find('=');
    const auto key = trim(text.substr(0, equals));
    if (equals == std::string_view::npos || key.empty()) {
        return fail(Code::Invalid, fmt::format("\"{}\" is not of the form KEY=VALUE.", text));
    }
    return Assignment{std::string(key), std::string(text.substr(equals + 1))};
}

Result<std::vector<Assignment>> parse_assignments(const std::vector<std::string>& texts) {
    std::vector<Assignment> assignments;
    for (const auto& text : texts) {
        TRY_ASSIGN(auto assignment, parse_assignment(text));
        const bool is_known = std::any_of(assignments.begin(), assignments.end(),
                                          [&](const Assignment& other) { return other.first == assignment.first; });
        if (is_known) {
            return fail(Code::Invalid, fmt::format("\"{}\" is given twice.", assignment.first));
        }
        assignments.push_back(std::move(assignment));
    }
    return assignments;
}

Result<std::string> check_option(const OptionRow& row, std::string_view value) {
    const auto text = trim(value);
    switch (row.kind) {
    case OptionKind::Number: {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (error == std::errc() && end == text.data() + text.size() && number >= row.least && number <= row.most) {
            return std::to_string(number);
        }
        break;
    }
    case OptionKind::YesNo:
        if (const auto yes = roster::parse_yes_no(text)) {
            return std::string(*yes ? "yes" : "no");
        }
        break;
    case OptionKind::Recipients:
        return check_recipients(row, text);
    case OptionKind::Address:
        return check_address(row, text);
    case OptionKind::Line:
        if (is_line(row, text)) {
            return std::string(text);
        }
        break;
    case OptionKind::MailServer:
        if (net::parse_mail_url(text)) {
            return std::string(text);
        }
        break;
    case OptionKind::Url:
        if (is_safe_url(text)) {
            return std::string(text);
        }
        break;
    }
    return fail(Code::Invalid, fmt::format("{} takes {}, not \"{}\".", row.key, range_words(row), text));
}

Result<void> set_database_options(Installation& installation, store::DatabaseId database,
                                  const std::vector<Assignment>& assignments) {
    TRY_ASSIGN(const auto checked, check_all(database_options(), assignments));
    for (const auto& [key, value] : checked) {
        if (value.empty()) {
            installation.store().remove_setting(database, key);
        } else {
            installation.store().put_setting(database, key, value);
        }
    }
    return {};
}

Result<void> set_installation_options(Installation& installation, const std::vector<Assignment>& assignments) {
    TRY_ASSIGN(const auto checked, check_all(installation_options(), assignments));
    for (const auto& [key, value] : checked) {
        if (value.empty()) {
            installation.store().remove_installation_setting(key);
        } else {
            installation.store().put_installation_setting(key, value);
        }
    }
    return {};
}

std::vector<Assignment> show_database_options(Installation& installation, store::DatabaseId database) {
    return values_now(database_options(), installation.store().settings(database));
}

std::vector<Assignment> show_installation_options(Installation& installation) {
    return values_now(installation_options(), installation.store().installation_settings());
}

DatabaseOptions read_database_options(Installation& installation, store::DatabaseId database) {
    const auto stored = installation.store().settings(database);
    const auto value = [&](std::string_view key) { return value_of(database_options(), stored, key); };
    return {.removal_limit_count = number_of(value("removal_limit_count")),
            .removal_limit_percent = number_of(value("removal_limit_percent")),
            .put_back_left = value("put_back_left") == "yes",
            .history_days = number_of(value("history_days")),
            .notify = split_list(value("notify"), ','),
            .weekly_opt_out_list = value("weekly_opt_out_list") == "yes"};
}

std::vector<store::DatabaseId> databases_with_weekly_list(Installation& installation) {
    return installation.store().databases_with_setting("weekly_opt_out_list", "yes");
}

InstallationOptions read_installation_options(Installation& installation) {
    const auto stored = installation.store().installation_settings();
    const auto value = [&](std::string_view key) { return value_of(installation_options(), stored, key); };
    return {.quota = {.calls_per_second = static_cast<int>(number_of(value("calls_per_second"))),
                      .calls_per_day = number_of(value("calls_per_day"))},
            .longest_run_minutes = number_of(value("longest_run_minutes")),
            .smtp_url = value("smtp_url"),
            .smtp_user = value("smtp_user"),
            .mail_from = value("mail_from"),
            .webhook_url = value("webhook_url"),
            .public_url = value("public_url")};
}

} // namespace muster::app
