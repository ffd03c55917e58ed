// Settings, saved selections and the schedule.

#include "store/core.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace {

std::map<std::string, std::string> read_all(db::Cursor rows) {
    std::map<std::string, std::string> values;
    while (rows.next()) {
        values.emplace(rows.copy(0), rows.copy(1));
    }
    return values;
}

std::optional<std::string> read_one(db::Cursor row) {
    return row.next() ? std::optional(row.copy(0)) : std::nullopt;
}

} // namespace

std::map<std::string, std::string> Store::settings(DatabaseId database) {
    return read_from(*core_, [&](Session& session) -> std::map<std::string, std::string> {
        return read_all(session["setting.all"].query({database.number}));
    });
}

std::optional<std::string> Store::setting(DatabaseId database, std::string_view key) {
    return read_from(*core_, [&](Session& session) -> std::optional<std::string> {
        return read_one(session["setting.get"].query({database.number, key}));
    });
}

std::vector<DatabaseId> Store::databases_with_setting(std::string_view key, std::string_view value) {
    return read_from(*core_, [&](Session& session) {
        std::vector<DatabaseId> databases;
        for (auto rows = session["setting.databases"].query({key, value}); rows.next();) {
            databases.push_back({rows.number(0)});
        }
        return databases;
    });
}

void Store::put_setting(DatabaseId database, std::string_view key, std::string_view value) {
    write(*core_, [&](Session& session) { session["setting.put"].run({database.number, key, value}); });
}

void Store::remove_setting(DatabaseId database, std::string_view key) {
    write(*core_, [&](Session& session) { session["setting.remove"].run({database.number, key}); });
}

std::map<std::string, std::string> Store::installation_settings() {
    return read_from(*core_, [&](Session& session) -> std::map<std::string, std::string> {
        return read_all(session["installation_setting.all"].query({}));
    });
}

std::optional<std::string> Store::installation_setting(std::string_view key) {
    return read_from(*core_, [&](Session& session) -> std::optional<std::string> {
        return read_one(session["installation_setting.get"].query({key}));
    });
}

void Store::put_installation_setting(std::string_view key, std::string_view value) {
    write(*core_, [&](Session& session) { session["installation_setting.put"].run({key, value}); });
}

void Store::remove_installation_setting(std::string_view key) {
    write(*core_, [&](Session& session) { session["installation_setting.remove"].run({key}); });
}

std::optional<SavedSelections> Store::saved_selections(DatabaseId database) {
    return read_from(*core_, [&](Session& session) -> std::optional<SavedSelections> {
        auto row = session["selections.get"].query({database.number});
        if (!row.next()) {
            return std::nullopt;
        }
        return SavedSelections{row.copy(0), row.flag(1), row.copy(2),
                               row.is_null(3) ? std::nullopt : std::optional(from_micros(row.number(3)))};
    });
}

std::map<DatabaseId, AutomaticState> Store::automatic_states() {
    return read_from(*core_, [&](Session& session) -> std::map<DatabaseId, AutomaticState> {
        std::map<DatabaseId, AutomaticState> states;
        for (auto rows = session["selections.of_all"].query({}); rows.next();) {
            const auto off_at = rows.optional_number(3);
            states.emplace(DatabaseId{rows.number(0)},
                           AutomaticState{rows.flag(1), rows.copy(2),
                                          off_at ? std::optional(from_micros(*off_at)) : std::nullopt});
        }
        return states;
    });
}

void Store::save_selections(DatabaseId database, const SavedSelections& selections) {
    write(*core_, [&](Session& session) {
        session["selections.put"].run(
            {database.number, selections.selections_json, selections.automatic_on, to_micros(core_->clock.now())});
    });
}

void Store::switch_automatic_off(DatabaseId database, std::string_view run_id) {
    write(*core_, [&](Session& session) {
        session["selections.off_for_run"].run({database.number, run_id, to_micros(core_->clock.now())});
    });
}

std::optional<std::string> Store::manual_choices(DatabaseId database) {
    return read_from(*core_, [&](Session& session) -> std::optional<std::string> {
        return read_one(session["manual_choices.get"].query({database.number}));
    });
}

void Store::save_manual_choices(DatabaseId database, std::string_view selections_json) {
    write(*core_, [&](Session& session) { session["manual_choices.put"].run({database.number, selections_json}); });
}

std::optional<Schedule> Store::schedule() {
    return read_from(*core_, [&](Session& session) -> std::optional<Schedule> {
        auto row = session["schedule.get"].query({});
        if (!row.next()) {
            return std::nullopt;
        }
        return Schedule{row.flag(0), row.copy(1), row.copy(2), from_micros(row.number(3))};
    });
}

void Store::save_schedule(const Schedule& schedule) {
    write(*core_, [&](Session& session) {
        session["schedule.put"].run(
            {schedule.enabled, schedule.time, schedule.time_zone, to_micros(core_->clock.now())});
    });
}

} // namespace muster::store
