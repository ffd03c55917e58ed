#pragma once

// The SQL of the List Views: one text for each order of each kind of list, put together from pieces that stand in
// this program, never from what comes from outside. Internal to this folder.

#include <map>
#include <mutex>
#include <tuple>

#include "db/queries.hpp"
#include "store/list_view.hpp"

namespace muster::store {

/// What a list is walked by. Whole: all records, looked at one after the other. All: the same where nothing is
/// restricted, so that an index may give the order.
enum class RepWalk { All, Whole, OfMember, OfGroup, OfAttribute };
enum class MemberWalk { All, Whole };

/// Parameters of every query with a restriction, in this order: database, kMostSearchWords patterns ("": none),
/// then for Reps status key, active, number of the group, number of the attribute, number of the Member, and for
/// Members status key, active; each null where it does not restrict. Without a restriction (All): the database.
/// What the question itself takes comes behind them.
enum class ListQuestion {
    Page,       ///< limit, offset; the rows, with the columns that list_view.cpp reads
    Count,      ///< how many
    Numbers,    ///< record numbers, in their own order
    Holds,      ///< record number; a row if the list shows it
    Before,     ///< record number; how many stand before it
    BeforeText, ///< a key; how many stand before the first that is not less (downwards: not greater)
};

/// Puts each query together at its first use, from any thread, and keeps it.
class ListQueries {
  public:
    /// The query lives as long as this.
    [[nodiscard]] const db::Query& reps(ListQuestion question, RepWalk walk, RepOrder order);
    [[nodiscard]] const db::Query& members(ListQuestion question, MemberWalk walk, MemberOrder order);

  private:
    template <class Walk, class Column>
    using Kept = std::map<std::tuple<ListQuestion, Walk, Column, Direction>, db::Query>;
    std::mutex lock_;
    Kept<RepWalk, RepColumn> reps_; // maps: addresses of their queries stay
    Kept<MemberWalk, MemberColumn> members_;
};

/// Whether its sort key is a text, so that a text can be looked for in its order.
[[nodiscard]] bool sorts_by_text(RepColumn column);
[[nodiscard]] bool sorts_by_text(MemberColumn column);

inline constexpr int kRepRestrictions = 10; ///< parameters before those of the question
inline constexpr int kMemberRestrictions = 7;

} // namespace muster::store
