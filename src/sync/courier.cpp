#include "sync/courier.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

namespace muster::sync {
namespace cc = constant_contact;
using cc::Failure;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
namespace {

constexpr seconds kOldestLook{60}; ///< R17
constexpr milliseconds kLongestPoll{15'000};
constexpr minutes kLongestWait{60}; ///< for one round of activities
constexpr seconds kQueuePause{30};
constexpr int kQueueTries = 40;
constexpr minutes kClockSkew{5}; ///< between the service's clock and ours
constexpr seconds kBeforeSecondLook{5};

bool belongs_to(const Step& step, const cc::Activity& activity, const std::vector<std::string>& known) {
    const bool recent = !activity.created_at || !step.sent_at || *activity.created_at >= *step.sent_at - kClockSkew;
    return recent && std::ranges::find(known, activity.activity_id) == known.end();
}

/// True if it is, or may be, what one of the steps sent.
bool is_of_any(const std::vector<OpenStep>& steps, const cc::Activity& activity) {
    return std::ranges::any_of(steps, [&](const OpenStep& open) {
        return open.step.activity_id.empty() ? belongs_to(open.step, activity, {})
                                             : open.step.activity_id == activity.activity_id;
    });
}

} // namespace

Answer<void> Courier::ready() {
    TRY(session_.checkpoint());
    if (session_.ports.clock.now() - session_.looked_at <= kOldestLook) {
        return {};
    }
    TRY_ASSIGN(const AccountChanges changes, look_again(session_));
    if (changes.contacts.empty()) {
        return {};
    }
    session_.keep(changes, {});
    for (std::size_t i = 0; i < session_.plan.contacts.size(); ++i) {
        if (session_.fates[i] == Fate::NotSent && session_.view.is_opted_out(session_.plan.contacts[i].key)) {
            session_.fates[i] = Fate::HeldBack;
        }
    }
    return {};
}

void Courier::intend(const std::string& endpoint, const std::string& what, std::int64_t rows) {
    intended_.push_back({session_.next_step++, endpoint, what, rows, StepState::Intended, "", {}});
    session_.ports.journal.put_step(session_.report.run_id, intended_.back());
}

Step Courier::open(const std::string& endpoint, const std::string& what, std::int64_t rows) {
    Step step{0, endpoint, what, rows, StepState::Sent, "", session_.ports.clock.now()};
    session_.first_write_at = session_.first_write_at.value_or(*step.sent_at);
    const auto intended = std::ranges::find(intended_, endpoint, &Step::endpoint);
    if (intended == intended_.end()) {
        step.number = session_.next_step++;
    } else {
        step.number = intended->number;
        intended_.erase(intended);
    }
    session_.ports.journal.put_step(session_.report.run_id,
                                    step); // durable before the call; its fate is unknown until closed
    return step;
}

void Courier::close(Step& step, StepState state) {
    step.state = state;
    session_.ports.journal.put_step(session_.report.run_id, step);
}

StepState Courier::state_after(const cc::ApiError& error) {
    return error.failure == Failure::FateUnknown || error.failure == Failure::Malformed ? StepState::Sent
                                                                                        : StepState::Dropped;
}

Answer<void> Courier::pause(milliseconds duration) {
    if (!session_.ports.clock.sleep_for(duration, session_.cancel)) {
        return tl::unexpected(cc::ApiError{Failure::Cancelled, 0, {}, "The run was cancelled.", {}});
    }
    return session_.checkpoint();
}

Answer<std::optional<cc::Activity>> Courier::find_unknown(const Step& step) {
    for (int look = 0; look < 2; ++look) {
        if (look > 0) {
            TRY(pause(kBeforeSecondLook));
        }
        TRY_ASSIGN(auto activities, session_.ports.client.activities());
        for (cc::Activity& activity : activities) {
            if (belongs_to(step, activity, known_activities_)) {
                return std::optional(std::move(activity));
            }
        }
    }
    return std::optional<cc::Activity>();
}

Answer<Parcel> Courier::submit(const std::string& endpoint, const std::string& what,
                               std::vector<std::size_t> contacts, std::int64_t rows, const Submit& call) {
    bool resolved_once = false;
    for (int attempt = 0;; ++attempt) {
        Step step = open(endpoint, what, rows);
        Answer<cc::Activity> answer = call();
        if (!answer && answer.error().failure == Failure::FateUnknown) {
            TRY_ASSIGN(auto found, find_unknown(step));
            if (found) {
                answer = std::move(*found);
            } else if (!resolved_once) {
                resolved_once = true;
                close(step, StepState::Dropped); // looked for twice and not there: it never took effect
                continue;
            }
        }
        if (answer) {
            step.activity_id = answer->activity_id;
            known_activities_.push_back(step.activity_id);
            close(step, StepState::Accepted);
            return Parcel{step, std::move(contacts), std::move(*answer)};
        }
        close(step, state_after(answer.error()));
        if (answer.error().failure != Failure::QueueFull || attempt >= kQueueTries) {
            return tl::unexpected(std::move(answer).error());
        }
        session_.progress(Phase::Waiting, 0, 0, "Constant Contact has too many activities queued");
        TRY(pause(kQueuePause));
    }
}

Answer<void> Courier::wait_for(std::vector<Parcel>& parcels) {
    const Instant began = session_.ports.clock.now();
    milliseconds delay = kFirstPoll;
    const auto is_open = [](const Parcel& parcel) { return !cc::is_final(parcel.activity.state); };
    while (true) {
        const auto open_count = std::ranges::count_if(parcels, is_open);
        const auto all = static_cast<std::int64_t>(parcels.size());
        session_.progress(Phase::Waiting, all - open_count, all, "Constant Contact is working");
        if (open_count == 0 || session_.ports.clock.now() - began > kLongestWait) {
            break;
        }
        TRY(pause(delay));
        delay = std::min(delay * 2, kLongestPoll);
        if (open_count == 1) {
            Parcel& parcel = *std::ranges::find_if(parcels, is_open);
            TRY_ASSIGN(parcel.activity, session_.ports.client.activity(parcel.step.activity_id));
            continue;
        }
        TRY_ASSIGN(const auto activities, session_.ports.client.activities());
        for (Parcel& parcel : parcels) {
            const auto found = std::ranges::find(activities, parcel.step.activity_id, &cc::Activity::activity_id);
            if (found != activities.end()) {
                parcel.activity = *found;
            } else if (is_open(parcel)) {
                TRY_ASSIGN(parcel.activity, session_.ports.client.activity(parcel.step.activity_id));
            }
        }
    }
    for (Parcel& parcel : parcels) {
        if (cc::is_final(parcel.activity.state)) {
            close(parcel.step, StepState::Proved);
        }
    }
    return {};
}

Answer<void> Courier::settle_earlier_runs() {
    const auto open_steps = session_.ports.journal.open_steps();
    std::vector<OpenStep> bulk;
    std::ranges::copy_if(open_steps, std::back_inserter(bulk), [](const OpenStep& open) {
        return open.step.endpoint.find("/activities/") != std::string::npos;
    });
    milliseconds delay = kFirstPoll;
    const Instant began = session_.ports.clock.now();
    while (!bulk.empty()) {
        TRY_ASSIGN(const auto activities, session_.ports.client.activities());
        session_.earlier_activities.clear();
        bool at_work = false;
        for (const cc::Activity& activity : activities) {
            session_.earlier_activities.push_back(activity.activity_id);
            at_work = at_work || (!cc::is_final(activity.state) && is_of_any(bulk, activity));
        }
        if (!at_work || session_.ports.clock.now() - began > kLongestWait) {
            break;
        }
        session_.progress(Phase::Waiting, 0, 0, "Constant Contact is finishing what an earlier run sent");
        TRY(pause(delay));
        delay = std::min(delay * 2, kLongestPoll);
    }
    for (const OpenStep& open : open_steps) {
        session_.ports.journal.close_step(open.run_id, open.step.number,
                                          StepState::Proved); // the full read that follows tells the rest
    }
    return {};
}

} // namespace muster::sync
