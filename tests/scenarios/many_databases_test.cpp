// Many databases that are due at the same minute, on one API key (R8, R20, R31).

#include <algorithm>
#include <map>
#include <numeric>

#include <gtest/gtest.h>

#include "support/host.hpp"
#include "support/store_place.hpp"

namespace muster {
namespace {

using namespace std::chrono_literals;
using app::ScheduledRun;
using Outcome = ScheduledRun::Outcome;
using sync::RunState;

class ManyDatabases : public ::testing::Test {
  protected:
    void add(int count, int reps = 4) {
        for (int i = 0; i < count; ++i) {
            host_.add("chamber" + std::to_string(i), reps);
        }
    }
    /// What is due is run; names in the order in which they came.
    std::vector<std::string> run_in_order() {
        std::vector<std::string> names;
        for (const auto& run : runs_ = host_.run_all_due()) {
            EXPECT_EQ(run.outcome, Outcome::Ran) << run.message;
            names.push_back(run.report ? run.report->database : run.message);
        }
        return names;
    }
    std::vector<std::string> names() const {
        std::vector<std::string> names;
        for (const auto& hosted : host_.databases) {
            names.push_back(hosted.name);
        }
        return names;
    }
    std::int64_t count(RunState state) const {
        return std::ranges::count_if(
            runs_, [&](const ScheduledRun& run) { return run.report && run.report->state == state; });
    }
    const ScheduledRun& run_of(const test::Host::Hosted& hosted) const {
        const auto found = std::ranges::find_if(
            runs_, [&](const ScheduledRun& run) { return run.report && run.report->database == hosted.name; });
        if (found == runs_.end()) {
            throw std::runtime_error("no run of " + hosted.name);
        }
        return *found;
    }
    std::size_t refused_by_the_service() {
        return static_cast<std::size_t>(
            std::ranges::count(host_.service.log(), 429, &sandbox::LoggedRequest::status));
    }

    test::Host host_;
    std::vector<ScheduledRun> runs_; ///< of the last night
};

TEST_F(ManyDatabases, R20_AreServedInTheOrderInWhichTheyAreDue) {
    add(60, 2);
    host_.go_to_due(1);
    EXPECT_EQ(run_in_order(), names()); // nobody has run yet: by id
    EXPECT_EQ(count(RunState::Completed), 60);
    EXPECT_TRUE(host_.due().empty());

    // The next night somebody new comes first, and whoever ran last comes last.
    host_.clock.set(test::Host::kStart + 24h);
    host_.add("newcomer", 2);
    host_.go_to_due(2);
    auto expected = names();
    std::ranges::rotate(expected, expected.end() - 1);
    EXPECT_EQ(run_in_order(), expected);
    EXPECT_EQ(count(RunState::Completed), 61);
    EXPECT_EQ(host_.service.most_calls_in_a_second(), 4);
    EXPECT_EQ(refused_by_the_service(), 0U);
}

// A night without enough calls: a full run of all is out of the question, and ten have much to do.
TEST_F(ManyDatabases, R31_ShortOfCallsAQuietOneTakesTwoAndNobodyTakesWhatAnotherNeeds) {
    add(40);
    host_.go_to_due(1);
    EXPECT_EQ(run_in_order(), names());
    ASSERT_EQ(count(RunState::Completed), 40);
    for (std::size_t i = 0; i < 10; ++i) {
        host_.edit(host_.databases[i], 4, "Treasurer");
    }
    host_.set_calls_per_day(40 * 2 + 30);
    host_.go_to_due(2);
    EXPECT_EQ(run_in_order(), names());
    std::int64_t done = 0, waiting = 0;
    for (std::size_t i = 0; i < 40; ++i) {
        const auto& report = *run_of(host_.databases[i]).report;
        if (i >= 10) {
            EXPECT_EQ(report.state, RunState::Completed) << report.database << ": " << report.message;
            EXPECT_EQ(report.depth, "quick");
            EXPECT_LE(report.calls_total, 2) << report.database;
        } else {
            done += report.state == RunState::Completed ? 1 : 0;
            waiting += report.state == RunState::QuotaExhausted ? 1 : 0;
        }
    }
    EXPECT_GT(done, 0);
    EXPECT_GT(waiting, 0);
    EXPECT_EQ(done + waiting, 10);
    EXPECT_LE(host_.used_today(), 40 * 2 + 30);
    EXPECT_EQ(host_.used_today(), host_.service.calls_today());
    EXPECT_EQ(refused_by_the_service(), 0U); // the service never had to say so

    // Who waits goes on by itself at midnight, in the same order, and everybody has what was edited.
    host_.set_calls_per_day(10'000);
    EXPECT_EQ(host_.due().size(), static_cast<std::size_t>(waiting));
    host_.clock.set(std::chrono::floor<std::chrono::days>(host_.clock.now()) + 24h);
    EXPECT_EQ(run_in_order().size(), static_cast<std::size_t>(waiting));
    EXPECT_EQ(count(RunState::Completed), waiting);
    for (std::size_t i = 0; i < 10; ++i) {
        EXPECT_EQ(host_.job_title(host_.databases[i], 3), "Treasurer") << i;
    }
    EXPECT_TRUE(host_.due().empty());
}

// The first night of a host that begins with more databases than a day's calls can send.
TEST_F(ManyDatabases, R31_WhoHasNoTurnTodayIsToldWhenAndGoesOnByItself) {
    add(30);
    host_.set_calls_per_day(200);
    std::map<std::string, int> nights; // until a database has been sent
    for (int day = 1; day <= 7 && nights.size() < 30; ++day) {
        host_.go_to_due(day);
        const auto due = host_.due();
        std::vector<std::string> expected;
        for (const auto& update : due) {
            expected.push_back(update.name);
        }
        EXPECT_EQ(run_in_order(), expected);
        EXPECT_LE(host_.used_today(), 200);
        for (const auto& run : runs_) {
            const auto& report = *run.report;
            if (report.state == RunState::Completed) {
                nights.try_emplace(report.database, day);
                continue;
            }
            ASSERT_EQ(report.state, RunState::QuotaExhausted) << report.message;
            EXPECT_EQ(run.exit_code, 6);
            EXPECT_NE(report.message.find("Run again from 2026-11-"), std::string::npos) << report.message;
        }
    }
    EXPECT_EQ(nights.size(), 30U);
    EXPECT_EQ(refused_by_the_service(), 0U);
    for (const auto& hosted : host_.databases) {
        EXPECT_EQ(host_.service.members(hosted.account, "Active Members").size(), 4U) << hosted.name;
        EXPECT_EQ(host_.service.members(hosted.account, "Board").size(), 2U) << hosted.name;
    }
}

struct Breakage {
    const char* name;
    std::function<void(test::Host&, const test::Host::Hosted&)> break_it;
    const char* message; ///< is in what is said of it
};

void PrintTo(const Breakage& breakage, std::ostream* out) { *out << breakage.name; }

std::vector<Breakage> breakages() {
    const auto fault = [](sandbox::FaultKind kind, int status = 0) {
        return [=](test::Host& host, const test::Host::Hosted& hosted) {
            host.service.inject({.kind = kind, .times = 0, .status = status, .account = hosted.account});
        };
    };
    return {
        {"GrantWithdrawn",
         [](test::Host& host, const test::Host::Hosted& hosted) { host.service.revoke_grants(hosted.account); },
         "Connect the database to Constant Contact again"},
        {"ServiceFails", fault(sandbox::FaultKind::Status, 500), "500"},
        {"ServiceAnswersHtml", fault(sandbox::FaultKind::Html), "502"},
        {"NoAnswer", fault(sandbox::FaultKind::CutConnection), "did not answer"},
        {"NonsenseAnswers", fault(sandbox::FaultKind::WrongTypes), ""},
        // The run throws in the middle: what it needs from the store is damaged.
        {"DamagedStore",
         [](test::Host& host, const test::Host::Hosted& hosted) {
             const auto connection = test::connect(host.store_url());
             connection->execute("UPDATE account_contacts SET sealed_contact = digest WHERE database_id = " +
                                 std::to_string(hosted.id.number));
         },
         "does not open"},
    };
}

class BrokenDatabase : public ManyDatabases, public ::testing::WithParamInterface<Breakage> {};

TEST_P(BrokenDatabase, R20_HoldsUpNobody) {
    add(6);
    host_.go_to_due(1);
    EXPECT_EQ(run_in_order(), names());
    ASSERT_EQ(count(RunState::Completed), 6);
    const auto& broken = host_.databases[2];
    GetParam().break_it(host_, broken);
    for (const auto& hosted : host_.databases) {
        host_.edit(hosted, 1, "Treasurer");
    }
    host_.go_to_due(2);
    const auto before = host_.clock.now();
    runs_ = host_.run_all_due();
    ASSERT_EQ(runs_.size(), 6U);
    for (const auto& hosted : host_.databases) {
        if (hosted.id != broken.id) {
            EXPECT_EQ(run_of(hosted).report->state, RunState::Completed) << run_of(hosted).report->message;
            EXPECT_EQ(host_.job_title(hosted, 0), "Treasurer");
        }
    }
    const auto& run = runs_[2];
    EXPECT_NE(run.exit_code, 0);
    EXPECT_NE(run.message.find(GetParam().message), std::string::npos) << run.message;
    EXPECT_LT(host_.clock.now() - before, 5min);

    // It is said in the history, and nothing of it stands in the way of the next run.
    const auto last = host_.runs_of(broken).front();
    EXPECT_NE(last.state, RunState::Running);
    EXPECT_NE(last.state, RunState::Completed);
    EXPECT_EQ(host_.installation->store().running(broken.id), std::nullopt);
    EXPECT_TRUE(host_.due().empty());
    host_.service.clear_faults();
    host_.go_to_due(3);
    for (const auto& next : host_.run_all_due()) {
        EXPECT_TRUE(!next.report || next.report->database == broken.name ||
                    next.report->state == RunState::Completed);
    }
}

INSTANTIATE_TEST_SUITE_P(All, BrokenDatabase, ::testing::ValuesIn(breakages()),
                         [](const auto& given) { return std::string(given.param.name); });

} // namespace
} // namespace muster
