// What browsers, and those who pass for one, send to the back office ahead of a body: head, address and query.

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/text.hpp"
#include "net/ip_range.hpp"
#include "require.hpp"
#include "web/arrival.hpp"
#include "web/call.hpp"
#include "web/cookie.hpp"
#include "web/router.hpp"

using muster::fuzz::require;
namespace net = muster::net;
namespace web = muster::web;

namespace {

/// The first line is a path with a query, the next ones are header fields.
net::Request read_request(std::string_view text) {
    net::Request request{.method = "POST", .target = {}, .headers = {}, .body = {}, .peer = "10.0.0.1"};
    const auto take_line = [&] {
        const auto end = std::min(text.find('\n'), text.size());
        const std::string line(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
        return line;
    };
    request.target = take_line();
    for (const auto* name : {"Host", "Cookie", "Origin", "X-Forwarded-For", "X-Forwarded-Proto"}) {
        request.headers.add(name, take_line());
    }
    return request;
}

void try_head(const net::Request& request) {
    const web::Reach reach{.listen_address = "0.0.0.0",
                           .public_url = net::parse_url("https://crm.example.org"),
                           .trusted_proxies = {net::IpRange::parse("10.0.0.0/8").value()}};
    if (const auto arrival = web::look_at_arrival(request, reach)) {
        require(net::IpRange::parse(arrival->address).has_value());
        require(net::parse_url(arrival->origin).has_value());
        // A page of another site gets through nowhere: it cannot send the header of our own.
        require(!web::check_same_site(request, *arrival, reach));
    }
    for (const auto way : {web::Way::Plain, web::Way::Secure}) {
        if (const auto token = web::session_cookie(request, way)) {
            require(token->find(';') == std::string::npos);
        }
    }
}

void try_target(const net::Request& request) {
    static const web::Router router(web::route_table());
    const auto [path, text] = web::split_target(request.target);
    require(path.size() + text.size() <= request.target.size());
    const auto found = router.find(request.method, path);
    require(found.route == nullptr || found.route->method == "POST");
    web::Query query(text, {"offset", "search", "active"});
    const auto offset = query.number("offset", 0, 1'000);
    const auto search = query.text("search", 20);
    (void)query.yes_no("active");
    if (query.check()) {
        require(!offset || (*offset >= 0 && *offset <= 1'000));
        require(!search || muster::code_points(*search) <= 20);
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto request = read_request(muster::fuzz::as_text(data, size));
    try_head(request);
    try_target(request);
    return 0;
}
