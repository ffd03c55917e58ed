#include <atomic>
#include <csignal>
#include <fstream>
#include <optional>
#include <thread>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "store_fixture.hpp"

namespace muster::store {
namespace {

class OpenStore : public StoreTest {
  protected:
    Error refusal(const OpenOptions& options) {
        auto store = Store::open(options);
        return store ? Error{Code::Failed, "it opened"} : store.error();
    }
    static mode_t mode(const std::string& file) {
        struct stat state{};
        return ::stat(file.c_str(), &state) == 0 ? state.st_mode & 0777 : 0;
    }
};

TEST_F(OpenStore, MakesFolderFileAndKeyForTheOwnerOnly) {
    if (test::on_postgresql()) {
        GTEST_SKIP() << "of files, which PostgreSQL has none of";
    }
    auto wanted = options();
    wanted.url = "sqlite:" + (folder_ / "a" / "b" / "office.db").string();
    ASSERT_TRUE(Store::open(wanted));
    EXPECT_EQ(mode(folder_ / "a" / "b" / "office.db"), 0600);
    EXPECT_EQ(mode(folder_ / "a" / "b" / "muster.key"), 0600);
}

TEST_F(OpenStore, KeepsWhatItHoldsFromOneOpeningToTheNext) {
    ASSERT_TRUE(open()->add_database("Main Street Chamber"));
    const auto databases = open()->databases();
    ASSERT_EQ(databases.size(), 1U);
    EXPECT_EQ(databases[0].name, "Main Street Chamber");
}

TEST_F(OpenStore, TakesAKeyFileFromElsewhere) {
    auto wanted = options();
    wanted.key_file = folder_ / "elsewhere.key";
    ASSERT_TRUE(Store::open(wanted));
    EXPECT_TRUE(std::filesystem::exists(folder_ / "elsewhere.key"));
    EXPECT_FALSE(std::filesystem::exists(key_path()));
}

TEST_F(OpenStore, NeverMakesANewKeyForAStoreThatHadOne) {
    open();
    std::filesystem::remove(key_path());
    const auto error = refusal(options());
    EXPECT_EQ(error.code, Code::Invalid);
    EXPECT_NE(error.message.find("missing"), std::string::npos) << error.message;
    EXPECT_NE(error.message.find(key_path()), std::string::npos) << error.message;
    EXPECT_FALSE(std::filesystem::exists(key_path()));
}

TEST_F(OpenStore, RefusesTheKeyOfAnotherStore) {
    open();
    std::filesystem::remove(key_path());
    std::ofstream(key_path(), std::ios::binary) << std::string(32, 'k');
    ASSERT_EQ(::chmod(key_path().c_str(), 0600), 0);
    const auto error = refusal(options());
    EXPECT_EQ(error.code, Code::Invalid);
    EXPECT_NE(error.message.find("not the one of this store"), std::string::npos) << error.message;
}

TEST_F(OpenStore, RefusesAFileThatIsNoDatabase) {
    if (test::on_postgresql()) {
        GTEST_SKIP() << "of files, which PostgreSQL has none of";
    }
    std::ofstream(path()) << std::string(5'000, 'x');
    const auto error = refusal(options());
    EXPECT_EQ(error.code, Code::Invalid);
    EXPECT_NE(error.message.find("not a Muster store"), std::string::npos) << error.message;
}

TEST_F(OpenStore, RefusesADatabaseOfAnotherProgram) {
    test::make_empty(folder_);
    run_sql("CREATE TABLE songs (title TEXT)");
    const auto error = refusal(options());
    EXPECT_EQ(error.code, Code::Invalid);
    EXPECT_NE(error.message.find("not a Muster store"), std::string::npos) << error.message;
}

TEST_F(OpenStore, RefusesASchemaNewerThanItKnows) {
    open();
    run_sql("INSERT INTO schema_migrations VALUES (9999, 'tomorrow', 0)");
    const auto error = refusal(options());
    EXPECT_EQ(error.code, Code::Invalid);
    EXPECT_NE(error.message.find("newer version"), std::string::npos) << error.message;
}

TEST_F(OpenStore, SaysThatANewStoreIsLocked) {
    test::make_empty(folder_);
    const auto other = test::connect(test::store_url(folder_));
    const db::Transaction held(*other, db::Access::Write);
    other->execute("CREATE TABLE schema_migrations (number BIGINT NOT NULL PRIMARY KEY, name TEXT NOT NULL,"
                   " applied_at BIGINT NOT NULL)");
    auto hasty = options();
    hasty.patience = std::chrono::milliseconds{20};
    const auto error = refusal(hasty);
    EXPECT_EQ(error.code, Code::Unavailable);
    EXPECT_NE(error.message.find("locked"), std::string::npos) << error.message;
}

TEST_F(OpenStore, OpensAndReadsWhileAnotherProcessWrites) {
    ASSERT_TRUE(open()->add_database("Main"));
    const auto other = test::connect(test::store_url(folder_));
    std::optional<db::Transaction> held(std::in_place, *other, db::Access::Write);
    for (const auto* scope : {"installation", "quota key"}) {
        other->take_turn(scope);
    }
    auto hasty = options();
    hasty.patience = std::chrono::milliseconds{20};
    const auto store = Store::open(hasty);
    ASSERT_TRUE(store) << store.error().message;
    EXPECT_EQ((*store)->databases().size(), 1U);
    EXPECT_THROW((*store)->put_installation_setting("a", "b"), db::StoreLost);
    EXPECT_EQ((*store)->quota_book()->book_call("key", clock_.now(), {}).error().code, Code::Unavailable);
    held.reset();
    (*store)->put_installation_setting("a", "b");
    EXPECT_EQ((*store)->installation_setting("a"), "b");
}

/// Where one waits for the other, nothing of either can be lost.
TEST_F(OpenStore, WhatConcernsADatabasesRecordsWaitsForWhoeverWritesThem) {
    const auto database = open()->add_database("Main").value();
    auto hasty = options();
    hasty.patience = std::chrono::milliseconds{20};
    const auto store = std::move(Store::open(hasty).value());
    const auto other = test::connect(test::store_url(folder_));
    std::optional<db::Transaction> held(std::in_place, *other, db::Access::Write);
    other->take_turn("database 1");
    ASSERT_EQ(database.number, 1);
    EXPECT_EQ(store->rotate_key().error().code,
              Code::Unavailable); // else a password sealed with the old key came after
    EXPECT_THROW((void)store->forget(database, "anna@x.org"), db::StoreLost);
    EXPECT_THROW((void)store->prune_history(database, clock_.now(), 1), db::StoreLost);
    EXPECT_THROW((void)store->remove_database(database), db::StoreLost);
    EXPECT_THROW((void)store->remove_reps(database, {}), db::StoreLost);
    held.reset();
    EXPECT_TRUE(store->rotate_key());
    EXPECT_EQ(store->prune_history(database, clock_.now(), 1), 0);
    EXPECT_TRUE(store->remove_database(database));
}

TEST_F(OpenStore, WhatWasCommittedSurvivesAKillAndWhatWasNotIsUndone) {
    const pid_t child = ::fork();
    if (child == 0) {
        const auto store = open();
        const auto database = store->add_database("Main").value();
        change(*store, database, [](roster::RecordBook& book) { book.put_member(a_member("M1", "Kept")); });
        change(*store, database, [](roster::RecordBook& book) {
            book.put_member(a_member("M2", "Not kept"));
            ::kill(::getpid(), SIGKILL);
        });
    }
    int status = 0;
    ASSERT_EQ(::waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    const auto store = open();
    look(*store, store->find_database("Main").value(), WithPasswords::No, [](roster::RecordBook& book) {
        EXPECT_TRUE(book.find_member("M1").has_value());
        EXPECT_FALSE(book.find_member("M2").has_value());
    });
}

TEST_F(OpenStore, ManyProcessesMayMakeANewStoreAtOnce) {
    test::make_empty(folder_);
    std::atomic<int> opened = 0;
    std::vector<std::thread> processes;
    for (int i = 0; i < 4; ++i) {
        processes.emplace_back([&] {
            SystemRandom random;
            opened += Store::open({.url = options().url, .key_file = key_path(), .clock = clock_, .random = random})
                              .has_value()
                          ? 1
                          : 0;
        });
    }
    for (auto& process : processes) {
        process.join();
    }
    EXPECT_EQ(opened, 4);
    EXPECT_TRUE(Store::open(options()));
}

TEST_F(OpenStore, RefusesStoresOfOtherKinds) {
    auto wanted = options();
    wanted.url = "mysql://localhost/muster";
    EXPECT_EQ(refusal(wanted).code, Code::Invalid);
    EXPECT_NE(refusal(wanted).message.find("postgresql://USER@HOST/DATABASE"), std::string::npos);
    wanted.url = "muster.db";
    EXPECT_EQ(refusal(wanted).code, Code::Invalid);
    wanted.url = "sqlite:" + folder_.string();
    EXPECT_EQ(refusal(wanted).code, Code::Invalid);
}

TEST_F(OpenStore, SaysThatAServerDoesNotAnswerAndNeverThePassword) {
    auto wanted = options();
    wanted.url = "postgresql://muster:hidden@127.0.0.1:1/chamber?connect_timeout=2";
    wanted.key_file = key_path();
    wanted.patience = std::chrono::milliseconds{0};
    const auto error = refusal(wanted);
    EXPECT_EQ(error.code, Code::Unavailable);
    EXPECT_NE(error.message.find("\"chamber\" on 127.0.0.1 does not answer"), std::string::npos) << error.message;
    EXPECT_EQ(error.message.find("hidden"), std::string::npos) << error.message;
    wanted.key_file = "";
    EXPECT_EQ(refusal(wanted).code, Code::Invalid);
    EXPECT_NE(refusal(wanted).message.find("--key-file"), std::string::npos);
}

TEST_F(OpenStore, SaysThatAFolderCannotBeMade) {
    std::ofstream(folder_ / "file") << "x";
    auto wanted = options();
    wanted.url = "sqlite:" + (folder_ / "file" / "folder" / "muster.db").string();
    const auto error = refusal(wanted);
    EXPECT_EQ(error.code, Code::Unavailable);
    EXPECT_NE(error.message.find("cannot be made"), std::string::npos) << error.message;
}

} // namespace
} // namespace muster::store
