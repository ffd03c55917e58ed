#include "exchange/decoder.hpp"

#include <sstream>
#include <string>

#include <gtest/gtest.h>

namespace muster::exchange {
namespace {

using namespace std::string_literals;

struct Decoded {
    std::string text;
    std::string encoding;
};

Decoded decode(const std::string& bytes, Encoding asked = Encoding::Automatic) {
    std::istringstream stream(bytes);
    Decoder decoder(stream, asked);
    std::string text;
    while (decoder.read_more(text)) {
    }
    EXPECT_EQ(decoder.bytes_read(), bytes.size());
    EXPECT_FALSE(decoder.has_failed());
    return {text, std::string(decoder.encoding_name())};
}

TEST(Decoder, TakesUtf8WithAndWithoutAByteOrderMark) {
    EXPECT_EQ(decode("Zoë").text, "Zoë");
    EXPECT_EQ(decode("\xEF\xBB\xBFZoë").text, "Zoë");
    EXPECT_EQ(decode("\xEF\xBB\xBF").text, "");
    EXPECT_EQ(decode("").text, "");
    EXPECT_EQ(decode("a").encoding, "UTF-8");
}

TEST(Decoder, TakesUtf16InBothByteOrders) {
    EXPECT_EQ(decode("\xFF\xFEZ\0o\0\xEB\0"s).text, "Zoë");
    EXPECT_EQ(decode("\xFE\xFF\0Z\0o\0\xEB"s).text, "Zoë");
    EXPECT_EQ(decode("\xFF\xFE\x3D\xD8\x00\xDE"s).text, "😀");
    EXPECT_EQ(decode("\xFF\xFEZ\0"s).encoding, "UTF-16");
}

TEST(Decoder, TakesWindows1252WhenAskedUnlessAMarkSaysOtherwise) {
    EXPECT_EQ(decode("Zo\xEB \x80 \x92", Encoding::Windows1252).text, "Zoë € ’");
    EXPECT_EQ(decode("Zo\xEB", Encoding::Windows1252).encoding, "Windows-1252");
    EXPECT_EQ(decode("\xEF\xBB\xBFZoë", Encoding::Windows1252).text, "Zoë");
}

TEST(Decoder, MarksWhatIsNoTextAndGoesOn) {
    EXPECT_EQ(decode("a\x81z", Encoding::Windows1252).text, "a\xFFz");
    EXPECT_EQ(decode("\xFF\xFE\x3D\xD8Z\0"s).text, "\xFFZ");
    EXPECT_EQ(decode("\xFF\xFE\x00\xDEZ\0\x3D\xD8"s).text, "\xFFZ\xFF");
    EXPECT_EQ(decode("\xFF\xFEZ\0o"s).text, "Z\xFF");
}

TEST(Decoder, APairThatIsCutByTheEndOfAPieceStaysOne) {
    std::string bytes = "\xFF\xFE"s;
    std::string expected;
    bytes += "x\0"s; // makes every pair stand across an even boundary of four bytes
    expected += "x";
    for (int i = 0; i < 200'000; ++i) {
        bytes += "\x3D\xD8\x00\xDE"s;
        expected += "😀";
    }
    EXPECT_TRUE(decode(bytes).text == expected);
    bytes.erase(2, 2);
    expected.erase(0, 1);
    EXPECT_TRUE(decode(bytes).text == expected);
}

} // namespace
} // namespace muster::exchange
