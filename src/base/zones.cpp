#include "base/zones.hpp"

#include <algorithm>
#include <cstdlib>
#include <exception>

#include <date/tz.h>
#include <fmt/format.h>

#include "base/text.hpp"

namespace muster {

namespace {

constexpr std::size_t kLongestQuote = 60; // of a wrong value in a message, in characters

/// The library's table has what else lies in the folder of tzdata: "localtime", "posixrules".
bool is_name_of_a_zone(std::string_view name) {
    return !name.empty() && name.front() >= 'A' && name.front() <= 'Z' && name != "Factory";
}

const date::time_zone* locate(std::string_view name) {
    if (!is_name_of_a_zone(name)) {
        return nullptr;
    }
    try {
        return date::locate_zone(name);
    } catch (const std::exception&) { // no such zone, or no tzdata at all
        return nullptr;
    }
}

date::sys_seconds to_library(Instant instant) { return std::chrono::floor<std::chrono::seconds>(instant); }

date::local_days to_library(Date day) { return date::local_days(std::chrono::sys_days(day).time_since_epoch()); }

} // namespace

Result<Zone> Zone::find(std::string_view name) {
    if (const auto* zone = locate(name)) {
        return Zone(*zone);
    }
    return fail(Code::Invalid, fmt::format("There is no time zone \"{}\". It takes a name like America/Chicago.",
                                           cut(name, kLongestQuote)));
}

const std::string& Zone::name() const { return zone_->name(); }

LocalTime Zone::local(Instant instant) const {
    const auto local = to_library(instant).time_since_epoch() + offset(instant);
    const auto day = std::chrono::floor<std::chrono::days>(local);
    return {Date(std::chrono::sys_days(day)), local - day};
}

std::optional<Instant> Zone::instant_of(Date day, std::chrono::minutes time) const {
    const auto wanted = to_library(day) + std::chrono::seconds(time);
    const auto found = zone_->get_info(wanted);
    if (found.result != date::local_info::nonexistent) {
        return date::sys_seconds(wanted.time_since_epoch() - found.first.offset);
    }
    for (const Instant instant : {Instant(found.first.end), Instant(found.first.end - std::chrono::minutes(1))}) {
        if (local(instant).day == day) {
            return instant;
        }
    }
    return std::nullopt;
}

std::chrono::seconds Zone::offset(Instant instant) const { return zone_->get_info(to_library(instant)).offset; }

std::string Zone::abbreviation(Instant instant) const {
    const auto info = zone_->get_info(to_library(instant));
    if (!info.abbrev.empty() && info.abbrev.front() != '+' && info.abbrev.front() != '-') {
        return info.abbrev;
    }
    const auto minutes = std::chrono::floor<std::chrono::minutes>(std::chrono::abs(info.offset)).count();
    return fmt::format("UTC{}{:02}:{:02}", info.offset.count() < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

const std::vector<std::string>& zone_names() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> all;
        try {
            for (const auto& zone : date::get_tzdb().zones) {
                if (is_name_of_a_zone(zone.name())) {
                    all.push_back(zone.name());
                }
            }
        } catch (const std::exception&) { // no tzdata: no zones
            all.clear();
        }
        std::sort(all.begin(), all.end());
        return all;
    }();
    return names;
}

std::string machine_zone() {
    if (const char* const given = std::getenv("TZ"); given != nullptr) {
        std::string_view name(given);
        name.remove_prefix(name.starts_with(':') ? 1 : 0);
        if (locate(name) != nullptr) {
            return std::string(name);
        }
    }
    try {
        const auto& name = date::current_zone()->name();
        return locate(name) != nullptr ? name : "UTC";
    } catch (const std::exception&) { // /etc/localtime is missing, or no zone of the table
        return "UTC";
    }
}

Result<std::chrono::minutes> parse_time_of_day(std::string_view text) {
    const auto digit = [&](std::size_t at) { return text[at] >= '0' && text[at] <= '9'; };
    const bool is_time = text.size() == 5 && digit(0) && digit(1) && text[2] == ':' && digit(3) && digit(4) &&
                         text.substr(0, 2) <= "23" && text.substr(3) <= "59";
    if (!is_time) {
        return fail(Code::Invalid, fmt::format("The time is \"{}\". It takes HH:MM from 00:00 to 23:59.",
                                               cut(text, kLongestQuote)));
    }
    const auto number = [&](std::size_t at) { return (text[at] - '0') * 10 + (text[at + 1] - '0'); };
    return std::chrono::hours(number(0)) + std::chrono::minutes(number(3));
}

std::string format_local(const LocalTime& local) {
    const std::chrono::hh_mm_ss time(local.since_midnight);
    return fmt::format("{} {:02}:{:02}", format_date(local.day), time.hours().count(), time.minutes().count());
}

} // namespace muster
