// Opening a store: folder, file, schema, queries, key.

#include <cerrno>
#include <cstring>
#include <filesystem>

#include <fcntl.h>
#include <unistd.h>

#include <fmt/format.h>

#include "db/postgresql.hpp"
#include "db/sqlite.hpp"
#include "store/core.hpp"
#include "store/key_rotation.hpp"
#include "store/list_view_keys.hpp"
#include "store/sql.hpp"

namespace muster::store {

namespace {

constexpr std::string_view kSqliteScheme = "sqlite:";
constexpr std::size_t kIdleConnections = 8;

/// Where a store is, as far as opening it depends on its kind.
struct Site {
    std::string place; ///< for messages
    std::string key_file;
    db::Pool::Open connect;
};

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
    const db::PostgresqlOptions postgresql{.url = options.url, .patience = options.patience};
    return Site{db::postgresql_place(options.url), "", [postgresql] { return db::open_postgresql(postgresql); }};
}

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

Result<db::Queries> read_queries() {
    db::Queries queries;
    for (const auto file : query_files()) {
        TRY(queries.add(file));
    }
    return queries;
}

std::string known_key_id(db::Connection& connection, const db::Queries& queries) {
    auto row = connection[queries["installation.get"]].query({kKeyIdRow});
    return row.next() ? row.copy(0) : "";
}

std::optional<std::string> key_id_of(const std::string& key_file) {
    const auto key = read_key_file(key_file);
    const auto sealer = key ? Sealer::create(*key) : tl::unexpected(key.error());
    return sealer ? std::optional(sealer->key_id()) : std::nullopt;
}

/// A rotation that was cut off between its commit and the names of its files is completed.
Result<void> finish_rotation(const std::string& known, const std::string& key_file) {
    if (key_id_of(next_key_file(key_file)) == known) {
        TRY(put_next_key_in_place(key_file, key_id_of(key_file).value_or("old")));
    }
    return {};
}

/// The key of a store that has one already.
Result<Sealer> read_known_key(const std::string& known, const std::string& key_file) {
    TRY(finish_rotation(known, key_file));
    const auto key = read_key_file(key_file);
    if (!key && key.error().code == Code::NotFound) {
        return fail(Code::Invalid,
                    fmt::format("The key file {} is missing, but the store holds secrets sealed with it. "
                                "Put the file back, or name it with --key-file.",
                                key_file));
    }
    TRY_ASSIGN(const auto bytes, key);
    TRY_ASSIGN(auto sealer, Sealer::create(bytes));
    if (sealer.key_id() != known) {
        return fail(Code::Invalid,
                    fmt::format("The key file {} is not the one of this store. Name the right one with --key-file.",
                                key_file));
    }
    return sealer;
}

/// Makes a key only for a store that has never had one.
Result<Sealer> read_key(db::Connection& connection, const db::Queries& queries, const std::string& key_file) {
    if (const auto known = known_key_id(connection, queries); !known.empty()) {
        return read_known_key(known, key_file); // without waiting for whoever writes just now
    }
    db::Transaction transaction(connection, db::Access::Write); // one process makes the key, the others find it
    connection.take_turn(kInstallationScope);
    if (const auto known = known_key_id(connection, queries); !known.empty()) {
        return read_known_key(known, key_file);
    }
    auto key = read_key_file(key_file);
    if (!key && key.error().code == Code::NotFound) {
        key = create_key_file(key_file);
    }
    TRY_ASSIGN(const auto bytes, std::move(key));
    TRY_ASSIGN(auto sealer, Sealer::create(bytes));
    connection[queries["installation.put"]].run({kKeyIdRow, sealer.key_id()});
    transaction.commit();
    return sealer;
}

Code code_of(db::Loss loss) {
    return loss == db::Loss::NotADatabase || loss == db::Loss::Damaged ? Code::Invalid : Code::Unavailable;
}

} // namespace

Store::Store(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const OpenOptions& options) {
    TRY_ASSIGN(const auto site, site_of(options));
    TRY_ASSIGN(auto queries, read_queries());
    const auto key_file = options.key_file.empty() ? site.key_file : options.key_file;
    try {
        auto connection = site.connect();
        if (auto migrated = db::migrate(*connection, migrations(), options.clock.now()); !migrated) {
            return tl::unexpected(migrated.error().prefixed(site.place));
        }
        TRY_ASSIGN(auto sealer, read_key(*connection, queries, key_file));
        connection.reset(); // its statements belong to queries that move now
        std::unique_ptr<Core> core(new Core{.sealer = std::move(sealer),
                                            .key_file = key_file,
                                            .clock = options.clock,
                                            .random = options.random,
                                            .process = options.process,
                                            .holder = new_uuid(options.random),
                                            .queries = std::move(queries),
                                            .list_queries = {},
                                            .random_lock = {},
                                            .pool = {site.connect, kIdleConnections}});
        {
            auto first = core->pool.lease();
            core->queries.each(
                [&](const db::Query& query) { (void)(*first)[query]; }); // a wrong query shows here, not at night
        }
        fill_list_rows(*core);
        return std::unique_ptr<Store>(new Store(std::move(core)));
    } catch (const db::StoreLost& lost) {
        return fail(code_of(lost.loss()), lost.what());
    }
}

} // namespace muster::store
