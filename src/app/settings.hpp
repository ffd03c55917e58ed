#pragma once

// Settings of one invocation (cli.md, Settings): flag, else environment, else configuration file, else default. One
// typed table feeds the reader, the help and the messages; what is not in the table is an error, never ignored.

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace muster::app {

/// Where Muster keeps things and whom it talks to; every value is checked and every path absolute or as the person
/// gave it.
struct Settings {
    std::string store;    ///< "sqlite:PATH" or "postgresql://…"
    std::string key_file; ///< seals grants and Rep passwords
    std::string config;   ///< the configuration file that was read, or would have been
    std::string ctct_api_url;
    std::string ctct_auth_url;
    std::string ctct_client_id;     ///< "" until the application is registered
    std::string ctct_client_secret; ///< only for the server flow
    std::string log_format;         ///< of `serve`: "text" or "json"
    std::string smtp_password;      ///< of the option smtp_user
    std::string webhook_secret;     ///< signs what is posted to the option webhook_url
};

enum class SettingKind { Text, Store, Path, ServiceUrl, Secret, LogFormat };

/// One row of the table. Secrets have no flag: a command line is visible to every user of the machine.
struct SettingRow {
    std::string_view key;         ///< in the configuration file
    std::string_view flag;        ///< "--store", or ""
    std::string_view value_name;  ///< "URL"
    std::string_view environment; ///< "MUSTER_STORE"
    SettingKind kind;
    std::string_view default_words; ///< as the help names it
    std::string_view help;
    std::string Settings::* field;
};
[[nodiscard]] const std::vector<SettingRow>& setting_table();

/// What a process was given. `environment` answers for a variable's name; an empty value counts as not set.
struct SettingSources {
    std::map<std::string, std::string> flags; ///< by flag, "--store"
    std::function<std::optional<std::string>(const std::string&)> environment;
};

/// Code::Invalid with the setting, its value and what is right. A configuration file that was named must exist; the
/// default one need not.
[[nodiscard]] Result<Settings> load_settings(const SettingSources& sources);

/// The environment of this process.
[[nodiscard]] std::optional<std::string> process_environment(const std::string& name);

} // namespace muster::app
