#pragma once

// The adapter for PostgreSQL and what speaks its protocol. Nothing in it needs more than CockroachDB, YugabyteDB
// and Citus have.

#include <chrono>
#include <memory>
#include <string>

#include "db/connection.hpp"

namespace muster::db {

struct PostgresqlOptions {
    std::string url; ///< as libpq takes it; several hosts are tried in their order
    /// How long a beginning waits for a server and a transaction for another one before the store counts as lost.
    std::chrono::milliseconds patience{60'000};
};

/// Throws StoreLost. The connection finds a server again by itself whenever a transaction begins.
[[nodiscard]] std::unique_ptr<Connection> open_postgresql(const PostgresqlOptions& options);

/// What a URL names, for messages: without its password.
[[nodiscard]] std::string postgresql_place(const std::string& url);

} // namespace muster::db
