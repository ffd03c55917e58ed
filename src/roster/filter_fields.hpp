#pragma once

// What filters look at: for each field of cli.md, where its value is in a row. For filter.cpp only.

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "roster/filter.hpp"

namespace muster::roster {

/// The number that stands for a date that is not there.
inline constexpr std::int64_t kNoDate = std::numeric_limits<std::int64_t>::min();

/// One field. Exactly one of `text`, `number` and `names` is set; `other_text` is a second text that matches as
/// well.
struct FieldSource {
    FilterField field;
    std::string_view (*text)(const RosterRow&) = nullptr;
    std::string_view (*other_text)(const RosterRow&) = nullptr;
    std::int64_t (*number)(const RosterRow&) = nullptr; ///< a date as days since 1970, yes as 1
    const std::vector<std::string>& (*names)(const RosterRow&) = nullptr;
};

[[nodiscard]] std::span<const FieldSource> field_sources(FilterKind kind);
/// A date as the filters compare it.
[[nodiscard]] std::int64_t day_number(Date date);

} // namespace muster::roster
