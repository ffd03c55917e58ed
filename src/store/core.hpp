#pragma once

// What the parts of the store share: connections, queries, the key, the clock. Internal to this folder.

#include <mutex>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/random.hpp"
#include "base/time.hpp"
#include "db/pool.hpp"
#include "db/queries.hpp"
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

    [[nodiscard]] std::string new_name(); ///< a fresh UUID; from any thread
};

/// Whoever writes what belongs to no single database keeps out all others who do.
inline constexpr std::string_view kInstallationScope = "installation";
inline constexpr int kAttempts = 10; // at a transaction that meets conflicts

/// One transaction on a connection of its own; undone unless committed.
class Session {
  public:
    /// Throws StoreLost for writing where the store has another key by now. `scope`: whom writing keeps out.
    Session(Core& core, db::Access access, std::string_view scope = kInstallationScope)
        : core_(core), lease_(core.pool.lease()), transaction_(*lease_, access), access_(access) {
        if (access == db::Access::Write) {
            lease_->take_turn(scope);
            check_key();
        }
    }

    [[nodiscard]] db::Statement& operator[](std::string_view query) { return (*lease_)[core_.queries[query]]; }
    [[nodiscard]] db::Statement& operator[](const db::Query& query) { return (*lease_)[query]; }
    [[nodiscard]] db::Connection& connection() { return *lease_; }
    [[nodiscard]] Core& core() { return core_; }
    [[nodiscard]] db::Access access() const { return access_; }
    /// Keeps others out of another scope as well. A database's comes before the installation's, so that no two wait
    /// for each other.
    void take_turn(std::string_view scope) { lease_->take_turn(scope); }
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

/// Writing for one database keeps out all others who write for it.
[[nodiscard]] std::string scope_of(DatabaseId database);

/// Runs `body`, which makes one whole transaction, again where others wrote the same at the same time. It must bear
/// that: nothing outside the store may be changed by it before its end.
template <class Body>
auto retried(Body&& body) -> decltype(body()) {
    for (int left = kAttempts;; --left) {
        try {
            return body();
        } catch (const db::StoreLost& lost) {
            if (lost.loss() != db::Loss::Conflict || left <= 1) {
                throw;
            }
        }
    }
}

/// Throws StoreLost (Fenced) if the run has begun and does not go on any more: another one has taken its place, and
/// nothing of it may be kept (R24). "": of no run.
void check_fence(Session& session, DatabaseId database, std::string_view run_id);

/// The name of a database; Code::NotFound if it was removed.
[[nodiscard]] Result<std::string> name_of(Session& session, DatabaseId database);

/// The same with what `retried` does, and turns a lost store into Code::Unavailable, for interfaces whose callers
/// can wait and try again.
template <class Body>
auto as_result(Body&& body) -> decltype(body()) {
    try {
        return retried(body);
    } catch (const db::StoreLost& lost) {
        return fail(Code::Unavailable, lost.what());
    }
}

} // namespace muster::store
