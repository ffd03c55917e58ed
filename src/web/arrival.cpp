#include "web/arrival.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::web {

namespace {

bool is_trusted(const Reach& reach, std::string_view address) {
    for (const auto& range : reach.trusted_proxies) {
        if (range.contains(address)) {
            return true;
        }
    }
    return false;
}

bool is_ip_address(std::string_view text) {
    return text.find('/') == std::string_view::npos && net::IpRange::parse(text).has_value();
}

/// The entries of all fields of that name, first to last.
std::vector<std::string> listed(const net::Headers& headers, std::string_view name) {
    std::vector<std::string> entries;
    const std::string key = ascii_lower(name);
    for (const auto& [field, value] : headers.fields()) {
        if (ascii_lower(field) == key) {
            for (auto& entry : split_list(value, ',')) {
                entries.push_back(std::move(entry));
            }
        }
    }
    return entries;
}

/// The nearest address that is no trusted proxy: what stands left of it anybody may have written.
std::string client_address(const net::Request& request, const Reach& reach) {
    std::string address = request.peer;
    const auto forwarded = listed(request.headers, "X-Forwarded-For");
    for (auto entry = forwarded.rbegin(); entry != forwarded.rend() && is_trusted(reach, address); ++entry) {
        if (!is_ip_address(*entry)) {
            break;
        }
        address = *entry;
    }
    return address;
}

bool came_secure(const net::Request& request, const Reach& reach) {
    if (request.is_tls || !is_trusted(reach, request.peer)) {
        return request.is_tls;
    }
    const auto schemes = listed(request.headers, "X-Forwarded-Proto");
    if (!schemes.empty()) {
        return ascii_lower(schemes.back()) == "https";
    }
    return reach.public_url && reach.public_url->scheme == "https";
}

bool is_known_host(const net::Url& host, const Reach& reach) {
    if (reach.public_url && host.host == reach.public_url->host) {
        return true;
    }
    const bool listens_everywhere = reach.listen_address == "0.0.0.0" || reach.listen_address == "::";
    if (net::is_loopback(host.host)) {
        return listens_everywhere || net::is_loopback(reach.listen_address);
    }
    // A page of a foreign site can be made to reach this machine by a name of its own, never by a bare address.
    return host.host == reach.listen_address || (listens_everywhere && is_ip_address(host.host));
}

} // namespace

bool only_reads(std::string_view method) { return method == "GET" || method == "HEAD"; }

Result<net::Url> parse_public_url(std::string_view text) {
    auto url = net::parse_url(text);
    if (!url || !url->query.empty() || (!url->path.empty() && url->path != "/")) {
        return fail(Code::Invalid,
                    fmt::format("--public-url is \"{}\". It takes the address that people type, without a path, "
                                "like https://crm.example.org.",
                                text));
    }
    url->path.clear();
    return std::move(*url);
}

Checked<Arrival> look_at_arrival(const net::Request& request, const Reach& reach) {
    Arrival arrival{.address = client_address(request, reach), .is_secure = came_secure(request, reach)};
    const std::string host(request.headers.get("Host").value_or(""));
    const auto url = net::parse_url(fmt::format("{}://{}", arrival.is_secure ? "https" : "http", host));
    if (!url || !url->path.empty() || !url->query.empty() || host.find('#') != std::string::npos ||
        !is_known_host(*url, reach)) {
        return refuse(ProblemKind::WrongOrigin,
                      "This server is not known by the name that the request asks for. Use the address that it "
                      "printed when it started, or give that name with --public-url.");
    }
    arrival.origin = url->origin();
    return arrival;
}

Checked<void> check_same_site(const net::Request& request, const Arrival& arrival, const Reach& reach) {
    const auto site = request.headers.get("Sec-Fetch-Site");
    if (site && *site != "same-origin" && *site != "none") {
        return refuse(ProblemKind::WrongOrigin, "The request came from a page of another site, so it was refused.");
    }
    const auto origin = request.headers.get("Origin");
    const bool is_ours =
        !origin || *origin == arrival.origin || (reach.public_url && *origin == reach.public_url->origin());
    if (!is_ours) {
        return refuse(ProblemKind::WrongOrigin,
                      fmt::format("The request came from a page of another site, so it was refused. If this is the "
                                  "address by which people reach Muster, start it with --public-url {}.",
                                  net::parse_url(*origin) ? *origin : "ADDRESS"));
    }
    if (!only_reads(request.method) && request.headers.get(kRequestHeader) != "1") {
        return refuse(ProblemKind::WrongOrigin,
                      fmt::format("A request that changes something needs the header \"{}: 1\".", kRequestHeader));
    }
    return {};
}

} // namespace muster::web
