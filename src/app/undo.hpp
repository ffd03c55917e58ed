#pragma once

// Taking back the newest run that wrote (R32): which run that may be, what is known of it, and what follows for the
// automatic update. The undo itself is a run (update_contacts with `undo_of`); who may ask for one is the shells'.

#include <optional>
#include <string>

#include "app/installation.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/store.hpp"
#include "sync/run.hpp"

namespace muster::app {

/// Whether this run can be undone now; if not, a sentence for the person who asks. Code::NotFound: no such run of
/// the database. Busy: it goes on. Conflict: a run that wrote came after it, or it is undone already. Invalid: a
/// preview, an undo, a run that wrote nothing, one whose people the history has no more, or of another account.
[[nodiscard]] Result<void> check_undo(Installation& installation, store::DatabaseId database,
                                      const std::string& run_id);

/// The run with its people, and whom an earlier undo of it, cut off or with issues, has dealt with. Errors as
/// above.
[[nodiscard]] Result<sync::UndoOrder> make_undo_order(Installation& installation, store::DatabaseId database,
                                                      const std::string& run_id);

/// With the database's lock, directly before an undo's first write: looks once more, and switches the automatic
/// update off. Errors as above.
[[nodiscard]] Result<void> begin_undo(Installation& installation, store::DatabaseId database,
                                      const std::string& run_id);

/// Why an automatic update is off that no person switched off.
struct OffForUndo {
    std::string run_id; ///< the run that was undone
    Instant at{};
};
/// Nothing while it is on, or a person decided last.
[[nodiscard]] std::optional<OffForUndo> off_for_undo(Installation& installation, store::DatabaseId database);
/// The same of what was saved.
[[nodiscard]] std::optional<OffForUndo> off_for_undo(const store::AutomaticState& saved);
/// "Off since the undo of run …, at …, until a person switches it on."
[[nodiscard]] std::string off_words(const OffForUndo& off);

} // namespace muster::app
