// A store copied into another one: to move it, and to keep a backup.

#include <algorithm>
#include <filesystem>

#include "db/sqlite.hpp"
#include "store_fixture.hpp"

namespace muster::store {
namespace {

class CopyOfAStore : public StoreTest {
  protected:
    CopyOfAStore() : store_(open()), database_(store_->add_database("Main").value()) {
        change(*store_, database_, [](roster::RecordBook& book) {
            book.put_member(a_member("M1", "Müller & Söhne"));
            auto rep = a_rep("R1", "M1", "Anna", "Berg", "anna@x.org");
            rep.groups = {"Board"};
            rep.attributes = {"VIP"};
            book.put_rep(rep);
            book.put_rep(a_rep("R2", "M1", "", "", ""));
        });
        store_->put_installation_setting("calls_per_day", "250000");
        store_->change_staff([](staff::StaffBook& book) {
            staff::User user;
            user.id = "u1";
            user.name = "Ana";
            book.add_user(user, "hash");
        });
        constant_contact::Contact contact;
        contact.contact_id = "c1";
        contact.address = "anna@x.org";
        store_->account(database_)->apply(
            {.contacts = {contact}, .remember = {{"c1", "l1", sync::MembershipState::Left}}}, {});
    }

    sync::Report a_run(sync::RunState state) {
        sync::Report report;
        report.run_id = "run-1";
        report.database = "Main";
        report.started_by = "cli";
        report.state = state;
        report.started_at = clock_.now();
        return report;
    }
    Result<CopiedStore> copy(const std::string& url, WhileRunning while_running = WhileRunning::Refuse) {
        return store_->copy_to(url, while_running,
                               [this](std::string_view table, std::int64_t) { tables_.emplace_back(table); });
    }
    std::unique_ptr<Store> open_copy(const std::string& url) {
        auto wanted = options();
        wanted.url = url;
        wanted.key_file = store_->key_file();
        auto opened = Store::open(wanted);
        EXPECT_TRUE(opened) << opened.error().message;
        return std::move(*opened);
    }
    void expect_the_same(Store& copy) {
        EXPECT_EQ(copy.describe_database(database_)->reps, 2);
        EXPECT_EQ(copy.installation_setting("calls_per_day"), "250000");
        EXPECT_EQ(walk(copy, database_), walk(*store_, database_));
        look(copy, database_, WithPasswords::No, [](roster::RecordBook& book) {
            EXPECT_EQ(book.find_rep("R1")->groups, std::vector<std::string>{"Board"});
            EXPECT_EQ(book.find_member("M1")->company, "Müller & Söhne");
        });
        const auto account = copy.account(database_)->load();
        EXPECT_EQ(account.contacts.contact_id(0), "c1"); // it opens: the key is the same
        EXPECT_EQ(copy.read_staff([](staff::StaffBook& book) { return book.find_user("u1")->name; }), "Ana");
        change(copy, database_, [](roster::RecordBook& book) { book.put_rep(a_rep("R3", "M1", "C", "C")); });
    }

    std::unique_ptr<Store> store_;
    DatabaseId database_;
    std::vector<std::string> tables_;
};

TEST_F(CopyOfAStore, HoldsAllThatTheStoreHeld) {
    test::make_empty(folder_, "copy.db");
    const auto url = test::store_url(folder_, "copy.db");
    const auto copied = copy(url);
    ASSERT_TRUE(copied) << copied.error().message;
    EXPECT_EQ(copied->tables, static_cast<std::int64_t>(tables_.size()));
    EXPECT_GT(copied->rows, 10);
    expect_the_same(*open_copy(url));
}

TEST_F(CopyOfAStore, LeavesNoTableOut) {
    ASSERT_TRUE(copy("sqlite:" + (folder_ / "copy.db").string()));
    const db::Query all{"tables", "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'"
                                  " AND name NOT IN ('schema_migrations', 'write_turns')"};
    const auto connection = db::open_sqlite({.path = (folder_ / "copy.db").string()});
    std::vector<std::string> there;
    for (auto row = (*connection)[all].query({}); row.next();) {
        there.push_back(row.copy(0));
    }
    std::ranges::sort(there);
    std::ranges::sort(tables_);
    EXPECT_EQ(tables_, there);
}

TEST_F(CopyOfAStore, IsAnSqliteFileForItsOwnerOnlyWhateverTheStoreIs) {
    const auto file = folder_ / "backup" / "muster.db";
    ASSERT_TRUE(copy("sqlite:" + file.string()));
    EXPECT_EQ(std::filesystem::status(file).permissions(),
              std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    EXPECT_FALSE(std::filesystem::exists(file.string() + "-wal")); // one file, to be carried away
    expect_the_same(*open_copy("sqlite:" + file.string()));
}

TEST_F(CopyOfAStore, GoesIntoNoStoreThatHoldsSomething) {
    const auto url = "sqlite:" + (folder_ / "copy.db").string();
    ASSERT_TRUE(copy(url));
    const auto again = copy(url);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, Code::Invalid);
    EXPECT_NE(again.error().message.find("holds something already"), std::string::npos) << again.error().message;
    EXPECT_EQ(copy(options().url).error().code, Code::Invalid); // itself
    expect_the_same(*open_copy(url));
}

TEST_F(CopyOfAStore, IsMadeInMidRunAsABackupOnly) {
    ASSERT_TRUE(store_->journal(database_)->begin(a_run(sync::RunState::Running), clock_.now()));
    const auto url = "sqlite:" + (folder_ / "copy.db").string();
    EXPECT_EQ(copy(url).error().code, Code::Busy);
    ASSERT_TRUE(copy(url, WhileRunning::Allow));
    EXPECT_EQ(open_copy(url)->show_run("run-1")->state, sync::RunState::Running);
}

TEST_F(CopyOfAStore, HoldsOneMomentWhileOthersWrite) {
    const auto other = open();
    const auto url = "sqlite:" + (folder_ / "copy.db").string();
    bool has_written = false;
    ASSERT_TRUE(store_->copy_to(url, WhileRunning::Refuse, [&](std::string_view table, std::int64_t) {
        if (table == "reps" && !has_written) {
            has_written = true;
            change(*other, database_, [](roster::RecordBook& book) { book.remove_rep("R2"); });
        }
    }));
    EXPECT_EQ(walk(*store_, database_).size(), 1U);
    EXPECT_EQ(walk(*open_copy(url), database_).size(), 2U);
}

} // namespace
} // namespace muster::store
