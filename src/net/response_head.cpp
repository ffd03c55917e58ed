#include "net/response_head.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "net/server.hpp"

namespace muster::net {
namespace {

bool is_framing(std::string_view name) {
    static const std::array<std::string, 4> names{"content-length", "transfer-encoding", "connection",
                                                  ascii_lower(kCutConnection)};
    return std::ranges::find(names, ascii_lower(name)) != names.end();
}

/// What the edge says about an event stream, whatever its handler says. The last is for nginx, which would keep
/// events back until it has some kilobytes.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kEventHeaders{
    {{"Content-Type", "text/event-stream"}, {"Cache-Control", "no-store"}, {"X-Accel-Buffering", "no"}}};

std::string reason_phrase(int status) {
    namespace http = boost::beast::http;
    return std::string(http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status))));
}

/// The status line and the headers, without framing.
std::optional<std::string> begin_head(const Response& response) {
    if (response.status < 200 || response.status > 599) {
        return std::nullopt;
    }
    std::string out = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
    for (const auto& [name, value] : response.headers.fields()) {
        if (!is_token(name) || !is_header_value(value)) {
            return std::nullopt;
        }
        if (!is_framing(name)) {
            out += name + ": " + value + "\r\n";
        }
    }
    return out;
}

} // namespace

bool carries_body(std::string_view method, int status) {
    return method != "HEAD" && status != 204 && status != 304;
}

std::optional<std::string> response_head(const Response& response, KeepAlive keep_alive) {
    auto out = begin_head(response);
    if (!out) {
        return std::nullopt;
    }
    if (response.status != 204 && response.status != 304) {
        *out += fmt::format("Content-Length: {}\r\n", response.body.size());
    }
    *out += keep_alive == KeepAlive::Yes ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return out;
}

std::optional<std::string> event_stream_head(Response response) {
    for (const auto& [name, value] : kEventHeaders) {
        response.headers.set(name, std::string(value));
    }
    auto out = response.status == 200 ? begin_head(response) : std::nullopt;
    if (out) {
        *out += "Connection: close\r\n\r\n";
    }
    return out;
}

Response plain_answer(int status, std::string_view sentence) {
    Response response{.status = status, .headers = {}, .body = std::string(sentence)};
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    return response;
}

} // namespace muster::net
