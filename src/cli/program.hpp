#pragma once

// One invocation from arguments to exit code: parse, open, run the command, turn what went wrong into one message.

#include <string>
#include <vector>

#include "app/installation.hpp"

namespace muster::cli {

[[nodiscard]] int run_program(const std::vector<std::string>& arguments);
/// By a clock and with randomness of the caller's.
[[nodiscard]] int run_program(const std::vector<std::string>& arguments, const app::Surroundings& surroundings);

} // namespace muster::cli
