#pragma once

// How runs and previews stand, for whoever looks at one (R30): a copy at once, or word of each change. Those of
// this process are in memory; where a store is handed in, other processes see them in it, and theirs are seen here.
// It decides nothing about a run, and never holds one up: what the store does not take now, it takes a second
// later.

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

#include "base/cancel.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "store/store.hpp"
#include "sync/run.hpp"

namespace muster::app {

using store::RunEnd;
using store::RunProgress;

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

    /// `store`: shared with other processes; it outlives the board.
    explicit ProgressBoard(Clock& clock, store::Store* store = nullptr, BoardLimits limits = {})
        : clock_(clock), store_(store), limits_(limits) {}
    ProgressBoard(const ProgressBoard&) = delete;
    ProgressBoard& operator=(const ProgressBoard&) = delete;

    // --- for whoever runs
    /// Of `first`, `sequence`, `time_left` and `end` are the board's to set. `cancel` is cancelled when somebody
    /// asks another process for the run's end.
    void begin(RunProgress first, const CancelToken& cancel = {});
    void note(const std::string& run_id, const sync::Progress& now);
    void note_cancelled(const std::string& run_id, const std::string& by);
    void finish(const std::string& run_id, const RunEnd& end);
    /// As if it had never been there: it could not be started after all.
    void withdraw(const std::string& run_id);

    // --- for whoever looks
    /// Nothing for one that nobody is at, or that ended too long ago.
    [[nodiscard]] std::optional<RunProgress> find(store::DatabaseId database, const std::string& run_id);
    /// Those under way, in the order of their beginning; or only those of other processes.
    [[nodiscard]] std::vector<RunProgress> under_way(store::DatabaseId database);
    [[nodiscard]] std::vector<RunProgress> elsewhere(store::DatabaseId database);
    /// Tells the listener the state at once unless it was seen already (`seen` is the last sequence number that the
    /// caller has, 0 for none), then every change, of a run elsewhere within look_around; the last has `end`.
    /// Code::NotFound as with find, Code::Unavailable when too many listen.
    [[nodiscard]] Result<Subscription> subscribe(store::DatabaseId database, const std::string& run_id,
                                                 std::uint64_t seen, Listener listener);
    /// Asks the process that runs it for its end; false if it goes on nowhere else.
    [[nodiscard]] bool ask_elsewhere(store::DatabaseId database, const std::string& run_id, const std::string& by);

    /// Hands to others what they have not seen yet, hears what they ask for, and tells of runs elsewhere that
    /// somebody here listens to. To be called about every second; costs nothing while nothing goes on. Throws if
    /// the store is lost.
    void look_around();

  private:
    struct Entry {
        RunProgress progress;
        Instant phase_began{}; ///< the measure that time_left is reckoned from
        std::int64_t phase_done = 0;
        CancelToken cancel;
        std::uint64_t shared = 0; ///< the newest sequence number that others could see
        sync::Phase shared_phase = sync::Phase::Starting;
        Instant shared_at{}; ///< when that was tried last
    };
    struct Heard {
        store::DatabaseId database;
        std::string run_id;
        Listener listener;
        std::uint64_t seen = 0; ///< of a run elsewhere
    };
    /// Of the caller's thread, the board not locked.
    void share(const RunProgress& progress);
    void share_end(const RunProgress& progress);
    [[nodiscard]] std::vector<RunProgress> take_unshared();
    void cancel_here(const std::string& run_id, const std::string& by);
    void look_elsewhere();
    void tell_elsewhere(const RunProgress& progress);
    [[nodiscard]] Result<Subscription> listen(Heard heard);
    void tell(Entry& entry);
    void forget_old();
    void unsubscribe(std::uint64_t number);

    Clock& clock_;
    store::Store* const store_; ///< null: of this process only
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
