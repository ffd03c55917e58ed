#include "sandbox/world.hpp"

#include <fmt/format.h>

namespace muster::sandbox {

World::World(Options chosen, Clock& the_clock, Random& the_random)
    : options(std::move(chosen)), clock(the_clock), random(the_random) {}

Account& World::add_account(std::string_view name) {
    Account& account = accounts.emplace_back();
    account.id = "a" + random_token(random, 8);
    account.name = name;
    changed = true;
    return account;
}

Account* World::account(std::string_view id_or_name) {
    for (auto& one : accounts) {
        if (one.id == id_or_name || one.name == id_or_name) {
            return &one;
        }
    }
    return nullptr;
}

std::string World::time_text(Instant instant) const {
    std::string seconds = format_instant(instant);
    const std::string without_zone = seconds.substr(0, seconds.size() - 1);
    switch (switches().time_format) {
    case TimeFormat::Seconds:
        break;
    case TimeFormat::Offset:
        return without_zone + "+00:00";
    case TimeFormat::Milliseconds: {
        const auto rest = instant - std::chrono::floor<std::chrono::seconds>(instant);
        return fmt::format("{}.{:03}Z", without_zone, rest.count() / 1000);
    }
    }
    return seconds;
}

} // namespace muster::sandbox
