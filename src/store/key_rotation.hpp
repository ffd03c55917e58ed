#pragma once

// Another key for everything sealed. Internal to this folder.

#include <string>
#include <string_view>

#include "base/result.hpp"

namespace muster::store {

/// The row of `installation` that names the key.
inline constexpr std::string_view kKeyIdRow = "key_id";

/// Where the next key waits until everything is sealed with it.
[[nodiscard]] std::string next_key_file(const std::string& key_file);

/// Puts the next key in the place of the old one, which stays beside it under the name that is returned. May be
/// done again after a crash, or by several at once.
[[nodiscard]] Result<std::string> put_next_key_in_place(const std::string& key_file, const std::string& old_key_id);

} // namespace muster::store
