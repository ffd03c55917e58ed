// The Dashboard, the daily schedule and the settings of the installation.

#include <algorithm>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "app/daily_update.hpp"
#include "app/history.hpp"
#include "app/notices.hpp"
#include "app/options.hpp"
#include "app/schedule.hpp"
#include "base/text.hpp"
#include "base/zones.hpp"
#include "web/call.hpp"
#include "web/options.hpp"
#include "web/present.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestTime = 5; // HH:MM
constexpr std::size_t kLongestZone = 100;
constexpr std::size_t kRecentNotices = 20;

void write_schedule(json::Writer& writer, app::Installation& installation) {
    const auto schedule = installation.store().schedule();
    // A zone that the system knows no more has no next run; the page is where that is mended.
    const auto next = app::next_run(installation, installation.clock().now());
    writer.object().member("enabled", schedule && schedule->enabled);
    write_or_null(writer, "time", schedule ? schedule->time : "");
    writer.member("time_zone", schedule && !schedule->time_zone.empty() ? schedule->time_zone : machine_zone())
        .member("time_zones", zone_names())
        .key("next");
    write(writer, schedule && schedule->enabled && next ? *next : std::nullopt);
    writer.end();
}

void write_run(json::Writer& writer, std::string_view key, const std::optional<sync::RunSummary>& run) {
    writer.key(key);
    if (run) {
        write(writer, *run);
    } else {
        writer.null();
    }
}

std::vector<store::Database> visible_databases(Call& call) {
    auto databases = call.installation().store().databases();
    std::erase_if(databases, [&](const auto& database) {
        return !staff::may(call.who().user, staff::Role::Viewer, database.id.number);
    });
    return databases;
}

std::vector<store::DatabaseId> ids_of(const std::vector<store::Database>& databases) {
    std::vector<store::DatabaseId> ids;
    for (const auto& database : databases) {
        ids.push_back(database.id);
    }
    return ids;
}

using NoticesByDatabase = std::map<store::DatabaseId, std::vector<app::OpenNotice>>;

NoticesByDatabase by_database(std::vector<app::OpenNotice> notices) {
    NoticesByDatabase sorted;
    for (auto& notice : notices) {
        sorted[notice.database].push_back(std::move(notice));
    }
    return sorted;
}

void write_notices(json::Writer& writer, const std::vector<app::OpenNotice>& notices) {
    writer.key("notices").array();
    for (const auto& notice : notices) {
        writer.object()
            .member("kind", store::to_text(notice.kind))
            .member("since", format_instant(notice.since))
            .member("text", notice.text)
            .member("next_step", notice.next_step);
        write_or_null(writer, "run_id", notice.run_id);
        writer.end();
    }
    writer.end();
}

void write_recent(json::Writer& writer, const std::vector<app::SentNotice>& notices) {
    writer.key("recent_notices").array();
    for (const auto& notice : notices) {
        writer.object()
            .member("database", notice.database_name)
            .member("at", format_instant(notice.notice.made_at))
            .member("text", notice.text)
            .end();
    }
    writer.end();
}

/// Each by its database.
struct Board {
    std::map<store::DatabaseId, app::DailyState> daily;
    std::map<store::DatabaseId, app::NewestRuns> runs;
    NoticesByDatabase notices;
};

Board look_at(app::Installation& installation, const std::vector<store::DatabaseId>& visible) {
    Board board;
    if (auto states = app::daily_states(installation, installation.clock().now())) {
        for (auto& state : *states) {
            board.daily.emplace(state.database, std::move(state));
        }
    }
    board.runs = app::newest_runs(installation);
    board.notices = by_database(app::open_notices(installation, visible));
    return board;
}

void write_database(json::Writer& writer, const store::Database& database, Board& board) {
    const auto& daily = board.daily[database.id];
    const auto& newest = board.runs[database.id];
    writer.object().key("database");
    write(writer, database);
    writer.member("auto_update", daily.is_on);
    write_off(writer, daily.off_for_undo);
    write_run(writer, "last_run", newest.last);
    write_run(writer, "running", newest.running);
    writer.key("next_run");
    write(writer, daily.next);
    write_notices(writer, board.notices[database.id]);
    writer.end();
}

Answer get_dashboard(Call& call) {
    auto& installation = call.installation();
    const auto databases = visible_databases(call);
    const auto visible = ids_of(databases);
    auto board = look_at(installation, visible);
    json::Writer writer;
    writer.object().key("databases").array();
    for (const auto& database : databases) {
        write_database(writer, database, board);
    }
    writer.end().key("schedule");
    write_schedule(writer, installation);
    write_recent(writer, app::recent_notices(installation, visible, kRecentNotices));
    writer.end();
    return json_answer(writer);
}

Answer schedule_answer(Call& call) {
    json::Writer writer;
    write_schedule(writer, call.installation());
    return json_answer(writer);
}

Answer get_schedule(Call& call) { return schedule_answer(call); }

Answer set_schedule(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"enabled", "time", "time_zone"});
    const app::ScheduleChange change{.time = fields.required_text("time", kLongestTime),
                                     .time_zone = fields.required_text("time_zone", kLongestZone),
                                     .enabled = fields.required_yes_no("enabled")};
    TRY(body.check());
    TRY_ASSIGN(const auto saved, app::set_schedule(call.installation(), change));
    call.note("", fmt::format("{} {}: {}", saved.time, saved.time_zone, saved.enabled ? "on" : "off"));
    return schedule_answer(call);
}

Answer get_settings(Call& call) {
    return options_answer(app::installation_options(), app::show_installation_options(call.installation()));
}

Answer change_settings(Call& call) {
    TRY_ASSIGN(const auto changes, read_options(call));
    TRY(app::set_installation_options(call.installation(), changes));
    call.note("", option_words(app::installation_options(), changes));
    return get_settings(call);
}

} // namespace

std::vector<Route> overview_routes() {
    using enum Access;
    using enum Content;
    return {
        {"GET", "/dashboard", "getDashboard", SignedIn, get_dashboard},
        {"GET", "/schedule", "getSchedule", SignedIn, get_schedule},
        {"PUT", "/schedule", "setSchedule", AdministratorOfAll, set_schedule, "schedule.set", Json},
        {"GET", "/settings", "getSettings", AdministratorOfAll, get_settings},
        {"PATCH", "/settings", "changeSettings", AdministratorOfAll, change_settings, "settings.set", Json},
    };
}

} // namespace muster::web
