#pragma once

// The manual page muster(1), made from the tables of commands, settings and exit codes.

#include <string>
#include <string_view>
#include <vector>

namespace muster::cli {

/// In roff, for man.
[[nodiscard]] std::string manual_page();

/// A line of the page's section EXAMPLES, which tells the way from nothing to the first run.
struct ManualExample {
    std::string_view why;
    std::string_view line;
};
[[nodiscard]] const std::vector<ManualExample>& manual_examples();

} // namespace muster::cli
