#include "cli/roff.hpp"

#include <array>
#include <cstdint>

#include <fmt/format.h>

namespace muster::cli {

namespace {

enum class Hyphens { AsText, AsTyped };

/// A character of valid UTF-8 that begins at `at`, which moves behind it.
char32_t next_character(std::string_view text, std::size_t& at) {
    const auto lead = static_cast<unsigned char>(text[at++]);
    const int more = lead < 0xC0 ? 0 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    constexpr std::array<std::uint32_t, 4> kLeadBits{0x7F, 0x1F, 0x0F, 0x07};
    char32_t character = lead & kLeadBits[static_cast<std::size_t>(more)];
    for (int i = 0; i < more && at < text.size(); ++i) {
        character = character << 6U | (static_cast<unsigned char>(text[at++]) & 0x3FU);
    }
    return character;
}

std::string escaped(char32_t character, bool hyphen_as_typed) {
    switch (character) {
    case U'\\':
        return "\\e";
    case U'-':
        return hyphen_as_typed ? "\\-" : "-";
    case U'"':
        return "\\(dq";
    case U'\'':
        return "\\(aq";
    case U'`':
        return "\\(ga";
    case U'^':
        return "\\(ha";
    case U'~':
        return "\\(ti";
    default:
        return character < 0x80 ? std::string(1, static_cast<char>(character))
                                : fmt::format("\\[u{:04X}]", static_cast<std::uint32_t>(character));
    }
}

std::string converted(std::string_view text, Hyphens hyphens) {
    std::string out;
    if (text.starts_with('.')) {
        out = "\\&"; // no request; an apostrophe at the beginning becomes an escape anyhow
    }
    for (std::size_t at = 0; at < text.size();) {
        const bool begins_word = at == 0 || text[at - 1] == ' ' || text[at - 1] == '-';
        const bool is_typed = hyphens == Hyphens::AsTyped || begins_word;
        const char32_t character = next_character(text, at);
        out += escaped(character, is_typed);
    }
    return out;
}

} // namespace

std::string roff_text(std::string_view text) { return converted(text, Hyphens::AsText); }
std::string roff_typed(std::string_view text) { return converted(text, Hyphens::AsTyped); }
std::string roff_bold(std::string_view typed) { return "\\fB" + roff_typed(typed) + "\\fR"; }
std::string roff_italic(std::string_view typed) { return "\\fI" + roff_typed(typed) + "\\fR"; }

} // namespace muster::cli
