#include "app/schedule.hpp"

#include <cctype>
#include <filesystem>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::app {

namespace {

namespace fs = std::filesystem;

const fs::path kZoneFolder = "/usr/share/zoneinfo"; // the system's tzdata

Result<std::string> check_time(const std::string& text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    const bool is_time = text.size() == 5 && digit(0) && digit(1) && text[2] == ':' && digit(3) && digit(4) &&
                         text.substr(0, 2) <= "23" && text.substr(3) <= "59";
    if (!is_time) {
        return fail(Code::Invalid, fmt::format("The time is \"{}\". It takes HH:MM from 00:00 to 23:59.", text));
    }
    return text;
}

Result<std::string> check_zone(const std::string& name) {
    std::error_code ignored;
    const bool is_plain = !name.empty() && name.find("..") == std::string::npos && name.front() != '/' &&
                          std::isupper(static_cast<unsigned char>(name.front())) != 0;
    if (!is_plain || !fs::is_regular_file(kZoneFolder / name, ignored)) {
        return fail(Code::Invalid,
                    fmt::format("There is no time zone \"{}\". It takes a name like America/Chicago.", name));
    }
    return name;
}

/// What /etc/localtime points to, else UTC.
std::string machine_zone() {
    std::error_code error;
    const fs::path target = fs::canonical("/etc/localtime", error);
    const std::string relative = error ? "" : fs::relative(target, kZoneFolder, error).string();
    return !error && check_zone(relative) ? relative : "UTC";
}

} // namespace

Result<store::Schedule> set_schedule(Installation& installation, const ScheduleChange& change) {
    store::Schedule schedule = installation.store().schedule().value_or(store::Schedule{});
    if (change.time) {
        TRY_ASSIGN(schedule.time, check_time(*change.time));
    }
    if (change.time_zone) {
        TRY_ASSIGN(schedule.time_zone, check_zone(*change.time_zone));
    }
    if (schedule.time.empty()) {
        return fail(Code::Invalid, "The schedule has no time yet: give --time HH:MM.");
    }
    if (schedule.time_zone.empty()) {
        schedule.time_zone = machine_zone();
    }
    schedule.enabled = change.enabled;
    installation.store().save_schedule(schedule);
    return schedule;
}

} // namespace muster::app
