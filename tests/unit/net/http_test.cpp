#include "net/http.hpp"

#include <gtest/gtest.h>

namespace muster::net {
namespace {

using Pairs = std::vector<std::pair<std::string, std::string>>;

struct Accepted {
    const char* text;
    Url url;
};

TEST(ParseUrl, SplitsAbsoluteUrls) {
    const Accepted cases[] = {
        {"https://api.cc.email", {"https", "api.cc.email", 443, "", ""}},
        {"https://api.cc.email/v3/contacts?limit=500&x=a/b?c",
         {"https", "api.cc.email", 443, "/v3/contacts", "limit=500&x=a/b?c"}},
        {"HTTPS://API.CC.Email:8443/V3", {"https", "api.cc.email", 8443, "/V3", ""}},
        {"http://localhost:8900/", {"http", "localhost", 8900, "/", ""}},
        {"http://127.0.0.1:/a", {"http", "127.0.0.1", 80, "/a", ""}},
        {"http://[::1]:8900/a", {"http", "::1", 8900, "/a", ""}},
        {"https://[2001:DB8:0:0::1]", {"https", "2001:db8::1", 443, "", ""}},
        {"https://host?q=1", {"https", "host", 443, "", "q=1"}},
        {"https://host/a#b?c", {"https", "host", 443, "/a", ""}},
        {"https://host#@evil.example/", {"https", "host", 443, "", ""}},
        {"https://host/path@with:at", {"https", "host", 443, "/path@with:at", ""}},
        {"https://host/?next=https://user@evil.example/",
         {"https", "host", 443, "/", "next=https://user@evil.example/"}},
        {"https://example.com./", {"https", "example.com.", 443, "/", ""}},
        {"https://1password.com/", {"https", "1password.com", 443, "/", ""}},
        {"https://a.b-c_d.e:65535", {"https", "a.b-c_d.e", 65535, "", ""}},
    };
    for (const auto& [text, expected] : cases) {
        const auto url = parse_url(text);
        ASSERT_TRUE(url) << text;
        EXPECT_EQ(url->scheme, expected.scheme) << text;
        EXPECT_EQ(url->host, expected.host) << text;
        EXPECT_EQ(url->port, expected.port) << text;
        EXPECT_EQ(url->path, expected.path) << text;
        EXPECT_EQ(url->query, expected.query) << text;
    }
}

class RefusedUrl : public testing::TestWithParam<std::string_view> {};

TEST_P(RefusedUrl, IsNothing) { EXPECT_FALSE(parse_url(GetParam())); }

INSTANTIATE_TEST_SUITE_P(
    ParseUrl, RefusedUrl,
    testing::Values("", "https", "https:", "https:/host", "https://", "https:///path", "//host/path", "/path",
                    "host", "ftp://host/", "file:///etc/passwd", "javascript://host/%0aalert(1)", "httpss://host/",
                    " https://host/", "https://host/ ", "https://ho st/", "https://host/a b", "https://host/\tb",
                    "https://host/a\r\nX: y", "https://user@host/", "https://user:secret@host/", "https://@host/",
                    "https://good.example\\@evil.example/", "https://good.example\\.evil.example/",
                    "https:\\\\host\\a", "https://host:0/", "https://host:65536/", "https://host:99999999999/",
                    "https://host:-1/", "https://host:+80/", "https://host:8a/", "https://host:80:80/",
                    "https://host:000080/", "https://::1/", "https://[::1/", "https://[]/", "https://[::g]/",
                    "https://[::1%25lo]/", "https://[::1]x/", "https://[127.0.0.1]/", "https://-host/",
                    "https://host-/", "https://a..b/", "https://.host/", "https://./", "https://h%6Fst/",
                    "https://h\xC3\xB6st/", "https://host/\xC3\xB6", "https://h*st/", "http://127.1/",
                    "http://2130706433/", "http://0x7f.0.0.1/", "http://0x7f000001/", "http://127.0.0.0x1/",
                    "http://0177.0.0.1/", "http://127.0.0.256/", "http://1.2.3.4.5/",
                    std::string_view("https://ho\0st/", 14), std::string_view("https://[::1\0]/", 15)));

TEST(ParseUrl, RefusesOverlongNames) {
    EXPECT_TRUE(parse_url("https://" + std::string(63, 'a') + ".example/"));
    EXPECT_FALSE(parse_url("https://" + std::string(64, 'a') + ".example/"));
    std::string host;
    for (int i = 0; i < 130; ++i) {
        host += "a.";
    }
    EXPECT_FALSE(parse_url("https://" + host + "example/"));
}

TEST(Url, OriginLeavesOutTheDefaultPortOnly) {
    EXPECT_EQ(parse_url("https://Host:443/a?b")->origin(), "https://host");
    EXPECT_EQ(parse_url("http://host:443/")->origin(), "http://host:443");
    EXPECT_EQ(parse_url("http://host:80/")->origin(), "http://host");
    EXPECT_EQ(parse_url("http://[0:0::1]:8900/")->origin(), "http://[::1]:8900");
}

TEST(Loopback, IsThisMachineAndNothingThatLooksLikeIt) {
    for (const char* host : {"localhost", "LOCALHOST", "127.0.0.1", "127.255.255.254", "::1"}) {
        EXPECT_TRUE(is_loopback(host)) << host;
    }
    for (const char* host :
         {"", "localhost.example.com", "localhost.", "127.0.0.1.example.com", "127.example.com", "127.1", "127.",
          "128.0.0.1", "0.0.0.0", "10.127.0.0", "::", "::2", "[::1]", "::ffff:127.0.0.1"}) {
        EXPECT_FALSE(is_loopback(host)) << host;
    }
}

TEST(UrlEncode, KeepsUnreservedCharactersOnly) {
    EXPECT_EQ(url_encode("AZaz09-._~"), "AZaz09-._~");
    EXPECT_EQ(url_encode(" +&=/?%\"\n\xC3\xA9"), "%20%2B%26%3D%2F%3F%25%22%0A%C3%A9");
}

TEST(UrlDecode, LeavesBrokenEscapesAsTheyAre) {
    EXPECT_EQ(url_decode("%41%c3%A9%2B"), "A\xC3\xA9+");
    EXPECT_EQ(url_decode("100%"), "100%");
    EXPECT_EQ(url_decode("%4"), "%4");
    EXPECT_EQ(url_decode("%zz%4g%%41"), "%zz%4g%A");
    EXPECT_EQ(url_decode("%00").size(), 1U);
}

TEST(UrlDecode, ReadsPlusAsABlankOnlyWhenAsked) {
    EXPECT_EQ(url_decode("a+b"), "a b");
    EXPECT_EQ(url_decode("a+b", false), "a+b");
}

TEST(ParseForm, KeepsOrderRepetitionsAndEmptyValues) {
    EXPECT_EQ(parse_form("a=1&b=x+y&a=%26&c=&d&=e&f=g=h"),
              (Pairs{{"a", "1"}, {"b", "x y"}, {"a", "&"}, {"c", ""}, {"d", ""}, {"", "e"}, {"f", "g=h"}}));
    EXPECT_EQ(parse_form(""), Pairs{});
    EXPECT_EQ(parse_form("&&a=1&"), (Pairs{{"a", "1"}}));
}

TEST(EncodeForm, JoinsPairs) {
    EXPECT_EQ(encode_form({{"grant_type", "refresh_token"}, {"a b", "c&d=e"}}),
              "grant_type=refresh_token&a%20b=c%26d%3De");
    EXPECT_EQ(encode_form({}), "");
}

TEST(Headers, CompareNamesWithoutRegardToCase) {
    Headers headers;
    headers.add("Content-Type", "text/plain");
    EXPECT_EQ(headers.get("content-TYPE"), "text/plain");
    EXPECT_EQ(headers.get("Content-Typ"), std::nullopt);
    EXPECT_EQ(headers.get("Content-Types"), std::nullopt);
}

TEST(Headers, GetGivesTheFirstOfSeveral) {
    Headers headers;
    headers.add("Link", "first");
    headers.add("link", "second");
    EXPECT_EQ(headers.get("LINK"), "first");
    EXPECT_EQ(headers.fields().size(), 2U);
}

TEST(Headers, SetReplacesAllOfTheNameWhereTheFirstStood) {
    Headers headers;
    headers.add("X", "1");
    headers.add("Other", "2");
    headers.add("x", "3");
    headers.set("x", "4");
    headers.set("New", "5");
    EXPECT_EQ(headers.fields(), (Pairs{{"X", "4"}, {"Other", "2"}, {"New", "5"}}));
}

TEST(HeaderRules, TellWhatWouldBreakALine) {
    EXPECT_TRUE(is_token("X-Muster_1!"));
    for (const std::string_view name : {"", "a b", "a:", "a\r", "h\xC3\xB6", "a/b"}) {
        EXPECT_FALSE(is_token(name)) << name;
    }
    EXPECT_TRUE(is_header_value("text/html; charset=utf-8\t\xC3\xA9"));
    EXPECT_TRUE(is_header_value(""));
    EXPECT_FALSE(is_header_value("a\r\nSet-Cookie: b"));
    EXPECT_FALSE(is_header_value("a\nb"));
    EXPECT_FALSE(is_header_value(std::string_view("a\0b", 3)));
}

} // namespace
} // namespace muster::net
