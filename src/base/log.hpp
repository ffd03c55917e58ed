#pragma once

// The log: an event's name and key=value fields, one line each, to standard error. Never a secret, never a person's
// password.

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace muster {

enum class LogLevel { Debug, Info, Warning, Error, Off };

struct LogField {
    std::string_view key;
    std::string value;
};

void set_log_level(LogLevel level);
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

} // namespace muster
