#pragma once

// What staff may set for one database (`muster database set`) and for the whole installation (`muster settings
// set`). One typed table with ranges and help; the store keeps only what differs from the default.

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/installation.hpp"
#include "base/result.hpp"
#include "constant_contact/quota.hpp"
#include "store/store.hpp"

namespace muster::app {

enum class OptionKind {
    Number,
    YesNo,
    Recipients, ///< e-mail addresses
    Address,    ///< one e-mail address
    Line,       ///< text of one line
    MailServer, ///< smtp:// or smtps://
    Url,        ///< https, or http to this machine
};

struct OptionRow {
    std::string_view key;
    OptionKind kind;
    std::int64_t least = 0; ///< of a Number; of a Line, how many characters
    std::int64_t most = 0;
    std::string_view standard; ///< default, as text
    std::string_view help;
};
[[nodiscard]] const std::vector<OptionRow>& database_options();
[[nodiscard]] const std::vector<OptionRow>& installation_options();
/// "0 to 100", "yes or no", …
[[nodiscard]] std::string range_words(const OptionRow& row);

/// KEY and VALUE as typed; a blank value sets the default back.
using Assignment = std::pair<std::string, std::string>;

/// Splits "KEY=VALUE"; Code::Invalid if there is no "=" or no key.
[[nodiscard]] Result<Assignment> parse_assignment(std::string_view text);
[[nodiscard]] Result<std::vector<Assignment>> parse_assignments(const std::vector<std::string>& texts);

/// A value in its stored form; Code::Invalid with the range.
[[nodiscard]] Result<std::string> check_option(const OptionRow& row, std::string_view value);

/// All or nothing. Code::Invalid for an unknown key (with the known ones) or a value out of range.
[[nodiscard]] Result<void> set_database_options(Installation& installation, store::DatabaseId database,
                                                const std::vector<Assignment>& assignments);
[[nodiscard]] Result<void> set_installation_options(Installation& installation,
                                                    const std::vector<Assignment>& assignments);
/// Every option with its value now, in the order of the table.
[[nodiscard]] std::vector<Assignment> show_database_options(Installation& installation, store::DatabaseId database);
[[nodiscard]] std::vector<Assignment> show_installation_options(Installation& installation);

/// The same, typed, for the use cases.
struct DatabaseOptions {
    std::int64_t removal_limit_count = 10;   ///< R26
    std::int64_t removal_limit_percent = 20; ///< R26
    bool put_back_left = false;              ///< true switches R14 off
    std::int64_t history_days = 400;         ///< R29
    std::vector<std::string> notify;         ///< R34: addresses
    bool weekly_opt_out_list = false;        ///< R34
};
[[nodiscard]] DatabaseOptions read_database_options(Installation& installation, store::DatabaseId database);

/// Those whose weekly_opt_out_list is on.
[[nodiscard]] std::vector<store::DatabaseId> databases_with_weekly_list(Installation& installation);

struct InstallationOptions {
    constant_contact::QuotaLimits quota;    ///< R31
    std::int64_t longest_run_minutes = 240; ///< R33
    std::string smtp_url;                   ///< R34; these are "" where nobody has set them
    std::string smtp_user;
    std::string mail_from;
    std::string webhook_url;
    std::string public_url;
};
[[nodiscard]] InstallationOptions read_installation_options(Installation& installation);

} // namespace muster::app
