#pragma once

// Help texts, made from the table of commands.

#include <string>
#include <string_view>

#include "cli/command.hpp"

namespace muster::cli {

[[nodiscard]] std::string version_text();
/// For "" the overview, for "database" its commands, for "database add" all about it.
[[nodiscard]] std::string help_text(std::string_view path);
/// "Changes the store."
[[nodiscard]] std::string_view effect_sentence(SideEffects effects);

} // namespace muster::cli
