#include "store/core.hpp"

#include "store/key_rotation.hpp"

namespace muster::store {

std::string Core::new_name() {
    const std::lock_guard lock(random_lock);
    return new_uuid(random);
}

void Session::check_key() {
    auto row = (*this)["installation.get"].query({kKeyIdRow});
    if (row.next() && row.text(0) != core_.sealer.key_id()) {
        throw db::StoreLost("The store has another key since this program opened it. Start the program again.",
                            db::Loss::Other);
    }
}

Code code_of(db::Loss loss) {
    return loss == db::Loss::NotADatabase || loss == db::Loss::Damaged ? Code::Invalid : Code::Unavailable;
}

Scopes installation_scope() { return {"installation"}; }

Scopes scope_of(DatabaseId database) { return {"database " + std::to_string(database.number)}; }

Scopes scope_of_all(DatabaseId database) {
    auto scopes = scope_of(database);
    scopes.push_back(installation_scope().front());
    return scopes;
}

void check_fence(Session& session, DatabaseId database, std::string_view run_id) {
    if (run_id.empty()) {
        return;
    }
    auto row = session["run.state"].query({database.number, run_id});
    if (row.next() && row.text(0) != sync::to_text(sync::RunState::Running)) {
        throw db::StoreLost(
            "Another run of this database has taken this one's place. What was kept before is kept, "
            "and the other one goes on from there.",
            db::Loss::Fenced);
    }
}

std::vector<DatabaseId> all_databases(Session& session) {
    std::vector<DatabaseId> databases;
    for (auto rows = session["database.ids"].query({}); rows.next();) {
        databases.push_back({rows.number(0)});
    }
    return databases;
}

Result<std::string> name_of(Session& session, DatabaseId database) {
    auto row = session["database.name"].query({database.number});
    if (!row.next()) {
        return fail(Code::NotFound, "This database was removed meanwhile.");
    }
    return row.copy(0);
}

} // namespace muster::store
