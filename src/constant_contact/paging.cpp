#include "constant_contact/paging.hpp"

#include <algorithm>
#include <optional>
#include <utility>

namespace muster::constant_contact {

namespace {

bool has_odd_characters(std::string_view link) {
    return std::any_of(link.begin(), link.end(), [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return byte <= 0x20 || byte >= 0x7f || character == '#' || character == '\\';
    });
}

} // namespace

PageTrail::PageTrail(std::string first_url)
    : first_(net::parse_url(first_url).value_or(net::Url{})), url_(std::move(first_url)) {
    seen_.insert(url_);
}

Result<void> PageTrail::follow(std::string_view href) {
    if (href.size() > kMaxLinkBytes || has_odd_characters(href)) {
        return fail(Code::Invalid, "The link to the next page is no usable address.");
    }
    const bool is_path = href.starts_with('/') && !href.starts_with("//");
    const std::string next = is_path ? first_.origin() + std::string(href) : std::string(href);
    const std::optional<net::Url> parts = net::parse_url(next);
    if (!parts) {
        return fail(Code::Invalid, "The link to the next page is no usable address.");
    }
    if (parts->scheme != first_.scheme || parts->host != first_.host || parts->port != first_.port) {
        return fail(Code::Invalid, "The link to the next page leads to another host and was not followed.");
    }
    if (parts->path != first_.path) {
        return fail(Code::Invalid, "The link to the next page leads to another resource and was not followed.");
    }
    std::string normal = first_.origin() + parts->path + (parts->query.empty() ? "" : "?" + parts->query);
    if (seen_.size() >= kMaxPages) {
        return fail(Code::Invalid, "There are more pages than any account can have.");
    }
    if (!seen_.insert(normal).second) {
        return fail(Code::Invalid, "The link to the next page leads back to a page that was read already.");
    }
    url_ = std::move(normal);
    return {};
}

} // namespace muster::constant_contact
