#include "db/migrations.hpp"

#include <set>
#include <vector>

#include <fmt/format.h>

#include "db/retry.hpp"

namespace muster::db {

namespace {

constexpr std::string_view kTable = "schema_migrations";

const Query kApplied{"migrations.applied", "SELECT number FROM schema_migrations"};
const Query kRecord{"migrations.record",
                    "INSERT INTO schema_migrations (number, name, applied_at) VALUES ($1, $2, $3)"};

/// The numbers of the migrations that the store has; none for a new store.
Result<std::set<std::int64_t>> applied(Connection& connection) {
    std::set<std::int64_t> numbers;
    if (!connection.has_table(kTable)) {
        if (!connection.is_empty()) {
            return fail(Code::Invalid, "This is a database of another program, not a Muster store.");
        }
        return numbers;
    }
    const auto statement = connection.prepare(kApplied);
    for (auto rows = statement->query({}); rows.next();) {
        numbers.insert(rows.number(0));
    }
    return numbers;
}

/// What the store lacks, by number.
Result<std::vector<const Migration*>> missing(Connection& connection, std::span<const Migration> migrations) {
    TRY_ASSIGN(auto there, applied(connection));
    std::vector<const Migration*> lacking;
    for (const auto& migration : migrations) {
        if (there.erase(migration.number) == 0) {
            lacking.push_back(&migration);
        }
    }
    if (!there.empty()) {
        return fail(Code::Invalid,
                    fmt::format("The store was made by a newer version of Muster (schema {}, known here: {}). "
                                "Install that version or a later one.",
                                *there.rbegin(), migrations.back().number));
    }
    return lacking;
}

Result<void> migrate_once(Connection& connection, std::span<const Migration> migrations, Instant now) {
    {
        const Transaction look(connection, Access::Read); // its beginning finds a server again
        TRY_ASSIGN(const auto before, missing(connection, migrations));
        if (before.empty()) {
            return {};
        }
    }
    Transaction transaction(connection, Access::Write);
    TRY_ASSIGN(const auto lacking, missing(connection, migrations)); // again: another process may have been faster
    connection.execute("CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT NOT NULL PRIMARY KEY,"
                       " name TEXT NOT NULL, applied_at BIGINT NOT NULL)");
    auto record = connection.prepare(kRecord);
    for (const auto* migration : lacking) {
        connection.execute(migration->sql);
        record->run({migration->number, migration->name, to_micros(now)});
    }
    transaction.commit();
    return {};
}

} // namespace

Result<void> migrate(Connection& connection, std::span<const Migration> migrations, Instant now) {
    // Another process may make the same tables at the same time, and be faster. Each time begins with a look at
    // what is there.
    return retried([&] { return migrate_once(connection, migrations, now); }, Twice::IsAsOnce);
}

} // namespace muster::db
