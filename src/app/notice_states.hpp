#pragma once

// R34, the deciding part: what runs and the grant of one database make of the problems that are open, and which
// messages follow. Only runs that the schedule started open problems, as a person sits in front of every other one;
// any run that goes well mends them. Values in, values out; no clock, no store.

#include <string>
#include <vector>

#include "base/time.hpp"
#include "store/notice_queue.hpp"

namespace muster::app {

/// How long before its end a grant counts as running out.
inline constexpr std::chrono::days kGrantWarning{14};

struct GrantView {
    enum class State {
        Unknown, ///< could not be read: says nothing
        None,    ///< nobody has connected, or somebody has disconnected
        Good,
        Lost,
    };
    State state = State::Unknown;
    Instant granted_at{}; ///< of a good one
    Instant ends_at{};    ///< if nothing renews it
    Instant lost_at{};
    std::string reason; ///< of a lost one
};

struct Announcement {
    store::NoticeKind kind = store::NoticeKind::RunFailed;
    std::string run_id;
    std::string detail;

    bool operator==(const Announcement&) const = default;
};

struct Settled {
    std::vector<store::OpenProblem> problems;
    std::vector<Announcement>
        announcements; ///< one for each kind that was not open before, or one that all is well
};

/// Runs first, in their order, then the grant. A problem that was open before and still is says nothing again; it
/// keeps its beginning and takes over the newest run.
[[nodiscard]] Settled settle_states(const store::NoticeView& before, const GrantView& grant, Instant now);

} // namespace muster::app
