// The disk of an SQLite store gets full: under edits, and at every stage of a run. What was acknowledged is there,
// what was refused has left nothing, and once there is room the next run ends as if nothing had been.

#include <cstdint>
#include <filesystem>
#include <string>

#include <gtest/gtest.h>

#include "faults/edits.hpp"
#include "faults/site.hpp"
#include "faults/site_scene.hpp"
#include "support/fake_clock.hpp"
#include "support/small_disk.hpp"

namespace muster::test {
namespace {

constexpr std::int64_t kKiB = 1024;
constexpr std::int64_t kDisk = 8'192 * kKiB;
constexpr std::int64_t kStep = 16 * kKiB;
constexpr const char* kStore = "muster.db";

std::string url_on(const std::filesystem::path& folder) { return "sqlite:" + (folder / kStore).string(); }

class FullDisk : public ::testing::Test {
  protected:
    void SetUp() override {
        if (std::string why_not; !SmallDisk::is_possible(why_not)) {
            GTEST_SKIP() << "no small disk can be made here: " << why_not;
        }
    }
};

TEST_F(FullDisk, EveryAcknowledgedEditIsThereAndARefusedOneLeavesNothing) {
    SmallDisk disk(kDisk);
    FakeClock clock;
    SeededRandom random(7);
    const store::OpenOptions options{.url = url_on(disk.folder()), .clock = clock, .random = random};
    auto store = std::move(store::Store::open(options).value());
    const auto database = store->add_database("Main").value();
    disk.fill_but(1'024 * kKiB);
    const auto [acknowledged, loss, why] = edit_until_refused(*store, database);
    EXPECT_EQ(loss, db::Loss::DiskFull);
    EXPECT_EQ(why, "The disk of the store " + (disk.folder() / kStore).string() +
                       " is full. Make room and try again; what was saved before is kept.");
    EXPECT_GT(acknowledged, 10);
    EXPECT_EQ(store->describe_database(database).value().members, 2 * acknowledged);
    store = nullptr;
    disk.make_room();
    store = std::move(store::Store::open(options).value());
    EXPECT_EQ(store->describe_database(database).value().members, 2 * acknowledged);
    EXPECT_TRUE(add_pair(*store, database, acknowledged + 1)); // by the number that was refused
    EXPECT_EQ(store->describe_database(database).value().members, 2 * acknowledged + 2);
}

TEST_F(FullDisk, R24_ARunThatMeetsAFullDiskAnywhereIsCompletedByTheNextOnceThereIsRoom) {
    SmallDisk disk(kDisk);
    Site base(url_on(disk.folder()));
    connect(base);
    fill(base);
    base.done(sync_words());
    change(base);
    SmallDisk other(kDisk);
    std::filesystem::copy(disk.folder() / kStore, other.folder() / kStore);
    Site undisturbed(base, url_on(other.folder()));
    undisturbed.done(sync_words());
    const auto expected = undisturbed.end_state();

    int refused = 0;
    int sent = 0;
    for (std::int64_t room = 0;; room += kStep) {
        SCOPED_TRACE("with room for " + std::to_string(room / kKiB) + " KiB");
        SmallDisk full(kDisk);
        std::filesystem::copy(disk.folder() / kStore, full.folder() / kStore);
        full.fill_but(room);
        Site site(base, url_on(full.folder()));
        const auto outcome = site.muster(sync_words());
        if (outcome.code == 0) {
            EXPECT_EQ(site.end_state(), expected);
            break;
        }
        ++refused;
        sent += site.service->count("POST", "/activities/*") > 0 ? 1 : 0;
        EXPECT_EQ(outcome.code, 1) << outcome.out << outcome.err;
        EXPECT_NE(outcome.err.find("is full. Make room and try again; what was saved before is kept."),
                  std::string::npos)
            << outcome.err;
        full.make_room();
        site.done(sync_words());
        EXPECT_EQ(site.end_state(), expected);
        for (const auto& run : site.history()) {
            EXPECT_NE(run.state, sync::RunState::Running) << run.run_id;
        }
        ASSERT_FALSE(HasFailure());
    }
    EXPECT_GE(refused, 4);
    EXPECT_GE(sent, 1); // some of them met it in the midst of their writes
}

} // namespace
} // namespace muster::test
