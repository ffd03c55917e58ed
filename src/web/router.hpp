#pragma once

// Finds the route of a request. Pieces of a path are decoded one by one, so that a name may hold a slash (%2F).

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "web/route.hpp"

namespace muster::web {

/// Name and value of each piece of a path that is in braces in the table.
using PathValues = std::vector<std::pair<std::string_view, std::string>>;

struct Found {
    const Route* route = nullptr; ///< null: no such path, or not with this method
    PathValues values;
    std::string allowed; ///< the methods that the path has, for Allow; "" if there is no such path
};

class Router {
  public:
    /// `routes` outlives it.
    explicit Router(std::span<const Route> routes);

    /// `path` as it came, without the query and without /api. HEAD finds what GET does.
    [[nodiscard]] Found find(std::string_view method, std::string_view path) const;

  private:
    struct Pattern {
        const Route* route;
        std::vector<std::string_view> pieces;
    };
    std::vector<Pattern> patterns_;
};

} // namespace muster::web
