#include "db/migrations.hpp"

#include <fmt/format.h>

namespace muster::db {

namespace {

constexpr std::string_view kTable = "schema_migrations";

const Query kNewest{"migrations.newest", "SELECT coalesce(max(number), 0) FROM schema_migrations"};
const Query kRecord{"migrations.record",
                    "INSERT INTO schema_migrations (number, name, applied_at) VALUES ($1, $2, $3)"};

/// The newest migration that the store has, 0 for a new store.
Result<std::int64_t> newest(Connection& connection) {
    if (!connection.has_table(kTable)) {
        if (!connection.is_empty()) {
            return fail(Code::Invalid, "This is a database of another program, not a Muster store.");
        }
        return 0;
    }
    auto rows = connection.prepare(kNewest);
    auto cursor = rows->query({});
    return cursor.next() ? cursor.number(0) : 0;
}

Result<void> check_known(std::int64_t there, std::span<const Migration> migrations) {
    if (there > static_cast<std::int64_t>(migrations.size())) {
        return fail(Code::Invalid,
                    fmt::format("The store was made by a newer version of Muster (schema {}, known here: {}). "
                                "Install that version or a later one.",
                                there, migrations.size()));
    }
    return {};
}

} // namespace

Result<void> migrate(Connection& connection, std::span<const Migration> migrations, Instant now) {
    TRY_ASSIGN(const auto before, newest(connection));
    TRY(check_known(before, migrations));
    if (before == static_cast<std::int64_t>(migrations.size())) {
        return {};
    }
    Transaction transaction(connection, Access::Write);
    TRY_ASSIGN(const auto there, newest(connection)); // again: another process may have been faster
    TRY(check_known(there, migrations));
    if (there == 0) {
        connection.execute("CREATE TABLE IF NOT EXISTS schema_migrations (number BIGINT NOT NULL PRIMARY KEY,"
                           " name TEXT NOT NULL, applied_at BIGINT NOT NULL)");
    }
    auto record = connection.prepare(kRecord);
    for (const auto& migration : migrations.subspan(static_cast<std::size_t>(there))) {
        connection.execute(migration.sql);
        record->run({migration.number, migration.name, to_micros(now)});
    }
    transaction.commit();
    return {};
}

} // namespace muster::db
