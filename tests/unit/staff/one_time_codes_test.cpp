#include "staff/one_time_codes.hpp"

#include <set>

#include <gtest/gtest.h>

namespace muster::staff {
namespace {

using namespace std::chrono_literals;

const std::string kSecret = "12345678901234567890"; // of RFC 6238, appendix B

Instant at(std::int64_t seconds) { return Instant{std::chrono::seconds{seconds}}; }

std::optional<std::int64_t> find(const std::string& code, std::int64_t seconds, std::int64_t last_step = -1) {
    return find_step({kSecret, true, last_step}, code, at(seconds));
}

TEST(OneTimeCodes, AreThePublishedOnes) {
    const struct {
        std::int64_t seconds;
        const char* code; // the last six of the appendix's eight digits
    } table[] = {{59, "287082"},
                 {1'111'111'109, "081804"},
                 {1'111'111'111, "050471"},
                 {1'234'567'890, "005924"},
                 {2'000'000'000, "279037"},
                 {20'000'000'000, "353130"}};
    for (const auto& row : table) {
        EXPECT_EQ(code_at(kSecret, row.seconds / 30), row.code) << row.seconds;
        EXPECT_EQ(find(row.code, row.seconds), row.seconds / 30) << row.seconds;
    }
}

TEST(OneTimeCodes, CountOneStepEarlyAndOneStepLate) {
    EXPECT_EQ(find("287082", 0), 1); // of 30 to 59 seconds
    EXPECT_EQ(find("287082", 89), 1);
    EXPECT_FALSE(find("287082", 90));
    EXPECT_EQ(find("081804", 1'111'111'109 - 30), 1'111'111'109 / 30);
    EXPECT_FALSE(find("081804", 1'111'111'109 - 60));
}

TEST(OneTimeCodes, CountOnlyOnceAndNoneThatIsOlder) {
    EXPECT_EQ(find("287082", 59, 0), 1);
    EXPECT_FALSE(find("287082", 59, 1));
    EXPECT_FALSE(find("287082", 59, 2));
}

TEST(OneTimeCodes, MayBeTypedWithBlanks) {
    EXPECT_EQ(find(" 287 082 ", 59), 1);
    EXPECT_FALSE(find("", 59));
    EXPECT_FALSE(find("28708", 59));
    EXPECT_FALSE(find("2870820", 59));
    EXPECT_FALSE(find("287083", 59));
}

TEST(OneTimeCodes, ComeWithAUrlForTheAuthenticator) {
    EXPECT_EQ(otpauth_url("Ana Díaz/x", kSecret),
              "otpauth://totp/Muster:Ana%20D%C3%ADaz%2Fx?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Muster"
              "&algorithm=SHA1&digits=6&period=30");
}

TEST(OneTimeCodes, HaveSecretsOf160Bits) {
    SeededRandom random(1);
    const auto one = new_secret(random);
    EXPECT_EQ(one.size(), 20U);
    EXPECT_NE(one, new_secret(random));
}

TEST(RecoveryCodes, AreEightAndEachIsAnother) {
    SeededRandom random(1);
    const auto codes = new_recovery_codes(random);
    EXPECT_EQ(codes.size(), 8U);
    EXPECT_EQ(std::set<std::string>(codes.begin(), codes.end()).size(), 8U);
    for (const auto& code : codes) {
        EXPECT_EQ(code.size(), 29U) << code; // six groups of four
        EXPECT_EQ(recovery_key(code).size(), 24U) << code;
    }
}

TEST(RecoveryCodes, MayBeTypedAsPeopleTypeThem) {
    EXPECT_EQ(recovery_key("ABCD-2345"), "ABCD2345");
    EXPECT_EQ(recovery_key(" abcd 2345"), "ABCD2345");
}

} // namespace
} // namespace muster::staff
