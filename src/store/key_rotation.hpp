#pragma once

// Another key for everything sealed. Internal to this folder.

#include <string>

#include "base/crypto.hpp"

namespace muster::store {

/// The row of `installation` that names the key.
inline constexpr std::string_view kKeyIdRow = "key_id";

/// Where the next key waits until everything is sealed with it.
[[nodiscard]] std::string next_key_file(const std::string& key_file);

/// Puts the next key in the place of the key, which stays beside it under the name that is returned ("" if it is
/// gone). Durable; may be repeated after a crash.
[[nodiscard]] Result<std::string> put_next_key_in_place(const std::string& key_file);

} // namespace muster::store
