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
