#include "app/notice_states.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "schedule/ledger.hpp"

namespace muster::app {

namespace {

using store::EndedRun;
using store::NoticeKind;
using store::OpenProblem;

class Problems {
  public:
    explicit Problems(std::vector<OpenProblem> open) : open_(std::move(open)) {}

    void raise(OpenProblem problem) {
        if (auto* known = find(problem.kind)) {
            problem.since = known->since;
            *known = std::move(problem);
        } else {
            open_.push_back(std::move(problem));
        }
    }
    void mend(NoticeKind kind) {
        std::erase_if(open_, [&](const OpenProblem& problem) { return problem.kind == kind; });
    }
    void clear() { open_.clear(); }
    [[nodiscard]] OpenProblem* find(NoticeKind kind) {
        const auto found = std::ranges::find(open_, kind, &OpenProblem::kind);
        return found == open_.end() ? nullptr : &*found;
    }
    [[nodiscard]] std::vector<OpenProblem>& all() { return open_; }

  private:
    std::vector<OpenProblem> open_;
};

std::string refused_words(const EndedRun& run) {
    if (run.refused == 0) {
        return "A list or a custom field was refused. The rest went on.";
    }
    return fmt::format(
        "{} Rep{} refused, or could not be proved to have arrived. Everybody else was taken care of.", run.refused,
        run.refused == 1 ? " was" : "s were");
}

/// What a run proves to be mended, whoever started it.
void mend_by(Problems& problems, const EndedRun& run) {
    switch (run.state) {
    case sync::RunState::Completed:
        problems.mend(NoticeKind::RefusedRows);
        [[fallthrough]];
    case sync::RunState::CompletedWithIssues:
        problems.mend(NoticeKind::NeedsConfirmation);
        [[fallthrough]];
    case sync::RunState::NeedsConfirmation:
        problems.mend(NoticeKind::RunFailed);
        problems.mend(NoticeKind::GrantLost);
        break;
    default: // it ended early, or waits for tomorrow's quota: it has proved nothing
        break;
    }
}

void raise_by(Problems& problems, const EndedRun& run) {
    const auto raise = [&](NoticeKind kind, std::string detail) {
        problems.raise({kind, run.at, run.run_id, std::move(detail)});
    };
    switch (run.state) {
    case sync::RunState::Failed:
        raise(NoticeKind::RunFailed, run.message);
        break;
    case sync::RunState::NeedsConfirmation:
        raise(NoticeKind::NeedsConfirmation, run.message);
        break;
    case sync::RunState::NotConnected:
        raise(NoticeKind::GrantLost, run.message);
        break;
    case sync::RunState::CompletedWithIssues:
        raise(NoticeKind::RefusedRows, refused_words(run));
        break;
    default:
        break;
    }
}

void take_grant(Problems& problems, const GrantView& grant, Instant now) {
    switch (grant.state) {
    case GrantView::State::Unknown:
        break;
    case GrantView::State::None:
        problems.clear(); // nothing runs any more, so nothing is wrong
        break;
    case GrantView::State::Lost:
        problems.mend(NoticeKind::GrantEnding);
        if (problems.find(NoticeKind::GrantLost) == nullptr) {
            problems.raise({NoticeKind::GrantLost, grant.lost_at, "", grant.reason});
        }
        break;
    case GrantView::State::Good:
        // An older grant may be good and yet of no use, for one that answers for another account (R22).
        if (const auto* lost = problems.find(NoticeKind::GrantLost);
            lost != nullptr && grant.granted_at >= lost->since) {
            problems.mend(NoticeKind::GrantLost);
        }
        if (now < grant.ends_at - kGrantWarning) {
            problems.mend(NoticeKind::GrantEnding);
        } else if (problems.find(NoticeKind::GrantEnding) == nullptr) {
            problems.raise({NoticeKind::GrantEnding, now, "",
                            fmt::format("If no run renews it, it ends on {}.",
                                        format_date(std::chrono::floor<std::chrono::days>(grant.ends_at)))});
        }
        break;
    }
}

std::string_view words(NoticeKind kind) {
    switch (kind) {
    case NoticeKind::RunFailed:
        return "the scheduled update failed";
    case NoticeKind::NeedsConfirmation:
        return "the scheduled update waited for a confirmation";
    case NoticeKind::GrantLost:
        return "the connection was lost";
    case NoticeKind::GrantEnding:
        return "the connection was running out";
    case NoticeKind::RefusedRows:
        return "Reps were refused";
    case NoticeKind::WellAgain:
    case NoticeKind::OptedOutList:
        break;
    }
    return "";
}

Announcement well_again(const std::vector<OpenProblem>& before, const std::vector<EndedRun>& runs) {
    std::vector<std::string> mended;
    for (const auto& problem : before) {
        mended.push_back(fmt::format("{} (since {})", words(problem.kind),
                                     format_date(std::chrono::floor<std::chrono::days>(problem.since))));
    }
    return {NoticeKind::WellAgain, runs.empty() ? "" : runs.back().run_id, "Mended: " + join(mended, ", ") + "."};
}

} // namespace

Settled settle_states(const store::NoticeView& before, const GrantView& grant, Instant now) {
    Problems problems(before.problems);
    for (const auto& run : before.ended) {
        if (run.is_undo) {
            continue; // a person sat before it, and what it took back says nothing of the next update
        }
        mend_by(problems, run);
        if (run.started_by == schedule::kStartedBy) {
            raise_by(problems, run);
        }
    }
    take_grant(problems, grant, now);
    Settled settled;
    for (const auto& problem : problems.all()) {
        if (std::ranges::find(before.problems, problem.kind, &OpenProblem::kind) == before.problems.end()) {
            settled.announcements.push_back({problem.kind, problem.run_id, problem.detail});
        }
    }
    if (problems.all().empty() && !before.problems.empty() && grant.state != GrantView::State::None) {
        settled.announcements.push_back(well_again(before.problems, before.ended));
    }
    settled.problems = std::move(problems.all());
    return settled;
}

} // namespace muster::app
