#pragma once

// The history of runs (R29): page by page for screens, and as CSV for people.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "app/installation.hpp"
#include "app/progress_board.hpp"
#include "base/result.hpp"
#include "store/store.hpp"
#include "sync/report.hpp"

namespace muster::app {

/// Code::NotFound if there is no such run.
[[nodiscard]] Result<sync::Report> find_run(Installation& installation, const std::string& run_id);

/// Everyone whom the run names and every issue, one row each, with cells that a spreadsheet would run defused.
/// Code::Invalid if the file cannot be made.
[[nodiscard]] Result<void> export_run(const sync::Report& report, const std::string& path);

/// The same, piece by piece, for a run of any size. Code::NotFound if the database has no such run; an error of
/// `write` ends it.
using WriteText = std::function<Result<void>(std::string_view)>;
[[nodiscard]] Result<void> write_run_csv(Installation& installation, store::DatabaseId database,
                                         const std::string& run_id, const WriteText& write);

/// A page has at most this many rows, whatever was asked for.
inline constexpr std::size_t kLongestPage = 500;

/// Newest first. One that says that it is running while nobody is at it any more is shown as failed.
[[nodiscard]] store::Page<sync::RunSummary> list_runs(Installation& installation, store::DatabaseId database,
                                                      const store::RunFilter& filter, store::Window window);

/// The run that goes on, and the newest that has ended; no previews.
struct NewestRuns {
    std::optional<sync::RunSummary> running;
    std::optional<sync::RunSummary> last;
};
/// Of every database that has run, for the Dashboard.
[[nodiscard]] std::map<store::DatabaseId, NewestRuns> newest_runs(Installation& installation);

/// What a person may do with a run as it stands; who may is the role's to say.
struct RunActions {
    bool cancel = false;  ///< somebody is at it
    bool begin = false;   ///< a preview that could be run as it is
    bool confirm = false; ///< removals wait, and no other run came after it (R26)
    bool repeat = false;  ///< it refused some Contacts
    bool undo = false;    ///< the newest that wrote, and not undone yet (R32)
};

/// A run or preview, under way or ended, without people and issues.
struct RunView {
    sync::Report report;                 ///< of one that is under way: what is known before its end
    std::optional<RunProgress> progress; ///< of one that is under way, or ended a short time ago
    store::PeopleTally people;
    std::int64_t issues = 0;
    RunActions can;
};
/// Code::NotFound if the database has no such run and the board knows none.
[[nodiscard]] Result<RunView> view_run(Installation& installation, ProgressBoard& board, store::DatabaseId database,
                                       const std::string& run_id);

/// Code::NotFound if the database has no such run, or has it no more.
[[nodiscard]] Result<store::Page<sync::Person>> list_people(Installation& installation, store::DatabaseId database,
                                                            const std::string& run_id,
                                                            const store::PersonFilter& filter,
                                                            store::Window window);
/// `code` "" for all.
[[nodiscard]] Result<store::Page<sync::Issue>> list_issues(Installation& installation, store::DatabaseId database,
                                                           const std::string& run_id, const std::string& code,
                                                           store::Window window);

} // namespace muster::app
