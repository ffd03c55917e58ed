#include "sync/session.hpp"

#include <utility>

#include "sync/undo_plan.hpp"

namespace muster::sync {
namespace cc = constant_contact;

namespace {
constexpr std::chrono::seconds kKeepLeaseEvery{20};
}

Session::Session(const RunRequest& run_request, RunPorts run_ports, Observer& run_observer,
                 const CancelToken& run_cancel)
    : request(run_request),
      ports(run_ports),
      observer(run_observer),
      cancel(run_cancel),
      view(run_ports.account.load(), run_ports.sealer) {
    consent.learn(view);
    calls_before = ports.client.counts();
}

Answer<void> Session::checkpoint() {
    const Instant now = ports.clock.now();
    if (cancel.is_cancelled()) {
        return tl::unexpected(cc::ApiError{cc::Failure::Cancelled, 0, {}, "The run was cancelled.", {}});
    }
    if (now - report.started_at > request.longest) {
        return tl::unexpected(cc::ApiError{
            cc::Failure::Unavailable, 0, {}, "The run took longer than the longest duration that is set.", {}});
    }
    if (!request.preview && now - lease_kept_at_ > kKeepLeaseEvery) {
        if (!ports.journal.keep_alive(report.run_id, now)) {
            return tl::unexpected(
                cc::ApiError{cc::Failure::Unavailable, 0, {}, "Another run has taken this one's place.", {}});
        }
        lease_kept_at_ = now;
    }
    return {};
}

void Session::progress(Phase phase, std::int64_t done, std::int64_t total, std::string what) {
    observer.progress({phase, done, total, std::move(what), calls_so_far(), report.calls_estimated});
}

std::int64_t Session::calls_so_far() const { return ports.client.counts().total - calls_before.total; }

void Session::keep(const AccountChanges& changes, const std::vector<AttributeChange>& attribute) {
    ports.account.apply(changes, attribute);
    view.apply(changes);
    consent.learn(view);
}

void Session::make_plan() {
    plan = request.undo ? make_undo_plan(*request.undo, ports.reps, view, request.limits)
                        : sync::make_plan(ports.reps, request.groups, view, request.selections, request.limits,
                                          request.all_people ? Keep::All : Keep::Concerned);
    fates.assign(plan.contacts.size(), Fate::NotSent);
    removal_proved.assign(plan.removals.size(), false);
    consent.allow_removals_from(plan.lists[0].list_id);
    if (!plan.holding_list_id.empty()) {
        consent.allow_removals_from(plan.holding_list_id);
    }
    for (const PlannedRemoval& removal : plan.removals) {
        if (removal.list != 0) {
            consent.allow_undo(plan.lists[removal.list].list_id, removal.contact_id);
        }
    }
}

Script Session::make_script() const {
    return sync::make_script(plan, !plan.holding_list_id.empty() || view.lists().size() < cc::kListsPerAccount);
}

void Session::refuse(std::size_t contact, std::string_view code, std::string reason) {
    PlannedContact& planned = plan.contacts[contact];
    fates[contact] = Fate::Refused;
    planned.reason = reason;
    plan.issues.push_back({std::string(code), planned.rep_id_or_nothing(), planned.address, std::move(reason)});
}

} // namespace muster::sync
