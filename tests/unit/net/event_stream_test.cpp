#include "net/event_stream.hpp"

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace muster::net {
namespace {

TEST(EventStream, WritesEventsAsTheyGoOverTheWire) {
    EventStream stream;
    EXPECT_TRUE(stream.send("7", "progress", "{\"done\":1}"));
    EXPECT_TRUE(stream.send("8", "progress", "two"));
    EXPECT_EQ(stream.take(), "id: 7\nevent: progress\ndata: {\"done\":1}\n\nid: 8\nevent: progress\ndata: two\n\n");
    EXPECT_EQ(stream.take(), "");
}

TEST(EventStream, LeavesOutWhatIsEmptyButNeverTheData) {
    EventStream stream;
    stream.send("", "", "");
    EXPECT_EQ(stream.take(), "data: \n\n"); // without a data field, a browser would drop the event
}

TEST(EventStream, KeepsTheLinesOfItsDataApart) {
    EventStream stream;
    stream.send("", "", "a\nb\r\nc\rd\n");
    EXPECT_EQ(stream.take(), "data: a\ndata: b\ndata: c\ndata: d\ndata: \n\n");
}

TEST(EventStream, LetsNoIdOrNameEndItsLine) {
    EventStream stream;
    stream.send("1\ndata: evil", std::string_view("a\r\n\0b", 5), "x");
    EXPECT_EQ(stream.take(), "id: 1 data: evil\nevent: a   b\ndata: x\n\n");
}

TEST(EventStream, EndsForAClientThatIsTooSlow) {
    EventStream stream(20);
    int woken = 0;
    stream.attach([&] { ++woken; });
    EXPECT_TRUE(stream.send("", "", "0123456789")); // 18 bytes on the wire
    EXPECT_FALSE(stream.send("", "", ""));
    EXPECT_FALSE(stream.is_open());
    EXPECT_TRUE(stream.is_overrun());
    EXPECT_EQ(woken, 2);
    EXPECT_EQ(stream.take(), "");
    EXPECT_FALSE(stream.send("", "", "more"));
}

TEST(EventStream, FillsItsQueueToTheLastByteAndHasRoomAgainWhenItIsTaken) {
    EventStream stream(18);
    EXPECT_TRUE(stream.send("", "", "0123456789"));
    EXPECT_EQ(stream.take(), "data: 0123456789\n\n");
    EXPECT_TRUE(stream.send("", "", "9876543210"));
    EXPECT_TRUE(stream.is_open());
}

TEST(EventStream, GivesWhatWasSentBeforeItWasClosed) {
    EventStream stream;
    stream.send("", "", "last words");
    stream.close();
    EXPECT_FALSE(stream.is_open());
    EXPECT_FALSE(stream.is_overrun());
    EXPECT_FALSE(stream.send("", "", "too late"));
    EXPECT_EQ(stream.take(), "data: last words\n\n");
}

TEST(EventStream, WakesTheServerOnceForWhatItWillTakeTogetherAndForTheEnd) {
    EventStream stream;
    int woken = 0;
    stream.send("", "", "before anybody listens");
    stream.attach([&] { ++woken; });
    EXPECT_EQ(woken, 0); // who attaches looks for himself
    EXPECT_EQ(stream.take(), "data: before anybody listens\n\n");
    stream.send("", "", "a");
    stream.send("", "", "b");
    EXPECT_EQ(woken, 1);
    stream.close();
    stream.close();
    EXPECT_EQ(woken, 2);
}

TEST(EventStream, CallsItsHookOnceWhenItIsFinishedAndNotBefore) {
    EventStream stream;
    int over = 0;
    stream.when_over([&] { ++over; });
    stream.close();
    EXPECT_EQ(over, 0);
    stream.finish();
    stream.finish();
    EXPECT_EQ(over, 1);
}

TEST(EventStream, WakesNobodyAfterItIsFinished) {
    EventStream stream;
    int woken = 0;
    stream.attach([&] { ++woken; });
    stream.finish();
    EXPECT_FALSE(stream.send("", "", "x"));
    stream.close();
    EXPECT_EQ(woken, 0);
    EXPECT_EQ(stream.take(), "");
}

TEST(EventStream, TakesEventsFromSeveralThreads) {
    EventStream stream;
    std::atomic<int> woken = 0;
    stream.attach([&] { ++woken; });
    std::vector<std::thread> producers;
    for (int i = 0; i < 4; ++i) {
        producers.emplace_back([&] {
            for (int n = 0; n < 250; ++n) {
                stream.send("", "", "x");
            }
        });
    }
    for (auto& producer : producers) {
        producer.join();
    }
    EXPECT_EQ(woken, 1);
    EXPECT_EQ(stream.take().size(), 9'000); // "data: x\n\n" a thousand times
}

} // namespace
} // namespace muster::net
