#include "cli/listen_address.hpp"

#include <charconv>

#include <fmt/format.h>

#include "net/http.hpp"
#include "net/ip_range.hpp"

namespace muster::cli {

namespace {

/// Nothing in `host` if it is no address and port.
ListenAddress read(std::string_view text) {
    const auto colon = text.rfind(':');
    std::string host(text.substr(0, colon));
    const bool has_brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
    if (has_brackets) {
        host = host.substr(1, host.size() - 2);
    } else if (host == "localhost") {
        host = "127.0.0.1";
    }
    ListenAddress address{std::move(host), 0};
    const auto digits = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    const bool is_ip = address.host.find('/') == std::string::npos && net::IpRange::parse(address.host) &&
                       has_brackets == (address.host.find(':') != std::string::npos);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || !is_ip) {
        address.host.clear();
    }
    return address;
}

} // namespace

Result<ListenAddress> parse_listen(std::string_view text) {
    auto address = read(text);
    if (address.host.empty()) {
        return fail(Code::Invalid, fmt::format("--listen is \"{}\". It takes an IP address and a port, like "
                                               "127.0.0.1:8080 or [::1]:8080; port 0 takes any free one.",
                                               text));
    }
    return address;
}

Result<ListenAddress> parse_loopback(std::string_view text) {
    auto address = read(text);
    if (address.host.empty() || !net::is_loopback(address.host)) {
        return fail(Code::Invalid,
                    fmt::format("--listen is \"{}\". It takes an address of this machine and a port, "
                                "like 127.0.0.1:8900; port 0 takes any free one.",
                                text));
    }
    return address;
}

} // namespace muster::cli
