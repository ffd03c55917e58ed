// R24: a real process is stopped by SIGKILL at each commit of its store and at each request, before the service
// does anything and after it has; the next run ends as if nothing had been. Nothing here depends on time.

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/email.hpp"
#include "base/json.hpp"
#include "faults/site.hpp"

namespace muster::test {
namespace {

using Words = std::vector<std::string>;

struct Scenario {
    std::function<void(Site&)> prepare;
    Words command;
    std::chrono::hours later{0};    ///< from the death to the next run
    int code = 0;                   ///< of a run that is left alone
    std::set<std::string> resent{}; ///< addresses that every run sends again (R28)
};

const Words kSync{"sync", "--database",     "Main",     "--list-group",   "Board",     "--list-group",
                  "Golf", "--custom-field", "Username", "--custom-field", "Rep Groups"};

void connect(Site& site) {
    site.done({"database", "add", "Main"});
    site.done({"connect", "--database", "Main"});
}

/// Two sets of lists, Contacts on no list (by the holding list), one that goes alone, one ignored.
void fill(Site& site) {
    std::string reps = "rep_id,member_id,first_name,last_name,email,groups,username,job_title,phone\n";
    for (int i = 0; i < 6; ++i) {
        const auto n = std::to_string(i);
        reps += "A" + n + ",M1,First" + n + ",Last,a" + n + "@example.org," +
                (i % 2 == 0 ? "Board;Golf" : "Board") + ",user" + n + ",Boss,\n";
    }
    for (int i = 0; i < 9; ++i) {
        const auto n = std::to_string(i);
        reps += "P" + n + ",M2,First" + n + ",Last,p" + n + "@example.org,,,,\n";
    }
    reps += "F1,M1,Far,Away,foreign@example.org,,,,+49 30 123\nX1,M1,No,Address,,,,,\n";
    site.done({"import", "--database", "Main", "--members",
               site.write("members.csv", "member_id,company,status\nM1,Oak Street Bakery,ACT\nM2,Mill,PRO\n"),
               "--reps", site.write("reps.csv", reps)});
}

/// Edits that need each kind of write to a Contact.
void edit(Site& site) {
    site.done({"import", "--database", "Main", "--reps",
               site.write("changes.csv", "rep_id,member_id,email,groups,username,job_title,last_name\n"
                                         "A0,M1,a0@example.org,Board;Golf,user0,,Last\n"     // by a PUT
                                         "A1,M1,a1@example.org,Board;Golf,other,Boss,Last\n" // by imports
                                         "A2,M1,moved@example.org,Board;Golf,user2,Boss,Last\n"
                                         "N1,M1,new@example.org,Golf,newuser,Boss,New\n")});
    site.done({"rep", "remove", "A3", "--database", "Main"});
}

/// Something of everything: edits here, and a night's work of people there.
void change(Site& site) {
    edit(site);
    auto& there = *site.service;
    EXPECT_TRUE(there.opt_out(site.account, "a4@example.org"));
    EXPECT_TRUE(there.leave_list(site.account, "a5@example.org", "Board"));
    EXPECT_TRUE(there.delete_contact(site.account, "p1@example.org"));
    EXPECT_TRUE(there.add_contact(
        site.account, {.address = "stranger@example.org", .first_name = "S", .lists = {"Active Members"}}));
}

/// Who was put on which list, and taken off which, by bulk activities that were accepted; each as often as it was.
std::vector<std::string> submitted(Site& site, const std::set<std::string>& but_for) {
    std::vector<std::string> moves;
    for (const auto& request : site.service->log()) {
        if (request.method != "POST" || !request.path.starts_with("/activities/") || request.status >= 300) {
            continue;
        }
        const auto body = json::Document::parse(request.body).value();
        json::Problems problems;
        const json::Reader root(body, problems);
        const auto note = [&](const std::string& who) {
            root["list_ids"].each([&](const json::Reader& list) {
                if (!but_for.contains(who)) {
                    moves.push_back(request.path + " " + who + " " + list.text_or(""));
                }
            });
        };
        root["import_data"].each([&](const json::Reader& row) { note(row["email"].text_or("")); });
        root["source"]["contact_ids"].each([&](const json::Reader& id) { note(id.text_or("")); });
    }
    return moves;
}

void expect_nothing_twice(Site& site, const std::set<std::string>& but_for) {
    std::set<std::string> seen;
    for (const std::string& move : submitted(site, but_for)) {
        EXPECT_TRUE(seen.insert(move).second) << move << " was submitted twice";
    }
}

bool took_effect(const sync::Person& person) {
    return person.outcome == sync::Outcome::Created || person.outcome == sync::Outcome::Updated ||
           person.outcome == sync::Outcome::RemovedFromList;
}

/// R29: every run that began is there with its end, and everybody whose Contact is another now is named in one.
void expect_whole_history(const std::vector<sync::Report>& runs, const std::map<std::string, std::string>& before,
                          const std::map<std::string, std::string>& after) {
    std::set<std::string> named;
    for (const sync::Report& run : runs) {
        EXPECT_NE(run.state, sync::RunState::Running) << run.run_id;
        EXPECT_TRUE(run.finished_at) << run.run_id;
        EXPECT_EQ(run.totals.selected, run.totals.sum());
        EXPECT_EQ(run.opted_out_made_mailable, 0);
        for (const sync::Person& person : run.people) {
            if (took_effect(person)) {
                named.insert(email_key(person.email));
            }
        }
    }
    for (const auto& [address, text] : after) {
        const auto known = before.find(address);
        const bool is_changed = known == before.end() || known->second != text;
        EXPECT_TRUE(!is_changed || named.contains(email_key(address)))
            << address << " was changed, and no run of the history says so";
    }
}

void expect_nobody_made_mailable(const std::map<std::string, std::string>& before,
                                 const std::map<std::string, std::string>& after) {
    for (const auto& [address, text] : before) {
        if (text.starts_with("unsubscribed")) {
            EXPECT_TRUE(after.at(address).starts_with("unsubscribed")) << address;
        }
    }
}

/// `./run test --all` sets it.
bool is_long_sweep() { return std::getenv("MUSTER_LONG_SWEEP") != nullptr; }

/// What a run ends in that nobody kills.
struct Undisturbed {
    std::string end_state;
    std::size_t submitted = 0;
};

/// One death, and the run after it; false if the process lived to its end.
bool play(Site& base, const Scenario& scenario, const Death& death, const Undisturbed& undisturbed) {
    SCOPED_TRACE(to_text(death));
    Site site(base);
    const auto before = site.contacts();
    const auto killed = site.muster(scenario.command, death);
    if (killed.code != 128 + SIGKILL) {
        EXPECT_EQ(killed.code, scenario.code) << killed.err;
        return false;
    }
    const bool has_begun = site.service->count("*", "*") > 0;
    if (is_long_sweep()) { // the next one dies, too
        site.clock.advance(scenario.later);
        static_cast<void>(site.muster(scenario.command, {death.at, death.number / 2 + 1}));
    }
    site.clock.advance(scenario.later);
    const auto next = site.muster(scenario.command);
    EXPECT_EQ(next.code, scenario.code) << next.out << next.err;
    EXPECT_EQ(site.end_state(), undisturbed.end_state);
    EXPECT_LE(submitted(site, scenario.resent).size(), undisturbed.submitted);
    expect_nothing_twice(site, scenario.resent);
    const auto after = site.contacts();
    expect_nobody_made_mailable(before, after);
    const auto runs = site.history();
    EXPECT_GE(runs.size(), has_begun ? 2U : 1U);
    expect_whole_history(runs, before, after);
    return true;
}

void sweep(const Scenario& scenario, int least) {
    Site base;
    scenario.prepare(base);
    Undisturbed undisturbed;
    {
        Site site(base);
        const auto outcome = site.muster(scenario.command);
        ASSERT_EQ(outcome.code, scenario.code) << outcome.out << outcome.err;
        undisturbed = {site.end_state(), submitted(site, scenario.resent).size()};
    }
    int deaths = 0;
    for (const auto at : {Death::At::BeforeCommit, Death::At::BeforeRequest, Death::At::AfterRequest}) {
        for (int number = 1; play(base, scenario, {at, number}, undisturbed); ++number) {
            ++deaths;
            ASSERT_FALSE(::testing::Test::HasFailure()) << to_text({at, number});
        }
    }
    ASSERT_FALSE(::testing::Test::HasFailure());
    EXPECT_GE(deaths, least); // the sweep has swept something
}

TEST(KillProcess, R24_AFirstPushKilledAnywhereIsCompletedByTheNextRun) {
    sweep({.prepare =
               [](Site& site) {
                   connect(site);
                   fill(site);
               },
           .command = kSync},
          60);
}

TEST(KillProcess, R24_ARunWithSomethingOfEverythingKilledAnywhereIsCompletedByTheNextRun) {
    sweep({.prepare =
               [](Site& site) {
                   connect(site);
                   fill(site);
                   site.done(kSync);
                   change(site);
               },
           .command = kSync},
          60);
}

TEST(KillProcess, R8_R24_AQuickRunKilledAnywhereIsCompletedByTheNextRun) {
    Words quick = kSync;
    quick.emplace_back("--quick");
    sweep({.prepare =
               [](Site& site) {
                   connect(site);
                   fill(site);
                   site.done(kSync);
                   edit(site);
               },
           .command = quick},
          60);
}

TEST(KillProcess, R24_R28_ARunWithRefusedRowsKilledAnywhereIsCompletedByTheNextRun) {
    sweep({.prepare =
               [](Site& site) {
                   connect(site);
                   fill(site);
                   EXPECT_TRUE(site.service->set_switch("full_stop_in_name", "refuse"));
                   site.done({"rep", "set", "A1", "--database", "Main", "first_name=A."}); // by import
                   site.done({"rep", "set", "F1", "--database", "Main", "first_name=F."}); // goes alone
               },
           .command = kSync,
           .code = 3,
           .resent = {"a1@example.org"}},
          60);
}

TEST(KillProcess, R24_AQuietRunKilledAnywhereIsRepeatedByTheNextRun) {
    sweep({.prepare =
               [](Site& site) {
                   connect(site);
                   fill(site);
                   site.done(kSync);
               },
           .command = kSync},
          10);
}

TEST(KillProcess, R20_R24_AScheduledRunKilledAnywhereIsCompletedByTheNextDaysRun) {
    sweep({.prepare =
               [](Site& site) {
                   connect(site);
                   fill(site);
                   site.done({"auto-update", "set", "--database", "Main", "--list-group", "Board"});
                   site.done({"schedule", "set", "--time", "13:00", "--time-zone", "UTC", "--on"});
                   site.clock.advance(std::chrono::hours(2));
               },
           .command = {"schedule", "run-due"},
           .later = std::chrono::hours(24)},
          60);
}

} // namespace
} // namespace muster::test
