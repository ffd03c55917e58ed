#include "app/store_watch.hpp"

#include <atomic>
#include <future>
#include <stdexcept>

#include <gtest/gtest.h>

namespace muster::app {
namespace {

using namespace std::chrono_literals;

TEST(StoreWatch, TellsWhatItsLastQuestionGave) {
    bool is_there = true;
    StoreWatch watch(
        [&] {
            if (!is_there) {
                throw std::runtime_error("gone");
            }
        },
        1h);
    EXPECT_TRUE(watch.answers());
    is_there = false;
    EXPECT_FALSE(watch.answers());
    is_there = true;
    EXPECT_TRUE(watch.answers());
}

TEST(StoreWatch, WaitsNoLongerThanItsPatienceAndAsksNoSecondTimeMeanwhile) {
    std::promise<void> gate;
    const auto opened = gate.get_future().share();
    std::atomic<int> questions = 0;
    StoreWatch watch(
        [&] {
            ++questions;
            opened.wait();
        },
        1ms);
    EXPECT_FALSE(watch.answers());
    EXPECT_FALSE(watch.answers());
    EXPECT_LE(questions, 1);
    gate.set_value();
    while (!watch.answers()) { // until that question has its answer
        std::this_thread::yield();
    }
}

TEST(StoreWatch, AsksNothingUnlessSomebodyWantsToKnow) {
    int questions = 0;
    {
        const StoreWatch watch([&] { ++questions; }, 1h);
    }
    EXPECT_EQ(questions, 0);
}

} // namespace
} // namespace muster::app
