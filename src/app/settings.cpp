#include "app/settings.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "base/text.hpp"
#include "net/http.hpp"

namespace muster::app {

namespace {

namespace fs = std::filesystem;

constexpr std::string_view kSqlitePrefix = "sqlite:";
constexpr std::size_t kLongestSecretFile = 4096;

using Values = std::map<std::string, std::string, std::less<>>; // by key of the table, or by key of a secret file

std::optional<std::string> read_environment(const SettingSources& sources, const std::string& name) {
    if (!sources.environment || name.empty()) {
        return std::nullopt;
    }
    auto value = sources.environment(name);
    return value && !value->empty() ? value : std::nullopt;
}

/// `variable` of the XDG base directories, else its place under HOME, else the current folder.
fs::path user_folder(const SettingSources& sources, const std::string& variable, const char* under_home) {
    if (const auto folder = read_environment(sources, variable); folder && fs::path(*folder).is_absolute()) {
        return *folder;
    }
    if (const auto home = read_environment(sources, "HOME")) {
        return fs::path(*home) / under_home;
    }
    return fs::current_path();
}

std::string secret_file_key(const SettingRow& row) { return std::string(row.key) + "_file"; }
std::string secret_file_variable(const SettingRow& row) { return std::string(row.environment) + "_FILE"; }

std::string known_keys() {
    std::vector<std::string> keys;
    for (const auto& row : setting_table()) {
        if (row.key == "config") {
            continue;
        }
        keys.emplace_back(row.key);
        if (row.kind == SettingKind::Secret) {
            keys.push_back(secret_file_key(row));
        }
    }
    return join(keys, ", ");
}

/// A path or a store from the configuration file, made relative to the file's folder.
std::string beside_the_file(const fs::path& folder, bool is_path, const std::string& value) {
    if (is_path) {
        return fs::path(value).is_absolute() ? value : (folder / value).lexically_normal().string();
    }
    if (!value.starts_with(kSqlitePrefix)) {
        return value;
    }
    const fs::path path = value.substr(kSqlitePrefix.size());
    return path.is_absolute() ? value : std::string(kSqlitePrefix) + (folder / path).lexically_normal().string();
}

Result<Values> read_configuration(const fs::path& file) {
    std::ifstream in(file, std::ios::binary);
    std::error_code ignored;
    if (!in || fs::is_directory(file, ignored)) {
        return fail(Code::Invalid, fmt::format("The configuration file {} cannot be read.", file.string()));
    }
    std::ostringstream text;
    text << in.rdbuf();
    toml::table table;
    try {
        table = toml::parse(text.str());
    } catch (const toml::parse_error& error) { // the library's only way to say so
        return fail(Code::Invalid, fmt::format("The configuration file {} is no TOML: line {}: {}.", file.string(),
                                               error.source().begin.line, error.description()));
    }
    const fs::path folder = fs::absolute(file).parent_path();
    Values values;
    for (const auto& [key_view, node] : table) {
        const std::string key(key_view.str());
        const SettingRow* row = nullptr;
        bool is_path = false;
        for (const auto& candidate : setting_table()) {
            const bool names_file = candidate.kind == SettingKind::Secret && key == secret_file_key(candidate);
            if ((key == candidate.key && key != "config") || names_file) {
                row = &candidate;
                is_path = names_file || candidate.kind == SettingKind::Path;
            }
        }
        if (row == nullptr) {
            return fail(
                Code::Invalid,
                fmt::format("The configuration file {} has an unknown key \"{}\" in line {}. Known are: {}.",
                            file.string(), key, node.source().begin.line, known_keys()));
        }
        const auto value = node.value_exact<std::string>();
        if (!value) {
            return fail(Code::Invalid, fmt::format("The key \"{}\" in line {} of {} takes a text in quotes.", key,
                                                   node.source().begin.line, file.string()));
        }
        const bool is_place = is_path || row->kind == SettingKind::Store;
        values[key] = is_place ? beside_the_file(folder, is_path, *value) : *value;
    }
    return values;
}

Result<std::string> read_secret_file(const SettingRow& row, const std::string& path) {
    std::ifstream in(path, std::ios::binary);
    std::string text(kLongestSecretFile, '\0');
    in.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (in.bad() || (in.gcount() == 0 && !in.eof()) || !in.is_open()) {
        return fail(Code::Invalid, fmt::format("The file {} for {} cannot be read.", path, row.environment));
    }
    text.resize(static_cast<std::size_t>(in.gcount()));
    const auto secret = trim(text);
    if (secret.empty()) {
        return fail(Code::Invalid, fmt::format("The file {} for {} is empty.", path, row.environment));
    }
    return std::string(secret);
}

/// R31 and cli.md: plain http only where nobody can listen.
Result<std::string> check_service_url(const SettingRow& row, std::string value) {
    while (value.ends_with('/')) {
        value.pop_back();
    }
    const auto url = net::parse_url(value);
    if (!url || !url->query.empty()) {
        return fail(Code::Invalid,
                    fmt::format("{} is \"{}\", which is no address like https://host/path.", row.flag, value));
    }
    if (url->scheme == "http" && !net::is_loopback(url->host)) {
        return fail(Code::Invalid, fmt::format("{} is \"{}\": plain http is accepted for this machine only "
                                               "(localhost, 127.0.0.1). Use https.",
                                               row.flag, value));
    }
    return value;
}

Result<std::string> check_store(std::string value) {
    const bool is_sqlite = value.starts_with(kSqlitePrefix) && value.size() > kSqlitePrefix.size();
    if (is_sqlite || value.starts_with("postgresql://") || value.starts_with("postgres://")) {
        return value;
    }
    return fail(Code::Invalid,
                fmt::format("--store is \"{}\". It takes sqlite:PATH or postgresql://USER@HOST/DATABASE.", value));
}

Result<std::string> check_log_format(std::string value) {
    if (value == "text" || value == "json") {
        return value;
    }
    return fail(Code::Invalid, fmt::format("--log-format is \"{}\". It takes text or json.", value));
}

Result<std::string> checked(const SettingRow& row, std::string value) {
    switch (row.kind) {
    case SettingKind::Store:
        return check_store(std::move(value));
    case SettingKind::ServiceUrl:
        return check_service_url(row, std::move(value));
    case SettingKind::LogFormat:
        return check_log_format(std::move(value));
    case SettingKind::Path:
    case SettingKind::Text:
    case SettingKind::Secret:
        break;
    }
    return value;
}

/// The value of one setting, or nothing if nobody gave one.
Result<std::optional<std::string>> find_value(const SettingRow& row, const SettingSources& sources,
                                              const Values& file) {
    if (const auto flag = sources.flags.find(std::string(row.flag));
        !row.flag.empty() && flag != sources.flags.end()) {
        if (flag->second.empty()) {
            return fail(Code::Invalid, fmt::format("{} takes a value.", row.flag));
        }
        return flag->second;
    }
    if (auto value = read_environment(sources, std::string(row.environment))) {
        return value;
    }
    if (row.kind == SettingKind::Secret) {
        if (const auto path = read_environment(sources, secret_file_variable(row))) {
            TRY_ASSIGN(std::string secret, read_secret_file(row, *path));
            return secret;
        }
        if (const auto path = file.find(secret_file_key(row)); path != file.end()) {
            TRY_ASSIGN(std::string secret, read_secret_file(row, path->second));
            return secret;
        }
    }
    if (const auto value = file.find(row.key); value != file.end()) {
        return value->second;
    }
    return std::nullopt;
}

std::string default_value(const SettingRow& row, const SettingSources& sources, const Settings& so_far) {
    if (row.key == "config") {
        return (user_folder(sources, "XDG_CONFIG_HOME", ".config") / "muster" / "muster.toml").string();
    }
    if (row.key == "store") {
        return std::string(kSqlitePrefix) +
               (user_folder(sources, "XDG_DATA_HOME", ".local/share") / "muster" / "muster.db").string();
    }
    if (row.key == "key_file") {
        return so_far.store.starts_with(kSqlitePrefix)
                   ? (fs::path(so_far.store.substr(kSqlitePrefix.size())).parent_path() / "muster.key").string()
                   : (user_folder(sources, "XDG_CONFIG_HOME", ".config") / "muster" / "muster.key").string();
    }
    const bool is_told = row.kind == SettingKind::ServiceUrl || row.kind == SettingKind::LogFormat;
    return is_told ? std::string(row.default_words) : std::string();
}

} // namespace

const std::vector<SettingRow>& setting_table() {
    // The order matters: the file comes first, and the key file's place follows from the store's.
    static const std::vector<SettingRow> table{
        {"config", "--config", "PATH", "MUSTER_CONFIG", SettingKind::Path,
         "muster/muster.toml in your configuration folder", "configuration file (TOML)", &Settings::config},
        {"store", "--store", "URL", "MUSTER_STORE", SettingKind::Store,
         "sqlite:muster/muster.db in your data folder", "where the records are: sqlite:PATH or postgresql://…",
         &Settings::store},
        {"key_file", "--key-file", "PATH", "MUSTER_KEY_FILE", SettingKind::Path,
         "beside the SQLite file; for PostgreSQL in your configuration folder",
         "the key that seals passwords and grants; made on first use", &Settings::key_file},
        {"ctct_api_url", "--ctct-api-url", "URL", "MUSTER_CTCT_API_URL", SettingKind::ServiceUrl,
         "https://api.cc.email/v3", "Constant Contact's API", &Settings::ctct_api_url},
        {"ctct_auth_url", "--ctct-auth-url", "URL", "MUSTER_CTCT_AUTH_URL", SettingKind::ServiceUrl,
         "https://authz.constantcontact.com/oauth2/default/v1", "Constant Contact's authorization server",
         &Settings::ctct_auth_url},
        {"ctct_client_id", "--ctct-client-id", "ID", "MUSTER_CTCT_CLIENT_ID", SettingKind::Text, "none",
         "API key of the application that is registered with Constant Contact", &Settings::ctct_client_id},
        {"ctct_client_secret", "", "SECRET", "MUSTER_CTCT_CLIENT_SECRET", SettingKind::Secret, "none",
         "client secret, for the server flow only", &Settings::ctct_client_secret},
        {"log_format", "--log-format", "FORMAT", "MUSTER_LOG_FORMAT", SettingKind::LogFormat, "text",
         "how the server writes its log: text, or json for one object a line", &Settings::log_format},
        {"smtp_password", "", "SECRET", "MUSTER_SMTP_PASSWORD", SettingKind::Secret, "none",
         "password for the mail server (muster settings set smtp_user)", &Settings::smtp_password},
        {"webhook_secret", "", "SECRET", "MUSTER_WEBHOOK_SECRET", SettingKind::Secret, "none",
         "signs what is posted to the webhook (muster settings set webhook_url)", &Settings::webhook_secret},
    };
    return table;
}

Result<Settings> load_settings(const SettingSources& sources) {
    Settings settings;
    Values file;
    for (const auto& row : setting_table()) {
        TRY_ASSIGN(auto given, find_value(row, sources, file));
        std::string value = given ? *given : default_value(row, sources, settings);
        TRY_ASSIGN(settings.*row.field, checked(row, std::move(value)));
        std::error_code ignored;
        if (row.key == "config" && (given || fs::exists(settings.config, ignored))) {
            TRY_ASSIGN(file, read_configuration(settings.config));
        }
    }
    return settings;
}

std::optional<std::string> process_environment(const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

} // namespace muster::app
