#pragma once

// `muster demo`: the whole way of a chamber's records to Constant Contact and back, told step by step, in one
// process and in a folder of its own. On a terminal the back office stays open behind it.

#include <optional>
#include <string>

#include "base/result.hpp"
#include "cli/command.hpp"
#include "cli/listen_address.hpp"

namespace muster::cli {

struct DemoOptions {
    std::string keep = {};                     ///< a new folder that stays, or "" for a temporary one
    std::optional<ListenAddress> address = {}; ///< of the back office
};
/// Code::Failed if something is not as the demo says.
[[nodiscard]] Result<Exit> run_demo(Session& session, const DemoOptions& options);

} // namespace muster::cli
