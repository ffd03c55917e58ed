#include "base/text.hpp"

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <stdexcept>

#include <utf8proc.h>

namespace muster {

namespace {

/// One code point, or one byte that belongs to none.
struct Decoded {
    std::int32_t code_point = 0;
    std::size_t bytes = 1;
    bool is_valid = true;
};

Decoded decode(std::string_view text, std::size_t at) {
    const auto first = static_cast<unsigned char>(text[at]);
    if (first < 0x80) {
        return {first, 1, true};
    }
    utf8proc_int32_t code_point = 0;
    const auto used = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data() + at),
                                       static_cast<utf8proc_ssize_t>(text.size() - at), &code_point);
    if (used <= 0) {
        return {first, 1, false};
    }
    return {code_point, static_cast<std::size_t>(used), true};
}

bool is_ascii(std::string_view text) {
    for (const char c : text) {
        if (static_cast<unsigned char>(c) >= 0x80) {
            return false;
        }
    }
    return true;
}

/// The code points with the property White_Space.
bool is_white_space(std::int32_t c) {
    return (c >= 0x09 && c <= 0x0D) || c == 0x20 || c == 0x85 || c == 0xA0 || c == 0x1680 ||
           (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 || c == 0x202F || c == 0x205F || c == 0x3000;
}

/// The length of the white space character that `text` ends with, 0 if there is none.
std::size_t white_space_at_end(std::string_view text) {
    for (std::size_t bytes = 1; bytes <= 3 && bytes <= text.size(); ++bytes) {
        const auto last = decode(text, text.size() - bytes);
        if (last.is_valid && last.bytes == bytes) {
            return is_white_space(last.code_point) ? bytes : 0;
        }
    }
    return 0;
}

/// `text` with each byte that is not part of valid UTF-8 read as Latin-1.
std::string repaired(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t at = 0; at < text.size();) {
        const auto one = decode(text, at);
        if (one.is_valid) {
            out.append(text.substr(at, one.bytes));
        } else {
            out += static_cast<char>(0xC0 | (one.code_point >> 6));
            out += static_cast<char>(0x80 | (one.code_point & 0x3F));
        }
        at += one.bytes;
    }
    return out;
}

/// `text` is valid UTF-8, so that only memory can run out.
std::string normalised(std::string_view text, int options) {
    utf8proc_uint8_t* out = nullptr;
    const auto length = utf8proc_map(reinterpret_cast<const utf8proc_uint8_t*>(text.data()),
                                     static_cast<utf8proc_ssize_t>(text.size()), &out,
                                     static_cast<utf8proc_option_t>(options | UTF8PROC_STABLE));
    const std::unique_ptr<utf8proc_uint8_t, void (*)(void*)> owner(out, std::free);
    if (length < 0) {
        throw std::runtime_error(std::string("Unicode normalisation: ") + utf8proc_errmsg(length));
    }
    return {reinterpret_cast<const char*>(out), static_cast<std::size_t>(length)};
}

} // namespace

std::string_view trim(std::string_view text) {
    const auto is_visible = [](char c) { return c > ' ' && c <= '~'; };
    if (!text.empty() && is_visible(text.front()) && is_visible(text.back())) {
        return text; // the usual case, without decoding
    }
    while (!text.empty()) {
        const auto first = decode(text, 0);
        if (!first.is_valid || !is_white_space(first.code_point)) {
            break;
        }
        text.remove_prefix(first.bytes);
    }
    while (const auto bytes = white_space_at_end(text)) {
        text.remove_suffix(bytes);
    }
    return text;
}

std::string fold(std::string_view text) {
    if (is_ascii(text)) {
        return ascii_lower(text);
    }
    // Marks go last: case folding turns one of them, the Greek iota subscript, into a letter.
    constexpr int kDecomposed = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT;
    return normalised(normalised(repaired(text), kDecomposed | UTF8PROC_CASEFOLD),
                      kDecomposed | UTF8PROC_STRIPMARK);
}

std::string fold_case(std::string_view text) {
    if (is_ascii(text)) {
        return ascii_lower(text);
    }
    // Decomposed first: case folding turns the Greek iota subscript into a letter, which must not depend on where
    // among the marks it stood.
    return normalised(normalised(repaired(text), UTF8PROC_DECOMPOSE), UTF8PROC_COMPOSE | UTF8PROC_CASEFOLD);
}

std::string name_key(std::string_view name) {
    const auto folded = fold_case(name);
    std::string out;
    out.reserve(folded.size());
    bool blank_due = false;
    for (std::size_t at = 0; at < folded.size();) {
        const auto one = decode(folded, at);
        if (is_white_space(one.code_point)) {
            blank_due = !out.empty();
        } else {
            if (blank_due) {
                out += ' ';
                blank_due = false;
            }
            out.append(folded, at, one.bytes);
        }
        at += one.bytes;
    }
    return out;
}

std::string ascii_lower(std::string_view text) {
    std::string out(text);
    for (char& c : out) {
        if (c >= 'A' && c <= 'Z') {
            c = static_cast<char>(c - 'A' + 'a');
        }
    }
    return out;
}

bool is_valid_utf8(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto one = decode(text, at);
        if (!one.is_valid) {
            return false;
        }
        at += one.bytes;
    }
    return true;
}

std::size_t code_points(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        at += decode(text, at).bytes;
    }
    return count;
}

std::string_view cut(std::string_view text, std::size_t limit) {
    if (text.size() <= limit) {
        return text; // no code point has less than a byte
    }
    std::size_t boundary = 0; // the last place where a grapheme ended
    std::size_t count = 0;
    std::int32_t before = 0;
    utf8proc_int32_t state = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        const auto one = decode(text, at);
        const auto code_point = one.is_valid ? one.code_point : 0xFFFD;
        if (count > 0 && utf8proc_grapheme_break_stateful(before, code_point, &state)) {
            boundary = at;
        }
        if (count == limit) {
            return text.substr(0, boundary);
        }
        before = code_point;
        at += one.bytes;
    }
    return text;
}

std::vector<std::string> split_list(std::string_view text, char separator) {
    std::vector<std::string> pieces;
    while (true) {
        const auto end = text.find(separator);
        const auto piece = trim(text.substr(0, end));
        if (!piece.empty()) {
            pieces.emplace_back(piece);
        }
        if (end == std::string_view::npos) {
            return pieces;
        }
        text.remove_prefix(end + 1);
    }
}

std::string join(const std::vector<std::string>& parts, std::string_view separator) {
    std::string out;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (i > 0) {
            out += separator;
        }
        out += parts[i];
    }
    return out;
}

} // namespace muster
