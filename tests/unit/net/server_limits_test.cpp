// What the server does with too much, too long, too slow and malformed.

#include <future>
#include <stdexcept>
#include <vector>

#include <gtest/gtest.h>

#include "net/server.hpp"
#include "unit/net/raw_socket.hpp"

namespace muster::net {
namespace {

using test::connect_to;
using test::RawSocket;

Response fine(const Request&) { return {.status = 200, .headers = {}, .body = "fine"}; }

std::unique_ptr<Server> start(ServerOptions options, Handler handler = fine) {
    auto server = Server::start(std::move(options), std::move(handler));
    if (!server) {
        throw std::runtime_error(server.error().message);
    }
    return std::move(*server);
}

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view kGetHold = "GET /hold HTTP/1.1\r\nHost: a\r\n\r\n";

/// A handler that holds requests for /hold until told to let go; one at a time.
class Holding {
  public:
    Handler handler() {
        return [this](const Request& request) {
            if (request.target == "/hold") {
                entered_.set_value();
                released_.wait();
            }
            return fine(request);
        };
    }
    void wait_until_entered() { entered_.get_future().wait(); }
    void release() { release_.set_value(); }

  private:
    std::promise<void> entered_;
    std::promise<void> release_;
    std::shared_future<void> released_ = release_.get_future();
};

TEST(ServerLimits, AnswersAnOverlongHeaderWith431AndCloses) {
    const auto server = start({.max_header_bytes = 1024});
    RawSocket socket = connect_to(server->port());
    socket.write("GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + std::string(100'000, 'x') + "\r\n\r\n");
    EXPECT_TRUE(socket.read_to_end().starts_with("HTTP/1.1 431 "));
}

TEST(ServerLimits, AnswersAnOverlongTargetWith431AndCloses) {
    const auto server = start({.max_header_bytes = 1024});
    RawSocket socket = connect_to(server->port());
    socket.write("GET /" + std::string(5'000, 'x'));
    EXPECT_TRUE(socket.read_to_end().starts_with("HTTP/1.1 431 "));
}

TEST(ServerLimits, TakesAHeaderBelowTheLimit) {
    const auto server = start({.max_header_bytes = 1024});
    RawSocket socket = connect_to(server->port());
    socket.write("GET / HTTP/1.1\r\nHost: a\r\nX-Long: " + std::string(900, 'x') + "\r\n\r\n");
    EXPECT_TRUE(socket.read_message().starts_with("HTTP/1.1 200 "));
}

TEST(ServerLimits, AnswersAnOverlongBodyWith413BeforeReadingIt) {
    const auto server = start({.max_body_bytes = 1000});
    RawSocket socket = connect_to(server->port());
    socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n");
    EXPECT_TRUE(socket.read_to_end().starts_with("HTTP/1.1 413 "));
}

TEST(ServerLimits, DoesNotResetAClientThatSendsItsWholeOverlongBodyFirst) {
    const auto server = start({.max_body_bytes = 1000});
    RawSocket socket = connect_to(server->port());
    EXPECT_TRUE(socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 20000000\r\n\r\n"));
    EXPECT_TRUE(socket.write(std::string(20'000'000, 'x')));
    socket.shutdown_write();
    EXPECT_TRUE(socket.read_to_end().starts_with("HTTP/1.1 413 "));
}

TEST(ServerLimits, CountsChunksToo) {
    const auto server = start({.max_body_bytes = 1000});
    RawSocket socket = connect_to(server->port());
    std::string request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    for (int i = 0; i < 11; ++i) {
        request += "64\r\n" + std::string(100, 'x') + "\r\n";
    }
    socket.write(request);
    EXPECT_TRUE(socket.read_to_end().starts_with("HTTP/1.1 413 "));
}

TEST(ServerLimits, TakesABodyOfExactlyTheLimit) {
    const auto server = start({.max_body_bytes = 1000});
    RawSocket socket = connect_to(server->port());
    socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'));
    EXPECT_TRUE(socket.read_message().starts_with("HTTP/1.1 200 "));
}

/// Ten bytes for everything but uploads.
std::size_t limit_of(const Request& head) { return head.target == "/upload" ? 1000 : 10; }

TEST(ServerLimits, LetsTheHeadSayHowLongABodyMayBe) {
    const auto server = start({.max_body_bytes = 1000, .body_limit = limit_of});
    RawSocket upload = connect_to(server->port());
    upload.write("POST /upload HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n" + std::string(1000, 'x'));
    EXPECT_TRUE(upload.read_message().starts_with("HTTP/1.1 200 "));
    RawSocket other = connect_to(server->port());
    other.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n0123456789");
    EXPECT_TRUE(other.read_message().starts_with("HTTP/1.1 200 "));
    other.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n");
    EXPECT_TRUE(other.read_to_end().starts_with("HTTP/1.1 413 "));
}

TEST(ServerLimits, AsksForALengthWhereTheHeadAllowsLittle) {
    const auto server = start({.max_body_bytes = 1000, .body_limit = limit_of});
    RawSocket socket = connect_to(server->port());
    socket.write("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");
    EXPECT_TRUE(socket.read_to_end().starts_with("HTTP/1.1 411 "));
    RawSocket upload = connect_to(server->port());
    upload.write("POST /upload HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\n");
    EXPECT_TRUE(upload.read_message().starts_with("HTTP/1.1 200 "));
    RawSocket bodiless = connect_to(server->port());
    bodiless.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
    EXPECT_TRUE(bodiless.read_message().starts_with("HTTP/1.1 200 "));
}

/// "[status sentence]", and whether the way was encrypted.
Response bracketed(const OwnAnswer& own) {
    Response response{.status = own.status, .headers = {}, .body = "[" + std::to_string(own.status) + " "};
    response.headers.add("X-Dressed", own.is_tls ? "tls" : "plain");
    response.headers.add("Retry-After", "9");
    response.body += std::string(own.sentence) + "]";
    return response;
}

TEST(ServerLimits, AnswersByItselfAsItWasTold) {
    const auto server =
        start({.max_header_bytes = 1024, .max_body_bytes = 1000, .body_limit = limit_of, .own_answer = bracketed},
              [](const Request&) -> Response { throw std::runtime_error("it broke"); });
    struct Case {
        std::string request;
        std::string answer;
    };
    const std::vector<Case> cases{
        {"hello\r\n\r\n", "[400 This is no HTTP request that the server understands.]"},
        {"GET / HTTP/1.1\r\n\r\n", "[400 The request needs exactly one Host header.]"},
        {"POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
         "[411 The request needs a Content-Length.]"},
        {"POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\n", "[413 The body of the request is too long.]"},
        {"GET /" + std::string(5'000, 'x'), "[431 The header of the request is too long.]"},
        {"GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
         "[500 The server could not answer this request; its log says why.]"},
    };
    for (const auto& each : cases) {
        RawSocket socket = connect_to(server->port());
        socket.write(each.request);
        const std::string answer = socket.read_to_end();
        EXPECT_TRUE(answer.ends_with("\r\n\r\n" + each.answer)) << answer;
        EXPECT_NE(answer.find("X-Dressed: plain\r\n"), std::string::npos) << answer;
    }
}

TEST(ServerLimits, SaysThatItIsBusyAsItWasToldAndWhenToComeBack) {
    Holding holding;
    const auto server = start({.workers = 1, .max_queued = 0, .own_answer = bracketed}, holding.handler());
    RawSocket held = connect_to(server->port());
    held.write(kGetHold);
    holding.wait_until_entered();
    RawSocket refused = connect_to(server->port());
    refused.write(kGet);
    const std::string answer = refused.read_message();
    EXPECT_TRUE(answer.ends_with("[503 The server is busy; try again in a moment.]")) << answer;
    EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos) << answer;
    EXPECT_EQ(answer.find("Retry-After: 9"), std::string::npos) << answer;
    holding.release();
}

class BadRequest : public testing::TestWithParam<const char*> {};

TEST_P(BadRequest, IsAnsweredWith400AndTheConnectionCloses) {
    const auto server = start({});
    RawSocket socket = connect_to(server->port());
    socket.write(GetParam());
    EXPECT_TRUE(socket.read_to_end().starts_with("HTTP/1.1 400 "));
}

INSTANTIATE_TEST_SUITE_P(
    ServerLimits, BadRequest,
    testing::Values(
        "hello\r\n\r\n", "GET /\r\n\r\n", "GET / HTTP/9.9\r\nHost: a\r\n\r\n", "G@T / HTTP/1.1\r\nHost: a\r\n\r\n",
        "GET / HTTP/1.1\r\nHost a\r\n\r\n", "GET / HTTP/1.1\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", "\x16\x03\x01\x02 hello over TLS\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nhello",
        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"));

TEST(ServerLimits, AnswersWith503AndRetryAfterWhenTheQueueIsFull) {
    Holding holding;
    const auto server = start({.workers = 1, .max_queued = 1}, holding.handler());
    RawSocket first = connect_to(server->port());
    first.write(kGetHold);
    holding.wait_until_entered();
    RawSocket second = connect_to(server->port());
    RawSocket third = connect_to(server->port());
    second.write(kGet);
    third.write(kGet);

    const bool second_refused = RawSocket::wait_for_any(second, third, 60'000) == 1;
    RawSocket& refused = second_refused ? second : third;
    RawSocket& queued = second_refused ? third : second;
    const std::string answer = refused.read_message();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 503 ")) << answer;
    EXPECT_NE(answer.find("Retry-After: 1\r\n"), std::string::npos) << answer;
    EXPECT_FALSE(queued.has_input());

    holding.release();
    EXPECT_TRUE(first.read_message().starts_with("HTTP/1.1 200 "));
    EXPECT_TRUE(queued.read_message().starts_with("HTTP/1.1 200 "));
    refused.write(kGet); // its connection goes on
    EXPECT_TRUE(refused.read_message().starts_with("HTTP/1.1 200 "));
}

TEST(ServerLimits, ClosesAnIdleConnectionButNotOneWhoseHandlerTakesLonger) {
    Holding holding;
    const auto server = start({.idle_timeout = std::chrono::milliseconds(50)}, holding.handler());
    RawSocket slow = connect_to(server->port());
    slow.write(kGetHold);
    holding.wait_until_entered();
    RawSocket idle = connect_to(server->port());
    EXPECT_TRUE(idle.ended()); // so the limit has passed since the slow request came in
    holding.release();
    EXPECT_TRUE(slow.read_message().starts_with("HTTP/1.1 200 "));
    EXPECT_TRUE(slow.ended()); // and the limit counts again afterwards
}

TEST(ServerLimits, ClosesAConnectionThatStaysInTheMiddleOfAHeader) {
    const auto server = start({.idle_timeout = std::chrono::milliseconds(50)});
    RawSocket socket = connect_to(server->port());
    socket.write("GET / HTTP/1.1\r\nHos");
    EXPECT_TRUE(socket.ended());
}

TEST(ServerLimits, LetsConnectionsAboveTheLimitWait) {
    const auto server = start({.max_connections = 1});
    auto first = std::make_unique<RawSocket>(connect_to(server->port()));
    first->write(kGet);
    EXPECT_TRUE(first->read_message().starts_with("HTTP/1.1 200 "));
    RawSocket second = connect_to(server->port());
    second.write(kGet);
    first->write(kGet);
    EXPECT_TRUE(first->read_message().starts_with("HTTP/1.1 200 "));
    EXPECT_FALSE(second.has_input());
    first.reset();
    EXPECT_TRUE(second.read_message().starts_with("HTTP/1.1 200 "));
}

TEST(ServerLimits, SurvivesClientsThatGoAwayBeforeTheirAnswer) {
    Holding holding;
    const auto server = start({.workers = 1}, holding.handler());
    {
        RawSocket gone = connect_to(server->port());
        gone.write(kGetHold);
        holding.wait_until_entered();
    }
    holding.release();
    RawSocket next = connect_to(server->port());
    next.write(kGet);
    EXPECT_TRUE(next.read_message().starts_with("HTTP/1.1 200 "));
}

} // namespace
} // namespace muster::net
