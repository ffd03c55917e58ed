#pragma once

// What a sign-in password must be: long enough and none that everybody tries first. Nothing else is asked of it.

#include <cstddef>
#include <string_view>

#include "base/result.hpp"

namespace muster::staff {

inline constexpr std::size_t kShortestPassword = 8; // in characters
inline constexpr std::size_t kLongestPassword = 128;

/// Code::Invalid says what is wrong, never the password.
[[nodiscard]] Result<void> check_password(std::string_view password);

/// common_passwords.txt, embedded when the program is built: lower case, a line break before and after each.
[[nodiscard]] std::string_view common_passwords();

} // namespace muster::staff
