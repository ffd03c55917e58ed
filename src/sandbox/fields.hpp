#pragma once

// Custom fields: what requests and people at the keyboard share. Internal to this folder.

#include "sandbox/call.hpp"

namespace muster::sandbox {

/// The name that the service makes of a label.
[[nodiscard]] std::string field_name_of(std::string_view label, const Switches& switches);
/// Gives the field its id, name and times.
Field& add_field(World& world, Account& account, Field field, Instant now);
/// Takes it and its values away.
void remove_field(World& world, Account& account, std::string_view field_id);

} // namespace muster::sandbox
