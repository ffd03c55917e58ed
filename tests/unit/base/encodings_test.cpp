#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/text.hpp"

namespace muster {
namespace {

using namespace std::string_view_literals;

TEST(Windows1252, BecomesUtf8) {
    EXPECT_EQ(from_windows_1252("plain").value(), "plain");
    EXPECT_EQ(from_windows_1252("M\xFCller \x80 \x93quoted\x94 \x8A\x9F").value(),
              "M\u00FCller \u20AC \u201Cquoted\u201D \u0160\u0178");
    EXPECT_EQ(from_windows_1252("\xA0\xFF").value(), "\u00A0\u00FF");
}

TEST(Windows1252, NamesTheByteThatMeansNothing) {
    for (const char byte : {'\x81', '\x8D', '\x8F', '\x90', '\x9D'}) {
        const auto text = from_windows_1252(std::string("ab") + byte);
        ASSERT_FALSE(text);
        EXPECT_EQ(text.error().code, Code::Invalid);
    }
    EXPECT_EQ(from_windows_1252("ab\x9D").error().message,
              "The byte 0x9D (number 3) means nothing in Windows-1252.");
}

TEST(Windows1252, KnowsEveryOtherByte) {
    int refused = 0;
    for (int byte = 0; byte < 256; ++byte) {
        const auto text = from_windows_1252(std::string(1, static_cast<char>(byte)));
        refused += text ? 0 : 1;
        EXPECT_TRUE(!text || (is_valid_utf8(*text) && code_points(*text) == 1)) << byte;
    }
    EXPECT_EQ(refused, 5);
}

TEST(Utf16, BecomesUtf8InBothByteOrders) {
    EXPECT_EQ(from_utf16("A\0\xE9\0\xAC\x20"sv, ByteOrder::Little).value(), "A\u00E9\u20AC");
    EXPECT_EQ(from_utf16("\0A\0\xE9\x20\xAC"sv, ByteOrder::Big).value(), "A\u00E9\u20AC");
    EXPECT_EQ(from_utf16("\x3D\xD8\x00\xDE"sv, ByteOrder::Little).value(), "\U0001F600");
    EXPECT_EQ(from_utf16("\xD8\x3D\xDE\x00"sv, ByteOrder::Big).value(), "\U0001F600");
    EXPECT_EQ(from_utf16("\xDB\xFF\xDF\xFF"sv, ByteOrder::Big).value(), "\U0010FFFF");
    EXPECT_EQ(from_utf16("", ByteOrder::Big).value(), "");
}

TEST(Utf16, RefusesHalfACharacter) {
    const auto odd = from_utf16("A\0B"sv, ByteOrder::Little);
    ASSERT_FALSE(odd);
    EXPECT_EQ(odd.error().message, "UTF-16 has an even number of bytes, and these are 3.");
    for (const auto bytes :
         {"\xD8\x3D"sv, "\xD8\x3D\0A"sv, "\xDE\x00"sv, "\xD8\x3D\xD8\x3D"sv, "\xD8\x3D\xE0\x00"sv}) {
        const auto text = from_utf16(bytes, ByteOrder::Big);
        ASSERT_FALSE(text);
        EXPECT_EQ(text.error().code, Code::Invalid);
    }
    EXPECT_EQ(from_utf16("\0A\xDE\x00"sv, ByteOrder::Big).error().message,
              "Half a character (0xDE00) stands alone at byte 3 of the UTF-16 text.");
}

} // namespace
} // namespace muster
