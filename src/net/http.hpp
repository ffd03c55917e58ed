#pragma once

// HTTP messages as values, for both sides. No library type shows through.

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace muster::net {

class EventStream;

/// Header fields in the order they came; names compare without regard to case.
class Headers {
  public:
    void add(std::string name, std::string value) { fields_.emplace_back(std::move(name), std::move(value)); }
    void set(std::string_view name, std::string value);
    [[nodiscard]] std::optional<std::string_view> get(std::string_view name) const;
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& fields() const { return fields_; }

  private:
    std::vector<std::pair<std::string, std::string>> fields_;
};

struct Request {
    std::string method = "GET";
    std::string target; ///< client: absolute URL; server: path and query as received
    Headers headers;
    std::string body;
    std::string peer = {}; ///< server only: the IP address at the other end; IPv4 is never written as IPv6
    bool is_tls = false;   ///< server only: came over TLS of this server
};

struct Response {
    int status = 200;
    Headers headers;
    std::string body;
    /// Server only: events follow instead of the body, see net/event_stream.hpp. The edge adds Content-Type and
    /// Cache-Control.
    std::shared_ptr<EventStream> events = nullptr;
};

/// True for what may stand for a method or a header's name (RFC 9110, 5.6.2).
[[nodiscard]] bool is_token(std::string_view text);
/// True unless a header's value would end its line: no CR, LF or NUL.
[[nodiscard]] bool is_header_value(std::string_view text);

/// Percent-encodes everything but unreserved characters.
[[nodiscard]] std::string url_encode(std::string_view text);
/// Decodes percent-encoding; `plus_is_blank` for forms and queries. Broken escapes stay as they are.
[[nodiscard]] std::string url_decode(std::string_view text, bool plus_is_blank = true);
/// The pairs of a query string or of a form body.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text);
[[nodiscard]] std::string encode_form(const std::vector<std::pair<std::string, std::string>>& pairs);

/// An absolute http or https URL in parts; nothing for anything else (user info is refused). A fragment is left
/// out.
struct Url {
    std::string scheme; ///< "http" or "https"
    std::string host;   ///< lower case; an IPv6 address without brackets
    int port = 0;
    std::string path;  ///< begins with "/", or is empty
    std::string query; ///< without "?"

    [[nodiscard]] std::string origin() const;
    bool operator==(const Url&) const = default;
};
[[nodiscard]] std::optional<Url> parse_url(std::string_view text);
/// True for localhost, 127.0.0.0/8 and ::1 (the only hosts to which plain http is allowed).
[[nodiscard]] bool is_loopback(std::string_view host);

} // namespace muster::net
