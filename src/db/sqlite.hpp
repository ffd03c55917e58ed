#pragma once

// The adapter for SQLite. A connection is opened for durable commits: what is committed survives a loss of power.

#include <chrono>
#include <memory>
#include <string>

#include "db/connection.hpp"

namespace muster::db {

struct SqliteOptions {
    std::string path;
    /// How long a transaction waits for another one before the store counts as lost.
    std::chrono::milliseconds patience{60'000};
};

/// Opens a file that exists (an empty one is an empty database). Throws StoreLost.
[[nodiscard]] std::unique_ptr<Connection> open_sqlite(const SqliteOptions& options);

} // namespace muster::db
