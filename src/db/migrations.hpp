#pragma once

// Brings a store's schema to what this program knows, migration by migration, each whole or not at all.

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "db/connection.hpp"

namespace muster::db {

struct Migration {
    std::int64_t number = 0; ///< above 0; numbers of a list ascend, and may leave gaps
    std::string_view name;
    std::string_view sql;
};

/// Applies what the store lacks, by number. Several processes may do so at once. Code::Invalid: the store has
/// tables of somebody else, or a migration that this program does not know.
[[nodiscard]] Result<void> migrate(Connection& connection, std::span<const Migration> migrations, Instant now);

} // namespace muster::db
