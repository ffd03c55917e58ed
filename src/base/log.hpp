#pragma once

// The log: an event's name and fields, one line each, to standard error, for people (key=value) or for programs
// (JSON). Never a secret, never a person's password.

#include <cstddef>
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

enum class LogFormat { Text, Json };

void set_log_level(LogLevel level);
void set_log_format(LogFormat format);
void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields = {});

/// As long as it lives, every line of its thread carries these fields behind its own. Contexts lie in each other;
/// of fields with one key a line carries the innermost.
class LogContext {
  public:
    LogContext(std::initializer_list<LogField> fields);
    LogContext(const LogContext&) = delete;
    LogContext& operator=(const LogContext&) = delete;
    ~LogContext();

  private:
    const std::size_t outer_; ///< how many fields the contexts around it have
};

} // namespace muster
