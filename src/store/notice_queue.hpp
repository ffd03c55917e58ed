#pragma once

// What people are told about a database (R34): runs whose end nobody has been told of yet (R33), problems that are
// open, notices, and the deliveries that carry them. It keeps and hands out; what makes a notice, and how one
// travels, is decided above.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "store/store.hpp"
#include "sync/report.hpp"

namespace muster::store {

enum class NoticeKind {
    RunFailed,
    NeedsConfirmation,
    GrantLost,
    GrantEnding,  ///< runs out soon
    RefusedRows,  ///< the run was completed with issues
    WellAgain,    ///< the last open problem was mended
    OptedOutList, ///< the weekly list of people who opted out and are still in Rep Groups
};
[[nodiscard]] std::string_view to_text(NoticeKind kind); ///< "run_failed"
/// Throws db::StoreLost for a text of nobody's.
[[nodiscard]] NoticeKind notice_kind_from(std::string_view text);

/// What somebody has to see to. At most one of a kind in a database.
struct OpenProblem {
    NoticeKind kind = NoticeKind::RunFailed;
    Instant since{};
    std::string run_id; ///< of the newest run that met it; "" if none did
    std::string detail; ///< what that run said

    bool operator==(const OpenProblem&) const = default;
};

/// A run that has ended, or whose process died.
struct EndedRun {
    std::string run_id;
    std::string started_by;
    sync::RunState state = sync::RunState::Failed;
    std::int64_t refused = 0;
    std::string message;
    Instant at{};
    bool is_undo = false; ///< it proves nothing about what updates do
};

struct NoticeView {
    std::string database; ///< its name
    std::vector<OpenProblem> problems;
    std::vector<EndedRun> ended; ///< in the order in which they began
};

enum class Channel { Mail, Webhook };
[[nodiscard]] std::string_view to_text(Channel channel);
[[nodiscard]] Channel channel_from(std::string_view text);

struct NewDelivery {
    Channel channel = Channel::Mail;
    std::string recipient; ///< an address; "" for the webhook
};

struct NewNotice {
    NoticeKind kind = NoticeKind::RunFailed;
    std::string run_id;
    std::string detail;
    std::vector<NewDelivery> deliveries;
};

/// What is kept of a look at a database.
struct NoticeChange {
    std::vector<OpenProblem> problems;
    std::vector<NewNotice> notices;
};

enum class DeliveryState {
    Waiting, ///< for its first attempt or the next one
    Sending, ///< durable before each attempt
    Sent,
    GivenUp, ///< certainly not sent, and not tried again
    Unknown, ///< may have been sent: not tried again, so that nothing is sent twice
};
[[nodiscard]] std::string_view to_text(DeliveryState state);

struct Notice {
    std::string notice_id;
    NoticeKind kind = NoticeKind::RunFailed;
    std::string run_id;
    std::string detail;
    Instant made_at{};
};

struct DeliveryRecord {
    Channel channel = Channel::Mail;
    std::string recipient;
    DeliveryState state = DeliveryState::Waiting;
    std::int64_t attempts = 0;
    Instant changed_at{};
    std::string reason; ///< why the last attempt did not succeed
};

struct NoticeRecord {
    Notice notice;
    std::vector<DeliveryRecord> deliveries;
};

struct DatabaseNotice {
    DatabaseId database;
    NoticeRecord record;
};

/// Of all databases together.
struct NoticeFigures {
    std::int64_t databases = 0;
    std::map<NoticeKind, std::int64_t> problems; ///< open ones; kinds with none are missing
    std::int64_t deliveries_waiting = 0;
};

/// A database that a look for changes may find something in.
struct Restless {
    DatabaseId database;
    std::optional<constant_contact::Grant> grant; ///< a good one, which may run out
    bool has_matter = false;                      ///< a run in the queue, an open problem or a lost grant
    bool has_old_notices = false;
};

/// An attempt that this process is to make now.
struct ClaimedDelivery {
    DatabaseId database;
    std::string delivery_id;
    Channel channel = Channel::Mail;
    std::string recipient;
    std::int64_t attempts = 0; ///< this one included
    Notice notice;
};

/// How an attempt ended.
struct AttemptEnd {
    DeliveryState state = DeliveryState::Sent;
    std::int64_t attempts = 0;
    Instant next_at{}; ///< where it waits again
    std::string reason;
};

/// Longest pause between two attempts: a delivery that waits longer does so for a clock that was set back.
inline constexpr std::chrono::hours kLongestPause{1};

/// Made by Store::notices(), which outlives it. Safe from any thread; throws db::StoreLost.
class NoticeQueue {
  public:
    explicit NoticeQueue(Core& core) : core_(core) {}

    /// Databases in which settle() may find something, or prune(…, before); by name, by one query.
    [[nodiscard]] std::vector<Restless> look_at_all(Instant before);

    /// Shows `decide` a database and keeps what it makes of it, all in one transaction; the runs that it was shown
    /// have given up their places then, and died ones are failed. `decide` has no effects: it is asked again where
    /// there is something to keep. A database that was removed is left alone.
    using Decide = std::function<NoticeChange(const NoticeView&)>;
    void settle(DatabaseId database, const Decide& decide);

    /// True if the week, counted from 1970, is newer than the one of the last announce_week.
    [[nodiscard]] bool is_new_week(DatabaseId database, std::int64_t week);
    /// Keeps the week, and the notice if there is one to send; nothing where another process was faster.
    void announce_week(DatabaseId database, std::int64_t week, const std::optional<NewNotice>& notice);

    [[nodiscard]] std::vector<OpenProblem> problems(DatabaseId database);                   ///< oldest first
    [[nodiscard]] std::vector<NoticeRecord> recent(DatabaseId database, std::size_t limit); ///< newest first
    /// Of all databases, by a number of queries that does not grow with theirs: what is open, oldest first,
    [[nodiscard]] std::map<DatabaseId, std::vector<OpenProblem>> problems_of_all();
    /// the newest notices of those that are named; of one moment, those of the first named come first;
    [[nodiscard]] std::vector<DatabaseNotice> newest(const std::vector<DatabaseId>& databases, std::size_t limit);
    /// and how much there is of both.
    [[nodiscard]] NoticeFigures figures();
    /// Drops notices that were made before, with their deliveries.
    void prune(DatabaseId database, Instant before);

    /// Databases with deliveries that wait or are being sent, by name.
    [[nodiscard]] std::vector<DatabaseId> with_deliveries();
    /// Attempts whose process died, or that took impossibly long, may have succeeded: Unknown.
    void lose_abandoned(DatabaseId database);
    /// Which channels are asked for.
    struct Wanted {
        bool mail = true;
        bool webhook = true;
    };
    /// The oldest delivery that is due, marked as being sent; durable before it returns.
    [[nodiscard]] std::optional<ClaimedDelivery> claim(DatabaseId database, Wanted wanted);
    void finish(const ClaimedDelivery& delivery, const AttemptEnd& end);

  private:
    Core& core_;
};

} // namespace muster::store
