#pragma once

// Many short texts without an allocation each.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace muster {

/// Grows only. Places stay, in a copy of the pool too; what `at` and `from` give lasts until the next `put`.
class TextPool {
  public:
    /// The place of the copy that was made.
    std::uint64_t put(std::string_view text);
    [[nodiscard]] std::string_view at(std::uint64_t place, std::size_t size) const {
        return from(place).substr(0, size);
    }
    /// The text and what was put after it: for texts that know where they end.
    [[nodiscard]] std::string_view from(std::uint64_t place) const {
        return std::string_view(chunks_[place / kChunk]).substr(place % kChunk);
    }

  private:
    static constexpr std::size_t kChunk = std::size_t{1} << 20;
    std::vector<std::string> chunks_; ///< of kChunk bytes at most, or with one text that is longer
};

} // namespace muster
