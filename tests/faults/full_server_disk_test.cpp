// The disk of a PostgreSQL server gets full: under edits, and at every stage of a run. What was acknowledged is
// there, also after the server was killed; what was refused has left nothing, and once there is room the next run
// ends as if nothing had been.

#include <cstdint>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "faults/edits.hpp"
#include "faults/site.hpp"
#include "faults/site_scene.hpp"
#include "support/fake_clock.hpp"
#include "support/postgresql_server.hpp"
#include "support/small_disk.hpp"

namespace muster::test {
namespace {

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kDisk = 128 * 1024 * kKiB;
constexpr std::int64_t kStep = 48 * kKiB;
/// Nothing else takes room meanwhile. The log that is written ahead has its room already: a segment of 16 MB.
const std::vector<std::string> kAlone{"autovacuum=off"};

/// A server with a disk of its own.
struct Place {
    SmallDisk disk{kDisk};
    PostgresqlServer server{disk.folder()};
    [[nodiscard]] std::string url() const { return url_of({server.folder()}); }
};

class FullServerDisk : public ::testing::Test {
  protected:
    void SetUp() override {
        if (std::string why_not; !SmallDisk::is_possible(why_not)) {
            GTEST_SKIP() << "no small disk can be made here: " << why_not;
        }
        if (!PostgresqlServer::is_there()) {
            GTEST_SKIP() << "PostgreSQL is not installed, or this user cannot start it beside a small disk";
        }
    }
};

TEST_F(FullServerDisk, EveryAcknowledgedEditIsThereAndARefusedOneLeavesNothing) {
    Place place;
    place.server.start(kAlone);
    FakeClock clock;
    SeededRandom random(7);
    const store::OpenOptions options{.url = place.url(),
                                     .key_file = (place.disk.folder() / "muster.key").string(),
                                     .clock = clock,
                                     .random = random};
    auto store = std::move(store::Store::open(options).value());
    const auto database = store->add_database("Main").value();
    place.disk.fill_but(256 * kKiB);
    const auto [acknowledged, loss, why] = edit_until_refused(*store, database);
    EXPECT_EQ(loss, db::Loss::DiskFull) << why;
    EXPECT_NE(why.find(" is full. Make room and try again; what was saved before is kept."), std::string::npos)
        << why;
    EXPECT_GT(acknowledged, 10);
    EXPECT_EQ(store->describe_database(database).value().members, 2 * acknowledged);
    store = nullptr;
    place.server.kill();
    place.disk.make_room();
    place.server.start(kAlone);
    store = std::move(store::Store::open(options).value());
    EXPECT_EQ(store->describe_database(database).value().members, 2 * acknowledged);
    EXPECT_TRUE(add_pair(*store, database, acknowledged + 1)); // by the number that was refused
    EXPECT_EQ(store->describe_database(database).value().members, 2 * acknowledged + 2);
}

TEST_F(FullServerDisk, R24_ARunThatMeetsAFullDiskAnywhereIsCompletedByTheNextOnceThereIsRoom) {
    Place place;
    place.server.start(kAlone);
    Site base(place.url());
    connect(base);
    fill(base); // and nothing is pushed yet: that takes the most room
    ASSERT_TRUE(base.service->add_contact(base.account, {.address = "a4@example.org", .lists = {"Board"}}));
    ASSERT_TRUE(base.service->opt_out(base.account, "a4@example.org"));
    place.server.begin_log_segment();
    place.server.stop();

    std::string expected;
    {
        Place other;
        other.server.copy(place.server);
        other.server.start(kAlone);
        Site undisturbed(base, other.url());
        undisturbed.done(sync_words());
        expected = undisturbed.end_state();
        EXPECT_NE(expected.find("Unsubscribed from CC"), std::string::npos); // the opt-out was pulled
    }
    int refused = 0;
    for (std::int64_t room = 0;; room += kStep) {
        SCOPED_TRACE("with room for " + std::to_string(room / kKiB) + " KiB");
        Place full;
        full.server.copy(place.server);
        full.server.start(kAlone);
        Site site(base, full.url());
        EXPECT_TRUE(site.history().empty()); // a server that has just started needs room for its first connection
        full.disk.fill_but(room);
        const auto outcome = site.muster(sync_words());
        if (outcome.code == 0) {
            EXPECT_EQ(site.end_state(), expected);
            break;
        }
        ++refused;
        EXPECT_EQ(outcome.code, 1) << outcome.out << outcome.err;
        EXPECT_NE(outcome.err.find("is full. Make room and try again; what was saved before is kept."),
                  std::string::npos)
            << outcome.err;
        full.server.kill();
        full.disk.make_room();
        full.server.start(kAlone);
        site.done(sync_words());
        EXPECT_EQ(site.end_state(), expected);
        for (const auto& run : site.history()) {
            EXPECT_NE(run.state, sync::RunState::Running) << run.run_id;
        }
        ASSERT_FALSE(HasFailure());
    }
    EXPECT_GE(refused, 3);
}

} // namespace
} // namespace muster::test
