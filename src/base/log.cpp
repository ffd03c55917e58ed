#include "base/log.hpp"

#include <algorithm>
#include <atomic>
#include <memory>
#include <vector>

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "base/json.hpp"

namespace muster {

namespace {

spdlog::level::level_enum level_of(LogLevel level) {
    switch (level) {
    case LogLevel::Debug:
        return spdlog::level::debug;
    case LogLevel::Info:
        return spdlog::level::info;
    case LogLevel::Warning:
        return spdlog::level::warn;
    case LogLevel::Error:
        return spdlog::level::err;
    case LogLevel::Off:
        break;
    }
    return spdlog::level::off;
}

constexpr const char* kTextPattern = "%Y-%m-%dT%H:%M:%S.%eZ %l %v";
constexpr const char* kJsonPattern = R"({"time":"%Y-%m-%dT%H:%M:%S.%eZ","level":"%l",%v})";

/// Of all contexts of this thread, the outermost first.
std::vector<LogField>& fields_of_thread() {
    thread_local std::vector<LogField> fields;
    return fields;
}

std::atomic<LogFormat> format_now = LogFormat::Text; // of the process, as the logger is

/// The one logger of the process. Its level is atomic and its sink takes a lock, so that every thread may write.
spdlog::logger& logger() {
    static const auto kInstance = [] {
        auto made = std::make_unique<spdlog::logger>("muster", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern(kTextPattern, spdlog::pattern_time_type::utc);
        made->set_level(spdlog::level::warn);
        return made;
    }();
    return *kInstance;
}

/// Quoted unless it reads as one word, so that no value can pass for another field or another line.
std::string as_word(std::string_view value) {
    bool is_plain = !value.empty();
    for (const char c : value) {
        is_plain = is_plain && c > ' ' && c < 0x7F && c != '"' && c != '=' && c != '\\';
    }
    return is_plain ? std::string(value) : json::quoted(value);
}

/// The line's own fields, then those of the contexts; the innermost of each key.
template <class Visit>
void each_field(std::initializer_list<LogField> own, const Visit& visit) {
    std::for_each(own.begin(), own.end(), visit);
    const auto& around = fields_of_thread();
    for (auto field = around.begin(); field != around.end(); ++field) {
        const auto is_hidden = [&](const LogField& other) { return other.key == field->key; };
        if (std::none_of(own.begin(), own.end(), is_hidden) && std::none_of(field + 1, around.end(), is_hidden)) {
            visit(*field);
        }
    }
}

std::string as_text(std::string_view event, std::initializer_list<LogField> fields) {
    std::string line(event);
    each_field(fields, [&](const LogField& field) {
        line += ' ';
        line += field.key;
        line += '=';
        line += as_word(field.value);
    });
    return line;
}

/// What is between the braces, behind time and level.
std::string as_json(std::string_view event, std::initializer_list<LogField> fields) {
    std::string line = "\"event\":" + json::quoted(event);
    each_field(fields, [&](const LogField& field) {
        line += ',';
        line += json::quoted(field.key);
        line += ':';
        line += json::quoted(field.value);
    });
    return line;
}

} // namespace

void set_log_format(LogFormat format) {
    format_now = format;
    logger().set_pattern(format == LogFormat::Json ? kJsonPattern : kTextPattern, spdlog::pattern_time_type::utc);
}

void set_log_level(LogLevel level) { logger().set_level(level_of(level)); }

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level == LogLevel::Off || !logger().should_log(level_of(level))) {
        return;
    }
    logger().log(level_of(level), format_now == LogFormat::Json ? as_json(event, fields) : as_text(event, fields));
}

LogContext::LogContext(std::initializer_list<LogField> fields) : outer_(fields_of_thread().size()) {
    fields_of_thread().insert(fields_of_thread().end(), fields);
}

LogContext::~LogContext() { fields_of_thread().resize(outer_); }

} // namespace muster
