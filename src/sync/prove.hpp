#pragma once

// After a push: reads back and proves, Contact by Contact, that what was sent is there (R28). Internal to sync.

#include <functional>

#include "sync/bulk.hpp"
#include "sync/session.hpp"

namespace muster::sync {

/// Sets the fate of every Contact that was sent and of every removal, keeps what was read, and learns kept forms.
/// Where one page shows all that was sent, it is read without asking first whether the work is done: only if
/// something is missing there is it waited for, and read again. What came to nothing goes once more by `send`, in
/// parts, until the rows that the service does not take stand alone (R28).
[[nodiscard]] Answer<void> prove(Session& session, BulkWork& work,
                                 const std::function<Answer<void>(const ImportBatch&)>& send);

} // namespace muster::sync
