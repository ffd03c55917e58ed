#pragma once

// Text in the language of manual pages, roff. Which requests and macros a page is made of is the caller's business.

#include <string>
#include <string_view>

namespace muster::cli {

/// Running text: nothing in it is taken for a request, an escape or a hyphenation; characters beyond ASCII by
/// number.
[[nodiscard]] std::string roff_text(std::string_view text);
/// What people type: every hyphen is the one of the keyboard.
[[nodiscard]] std::string roff_typed(std::string_view text);
[[nodiscard]] std::string roff_bold(std::string_view typed);
[[nodiscard]] std::string roff_italic(std::string_view typed);

} // namespace muster::cli
