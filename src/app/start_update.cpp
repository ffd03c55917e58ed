#include "app/start_update.hpp"

#include <fmt/format.h>

#include "app/remote.hpp"
#include "app/undo.hpp"
#include "app/update_contacts.hpp"

namespace muster::app {

namespace {

using sync::RunState;

constexpr std::chrono::hours kPreviewCounts{24}; ///< a plan that was looked at longer ago is no plan any more

Started<void> require_connection(Installation& installation, store::DatabaseId database) {
    TRY_ASSIGN(const auto described, installation.store().describe_database(database));
    if (described.connected) {
        TRY(require_api_key(installation.settings()));
        return {};
    }
    const auto lost = installation.store().lost_grant(database);
    return tl::unexpected(Refusal(
        Obstacle::NotConnected, Code::NotAllowed,
        lost ? fmt::format("The permission for Constant Contact was lost at {}. Connect \"{}\" again.",
                           format_instant(lost->at), described.name)
             : fmt::format("\"{}\" is not connected to Constant Contact yet. Connect it first.", described.name)));
}

Started<void> require_password_right(const Starter& by, const roster::Selections& selections, bool preview) {
    if (preview || by.may_send_passwords || !chooses_password(selections)) {
        return {};
    }
    return tl::unexpected(Refusal(Obstacle::PasswordsNeedFreshLogin, Code::NotAllowed,
                                  "The custom field Password sends the Reps' passwords to Constant Contact. An "
                                  "administrator has to sign in afresh for that."));
}

/// R25: what the person has seen is what would be done.
bool has_seen_plan(Installation& installation, store::DatabaseId database, const std::string& previewed,
                   const UpdateRequest& request) {
    auto& store = installation.store();
    const auto preview = store.run_summary(database, previewed);
    if (!preview || !preview->preview || preview->started_by != request.started_by || !preview->finished_at) {
        return false;
    }
    const bool shows_plan = preview->state == RunState::Completed || preview->state == RunState::NeedsConfirmation;
    const auto account = store.bound_account(database);
    const bool is_same_account = account && account->account_id == preview->account_id;
    const bool is_recent = installation.clock().now() - *preview->finished_at < kPreviewCounts;
    return shows_plan && is_same_account && is_recent && preview->undo_of == request.undo_of &&
           preview->selections_json == roster::to_json(request.selections);
}

Started<void> require_seen_plan(Installation& installation, store::DatabaseId database,
                                const std::string& previewed, const UpdateRequest& request) {
    if (request.preview || !is_first_run(installation, database) ||
        has_seen_plan(installation, database, previewed, request)) {
        return {};
    }
    return tl::unexpected(
        Refusal(Obstacle::FirstRunNeedsPreview, Code::NotAllowed,
                "This is the first run of this database. Preview it with these selections, look at what would be "
                "done, and start it from there."));
}

/// All rules but those of the kind of order.
Started<UpdateRequest> checked(Installation& installation, store::DatabaseId database, const Starter& by,
                               UpdateRequest request) {
    request.started_by = by.name;
    TRY(require_connection(installation, database));
    TRY(require_password_right(by, request.selections, request.preview));
    return request;
}

Started<sync::Report> find_ended(Installation& installation, store::DatabaseId database,
                                 const std::string& run_id) {
    auto report = installation.store().run_summary(database, run_id);
    if (!report) {
        return tl::unexpected(Refusal(Error{Code::NotFound, "There is no such run of this database."}));
    }
    if (report->state == RunState::Running) {
        return tl::unexpected(
            Refusal(Obstacle::NothingToRepeat, Code::NotAllowed, "That run goes on. Wait until it has ended."));
    }
    if (!report->undo_of.empty()) {
        return tl::unexpected(Refusal(Obstacle::NothingToRepeat, Code::NotAllowed,
                                      "That run is an undo. To complete it, undo the same run again."));
    }
    return std::move(*report);
}

Started<std::string> start(JobRunner& runner, store::DatabaseId database, UpdateRequest request) {
    TRY_ASSIGN(auto run_id, runner.start({database, std::move(request)}));
    return run_id;
}

} // namespace

Started<UpdateRequest> prepare_update(Installation& installation, store::DatabaseId database,
                                      const ManualOrder& order) {
    UpdateRequest request;
    TRY_ASSIGN(request.selections, make_selections(installation, database, order.selections));
    request.preview = order.preview;
    request.depth = order.depth;
    TRY_ASSIGN(request, checked(installation, database, order.by, std::move(request)));
    TRY(require_seen_plan(installation, database, order.previewed, request));
    return request;
}

Started<UpdateRequest> prepare_automatic(Installation& installation, store::DatabaseId database,
                                         const AutomaticOrder& order) {
    TRY_ASSIGN(auto saved, automatic_update(installation, database));
    if (!saved) {
        return tl::unexpected(Refusal(Error{Code::NotFound, "No automatic selections are saved yet."}));
    }
    UpdateRequest request;
    request.selections = std::move(saved->selections);
    request.preview = order.preview;
    TRY_ASSIGN(request, checked(installation, database, order.by, std::move(request)));
    TRY(require_seen_plan(installation, database, order.previewed, request));
    return request;
}

Started<UpdateRequest> prepare_confirmed(Installation& installation, store::DatabaseId database,
                                         const ConfirmOrder& order) {
    TRY_ASSIGN(const auto stopped, find_ended(installation, database, order.run_id));
    if (stopped.state != RunState::NeedsConfirmation) {
        return tl::unexpected(
            Refusal(Obstacle::NothingToRepeat, Code::NotAllowed, "That run does not wait for a confirmation."));
    }
    if (const auto newer = installation.store().newest_run_after(database, order.run_id)) {
        return tl::unexpected(
            Refusal(Obstacle::RunIsOutdated, Code::Conflict,
                    fmt::format("Another run came after that one, started by {} at {}. Look at what that one says, "
                                "or start a new one.",
                                newer->started_by, format_instant(newer->started_at))));
    }
    if (order.removals != stopped.removals_planned) {
        return tl::unexpected(Refusal(Obstacle::RemovalsDiffer, Code::Invalid,
                                      fmt::format("{} Contacts would come off Active Members, not {}. Type that "
                                                  "number if it is right.",
                                                  stopped.removals_planned, order.removals)));
    }
    UpdateRequest request;
    TRY_ASSIGN(request.selections, roster::selections_from_json(stopped.selections_json));
    request.confirmed_removals = order.removals;
    return checked(installation, database, order.by, std::move(request));
}

Started<UpdateRequest> prepare_repeat(Installation& installation, store::DatabaseId database,
                                      const RepeatOrder& order) {
    TRY_ASSIGN(const auto earlier, find_ended(installation, database, order.run_id));
    if (earlier.preview) {
        return tl::unexpected(Refusal(Obstacle::NothingToRepeat, Code::NotAllowed,
                                      "That was a preview; it refused nobody. Start a run instead."));
    }
    UpdateRequest request;
    TRY_ASSIGN(request.selections, roster::selections_from_json(earlier.selections_json));
    TRY_ASSIGN(request, checked(installation, database, order.by, std::move(request)));
    TRY(require_seen_plan(installation, database, order.previewed, request));
    return request;
}

Started<UpdateRequest> prepare_undo(Installation& installation, store::DatabaseId database,
                                    const UndoRequest& order) {
    TRY(check_undo(installation, database, order.run_id));
    UpdateRequest request;
    request.undo_of = order.run_id;
    request.preview = order.preview;
    TRY_ASSIGN(request, checked(installation, database, order.by, std::move(request)));
    if (!order.preview && !has_seen_plan(installation, database, order.previewed, request)) {
        return tl::unexpected(Refusal(Obstacle::UndoNeedsPreview, Code::NotAllowed,
                                      "Look at what would be undone first, and start the undo from there."));
    }
    return request;
}

Started<std::string> start_update(Installation& installation, JobRunner& runner, store::DatabaseId database,
                                  const ManualOrder& order) {
    TRY_ASSIGN(auto request, prepare_update(installation, database, order));
    const auto choices = roster::to_json(request.selections);
    TRY_ASSIGN(auto run_id, start(runner, database, std::move(request)));
    installation.store().save_manual_choices(database, choices);
    return run_id;
}

Started<std::string> start_automatic(Installation& installation, JobRunner& runner, store::DatabaseId database,
                                     const AutomaticOrder& order) {
    TRY_ASSIGN(auto request, prepare_automatic(installation, database, order));
    return start(runner, database, std::move(request));
}

Started<std::string> start_confirmed(Installation& installation, JobRunner& runner, store::DatabaseId database,
                                     const ConfirmOrder& order) {
    TRY_ASSIGN(auto request, prepare_confirmed(installation, database, order));
    return start(runner, database, std::move(request));
}

Started<std::string> start_repeat(Installation& installation, JobRunner& runner, store::DatabaseId database,
                                  const RepeatOrder& order) {
    TRY_ASSIGN(auto request, prepare_repeat(installation, database, order));
    return start(runner, database, std::move(request));
}

Started<std::string> start_undo(Installation& installation, JobRunner& runner, store::DatabaseId database,
                                const UndoRequest& order) {
    TRY_ASSIGN(auto request, prepare_undo(installation, database, order));
    return start(runner, database, std::move(request));
}

Result<std::optional<roster::Selections>> manual_choices(Installation& installation, store::DatabaseId database) {
    const auto saved = installation.store().manual_choices(database);
    if (!saved) {
        return std::nullopt;
    }
    TRY_ASSIGN(auto selections, roster::selections_from_json(*saved));
    return selections;
}

Started<AutomaticUpdate> save_automatic(Installation& installation, store::DatabaseId database, const Starter& by,
                                        const SelectionTexts& texts, bool is_on) {
    AutomaticUpdate update;
    TRY_ASSIGN(update.selections, make_selections(installation, database, texts));
    update.is_on = is_on;
    TRY(require_password_right(by, update.selections, false));
    save_automatic_update(installation, database, update);
    return update;
}

} // namespace muster::app
