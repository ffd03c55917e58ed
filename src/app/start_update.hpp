#pragma once

// Starting a run or a preview for a person in front of a shell: the rules that come before it (R19, R21, R25, R26)
// and what is remembered of it. Scheduled runs and the command line, which have rules of their own, do not pass
// here.

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include <tl/expected.hpp>

#include "app/installation.hpp"
#include "app/job_runner.hpp"
#include "app/selections.hpp"
#include "base/result.hpp"
#include "store/store.hpp"
#include "sync/run.hpp"

namespace muster::app {

/// Why a run was not started, where a shell has to do more about it than show the sentence.
enum class Obstacle {
    Other,                   ///< the error's code says all
    NotConnected,            ///< lead to the login (R21)
    FirstRunNeedsPreview,    ///< show the plan first and start again with the preview's id (R25)
    PasswordsNeedFreshLogin, ///< the selections send passwords: an administrator signs in afresh
    RemovalsDiffer,          ///< the number is not the one that the run stopped at (R26)
    RunIsOutdated,           ///< another run came after it: look at that one, or start anew
    NothingToRepeat,         ///< that run did not wait for a confirmation, or was a preview, or goes on
    UndoNeedsPreview,        ///< this person has not seen what would be undone now (R32)
};

struct Refusal {
    Obstacle obstacle = Obstacle::Other;
    Error error;

    Refusal(Error other) : error(std::move(other)) {} // implicit, so that TRY passes errors on
    Refusal(Obstacle why, Code code, std::string message) : obstacle(why), error{code, std::move(message)} {}
};
template <class T>
using Started = tl::expected<T, Refusal>;

/// Who is behind the shell, by the session.
struct Starter {
    std::string name;
    bool may_send_passwords = false; ///< an administrator of the database who has just signed in afresh
};

/// From the wizard.
struct ManualOrder {
    Starter by;
    SelectionTexts selections;
    bool preview = false;
    sync::Depth depth = sync::Depth::Full;
    std::string previewed; ///< id of the preview that the person has seen, "" for none
};

/// "Setup Constant Contact Auto Update", OK: saved, and started with the same selections.
struct AutomaticOrder {
    Starter by;
    bool preview = false;
    std::string previewed;
};

/// R26: the run that stopped, and the number that the person typed.
struct ConfirmOrder {
    Starter by;
    std::string run_id;
    std::int64_t removals = 0;
};

/// A new run with the selections of an earlier one; what that refused is tried again (R28).
struct RepeatOrder {
    Starter by;
    std::string run_id;
    std::string previewed;
};

/// R32: the run to take back.
struct UndoRequest {
    Starter by;
    std::string run_id;
    bool preview = false;
    std::string previewed;
};

/// What a run would be asked to do, if the rules let it begin. Nothing is started or kept.
///
/// All: Code::Invalid for an unknown group, field or filter as with make_selections, NotConnected without a grant,
/// PasswordsNeedFreshLogin (previews send nothing and are free). FirstRunNeedsPreview: no run of the database has
/// completed yet, and `previewed` is no completed preview of this person with the same selections and of the same
/// account, made within the last day.
[[nodiscard]] Started<UpdateRequest> prepare_update(Installation& installation, store::DatabaseId database,
                                                    const ManualOrder& order);
/// With the saved automatic selections. Code::NotFound before the first save.
[[nodiscard]] Started<UpdateRequest> prepare_automatic(Installation& installation, store::DatabaseId database,
                                                       const AutomaticOrder& order);
/// NothingToRepeat unless the run (or preview) ended in needs_confirmation; RunIsOutdated, RemovalsDiffer. Its list
/// of names was the preview, so the first run needs no other.
[[nodiscard]] Started<UpdateRequest> prepare_confirmed(Installation& installation, store::DatabaseId database,
                                                       const ConfirmOrder& order);
/// NothingToRepeat for a preview and for a run that goes on.
[[nodiscard]] Started<UpdateRequest> prepare_repeat(Installation& installation, store::DatabaseId database,
                                                    const RepeatOrder& order);

/// As with check_undo. UndoNeedsPreview unless `previewed` is a completed preview of this very undo, of the same
/// person and account, made within the last day.
[[nodiscard]] Started<UpdateRequest> prepare_undo(Installation& installation, store::DatabaseId database,
                                                  const UndoRequest& order);

/// The same, and off it goes: the run's id. Errors also as with JobRunner::start. The wizard's choices are
/// remembered once it has started (R19).
[[nodiscard]] Started<std::string> start_update(Installation& installation, JobRunner& runner,
                                                store::DatabaseId database, const ManualOrder& order);
[[nodiscard]] Started<std::string> start_automatic(Installation& installation, JobRunner& runner,
                                                   store::DatabaseId database, const AutomaticOrder& order);
[[nodiscard]] Started<std::string> start_confirmed(Installation& installation, JobRunner& runner,
                                                   store::DatabaseId database, const ConfirmOrder& order);
[[nodiscard]] Started<std::string> start_repeat(Installation& installation, JobRunner& runner,
                                                store::DatabaseId database, const RepeatOrder& order);

[[nodiscard]] Started<std::string> start_undo(Installation& installation, JobRunner& runner,
                                              store::DatabaseId database, const UndoRequest& order);

/// The wizard's defaults (R19): what it was last given by hand; nothing before the first time.
[[nodiscard]] Result<std::optional<roster::Selections>> manual_choices(Installation& installation,
                                                                       store::DatabaseId database);

/// Saves the automatic selections as typed (R19). As with prepare_update for what is wrong with them;
/// PasswordsNeedFreshLogin too, as each run to come would send them.
[[nodiscard]] Started<AutomaticUpdate> save_automatic(Installation& installation, store::DatabaseId database,
                                                      const Starter& by, const SelectionTexts& texts, bool is_on);

} // namespace muster::app
