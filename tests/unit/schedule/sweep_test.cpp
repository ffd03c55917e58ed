// Years of days in several zones, minute hands turned by the test: every local day that exists has exactly one run.

#include <algorithm>
#include <map>
#include <set>

#include <gtest/gtest.h>

#include "base/random.hpp"
#include "schedule/due.hpp"

namespace muster::schedule {
namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

constexpr minutes kStep{15}; // every zone and time here is a multiple of it

Instant at(std::string_view text) { return parse_instant(text).value(); }

struct Year {
    const char* zone;
    const char* time;
    const char* from; ///< local midnight, in UTC
    const char* to;
    std::size_t runs;                 ///< local days between
    std::vector<const char*> shifted; ///< what clocks showed where they did not show `time`
    std::vector<const char*> first;   ///< starts on days that have the time twice, in UTC
};

const std::vector<Year>& years() {
    static const std::vector<Year> all{
        {"UTC", "00:00", "2026-01-01T00:00:00Z", "2030-01-01T00:00:00Z", 1461, {}, {}},
        {"America/Chicago",
         "02:30",
         "2026-01-01T06:00:00Z",
         "2030-01-01T06:00:00Z",
         1461,
         {"2026-03-08 03:00", "2027-03-14 03:00", "2028-03-12 03:00", "2029-03-11 03:00"},
         {}},
        {"America/Chicago",
         "01:30",
         "2026-01-01T06:00:00Z",
         "2028-01-01T06:00:00Z",
         730,
         {},
         {"2026-11-01T06:30:00Z", "2027-11-07T06:30:00Z"}},
        {"Europe/Berlin",
         "02:00",
         "2025-12-31T23:00:00Z",
         "2029-12-31T23:00:00Z",
         1461,
         {"2026-03-29 03:00", "2027-03-28 03:00", "2028-03-26 03:00", "2029-03-25 03:00"},
         {"2026-10-25T00:00:00Z", "2027-10-31T00:00:00Z", "2028-10-29T00:00:00Z", "2029-10-28T00:00:00Z"}},
        {"Australia/Lord_Howe", // half an hour, 02:00 to 02:30 and back to 01:30
         "02:15",
         "2025-12-31T13:00:00Z",
         "2029-12-31T13:00:00Z",
         1461,
         {"2026-10-04 02:30", "2027-10-03 02:30", "2028-10-01 02:30", "2029-10-07 02:30"},
         {}},
        {"Australia/Lord_Howe",
         "01:45",
         "2025-12-31T13:00:00Z",
         "2027-12-31T13:00:00Z",
         730,
         {},
         {"2026-04-04T14:45:00Z", "2027-04-03T14:45:00Z"}},
        {"Africa/Casablanca", // back for Ramadan, forward after it, in another month each year
         "02:30",
         "2025-12-31T23:00:00Z",
         "2029-12-31T23:00:00Z",
         1461,
         {"2026-03-22 03:00", "2027-03-14 03:00", "2028-03-05 03:00", "2029-02-18 03:00"},
         {"2026-02-15T01:30:00Z", "2027-02-07T01:30:00Z", "2028-01-23T01:30:00Z", "2029-01-14T01:30:00Z",
          "2029-12-30T01:30:00Z"}},
        {"Pacific/Apia", // 2011-12-30 never was
         "03:30",
         "2010-01-01T11:00:00Z",
         "2013-12-31T10:00:00Z",
         1460,
         {"2011-09-24 04:00", "2012-09-30 04:00", "2013-09-29 04:00"},
         {"2011-04-02T13:30:00Z", "2012-03-31T13:30:00Z", "2013-04-06T13:30:00Z"}},
    };
    return all;
}

/// One database, and a ledger of it that keeps everything.
class World {
  public:
    World(const Year& year)
        : daily_{.is_on = true,
                 .time = parse_time_of_day(year.time).value(),
                 .zone = Zone::find(year.zone).value(),
                 .changed = at(year.from) - days(40)} {}

    [[nodiscard]] const Daily& daily() const { return daily_; }
    [[nodiscard]] Date today(Instant now) const { return daily_.zone.local(now).day; }

    /// As a store hands them out.
    [[nodiscard]] DatabaseFacts facts(Instant now) const {
        DatabaseFacts facts{.database = 1,
                            .is_on = true,
                            .on_since = daily_.changed,
                            .is_connected = true,
                            .bound_since = daily_.changed,
                            .running = running};
        const Date oldest(std::chrono::sys_days(today(now)) - kDaysBack);
        for (auto record = ledger_.rbegin(); record != ledger_.rend() && record->first >= oldest; ++record) {
            facts.days.push_back(record->second);
        }
        return facts;
    }
    [[nodiscard]] std::optional<Due> due(Instant now) const {
        const auto database = facts(now);
        const auto found = find_due(daily_, now, {&database, 1});
        return found.empty() ? std::nullopt : std::optional(found.front());
    }
    [[nodiscard]] std::optional<Instant> wake(Instant now) const {
        const auto database = facts(now);
        return next_wake(daily_, now, {&database, 1});
    }

    void put(const Due& due, Standing standing, Instant resume_at = {}) {
        ledger_[due.local_day] = {.local_day = due.local_day, .due = due.due, .standing = standing};
        if (standing == Standing::Paused) {
            ledger_[due.local_day].resume_at = resume_at;
        }
    }
    /// Makes the run that is due, if any, which must be due this very minute.
    void tick(Instant now) {
        if (const auto found = due(now)) {
            EXPECT_EQ(found->readiness, Readiness::Ready);
            EXPECT_EQ(found->due, now) << "late, at " << format_instant(now);
            starts[found->local_day].push_back(now);
            put(*found, Standing::Done);
        }
    }

    std::map<Date, std::vector<Instant>> starts;
    std::optional<OtherRun> running;

  private:
    Daily daily_;
    std::map<Date, DayRecord> ledger_;
};

TEST(Sweep, R20_EachLocalDayThatExistsHasOneRunAtItsMinute) {
    for (const auto& year : years()) {
        SCOPED_TRACE(std::string(year.zone) + " " + year.time);
        World world(year);
        for (auto now = at(year.from); now < at(year.to); now += kStep) {
            world.tick(now);
        }
        EXPECT_EQ(world.starts.size(), year.runs);
        std::vector<std::string> shifted;
        std::set<std::string> starts;
        for (const auto& [local_day, instants] : world.starts) {
            ASSERT_EQ(instants.size(), 1U) << format_date(local_day);
            const auto local = world.daily().zone.local(instants.front());
            EXPECT_EQ(local.day, local_day);
            starts.insert(format_instant(instants.front()));
            if (!format_local(local).ends_with(year.time)) {
                shifted.push_back(format_local(local));
            }
        }
        EXPECT_EQ(shifted, (std::vector<std::string>(year.shifted.begin(), year.shifted.end())));
        for (const auto* first : year.first) {
            EXPECT_TRUE(starts.contains(first)) << first;
        }
    }
}

TEST(Sweep, R20_WhoSleepsUntilTheNextWakeMissesNoRun) {
    for (const auto& year : years()) {
        SCOPED_TRACE(std::string(year.zone) + " " + year.time);
        World world(year);
        world.tick(at(year.from));
        for (auto now = world.wake(at(year.from)); now && *now < at(year.to); now = world.wake(*now)) {
            const auto planned = next_run(world.daily(), *now - minutes(1), world.facts(*now - minutes(1)));
            ASSERT_TRUE(planned);
            EXPECT_EQ(planned->at, *now);
            world.tick(*now);
        }
        EXPECT_EQ(world.starts.size(), year.runs);
    }
}

/// A database that is busy at times, processes that die before a run began, a quota that is used up at times.
class Trouble {
  public:
    Trouble(World& world, std::uint64_t seed) : world_(world), random_(seed) {}

    void tick(Instant now) {
        world_.running = random_.below(8) == 0 ? std::optional(OtherRun{"by hand", "cli", now}) : std::nullopt;
        const auto due = world_.due(now);
        expect_todays(due, now);
        if (due && due->readiness == Readiness::Ready) {
            begin(*due, now);
        }
    }
    /// How long the machine is off, mostly not at all; less than nothing: its clock is set back.
    [[nodiscard]] minutes pause() {
        const auto what = random_.below(400);
        return what == 0  ? minutes(-15 * static_cast<int>(random_.below(300)))
               : what < 4 ? minutes(15 * static_cast<int>(random_.below(150)))
                          : minutes(0);
    }

    std::int64_t continued = 0;
    std::int64_t late = 0;

  private:
    /// Whatever happened before: from its time on today's run is due unless it was begun.
    void expect_todays(const std::optional<Due>& due, Instant now) const {
        const auto today = world_.today(now);
        const auto moment = world_.daily().zone.instant_of(today, world_.daily().time);
        if (moment && *moment <= now && !world_.starts.contains(today)) {
            ASSERT_TRUE(due) << format_instant(now);
            EXPECT_EQ(due->local_day, today);
            EXPECT_EQ(due->readiness, world_.running ? Readiness::Busy : Readiness::Ready);
        }
    }

    void begin(const Due& due, Instant now) {
        const auto fate = random_.below(10);
        if (due.continues) {
            EXPECT_GE(now, due.ready_from);
            ++continued;
        } else if (fate == 0) { // the process died before the run began
            world_.put(due, Standing::Free);
            return;
        } else {
            EXPECT_EQ(due.local_day, world_.today(now));
            world_.starts[due.local_day].push_back(now);
            late += now > due.due ? 1 : 0;
        }
        world_.put(due, fate < 3 ? Standing::Paused : Standing::Done, next_utc_midnight(now));
    }

    World& world_;
    SeededRandom random_;
};

TEST(Sweep, R20_NoTroubleMakesADayTwiceOrLosesOne) {
    std::int64_t continued = 0;
    std::int64_t late = 0;
    for (const auto& year : years()) {
        SCOPED_TRACE(std::string(year.zone) + " " + year.time);
        World world(year);
        Trouble trouble(world, 20261126);
        for (auto now = at(year.from); now < at(year.to); now += kStep + trouble.pause()) {
            trouble.tick(now);
        }
        for (const auto& [local_day, instants] : world.starts) {
            EXPECT_EQ(instants.size(), 1U) << format_date(local_day);
        }
        continued += trouble.continued;
        late += trouble.late;
    }
    EXPECT_GT(continued, 500); // the trouble did come
    EXPECT_GT(late, 500);
}

} // namespace
} // namespace muster::schedule
