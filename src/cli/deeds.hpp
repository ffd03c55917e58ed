#pragma once

// What a command did, for the audit log. Records are named by their ids, changes by the names of the fields: values
// may be secrets, and addresses belong to people.

#include <optional>

#include "app/staff.hpp"
#include "cli/command.hpp"

namespace muster::cli {

/// The deed of a command of the table, its database aside; nothing for one that changes nothing, or writes its deed
/// down by itself.
[[nodiscard]] std::optional<staff::Deed> deed_of(const Command& command, const Given& given, Exit ended);

/// Adds it to the audit log of the store that the command opened. If that cannot be written a warning says so; what
/// was done is done.
void write_down(Session& session, const Command& command, const Given& given, Exit ended);

} // namespace muster::cli
