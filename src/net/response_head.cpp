#include "net/response_head.hpp"

#include <algorithm>
#include <array>

#include <boost/beast/http/status.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "net/server.hpp"

namespace muster::net {
namespace {

bool is_framing(std::string_view name) {
    static const std::array<std::string, 4> kNames{"content-length", "transfer-encoding", "connection",
                                                   ascii_lower(kCutConnection)};
    return std::ranges::find(kNames, ascii_lower(name)) != kNames.end();
}

std::string reason_phrase(int status) {
    namespace http = boost::beast::http;
    return std::string(http::obsolete_reason(http::int_to_status(static_cast<unsigned>(status))));
}

} // namespace

bool carries_body(std::string_view method, int status) {
    return method != "HEAD" && status != 204 && status != 304;
}

std::optional<std::string> response_head(const Response& response, KeepAlive keep_alive) {
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
    if (response.status != 204 && response.status != 304) {
        out += fmt::format("Content-Length: {}\r\n", response.body.size());
    }
    out += keep_alive == KeepAlive::Yes ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
    return out;
}

Response plain_answer(int status, std::string_view sentence) {
    Response response{.status = status, .headers = {}, .body = std::string(sentence)};
    response.headers.add("Content-Type", "text/plain; charset=utf-8");
    return response;
}

} // namespace muster::net
