#pragma once

// The order of Reps (R4): the Member's file by (else company), last name, first name, record number.

#include <cstdint>
#include <string>

#include "roster/records.hpp"

namespace muster::roster {

/// Folded texts, compared as bytes; the store keeps the same three columns, so that its order is this one.
struct SortKey {
    std::string filed_under;
    std::string last_name;
    std::string first_name;
    std::int64_t record_number = 0;

    auto operator<=>(const SortKey&) const = default;
};

/// What a Member is filed under: file by, else company; folded.
[[nodiscard]] std::string filing_key(const Member& member);
[[nodiscard]] SortKey sort_key(const Rep& rep, const Member& member);

} // namespace muster::roster
