#include "app/progress_board.hpp"

namespace muster::app {

namespace {

constexpr std::chrono::milliseconds kTellEvery{250};
constexpr std::chrono::seconds kTooEarlyToEstimate{2};

bool is_same_phase(const sync::Progress& one, const sync::Progress& other) {
    return one.phase == other.phase && one.what == other.what;
}

/// What is left of a phase that went from `began_at` to `now.done` in `took`.
std::optional<Microseconds> time_left(const sync::Progress& now, std::int64_t began_at, Microseconds took) {
    const std::int64_t gone = now.done - began_at;
    const std::int64_t left = now.total - now.done;
    if (now.total <= 0 || gone <= 0 || left < 0 || took < kTooEarlyToEstimate) {
        return std::nullopt;
    }
    return Microseconds(static_cast<std::int64_t>(static_cast<double>(took.count()) * static_cast<double>(left) /
                                                  static_cast<double>(gone)));
}

} // namespace

ProgressBoard::Subscription& ProgressBoard::Subscription::operator=(Subscription&& other) noexcept {
    if (this != &other) {
        end();
        board_ = std::exchange(other.board_, nullptr);
        number_ = other.number_;
    }
    return *this;
}

void ProgressBoard::Subscription::end() {
    if (auto* board = std::exchange(board_, nullptr); board != nullptr) {
        board->unsubscribe(number_);
    }
}

void ProgressBoard::begin(RunProgress first) {
    const std::lock_guard lock(mutex_);
    forget_old();
    first.sequence = 0;
    first.time_left.reset();
    first.end.reset();
    const std::string run_id = first.run_id;
    Entry& entry = entries_[run_id];
    entry = Entry{std::move(first), clock_.now(), 0};
    tell(entry);
}

void ProgressBoard::note(const std::string& run_id, const sync::Progress& now) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(run_id);
    if (found == entries_.end() || found->second.progress.end) {
        return;
    }
    Entry& entry = found->second;
    if (!is_same_phase(entry.progress.now, now) || now.done < entry.progress.now.done) {
        entry.phase_began = clock_.now();
        entry.phase_done = now.done;
    }
    entry.progress.now = now;
    entry.progress.time_left = time_left(now, entry.phase_done, clock_.now() - entry.phase_began);
    tell(entry);
}

void ProgressBoard::note_cancelled(const std::string& run_id, const std::string& by) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(run_id);
    if (found == entries_.end() || found->second.progress.end || !found->second.progress.cancelled_by.empty()) {
        return;
    }
    found->second.progress.cancelled_by = by;
    tell(found->second);
}

void ProgressBoard::finish(const std::string& run_id, const RunEnd& end) {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(run_id);
    if (found == entries_.end() || found->second.progress.end) {
        return;
    }
    found->second.progress.end = end;
    found->second.progress.time_left.reset();
    ended_.push_back(run_id);
    tell(found->second);
    forget_old();
}

void ProgressBoard::withdraw(const std::string& run_id) {
    const std::lock_guard lock(mutex_);
    ended_.remove(run_id);
    entries_.erase(run_id);
}

std::optional<RunProgress> ProgressBoard::find(const std::string& run_id) {
    const std::lock_guard lock(mutex_);
    forget_old();
    const auto found = entries_.find(run_id);
    return found == entries_.end() ? std::nullopt : std::optional(found->second.progress);
}

std::vector<RunProgress> ProgressBoard::under_way(store::DatabaseId database) {
    const std::lock_guard lock(mutex_);
    std::vector<RunProgress> found;
    for (const auto& [run_id, entry] : entries_) { // ids sort by the time of their making
        if (entry.progress.database == database && !entry.progress.end) {
            found.push_back(entry.progress);
        }
    }
    return found;
}

Result<ProgressBoard::Subscription> ProgressBoard::subscribe(const std::string& run_id, std::uint64_t seen,
                                                             Listener listener) {
    const std::lock_guard lock(mutex_);
    forget_old();
    const auto found = entries_.find(run_id);
    if (found == entries_.end()) {
        return fail(Code::NotFound, "This run does not go on here, or it ended some time ago. The history shows "
                                    "how it ended.");
    }
    if (listeners_.size() >= limits_.most_listeners) {
        return fail(Code::Unavailable, "Too many pages watch runs just now. Close some and reload this one.");
    }
    if (found->second.progress.sequence != seen) {
        listener(found->second.progress);
    }
    const std::uint64_t number = next_listener_++;
    listeners_.emplace(number, Heard{run_id, std::move(listener)});
    return Subscription(*this, number);
}

void ProgressBoard::tell(Entry& entry) {
    ++entry.progress.sequence;
    for (const auto& [number, heard] : listeners_) {
        if (heard.run_id == entry.progress.run_id) {
            heard.listener(entry.progress);
        }
    }
}

void ProgressBoard::forget_old() {
    const Instant now = clock_.now();
    while (!ended_.empty()) {
        const auto found = entries_.find(ended_.front());
        const Instant ended_at = found->second.progress.end->at;
        if (ended_.size() <= limits_.most_ended && now - ended_at < limits_.keep_ended) {
            return;
        }
        entries_.erase(found);
        ended_.pop_front();
    }
}

void ProgressBoard::unsubscribe(std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    listeners_.erase(number);
}

void BoardObserver::progress(const sync::Progress& progress) {
    const Instant now = clock_.now();
    const bool is_new_phase = !told_ || !is_same_phase(*told_, progress);
    const bool is_last =
        progress.total > 0 && progress.done >= progress.total && told_ && told_->done < told_->total;
    const bool is_due = now - told_at_ >= kTellEvery || now < told_at_; // a clock may be set back
    if (!is_new_phase && !is_last && !is_due) {
        held_back_ = progress;
        return;
    }
    if (is_new_phase && held_back_) {
        tell(*held_back_);
    }
    tell(progress);
    told_ = progress;
    told_at_ = now;
    held_back_.reset();
}

void BoardObserver::tell(const sync::Progress& progress) { board_.note(run_id_, progress); }

} // namespace muster::app
