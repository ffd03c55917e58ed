#pragma once

// What the parts of the store share: connections, queries, the key, the clock. Internal to this folder.

#include <mutex>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "base/crypto.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "db/pool.hpp"
#include "db/queries.hpp"
#include "db/retry.hpp"
#include "store/list_view_queries.hpp"
#include "store/process.hpp"
#include "store/store.hpp"

namespace muster::store {

struct Core {
    Sealer sealer;
    std::string key_file;
    Clock& clock;
    Random& random;
    ProcessIdentity process;
    std::string holder; ///< names this store object among all that have the store open
    db::Queries queries;
    ListQueries list_queries;
    std::mutex random_lock;
    db::Pool pool;
    db::Pool hasty_pool; ///< its transactions hardly wait for others

    [[nodiscard]] std::string new_name(); ///< a fresh UUID; from any thread
};

/// Whom a writing transaction keeps out: all others that name one of the same. A database's comes before the
/// installation's, so that no two wait for each other.
using Scopes = std::vector<std::string>;
/// What belongs to no single database; also grants, notices and claims.
[[nodiscard]] Scopes installation_scope();
/// Its records, account view and runs.
[[nodiscard]] Scopes scope_of(DatabaseId database);
[[nodiscard]] Scopes scope_of_all(DatabaseId database); ///< the database's and the installation's

/// One transaction on a connection of its own; undone unless committed.
class Session {
  public:
    /// Throws StoreLost for writing where the store has another key by now.
    Session(Core& core, db::Access access, const Scopes& scopes = installation_scope())
        : core_(core), lease_(core.pool.lease()), transaction_(*lease_, access), access_(access) {
        if (access == db::Access::Write) {
            for (const std::string& scope : scopes) {
                lease_->take_turn(scope);
            }
            check_key();
        }
    }
    /// One that writes what only one process does, in no scope. Hardly waits: StoreLost (Locked) instead.
    Session(Core& core, db::Pool& hasty)
        : core_(core), lease_(hasty.lease()), transaction_(*lease_, db::Access::Write), access_(db::Access::Write) {
        check_key();
    }

    [[nodiscard]] db::Statement& operator[](std::string_view query) { return (*lease_)[core_.queries[query]]; }
    [[nodiscard]] db::Statement& operator[](const db::Query& query) { return (*lease_)[query]; }
    [[nodiscard]] db::Connection& connection() { return *lease_; }
    [[nodiscard]] Core& core() { return core_; }
    [[nodiscard]] db::Access access() const { return access_; }
    void commit() { transaction_.commit(); }

  private:
    void check_key();
    Core& core_;
    db::Pool::Lease lease_;
    db::Transaction transaction_;
    db::Access access_;
};

/// Of opening a store: what is none, or is damaged, becomes none by waiting.
[[nodiscard]] Code code_of(db::Loss loss);

template <class T>
[[nodiscard]] bool is_to_be_kept(const T&) {
    return true;
}
template <class T>
[[nodiscard]] bool is_to_be_kept(const Result<T>& result) {
    return result.has_value();
}

/// One writing transaction: `body(Session&)`, then the commit, unless it gives an error. It may run again from the
/// start (db::retried), so that nothing outside the store may be changed by it. In no scope it leaves no mark, and
/// may be kept twice: it bears that.
template <class Body>
auto write(Core& core, const Scopes& scopes, Body&& body) -> decltype(body(std::declval<Session&>())) {
    using Given = decltype(body(std::declval<Session&>()));
    return db::retried(
        [&]() -> Given {
            Session session(core, db::Access::Write, scopes);
            if constexpr (std::is_void_v<Given>) {
                body(session);
                session.commit();
            } else {
                Given given = body(session);
                if (is_to_be_kept(given)) {
                    session.commit();
                }
                return given;
            }
        },
        scopes.empty() ? db::Twice::IsAsOnce : db::Twice::Harms);
}
template <class Body>
auto write(Core& core, Body&& body) -> decltype(body(std::declval<Session&>())) {
    return write(core, installation_scope(), body);
}

/// One reading transaction: `body(Session&)` on one state of the store. It may run again from the start, like that
/// of `write`.
template <class Body>
auto read_from(Core& core, Body&& body) -> decltype(body(std::declval<Session&>())) {
    return db::retried([&] {
        Session session(core, db::Access::Read);
        return body(session);
    });
}

/// Throws StoreLost (Fenced) if the run has begun and does not go on any more: another one has taken its place, and
/// nothing of it may be kept (R24). "": of no run.
void check_fence(Session& session, DatabaseId database, std::string_view run_id);

/// By number.
[[nodiscard]] std::vector<DatabaseId> all_databases(Session& session);
/// The name of a database; Code::NotFound if it was removed.
[[nodiscard]] Result<std::string> name_of(Session& session, DatabaseId database);

/// Runs `body` and turns a lost store into Code::Unavailable, for interfaces whose callers can wait and try again.
template <class Body>
auto as_result(Body&& body) -> decltype(body()) {
    try {
        return body();
    } catch (const db::StoreLost& lost) {
        return fail(Code::Unavailable, lost.what());
    }
}

} // namespace muster::store
