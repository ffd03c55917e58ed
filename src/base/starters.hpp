#pragma once

// What a history calls whoever started a run, where that was no person. It decides nothing.

#include <string_view>

namespace muster {

inline constexpr std::string_view kCommandLineStarter = "cli";
inline constexpr std::string_view kScheduleStarter = "schedule";

/// No user has one of these names, however it is written.
inline constexpr std::string_view kStarters[] = {kCommandLineStarter, kScheduleStarter};

} // namespace muster
