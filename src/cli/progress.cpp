#include "cli/progress.hpp"

#include <algorithm>

#include <fmt/format.h>

namespace muster::cli {

namespace {

constexpr std::int64_t kBarWidth = 20;
constexpr std::chrono::milliseconds kRedraw{100};
constexpr std::chrono::seconds kTooEarlyToEstimate{2};

std::string minutes(Microseconds duration) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
    return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
}

} // namespace

std::string progress_text(const std::string& step, std::int64_t done, std::int64_t total, Microseconds step_elapsed,
                          Microseconds elapsed) {
    if (total <= 0) {
        return fmt::format("{}{}  {}", step, done > 0 ? fmt::format("  {}", done) : "", minutes(elapsed));
    }
    const std::int64_t part = std::clamp<std::int64_t>(done, 0, total);
    const std::int64_t filled = part * kBarWidth / total;
    std::string text =
        fmt::format("[{}{}] {:3} %  {}  {} of {}  {}", std::string(static_cast<std::size_t>(filled), '#'),
                    std::string(static_cast<std::size_t>(kBarWidth - filled), '.'), part * 100 / total, step, part,
                    total, minutes(elapsed));
    if (part > 0 && part < total && step_elapsed >= kTooEarlyToEstimate) {
        text += fmt::format(", about {} left", minutes(step_elapsed * (total - part) / part));
    }
    return text;
}

void ProgressLine::show(const std::string& step, std::int64_t done, std::int64_t total) {
    const Instant now = clock_.now();
    const bool is_new_step = step != step_;
    if (is_new_step) {
        step_ = step;
        step_started_ = now;
    }
    if (!console_.options().error_is_terminal) {
        if (is_new_step) {
            console_.note(step + " …");
        }
        return;
    }
    if (is_new_step || done >= total || now - shown_ >= kRedraw) {
        shown_ = now;
        console_.status_line(progress_text(step, done, total, now - step_started_, now - started_));
    }
}

} // namespace muster::cli
