#pragma once

// Numbers for ids, so that an id that stands in a million places is held once.

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <string_view>

#include "base/packing.hpp"
#include "base/place_index.hpp"
#include "base/text_pool.hpp"

namespace muster {

/// An id as bytes that know their end; a UUID takes 18 of them.
class PackedId {
  public:
    explicit PackedId(std::string_view id);
    [[nodiscard]] std::string_view bytes() const {
        return is_uuid_ ? std::string_view(uuid_.data(), uuid_.size()) : std::string_view(text_);
    }
    /// Takes the id that was put as `bytes`.
    static void unpack(Unpacker& from, std::string& into);
    /// The same, packed as it is.
    [[nodiscard]] static std::string_view take(Unpacker& from);

  private:
    std::array<char, 18> uuid_;
    std::string text_;
    bool is_uuid_;
};

/// Ids in the order of their first coming, numbered from 0.
class IdTable {
  public:
    /// The number of the id, which is added if it is new.
    std::size_t number(std::string_view id);
    [[nodiscard]] std::optional<std::size_t> find(std::string_view id) const;
    [[nodiscard]] std::optional<std::size_t> find_packed(std::string_view packed) const; ///< as PackedId packs it
    [[nodiscard]] std::string text(std::size_t number) const;
    [[nodiscard]] std::size_t size() const { return places_.size(); }

  private:
    [[nodiscard]] bool is_at(std::size_t number, std::string_view packed) const;
    TextPool pool_;
    std::deque<std::uint64_t> places_; ///< of the packed ids in the pool
    PlaceIndex index_;
};

} // namespace muster
