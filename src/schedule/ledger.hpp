#pragma once

// What is kept about scheduled runs: one entry per database and local day (R20), whose it is, and what became of
// it. The store implements it; nothing is decided here about when a run is due.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/starters.hpp"
#include "base/time.hpp"

namespace muster::schedule {

/// `started_by` of every scheduled run.
inline constexpr std::string_view kStartedBy = kScheduleStarter;

/// What has become of one day's run.
enum class Standing {
    Free,   ///< claimed once, by a process that gave up before the run began, or died before its end
    Held,   ///< somebody is at it
    Paused, ///< the day's quota was used up; it may be continued (R31)
    /// A run began and ended, whatever came of it, or a run by hand took the place of a paused one, or of one whose
    /// process had died.
    Done,
};

struct DayRecord {
    Date local_day;
    Instant due{};
    Standing standing = Standing::Free;
    std::optional<Instant> resume_at; ///< of a paused one
};

/// The run that has a database's lock (R23), whoever started it.
struct OtherRun {
    std::string run_id;
    std::string started_by;
    Instant started_at{};
};

/// What the depth of a run depends on (R8).
struct AccountSize {
    std::int64_t people = 0;             ///< Contacts of the account as last read, or Reps if those are more
    std::optional<Instant> full_read_at; ///< nothing: never read in full
};

/// What must be known of a database to say when its run is due, and how far it looks.
struct DatabaseFacts {
    std::int64_t database = 0;
    std::string name;
    bool is_on = false; ///< takes part in the schedule (R19)
    Instant on_since{};
    bool is_connected = false; ///< a grant is there and not lost
    Instant bound_since{};     ///< when its account was bound; a lost grant that is renewed does not change it
    std::optional<OtherRun> running;
    std::optional<Instant> last_run; ///< when its last scheduled run was claimed
    std::vector<DayRecord> days;     ///< newest day first
    AccountSize size;
};

/// One process's claim to make a day's run.
struct Claim {
    std::int64_t database = 0;
    Date local_day;
    Instant due{};
    std::string run_id; ///< the run is begun with it, so that the store can tell claims that led to one
};

/// The claim is this process's: begin the run now.
struct Granted {};
/// The day's run is somebody else's, over, paused for now, or the database is gone.
struct Taken {};

/// Every method is one transaction, durable before it returns; all throw when the store is lost.
class Ledger {
  public:
    virtual ~Ledger() = default;

    /// Of every database, by id, with the records of `oldest` and later.
    [[nodiscard]] virtual std::vector<DatabaseFacts> facts(Date oldest, Instant now) = 0;
    /// The same of one; nothing if it is gone.
    [[nodiscard]] virtual std::optional<DatabaseFacts> facts_of(std::int64_t database, Date oldest,
                                                                Instant now) = 0;
    /// Of several claims for one database and day, by whatever threads, processes and machines, one is granted as
    /// long as the process that has it lives and its lease runs. OtherRun: the database is busy, and nothing is
    /// claimed.
    [[nodiscard]] virtual std::variant<Granted, Taken, OtherRun> claim(const Claim& claim, Instant now) = 0;
    /// Gives up a claim whose run did not begin: from `free_from` on it is free to all. Does nothing to a run that
    /// began, or to a claim that somebody else has taken over.
    virtual void release(const Claim& claim, Instant free_from) = 0;
};

} // namespace muster::schedule
