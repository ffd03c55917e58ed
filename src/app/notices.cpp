#include "app/notices.hpp"

#include <utility>

#include "app/notice_list.hpp"
#include "app/notice_states.hpp"
#include "app/notice_text.hpp"
#include "app/options.hpp"
#include "schedule/ledger.hpp"

namespace muster::app {

namespace {

namespace cc = constant_contact;

/// How long messages are kept for the Dashboard.
constexpr std::chrono::days kKeptFor{400};

GrantView view_grant(store::Store& store, store::DatabaseId database) {
    GrantView view;
    if (const auto lost = store.lost_grant(database)) {
        view.state = GrantView::State::Lost;
        view.lost_at = lost->at;
        view.reason = lost->reason;
        return view;
    }
    const auto grant = store.grants(database)->load();
    if (!grant) {
        return view;
    }
    if (!grant->has_value()) {
        view.state = GrantView::State::None;
        return view;
    }
    const cc::Grant& good = **grant;
    view.state = GrantView::State::Good;
    view.granted_at = good.granted_at;
    view.ends_at = end_of(good);
    return view;
}

void settle(Installation& installation, store::DatabaseId database,
            const std::optional<store::EndedRun>& unstarted) {
    const auto grant = view_grant(installation.store(), database);
    const auto deliveries = notice_deliveries(installation, database);
    const auto now = installation.clock().now();
    installation.store().notices().settle(database, [&](store::NoticeView view) {
        if (unstarted) {
            view.ended.push_back(*unstarted);
        }
        auto settled = settle_states(view, grant, now);
        store::NoticeChange change{std::move(settled.problems), {}};
        for (auto& announcement : settled.announcements) {
            change.notices.push_back(
                {announcement.kind, std::move(announcement.run_id), std::move(announcement.detail), deliveries});
        }
        return change;
    });
}

} // namespace

std::vector<store::NewDelivery> notice_deliveries(Installation& installation, store::DatabaseId database) {
    std::vector<store::NewDelivery> deliveries;
    for (const auto& address : read_database_options(installation, database).notify) {
        deliveries.push_back({store::Channel::Mail, address});
    }
    if (!read_installation_options(installation).webhook_url.empty()) {
        deliveries.push_back({store::Channel::Webhook, ""});
    }
    return deliveries;
}

std::vector<OpenNotice> open_notices(Installation& installation, const std::vector<store::DatabaseId>& databases) {
    auto problems = installation.store().notices().problems_of_all();
    std::vector<OpenNotice> open;
    for (const auto database : databases) {
        for (auto& problem : problems[database]) {
            open.push_back({.database = database,
                            .kind = problem.kind,
                            .since = problem.since,
                            .text = notice_text(problem.kind, problem.detail),
                            .next_step = std::string(next_step(problem.kind)),
                            .run_id = problem.run_id});
        }
    }
    return open;
}

std::vector<SentNotice> recent_notices(Installation& installation, const std::vector<store::DatabaseId>& databases,
                                       std::size_t limit) {
    auto& store = installation.store();
    std::vector<SentNotice> sent;
    for (auto& [database, record] : store.notices().newest(databases, limit)) {
        auto name = store.database_name(database).value_or(""); // removed just now
        auto text = notice_text(record.notice.kind, record.notice.detail);
        sent.push_back(
            {database, std::move(name), std::move(record.notice), std::move(text), std::move(record.deliveries)});
    }
    return sent;
}

void settle_notices(Installation& installation, store::DatabaseId database) {
    settle(installation, database, std::nullopt);
}

void settle_unstarted_run(Installation& installation, store::DatabaseId database, const Error& error) {
    settle(installation, database,
           store::EndedRun{.run_id = "",
                           .started_by = std::string(schedule::kStartedBy),
                           .state = sync::RunState::Failed,
                           .message = error.message,
                           .at = installation.clock().now()});
}

void look_for_changes(Installation& installation) {
    auto queue = installation.store().notices();
    const auto now = installation.clock().now();
    const auto kept_from = now - kKeptFor;
    for (const auto& found : queue.look_at_all(kept_from)) {
        if (found.has_matter || (found.grant && now >= end_of(*found.grant) - kGrantWarning)) {
            settle(installation, found.database, std::nullopt);
        }
        if (found.has_old_notices) {
            queue.prune(found.database, kept_from);
        }
    }
    for (const auto database : databases_with_weekly_list(installation)) {
        announce_opted_out(installation, database);
    }
}

DeliveryTally notices_after(Installation& installation, const CancelToken& cancel) {
    look_for_changes(installation);
    return deliver_due(installation, notice_doors(), cancel);
}

} // namespace muster::app
