#pragma once

// Pages for people: one frame, no script, plain forms. Internal to this folder.

#include <string>
#include <string_view>

#include "net/http.hpp"

namespace muster::sandbox {

/// Text for HTML content and attribute values.
[[nodiscard]] std::string escape(std::string_view text);
/// A whole page around `body`.
[[nodiscard]] std::string page(std::string_view title, std::string_view body);
/// Whether a browser says that another site sent this.
[[nodiscard]] bool is_cross_site(const net::Request& request);
[[nodiscard]] net::Response cross_site_refusal();

} // namespace muster::sandbox
