#include "sync/sentences.hpp"

#include <fmt/format.h>

namespace muster::sync {
namespace {

std::string total_line(std::int64_t number, std::string_view what) {
    return fmt::format("  {:>7}  {}", number, what);
}

} // namespace

void Sentences::line(std::string_view text) {
    out_ += text;
    out_ += '\n';
}

void Sentences::part(std::int64_t number, std::string_view what) {
    if (number > 0) {
        line(total_line(number, what));
    }
}

void Sentences::write_sum() { line(total_line(report_.totals.sum(), "in all")); }

void Sentences::write_warnings() {
    for (const std::string& warning : report_.warnings) {
        line(warning);
    }
}

void Sentences::write_end() {
    const auto left = report_.quota_limit - report_.quota_used_today;
    line(report_.preview ? fmt::format("About {} API calls of {} left today.", report_.calls_estimated, left)
                         : fmt::format("{} API calls ({} of them writes; {} were estimated), {} left today.",
                                       report_.calls_total, report_.calls_writes, report_.calls_estimated, left));
    if (!report_.message.empty()) {
        line(report_.message);
    }
    line(fmt::format("{} opted-out addresses were made mailable.", report_.opted_out_made_mailable));
}

} // namespace muster::sync
