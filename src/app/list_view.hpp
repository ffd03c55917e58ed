#pragma once

// The List Views of the back office: one page of Members or Reps, sorted, searched and restricted, as a browser
// asks for it. Names of columns come as texts and are checked here.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/installation.hpp"
#include "base/result.hpp"
#include "store/list_view.hpp"
#include "store/store.hpp"

namespace muster::app {

/// Most rows of one page.
inline constexpr std::int64_t kMostListRows = 500;

/// A column of a list: the key of its values in answers, and its caption.
struct ListColumn {
    std::string_view name;
    std::string_view caption;
    bool is_sortable = true;
    bool is_shown = true; ///< before a person chose columns
};
[[nodiscard]] const std::vector<ListColumn>& rep_list_columns();
[[nodiscard]] const std::vector<ListColumn>& member_list_columns();

/// The order of a list as asked for; a blank column is the order in which it opens (R4).
struct SortedBy {
    std::string column = {};
    bool descending = false;
};

/// Code::Invalid for an unknown or unsortable column (with the known ones) or a window out of bounds,
/// Code::NotFound for a restriction to what is not there. Fewer rows than asked for are the last ones.
[[nodiscard]] Result<store::ListPage<store::RepListRow>> list_page(Installation& installation,
                                                                   store::DatabaseId database,
                                                                   const store::ShownReps& shown,
                                                                   const SortedBy& order, store::ListWindow window);
[[nodiscard]] Result<store::ListPage<store::MemberListRow>>
list_page(Installation& installation, store::DatabaseId database, const store::ShownMembers& shown,
          const SortedBy& order, store::ListWindow window);

/// How many rows stand before a record, or before the first row whose sort column begins with a text (type-ahead).
/// Nothing if the list does not show the record, or the sort column holds no text.
[[nodiscard]] Result<std::optional<std::int64_t>> find_place(Installation& installation, store::DatabaseId database,
                                                             const store::ShownReps& shown, const SortedBy& order,
                                                             const store::ListPlace& place);
[[nodiscard]] Result<std::optional<std::int64_t>> find_place(Installation& installation, store::DatabaseId database,
                                                             const store::ShownMembers& shown,
                                                             const SortedBy& order, const store::ListPlace& place);

} // namespace muster::app
