#pragma once

// The Procedures of the Reps module: one thing done to many Reps in one transaction, all or nothing. The Reps are
// given by their ids, or as all that a list shows just now.

#include <string>

#include "app/installation.hpp"
#include "base/result.hpp"
#include "store/list_view.hpp"
#include "store/store.hpp"

namespace muster::app {

/// Most ids that one call takes; more Reps are chosen by what a list shows.
inline constexpr std::size_t kMostChosenIds = 10'000;

enum class Procedure {
    AddToGroup,      ///< "Add Rep(s) to Rep Group"
    DeleteFromGroup, ///< "Delete Rep(s) from Rep Group"
    AssignAttribute, ///< the reserved one too: staff may, and the next run corrects it (R16)
    ClearAttribute,
};

/// `name` is that of the Rep Group or Rep Attribute. Code::NotFound if there is none, Code::Conflict if the chosen
/// are not as many as the person was told, Code::Invalid if nobody was chosen.
[[nodiscard]] Result<store::RepChanges> run_procedure(Installation& installation, store::DatabaseId database,
                                                      Procedure procedure, const store::ChosenReps& chosen,
                                                      const std::string& name);

/// "Delete Row" for many: `changed` is how many were removed.
[[nodiscard]] Result<store::RepChanges> remove_reps(Installation& installation, store::DatabaseId database,
                                                    const store::ChosenReps& chosen);

} // namespace muster::app
