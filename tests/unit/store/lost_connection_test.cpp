// The connection to a PostgreSQL server is cut, at the moments that matter. What counts calls tells whether a
// transaction was lost, or kept twice.

#include <atomic>
#include <filesystem>
#include <optional>

#include "base/log.hpp"
#include "roster/record_book.hpp"
#include "store_fixture.hpp"
#include "support/relay.hpp"

namespace muster::store {
namespace {

using test::Cut;

class LostConnection : public StoreTest {
  protected:
    void SetUp() override {
        if (!test::on_postgresql()) {
            GTEST_SKIP() << "an SQLite store is reached without a connection";
        }
        direct_ = open(); // makes the schema
        const auto url = test::store_url(folder_);
        ASSERT_TRUE(test::folder_of(url).is_absolute())
            << "MUSTER_TEST_POSTGRESQL must name the folder of a socket: " << url;
        relay_.emplace(test::folder_of(url));
        auto wanted = options();
        wanted.url = relay_->url(url);
        store_ = std::move(Store::open(wanted).value());
    }
    void TearDown() override { store_.reset(); }

    static Result<constant_contact::QuotaBook::Slot> book(Store& store) {
        return store.quota_book()->book_call("key", FakeClock::kStart, {});
    }
    std::int64_t booked() { return direct_->quota_book()->used_today("key", FakeClock::kStart).value(); }
    /// Others take turns in the same scope.
    std::function<void()> others(int turns) {
        return [this, turns] {
            for (int i = 0; i < turns; ++i) {
                ASSERT_TRUE(book(*direct_));
            }
        };
    }
    /// Every connection but the one that does it, and those that are just being opened.
    void cut_all() {
        run_sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()");
    }

    std::unique_ptr<Store> direct_;
    std::optional<test::Relay> relay_; // outlives the store that goes through it
    std::unique_ptr<Store> store_;
};

TEST_F(LostConnection, BeforeTheServerHearsOfTheCommitTheTransactionRunsAgain) {
    relay_->cut_at_next_commit(Cut::BeforeCommit);
    ASSERT_TRUE(book(*store_));
    EXPECT_EQ(booked(), 1);
    ASSERT_TRUE(book(*store_));
    relay_->cut_at_next_commit(Cut::BeforeCommit, others(3));
    ASSERT_TRUE(book(*store_));
    EXPECT_EQ(booked(), 6);
}

TEST_F(LostConnection, AfterTheCommitTheTransactionIsFoundAndNotRepeated) {
    relay_->cut_at_next_commit(Cut::AfterCommit);
    ASSERT_TRUE(book(*store_));
    EXPECT_EQ(booked(), 1);
    relay_->cut_at_next_commit(Cut::AfterCommit);
    ASSERT_TRUE(book(*store_));
    EXPECT_EQ(booked(), 2);
}

TEST_F(LostConnection, TheTransactionIsFoundBehindFifteenTurnsOfOthers) {
    relay_->cut_at_next_commit(Cut::AfterCommit, others(15));
    ASSERT_TRUE(book(*store_));
    EXPECT_EQ(booked(), 16);
}

TEST_F(LostConnection, BehindMoreTurnsOfOthersNobodyKnowsAndSaysSo) {
    for (const auto cut : {Cut::AfterCommit, Cut::BeforeCommit}) {
        relay_->cut_at_next_commit(cut, others(17));
        const auto lost = book(*store_);
        ASSERT_FALSE(lost);
        EXPECT_EQ(lost.error().code, Code::Unavailable);
        EXPECT_NE(lost.error().message.find("Whether it was is not known"), std::string::npos)
            << lost.error().message;
    }
    EXPECT_EQ(booked(), 1 + 17 + 17);
}

TEST_F(LostConnection, ACommitThatIsStillUnderWayIsWaitedForAndNotRepeated) {
    relay_->cut_at_next_commit(Cut::DuringCommit);
    ASSERT_TRUE(book(*store_));
    EXPECT_EQ(booked(), 1);
}

TEST_F(LostConnection, ATransactionOfSeveralScopesIsFound) {
    const auto database = direct_->add_database("Main").value();
    relay_->cut_at_next_commit(Cut::AfterCommit);
    EXPECT_TRUE(store_->remove_database(database)); // again it would find none
    relay_->cut_at_next_commit(Cut::BeforeCommit);
    EXPECT_TRUE(store_->add_database("Main")); // again it would find one
    EXPECT_EQ(direct_->databases().size(), 1U);
}

TEST_F(LostConnection, ASchemaThatWasMadeWithoutAnAnswerIsFound) {
    auto wanted = options();
    wanted.url = relay_->url(test::store_url(folder_, "fresh.db"));
    relay_->cut_at_next_commit(Cut::AfterCommit);
    const auto made = Store::open(wanted);
    EXPECT_TRUE(made) << made.error().message;
}

TEST_F(LostConnection, ProgressIsWrittenAgainWhenNobodyKnowsWhetherItWasKept) {
    const auto database = direct_->add_database("Main").value();
    RunProgress progress;
    progress.run_id = "run";
    progress.database = database;
    progress.started_at = clock_.now();
    progress.sequence = 1;
    for (const auto cut : {Cut::AfterCommit, Cut::BeforeCommit}) {
        ASSERT_EQ(direct_->progress().keep(progress), "");
        relay_->cut_at_next_commit(cut);
        store_->progress().drop(database, "run");
        EXPECT_FALSE(direct_->progress().find(database, "run"));
    }
}

TEST_F(LostConnection, InTheMidstOfATransactionItRunsAgainFromTheStart) {
    const auto database = direct_->add_database("Main").value();
    int runs = 0;
    change(*store_, database, [&](roster::RecordBook& book) {
        book.put_member(a_member("M1", "Bakery"));
        if (++runs == 1) {
            cut_all();
        }
        book.put_rep(a_rep("R1", "M1", "Ana", "Díaz"));
    });
    EXPECT_EQ(runs, 2);
    EXPECT_EQ(walk(*direct_, database), std::vector<std::string>{"R1"});
}

TEST_F(LostConnection, InTheMidstOfALongReadItBeginsFromTheStartForWhoeverCanBearThat) {
    const auto database = direct_->add_database("Main").value();
    change(*direct_, database, [&](roster::RecordBook& book) {
        for (const auto* id : {"1", "2", "3"}) {
            book.put_member(a_member(std::string("M") + id, std::string("Company ") + id));
            book.put_rep(a_rep(std::string("R") + id, std::string("M") + id, "Ana", "Díaz"));
        }
    });
    const auto reader = store_->make_roster_reader(database, WithPasswords::No);
    std::vector<std::string> seen;
    bool is_cut = false;
    const auto look = [&](roster::RosterState& state) {
        seen.clear();
        state.each([&](const roster::RosterRow& row) {
            seen.push_back(row.rep.rep_id);
            if (!std::exchange(is_cut, true)) {
                cut_all();
            }
        });
    };
    reader->look_until_done(look);
    EXPECT_EQ(seen, (std::vector<std::string>{"R1", "R2", "R3"}));
    is_cut = false;
    EXPECT_THROW(reader->look(look), db::StoreLost);
}

TEST_F(LostConnection, InTheMidstOfAPageItIsReadAgain) {
    const auto database = direct_->add_database("Main").value();
    change(*direct_, database, [&](roster::RecordBook& book) {
        book.put_member(a_member("M1", "Bakery"));
        book.put_rep(a_rep("R1", "M1", "Ana", "Díaz"));
    });
    relay_->cut_amid_next_read();
    const auto reps = store_->list(database, ShownReps{}, RepOrder{}, {});
    ASSERT_TRUE(reps) << reps.error().message;
    EXPECT_EQ(reps->total, 1);
    relay_->cut_amid_next_read();
    EXPECT_EQ(store_->page_runs(database, {}, {}).total, 0);
    relay_->cut_amid_next_read();
    EXPECT_FALSE(store_->run_summary(database, "none"));
    relay_->cut_amid_next_read();
    EXPECT_TRUE(store_->each_person(database, "none", [](const sync::Person&) -> Result<void> { return {}; }));
    relay_->cut_amid_next_read(); // nothing of it has left when it breaks, but its reader cannot know
    EXPECT_THROW(store_->make_roster_reader(database, WithPasswords::No)->look([](roster::RosterState& state) {
        state.each([](const roster::RosterRow&) {});
    }),
                 db::StoreLost);
}

std::size_t count(const std::string& log, const std::string& event) {
    std::size_t found = 0;
    for (auto at = log.find(event); at != std::string::npos; at = log.find(event, at + 1)) {
        ++found;
    }
    return found;
}

TEST_F(LostConnection, AServerIsWaitedForAndTheLogTellsTheBeginningAndTheEndOfThat) {
    cut_all();
    std::atomic<int> tries = 0;
    relay_->on_connection([&] { return ++tries > 3; });
    set_log_level(LogLevel::Warning);
    ::testing::internal::CaptureStderr();
    EXPECT_TRUE(book(*store_));
    EXPECT_EQ(store_->databases().size(), 0U);
    const auto log = ::testing::internal::GetCapturedStderr();
    relay_->on_connection([] { return true; });
    EXPECT_EQ(count(log, "store_away"), 1U) << log;
    EXPECT_EQ(count(log, "store_back"), 1U) << log;
    EXPECT_EQ(booked(), 1);
}

TEST_F(LostConnection, AServerThatStaysAwayIsWaitedForNoLongerThanThePatience) {
    relay_->close();
    cut_all();
    set_log_level(LogLevel::Warning);
    ::testing::internal::CaptureStderr();
    EXPECT_THROW((void)store_->databases(), db::StoreLost);
    EXPECT_EQ(book(*store_).error().code, Code::Unavailable);
    const auto log = ::testing::internal::GetCapturedStderr();
    EXPECT_EQ(count(log, "store_away"), 1U) << log;
}

TEST_F(LostConnection, WhoeverClosesTheStoreEndsTheWaitForAServerAndUsesOneThatIsThere) {
    auto patient = options();
    patient.url = relay_->url(patient.url);
    patient.patience = std::chrono::hours(24);
    const auto store = Store::open(patient).value();
    cut_all();
    std::atomic<int> tries = 0;
    relay_->on_connection([&] {
        if (++tries == 3) {
            patient.closing.cancel();
        }
        return false;
    });
    EXPECT_THROW((void)store->databases(), db::StoreLost);
    EXPECT_EQ(tries, 3);
    EXPECT_EQ(book(*store).error().code, Code::Unavailable);
    EXPECT_EQ(tries, 4);
    relay_->on_connection([] { return true; });
    EXPECT_TRUE(book(*store));
    EXPECT_EQ(booked(), 1);
}

} // namespace
} // namespace muster::store
