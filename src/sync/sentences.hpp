#pragma once

// What the words of an update and of an undo have in common. Internal to sync.

#include <cstdint>
#include <string>
#include <string_view>

#include "sync/report.hpp"

namespace muster::sync {

/// A report's lines, one after the other.
class Sentences {
  public:
    explicit Sentences(const Report& report) : report_(report) {}

  protected:
    void line(std::string_view text);
    /// A line of the totals, if there is anything to it.
    void part(std::int64_t number, std::string_view what);
    void write_sum();
    void write_warnings();
    /// The calls, the message, and the figure of R13.
    void write_end();

    const Report& report_;
    std::string out_;
};

} // namespace muster::sync
