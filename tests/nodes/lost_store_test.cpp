// A `muster serve` whose store goes away: it says so, in time, and it ends when it is told to.

#include <csignal>
#include <future>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "cli/browser.hpp"
#include "cli/process.hpp"
#include "faults/site_scene.hpp"
#include "nodes/host.hpp"
#include "support/relay.hpp"
#include "support/store_place.hpp"

namespace muster::test {
namespace {

/// More than there are workers for them.
constexpr int kVisitors = 12;

class LostStore : public ::testing::Test {
  protected:
    void SetUp() override {
        if (!on_postgresql()) {
            GTEST_SKIP() << "nothing lies between a process and its file";
        }
        static int stores = 0;
        site_.emplace(store_url("lost_store_" + std::to_string(::getpid()) + "_" + std::to_string(++stores)));
        push_and_edit(*site_);
        relay_.emplace(folder_of(url()));
    }
    [[nodiscard]] std::string url() { return site_->environment()["MUSTER_STORE"]; }
    [[nodiscard]] std::unique_ptr<Background> run(std::vector<std::string> words) {
        auto environment = site_->environment();
        environment["MUSTER_STORE"] = relay_->url(url());
        environment["MUSTER_NODE_PATIENT"] = "yes"; // what does not end because it was told to hangs
        words.insert(words.begin(), {site_->clock_path(), "alpha"});
        return std::make_unique<Background>(words, environment);
    }

    std::optional<Site> site_;
    std::optional<Relay> relay_;
};

TEST_F(LostStore, AServerIsAliveAndNotReadyWithoutItAndStopsAtOnce) {
    const auto server = run({"serve", "--listen", "127.0.0.1:0", "--json"});
    const auto address = value_at(server->read_out_until("}"), "/url");
    EXPECT_EQ(Browser(address).get("/readyz").status, 200);
    relay_->set(Relay::Way::Closed);
    std::vector<std::future<int>> visitors;
    for (int i = 0; i < kVisitors; ++i) {
        visitors.push_back(std::async(std::launch::async, [&] {
            try {
                return Browser(address).post("/api/session", R"({"name":"Ada","password":"wrong"})").status;
            } catch (const std::exception&) {
                return 0; // the server ended before it came to that
            }
        }));
    }
    const auto ready = Browser(address).get("/readyz");
    EXPECT_EQ(ready.status, 503);
    EXPECT_EQ(ready.body, R"({"ready":false,"store_answers":false,"stage":"open"})");
    const auto health = Browser(address).get("/healthz");
    EXPECT_EQ(health.status, 200) << health.body;
    server->signal(SIGTERM);
    EXPECT_EQ(server->wait().code, 0);
    for (auto& visitor : visitors) {
        EXPECT_NE(visitor.get(), 200);
    }
}

TEST_F(LostStore, ACommandThatWaitsForItEndsWhenItIsToldTo) {
    std::promise<void> waits;
    int tries = 0;
    relay_->on_connection([&] {
        if (++tries == 2) {
            waits.set_value();
        }
        return false;
    });
    const auto command = run({"members", "--database", "Main"});
    waits.get_future().wait();
    command->signal(SIGTERM);
    EXPECT_EQ(command->wait().code, 130);
}

} // namespace
} // namespace muster::test
