#include "web/arrival.hpp"

#include <gtest/gtest.h>

namespace muster::web {
namespace {

net::Request request_to(const std::string& host, const std::string& method = "GET") {
    net::Request request{.method = method, .target = "/", .headers = {}, .body = {}, .peer = "127.0.0.1"};
    request.headers.add("Host", host);
    return request;
}

Reach behind_proxy() {
    Reach reach;
    reach.public_url = parse_public_url("https://crm.example.org").value();
    reach.trusted_proxies = {net::IpRange::parse("10.0.0.0/8").value(), net::IpRange::parse("127.0.0.1").value()};
    return reach;
}

struct HostCase {
    const char* listen;
    const char* host;
    bool is_known;
};

TEST(Arrival, TakesOnlyRequestsForANameOfThisSite) {
    for (const auto& [listen, host, is_known] : {
             HostCase{"127.0.0.1", "127.0.0.1:8080", true},
             HostCase{"127.0.0.1", "localhost:8080", true},
             HostCase{"127.0.0.1", "LOCALHOST", true},
             HostCase{"127.0.0.1", "[::1]:8080", true},
             HostCase{"::1", "localhost:8080", true},
             HostCase{"127.0.0.1", "evil.example:8080", false}, // DNS rebinding
             HostCase{"127.0.0.1", "localhost.evil.example", false},
             HostCase{"127.0.0.1", "192.168.1.5:8080", false},
             HostCase{"192.168.1.5", "192.168.1.5:8080", true},
             HostCase{"192.168.1.5", "localhost:8080", false},
             HostCase{"0.0.0.0", "192.168.1.5:8080", true},
             HostCase{"0.0.0.0", "localhost:8080", true},
             HostCase{"0.0.0.0", "office-pc:8080", false},
             HostCase{"::", "[2001:db8::7]:8080", true},
             HostCase{"127.0.0.1", "", false},
             HostCase{"127.0.0.1", "localhost/x", false},
             HostCase{"127.0.0.1", "localhost?x", false},
             HostCase{"127.0.0.1", "localhost#x", false},
             HostCase{"127.0.0.1", "me@localhost", false},
             HostCase{"127.0.0.1", "localhost, evil.example", false},
         }) {
        Reach reach;
        reach.listen_address = listen;
        const auto arrival = look_at_arrival(request_to(host), reach);
        EXPECT_EQ(arrival.has_value(), is_known) << listen << " " << host;
        if (!arrival) {
            EXPECT_EQ(arrival.error().kind, ProblemKind::WrongOrigin);
        }
    }
}

TEST(Arrival, KnowsThePublicName) {
    EXPECT_TRUE(look_at_arrival(request_to("crm.example.org"), behind_proxy()));
    EXPECT_FALSE(look_at_arrival(request_to("other.example.org"), behind_proxy()));
}

struct ForwardedCase {
    const char* peer;
    const char* forwarded;
    const char* address;
};

TEST(Arrival, BelievesForwardedAddressesOfTrustedProxiesOnly) {
    for (const auto& [peer, forwarded, address] : {
             ForwardedCase{"203.0.113.9", "198.51.100.1", "203.0.113.9"},
             ForwardedCase{"10.1.1.1", "198.51.100.1", "198.51.100.1"},
             ForwardedCase{"10.1.1.1", "1.2.3.4, 198.51.100.1", "198.51.100.1"}, // the left one is made up
             ForwardedCase{"10.1.1.1", "198.51.100.1, 10.2.2.2", "198.51.100.1"},
             ForwardedCase{"10.1.1.1", "unknown", "10.1.1.1"},
             ForwardedCase{"10.1.1.1", "198.51.100.1/8", "10.1.1.1"},
             ForwardedCase{"10.1.1.1", "", "10.1.1.1"},
             ForwardedCase{"10.1.1.1", "2001:db8::1", "2001:db8::1"},
         }) {
        auto request = request_to("crm.example.org");
        request.peer = peer;
        request.headers.add("X-Forwarded-For", forwarded);
        const auto arrival = look_at_arrival(request, behind_proxy());
        ASSERT_TRUE(arrival);
        EXPECT_EQ(arrival->address, address) << peer << " " << forwarded;
    }
}

struct SchemeCase {
    const char* peer;
    bool is_tls;
    const char* proto; ///< "": no header
    bool is_secure;
};

TEST(Arrival, IsSecureOverTlsOrBehindATrustedProxyThatSaysSo) {
    for (const auto& [peer, is_tls, proto, is_secure] : {
             SchemeCase{"203.0.113.9", false, "https", false},
             SchemeCase{"203.0.113.9", true, "", true},
             SchemeCase{"10.1.1.1", false, "https", true},
             SchemeCase{"10.1.1.1", false, "http", false},
             SchemeCase{"10.1.1.1", false, "https, http", false}, // the nearest proxy's word counts
             SchemeCase{"10.1.1.1", false, "", true},             // as the public address says
             SchemeCase{"10.1.1.1", true, "http", true},
         }) {
        auto request = request_to("crm.example.org");
        request.peer = peer;
        request.is_tls = is_tls;
        if (*proto != '\0') {
            request.headers.add("X-Forwarded-Proto", proto);
        }
        const auto arrival = look_at_arrival(request, behind_proxy());
        ASSERT_TRUE(arrival);
        EXPECT_EQ(arrival->is_secure, is_secure) << peer << " " << proto;
        EXPECT_EQ(arrival->origin, is_secure ? "https://crm.example.org" : "http://crm.example.org");
    }
}

struct SiteCase {
    const char* method;
    const char* site;   ///< Sec-Fetch-Site, "": none
    const char* origin; ///< "": none
    const char* own;    ///< X-Muster-Request, "": none
    bool passes;
};

TEST(SameSite, LetsOnlyItsOwnPagesChangeSomething) {
    for (const auto& [method, site, origin, own, passes] : {
             SiteCase{"POST", "same-origin", "http://127.0.0.1:8080", "1", true},
             SiteCase{"POST", "", "", "1", true}, // no browser
             SiteCase{"POST", "none", "", "1", true},
             SiteCase{"POST", "same-origin", "http://127.0.0.1:8080", "", false},
             SiteCase{"POST", "same-origin", "http://127.0.0.1:8080", "0", false},
             SiteCase{"POST", "same-site", "", "1", false},
             SiteCase{"POST", "cross-site", "", "1", false},
             SiteCase{"POST", "SAME-ORIGIN", "", "1", false},
             SiteCase{"POST", "same-origin", "http://127.0.0.1:9999", "1", false},
             SiteCase{"POST", "same-origin", "https://127.0.0.1:8080", "1", false},
             SiteCase{"POST", "same-origin", "null", "1", false},
             SiteCase{"DELETE", "cross-site", "", "1", false},
             SiteCase{"GET", "", "", "", true},
             SiteCase{"HEAD", "same-origin", "", "", true},
             SiteCase{"GET", "cross-site", "", "", false},
             SiteCase{"GET", "same-site", "", "1", false},
             SiteCase{"GET", "same-origin", "https://evil.example", "1", false},
         }) {
        auto request = request_to("127.0.0.1:8080", method);
        if (*site != '\0') {
            request.headers.add("Sec-Fetch-Site", site);
        }
        if (*origin != '\0') {
            request.headers.add("Origin", origin);
        }
        if (*own != '\0') {
            request.headers.add("X-Muster-Request", own);
        }
        const Reach reach;
        const auto arrival = look_at_arrival(request, reach);
        ASSERT_TRUE(arrival);
        const auto checked = check_same_site(request, *arrival, reach);
        EXPECT_EQ(checked.has_value(), passes) << method << " " << site << " " << origin << " " << own;
        if (!checked) {
            EXPECT_EQ(checked.error().kind, ProblemKind::WrongOrigin);
        }
    }
}

TEST(SameSite, KnowsThePublicAddressWhereAProxyPutsAnotherHost) {
    auto request = request_to("127.0.0.1:8080", "POST");
    request.headers.add("Origin", "https://crm.example.org");
    request.headers.add("X-Muster-Request", "1");
    const auto arrival = look_at_arrival(request, behind_proxy());
    ASSERT_TRUE(arrival);
    EXPECT_TRUE(check_same_site(request, *arrival, behind_proxy()));
}

TEST(PublicUrl, IsAnAddressWithoutAPath) {
    EXPECT_EQ(parse_public_url("https://crm.example.org/")->origin(), "https://crm.example.org");
    EXPECT_EQ(parse_public_url("https://crm.example.org:8443")->origin(), "https://crm.example.org:8443");
    for (const auto* text : {"crm.example.org", "https://crm.example.org/muster", "https://crm.example.org?x=1",
                             "ftp://crm.example.org", ""}) {
        EXPECT_FALSE(parse_public_url(text)) << text;
    }
}

} // namespace
} // namespace muster::web
