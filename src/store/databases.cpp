// The databases of an installation.

#include <fmt/format.h>

#include "base/text.hpp"
#include "store/core.hpp"
#include "store/record_book.hpp"
#include "store/run_lock.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace {

constexpr std::string_view kNextDatabase = "next_database";

Database read_database(const db::Cursor& row) {
    return {.id = {row.number(0)},
            .name = row.copy(1),
            .created = from_micros(row.number(2)),
            .members = row.number(3),
            .reps = row.number(4),
            .connected = row.flag(5),
            .account_id = row.copy(6),
            .account_name = row.copy(7)};
}

/// Ids are never given out again, so that an old link or journal cannot mean a newer database.
DatabaseId next_id(Session& session) {
    std::int64_t number = 1;
    if (auto row = session["installation.get"].query({kNextDatabase}); row.next()) {
        number = std::stoll(row.copy(0));
    }
    session["installation.put"].run({kNextDatabase, std::to_string(number + 1)});
    return {number};
}

/// What is wrong with a name for `database` (0: a new one).
Result<void> check_free_name(Session& session, std::string_view name, DatabaseId database) {
    const auto key = name_key(name);
    if (key.empty()) {
        return fail(Code::Invalid, "A database needs a name.");
    }
    if (!is_valid_utf8(name) || code_points(name) > roster::kLongestName) {
        return fail(Code::Invalid,
                    fmt::format("The name of a database has at most {} characters of text.", roster::kLongestName));
    }
    auto row = session["database.by_key"].query({key});
    if (row.next() && row.number(0) != database.number) {
        return fail(Code::Conflict,
                    fmt::format("There is a database \"{}\" already. Choose another name.", row.text(1)));
    }
    return {};
}

} // namespace

Result<DatabaseId> Store::add_database(std::string_view name) {
    return write(*core_, [&](Session& session) -> Result<DatabaseId> {
        TRY(check_free_name(session, name, {}));
        const auto database = next_id(session);
        session["database.add"].run({database.number, trim(name), name_key(name), to_micros(core_->clock.now())});
        StoreRecordBook book(session, database, WithPasswords::No);
        for (const auto& status : roster::shipped_statuses()) {
            book.put_status(status);
        }
        return database;
    });
}

std::vector<Database> Store::databases() {
    return read_from(*core_, [&](Session& session) -> std::vector<Database> {
        std::vector<Database> databases;
        auto rows = session["database.list"].query({0});
        while (rows.next()) {
            databases.push_back(read_database(rows));
        }
        return databases;
    });
}

Result<DatabaseId> Store::find_database(std::string_view name) {
    return read_from(*core_, [&](Session& session) -> Result<DatabaseId> {
        if (auto row = session["database.by_key"].query({name_key(name)}); row.next()) {
            return DatabaseId{row.number(0)};
        }
        std::vector<std::string> names;
        for (auto rows = session["database.names"].query({}); rows.next();) {
            names.push_back("\"" + rows.copy(0) + "\"");
        }
        if (names.empty()) {
            return fail(Code::NotFound, fmt::format("There is no database \"{}\", nor any other yet. Make it with: "
                                                    "muster database add \"{}\".",
                                                    name, name));
        }
        return fail(Code::NotFound,
                    fmt::format("There is no database \"{}\". There are: {}.", name, join(names, ", ")));
    });
}

Result<Database> Store::describe_database(DatabaseId database) {
    return read_from(*core_, [&](Session& session) -> Result<Database> {
        TRY(name_of(session, database));
        auto row = session["database.list"].query({database.number});
        (void)row.next();
        return read_database(row);
    });
}

std::optional<std::string> Store::database_name(DatabaseId database) {
    return read_from(*core_, [&](Session& session) -> std::optional<std::string> {
        auto name = name_of(session, database);
        return name ? std::optional(std::move(*name)) : std::nullopt;
    });
}

Result<void> Store::rename_database(DatabaseId database, std::string_view name) {
    return write(*core_, [&](Session& session) -> Result<void> {
        TRY(name_of(session, database));
        TRY(check_free_name(session, name, database));
        session["database.rename"].run({database.number, trim(name), name_key(name)});
        return {};
    });
}

Result<void> Store::remove_database(DatabaseId database) {
    return write(*core_, scope_of_all(database), [&](Session& session) -> Result<void> {
        TRY_ASSIGN(const auto name, name_of(session, database));
        if (const auto lock = read_lock(session, database);
            lock && !is_abandoned(*lock, core_->process, core_->clock.now())) {
            return busy(*lock, name);
        }
        session["database.remove"].run({database.number});
        return {};
    });
}

} // namespace muster::store
