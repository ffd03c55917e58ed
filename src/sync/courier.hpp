#pragma once

// Sends the writes of a push, each with its step in the journal, and waits for bulk activities. Internal to sync.

#include <chrono>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "sync/session.hpp"

namespace muster::sync {

/// Small jobs take a second or two.
inline constexpr std::chrono::milliseconds kFirstPoll{2'200};

/// A bulk activity that the service has taken.
struct Parcel {
    Step step;
    std::vector<std::size_t> contacts; ///< indices of Plan::contacts, in the order of the rows; empty for removals
    constant_contact::Activity activity;
};

class Courier {
  public:
    using Submit = std::function<Answer<constant_contact::Activity>()>;

    explicit Courier(Session& session) : session_(session), known_activities_(session.earlier_activities) {}

    /// R33: notes a write that is going to be made, durable before the first of them. The steps are taken up in
    /// this order.
    void intend(const std::string& endpoint, const std::string& what, std::int64_t rows);
    /// Before a write: still allowed (checkpoint), and what is known of opt-outs is no older than a minute (R17).
    [[nodiscard]] Answer<void> ready();
    /// Submits a bulk activity: waits out a full queue, and resolves an unknown fate by looking (R31). The step is
    /// durable before.
    [[nodiscard]] Answer<Parcel> submit(const std::string& endpoint, const std::string& what,
                                        std::vector<std::size_t> contacts, std::int64_t rows, const Submit& call);
    /// One single write with its step. The answer of `call` comes back as it is.
    template <class T>
    [[nodiscard]] Answer<T> send(const std::string& endpoint, const std::string& what,
                                 const std::function<Answer<T>()>& call) {
        Step step = open(endpoint, what, 1);
        Answer<T> answer = call();
        close(step, answer ? StepState::Proved : state_after(answer.error()));
        return answer;
    }
    /// Polls until all are final, all of them with one call a round. What is not final in time is left as it is.
    [[nodiscard]] Answer<void> wait_for(std::vector<Parcel>& parcels);
    [[nodiscard]] Answer<void> pause(std::chrono::milliseconds duration);
    void close(Step& step, StepState state);
    /// Waits for what an earlier run may have left at work in the account (R24), and closes its steps.
    [[nodiscard]] Answer<void> settle_earlier_runs();

  private:
    [[nodiscard]] Step open(const std::string& endpoint, const std::string& what, std::int64_t rows);
    [[nodiscard]] static StepState state_after(const constant_contact::ApiError& error);
    [[nodiscard]] Answer<std::optional<constant_contact::Activity>> find_unknown(const Step& step);
    Session& session_;
    std::vector<Step> intended_;                ///< noted and not yet taken up
    std::vector<std::string> known_activities_; ///< ids that belong to steps of this run, or to earlier ones
};

} // namespace muster::sync
