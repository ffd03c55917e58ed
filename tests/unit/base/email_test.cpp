#include "base/email.hpp"

#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster {
namespace {

const std::string kLocal64 = std::string(64, 'a');

TEST(ParseEmail, R1_KeepsTheSpellingAndComparesInLowerCase) {
    const auto parsed = parse_email("  Mary.O'Neil+News@Example.ORG\r\n");
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->address, "Mary.O'Neil+News@Example.ORG");
    EXPECT_EQ(parsed->key, "mary.o'neil+news@example.org");
}

TEST(ParseEmail, R1_ComparesDomainsInTheirAsciiForm) {
    struct Case {
        std::string typed, address, key;
    };
    const std::vector<Case> cases = {
        {"Info@M\u00FCller.DE", "Info@xn--mller-kva.de", "info@xn--mller-kva.de"},
        {"info@mu\u0308ller.de", "info@xn--mller-kva.de", "info@xn--mller-kva.de"},
        {"info@xn--mller-kva.de", "info@xn--mller-kva.de", "info@xn--mller-kva.de"},
        {"info@XN--MLLER-KVA.de", "info@XN--MLLER-KVA.de", "info@xn--mller-kva.de"},
        {"info@stra\u00DFe.de", "info@xn--strae-oqa.de", "info@xn--strae-oqa.de"}, // IDNA2008 keeps the sharp s
        {"info@\uFF42\uFF4F\uFF42\u3002org", "info@bob.org", "info@bob.org"},      // wide letters and full stop
        {"info@\u4F8B\u3048.jp", "info@xn--r8jz45g.jp", "info@xn--r8jz45g.jp"},
    };
    for (const auto& one : cases) {
        const auto parsed = parse_email(one.typed);
        ASSERT_TRUE(parsed) << one.typed << ": " << parsed.error();
        EXPECT_EQ(parsed->address, one.address);
        EXPECT_EQ(parsed->key, one.key);
        EXPECT_EQ(email_key(one.typed), one.key);
    }
}

TEST(ParseEmail, R2_TakesEveryDeliverableForm) {
    const std::vector<std::string> cases = {
        "a@b.org",
        "a.b.c@d.e.f.org",
        "!#$%&'*+-/=?^_`{|}~@example.org",
        "1@2.org",
        "a@3com.com",
        "a@r3---sn.example.org",
        "a@b-c.museum",
        "a/b@c.org", // a slash alone does not make two addresses
        "a&b@c.org",
        kLocal64 + "@example.org",
    };
    for (const auto& one : cases) {
        const auto parsed = parse_email(one);
        ASSERT_TRUE(parsed) << one << ": " << parsed.error();
        EXPECT_EQ(parsed->address, one);
    }
}

struct Refusal {
    std::string typed, reason;
};

void expect_refusals(const std::vector<Refusal>& refusals) {
    for (const auto& one : refusals) {
        const auto parsed = parse_email(one.typed);
        ASSERT_FALSE(parsed) << one.typed;
        EXPECT_EQ(parsed.error(), one.reason) << one.typed;
    }
}

TEST(ParseEmail, R2_NamesTwoAddressesInOneFieldAsAReasonOfItsOwn) {
    expect_refusals({
        {"a@b.org, c@d.org", "it holds two addresses"},
        {"a@b.org;c@d.org", "it holds two addresses"},
        {"a@b.org c@d.org", "it holds two addresses"},
        {"a@b.org/c@d.org", "it holds two addresses"},
        {"a@b.org\nc@d.org", "it holds two addresses"},
        {"a@b.org & c@d.org", "it holds two addresses"},
        {"a@b.org or c@d.org", "it holds two addresses"},
        {"A <a@b.org>, C <c@d.org>", "it holds two addresses"},
        {"a@b.org (home) c@d.org", "it holds two addresses"},
        {"a@b.org, c@d.org, e@f.org", "it holds 3 addresses"},
        {"a@b@c.org", "there is more than one @"},
        {"a@@b.org", "there is more than one @"},
        {"a@b.org, @", "there is more than one @"},
    });
}

TEST(ParseEmail, R2_SaysWhatIsWrongAsAWhole) {
    expect_refusals({
        {"", "it is empty"},
        {" \t\u00A0", "it is empty"},
        {"none", "there is no @"},
        {"a@b.org\xFF", "it is no text in UTF-8"},
        {"Bob <a@b.org>", "it holds more than an address: there are angle brackets"},
        {"a@b.org (work)", "it holds a comment in parentheses"},
        {"\"a b\"@c.org", "the part before the @ is in quotes"},
        {std::string(321, 'a'), "it has 321 characters, and 80 is the most"},
    });
}

TEST(ParseEmail, R2_SaysWhatIsWrongBeforeTheAt) {
    expect_refusals({
        {"@b.org", "there is nothing before the @"},
        {"\u00E9ric@b.org", "the part before the @ holds a letter or sign outside of ASCII"},
        {"a b@c.org", "the part before the @ holds a blank"},
        {"a\tb@c.org", "the part before the @ holds a control character"},
        {"a\nb@c.org", "the part before the @ holds a line break"},
        {std::string("a\0b@c.org", 9), "the part before the @ holds a control character"},
        {"a,b@c.org", "the part before the @ holds \",\""},
        {"mailto:a@c.org", "the part before the @ holds \":\""},
        {"a\\b@c.org", "the part before the @ holds \"\\\""},
        {".a@c.org", "the part before the @ begins or ends with a full stop"},
        {"a.@c.org", "the part before the @ begins or ends with a full stop"},
        {"a..b@c.org", "there are two full stops side by side"},
        {kLocal64 + "a@c.org", "the part before the @ has 65 characters, and 64 is the most"},
    });
}

TEST(ParseEmail, R2_SaysWhatIsWrongBehindTheAt) {
    expect_refusals({
        {"a@", "there is nothing after the @"},
        {"a@localhost", "the domain has no full stop"},
        {"a@[192.0.2.1]", "the domain is a numeric address in brackets"},
        {"a@[IPv6:::1]", "the domain is a numeric address in brackets"},
        {"a@192.0.2.1", "the domain ends in a number"},
        {"a@.b.org", "the domain begins or ends with a full stop"},
        {"a@b.org.", "the domain begins or ends with a full stop"},
        {"a@b..org", "there are two full stops side by side"},
        {"a@b_c.org", "the domain holds \"_\""},
        {"a@b.org,", "the domain holds \",\""},
        {"a@b c.org", "the domain holds a blank"},
        {"a@-b.org", "a part of the domain begins or ends with a hyphen"},
        {"a@b-.org", "a part of the domain begins or ends with a hyphen"},
        {"a@" + std::string(64, 'b') + ".org", "a part of the domain has 64 characters, and 63 is the most"},
        {"a@\u2603.net", "\"\u2603.net\" is no domain"},
        {"a@xn--a.org", "\"xn--a\" is no international domain"},
        {"a@\u00FC_x.org", "the domain holds \"_\""},
    });
}

TEST(ParseEmail, R2_CountsTheLengthOfTheFormThatIsSent) {
    const auto longest = std::string(14, 'a') + "@" + std::string(61, 'b') + ".org";
    ASSERT_EQ(longest.size(), 80U);
    EXPECT_TRUE(parse_email(longest));
    expect_refusals({{"a" + longest, "it has 81 characters, and 80 is the most"}});
    // 47 characters as typed: each of the seven labels becomes "xn--tda".
    std::string typed = std::string(30, 'a') + "@";
    for (int i = 0; i < 7; ++i) {
        typed += "\u00FC.";
    }
    expect_refusals({{typed + "de", "with its domain in ASCII form it has 89 characters, and 80 is the most"}});
}

TEST(EmailKey, R1_NeverFailsOnWhatTheServiceGives) {
    EXPECT_EQ(email_key(" Mary@Example.ORG "), "mary@example.org");
    EXPECT_EQ(email_key("info@M\u00DCLLER.de"), "info@xn--mller-kva.de");
    EXPECT_EQ(email_key("\u00C9RIC@B.org"), "\u00E9ric@b.org");
    EXPECT_EQ(email_key("@@\u00A0\u00AD"), "@@\u00A0\u00AD"); // wide blanks and a soft hyphen are no domain
    EXPECT_EQ(email_key("a@\u2603.NET"), "a@\u2603.net");
    EXPECT_EQ(email_key("\u00C4"), "\u00E4");
    EXPECT_EQ(email_key(""), "");
    EXPECT_EQ(email_key("@"), "@");
    EXPECT_EQ(email_key("\x85"), ""); // a line break in Latin-1
    EXPECT_EQ(email_key("\u00E9@"), "\u00E9@");
    EXPECT_EQ(email_key("A@B\xFF.org"), "a@xn--b-kha.org");
}

} // namespace
} // namespace muster
