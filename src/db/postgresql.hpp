#pragma once

// The adapter for PostgreSQL and what speaks its protocol. Nothing in it needs more than CockroachDB, YugabyteDB
// and Citus have.

#include <chrono>
#include <memory>
#include <string>

#include "base/cancel.hpp"
#include "db/connection.hpp"

namespace muster::db {

class Outage;

struct PostgresqlOptions {
    std::string url; ///< as libpq takes it; several hosts are tried in their order
    /// How long a beginning waits for a server and a transaction for another one before the store counts as lost.
    std::chrono::milliseconds patience{60'000};
    CancelToken closing = {}; ///< once cancelled, no server is waited for that is not there
};

/// Opens connections to one store, from any thread; what is opened may outlive it. Each throws StoreLost. A
/// connection finds a server again by itself whenever a transaction begins, and finds out what became of a commit
/// whose answer was lost, as far as the transaction has taken a turn.
class Postgresql {
  public:
    explicit Postgresql(PostgresqlOptions options);
    [[nodiscard]] std::unique_ptr<Connection> open() const;

  private:
    PostgresqlOptions options_;
    std::shared_ptr<Outage> outage_; // shared by all connections, which may outlive each other
};

/// A single one.
[[nodiscard]] std::unique_ptr<Connection> open_postgresql(const PostgresqlOptions& options);

/// What a URL names, for messages: without its password.
[[nodiscard]] std::string postgresql_place(const std::string& url);

} // namespace muster::db
