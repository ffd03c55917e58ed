#pragma once

// The mark that a writing transaction leaves with its turn, so that it is found again when the answer to its commit
// was lost. Internal to this folder.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace muster::db {

inline constexpr std::size_t kMarkSize = 16;  ///< characters, hexadecimal
inline constexpr std::size_t kMarksKept = 16; ///< of the last turns of a scope, the newest first, without gaps

/// One turn in a scope. As read again later: the last one there, with all marks that are kept.
struct Turn {
    std::string scope; ///< "" for none
    std::int64_t number = 0;
    std::string marks; ///< of a transaction: its own
};

enum class Fate { Kept, NotKept, Unknown };

/// What became of `mine`, by what its scope says when nobody can commit it any more.
[[nodiscard]] Fate fate_of(const Turn& mine, const Turn& last);

} // namespace muster::db
