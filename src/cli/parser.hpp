#pragma once

// Arguments as typed → a command of the table and what it was given, or help, or a usage error.

#include <string>
#include <vector>

#include "base/result.hpp"
#include "cli/command.hpp"

namespace muster::cli {

struct Parsed {
    const Command* command = nullptr; ///< null: only `text` is to be printed
    Given given;
    std::map<std::string, std::string> settings; ///< flags of app::setting_table
    bool json = false;
    bool quiet = false;
    std::string text; ///< help or version
};

/// Code::Invalid with what is wrong and how to get help.
[[nodiscard]] Result<Parsed> parse_arguments(const std::vector<std::string>& arguments);

} // namespace muster::cli
