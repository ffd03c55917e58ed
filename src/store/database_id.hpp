#pragma once

// Names one database of an installation. It says nothing about it.

#include <compare>
#include <cstdint>

namespace muster::store {

/// One organisation's database within the installation. Never given out twice.
struct DatabaseId {
    std::int64_t number = 0;
    auto operator<=>(const DatabaseId&) const = default;
};

} // namespace muster::store
