#include "db/postgresql_turn.hpp"

namespace muster::db {

Fate fate_of(const Turn& mine, const Turn& last) {
    for (std::size_t at = 0; at + kMarkSize <= last.marks.size(); at += kMarkSize) {
        if (std::string_view(last.marks).substr(at, kMarkSize) == mine.marks) {
            return Fate::Kept;
        }
    }
    const auto later = last.number - mine.number; // turns of others that may have come behind it
    return later < static_cast<std::int64_t>(kMarksKept) ? Fate::NotKept : Fate::Unknown;
}

} // namespace muster::db
