#include "app/update_contacts.hpp"

#include <algorithm>
#include <exception>

#include <fmt/format.h>

#include "app/notices.hpp"
#include "app/options.hpp"
#include "app/quota_share.hpp"
#include "app/remote.hpp"
#include "app/undo.hpp"
#include "base/log.hpp"
#include "schedule/ledger.hpp"

namespace muster::app {

namespace {

Result<sync::RunRequest> make_request(Installation& installation, store::DatabaseId database,
                                      const UpdateRequest& request) {
    TRY_ASSIGN(const auto described, installation.store().describe_database(database));
    if (described.connected) { // otherwise the run itself says what is missing first
        TRY(require_api_key(installation.settings()));
    }
    TRY_ASSIGN(const auto groups, list_groups(installation, database));
    const auto options = read_database_options(installation, database);
    sync::RunRequest run;
    run.run_id =
        request.run_id.empty() ? new_id(installation.clock().now(), installation.random()) : request.run_id;
    run.database = described.name;
    run.selections = request.selections;
    for (const auto& group : groups) {
        run.groups.push_back(group.name);
    }
    run.started_by = request.started_by;
    run.preview = request.preview;
    run.depth = request.depth;
    run.confirmed_removals = request.confirmed_removals;
    run.all_people = request.all_people;
    run.limits = {options.removal_limit_count, options.removal_limit_percent, options.put_back_left};
    if (!request.undo_of.empty()) {
        TRY_ASSIGN(run.undo, make_undo_order(installation, database, request.undo_of));
        run.before_first_write = [&installation, database, undone = request.undo_of] {
            return begin_undo(installation, database, undone);
        };
    }
    run.longest = std::chrono::minutes(read_installation_options(installation).longest_run_minutes);
    return run;
}

/// What is counted of a run whose report is not there.
sync::Report nameless(const UpdateRequest& request) {
    sync::Report report;
    report.state = sync::RunState::Failed;
    report.preview = request.preview;
    report.undo_of = request.undo_of;
    report.started_by = request.started_by;
    return report;
}

/// Counts a run at its end, also where that is an exception.
class RunMeter {
  public:
    RunMeter(Installation& installation, const UpdateRequest& request)
        : installation_(installation), request_(request), began_at_(installation.clock().now()) {}
    RunMeter(const RunMeter&) = delete;
    RunMeter& operator=(const RunMeter&) = delete;
    ~RunMeter() {
        if (!has_ended_) {
            end(nameless(request_));
        }
    }
    void end(const sync::Report& report) {
        has_ended_ = true;
        installation_.metrics().count_run(report, installation_.clock().now() - began_at_);
    }

  private:
    Installation& installation_;
    const UpdateRequest& request_;
    const Instant began_at_;
    bool has_ended_ = false;
};

} // namespace

std::string what_broke(std::string_view why) {
    return fmt::format("{} What was done so far is kept; the next run completes it.", why);
}

void record_broken(Installation& installation, store::DatabaseId database, const std::string& run_id,
                   const std::string& message) {
    try {
        auto& store = installation.store();
        auto report = store.run_summary(database, run_id);
        if (report && report->state == sync::RunState::Running) {
            report->state = sync::RunState::Failed;
            report->message = message;
            report->finished_at = installation.clock().now();
            store.journal(database)->finish(*report);
        }
    } catch (const std::exception& still) {
        log(LogLevel::Warning, "run_end_not_recorded", {{"reason", still.what()}});
    }
}

Result<sync::Report> update_contacts(Installation& installation, store::DatabaseId database,
                                     const UpdateRequest& request, sync::Observer& observer,
                                     const CancelToken& cancel) {
    const auto run = make_request(installation, database, request);
    if (!run) {
        installation.metrics().count_run(nameless(request), std::nullopt);
        if (request.started_by == schedule::kStartedBy) {
            settle_unstarted_run(installation, database, run.error());
        }
        return tl::unexpected(run.error());
    }
    const LogContext context{{"run", run->run_id}, {"database", std::to_string(database.number)}};
    RunMeter meter(installation, request);
    auto& store = installation.store();
    const auto passwords =
        chooses_password(request.selections) ? store::WithPasswords::Yes : store::WithPasswords::No;
    const auto reps = store.make_roster_reader(database, passwords);
    const std::string fenced = run->preview ? "" : run->run_id; // R24
    const auto account = store.account(database, fenced);
    const auto journal = store.journal(database);
    const auto kept = request.calls_kept_for_others
                          ? *request.calls_kept_for_others
                          : calls_kept_for_others(installation, database, installation.clock().now());
    Remote remote(installation, store.grants(database), cancel, kept, store.quota_book(database, fenced));
    auto report = [&] {
        try {
            return sync::run(*run,
                             {*reps, *account, *journal, remote.client(), remote.auth(), installation.clock(),
                              installation.random(), installation.sealer()},
                             observer, cancel);
        } catch (const db::StoreLost& lost) { // for a while, it may be: then the day's run is made again (R20)
            if (lost.loss() == db::Loss::Damaged) {
                record_broken(installation, database, run->run_id, what_broke(lost.what()));
            }
            throw;
        } catch (const std::exception& broken) {
            record_broken(installation, database, run->run_id, what_broke(broken.what()));
            throw;
        }
    }();
    meter.end(report);
    renew_share(installation, database, installation.clock().now());
    settle_notices(installation, database); // R34; its place in the queue stands since it began (R33)
    store.prune_history(database, installation.clock().now(),
                        read_database_options(installation, database).history_days); // R29
    return report;
}

bool is_first_run(Installation& installation, store::DatabaseId database) {
    return !installation.store().journal(database)->has_completed_run();
}

Result<UsedSelections> last_used_selections(Installation& installation, store::DatabaseId database) {
    if (const auto last = installation.store().journal(database)->last_completed();
        last && !last->selections_json.empty()) {
        TRY_ASSIGN(auto selections, roster::selections_from_json(last->selections_json));
        return UsedSelections{std::move(selections), SelectionSource::LastRun};
    }
    TRY_ASSIGN(auto automatic, automatic_update(installation, database));
    if (automatic) {
        return UsedSelections{std::move(automatic->selections), SelectionSource::Automatic};
    }
    return UsedSelections{};
}

bool is_consistent(const sync::Report& preview) {
    const auto& totals = preview.totals;
    const bool lists_agree =
        std::all_of(preview.lists.begin(), preview.lists.end(), [](const sync::ListReport& list) {
            return !list.created && list.added == 0 && list.removed == 0;
        });
    const bool fields_agree = std::none_of(preview.custom_fields.begin(), preview.custom_fields.end(),
                                           [](const sync::CustomFieldReport& field) { return field.created; });
    const bool nobody_differs =
        totals.created == 0 && totals.updated == 0 && totals.refused == 0 && totals.not_attempted == 0;
    const bool attribute_agrees = preview.attribute_assigned == 0 && preview.attribute_cleared == 0;
    return lists_agree && fields_agree && nobody_differs && attribute_agrees && preview.removals_planned == 0;
}

} // namespace muster::app
