#include "app/progress_board.hpp"

#include <algorithm>
#include <exception>
#include <set>

#include "base/log.hpp"

namespace muster::app {

namespace {

constexpr std::chrono::milliseconds kTellEvery{250};
constexpr std::chrono::seconds kTooEarlyToEstimate{2};
constexpr std::chrono::seconds kShareEvery{1};
constexpr std::chrono::seconds kStillAlive{20}; ///< with nothing new to say

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

void ProgressBoard::begin(RunProgress first, const CancelToken& cancel) {
    first.sequence = 0;
    first.time_left.reset();
    first.end.reset();
    {
        const std::lock_guard lock(mutex_);
        forget_old();
        Entry& entry = entries_[first.run_id];
        entry = Entry{.progress = first, .phase_began = clock_.now(), .cancel = cancel, .shared_at = clock_.now()};
        tell(entry);
        first = entry.progress;
    }
    share(first);
}

void ProgressBoard::note(const std::string& run_id, const sync::Progress& now) {
    std::optional<RunProgress> news;
    {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(run_id);
        if (found == entries_.end() || found->second.progress.end) {
            return;
        }
        Entry& entry = found->second;
        const Instant at = clock_.now();
        if (!is_same_phase(entry.progress.now, now) || now.done < entry.progress.now.done) {
            entry.phase_began = at;
            entry.phase_done = now.done;
        }
        entry.progress.now = now;
        entry.progress.time_left = time_left(now, entry.phase_done, at - entry.phase_began);
        tell(entry);
        const bool is_due = at - entry.shared_at >= kShareEvery || at < entry.shared_at;
        if (is_due || entry.shared_phase != now.phase) {
            entry.shared_at = at;
            news = entry.progress;
        }
    }
    if (news) {
        share(*news);
    }
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
    std::optional<RunProgress> last;
    {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(run_id);
        if (found == entries_.end() || found->second.progress.end) {
            return;
        }
        found->second.progress.end = end;
        found->second.progress.time_left.reset();
        ended_.push_back(run_id);
        tell(found->second);
        last = found->second.progress;
        forget_old();
    }
    share_end(*last);
}

void ProgressBoard::withdraw(const std::string& run_id) {
    store::DatabaseId database;
    {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(run_id);
        if (found == entries_.end()) {
            return;
        }
        database = found->second.progress.database;
        ended_.remove(run_id);
        entries_.erase(found);
    }
    if (store_ != nullptr) {
        try {
            store_->progress().drop(database, run_id);
        } catch (const std::exception& lost) {
            log(LogLevel::Warning, "progress_not_shared", {{"run", run_id}, {"reason", lost.what()}});
        }
    }
}

std::optional<RunProgress> ProgressBoard::find(store::DatabaseId database, const std::string& run_id) {
    {
        const std::lock_guard lock(mutex_);
        forget_old();
        if (const auto found = entries_.find(run_id); found != entries_.end()) {
            const auto& progress = found->second.progress;
            return progress.database == database ? std::optional(progress) : std::nullopt;
        }
    }
    return store_ == nullptr ? std::nullopt : store_->progress().find(database, run_id);
}

std::vector<RunProgress> ProgressBoard::elsewhere(store::DatabaseId database) {
    auto found = store_ == nullptr ? std::vector<RunProgress>{} : store_->progress().under_way(database);
    const std::lock_guard lock(mutex_);
    std::erase_if(found, [&](const RunProgress& one) { return entries_.contains(one.run_id); });
    return found;
}

std::vector<RunProgress> ProgressBoard::under_way(store::DatabaseId database) {
    auto found = elsewhere(database);
    const std::lock_guard lock(mutex_);
    for (const auto& [run_id, entry] : entries_) {
        if (entry.progress.database == database && !entry.progress.end) {
            found.push_back(entry.progress);
        }
    }
    std::ranges::sort(found, {}, &RunProgress::run_id); // ids sort by the time of their making
    return found;
}

Result<ProgressBoard::Subscription> ProgressBoard::subscribe(store::DatabaseId database, const std::string& run_id,
                                                             std::uint64_t seen, Listener listener) {
    const auto unknown = fail(Code::NotFound, "Nobody is at this run just now, or it ended some time ago. The "
                                              "history shows how it ended.");
    {
        const std::lock_guard lock(mutex_);
        forget_old();
        if (const auto found = entries_.find(run_id); found != entries_.end()) {
            const auto& progress = found->second.progress;
            if (progress.database != database) {
                return unknown;
            }
            TRY_ASSIGN(auto subscription, listen({database, run_id, listener}));
            if (progress.sequence != seen) {
                listener(progress);
            }
            return subscription;
        }
    }
    const auto elsewhere = store_ == nullptr ? std::nullopt : store_->progress().find(database, run_id);
    if (!elsewhere) {
        return unknown;
    }
    const std::lock_guard lock(mutex_);
    TRY_ASSIGN(auto subscription, listen({database, run_id, listener, elsewhere->sequence}));
    if (elsewhere->sequence != seen || elsewhere->end) {
        listener(*elsewhere);
    }
    return subscription;
}

Result<ProgressBoard::Subscription> ProgressBoard::listen(Heard heard) {
    if (listeners_.size() >= limits_.most_listeners) {
        return fail(Code::Unavailable, "Too many pages watch runs just now. Close some and reload this one.");
    }
    const std::uint64_t number = next_listener_++;
    listeners_.emplace(number, std::move(heard));
    return Subscription(*this, number);
}

bool ProgressBoard::ask_elsewhere(store::DatabaseId database, const std::string& run_id, const std::string& by) {
    return store_ != nullptr && store_->progress().ask_for_end(database, run_id, by);
}

void ProgressBoard::look_around() {
    if (store_ == nullptr) {
        return;
    }
    const auto unshared = take_unshared();
    for (const RunProgress& progress : unshared) {
        share(progress);
    }
    bool is_at_work = false;
    {
        const std::lock_guard lock(mutex_);
        is_at_work = entries_.size() > ended_.size();
    }
    if (is_at_work) {
        for (const auto& [run_id, by] : store_->progress().asked_here()) {
            cancel_here(run_id, by);
        }
    }
    look_elsewhere();
}

/// What others have not seen, and what has to be said again so that they know that somebody is at it.
std::vector<RunProgress> ProgressBoard::take_unshared() {
    const std::lock_guard lock(mutex_);
    const Instant now = clock_.now();
    std::vector<RunProgress> unshared;
    for (auto& [run_id, entry] : entries_) {
        const Microseconds since = now - entry.shared_at;
        const bool is_new = entry.shared != entry.progress.sequence && since >= kShareEvery;
        if (!entry.progress.end && (is_new || since >= kStillAlive || since < Microseconds{0})) {
            entry.shared_at = now;
            unshared.push_back(entry.progress);
        }
    }
    return unshared;
}

void ProgressBoard::share(const RunProgress& progress) {
    if (store_ == nullptr) {
        return;
    }
    std::string asked_by;
    try {
        asked_by = store_->progress().keep(progress);
    } catch (const std::exception& lost) { // others write, or the store is away: later
        log(LogLevel::Debug, "progress_not_shared", {{"run", progress.run_id}, {"reason", lost.what()}});
        return;
    }
    {
        const std::lock_guard lock(mutex_);
        if (const auto found = entries_.find(progress.run_id); found != entries_.end()) {
            found->second.shared = std::max(found->second.shared, progress.sequence);
            found->second.shared_phase = progress.now.phase;
        }
    }
    if (!asked_by.empty()) {
        cancel_here(progress.run_id, asked_by);
    }
}

void ProgressBoard::share_end(const RunProgress& progress) {
    if (store_ == nullptr) {
        return;
    }
    try {
        store_->progress().keep_end(progress);
    } catch (const std::exception& lost) {
        log(LogLevel::Warning, "progress_not_shared", {{"run", progress.run_id}, {"reason", lost.what()}});
    }
}

void ProgressBoard::cancel_here(const std::string& run_id, const std::string& by) {
    std::string database;
    {
        const std::lock_guard lock(mutex_);
        const auto found = entries_.find(run_id);
        if (found == entries_.end() || found->second.progress.end || !found->second.progress.cancelled_by.empty()) {
            return;
        }
        Entry& entry = found->second;
        entry.cancel.cancel();
        entry.progress.cancelled_by = by;
        database = std::to_string(entry.progress.database.number);
        tell(entry);
    }
    log(LogLevel::Info, "run_cancel_asked", {{"run", run_id}, {"database", database}, {"by", by}});
}

void ProgressBoard::look_elsewhere() {
    std::set<std::pair<std::int64_t, std::string>> wanted;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [number, heard] : listeners_) {
            if (!entries_.contains(heard.run_id)) {
                wanted.emplace(heard.database.number, heard.run_id);
            }
        }
    }
    auto book = store_->progress();
    for (const auto& [database, run_id] : wanted) {
        auto progress = book.find({database}, run_id);
        if (!progress) {
            progress = RunProgress{.run_id = run_id, .database = {database}};
            progress->end = book.end_of({database}, run_id);
        }
        tell_elsewhere(*progress);
    }
}

void ProgressBoard::tell_elsewhere(const RunProgress& progress) {
    const std::lock_guard lock(mutex_);
    for (auto& [number, heard] : listeners_) {
        if (heard.run_id != progress.run_id || heard.database != progress.database) {
            continue;
        }
        if (progress.end) {
            RunProgress last = progress;
            last.sequence = std::max(progress.sequence, heard.seen + 1);
            heard.listener(last);
        } else if (heard.seen != progress.sequence) {
            heard.listener(progress);
            heard.seen = progress.sequence;
        }
    }
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
