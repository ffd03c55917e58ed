#pragma once

// A run's report in words for a terminal.

#include <cstddef>
#include <string>

#include "app/update_contacts.hpp"
#include "cli/console.hpp"
#include "cli/progress.hpp"

namespace muster::cli {

/// How many people of one outcome a report names before it points to `muster runs show`.
inline constexpr std::size_t kPeopleShown = 10;

/// Everyone whom the report names, by outcome, then the issues that are nobody's outcome. `most` of each.
[[nodiscard]] std::string people_text(const sync::Report& report, std::size_t most);
/// People and the sentences that every report ends with.
[[nodiscard]] std::string report_text(const sync::Report& report, std::size_t most);

/// Shows a run's progress on standard error.
class RunProgress final : public sync::Observer {
  public:
    RunProgress(Console& console, Clock& clock) : line_(console, clock) {}
    void progress(const sync::Progress& progress) override;

  private:
    ProgressLine line_;
};

} // namespace muster::cli
