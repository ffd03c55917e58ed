#pragma once

// The first bytes of an answer as they go over the wire, and the answers that the edge gives by itself.

#include <optional>
#include <string>
#include <string_view>

#include "net/http.hpp"

namespace muster::net {

enum class KeepAlive { Yes, No };

/// True if an answer of this status carries a body to this method (RFC 9110, 6.4.1).
[[nodiscard]] bool carries_body(std::string_view method, int status);

/// Status line, headers and the blank line. The edge frames the message: Content-Length, Transfer-Encoding,
/// Connection and kCutConnection of the handler are left out. Nothing if the answer cannot be written: a status
/// outside 200 to 599, or a header that would break its line.
[[nodiscard]] std::optional<std::string> response_head(const Response& response, KeepAlive keep_alive);

/// The same for an answer whose events follow: of any length, so that closing ends it, and never stored or held
/// back on its way. Nothing also for another status than 200.
[[nodiscard]] std::optional<std::string> event_stream_head(Response response);

/// An answer of the edge itself: the sentence as plain text.
[[nodiscard]] Response plain_answer(int status, std::string_view sentence);

} // namespace muster::net
