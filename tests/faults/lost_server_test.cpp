// Real PostgreSQL servers under a real process of the program, killed in the middle of a run: the run goes on with
// the standby that takes over, or with the server once it is back, and nothing that was acknowledged is lost.
// Nothing here depends on time: a server comes back when the program asks for it.

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <csignal>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "faults/site.hpp"
#include "faults/site_scene.hpp"
#include "roster/record_book.hpp"
#include "support/fake_clock.hpp"
#include "support/postgresql_server.hpp"
#include "support/relay.hpp"

namespace muster::test {
namespace {

constexpr const char* kWaitsForStandby = "synchronous_standby_names=walreceiver";

/// At a request of a run, before the service does anything, or once it has.
struct Moment {
    const char* name;
    int number = 0;
    bool is_done = false;
};

void expect_code(const Outcome& outcome, int code) { EXPECT_EQ(outcome.code, code) << outcome.out << outcome.err; }

class LostServer : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!PostgresqlServer::is_there()) {
            GTEST_SKIP() << "PostgreSQL is not installed";
        }
    }
};

/// A site whose store is on a server: pushed once, and changed since. And what becomes of it when nobody is killed.
class Base {
  public:
    Base() {
        server_.start();
        site_.emplace(url_of({server_.folder()}));
        connect(*site_);
        fill(*site_);
        site_->done(sync_words());
        change(*site_);
        server_.stop();
        PostgresqlServer server;
        server.copy(server_);
        server.start();
        Site undisturbed(*site_, url_of({server.folder()}));
        undisturbed.done(sync_words());
        end_state_ = undisturbed.end_state();
        log_ = undisturbed.service->log();
    }

    [[nodiscard]] const PostgresqlServer& server() const { return server_; }
    [[nodiscard]] Site& site() { return *site_; }
    [[nodiscard]] const std::string& end_state() const { return end_state_; }

    [[nodiscard]] Moment reading() const { return {"while it reads", find("GET", "/contacts"), false}; }
    [[nodiscard]] Moment writing() const { return {"before its first import", find("POST", kImport), false}; }
    [[nodiscard]] Moment written() const { return {"when an import is accepted", find("POST", kImport), true}; }
    [[nodiscard]] Moment proving() const { return {"while it proves", static_cast<int>(log_.size()), true}; }

  private:
    static constexpr const char* kImport = "/activities/contacts_json_import";

    [[nodiscard]] int find(const std::string& method, const std::string& path) const {
        const auto found = std::ranges::find_if(
            log_, [&](const auto& request) { return request.method == method && request.path == path; });
        EXPECT_NE(found, log_.end()) << method << " " << path;
        return static_cast<int>(found - log_.begin()) + 1;
    }

    PostgresqlServer server_;
    std::optional<Site> site_;
    std::string end_state_;
    std::vector<sandbox::LoggedRequest> log_;
};

/// The newest run went through, as if nothing had been.
void expect_completed(Site& site, const Base& base, std::size_t runs) {
    EXPECT_EQ(site.end_state(), base.end_state());
    const auto history = site.history();
    ASSERT_EQ(history.size(), runs);
    EXPECT_EQ(history.front().state, sync::RunState::Completed) << history.front().message;
    EXPECT_EQ(history.front().totals.selected, history.front().totals.sum());
    EXPECT_EQ(history.front().opted_out_made_mailable, 0);
}

TEST_F(LostServer, R24_ARunGoesOnByItselfOnTheStandbyThatTakesOver) {
    Base base;
    for (const Moment& moment : {base.reading(), base.written(), base.proving()}) {
        SCOPED_TRACE(moment.name);
        PostgresqlServer primary, standby;
        primary.copy(base.server());
        standby.follow(primary);
        primary.start({kWaitsForStandby});
        standby.start();
        Relay relay(standby.folder());
        std::atomic<int> asked = 0;
        relay.on_connection([&] {
            if (++asked == 2) { // it has met a standby that cannot be written
                standby.promote();
            }
            return true;
        });
        Site site(base.site(), url_of({primary.folder(), relay.folder()}));
        site.on_request = [&](int number, bool is_done) {
            if (number == moment.number && is_done == moment.is_done) {
                primary.crash();
            }
        };
        expect_code(site.muster(sync_words()), 0);
        EXPECT_GE(asked, 2);
        expect_completed(site, base, 2);
        ASSERT_FALSE(HasFailure());
    }
}

TEST_F(LostServer, R24_ARunWaitsForAServerThatWasKilledAndComesBack) {
    Base base;
    for (const Moment& moment : {base.reading(), base.written()}) {
        SCOPED_TRACE(moment.name);
        PostgresqlServer server;
        server.copy(base.server());
        server.start();
        Relay relay(server.folder());
        std::atomic<bool> is_away = false;
        std::atomic<int> asked = 0;
        relay.on_connection([&] {
            if (is_away && ++asked == 2) {
                server.start();
                is_away = false;
            }
            return !is_away;
        });
        Site site(base.site(), url_of({relay.folder()}));
        site.on_request = [&](int number, bool is_done) {
            if (number == moment.number && is_done == moment.is_done) {
                server.kill();
                is_away = true;
            }
        };
        expect_code(site.muster(sync_words()), 0);
        EXPECT_EQ(asked, 2);
        expect_completed(site, base, 2);
        ASSERT_FALSE(HasFailure());
    }
}

std::vector<std::string> lines_with(const std::string& text, const std::string& part) {
    std::vector<std::string> lines;
    for (std::size_t at = 0; at < text.size();) {
        const auto end = text.find('\n', at);
        if (auto line = text.substr(at, end - at); line.find(part) != std::string::npos) {
            lines.push_back(std::move(line));
        }
        at = end + 1;
    }
    return lines;
}

TEST_F(LostServer, R17_R24_NodeAndServerKilledTogetherLoseNoPulledOptOutAndNoHistory) {
    Base base;
    const Moment moment = base.writing();
    PostgresqlServer server;
    server.copy(base.server());
    server.start();
    Site site(base.site(), url_of({server.folder()}));
    EXPECT_TRUE(lines_with(site.end_state(), "Unsubscribed from CC").empty());
    site.on_request = [&](int number, bool is_done) {
        if (number == moment.number && !is_done) {
            server.kill();
        }
    };
    EXPECT_EQ(site.muster(sync_words(), {Death::At::BeforeRequest, moment.number}).code, 128 + SIGKILL);
    server.start();
    site.on_request = nullptr;
    EXPECT_EQ(lines_with(site.end_state(), "rep A4 a4@example.org | Board;Golf | Unsubscribed from CC").size(), 1U)
        << site.end_state();
    const auto history = site.history();
    ASSERT_EQ(history.size(), 2U);
    EXPECT_EQ(history.front().state, sync::RunState::Running); // nobody has found it dead yet
    EXPECT_EQ(history.back().state, sync::RunState::Completed);
    site.done(sync_words());
    expect_completed(site, base, 3);
}

/// Edits, one behind the other, by somebody who counts those that were acknowledged.
class Editor {
  public:
    Editor(store::Store& store, store::DatabaseId database, int edits)
        : thread_([this, &store, database, edits] { work(store, database, edits); }) {}
    ~Editor() { thread_.join(); }
    Editor(const Editor&) = delete;
    Editor& operator=(const Editor&) = delete;

    void wait_for(int edits) {
        std::unique_lock lock(mutex_);
        more_.wait(lock, [&] { return acknowledged_ >= edits || has_failed_; });
        EXPECT_FALSE(has_failed_) << why_;
    }

  private:
    void work(store::Store& store, store::DatabaseId database, int edits) {
        try {
            for (int i = 0; i < edits; ++i) {
                const auto kept =
                    store.edit(database, store::WithPasswords::No, [&](roster::RecordBook& book) -> Result<void> {
                        roster::Member member;
                        member.member_id = "M" + std::to_string(i);
                        member.status = "ACT";
                        member.company = "Edit " + std::to_string(i);
                        book.put_member(member);
                        return {};
                    });
                const std::lock_guard lock(mutex_);
                acknowledged_ += kept ? 1 : 0;
                has_failed_ = has_failed_ || !kept;
                more_.notify_all();
            }
        } catch (const std::exception& lost) {
            const std::lock_guard lock(mutex_);
            has_failed_ = true;
            why_ = lost.what();
            more_.notify_all();
        }
    }

    std::mutex mutex_;
    std::condition_variable more_;
    int acknowledged_ = 0;
    bool has_failed_ = false;
    std::string why_;
    std::thread thread_; // last: it uses the others
};

class LostServerAmidEdits : public LostServer {
  protected:
    void open(const std::vector<std::filesystem::path>& folders) {
        const auto key = primary_.folder() / "muster.key";
        store_ = std::move(
            store::Store::open({.url = url_of(folders), .key_file = key, .clock = clock_, .random = random_})
                .value());
        database_ = store_->add_database("Main").value();
    }
    [[nodiscard]] std::int64_t members() { return store_->describe_database(database_).value().members; }

    FakeClock clock_;
    SeededRandom random_{7};
    PostgresqlServer primary_;
    std::unique_ptr<store::Store> store_;
    store::DatabaseId database_;
};

TEST_F(LostServerAmidEdits, EveryAcknowledgedEditIsThereWhenTheServerIsBack) {
    primary_.start();
    open({primary_.folder()});
    {
        Editor editor(*store_, database_, 120);
        for (const int edits : {40, 80}) {
            editor.wait_for(edits);
            primary_.kill();
            primary_.start();
        }
        editor.wait_for(120);
    }
    EXPECT_EQ(members(), 120);
}

TEST_F(LostServerAmidEdits, EveryAcknowledgedEditIsOnTheStandbyThatTakesOver) {
    PostgresqlServer standby;
    primary_.start();
    primary_.stop();
    standby.follow(primary_);
    primary_.start({kWaitsForStandby});
    standby.start();
    open({primary_.folder(), standby.folder()});
    {
        Editor editor(*store_, database_, 120);
        editor.wait_for(60);
        primary_.kill();
        standby.promote();
        editor.wait_for(120);
    }
    EXPECT_EQ(members(), 120);
}

/// What asynchronous replication may lose, up to a whole run: the store is as it was before the run, the account as
/// it is after. Who left and who unsubscribed since then are found by reading.
TEST_F(LostServer, R13_R24_AStandbyThatLacksTheLastRunIsBroughtIntoStepAndNobodyIsMadeMailable) {
    Base base;
    PostgresqlServer primary, standby;
    primary.copy(base.server());
    standby.copy(base.server());
    primary.start();
    Site before(base.site(), url_of({primary.folder()}));
    before.done(sync_words());
    EXPECT_TRUE(before.service->opt_out(before.account, "new@example.org")); // whom the lost run created
    EXPECT_TRUE(before.service->opt_out(before.account, "a1@example.org"));
    primary.kill();
    standby.start();
    Site after(before, url_of({standby.folder()}));
    const auto contacts = after.contacts();
    after.done(sync_words());
    EXPECT_EQ(after.contacts(), contacts);
    EXPECT_TRUE(after.contacts().at("new@example.org").starts_with("unsubscribed"));
    const auto history = after.history();
    ASSERT_EQ(history.size(), 2U); // the lost one is not told
    EXPECT_EQ(history.front().state, sync::RunState::Completed);
    EXPECT_EQ(history.front().opted_out_made_mailable, 0);
}

} // namespace
} // namespace muster::test
