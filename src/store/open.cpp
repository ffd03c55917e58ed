// Opening a store: schema, queries, key.

#include <algorithm>

#include <fmt/format.h>

#include "store/core.hpp"
#include "store/key_rotation.hpp"
#include "store/list_view_keys.hpp"
#include "store/site.hpp"
#include "store/sql.hpp"

namespace muster::store {

namespace {

constexpr std::size_t kIdleConnections = 8;
constexpr std::size_t kIdleHastyConnections = 2;
constexpr std::chrono::milliseconds kHaste{50};

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
    connection.take_turn(installation_scope().front());
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

} // namespace

Store::Store(std::unique_ptr<Core> core) : core_(std::move(core)) {}
Store::~Store() = default;

Result<std::unique_ptr<Store>> Store::open(const OpenOptions& options) {
    TRY_ASSIGN(const auto site, site_of(options));
    auto hasty = options;
    hasty.patience = std::min(options.patience, kHaste);
    TRY_ASSIGN(const auto hasty_site, site_of(hasty));
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
                                            .pool = {site.connect, kIdleConnections},
                                            .hasty_pool = {hasty_site.connect, kIdleHastyConnections}});
        {
            auto first = core->pool.lease();
            core->queries.each([&](const db::Query& query) {
                (void)(*first)[query];
            }); // with SQLite a wrong one shows here, not at night
        }
        fill_list_rows(*core);
        return std::unique_ptr<Store>(new Store(std::move(core)));
    } catch (const db::StoreLost& lost) {
        return fail(code_of(lost.loss()), lost.what());
    }
}

} // namespace muster::store
