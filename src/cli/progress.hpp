#pragma once

// Progress on standard error: one line that is overwritten on a terminal, a line per step elsewhere, nothing with
// --quiet.

#include <cstdint>
#include <string>

#include "base/time.hpp"
#include "cli/console.hpp"

namespace muster::cli {

class ProgressLine {
  public:
    ProgressLine(Console& console, Clock& clock) : console_(console), clock_(clock), started_(clock.now()) {}
    ProgressLine(const ProgressLine&) = delete;
    ProgressLine& operator=(const ProgressLine&) = delete;
    ~ProgressLine() { console_.status_line(""); }

    /// `total` 0: not known.
    void show(const std::string& step, std::int64_t done, std::int64_t total);

  private:
    Console& console_; // outlives the line, like the clock
    Clock& clock_;
    Instant started_;
    Instant step_started_{};
    Instant shown_{};
    std::string step_;
};

/// "[#####.....]  50 %  120 of 240  0:03, about 0:03 left"; without the bar where the total is not known.
[[nodiscard]] std::string progress_text(const std::string& step, std::int64_t done, std::int64_t total,
                                        Microseconds step_elapsed, Microseconds elapsed);

} // namespace muster::cli
