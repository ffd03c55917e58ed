#include <cstdlib>
#include <memory>
#include <stdexcept>
#include <string>

#include <gtest/gtest.h>

#include "db/postgresql.hpp"
#include "db/queries.hpp"

namespace muster::db {
namespace {

const Query kAdd{"add", "INSERT INTO things (id, name) VALUES ($1, $2)"};
const Query kRename{"rename", "UPDATE things SET name = $2 WHERE id <= $1"};
const Query kName{"name", "SELECT name FROM things WHERE id = $1"};
const Query kCount{"count", "SELECT count(*) FROM things"};
const Query kAll{"all", "SELECT id FROM things ORDER BY id", true};

/// A table of this connection only.
class PostgresqlPipelineTest : public ::testing::Test {
  protected:
    void SetUp() override {
        const char* const url = std::getenv("MUSTER_TEST_POSTGRESQL");
        if (url == nullptr) {
            GTEST_SKIP() << "MUSTER_TEST_POSTGRESQL names no server.";
        }
        connection_ = open_postgresql({.url = url});
        connection_->execute("CREATE TEMPORARY TABLE things (id BIGINT PRIMARY KEY, name TEXT NOT NULL)");
    }
    std::int64_t count() {
        auto row = (*connection_)[kCount].query({});
        return row.next() ? row.number(0) : -1;
    }
    std::string name_of(int id) {
        auto row = (*connection_)[kName].query({id});
        return row.next() ? row.copy(0) : "";
    }

    std::unique_ptr<Connection> connection_;
};

TEST_F(PostgresqlPipelineTest, WhateverComesAfterAWriteSeesWhatItDid) {
    Transaction transaction(*connection_, Access::Write);
    (*connection_)[kAdd].run({1, "one"});
    EXPECT_EQ(name_of(1), "one");
    (*connection_)[kAdd].run({2, "two"});
    (*connection_)[kAdd].run({3, "three"});
    EXPECT_EQ((*connection_)[kRename].count_changed({2, "few"}), 2); // its own rows, not those of the writes before
    (*connection_)[kAdd].run({4, "four"});
    transaction.commit();
    EXPECT_EQ(count(), 4);
    EXPECT_EQ(name_of(2), "few");
}

TEST_F(PostgresqlPipelineTest, MoreThanMayBeUnderWayAreWritten) {
    Transaction transaction(*connection_, Access::Write);
    for (int i = 0; i < 2'500; ++i) {
        (*connection_)[kAdd].run({i, std::string(static_cast<std::size_t>(i), 'x')});
    }
    transaction.commit();
    EXPECT_EQ(count(), 2'500);
    EXPECT_EQ(name_of(2'499).size(), 2'499);
}

TEST_F(PostgresqlPipelineTest, RowsStreamWhileOthersAreWritten) {
    Transaction transaction(*connection_, Access::Write);
    for (int i = 0; i < 2'500; ++i) {
        (*connection_)[kAdd].run({i, ""});
    }
    std::int64_t sum = 0;
    {
        auto rows = (*connection_)[kAll].query({}); // by a thousand at once
        while (rows.next()) {
            sum += rows.number(0);
            if (rows.number(0) % 1'000 == 999) {
                (*connection_)[kAdd].run({rows.number(0) + 10'000, "of the moment after"});
            }
        }
    }
    transaction.commit();
    EXPECT_EQ(sum, 2'499 * 2'500 / 2);
    EXPECT_EQ(count(), 2'502);
}

TEST_F(PostgresqlPipelineTest, AFailureShowsAtTheNextQueryUnderItsOwnName) {
    Transaction transaction(*connection_, Access::Write);
    (*connection_)[kAdd].run({1, "one"});
    (*connection_)[kAdd].run({2, std::nullopt});
    (*connection_)[kAdd].run({3, "three"});
    try {
        (void)count();
        FAIL() << "the query was answered";
    } catch (const std::logic_error& mistake) {
        EXPECT_NE(std::string(mistake.what()).find("Query add:"), std::string::npos) << mistake.what();
    }
}

TEST_F(PostgresqlPipelineTest, AFailureShowsAtTheCommitAndNothingIsKept) {
    {
        Transaction transaction(*connection_, Access::Write);
        (*connection_)[kAdd].run({1, "one"});
        (*connection_)[kAdd].run({2, std::nullopt});
        EXPECT_THROW(transaction.commit(), std::logic_error);
    }
    EXPECT_EQ(count(), 0);
}

TEST_F(PostgresqlPipelineTest, WhatIsUnderWayWhenATransactionIsGivenUpIsUndone) {
    for (const bool fails : {false, true}) {
        Transaction transaction(*connection_, Access::Write);
        (*connection_)[kAdd].run({1, "one"});
        (*connection_)[kAdd].run({2, fails ? Parameter(std::nullopt) : "two"});
    }
    EXPECT_EQ(count(), 0);
    (*connection_)[kAdd].run({5, "outside of a transaction: at once"});
    EXPECT_EQ(count(), 1);
    EXPECT_THROW((*connection_)[kAdd].run({6, std::nullopt}), std::logic_error);
    EXPECT_TRUE(connection_->is_usable());
}

} // namespace
} // namespace muster::db
