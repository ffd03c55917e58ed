#include "store/schedule_ledger.hpp"

#include <atomic>
#include <thread>

#include <fmt/format.h>

#include "store_fixture.hpp"

namespace muster::store {
namespace {

using namespace std::chrono_literals;
using schedule::Standing;
using sync::RunState;

class ScheduleLedger : public StoreTest {
  protected:
    ScheduleLedger()
        : store_(open()),
          database_(store_->add_database("Main").value()),
          ledger_(store_->schedule_ledger()),
          journal_(store_->journal(database_)) {}

    static Date day(std::string_view text) { return parse_date(text).value(); }
    schedule::Claim a_claim(std::string run_id, std::string_view local_day = "2026-11-23") const {
        return {.database = database_.number,
                .local_day = day(local_day),
                .due = FakeClock::kStart - 1h,
                .run_id = std::move(run_id)};
    }
    /// "granted", "taken" or who is at it.
    std::string claim(Store& store, const schedule::Claim& claim) {
        const auto answer = store.schedule_ledger()->claim(claim, clock_.now());
        if (const auto* other = std::get_if<schedule::OtherRun>(&answer)) {
            return "busy with " + other->run_id;
        }
        return std::holds_alternative<schedule::Granted>(answer) ? "granted" : "taken";
    }
    std::string claim(const std::string& run_id) { return claim(*store_, a_claim(run_id)); }

    sync::Report a_run(std::string id, RunState state = RunState::Running, std::string started_by = "schedule") {
        sync::Report report;
        report.run_id = std::move(id);
        report.database = "Main";
        report.started_by = std::move(started_by);
        report.state = state;
        report.started_at = clock_.now();
        if (state != RunState::Running) {
            report.finished_at = clock_.now();
        }
        return report;
    }
    void run(const std::string& id, RunState state, const std::string& started_by = "schedule") {
        ASSERT_TRUE(journal_->begin(a_run(id, RunState::Running, started_by), clock_.now()));
        journal_->finish(a_run(id, state, started_by));
    }
    /// A process of this machine that lives no more.
    std::unique_ptr<Store> open_as_dead() {
        auto dead = this_process();
        dead.pid = kNoProcess;
        return open_as(dead);
    }
    schedule::DatabaseFacts facts(std::string_view oldest = "2026-11-20") {
        return ledger_->facts(day(oldest), clock_.now()).at(0);
    }
    Standing standing() { return facts().days.at(0).standing; }
    Standing standing_or_free() { return facts().days.empty() ? Standing::Free : standing(); }

    std::unique_ptr<Store> store_;
    DatabaseId database_;
    std::unique_ptr<schedule::Ledger> ledger_;
    std::unique_ptr<sync::Journal> journal_;
};

TEST_F(ScheduleLedger, ANewDatabaseTakesNoPart) {
    const auto fresh = facts();
    EXPECT_EQ(fresh.database, database_.number);
    EXPECT_EQ(fresh.name, "Main");
    EXPECT_FALSE(fresh.is_on);
    EXPECT_FALSE(fresh.is_connected);
    EXPECT_EQ(fresh.running, std::nullopt);
    EXPECT_EQ(fresh.last_run, std::nullopt);
    EXPECT_TRUE(fresh.days.empty());
}

TEST_F(ScheduleLedger, R20_KnowsSinceWhenADatabaseIsSwitchedOn) {
    store_->save_selections(database_, {"{}", true});
    clock_.advance(1h);
    store_->save_selections(database_, {"{\"list_groups\":[]}", true}); // other selections, on all the time
    EXPECT_TRUE(facts().is_on);
    EXPECT_EQ(facts().on_since, FakeClock::kStart);
    store_->save_selections(database_, {"{}", false});
    EXPECT_FALSE(facts().is_on);
    clock_.advance(1h);
    store_->save_selections(database_, {"{}", true});
    EXPECT_EQ(facts().on_since, FakeClock::kStart + 2h);
}

TEST_F(ScheduleLedger, R21_ConnectedMeansAGrantThatIsNotLost) {
    ASSERT_TRUE(store_->bind_account(database_, "acc-1", "Main Street"));
    EXPECT_EQ(facts().bound_since, FakeClock::kStart);
    EXPECT_FALSE(facts().is_connected);
    const auto grants = store_->grants(database_);
    constant_contact::Grant grant;
    grant.refresh_token = "refresh-token";
    ASSERT_TRUE(grants->store(grant));
    EXPECT_TRUE(facts().is_connected);
    ASSERT_TRUE(grants->mark_lost(grants->load().value()->generation, "withdrawn", clock_.now()));
    EXPECT_FALSE(facts().is_connected);
}

TEST_F(ScheduleLedger, R20_ADayIsClaimedOnce) {
    EXPECT_EQ(claim("run-1"), "granted");
    EXPECT_EQ(claim("run-2"), "taken");
    EXPECT_EQ(claim(*open(), a_claim("run-3")), "taken");
    EXPECT_EQ(standing(), Standing::Held);
    EXPECT_EQ(facts().last_run, FakeClock::kStart);
    EXPECT_EQ(facts().days.at(0).local_day, day("2026-11-23"));
    EXPECT_EQ(facts().days.at(0).due, FakeClock::kStart - 1h);
    EXPECT_EQ(claim(*store_, a_claim("run-4", "2026-11-24")), "granted");
}

TEST_F(ScheduleLedger, R20_OfManyProcessesThatRaceForADayOneWins) {
    constexpr int kProcesses = 4, kDays = 25;
    std::atomic<int> granted = 0;
    std::vector<std::thread> processes;
    for (int process = 0; process < kProcesses; ++process) {
        processes.emplace_back([&, process] {
            const auto store = open();
            for (int i = 0; i < kDays; ++i) {
                auto wanted = a_claim("run-" + std::to_string(process) + "-" + std::to_string(i));
                wanted.local_day = Date(std::chrono::sys_days(day("2026-11-23")) + std::chrono::days(i));
                granted += claim(*store, wanted) == "granted" ? 1 : 0;
            }
        });
    }
    for (auto& process : processes) {
        process.join();
    }
    EXPECT_EQ(granted, 25);
    EXPECT_EQ(facts().days.size(), 25U);
}

TEST_F(ScheduleLedger, R20_AClaimWhoseProcessDiedBeforeItsRunBeganIsFreeAgain) {
    const auto dead = open_as_dead();
    EXPECT_EQ(claim(*dead, a_claim("run-1")), "granted");
    EXPECT_EQ(standing(), Standing::Free);
    EXPECT_EQ(claim("run-2"), "granted");
    EXPECT_EQ(standing(), Standing::Held);
}

TEST_F(ScheduleLedger, R20_WhoLostItsClaimBeginsNoRunAnyMore) {
    const auto held_up = open_as_dead();
    EXPECT_EQ(claim(*held_up, a_claim("run-1")), "granted");
    EXPECT_EQ(claim("run-2"), "granted");
    const auto refused = held_up->journal(database_)->begin(a_run("run-1"), clock_.now());
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().code, Code::Busy);
    EXPECT_EQ(refused.error().message, "Another process has taken over the scheduled run of this day.");
    EXPECT_TRUE(journal_->begin(a_run("run-2"), clock_.now()));
    EXPECT_EQ(store_->show_run("run-1"), std::nullopt);
}

TEST_F(ScheduleLedger, AClaimOfAnotherMachineLastsAsLongAsItsLease) {
    auto remote = this_process();
    remote.host = "elsewhere";
    const auto theirs = open_as(remote);
    EXPECT_EQ(claim(*theirs, a_claim("run-1")), "granted");
    clock_.advance(4min + 59s);
    EXPECT_EQ(claim("run-2"), "taken");
    clock_.advance(1s);
    EXPECT_EQ(standing(), Standing::Free);
    EXPECT_EQ(claim("run-2"), "granted");
}

TEST_F(ScheduleLedger, AClaimFromBeforeTheClockWasSetBackDoesNotLastForEver) {
    EXPECT_EQ(claim("run-1"), "granted");
    clock_.set(FakeClock::kStart - 3h);
    EXPECT_EQ(claim("run-2"), "granted");
}

TEST_F(ScheduleLedger, AReleasedClaimIsFreeFromThenOn) {
    EXPECT_EQ(claim("run-1"), "granted");
    ledger_->release(a_claim("run-1"), clock_.now() + 10min);
    EXPECT_EQ(claim("run-2"), "taken");
    clock_.advance(10min);
    EXPECT_EQ(claim("run-2"), "granted");
    ledger_->release(a_claim("run-1"), clock_.now()); // somebody else's by now
    EXPECT_EQ(claim("run-3"), "taken");
    ledger_->release(a_claim("run-2"), clock_.now());
    EXPECT_EQ(claim("run-3"), "granted");
}

TEST_F(ScheduleLedger, R20_ARunThatBeganIsTheDaysRunHoweverItEnds) {
    EXPECT_EQ(claim("run-1"), "granted");
    ASSERT_TRUE(journal_->begin(a_run("run-1"), clock_.now()));
    EXPECT_EQ(standing(), Standing::Held);
    EXPECT_EQ(facts().running->run_id, "run-1");
    clock_.advance(30s);
    ledger_->release(a_claim("run-1"), clock_.now()); // too late to be given up
    EXPECT_EQ(standing(), Standing::Held);
    for (const auto state : {RunState::Completed, RunState::CompletedWithIssues, RunState::NeedsConfirmation,
                             RunState::Failed, RunState::Cancelled, RunState::NotConnected}) {
        journal_->finish(a_run("run-1", state));
        EXPECT_EQ(standing(), Standing::Done) << sync::to_text(state);
        clock_.advance(1h);
        EXPECT_EQ(claim("run-2"), "taken");
    }
}

TEST_F(ScheduleLedger, R24_ARunWhoseProcessWasKilledIsMadeAgain) {
    const auto dead = open_as_dead();
    EXPECT_EQ(claim(*dead, a_claim("run-1")), "granted");
    ASSERT_TRUE(dead->journal(database_)->begin(a_run("run-1"), clock_.now()));
    EXPECT_EQ(standing(), Standing::Free);
    EXPECT_EQ(facts().running, std::nullopt);
    EXPECT_EQ(claim("run-2"), "granted");
    run("run-2", RunState::Completed);
    EXPECT_EQ(standing(), Standing::Done);
    EXPECT_EQ(claim("run-3"), "taken");
}

TEST_F(ScheduleLedger, R24_ARunByHandCompletesOneWhoseProcessWasKilled) {
    const auto dead = open_as_dead();
    EXPECT_EQ(claim(*dead, a_claim("run-1")), "granted");
    ASSERT_TRUE(dead->journal(database_)->begin(a_run("run-1"), clock_.now()));
    run("by-hand", RunState::Completed, "cli");
    EXPECT_EQ(standing(), Standing::Done);
    EXPECT_EQ(claim("run-2"), "taken");
}

TEST_F(ScheduleLedger, R24_ARunThatKillsItsProcessIsNotMadeForEver) {
    const auto dead = open_as_dead();
    for (const auto* run_id : {"run-1", "run-2", "run-3"}) {
        EXPECT_EQ(standing_or_free(), Standing::Free);
        EXPECT_EQ(claim(*dead, a_claim(run_id)), "granted") << run_id;
        ASSERT_TRUE(dead->journal(database_)->begin(a_run(run_id), clock_.now()));
        clock_.advance(4min);
    }
    EXPECT_EQ(claim("run-4"), "taken");
    EXPECT_EQ(standing(), Standing::Done);
}

TEST_F(ScheduleLedger, R20_TheRunOfAMachineThatIsSilentIsMadeAgainAfterItsLease) {
    auto remote = this_process();
    remote.host = "elsewhere";
    const auto there = open_as(remote);
    EXPECT_EQ(claim(*there, a_claim("run-1")), "granted");
    ASSERT_TRUE(there->journal(database_)->begin(a_run("run-1"), clock_.now()));
    clock_.advance(219s);
    EXPECT_EQ(standing(), Standing::Held);
    EXPECT_EQ(claim("run-2"), "taken");
    clock_.advance(1s);
    EXPECT_EQ(claim("run-2"), "granted");
}

TEST_F(ScheduleLedger, R20_ABusyDatabaseIsNotClaimed) {
    ASSERT_TRUE(journal_->begin(a_run("by-hand", RunState::Running, "cli"), clock_.now()));
    EXPECT_EQ(facts().running->started_by, "cli");
    EXPECT_EQ(claim("run-1"), "busy with by-hand");
    EXPECT_TRUE(facts().days.empty());
    journal_->finish(a_run("by-hand", RunState::Completed, "cli"));
    EXPECT_EQ(claim("run-1"), "granted");
}

TEST_F(ScheduleLedger, R31_ARunWithoutQuotaIsPausedUntilTheNextUtcDay) {
    EXPECT_EQ(claim("run-1"), "granted");
    run("run-1", RunState::QuotaExhausted);
    EXPECT_EQ(standing(), Standing::Paused);
    EXPECT_EQ(facts().days.at(0).resume_at, parse_instant("2026-11-24T00:00:00Z").value());
    EXPECT_EQ(claim("run-2"), "taken");
    clock_.set(parse_instant("2026-11-23T23:59:59Z").value());
    EXPECT_EQ(claim("run-2"), "taken");
    clock_.advance(1s);
    EXPECT_EQ(claim("run-2"), "granted");
    EXPECT_EQ(standing(), Standing::Held);
    EXPECT_EQ(facts().days.at(0).due, FakeClock::kStart - 1h); // still the day it was due
    run("run-2", RunState::QuotaExhausted); // so soon that it may be the end of the service's day before
    EXPECT_EQ(facts().days.at(0).resume_at, parse_instant("2026-11-24T00:10:00Z").value());
    clock_.advance(10min);
    EXPECT_EQ(claim("run-3"), "granted");
    run("run-3", RunState::QuotaExhausted);
    EXPECT_EQ(facts().days.at(0).resume_at, parse_instant("2026-11-25T00:00:00Z").value());
    clock_.advance(24h);
    EXPECT_EQ(claim("run-4"), "granted");
    run("run-4", RunState::Completed);
    EXPECT_EQ(standing(), Standing::Done);
}

TEST_F(ScheduleLedger, R31_AManualRunTakesThePlaceOfAPausedOne) {
    EXPECT_EQ(claim("run-1"), "granted");
    run("run-1", RunState::QuotaExhausted);
    auto preview = a_run("look", RunState::Completed, "cli");
    preview.preview = true;
    journal_->record(preview);
    run("by-hand-1", RunState::QuotaExhausted, "cli"); // stopped by the same quota: took no place
    EXPECT_EQ(standing(), Standing::Paused);
    run("by-hand-2", RunState::Completed, "cli");
    EXPECT_EQ(standing(), Standing::Done);
    clock_.advance(24h);
    EXPECT_EQ(claim("run-2"), "taken");
}

TEST_F(ScheduleLedger, FactsGoBackAsFarAsAskedNewestDayFirst) {
    for (const auto* local_day : {"2026-11-21", "2026-12-24", "2026-11-22", "2026-11-20"}) {
        EXPECT_EQ(claim(*store_, a_claim(std::string("run of ") + local_day, local_day)), "granted");
    }
    std::vector<Date> days;
    for (const auto& record : facts("2026-11-21").days) {
        days.push_back(record.local_day);
    }
    EXPECT_EQ(days, (std::vector<Date>{day("2026-12-24"), day("2026-11-22"), day("2026-11-21")}));
}

/// All of it as text.
std::string words(const schedule::DatabaseFacts& facts) {
    auto text =
        fmt::format("{} {} {} {} {} {} {} {}", facts.database, facts.name, facts.is_on, to_micros(facts.on_since),
                    facts.is_connected, to_micros(facts.bound_since), facts.running ? facts.running->run_id : "-",
                    facts.last_run ? format_instant(*facts.last_run) : "-");
    for (const auto& record : facts.days) {
        text += fmt::format(" [{} {} {}]", format_date(record.local_day), format_instant(record.due),
                            static_cast<int>(record.standing));
    }
    return text + fmt::format(" {} {}", facts.size.people,
                              facts.size.full_read_at ? format_instant(*facts.size.full_read_at) : "-");
}

TEST_F(ScheduleLedger, TellsTheSameOfOneAsOfAll) {
    for (const auto* name : {"Another", "Lonely", "Busy"}) {
        ASSERT_TRUE(store_->add_database(name));
    }
    store_->save_selections(database_, {"{}", true});
    run("by-hand", RunState::Completed, "cli");
    ASSERT_EQ(claim("run-1"), "granted");
    run("run-1", RunState::QuotaExhausted);
    for (const std::int64_t number : {2, 4}) {
        auto theirs = a_claim("run-of-" + std::to_string(number));
        theirs.database = number;
        ASSERT_EQ(claim(*store_, theirs), "granted");
        ASSERT_TRUE(store_->journal({number})->begin(a_run(theirs.run_id), clock_.now()));
        theirs.local_day = day("2026-11-22");
        ASSERT_EQ(claim(*store_, theirs), "busy with run-of-" + std::to_string(number));
    }
    const auto all = ledger_->facts(day("2026-11-20"), clock_.now());
    ASSERT_EQ(all.size(), 4U);
    EXPECT_EQ(all[0].days.at(0).standing, Standing::Paused);
    EXPECT_EQ(all[1].running->run_id, "run-of-2");
    EXPECT_TRUE(all[2].days.empty());
    EXPECT_EQ(all[3].days.at(0).standing, Standing::Held);
    for (const auto& facts : all) {
        EXPECT_EQ(words(*ledger_->facts_of(facts.database, day("2026-11-20"), clock_.now())), words(facts));
    }
    EXPECT_FALSE(ledger_->facts_of(99, day("2026-11-20"), clock_.now()));
}

TEST_F(ScheduleLedger, EveryDatabaseHasItsOwnDays) {
    const auto second = store_->add_database("Another").value();
    EXPECT_EQ(claim("run-1"), "granted");
    auto theirs = a_claim("run-2");
    theirs.database = second.number;
    EXPECT_EQ(claim(*store_, theirs), "granted");
    const auto all = ledger_->facts(day("2026-11-20"), clock_.now());
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[1].name, "Another");
    ASSERT_TRUE(store_->remove_database(second));
    EXPECT_EQ(claim(*store_, theirs), "taken");
    EXPECT_EQ(ledger_->facts(day("2026-11-20"), clock_.now()).size(), 1U);
}

TEST_F(ScheduleLedger, R8_TheSizeOfAnAccountIsItsContactsOrTheReps) {
    EXPECT_EQ(facts().size.people, 0);
    EXPECT_EQ(facts().size.full_read_at, std::nullopt);
    change(*store_, database_, [](roster::RecordBook& book) {
        book.put_member(a_member("M1", "Bakery"));
        book.put_rep(a_rep("R1", "M1", "Ana", "Diaz", "ana@oak.example"));
    });
    EXPECT_EQ(facts().size.people, 1);
    constant_contact::Contact first, second;
    first.contact_id = "a";
    second.contact_id = "b";
    second.address = "bo@oak.example";
    store_->account(database_)->apply({.contacts = {first, second}, .full_read_at = clock_.now()}, {});
    EXPECT_EQ(facts().size.people, 2);
    EXPECT_EQ(store_->forget(database_, "bo@oak.example").contacts, 1);
    EXPECT_EQ(facts().size.people, 1);
    EXPECT_EQ(facts().size.full_read_at, FakeClock::kStart);
}

} // namespace
} // namespace muster::store
