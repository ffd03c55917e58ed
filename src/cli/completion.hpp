#pragma once

// Completion of the command line by bash, zsh and fish: one script each, made from the table of commands. A script
// never runs muster, because that would open the store.

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace muster::cli {

[[nodiscard]] const std::vector<std::string>& completed_shells();
/// Code::Invalid for a shell that is not among them.
[[nodiscard]] Result<std::string> completion_script(std::string_view shell);

} // namespace muster::cli
