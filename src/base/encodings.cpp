#include <array>
#include <cstdint>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster {

namespace {

/// What the bytes 0x80 to 0x9F mean in Windows-1252; 0 where they mean nothing. All others are Latin-1.
constexpr std::array<std::uint32_t, 32> kWindows1252 = {
    0x20AC, 0,      0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017D, 0,      0,      0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0,      0x017E, 0x0178};

void append_utf8(std::string& out, std::uint32_t c) {
    if (c < 0x80) {
        out += static_cast<char>(c);
        return;
    }
    if (c < 0x800) {
        out += static_cast<char>(0xC0 | (c >> 6));
    } else {
        if (c < 0x10000) {
            out += static_cast<char>(0xE0 | (c >> 12));
        } else {
            out += static_cast<char>(0xF0 | (c >> 18));
            out += static_cast<char>(0x80 | ((c >> 12) & 0x3F));
        }
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
    }
    out += static_cast<char>(0x80 | (c & 0x3F));
}

} // namespace

Result<std::string> from_windows_1252(std::string_view bytes) {
    std::string out;
    out.reserve(bytes.size() + bytes.size() / 8);
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        const std::uint32_t byte = static_cast<unsigned char>(bytes[i]);
        const bool is_special = byte >= 0x80 && byte < 0xA0;
        const std::uint32_t code_point = is_special ? kWindows1252[byte - 0x80] : byte;
        if (is_special && code_point == 0) {
            return fail(Code::Invalid,
                        fmt::format("The byte 0x{:02X} (number {}) means nothing in Windows-1252.", byte, i + 1));
        }
        append_utf8(out, code_point);
    }
    return out;
}

Result<std::string> from_utf16(std::string_view bytes, ByteOrder order) {
    if (bytes.size() % 2 != 0) {
        return fail(Code::Invalid,
                    fmt::format("UTF-16 has an even number of bytes, and these are {}.", bytes.size()));
    }
    const auto unit = [&](std::size_t at) {
        const std::uint32_t first = static_cast<unsigned char>(bytes[at]);
        const std::uint32_t second = static_cast<unsigned char>(bytes[at + 1]);
        return order == ByteOrder::Little ? (second << 8 | first) : (first << 8 | second);
    };
    std::string out;
    out.reserve(bytes.size());
    for (std::size_t at = 0; at < bytes.size(); at += 2) {
        std::uint32_t c = unit(at);
        if (c >= 0xD800 && c < 0xE000) {
            const std::uint32_t low = c < 0xDC00 && at + 2 < bytes.size() ? unit(at + 2) : 0;
            if (low < 0xDC00 || low >= 0xE000) {
                return fail(Code::Invalid,
                            fmt::format("Half a character (0x{:04X}) stands alone at byte {} of the UTF-16 text.",
                                        c, at + 1));
            }
            c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
            at += 2;
        }
        append_utf8(out, c);
    }
    return out;
}

} // namespace muster
