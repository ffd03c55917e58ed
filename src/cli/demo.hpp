#pragma once

// `muster demo`: the whole way of a chamber's records to Constant Contact and back, told step by step, in one
// process and in a folder of its own.

#include <string>

#include "base/result.hpp"
#include "cli/command.hpp"

namespace muster::cli {

/// `keep`: a new folder that stays, or "" for a temporary one. Code::Failed if something is not as the demo says.
[[nodiscard]] Result<Exit> run_demo(Session& session, const std::string& keep);

} // namespace muster::cli
