#include "web/monitoring.hpp"

#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

struct Came {
    const char* how;
    std::string peer = "127.0.0.1";
    std::string host = "127.0.0.1:8080";
    std::pair<std::string, std::string> header = {};
};

class MonitoringTest : public SiteTest {
  protected:
    net::Request request_for(const Came& came) {
        net::Request request{.method = "GET", .target = "/metrics", .headers = {}, .body = {}, .peer = came.peer};
        request.headers.add("Host", came.host);
        if (!came.header.first.empty()) {
            request.headers.add(came.header.first, came.header.second);
        }
        return request;
    }
    std::string metrics() { return handle(request_for({"straight"})).body; }
};

TEST_F(MonitoringTest, ThisMachineReadsTheMetricsWithoutASignIn) {
    for (const auto& came :
         {Came{"IPv4"}, Came{"by name", "127.0.0.1", "localhost:8080"}, Came{"IPv6", "::1", "[::1]:8080"}}) {
        const auto response = handle(request_for(came));
        EXPECT_EQ(response.status, 200) << came.how;
        EXPECT_EQ(response.headers.get("Content-Type"), "text/plain; version=0.0.4; charset=utf-8");
        EXPECT_EQ(response.headers.get("Cache-Control"), "no-store");
        EXPECT_NE(response.body.find("muster_store_answers 1\n"), std::string::npos);
    }
}

TEST_F(MonitoringTest, NobodyElseIsToldThatThereAreMetrics) {
    const Reach reach{.listen_address = "0.0.0.0",
                      .public_url = parse_public_url("https://crm.example.org").value(),
                      .trusted_proxies = {net::IpRange::parse("127.0.0.1").value()}};
    Dispatcher site(*office_, reach);
    for (const auto& came : {
             Came{"another machine", "192.0.2.7", "192.0.2.1:8080"},
             Came{"another machine that says localhost", "192.0.2.7", "localhost:8080"},
             Came{"through a proxy", "127.0.0.1", "127.0.0.1:8080", {"X-Forwarded-For", "192.0.2.7"}},
             Came{"through a proxy, from here", "127.0.0.1", "127.0.0.1:8080", {"X-Forwarded-For", "127.0.0.1"}},
             Came{"through another proxy", "127.0.0.1", "127.0.0.1:8080", {"Via", "1.1 front"}},
             Came{"through a proxy of the new kind", "127.0.0.1", "127.0.0.1:8080", {"forwarded", "for=192.0.2.7"}},
             Came{"through one that keeps the name", "127.0.0.1", "crm.example.org"},
         }) {
        const auto response = site.handle(request_for(came));
        EXPECT_EQ(response.status, 404) << came.how;
        EXPECT_EQ(problem_of(response), "not-found") << came.how;
    }
}

TEST_F(MonitoringTest, AnAddressThatWasNamedReadsThemAlsoBehindATrustedProxy) {
    const Reach reach{.listen_address = "0.0.0.0",
                      .public_url = std::nullopt,
                      .trusted_proxies = {net::IpRange::parse("10.0.0.1").value()},
                      .metrics_from = {net::IpRange::parse("192.0.2.0/24").value()}};
    Dispatcher site(*office_, reach);
    const auto status = [&](const Came& came) { return site.handle(request_for(came)).status; };
    EXPECT_EQ(status({"straight", "192.0.2.7", "10.0.0.2:8080"}), 200);
    EXPECT_EQ(status({"proxied", "10.0.0.1", "10.0.0.2:8080", {"X-Forwarded-For", "192.0.2.7"}}), 200);
    EXPECT_EQ(status({"only said", "198.51.100.1", "10.0.0.2:8080", {"X-Forwarded-For", "192.0.2.7"}}), 404);
    EXPECT_EQ(status({"the proxy itself", "10.0.0.1", "10.0.0.2:8080"}), 404);
    EXPECT_EQ(status({"a foreign name", "192.0.2.7", "rebound.example"}), 403);
}

TEST_F(MonitoringTest, CountsWhatItAnsweredByKindAndStatus) {
    EXPECT_EQ(get("", "/databases").status, 401);
    EXPECT_EQ(send("", "POST", "/databases", "{}").status, 401);
    auto probe = request_for({"straight"});
    probe.target = "/healthz";
    EXPECT_EQ(handle(probe).status, 503);
    auto page = request_for({"straight"});
    page.target = "/api"; // nothing of the API has this name
    EXPECT_EQ(handle(page).status, 404);
    (void)site_->own_answer({431, "Too long.", false});
    (void)metrics();
    const auto text = metrics();
    for (const auto* line : {R"({kind="api_read",status="401"} 1)", R"({kind="api_write",status="401"} 1)",
                             R"({kind="probe",status="503"} 1)", R"({kind="refused",status="431"} 1)",
                             R"({kind="metrics",status="200"} 1)", R"({kind="page",status="404"} 1)"}) {
        EXPECT_NE(text.find("muster_http_requests_total" + std::string(line)), std::string::npos) << line << text;
    }
}

} // namespace
} // namespace muster::web
