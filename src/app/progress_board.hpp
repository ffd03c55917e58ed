#pragma once

// How the runs and previews of this process stand, in memory, for whoever looks at one (R30): a copy at once, or
// word of each change. It knows nothing of other processes and decides nothing about a run.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "store/database_id.hpp"
#include "sync/report.hpp"
#include "sync/run.hpp"

namespace muster::app {

/// How a run ended.
struct RunEnd {
    sync::RunState state = sync::RunState::Failed;
    std::string message; ///< the report's; "" if all went well
    Instant at{};
};

/// One run as it stood at a moment.
struct RunProgress {
    std::string run_id;
    store::DatabaseId database;
    std::string started_by;
    std::string undo_of{}; ///< the run that it takes back (R32), "" for an update
    bool preview = false;
    std::string depth; ///< as asked for
    std::string selections_json;
    sync::Progress now;
    Instant started_at{};
    std::optional<Microseconds> time_left; ///< of the phase, by its own rate; nothing when that is not known
    std::string cancelled_by;              ///< who asked for its end; "" nobody
    std::optional<RunEnd> end;
    std::uint64_t sequence = 0; ///< from 1, grows with every change of this run

    [[nodiscard]] Microseconds elapsed(Instant at) const { return (end ? end->at : at) - started_at; }
};

struct BoardLimits {
    std::chrono::minutes keep_ended{15};
    std::size_t most_ended = 500;
    std::size_t most_listeners = 1'000;
};

/// Safe from any thread.
class ProgressBoard {
  public:
    /// Called from the thread of the run, the board locked: it hands the news on and returns at once, and calls
    /// nothing of the board.
    using Listener = std::function<void(const RunProgress&)>;

    /// Ends with this object: once it is destroyed, the listener is not called any more. The board outlives it.
    class Subscription {
      public:
        Subscription() = default;
        Subscription(Subscription&& other) noexcept
            : board_(std::exchange(other.board_, nullptr)), number_(other.number_) {}
        Subscription& operator=(Subscription&& other) noexcept;
        ~Subscription() { end(); }
        void end();

      private:
        friend class ProgressBoard;
        Subscription(ProgressBoard& board, std::uint64_t number) : board_(&board), number_(number) {}
        ProgressBoard* board_ = nullptr;
        std::uint64_t number_ = 0;
    };

    explicit ProgressBoard(Clock& clock, BoardLimits limits = {}) : clock_(clock), limits_(limits) {}
    ProgressBoard(const ProgressBoard&) = delete;
    ProgressBoard& operator=(const ProgressBoard&) = delete;

    // --- for whoever runs
    /// Of `first`, `sequence`, `time_left` and `end` are the board's to set.
    void begin(RunProgress first);
    void note(const std::string& run_id, const sync::Progress& now);
    void note_cancelled(const std::string& run_id, const std::string& by);
    void finish(const std::string& run_id, const RunEnd& end);
    /// As if it had never been there: it could not be started after all.
    void withdraw(const std::string& run_id);

    // --- for whoever looks
    /// Nothing for a run of another process, or one that ended too long ago.
    [[nodiscard]] std::optional<RunProgress> find(const std::string& run_id);
    /// Those under way, in the order of their beginning.
    [[nodiscard]] std::vector<RunProgress> under_way(store::DatabaseId database);
    /// Tells the listener the state at once unless it was seen already (`seen` is the last sequence number that the
    /// caller has, 0 for none), then every change; the last has `end`. Code::NotFound as with find,
    /// Code::Unavailable when too many listen.
    [[nodiscard]] Result<Subscription> subscribe(const std::string& run_id, std::uint64_t seen, Listener listener);

  private:
    struct Entry {
        RunProgress progress;
        Instant phase_began{}; ///< the measure that time_left is reckoned from
        std::int64_t phase_done = 0;
    };
    struct Heard {
        std::string run_id;
        Listener listener;
    };
    void tell(Entry& entry);
    void forget_old();
    void unsubscribe(std::uint64_t number);

    Clock& clock_;
    const BoardLimits limits_;
    std::mutex mutex_;
    std::map<std::string, Entry> entries_;
    std::list<std::string> ended_; ///< oldest first
    std::map<std::uint64_t, Heard> listeners_;
    std::uint64_t next_listener_ = 1;
};

/// Tells the board how one run stands, some times a second at most; the first and the last word of each phase
/// always. Used by the thread of the run; the board outlives it.
class BoardObserver final : public sync::Observer {
  public:
    BoardObserver(ProgressBoard& board, Clock& clock, std::string run_id)
        : board_(board), clock_(clock), run_id_(std::move(run_id)) {}
    void progress(const sync::Progress& progress) override;

  private:
    void tell(const sync::Progress& progress);
    ProgressBoard& board_;
    Clock& clock_;
    std::string run_id_;
    std::optional<sync::Progress> told_;
    std::optional<sync::Progress> held_back_;
    Instant told_at_{};
};

} // namespace muster::app
