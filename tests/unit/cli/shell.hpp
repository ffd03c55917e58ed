#pragma once

// Runs another program of the machine on a text that a test made.

#include <string>
#include <string_view>
#include <vector>

namespace muster::test {

struct ShellOutcome {
    int code = -1;   ///< exit code
    std::string out; ///< both output streams, in their order
};

/// Runs `command` with each "{}" in it replaced by a file that holds `text`, in a folder of its own that is its
/// home, too, and gone afterwards. The folder's names besides the file are those of `others`, empty files.
[[nodiscard]] ShellOutcome run_on_file(std::string command, std::string_view text,
                                       const std::vector<std::string>& others = {});

[[nodiscard]] std::vector<std::string> lines_of(const std::string& text);

} // namespace muster::test
