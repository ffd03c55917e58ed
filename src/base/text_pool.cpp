#include "base/text_pool.hpp"

#include <algorithm>

namespace muster {

std::uint64_t TextPool::put(std::string_view text) {
    const std::size_t size = std::max<std::size_t>(text.size(), 1); // so that every place is inside a chunk
    if (chunks_.empty() || chunks_.back().size() + size > kChunk) {
        chunks_.emplace_back().reserve(std::max(kChunk, text.size()));
    }
    const std::uint64_t place = (chunks_.size() - 1) * std::uint64_t{kChunk} + chunks_.back().size();
    chunks_.back() += text;
    return place;
}

} // namespace muster
