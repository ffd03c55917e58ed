#include "app/undo.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/email.hpp"

namespace muster::app {

namespace {

using sync::RunState;

constexpr std::string_view kOnlyNewest = "Only the newest run that wrote can be undone.";

Result<sync::Report> find_undoable(Installation& installation, store::DatabaseId database,
                                   const std::string& run_id) {
    auto& store = installation.store();
    auto report = store.run_summary(database, run_id);
    if (!report) {
        return fail(Code::NotFound, fmt::format("This database has no run \"{}\".", run_id));
    }
    if (report->preview) {
        return fail(Code::Invalid, "That was a preview; it changed nothing that could be undone.");
    }
    if (!report->undo_of.empty()) {
        return fail(
            Code::Invalid,
            fmt::format("That run is an undo itself, and an undo is not undone. To complete it, undo run {} "
                        "again; to do again what it took back, start a new run.",
                        report->undo_of));
    }
    const auto running = store.running(database);
    if (running && running->run_id == run_id) {
        return fail(Code::Busy, "That run goes on. Wait until it has ended, or cancel it.");
    }
    return std::move(*report);
}

Result<void> check_newest(store::Store& store, store::DatabaseId database, const std::string& run_id) {
    const auto writers = store.writers_after(database, run_id);
    const auto later =
        std::ranges::find_if(writers, [&](const sync::RunSummary& run) { return run.undo_of != run_id; });
    if (later != writers.end()) {
        return fail(Code::Conflict,
                    fmt::format("{} Another one came after it: {}, started by {} at {}.", kOnlyNewest,
                                later->run_id, later->started_by, format_instant(later->started_at)));
    }
    const auto whole =
        std::ranges::find(writers, RunState::Completed, [](const sync::RunSummary& run) { return run.state; });
    if (whole != writers.end()) {
        return fail(Code::Conflict, fmt::format("{} This one is undone already, by run {} at {}.", kOnlyNewest,
                                                whole->run_id, format_instant(whole->started_at)));
    }
    return {};
}

/// What a run did stands in its people; without them nothing can be taken back.
Result<void> check_details(store::Store& store, store::DatabaseId database, const sync::Report& report) {
    const bool has_ended = report.calls_writes > 0; // one that was cut off has counted nothing
    if (!store.has_written(database, report.run_id) && !has_ended) {
        return fail(Code::Invalid, "That run wrote nothing to Constant Contact, so there is nothing to undo.");
    }
    const auto cut_off = store.journal(database)->cut_off_runs();
    const bool is_settled = std::ranges::find(cut_off, report.run_id, &sync::Report::run_id) == cut_off.end();
    if (!report.finished_at || !is_settled) {
        return fail(Code::Invalid,
                    "That run was cut off before it could write down whom it changed, so it cannot be undone. The "
                    "next run completes it.");
    }
    if (store.page_people(database, report.run_id, {}, {0, 1}).total == 0) {
        return fail(Code::Invalid, "The history no longer has the people of that run (they are dropped after some "
                                   "time, or were forgotten), so it cannot be undone.");
    }
    return {};
}

Result<void> check_account(store::Store& store, store::DatabaseId database, const sync::Report& report) {
    const auto bound = store.bound_account(database);
    if (bound && bound->account_id != report.account_id) {
        return fail(Code::Invalid,
                    fmt::format("That run was for the account \"{}\"; the database is connected to \"{}\" now.",
                                report.account_name, bound->account_name));
    }
    return {};
}

Result<void> check(Installation& installation, store::DatabaseId database, const sync::Report& report) {
    auto& store = installation.store();
    TRY(check_details(store, database, report));
    TRY(check_newest(store, database, report.run_id));
    return check_account(store, database, report);
}

} // namespace

Result<void> check_undo(Installation& installation, store::DatabaseId database, const std::string& run_id) {
    TRY_ASSIGN(const auto report, find_undoable(installation, database, run_id));
    return check(installation, database, report);
}

Result<sync::UndoOrder> make_undo_order(Installation& installation, store::DatabaseId database,
                                        const std::string& run_id) {
    sync::UndoOrder order;
    TRY_ASSIGN(order.undone, find_undoable(installation, database, run_id));
    TRY(check(installation, database, order.undone));
    auto& store = installation.store();
    TRY(store.each_person(database, run_id, [&](const sync::Person& person) -> Result<void> {
        order.undone.people.push_back(person);
        return {};
    }));
    for (const auto& earlier : store.writers_after(database, run_id)) {
        TRY(store.each_person(database, earlier.run_id, [&](const sync::Person& person) -> Result<void> {
            if (person.outcome == sync::Outcome::Updated && !person.intention) {
                order.settled.insert(email_key(person.email));
            }
            return {};
        }));
    }
    return order;
}

Result<void> begin_undo(Installation& installation, store::DatabaseId database, const std::string& run_id) {
    TRY(check_undo(installation, database, run_id));
    installation.store().switch_automatic_off(database, run_id);
    return {};
}

std::optional<OffForUndo> off_for_undo(Installation& installation, store::DatabaseId database) {
    const auto saved = installation.store().saved_selections(database);
    return saved ? off_for_undo({saved->automatic_on, saved->off_for_run, saved->off_for_run_at}) : std::nullopt;
}

std::optional<OffForUndo> off_for_undo(const store::AutomaticState& saved) {
    if (saved.automatic_on || saved.off_for_run.empty()) {
        return std::nullopt;
    }
    return OffForUndo{saved.off_for_run, saved.off_for_run_at.value_or(Instant{})};
}

std::string off_words(const OffForUndo& off) {
    return fmt::format("Off since run {} was undone at {}, until a person switches it on.", off.run_id,
                       format_instant(off.at));
}

} // namespace muster::app
