#pragma once

// The headers that every answer carries, whatever it is.

#include "net/http.hpp"
#include "web/cookie.hpp"

namespace muster::web {

/// Adds what keeps browsers careful, and, unless the answer says otherwise, that nobody keeps a copy.
void add_security_headers(net::Response& response, Way way);

} // namespace muster::web
