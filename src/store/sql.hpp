#pragma once

// The SQL of sql/, embedded when the program is built.

#include <span>
#include <string_view>

#include "db/migrations.hpp"

namespace muster::store {

[[nodiscard]] std::span<const db::Migration> migrations(); ///< by number
[[nodiscard]] std::span<const std::string_view> query_files();

} // namespace muster::store
