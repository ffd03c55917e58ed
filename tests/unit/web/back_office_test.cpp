// The back office over real sockets: TLS, events, and what it refuses to listen with.

#include "web/back_office.hpp"

#include "support/store_place.hpp"
#include "unit/net/tls_peer.hpp"
#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

class BackOfficeTest : public SiteTest {
  protected:
    /// With the threads of its office at work, so on the clock of this machine.
    BackOfficeTest() {
        app::Settings settings;
        settings.store = test::store_url(folder_, "real.db");
        settings.key_file = (folder_ / "real.key").string();
        real_ = app::Installation::open(settings, {real_clock_, random_}).value();
    }
    std::unique_ptr<BackOffice> open(BackOfficeOptions options = {}) {
        auto house = BackOffice::start(*real_, std::move(options));
        if (!house) {
            throw std::runtime_error(house.error().message);
        }
        return std::move(*house);
    }
    static std::string message(const std::string& head, const std::string& body = "") {
        return head + " HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n" +
               (body.empty() ? ""
                             : "X-Muster-Request: 1\r\nContent-Type: application/json\r\nContent-Length: " +
                                   std::to_string(body.size()) + "\r\n") +
               "\r\n" + body;
    }

    SystemClock real_clock_;
    std::unique_ptr<app::Installation> real_;
};

std::uint16_t port_of(const BackOffice& house) {
    return static_cast<std::uint16_t>(net::parse_url(house.url())->port);
}

TEST_F(BackOfficeTest, OverTlsTheCookieIsBoundToTheHost) {
    const net::test::CertificateFolder files;
    const auto house = open({.certificate_file = files.certificate(), .key_file = files.key()});
    EXPECT_TRUE(house->url().starts_with("https://127.0.0.1:")) << house->url();
    const auto link = app::make_first_administrator_link(*real_);
    net::test::TlsSocket socket(port_of(*house), {.trusted_certificate = files.certificate()});
    ASSERT_EQ(socket.failure(), "");
    socket.write(message("POST /api/setup",
                         R"({"token":")" + link + R"(","name":"Ada","password":"correct horse battery"})"));
    const auto answer = socket.read_to_end();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 200 ")) << answer;
    EXPECT_NE(answer.find("Set-Cookie: __Host-muster="), std::string::npos) << answer;
    EXPECT_NE(answer.find("; Secure\r\n"), std::string::npos) << answer;
    EXPECT_NE(answer.find("Strict-Transport-Security: max-age="), std::string::npos) << answer;
}

TEST_F(BackOfficeTest, LinksLeadWhereABrowserGetsThrough) {
    EXPECT_TRUE(open()->link("T").ends_with("/welcome#T"));
    EXPECT_TRUE(
        open({.address = "0.0.0.0", .allow_insecure_listen = true})->url().starts_with("http://localhost:"));
    EXPECT_EQ(open({.public_url = parse_public_url("https://crm.example.org").value()})->url(),
              "https://crm.example.org");
}

TEST_F(BackOfficeTest, RefusesToBeReachedInClearUnlessThatIsSaid) {
    const auto refused = BackOffice::start(*real_, {.address = "0.0.0.0"});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Invalid);
    EXPECT_TRUE(BackOffice::start(
        *real_, {.address = "0.0.0.0", .trusted_proxies = {net::IpRange::parse("10.0.0.0/8").value()}}));
    const net::test::CertificateFolder files;
    EXPECT_TRUE(BackOffice::start(
        *real_, {.address = "0.0.0.0", .certificate_file = files.certificate(), .key_file = files.key()}));
}

TEST_F(BackOfficeTest, ReadsNoLongBodyOfStrangers) {
    const auto house = open();
    net::test::RawSocket socket = net::test::connect_to(port_of(*house));
    socket.write(
        "POST /api/databases/1/uploads?name=a.csv HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: text/csv\r\n"
        "Content-Length: 2000000\r\n\r\n");
    EXPECT_TRUE(socket.read_to_end().starts_with("HTTP/1.1 413 "));
}

/// What stands between the blank line and the end, after the headers that every answer carries were found.
std::string dressed_body(const std::string& answer) {
    for (const auto* header :
         {"Content-Type: application/problem+json\r\n", "Content-Security-Policy: default-src 'none'; ",
          "X-Content-Type-Options: nosniff\r\n", "X-Frame-Options: DENY\r\n", "Referrer-Policy: no-referrer\r\n",
          "Cross-Origin-Opener-Policy: same-origin\r\n", "Cross-Origin-Resource-Policy: same-origin\r\n",
          "Permissions-Policy: ", "Cache-Control: no-store\r\n"}) {
        EXPECT_NE(answer.find(header), std::string::npos) << header << answer;
    }
    return answer.substr(answer.find("\r\n\r\n") + 4);
}

TEST_F(BackOfficeTest, WhatTheEdgeRefusesIsAProblemAndCarriesTheHeadersOfAllAnswers) {
    const auto house = open();
    struct Case {
        std::string request;
        std::string body;
    };
    const std::vector<Case> cases{
        {"hello\r\n\r\n", R"({"type":"/problems/invalid","title":"The request is not understood","status":400,)"
                          R"("detail":"This is no HTTP request that the server understands."})"},
        {"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         R"({"type":"/problems/invalid","title":"The request is not understood","status":411,)"
         R"("detail":"The request needs a Content-Length."})"},
        {"POST /api/session HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 9000000\r\n\r\n",
         R"({"type":"/problems/too-large","title":"Too large","status":413,)"
         R"("detail":"The body of the request is too long."})"},
        {"GET /" + std::string(40'000, 'x'), R"({"type":"/problems/too-large","title":"Too large","status":431,)"
                                             R"("detail":"The header of the request is too long."})"},
    };
    for (const auto& each : cases) {
        net::test::RawSocket socket = net::test::connect_to(port_of(*house));
        socket.write(each.request);
        const auto answer = socket.read_to_end();
        EXPECT_EQ(dressed_body(answer), each.body);
        EXPECT_EQ(answer.find("Strict-Transport-Security"), std::string::npos);
    }
}

TEST_F(BackOfficeTest, OverTlsTheEdgeHoldsBrowsersToTlsToo) {
    const net::test::CertificateFolder files;
    const auto house = open({.certificate_file = files.certificate(), .key_file = files.key()});
    net::test::TlsSocket socket(port_of(*house), {.trusted_certificate = files.certificate()});
    ASSERT_EQ(socket.failure(), "");
    socket.write("hello\r\n\r\n");
    const auto answer = socket.read_to_end();
    EXPECT_NE(dressed_body(answer).find("\"status\":400"), std::string::npos);
    EXPECT_NE(answer.find("Strict-Transport-Security: max-age="), std::string::npos) << answer;
}

} // namespace
} // namespace muster::web
