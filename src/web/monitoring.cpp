#include "web/monitoring.hpp"

#include <algorithm>

#include "web/call.hpp"

namespace muster::web {

namespace {

constexpr std::string_view kHealth = "/healthz";
constexpr std::string_view kReadiness = "/readyz";
constexpr std::string_view kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

/// What proxies put on the requests that they pass on.
constexpr std::string_view kMarksOfProxies[] = {
    "Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"};

net::Response health_answer(const app::Health& health) {
    json::Writer writer;
    writer.object().member("well", health.is_well()).member("hanging", health.hanging).end();
    return json_answer(writer, health.is_well() ? 200 : 503);
}

net::Response readiness_answer(const app::Readiness& readiness) {
    json::Writer writer;
    writer.object()
        .member("ready", readiness.is_ready())
        .member("store_answers", readiness.store_answers)
        .member("stage", app::to_text(readiness.stage))
        .end();
    return json_answer(writer, readiness.is_ready() ? 200 : 503);
}

bool came_straight(const net::Request& request, const Arrival& arrival) {
    const auto named = net::parse_url(arrival.origin);
    return net::is_loopback(request.peer) && named && net::is_loopback(named->host) &&
           std::ranges::none_of(kMarksOfProxies,
                                [&](std::string_view mark) { return request.headers.get(mark).has_value(); });
}

bool may_read_metrics(const net::Request& request, const Arrival& arrival, const Reach& reach) {
    return came_straight(request, arrival) ||
           std::ranges::any_of(reach.metrics_from,
                               [&](const net::IpRange& range) { return range.contains(arrival.address); });
}

} // namespace

std::optional<net::Response> answer_probe(app::Office& office, std::string_view path) {
    if (path == kHealth) {
        return health_answer(office.health());
    }
    return path == kReadiness ? std::optional(readiness_answer(office.readiness())) : std::nullopt;
}

Checked<net::Response> answer_metrics(app::Office& office, const net::Request& request, const Arrival& arrival,
                                      const Reach& reach) {
    if (!may_read_metrics(request, arrival, reach)) {
        return refuse(ProblemKind::NotFound, "There is no such page.");
    }
    net::Response response{.status = 200, .headers = {}, .body = office.metrics_page().text()};
    response.headers.add("Content-Type", std::string(kMetricsType));
    return response;
}

bool is_probe(const net::Request& request) {
    const auto path = split_target(request.target).first;
    return path == kHealth || path == kReadiness;
}

std::string_view kind_of(const net::Request& request) {
    if (is_probe(request)) {
        return "probe";
    }
    const auto path = split_target(request.target).first;
    if (path == kMetrics) {
        return "metrics";
    }
    if (!path.starts_with("/api/")) {
        return "page";
    }
    return only_reads(request.method) ? "api_read" : "api_write";
}

} // namespace muster::web
