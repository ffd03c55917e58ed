#pragma once

// What PostgreSQL's error codes mean for a store. Internal to this folder.

#include <string>
#include <string_view>

#include "db/errors.hpp"

namespace muster::db {

/// By SQLSTATE; "" is a connection that is broken.
[[nodiscard]] Loss postgresql_loss(std::string_view sqlstate);
/// Of a commit: it may have been kept all the same.
[[nodiscard]] bool may_be_kept(std::string_view sqlstate);
/// SQL that is wrong, or a rule of the schema that was broken.
[[nodiscard]] bool is_programming_error(std::string_view sqlstate);
/// For people.
[[nodiscard]] std::string postgresql_sentence(Loss loss, std::string_view place, std::string_view detail);

} // namespace muster::db
