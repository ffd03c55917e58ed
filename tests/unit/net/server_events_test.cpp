// Event streams from the handler's answer to the client's socket.

#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "net/event_stream.hpp"
#include "net/server.hpp"
#include "unit/net/raw_socket.hpp"

namespace muster::net {
namespace {

using std::chrono::milliseconds;
using test::connect_to;
using test::RawSocket;

constexpr std::chrono::seconds kPatience{60}; // a wait of that length is a failed test
constexpr std::string_view kListen = "GET /events HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view kHead =
    "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\nX-Accel-Buffering: no\r\n"
    "Connection: close\r\n\r\n";

/// The producer's side: what it is handed, and how many streams are over.
class Studio {
  public:
    std::shared_ptr<EventStream> open(std::size_t longest_queue = EventStream::kLongestQueue) {
        auto stream = std::make_shared<EventStream>(longest_queue);
        stream->when_over([this] {
            const std::lock_guard lock(mutex_);
            ++over_;
            changed_.notify_all();
        });
        const std::lock_guard lock(mutex_);
        opened_.push_back(stream);
        changed_.notify_all();
        return stream;
    }
    /// The next stream that was opened.
    std::shared_ptr<EventStream> next() {
        std::unique_lock lock(mutex_);
        if (!changed_.wait_for(lock, kPatience, [this] { return !opened_.empty(); })) {
            throw std::runtime_error("nobody asked for events");
        }
        auto stream = opened_.front();
        opened_.pop_front();
        return stream;
    }
    bool wait_until_over(int count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, kPatience, [&] { return over_ >= count; });
    }
    int over() {
        const std::lock_guard lock(mutex_);
        return over_;
    }

  private:
    std::mutex mutex_;
    std::condition_variable changed_;
    std::deque<std::shared_ptr<EventStream>> opened_;
    int over_ = 0;
};

Response events(std::shared_ptr<EventStream> stream) {
    return {.status = 200, .headers = {}, .body = {}, .events = std::move(stream)};
}

std::unique_ptr<Server> start(Handler handler, ServerOptions options = {}) {
    auto server = Server::start(std::move(options), std::move(handler));
    if (!server) {
        throw std::runtime_error(server.error().message);
    }
    return std::move(*server);
}

class ServerEvents : public testing::Test {
  protected:
    /// Answers /events with a stream of the studio, anything else with "fine".
    void serve(ServerOptions options = {}, std::size_t longest_queue = EventStream::kLongestQueue) {
        server_ = start(
            [this, longest_queue](const Request& request) {
                return request.target == "/events" ? events(studio_.open(longest_queue))
                                                   : Response{200, {}, "fine"};
            },
            std::move(options));
    }
    RawSocket listen() {
        RawSocket socket = connect_to(server_->port());
        socket.write(kListen);
        return socket;
    }
    /// A listener whose head has come.
    RawSocket tuned_in() {
        RawSocket socket = listen();
        EXPECT_EQ(socket.read_until("\r\n\r\n"), kHead);
        return socket;
    }

    Studio studio_;
    std::unique_ptr<Server> server_;
};

TEST_F(ServerEvents, ReachTheClientAsTheyAreSent) {
    serve();
    RawSocket socket = tuned_in();
    const auto stream = studio_.next();
    EXPECT_TRUE(stream->send("1", "progress", "half"));
    EXPECT_EQ(socket.read_until("\n\n"), "id: 1\nevent: progress\ndata: half\n\n");
    EXPECT_TRUE(stream->send("2", "progress", "whole"));
    EXPECT_EQ(socket.read_until("\n\n"), "id: 2\nevent: progress\ndata: whole\n\n");
    EXPECT_TRUE(stream->is_open());
    EXPECT_EQ(studio_.over(), 0);
}

TEST_F(ServerEvents, ThatWereSentBeforeTheAnswerFollowItsHeadInOrder) {
    server_ = start([this](const Request& request) {
        auto stream = studio_.open();
        stream->send("", "", "after " + std::string(request.headers.get("Last-Event-ID").value_or("nothing")));
        stream->send("", "", "more");
        stream->close();
        Response response = events(stream);
        response.headers.add("Set-Cookie", "a=1");
        return response;
    });
    RawSocket socket = connect_to(server_->port());
    socket.write("GET /events HTTP/1.1\r\nHost: a\r\nLast-Event-ID: 41\r\n\r\n");
    EXPECT_EQ(socket.read_to_end(),
              "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nContent-Type: text/event-stream\r\nCache-Control: no-store\r\n"
              "X-Accel-Buffering: no\r\nConnection: close\r\n\r\ndata: after 41\n\ndata: more\n\n");
}

TEST_F(ServerEvents, EndWithTheConnectionWhenTheirProducerIsDone) {
    serve();
    RawSocket socket = tuned_in();
    const auto stream = studio_.next();
    stream->send("", "", "last words");
    stream->close();
    EXPECT_EQ(socket.read_to_end(), "data: last words\n\n");
    EXPECT_TRUE(studio_.wait_until_over(1));
    EXPECT_FALSE(stream->send("", "", "too late"));
}

TEST_F(ServerEvents, TellTheirProducerWhenTheClientHasGone) {
    serve();
    RawSocket socket = tuned_in();
    const auto stream = studio_.next();
    socket.close();
    EXPECT_TRUE(studio_.wait_until_over(1));
    EXPECT_FALSE(stream->is_open());
    EXPECT_FALSE(stream->send("", "", "is anybody there?"));
}

TEST_F(ServerEvents, TakeAClientThatClosesItsHalfForGone) {
    serve();
    RawSocket socket = tuned_in();
    socket.shutdown_write();
    EXPECT_TRUE(studio_.wait_until_over(1));
    EXPECT_TRUE(socket.ended());
}

TEST_F(ServerEvents, TellTheirProducerThatTheClientHadGoneBeforeTheAnswer) {
    std::promise<void> gone;
    server_ = start([&](const Request&) {
        auto stream = studio_.open();
        gone.get_future().wait();
        return events(stream);
    });
    RawSocket socket = listen();
    const auto stream = studio_.next();
    socket.close();
    gone.set_value();
    EXPECT_TRUE(studio_.wait_until_over(1));
}

TEST_F(ServerEvents, HoldNoWorker) {
    serve({.workers = 1, .max_queued = 1}); // a worker may still be on its way back when its answer has arrived
    const RawSocket first = tuned_in();
    const RawSocket second = tuned_in();
    RawSocket other = connect_to(server_->port());
    other.write(kGet);
    EXPECT_TRUE(other.read_message().ends_with("\r\n\r\nfine"));
}

TEST_F(ServerEvents, ShowASignOfLifeWhenThereAreNone) {
    serve({.heartbeat = milliseconds(5)});
    RawSocket socket = tuned_in();
    EXPECT_EQ(socket.read_until("\n\n"), ":\n\n");
    EXPECT_EQ(socket.read_until("\n\n"), ":\n\n");
    const auto stream = studio_.next();
    stream->send("", "", "x");
    std::string seen;
    while (seen.empty() || seen == ":\n\n") {
        seen = socket.read_until("\n\n");
    }
    EXPECT_EQ(seen, "data: x\n\n");
    EXPECT_EQ(socket.read_until("\n\n"), ":\n\n");
}

TEST_F(ServerEvents, MayBeSilentForLongerThanAConnectionMayIdle) {
    serve({.idle_timeout = milliseconds(50), .event_write_timeout = milliseconds(50)});
    RawSocket socket = tuned_in();
    for (int round = 0; round < 2; ++round) {
        RawSocket idle = connect_to(server_->port());
        EXPECT_TRUE(idle.ended()); // so the limits have passed
    }
    const auto stream = studio_.next();
    EXPECT_TRUE(stream->send("", "", "still here"));
    EXPECT_EQ(socket.read_until("\n\n"), "data: still here\n\n");
}

TEST_F(ServerEvents, EndAtOnceForAClientThatReadsMoreSlowlyThanTheyCome) {
    serve({.event_write_timeout = std::chrono::hours(1)}, 40 * 1024 * 1024);
    RawSocket socket = tuned_in();
    const auto stream = studio_.next();
    const std::string piece(32 * 1024 * 1024, 'x'); // more than the system keeps for a socket
    EXPECT_TRUE(stream->send("", "", piece));
    EXPECT_EQ(socket.read_until("data: "), "data: "); // the writing has begun, and the queue is empty
    EXPECT_TRUE(stream->send("", "", piece));
    EXPECT_FALSE(stream->send("", "", piece));
    EXPECT_TRUE(stream->is_overrun());
    EXPECT_TRUE(studio_.wait_until_over(1));
}

TEST_F(ServerEvents, EndForAClientThatTakesNothingMore) {
    serve({.event_write_timeout = milliseconds(50)}, 512 * 1024 * 1024);
    RawSocket socket = tuned_in();
    const auto stream = studio_.next();
    const std::string piece(32 * 1024 * 1024, 'x');
    EXPECT_TRUE(stream->send("", "", piece)); // more than the system keeps for a socket
    EXPECT_TRUE(studio_.wait_until_over(1));
    EXPECT_FALSE(stream->is_overrun());
}

TEST_F(ServerEvents, AreRefusedWith503WhenTooManyListenAlready) {
    serve({.max_event_streams = 1});
    RawSocket first = tuned_in();
    const auto stream = studio_.next();
    RawSocket second = listen();
    const std::string answer = second.read_message();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
    EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos) << answer;
    EXPECT_TRUE(studio_.wait_until_over(1));
    EXPECT_FALSE(studio_.next()->is_open());
    EXPECT_TRUE(stream->is_open());

    first.close();
    EXPECT_TRUE(studio_.wait_until_over(2));
    second.write(kListen); // its connection goes on
    EXPECT_EQ(second.read_until("\r\n\r\n"), kHead);
}

TEST_F(ServerEvents, GiveTheirPlaceBackHoweverTheyEnd) {
    serve({.max_event_streams = 1}, 1024);
    for (int round = 0; round < 3; ++round) {
        RawSocket socket = tuned_in();
        const auto stream = studio_.next();
        if (round == 0) {
            stream->close();
        } else if (round == 1) {
            EXPECT_FALSE(stream->send("", "", std::string(2048, 'x')));
        }
        if (round < 2) {
            EXPECT_EQ(socket.read_to_end(), "");
        } else {
            socket.close();
        }
        EXPECT_TRUE(studio_.wait_until_over(round + 1));
    }
    const RawSocket last = tuned_in();
}

TEST_F(ServerEvents, EndAtOnceWhenTheServerStopsNotAfterTheRequestsUnderWay) {
    std::promise<void> entered;
    std::promise<void> release;
    server_ = start([&](const Request& request) {
        if (request.target == "/events") {
            return events(studio_.open());
        }
        entered.set_value();
        release.get_future().wait();
        return Response{200, {}, "finished"};
    });
    RawSocket socket = tuned_in();
    RawSocket busy = connect_to(server_->port());
    busy.write(kGet);
    entered.get_future().wait();
    std::thread stopping([&] { server_.reset(); });
    EXPECT_TRUE(socket.ended());
    EXPECT_TRUE(studio_.wait_until_over(1));
    release.set_value();
    EXPECT_TRUE(busy.read_to_end().ends_with("\r\n\r\nfinished"));
    stopping.join();
    EXPECT_FALSE(studio_.next()->send("", "", "too late"));
}

TEST_F(ServerEvents, EndBeforeTheyBeginWhenTheServerStopsMeanwhile) {
    std::promise<void> release;
    server_ = start([&](const Request&) {
        auto stream = studio_.open();
        release.get_future().wait();
        return events(stream);
    });
    RawSocket idle = connect_to(server_->port());
    RawSocket socket = listen();
    const auto stream = studio_.next();
    std::thread stopping([&] { server_.reset(); });
    EXPECT_TRUE(idle.ended()); // stopping has begun
    release.set_value();
    stopping.join();
    EXPECT_EQ(studio_.over(), 1);
    EXPECT_EQ(socket.read_to_end(), "");
}

TEST_F(ServerEvents, TellTheirProducerThatTheServerHasStoppedWithoutWaitingForTheAnswer) {
    std::promise<void> release;
    server_ = start(
        [&](const Request&) {
            auto stream = studio_.open();
            release.get_future().wait();
            return events(stream);
        },
        {.farewell = milliseconds(1)});
    RawSocket socket = listen();
    const auto stream = studio_.next();
    std::thread stopping([&] { server_.reset(); });
    EXPECT_TRUE(socket.ended()); // its patience is at its end
    release.set_value();
    stopping.join();
    EXPECT_EQ(studio_.over(), 1);
}

TEST_F(ServerEvents, AreOnlyAnnouncedToHead) {
    serve();
    RawSocket socket = connect_to(server_->port());
    socket.write("HEAD /events HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_EQ(socket.read_to_end(), kHead);
    EXPECT_TRUE(studio_.wait_until_over(1));
}

TEST_F(ServerEvents, DoNotFollowAnAnswerThatIsNo200) {
    server_ = start([this](const Request& request) {
        Response response{404, {}, "no such run"};
        response.events = studio_.open();
        if (request.target == "/odd") {
            response = events(response.events);
            response.headers.add("X-Name", "a\nb");
        }
        return response;
    });
    RawSocket socket = connect_to(server_->port());
    socket.write(kListen);
    EXPECT_TRUE(socket.read_message().ends_with("\r\n\r\nno such run"));
    EXPECT_TRUE(studio_.wait_until_over(1));
    socket.write("GET /odd HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(socket.read_message().starts_with("HTTP/1.1 500 "));
    EXPECT_TRUE(studio_.wait_until_over(2));
}

TEST_F(ServerEvents, DoNotListenToTheClient) {
    serve();
    RawSocket socket = connect_to(server_->port());
    socket.write(std::string(kListen) + std::string(kGet)); // pipelined: never answered
    EXPECT_EQ(socket.read_until("\r\n\r\n"), kHead);
    socket.write(kGet);
    const auto stream = studio_.next();
    stream->send("", "", "x");
    EXPECT_EQ(socket.read_until("\n\n"), "data: x\n\n");
    socket.write(std::string(100'000, 'x'));
    EXPECT_TRUE(studio_.wait_until_over(1));
}

TEST_F(ServerEvents, ReachTwoHundredClientsBesideTwoHundredIdleConnections) {
    serve({.workers = 2});
    std::vector<RawSocket> listeners;
    std::vector<RawSocket> idle;
    std::vector<std::shared_ptr<EventStream>> streams;
    for (int i = 0; i < 200; ++i) {
        listeners.push_back(tuned_in());
        streams.push_back(studio_.next());
        idle.push_back(connect_to(server_->port()));
    }
    std::vector<std::thread> producers;
    for (int part = 0; part < 4; ++part) {
        producers.emplace_back([&streams, part] {
            for (int event = 0; event < 20; ++event) {
                for (std::size_t i = static_cast<std::size_t>(part); i < streams.size(); i += 4) {
                    streams[i]->send(std::to_string(event), "", "to " + std::to_string(i));
                }
            }
        });
    }
    for (auto& socket : idle) {
        socket.write(kGet);
        EXPECT_TRUE(socket.read_message().ends_with("\r\n\r\nfine"));
    }
    for (auto& producer : producers) {
        producer.join();
    }
    for (std::size_t i = 0; i < listeners.size(); ++i) {
        for (int event = 0; event < 20; ++event) {
            ASSERT_EQ(listeners[i].read_until("\n\n"),
                      "id: " + std::to_string(event) + "\ndata: to " + std::to_string(i) + "\n\n");
        }
    }
    for (std::size_t i = 0; i < 100; ++i) {
        listeners[i].close();
    }
    EXPECT_TRUE(studio_.wait_until_over(100));
    server_.reset();
    EXPECT_EQ(studio_.over(), 200);
}

TEST_F(ServerEvents, MayStillBeSentWhileTheServerStops) {
    serve();
    std::vector<RawSocket> listeners;
    std::vector<std::shared_ptr<EventStream>> streams;
    for (int i = 0; i < 20; ++i) {
        listeners.push_back(tuned_in());
        streams.push_back(studio_.next());
    }
    std::promise<void> going;
    std::thread producer([&] {
        going.set_value();
        bool anybody = true;
        while (anybody) {
            anybody = false;
            for (const auto& stream : streams) {
                anybody = stream->send("", "", "x") || anybody;
            }
        }
    });
    going.get_future().wait();
    server_.reset();
    producer.join(); // so every stream has ended
    EXPECT_EQ(studio_.over(), 20);
}

} // namespace
} // namespace muster::net
