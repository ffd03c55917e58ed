#pragma once

// One invocation from arguments to exit code: parse, open, run the command, turn what went wrong into one message.

#include <string>
#include <vector>

namespace muster::cli {

[[nodiscard]] int run_program(const std::vector<std::string>& arguments);

} // namespace muster::cli
