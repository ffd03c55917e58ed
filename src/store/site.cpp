#include "store/site.hpp"

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "db/postgresql.hpp"
#include "db/sqlite.hpp"

namespace muster::store {

namespace {

constexpr std::string_view kSqliteScheme = "sqlite:";

Result<void> make_folder(const std::filesystem::path& folder, std::string_view of) {
    std::error_code error;
    if (std::filesystem::exists(folder, error)) {
        return {};
    }
    std::filesystem::create_directories(folder, error);
    if (error) {
        return fail(Code::Unavailable, fmt::format("The folder {} of the {} cannot be made: {}.", folder.string(),
                                                   of, error.message()));
    }
    std::filesystem::permissions(folder, std::filesystem::perms::owner_all,
                                 error); // best effort: what lies in it is for the owner only, too
    return {};
}

/// SQLite would make the file readable for everybody.
Result<void> make_file(const std::filesystem::path& path) {
    TRY(make_folder(path.parent_path(), "store"));
    const int descriptor = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0) {
        const int reason = errno;
        return fail(
            reason == EISDIR ? Code::Invalid : Code::Unavailable,
            fmt::format("The store {} cannot be opened for writing: {}.", path.string(), std::strerror(reason)));
    }
    ::close(descriptor);
    return {};
}

Result<Site> sqlite_site(const OpenOptions& options) {
    std::error_code error;
    const auto path = std::filesystem::absolute(options.url.substr(kSqliteScheme.size()), error);
    if (error) {
        return fail(Code::Invalid,
                    fmt::format("The store \"{}\" names no usable path: {}.", options.url, error.message()));
    }
    TRY(make_file(path));
    const db::SqliteOptions sqlite{.path = path.string(), .patience = options.patience};
    return Site{path.string(), (path.parent_path() / "muster.key").string(),
                [sqlite] { return db::open_sqlite(sqlite); }};
}

Result<Site> postgresql_site(const OpenOptions& options) {
    if (options.key_file.empty()) {
        return fail(Code::Invalid, "A PostgreSQL store has no folder for its key: name a file with --key-file.");
    }
    TRY(make_folder(std::filesystem::absolute(options.key_file).parent_path(), "key"));
    const db::Postgresql postgresql({.url = options.url, .patience = options.patience, .closing = options.closing});
    return Site{db::postgresql_place(options.url), "", [postgresql] { return postgresql.open(); }};
}

} // namespace

Result<Site> site_of(const OpenOptions& options) {
    if (options.url.starts_with("postgresql:") || options.url.starts_with("postgres:")) {
        return postgresql_site(options);
    }
    if (options.url.starts_with(kSqliteScheme) && options.url.size() > kSqliteScheme.size()) {
        return sqlite_site(options);
    }
    return fail(Code::Invalid, fmt::format("The store \"{}\" is none that Muster knows. Use sqlite:PATH or "
                                           "postgresql://USER@HOST/DATABASE.",
                                           options.url));
}

} // namespace muster::store
