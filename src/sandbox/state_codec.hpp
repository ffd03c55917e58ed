#pragma once

// The state as JSON and back. Internal to this folder.

#include "sandbox/world.hpp"

namespace muster::sandbox {

[[nodiscard]] std::string encode_state(const World& world);
/// Fills a world without accounts.
[[nodiscard]] Result<void> decode_state(std::string_view text, World& world);

} // namespace muster::sandbox
