#include "base/log.hpp"

#include <memory>

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

/// The one logger of the process. Its level is atomic and its sink takes a lock, so that every thread may write.
spdlog::logger& logger() {
    static const auto kInstance = [] {
        auto made = std::make_unique<spdlog::logger>("muster", std::make_shared<spdlog::sinks::stderr_sink_mt>());
        made->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
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

} // namespace

void set_log_level(LogLevel level) { logger().set_level(level_of(level)); }

void log(LogLevel level, std::string_view event, std::initializer_list<LogField> fields) {
    if (level == LogLevel::Off || !logger().should_log(level_of(level))) {
        return;
    }
    std::string line(event);
    for (const auto& field : fields) {
        line += ' ';
        line += field.key;
        line += '=';
        line += as_word(field.value);
    }
    logger().log(level_of(level), line);
}

} // namespace muster
