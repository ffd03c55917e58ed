#pragma once

// A hash index of 8 bytes a slot over things that live elsewhere and have a place there.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <limits>
#include <optional>
#include <string_view>
#include <vector>

namespace muster {

/// Finds places (below 2^32 - 1) by the hash of a key that its user can look up at the place. Nothing is ever taken
/// out; all can be cleared.
class PlaceIndex {
  public:
    [[nodiscard]] static std::uint64_t hash(std::string_view key) { return std::hash<std::string_view>{}(key); }

    /// The place for which `is_it(place)` holds among those of that hash.
    template <class IsIt>
    [[nodiscard]] std::optional<std::size_t> find(std::uint64_t hash, IsIt is_it) const {
        if (slots_.empty()) {
            return std::nullopt;
        }
        for (std::size_t at = start(hash); slots_[at].place != kFree; at = next(at)) {
            if (slots_[at].tag == tag(hash) && is_it(std::size_t{slots_[at].place})) {
                return slots_[at].place;
            }
        }
        return std::nullopt;
    }
    /// The key is not there yet.
    void add(std::uint64_t hash, std::size_t place) {
        if ((size_ + 1) * 4 > slots_.size() * 3) {
            grow();
        }
        put({tag(hash), static_cast<std::uint32_t>(place)});
        ++size_;
    }
    /// The key that was at the place `before` is at `after` now.
    void move(std::uint64_t hash, std::size_t before, std::size_t after) {
        for (std::size_t at = start(hash); slots_[at].place != kFree; at = next(at)) {
            if (slots_[at].place == before) {
                slots_[at].place = static_cast<std::uint32_t>(after);
                return;
            }
        }
    }
    void clear() {
        slots_.clear();
        size_ = 0;
    }

  private:
    struct Slot {
        std::uint32_t tag = 0;
        std::uint32_t place = kFree;
    };
    static constexpr std::uint32_t kFree = std::numeric_limits<std::uint32_t>::max();
    static constexpr std::size_t kFewest = 16;

    /// The slot is found by the same bits that the tag keeps, so that growing needs no key. The bits are mixed:
    /// below 2^32 slots they tell as much as the whole hash.
    [[nodiscard]] static std::uint32_t tag(std::uint64_t hash) {
        return static_cast<std::uint32_t>((hash * 0x9E3779B97F4A7C15ULL) >> 32);
    }
    [[nodiscard]] std::size_t start_of(std::uint32_t tag) const { return tag & (slots_.size() - 1); }
    [[nodiscard]] std::size_t start(std::uint64_t hash) const { return start_of(tag(hash)); }
    [[nodiscard]] std::size_t next(std::size_t at) const { return (at + 1) & (slots_.size() - 1); }
    void put(Slot slot) {
        std::size_t at = start_of(slot.tag);
        while (slots_[at].place != kFree) {
            at = next(at);
        }
        slots_[at] = slot;
    }
    void grow() {
        std::vector<Slot> before(slots_.empty() ? kFewest : slots_.size() * 2);
        before.swap(slots_);
        for (const Slot& slot : before) {
            if (slot.place != kFree) {
                put(slot);
            }
        }
    }

    std::vector<Slot> slots_; ///< a power of two
    std::size_t size_ = 0;
};

} // namespace muster
