#pragma once

// The rows that List Views sort and search by, written whenever a record is. Internal to this folder.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "roster/records.hpp"
#include "store/core.hpp"

namespace muster::store {

/// What a Rep's row repeats of its Member.
struct MemberFacts {
    std::string member_id;
    std::int64_t record_number = 0;
    std::string filed_under;
    std::string company;
    std::string status_key;
    std::string city;

    bool operator==(const MemberFacts&) const = default;
};

/// Folded, with numbers in it in the order of their size: "R2" before "R10".
[[nodiscard]] std::string natural_key(std::string_view id);
/// Folded and cut to what a sort looks at.
[[nodiscard]] std::string sort_text(std::string_view text);
/// Pieces folded, one behind the other, each with single blanks between its words.
[[nodiscard]] std::string search_text(const std::vector<std::string_view>& pieces);
/// The words of a search, folded, each as a pattern for LIKE … ESCAPE '\'; always kMostSearchWords, "" for none.
[[nodiscard]] std::vector<std::string> search_patterns(std::string_view search);

/// Whether a row is known to be new: that takes less.
enum class ListRow : std::uint8_t { New, Any };
/// `rep` has its record number and times; its names' keys are those that its own row has.
void write_rep_list_row(Session& session, DatabaseId database, const roster::Rep& rep, const MemberFacts& member,
                        ListRow row = ListRow::Any);
void write_member_list_row(Session& session, DatabaseId database, const roster::Member& member,
                           const MemberFacts& facts);
/// The rows of all Reps of a Member, after what they repeat of it has changed.
void rewrite_reps_of(Session& session, DatabaseId database, const MemberFacts& member);

/// Fills the rows of a store that an older version wrote, once; does nothing afterwards.
void fill_list_rows(Core& core);

} // namespace muster::store
