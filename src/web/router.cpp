#include "web/router.hpp"

#include "base/text.hpp"

namespace muster::web {

namespace {

/// "/a//b" is "a", "" and "b": a blank piece matches nothing.
std::vector<std::string_view> pieces_of(std::string_view path) {
    std::vector<std::string_view> pieces;
    while (path.starts_with('/')) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        pieces.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return pieces;
}

bool is_variable(std::string_view piece) { return piece.starts_with('{'); }

bool matches(const std::vector<std::string_view>& pattern, const std::vector<std::string>& pieces) {
    if (pattern.size() != pieces.size()) {
        return false;
    }
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        if (is_variable(pattern[i]) ? pieces[i].empty() : pattern[i] != pieces[i]) {
            return false;
        }
    }
    return true;
}

/// Nothing for what is no text.
std::optional<std::vector<std::string>> decoded(std::string_view path) {
    std::vector<std::string> pieces;
    for (const auto piece : pieces_of(path)) {
        pieces.push_back(net::url_decode(piece, false));
        if (!is_valid_utf8(pieces.back()) || pieces.back().find('\0') != std::string::npos) {
            return std::nullopt;
        }
    }
    return pieces;
}

void allow(std::string& allowed, std::string_view method) {
    allowed.append(allowed.empty() ? "" : ", ").append(method == "GET" ? "GET, HEAD" : method);
}

} // namespace

Router::Router(std::span<const Route> routes) {
    for (const auto& route : routes) {
        patterns_.push_back({&route, pieces_of(route.path)});
    }
}

Found Router::find(std::string_view method, std::string_view path) const {
    Found found;
    auto pieces = decoded(path);
    if (!pieces) {
        return found;
    }
    const std::string_view wanted = method == "HEAD" ? "GET" : method;
    for (const auto& pattern : patterns_) {
        if (!matches(pattern.pieces, *pieces)) {
            continue;
        }
        allow(found.allowed, pattern.route->method);
        if (pattern.route->method == wanted) {
            found.route = pattern.route;
        }
    }
    if (found.route == nullptr) {
        return found;
    }
    const auto names = pieces_of(found.route->path);
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (is_variable(names[i])) {
            found.values.emplace_back(names[i].substr(1, names[i].size() - 2), std::move((*pieces)[i]));
        }
    }
    return found;
}

} // namespace muster::web
