#pragma once

// Contacts and grants as the bytes that are sealed. Internal to this folder.

#include <string>
#include <string_view>

#include "constant_contact/resources.hpp"
#include "constant_contact/tokens.hpp"

namespace muster::store {

[[nodiscard]] std::string pack(const constant_contact::Contact& contact);
[[nodiscard]] constant_contact::Contact unpack_contact(std::string_view bytes);

/// Without the generation, which stands in the clear beside it.
[[nodiscard]] std::string pack(const constant_contact::Grant& grant);
[[nodiscard]] constant_contact::Grant unpack_grant(std::string_view bytes);

} // namespace muster::store
