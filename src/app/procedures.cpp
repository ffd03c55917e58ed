#include "app/procedures.hpp"

#include <fmt/format.h>

namespace muster::app {

namespace {

Result<void> check_chosen(const store::ChosenReps& chosen) {
    if (!chosen.shown && chosen.rep_ids.empty()) {
        return fail(Code::Invalid, "No Rep was chosen.");
    }
    if (chosen.shown && !chosen.rep_ids.empty()) {
        return fail(Code::Invalid, "Reps are chosen by their ids or by what a list shows, not by both.");
    }
    if (chosen.rep_ids.size() > kMostChosenIds) {
        return fail(
            Code::Invalid,
            fmt::format("At most {} Reps can be chosen one by one; choose all that a list shows.", kMostChosenIds));
    }
    return {};
}

} // namespace

Result<store::RepChanges> run_procedure(Installation& installation, store::DatabaseId database, Procedure procedure,
                                        const store::ChosenReps& chosen, const std::string& name) {
    TRY(check_chosen(chosen));
    const bool of_group = procedure == Procedure::AddToGroup || procedure == Procedure::DeleteFromGroup;
    const bool gives = procedure == Procedure::AddToGroup || procedure == Procedure::AssignAttribute;
    return installation.store().change_names(database, chosen,
                                             of_group ? store::NameKind::Group : store::NameKind::Attribute, name,
                                             gives ? store::NameChange::Give : store::NameChange::Take);
}

Result<store::RepChanges> remove_reps(Installation& installation, store::DatabaseId database,
                                      const store::ChosenReps& chosen) {
    TRY(check_chosen(chosen));
    return installation.store().remove_reps(database, chosen);
}

} // namespace muster::app
