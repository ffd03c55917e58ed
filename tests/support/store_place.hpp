#pragma once

// Where a test's store is: an SQLite file in the test's folder, or, where MUSTER_TEST_POSTGRESQL names a server, a
// database of its own on it, dropped when the process ends.

#include <filesystem>
#include <memory>
#include <string>

#include "db/connection.hpp"

namespace muster::test {

[[nodiscard]] bool on_postgresql();
/// The same for the same folder and name.
[[nodiscard]] std::string store_url(const std::filesystem::path& folder, const std::string& name = "muster.db");
/// The URL of a copy in another folder, of a store that nobody has open.
[[nodiscard]] std::string copy_store(const std::filesystem::path& from, const std::filesystem::path& to,
                                     const std::string& name = "muster.db");
/// Nobody needs it any more, and the folder goes, too.
void drop_store(const std::filesystem::path& folder, const std::string& name = "muster.db");

/// Past the program, for what it never does.
[[nodiscard]] std::unique_ptr<db::Connection> connect(const std::string& store_url);
/// Every byte that is kept in it, or on PostgreSQL every value.
[[nodiscard]] std::string bytes_of(const std::filesystem::path& folder, const std::string& name = "muster.db");
/// Puts a store without any table in the place of one that nobody has open.
void make_empty(const std::filesystem::path& folder, const std::string& name = "muster.db");

} // namespace muster::test
