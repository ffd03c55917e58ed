#include "net/http.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include <arpa/inet.h>
#include <netinet/in.h>

#include "base/text.hpp"

namespace muster::net {
namespace {

constexpr std::string_view kHexDigits = "0123456789ABCDEF";
constexpr std::size_t kLongestHost = 253; // RFC 1035
constexpr std::size_t kLongestLabel = 63;
constexpr int kHttpPort = 80;
constexpr int kHttpsPort = 443;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_unreserved(char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_' || c == '~'; }

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, [](char x, char y) { return lower(x) == lower(y); });
}

/// The value of a hexadecimal digit, -1 for anything else.
int hex_value(char c) {
    if (is_digit(c)) {
        return c - '0';
    }
    const char small = lower(c);
    return small >= 'a' && small <= 'f' ? small - 'a' + 10 : -1;
}

/// The host of a bracketed authority in its one canonical spelling, so that equal hosts compare equal.
std::optional<std::string> canonical_ipv6(std::string_view text) {
    in6_addr address{};
    std::array<char, INET6_ADDRSTRLEN> buffer{};
    if (text.size() >= buffer.size() || text.find('\0') != std::string_view::npos ||
        inet_pton(AF_INET6, std::string(text).c_str(), &address) != 1 ||
        inet_ntop(AF_INET6, &address, buffer.data(), static_cast<socklen_t>(buffer.size())) == nullptr) {
        return std::nullopt;
    }
    return std::string(buffer.data());
}

bool is_ipv4(std::string_view host) {
    in_addr address{};
    return host.find('\0') == std::string_view::npos &&
           inet_pton(AF_INET, std::string(host).c_str(), &address) == 1;
}

bool is_label(std::string_view label) {
    return !label.empty() && label.size() <= kLongestLabel && label.front() != '-' && label.back() != '-' &&
           std::ranges::all_of(label, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '_'; });
}

/// A name of labels or an IPv4 address of four decimal numbers. Other spellings of a number ("127.1", "0x7f000001")
/// are refused: resolvers take them for addresses, a check of the text does not.
bool is_host(std::string_view host) {
    if (host.ends_with('.')) {
        host.remove_suffix(1);
    }
    if (host.empty() || host.size() > kLongestHost) {
        return false;
    }
    std::string_view label;
    for (std::size_t start = 0; start <= host.size();) {
        const std::size_t end = std::min(host.find('.', start), host.size());
        label = host.substr(start, end - start);
        if (!is_label(label)) {
            return false;
        }
        start = end + 1;
    }
    const bool looks_like_number = is_digit(label.front()) && (std::ranges::all_of(label, is_digit) ||
                                                               (label.size() > 1 && lower(label[1]) == 'x'));
    return !looks_like_number || is_ipv4(host);
}

/// "" stands for the default (RFC 3986, 3.2.3); 0 means refused.
int parse_port(std::string_view digits, int default_port) {
    if (digits.empty()) {
        return default_port;
    }
    int port = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
    const bool whole = error == std::errc() && end == digits.data() + digits.size();
    return whole && is_digit(digits.front()) && digits.size() <= 5 && port <= 65'535 ? port : 0;
}

/// Splits "host:port" or "[address]:port" into `url`; false if it is neither.
bool parse_authority(std::string_view authority, Url& url) {
    const int default_port = url.scheme == "https" ? kHttpsPort : kHttpPort;
    std::string_view port;
    if (authority.starts_with('[')) {
        const std::size_t close = authority.find(']');
        if (close == std::string_view::npos) {
            return false;
        }
        const auto host = canonical_ipv6(authority.substr(1, close - 1));
        const std::string_view rest = authority.substr(close + 1);
        if (!host || (!rest.empty() && rest.front() != ':')) {
            return false;
        }
        url.host = *host;
        port = rest.empty() ? rest : rest.substr(1);
    } else {
        const std::size_t colon = std::min(authority.find(':'), authority.size());
        if (!is_host(authority.substr(0, colon))) {
            return false;
        }
        url.host = ascii_lower(authority.substr(0, colon));
        port = authority.substr(std::min(colon + 1, authority.size()));
    }
    url.port = parse_port(port, default_port);
    return url.port != 0;
}

/// Visible ASCII without the backslash, which some parsers read as a slash.
bool is_url_character(char c) { return c > ' ' && c < '\x7f' && c != '\\'; }

} // namespace

void Headers::set(std::string_view name, std::string value) {
    const auto first =
        std::ranges::find_if(fields_, [&](const auto& field) { return same_name(field.first, name); });
    if (first == fields_.end()) {
        add(std::string(name), std::move(value));
        return;
    }
    first->second = std::move(value);
    fields_.erase(
        std::remove_if(first + 1, fields_.end(), [&](const auto& field) { return same_name(field.first, name); }),
        fields_.end());
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
    for (const auto& [field, value] : fields_) {
        if (same_name(field, name)) {
            return value;
        }
    }
    return std::nullopt;
}

bool is_token(std::string_view text) {
    constexpr std::string_view kPunctuation = "!#$%&'*+-.^_`|~";
    return !text.empty() && std::ranges::all_of(text, [&](char c) {
        return is_letter(c) || is_digit(c) || kPunctuation.find(c) != std::string_view::npos;
    });
}

bool is_header_value(std::string_view text) {
    constexpr std::string_view kLineEnds("\r\n\0", 3);
    return text.find_first_of(kLineEnds) == std::string_view::npos;
}

std::string url_encode(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            out += c;
        } else {
            const auto byte = static_cast<unsigned char>(c);
            out += '%';
            out += kHexDigits[byte >> 4U];
            out += kHexDigits[byte & 0x0FU];
        }
    }
    return out;
}

std::string url_decode(std::string_view text, bool plus_is_blank) {
    std::string out;
    out.reserve(text.size());
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 && hex_value(text[i + 2]) >= 0) {
            out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
            i += 2;
        } else {
            out += text[i] == '+' && plus_is_blank ? ' ' : text[i];
        }
    }
    return out;
}

std::vector<std::pair<std::string, std::string>> parse_form(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> pairs;
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('&', start), text.size());
        const std::string_view piece = text.substr(start, end - start);
        start = end + 1;
        if (piece.empty()) {
            continue;
        }
        const std::size_t equals = std::min(piece.find('='), piece.size());
        pairs.emplace_back(url_decode(piece.substr(0, equals)),
                           url_decode(piece.substr(std::min(equals + 1, piece.size()))));
    }
    return pairs;
}

std::string encode_form(const std::vector<std::pair<std::string, std::string>>& pairs) {
    std::string out;
    for (const auto& [key, value] : pairs) {
        if (!out.empty()) {
            out += '&';
        }
        out += url_encode(key) + '=' + url_encode(value);
    }
    return out;
}

std::string Url::origin() const {
    std::string out = scheme + "://";
    out += host.find(':') == std::string::npos ? host : '[' + host + ']';
    if (port != (scheme == "https" ? kHttpsPort : kHttpPort)) {
        out += ':' + std::to_string(port);
    }
    return out;
}

std::optional<Url> parse_url(std::string_view text) {
    if (!std::ranges::all_of(text, is_url_character)) {
        return std::nullopt;
    }
    const std::size_t separator = text.find("://");
    if (separator == std::string_view::npos) {
        return std::nullopt;
    }
    Url url;
    url.scheme = ascii_lower(text.substr(0, separator));
    if (url.scheme != "http" && url.scheme != "https") {
        return std::nullopt;
    }
    std::string_view rest = text.substr(separator + 3);
    rest = rest.substr(0, rest.find('#')); // a fragment never goes to the server
    const std::size_t authority_end = std::min(rest.find_first_of("/?"), rest.size());
    if (!parse_authority(rest.substr(0, authority_end), url)) {
        return std::nullopt;
    }
    rest.remove_prefix(authority_end);
    const std::size_t question = std::min(rest.find('?'), rest.size());
    url.path = rest.substr(0, question);
    url.query = rest.substr(std::min(question + 1, rest.size()));
    return url;
}

bool is_loopback(std::string_view host) {
    return same_name(host, "localhost") || host == "::1" || (host.starts_with("127.") && is_ipv4(host));
}

} // namespace muster::net
