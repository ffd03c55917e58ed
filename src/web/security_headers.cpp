#include "web/security_headers.hpp"

#include <string_view>
#include <utility>

namespace muster::web {

namespace {

constexpr std::pair<std::string_view, std::string_view> kAlways[] = {
    {"Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                                "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
                                "frame-ancestors 'none'"},
    {"X-Content-Type-Options", "nosniff"},
    {"X-Frame-Options", "DENY"}, // for what does not know frame-ancestors
    {"Referrer-Policy", "no-referrer"},
    {"Cross-Origin-Opener-Policy", "same-origin"},
    {"Cross-Origin-Resource-Policy", "same-origin"},
    {"Permissions-Policy", "accelerometer=(), camera=(), display-capture=(), geolocation=(), gyroscope=(), "
                           "microphone=(), midi=(), payment=(), usb=()"},
};
constexpr std::string_view kTwoYears = "max-age=63072000";

} // namespace

void add_security_headers(net::Response& response, Way way) {
    for (const auto& [name, value] : kAlways) {
        response.headers.set(name, std::string(value));
    }
    if (way == Way::Secure) {
        response.headers.set("Strict-Transport-Security", std::string(kTwoYears));
    }
    if (!response.headers.get("Cache-Control")) {
        response.headers.add("Cache-Control", "no-store");
    }
}

} // namespace muster::web
