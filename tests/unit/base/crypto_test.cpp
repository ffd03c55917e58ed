#include "base/crypto.hpp"

#include <string>

#include <gtest/gtest.h>

namespace muster {
namespace {

Sealer sealer_of(char fill) { return *Sealer::create(std::string(32, fill)); }

template <class Array>
std::string hex_of(const Array& bytes) {
    return hex({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
}

TEST(Sealer, OpensWhatItSealed) {
    const auto sealer = sealer_of('k');
    const auto sealed = sealer.seal("swordfish", "reps/password/R17");
    EXPECT_EQ(sealer.open(sealed, "reps/password/R17").value(), "swordfish");
    EXPECT_EQ(sealer.open(sealer.seal("", "p"), "p").value(), "");
    EXPECT_EQ(sealer.open(sealer.seal(std::string("a\0b", 3), ""), "").value(), std::string("a\0b", 3));
}

TEST(Sealer, HidesTheValueAndNeverSealsTheSameWayTwice) {
    const auto sealer = sealer_of('k');
    const auto once = sealer.seal("swordfish", "place");
    EXPECT_EQ(once.find("swordfish"), std::string::npos);
    EXPECT_NE(once, sealer.seal("swordfish", "place"));
}

TEST(Sealer, DoesNotOpenAValueThatWasMovedToAnotherPlace) {
    const auto sealer = sealer_of('k');
    const auto opened = sealer.open(sealer.seal("swordfish", "reps/password/R17"), "reps/password/R18");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Code::Failed);
    EXPECT_NE(opened.error().message.find("key file"), std::string::npos);
    EXPECT_EQ(opened.error().message.find("swordfish"), std::string::npos);
}

TEST(Sealer, DoesNotOpenWithAnotherKey) {
    const auto opened = sealer_of('q').open(sealer_of('k').seal("swordfish", "place"), "place");
    ASSERT_FALSE(opened);
    EXPECT_EQ(opened.error().code, Code::Failed);
}

TEST(Sealer, DoesNotOpenWhenAnyByteWasChangedOrIsMissing) {
    const auto sealer = sealer_of('k');
    const auto sealed = sealer.seal("swordfish", "place");
    for (std::size_t i = 0; i < sealed.size(); ++i) {
        auto changed = sealed;
        changed[i] = static_cast<char>(changed[i] ^ 1);
        EXPECT_FALSE(sealer.open(changed, "place")) << "byte " << i;
        EXPECT_FALSE(sealer.open(sealed.substr(0, i), "place")) << "first " << i << " bytes";
    }
    EXPECT_FALSE(sealer.open(sealed + "x", "place"));
}

TEST(Sealer, OpensWhatEarlierVersionsSealed) {
    // A store outlives the program that wrote it: neither the form nor the subkeys may change.
    const auto sealed = from_base64("AQSsXf+oUeUdpM+CRV5g3VjQB1cptaQGwpKILr4GpxkgkRNOv6vVmZyCYiZvbpdBsyc=");
    ASSERT_TRUE(sealed);
    EXPECT_EQ(sealer_of('k').open(*sealed, "reps/password/R17").value(), "swordfish");
    EXPECT_EQ(sealer_of('k').key_id(), "2aac22de46fcf841");
    EXPECT_EQ(hex_of(sealer_of('k').digest("swordfish")), "31d1a9ea0719c6d4b24e70e8ba21f75e");
}

TEST(Sealer, DigestsDependOnTheTextAndOnTheKey) {
    const auto sealer = sealer_of('k');
    EXPECT_EQ(sealer.digest("a"), sealer_of('k').digest("a"));
    EXPECT_NE(sealer.digest("a"), sealer.digest("b"));
    EXPECT_NE(sealer.digest("a"), sealer_of('q').digest("a"));
}

TEST(Sealer, KeyIdTellsKeysApart) {
    EXPECT_EQ(sealer_of('k').key_id().size(), 16U);
    EXPECT_NE(sealer_of('k').key_id(), sealer_of('q').key_id());
    EXPECT_NE(sealer_of('k').key_id(), hex(std::string(8, 'k')));
}

TEST(Sealer, CopiesOpenEachOthersValues) {
    auto first = sealer_of('k');
    const auto copy = first;
    const auto sealed = first.seal("swordfish", "place");
    first = sealer_of('q');
    EXPECT_EQ(copy.open(sealed, "place").value(), "swordfish");
}

TEST(Sealer, RefusesAKeyOfTheWrongLength) {
    for (const std::size_t length : {0U, 31U, 33U}) {
        const auto sealer = Sealer::create(std::string(length, 'k'));
        ASSERT_FALSE(sealer) << length;
        EXPECT_EQ(sealer.error().code, Code::Invalid);
    }
}

TEST(Digests, Sha256GivesThePublishedValues) {
    EXPECT_EQ(hex_of(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    EXPECT_EQ(hex_of(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Digests, HmacSha1GivesThePublishedValues) { // RFC 2202
    EXPECT_EQ(hex_of(hmac_sha1(std::string(20, '\x0b'), "Hi There")), "b617318655057264e28bc0b6fb378c8ef146be00");
    EXPECT_EQ(hex_of(hmac_sha1("Jefe", "what do ya want for nothing?")),
              "effcdf6ae5eb2fa2d27416d5f184df9c259a7c79");
    EXPECT_EQ(hex_of(hmac_sha1(std::string(80, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
              "aa4ae5e15272d00e95705637ce8a3b55ed402112");
}

TEST(Secrets, AreTheSameOnlyIfEveryByteIs) {
    EXPECT_TRUE(is_same_secret("123456", "123456"));
    EXPECT_TRUE(is_same_secret("", ""));
    EXPECT_FALSE(is_same_secret("123456", "123457"));
    EXPECT_FALSE(is_same_secret("123456", "12345"));
    EXPECT_FALSE(is_same_secret("", "1"));
}

TEST(Base32, WritesThePublishedValues) { // RFC 4648, section 10
    EXPECT_EQ(base32(""), "");
    EXPECT_EQ(base32("f"), "MY");
    EXPECT_EQ(base32("fo"), "MZXQ");
    EXPECT_EQ(base32("foo"), "MZXW6");
    EXPECT_EQ(base32("foob"), "MZXW6YQ");
    EXPECT_EQ(base32("fooba"), "MZXW6YTB");
    EXPECT_EQ(base32("foobar"), "MZXW6YTBOI");
    EXPECT_EQ(base32("\xFF\xFF\xFF\xFF\xFF"), "77777777");
}

TEST(Base64, WritesThePublishedValues) {
    EXPECT_EQ(base64(""), "");
    EXPECT_EQ(base64("f"), "Zg==");
    EXPECT_EQ(base64("fo"), "Zm8=");
    EXPECT_EQ(base64("foobar"), "Zm9vYmFy");
    EXPECT_EQ(base64("\xFB\xFF\xFE"), "+//+");
    EXPECT_EQ(base64url("\xFB\xFF\xFE"), "-__-");
    EXPECT_EQ(base64url("f"), "Zg");
}

TEST(Base64, ReadsBothAlphabetsWithAndWithoutPadding) {
    EXPECT_EQ(from_base64("").value(), "");
    EXPECT_EQ(from_base64("Zg==").value(), "f");
    EXPECT_EQ(from_base64("Zg").value(), "f");
    EXPECT_EQ(from_base64("Zm9vYmFy").value(), "foobar");
    EXPECT_EQ(from_base64("+//+").value(), "\xFB\xFF\xFE");
    EXPECT_EQ(from_base64("-__-").value(), "\xFB\xFF\xFE");
}

TEST(Base64, RefusesWhatIsNone) {
    for (const auto* text : {"Z", "Zg=", "Zg===", "====", "=", "Zm9v YmFy", "Zm9*", "+__-", "Zh==", "Zg==Zg=="}) {
        const auto bytes = from_base64(text);
        ASSERT_FALSE(bytes) << text;
        EXPECT_EQ(bytes.error().code, Code::Invalid);
    }
}

TEST(Hex, WritesTwoDigitsForEachByte) {
    EXPECT_EQ(hex(""), "");
    EXPECT_EQ(hex(std::string("\0\x0F\xFF", 3)), "000fff");
}

} // namespace
} // namespace muster
