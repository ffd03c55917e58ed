#pragma once

// The plan of an undo (R32): what takes back the list additions and removals and the property changes of one run,
// as far as each Contact is still as that run left it. Pure, like the plan of an update; carried out and proved by
// the same rooms. It never touches who has unsubscribed (R13), deletes nothing (R15), and says of everybody what
// stays and why.

#include "roster/records.hpp"
#include "sync/account_view.hpp"
#include "sync/plan.hpp"
#include "sync/run.hpp"

namespace muster::sync {

/// `reps`: all of the database, for who is active now (R9) and for the attribute (R16). `limits`: R14 only; the
/// removal guard is not asked, as an undo takes off only whom the undone run put on.
[[nodiscard]] Plan make_undo_plan(const UndoOrder& order, roster::RosterReader& reps, const AccountView& account,
                                  const Limits& limits);

} // namespace muster::sync
