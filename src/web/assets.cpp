#include "web/assets.hpp"

#include <algorithm>

namespace muster::web {

const Asset* find_asset(std::span<const Asset> among, std::string_view path) {
    const auto found = std::ranges::lower_bound(among, path, {}, &Asset::path);
    return found != among.end() && found->path == path ? &*found : nullptr;
}

} // namespace muster::web
