#include <atomic>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <stdlib.h>

#include <gtest/gtest.h>

#include "db/migrations.hpp"
#include "db/pool.hpp"
#include "db/queries.hpp"
#include "db/sqlite.hpp"

namespace muster::db {
namespace {

using namespace std::chrono_literals;

class Sqlite : public ::testing::Test {
  protected:
    Sqlite() {
        std::string pattern = (std::filesystem::temp_directory_path() / "muster-db-XXXXXX").string();
        if (::mkdtemp(pattern.data()) == nullptr) {
            throw std::runtime_error("no folder for the test");
        }
        folder_ = pattern;
        std::ofstream file(path());
    }
    ~Sqlite() override {
        std::error_code ignored; // a folder that stays harms nobody
        std::filesystem::remove_all(folder_, ignored);
    }
    [[nodiscard]] std::string path() const { return folder_ / "test.db"; }
    [[nodiscard]] std::unique_ptr<Connection> open(std::chrono::milliseconds patience = 2'000ms) const {
        return open_sqlite({.path = path(), .patience = patience});
    }
    static std::int64_t count(Connection& connection) {
        static const Query query{"count", "SELECT count(*) FROM things"};
        auto row = connection[query].query({});
        return row.next() ? row.number(0) : -1;
    }
    void make_things() { open()->execute("CREATE TABLE things (id BIGINT PRIMARY KEY, name TEXT, seal BYTEA)"); }

    std::filesystem::path folder_;
};

const Query kAdd{"add", "INSERT INTO things (name, id, seal) VALUES ($2, $1, $3)"};
const Query kAll{"all", "SELECT id, name, seal FROM things ORDER BY id"};

TEST_F(Sqlite, ParametersGoByTheirNumberNotByTheirPlace) {
    make_things();
    const auto connection = open();
    EXPECT_EQ((*connection)[kAdd].count_changed({7, "seven", std::nullopt}), 1);
    auto rows = (*connection)[kAll].query({});
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.number(0), 7);
    EXPECT_EQ(rows.text(1), "seven");
    EXPECT_TRUE(rows.is_null(2));
    EXPECT_EQ(rows.text(2), "");
    EXPECT_FALSE(rows.next());
    EXPECT_FALSE(rows.next());
}

TEST_F(Sqlite, KeepsBigNumbersEmptyTextsAndAnyBytes) {
    make_things();
    const auto connection = open();
    const std::string bytes("\0\xff'", 3);
    (*connection)[kAdd].run({std::int64_t{5'000'000'000'000}, std::string_view(), Bytes{bytes}});
    (*connection)[kAdd].run({std::int64_t{-1}, std::optional<std::string>(), Bytes{""}});
    auto rows = (*connection)[kAll].query({});
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.number(0), -1);
    EXPECT_TRUE(rows.is_null(1));
    EXPECT_FALSE(rows.is_null(2));
    ASSERT_TRUE(rows.next());
    EXPECT_EQ(rows.number(0), 5'000'000'000'000);
    EXPECT_FALSE(rows.is_null(1));
    EXPECT_EQ(rows.text(2), bytes);
}

TEST_F(Sqlite, WrongUsesAreProgrammersMistakes) {
    make_things();
    const auto connection = open();
    EXPECT_THROW((*connection)[kAdd].run({1}), std::logic_error);
    const Query wrong{"wrong", "SELECT * FROM nowhere"};
    EXPECT_THROW((void)connection->prepare(wrong), std::logic_error);
    const Query gap{"gap", "SELECT $2"};
    EXPECT_THROW((void)connection->prepare(gap), std::logic_error);
    auto open_rows = (*connection)[kAll].query({});
    EXPECT_THROW((void)(*connection)[kAll].query({}), std::logic_error);
    (*connection)[kAdd].run({1, "one", std::nullopt});
    EXPECT_THROW((*connection)[kAdd].run({1, "again", std::nullopt}), std::logic_error);
    EXPECT_EQ((*connection)[kAdd].count_changed({2, "two", std::nullopt}), 1);
}

TEST_F(Sqlite, ATransactionIsUndoneUnlessCommitted) {
    make_things();
    const auto connection = open();
    {
        Transaction transaction(*connection, Access::Write);
        (*connection)[kAdd].run({1, "one", std::nullopt});
    }
    EXPECT_EQ(count(*connection), 0);
    {
        Transaction transaction(*connection, Access::Write);
        (*connection)[kAdd].run({1, "one", std::nullopt});
        transaction.commit();
    }
    EXPECT_EQ(count(*open()), 1);
}

TEST_F(Sqlite, AReaderKeepsItsStateWhileAnotherWrites) {
    make_things();
    const auto reader = open();
    const auto writer = open();
    const Transaction reading(*reader, Access::Read);
    EXPECT_EQ(count(*reader), 0);
    (*writer)[kAdd].run({1, "one", std::nullopt});
    EXPECT_EQ(count(*reader), 0);
    EXPECT_EQ(count(*writer), 1);
}

TEST_F(Sqlite, AWriterThatWaitsTooLongSaysThatTheStoreIsLocked) {
    make_things();
    const auto first = open();
    const auto second = open(20ms);
    const Transaction writing(*first, Access::Write);
    try {
        const Transaction waiting(*second, Access::Write);
        FAIL() << "it got the lock";
    } catch (const StoreLost& lost) {
        EXPECT_EQ(lost.loss(), Loss::Locked);
        EXPECT_NE(std::string(lost.what()).find("is locked by another process"), std::string::npos) << lost.what();
    }
}

TEST_F(Sqlite, AFullDiskIsToldAndUndoesTheTransaction) {
    make_things();
    const auto connection = open();
    connection->execute("PRAGMA max_page_count = 4");
    try {
        Transaction transaction(*connection, Access::Write);
        (*connection)[kAdd].run({1, std::string(100'000, 'x'), std::nullopt});
        transaction.commit();
        FAIL() << "there was room";
    } catch (const StoreLost& lost) {
        EXPECT_EQ(lost.loss(), Loss::DiskFull);
    }
    EXPECT_EQ(count(*connection), 0);
    (*connection)[kAdd].run({2, "small", std::nullopt});
    EXPECT_EQ(count(*connection), 1);
}

TEST_F(Sqlite, AMissingParentRecordIsAnsweredAsRemoved) {
    const auto connection = open();
    connection->execute("CREATE TABLE a (id BIGINT PRIMARY KEY); CREATE TABLE b (a BIGINT REFERENCES a (id))");
    const Query query{"orphan", "INSERT INTO b (a) VALUES ($1)"};
    try {
        (*connection)[query].run({9});
        FAIL() << "it took an orphan";
    } catch (const StoreLost& lost) {
        EXPECT_EQ(lost.loss(), Loss::Removed);
    }
}

TEST_F(Sqlite, AFileThatIsNoDatabaseOrIsGoneIsRefused) {
    std::ofstream(path()) << std::string(4'096, 'x');
    try {
        (void)open();
        FAIL() << "it opened";
    } catch (const StoreLost& lost) {
        EXPECT_EQ(lost.loss(), Loss::NotADatabase);
    }
    std::filesystem::remove(path());
    EXPECT_THROW((void)open(), StoreLost);
}

TEST_F(Sqlite, ThePoolGivesEachThreadAConnectionOfItsOwn) {
    make_things();
    std::atomic<int> opened = 0;
    Pool pool(
        [&] {
            ++opened;
            return open();
        },
        2);
    const auto work = [&](int thread) {
        for (int i = 0; i < 25; ++i) {
            const auto lease = pool.lease();
            Transaction transaction(*lease, Access::Write);
            (*lease)[kAdd].run({thread * 100 + i, "x", std::nullopt});
            transaction.commit();
        }
    };
    std::vector<std::thread> threads;
    for (int thread = 0; thread < 3; ++thread) {
        threads.emplace_back(work, thread);
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(count(*pool.lease()), 75);
    const int before = opened;
    {
        const auto lease = pool.lease();
    }
    {
        const auto lease = pool.lease();
    }
    EXPECT_EQ(opened, before);
}

class Migrations : public Sqlite {
  protected:
    const std::vector<Migration> two_{
        {1, "first", "CREATE TABLE things (id BIGINT)"},
        {2, "second", "ALTER TABLE things ADD COLUMN name TEXT; INSERT INTO things VALUES (1, 'a')"}};
};

TEST_F(Migrations, BringAnEmptyStoreAndAnOlderOneToWhatIsKnown) {
    const auto connection = open();
    EXPECT_TRUE(migrate(*connection, std::span(two_).first(1), {}));
    EXPECT_EQ(count(*connection), 0);
    EXPECT_TRUE(migrate(*connection, two_, {}));
    EXPECT_TRUE(migrate(*connection, two_, {}));
    EXPECT_EQ(count(*connection), 1);
}

TEST_F(Migrations, AreAppliedByNumberWhateverGapsThereAre) {
    const auto connection = open();
    const std::vector<Migration> with_gap{two_[0], {7, "seventh", "CREATE TABLE sevens (id BIGINT)"}};
    ASSERT_TRUE(migrate(*connection, with_gap, {}));
    ASSERT_TRUE(migrate(*connection, with_gap, {}));
    const std::vector<Migration> filled{two_[0], two_[1], with_gap[1]};
    ASSERT_TRUE(migrate(*connection, filled, {}));
    EXPECT_EQ(count(*connection), 1);
    EXPECT_EQ(
        migrate(*connection, two_, {}).error().message,
        "The store was made by a newer version of Muster (schema 7, known here: 2). Install that version or a "
        "later one.");
}

TEST_F(Migrations, LeaveNothingBehindWhenOneFails) {
    const auto connection = open();
    const std::vector<Migration> broken{two_[0], {2, "broken", "INSERT INTO nowhere VALUES (1)"}};
    EXPECT_THROW((void)migrate(*connection, broken, {}), std::logic_error);
    EXPECT_TRUE(connection->is_empty());
}

TEST_F(Migrations, RefuseWhatIsNewerOrSomebodyElses) {
    const auto connection = open();
    ASSERT_TRUE(migrate(*connection, two_, {}));
    EXPECT_EQ(migrate(*connection, std::span(two_).first(1), {}).error().code, Code::Invalid);
    std::ofstream(folder_ / "other.db");
    const auto other = open_sqlite({.path = folder_ / "other.db"});
    other->execute("CREATE TABLE songs (title TEXT)");
    EXPECT_EQ(migrate(*other, two_, {}).error().code, Code::Invalid);
    EXPECT_FALSE(other->has_table("things"));
}

TEST_F(Migrations, ManyProcessesMayOpenANewStoreAtOnce) {
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i) {
        threads.emplace_back([&] { done += migrate(*open(10'000ms), two_, {}).has_value() ? 1 : 0; });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(done, 4);
    EXPECT_EQ(count(*open()), 1);
}

TEST(Queries, AreFoundByName) {
    Queries queries;
    ASSERT_TRUE(queries.add("-- about\n-- name: a.one\nSELECT 1\n  FROM x;\n\n-- name:  b.two \nSELECT 2"));
    EXPECT_EQ(queries.size(), 2U);
    EXPECT_EQ(queries["a.one"].sql, "SELECT 1\n  FROM x;\n");
    EXPECT_EQ(queries["b.two"].sql, "SELECT 2\n");
    EXPECT_THROW((void)queries["c"], std::logic_error);
}

TEST(Queries, RefuseTheSameNameTwiceAndSqlWithoutAName) {
    Queries queries;
    ASSERT_TRUE(queries.add("-- name: a\nSELECT 1"));
    EXPECT_EQ(queries.add("-- name: a\nSELECT 2").error().code, Code::Invalid);
    EXPECT_EQ(queries.add("SELECT 1").error().code, Code::Invalid);
}

} // namespace
} // namespace muster::db
