#pragma once

// Following the links of a collection without being led away (contract, 5.2).

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_set>

#include "base/result.hpp"
#include "net/http.hpp"

namespace muster::constant_contact {

/// The pages of one collection. A link is followed only to the scheme, host, port and path of the first request,
/// never to a page that was read already, and no further than kMaxPages.
class PageTrail {
  public:
    static constexpr std::size_t kMaxPages = 20'000; ///< twice what a day's quota could read
    static constexpr std::size_t kMaxLinkBytes = 8'192;

    /// `first_url` is absolute.
    explicit PageTrail(std::string first_url);

    [[nodiscard]] const std::string& url() const { return url_; }
    /// Moves to the page that `href` names, a path or an absolute URL.
    [[nodiscard]] Result<void> follow(std::string_view href);

  private:
    net::Url first_;
    std::string url_;
    std::unordered_set<std::string> seen_;
};

} // namespace muster::constant_contact
