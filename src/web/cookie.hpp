#pragma once

// The session's cookie. Over TLS it is bound to this very host by its name (`__Host-`), so that no other site of
// the domain can set it; over plain http, which is for this machine only, a browser would not take such a name.

#include <optional>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace muster::web {

enum class Way { Plain, Secure };

[[nodiscard]] std::string_view session_cookie_name(Way way);
/// The token, if the request carries exactly one cookie of that name.
[[nodiscard]] std::optional<std::string> session_cookie(const net::Request& request, Way way);
/// The value of Set-Cookie; an empty token takes the cookie away.
[[nodiscard]] std::string set_session_cookie(std::string_view token, Way way);

} // namespace muster::web
