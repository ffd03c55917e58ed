#include "net/worker_pool.hpp"

#include <atomic>
#include <future>

#include <gtest/gtest.h>

namespace muster::net {
namespace {

TEST(WorkerPool, RefusesWhatIsAboveItsLimit) {
    std::promise<void> release;
    const std::shared_future<void> released = release.get_future();
    std::promise<void> second_done;
    WorkerPool pool(1, 1);
    EXPECT_TRUE(pool.try_submit([released] { released.wait(); }));
    EXPECT_TRUE(pool.try_submit([&] { second_done.set_value(); }));
    EXPECT_FALSE(pool.try_submit([] {}));
    release.set_value();
    second_done.get_future().wait();
}

TEST(WorkerPool, RunsAsManyAtOnceAsItHasWorkers) {
    std::promise<void> here;
    std::promise<void> there;
    WorkerPool pool(2, 0);
    ASSERT_TRUE(pool.try_submit([&] {
        here.set_value();
        there.get_future().wait();
    }));
    std::promise<void> done;
    ASSERT_TRUE(pool.try_submit([&] {
        here.get_future().wait(); // only another worker can have got there
        there.set_value();
        done.set_value();
    }));
    done.get_future().wait();
}

TEST(WorkerPool, DropsWhatWaitsAndFinishesWhatRunsWhenStopped) {
    std::promise<void> entered;
    std::atomic<bool> finished = false;
    std::atomic<bool> dropped_ran = false;
    auto witness = std::make_shared<int>(0);
    const std::weak_ptr<int> waiting = witness;
    WorkerPool pool(1, 5);
    ASSERT_TRUE(pool.try_submit([&] {
        entered.set_value();
        while (!waiting.expired()) { // until stop() has thrown away the job behind this one
            std::this_thread::yield();
        }
        finished = true;
    }));
    entered.get_future().wait();
    ASSERT_TRUE(pool.try_submit([&dropped_ran, held = std::move(witness)] { dropped_ran = true; }));
    pool.stop();
    EXPECT_TRUE(finished);
    EXPECT_FALSE(dropped_ran);
    EXPECT_FALSE(pool.try_submit([] {}));
}

} // namespace
} // namespace muster::net
