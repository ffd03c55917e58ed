#include "web/cookie.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::web {

std::string_view session_cookie_name(Way way) { return way == Way::Secure ? "__Host-muster" : "muster"; }

std::optional<std::string> session_cookie(const net::Request& request, Way way) {
    std::optional<std::string> found;
    for (const auto& [field, value] : request.headers.fields()) {
        if (ascii_lower(field) != "cookie") {
            continue;
        }
        for (const auto& pair : split_list(value, ';')) {
            const auto equals = pair.find('=');
            if (equals == std::string::npos || pair.substr(0, equals) != session_cookie_name(way)) {
                continue;
            }
            if (found) {
                return std::nullopt; // one of them is not ours, and nobody knows which
            }
            found = pair.substr(equals + 1);
        }
    }
    return found;
}

std::string set_session_cookie(std::string_view token, Way way) {
    // Without Expires it ends with the browser; the server ends it sooner or later anyway.
    return fmt::format("{}={}; Path=/; HttpOnly; SameSite=Lax{}{}", session_cookie_name(way), token,
                       way == Way::Secure ? "; Secure" : "", token.empty() ? "; Max-Age=0" : "");
}

} // namespace muster::web
