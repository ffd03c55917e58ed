#pragma once

// The pages of the back office: embedded files, compressed where the browser takes it, and the one page for every
// address that the front-end makes up itself.

#include <span>
#include <string_view>

#include "net/http.hpp"
#include "web/assets.hpp"

namespace muster::web {

/// The answer to a GET or HEAD of `path`, which is neither the API's nor a monitor's.
[[nodiscard]] net::Response answer_page(const net::Request& request, std::string_view path,
                                        std::span<const Asset> files);

/// The description of the API (api/openapi.yaml), embedded.
[[nodiscard]] std::string_view api_description();
[[nodiscard]] net::Response answer_api_description();

} // namespace muster::web
