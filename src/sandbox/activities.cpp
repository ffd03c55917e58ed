// The life of a bulk job: queued, worked on, over, forgotten after ten days (contract, section 10.1).

#include "sandbox/activities.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace muster::sandbox {

namespace {

std::string_view end_state(Activity::Fate fate) {
    switch (fate) {
    case Activity::Fate::Failed:
        return "failed";
    case Activity::Fate::TimedOut:
        return "timed_out";
    case Activity::Fate::Cancelled:
        return "cancelled";
    case Activity::Fate::Completed:
    case Activity::Fate::Stuck:
        break;
    }
    return "completed";
}

void work_on(World& world, Account& account, Activity& activity) {
    const Instant at = activity.due_at;
    if (activity.kind == "contacts_json_import" || activity.kind == "contacts_file_import") {
        run_import(world, account, activity, at);
    } else if (activity.kind == "contact_exports") {
        run_export(world, account, activity);
    } else {
        run_job(world, account, activity, at);
    }
}

void finish(World& world, Account& account, Activity& activity) {
    if (activity.takes_effect) {
        work_on(world, account, activity);
    }
    if (!activity.is_over()) { // the work itself may have failed
        activity.state = end_state(activity.fate);
    }
    if (activity.state != "completed") {
        activity.errors.push_back(fmt::format("The activity ended as {}.", activity.state));
    }
    activity.started_at = activity.created_at;
    activity.completed_at = activity.due_at;
    activity.updated_at = activity.due_at;
    activity.body.clear();
    world.changed = true;
}

void advance_account(World& world, Account& account, Instant now) {
    std::vector<std::pair<Instant, std::size_t>> due; // in the order they are due, then made
    for (std::size_t place = 0; place < account.activities.size(); ++place) {
        Activity& activity = account.activities[place];
        if (activity.is_over()) {
            continue;
        }
        if (activity.state == "initialized" && now > activity.created_at) {
            activity.state = "processing";
            activity.started_at = activity.created_at;
            activity.updated_at = activity.created_at;
        }
        if (activity.fate != Activity::Fate::Stuck && now >= activity.due_at) {
            due.emplace_back(activity.due_at, place);
        }
    }
    std::sort(due.begin(), due.end());
    for (const auto& [at, place] : due) {
        finish(world, account, account.activities[place]);
    }
    while (!account.activities.empty() && account.activities.front().is_over() &&
           account.activities.front().created_at + kActivityLife <= now) {
        account.activities.pop_front();
    }
}

net::Response get_activity(Call& call) {
    const Activity* activity = call.account->activity(call.parts[0]);
    if (activity == nullptr) {
        return not_found("activities", "activity");
    }
    json::Writer writer;
    write_activity(writer, call.world, *activity);
    return json_answer(200, writer.take());
}

bool is_listed_state(std::string_view state) {
    return state == "processing" || state == "completed" || state == "cancelled" || state == "failed" ||
           state == "timed_out";
}

/// Newest first; the cursor counts from the oldest, so that new jobs do not move pages.
net::Response get_activities(Call& call) {
    const auto page = page_of(call);
    if (!page) {
        return invalid("activities", {"cursor is in an invalid format"});
    }
    const bool is_first = !call.parameter("cursor");
    call.query = page->query;
    const auto limit = limit_of(call, 500);
    const auto state = call.parameter("state");
    if (!limit || (state && !is_listed_state(*state))) {
        return invalid("activities", {"limit or state does not have a valid value"});
    }
    const auto& activities = call.account->activities;
    std::size_t end = is_first ? activities.size() : std::min(page->place, activities.size());
    json::Writer writer;
    writer.object().key("activities").array();
    std::size_t written = 0;
    for (; end > 0 && written < *limit; --end) {
        const Activity& activity = activities[end - 1];
        if (!state || activity.state == *state) {
            write_activity(writer, call.world, activity);
            ++written;
        }
    }
    writer.end();
    write_links(writer, call, end > 0 ? std::optional(end) : std::nullopt);
    writer.end();
    return json_answer(200, writer.take());
}

} // namespace

void set_counter(Activity& activity, std::string_view name, std::int64_t count) {
    for (auto& [known, value] : activity.counters) {
        if (known == name) {
            value = count;
            return;
        }
    }
    activity.counters.emplace_back(name, count);
}

net::Response start_activity(Call& call, std::string_view kind, std::string body, int status,
                             std::string source_file_name) {
    auto& activities = call.account->activities;
    const auto queued = static_cast<std::size_t>(
        std::count_if(activities.begin(), activities.end(), [](const Activity& one) { return !one.is_over(); }));
    if (queued >= call.world.options.max_queued_activities) {
        return queue_full(call.world);
    }
    Activity activity;
    activity.id = call.world.new_id();
    activity.kind = kind;
    activity.body = std::move(body);
    activity.source_file_name = std::move(source_file_name);
    activity.created_at = call.now;
    activity.updated_at = call.now;
    activity.due_at = call.now + call.world.options.activity_delay;
    if (call.fault != nullptr) {
        bend(activity, *call.fault);
    }
    activities.push_back(std::move(activity));
    call.world.changed = true;
    json::Writer writer;
    write_activity(writer, call.world, activities.back());
    return json_answer(status, writer.take());
}

void write_activity(json::Writer& writer, const World& world, const Activity& activity) {
    writer.object().member("activity_id", activity.id).member("state", activity.state);
    if (activity.started_at) {
        writer.member("started_at", world.time_text(*activity.started_at));
    }
    if (activity.completed_at) {
        writer.member("completed_at", world.time_text(*activity.completed_at));
    }
    writer.member("created_at", world.time_text(activity.created_at));
    writer.member("updated_at", world.time_text(activity.updated_at));
    if (!activity.source_file_name.empty()) {
        writer.member("source_file_name", activity.source_file_name);
    }
    const int percent = activity.is_over() ? 100 : activity.state == "processing" ? 50 : 1;
    writer.member("percent_done", percent).member("activity_errors", activity.errors);
    if (!activity.counters.empty()) {
        writer.key("status").object();
        for (const auto& [name, count] : activity.counters) {
            writer.member(name, count);
        }
        writer.end();
    }
    writer.key("_links").object().key("self").object();
    writer.member("href", fmt::format("{}/activities/{}", world.options.api_base, activity.id)).end();
    if (activity.kind == "contact_exports" && activity.state == "completed") {
        writer.key("results").object();
        writer.member("href", fmt::format("{}/contact_exports/{}", world.options.api_base, activity.id)).end();
    }
    writer.end().end();
}

void World::advance() {
    const Instant at = now();
    for (auto& account : accounts) {
        advance_account(*this, account, at);
    }
}

Routes activity_routes() {
    Routes routes{
        {"GET", "/activities", "contact_data", get_activities},
        {"GET", "/activities/*", "contact_data", get_activity},
    };
    for (const auto& some : {job_routes(), import_routes(), export_routes()}) {
        routes.insert(routes.end(), some.begin(), some.end());
    }
    return routes;
}

} // namespace muster::sandbox
