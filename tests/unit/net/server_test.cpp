#include "net/server.hpp"

#include <future>
#include <stdexcept>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "unit/net/raw_socket.hpp"

namespace muster::net {
namespace {

using test::connect_to;
using test::RawSocket;

Response text(std::string body) { return {.status = 200, .headers = {}, .body = std::move(body)}; }

/// Says back what it got: method, target, one header and the body.
Response echo(const Request& request) {
    return text(request.method + ' ' + request.target + ' ' +
                std::string(request.headers.get("x-mark").value_or("-")) + ' ' + request.body);
}

std::unique_ptr<Server> start(Handler handler, ServerOptions options = {}) {
    auto server = Server::start(std::move(options), std::move(handler));
    if (!server) {
        throw std::runtime_error(server.error().message);
    }
    return std::move(*server);
}

std::string get(std::string_view path, std::string_view headers = "") {
    return "GET " + std::string(path) + " HTTP/1.1\r\nHost: a\r\n" + std::string(headers) + "\r\n";
}

std::string body_of(const std::string& message) {
    const std::size_t end = message.find("\r\n\r\n");
    return end == std::string::npos ? "no head in: " + message : message.substr(end + 4);
}

TEST(Server, HandsWholeRequestsToItsHandler) {
    const auto server = start(echo);
    RawSocket socket = connect_to(server->port());
    socket.write("PATCH /a%20b?c=d HTTP/1.1\r\nHost: a\r\nX-Mark: here\r\nContent-Length: 5\r\n\r\nhello");
    EXPECT_EQ(socket.read_message(), "HTTP/1.1 200 OK\r\nContent-Length: 27\r\nConnection: keep-alive\r\n\r\n"
                                     "PATCH /a%20b?c=d here hello");
}

TEST(Server, LetsUrgentRequestsWaitForNoOther) {
    std::promise<void> arrived, gate;
    const auto opened = gate.get_future().share();
    const auto server = start(
        [&](const Request& request) {
            if (request.target == "/slow") {
                arrived.set_value();
                opened.wait();
            }
            return text(request.target);
        },
        {.workers = 1, .is_urgent = [](const Request& head) { return head.target == "/urgent"; }});
    RawSocket slow = connect_to(server->port()), usual = connect_to(server->port());
    slow.write(get("/slow"));
    arrived.get_future().wait();
    usual.write(get("/usual"));
    RawSocket urgent = connect_to(server->port());
    urgent.write(get("/urgent"));
    EXPECT_EQ(body_of(urgent.read_message()), "/urgent");
    gate.set_value();
    EXPECT_EQ(body_of(usual.read_message()), "/usual");
}

TEST(Server, ReadsChunkedBodies) {
    const auto server = start(echo);
    RawSocket socket = connect_to(server->port());
    socket.write("PUT / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n");
    EXPECT_EQ(body_of(socket.read_message()), "PUT / - hello");
}

TEST(Server, TellsItsAddress) {
    const auto server = start(echo);
    EXPECT_NE(server->port(), 0);
    EXPECT_EQ(server->url(), "http://127.0.0.1:" + std::to_string(server->port()));
}

TEST(Server, TellsItsHandlerWhoAsks) {
    const auto server =
        start([](const Request& request) { return text(request.peer + (request.is_tls ? " TLS" : "")); });
    RawSocket socket = connect_to(server->port());
    socket.write(get("/"));
    EXPECT_EQ(body_of(socket.read_message()), "127.0.0.1");
}

TEST(Server, CallsAClientOfIPv4ByItsIPv4AddressAlsoOnAListenerForBoth) {
    const auto server = Server::start({.address = "::"}, [](const Request& request) { return text(request.peer); });
    if (!server) {
        GTEST_SKIP() << "this machine has no IPv6";
    }
    RawSocket socket = connect_to((*server)->port());
    socket.write(get("/"));
    EXPECT_EQ(body_of(socket.read_message()), "127.0.0.1");
}

TEST(Server, SaysWhenItsPortIsTaken) {
    const auto first = start(echo);
    const auto second = Server::start({.port = first->port()}, echo);
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().code, Code::Unavailable);
    EXPECT_NE(second.error().message.find(std::to_string(first->port())), std::string::npos);
}

TEST(Server, RefusesANameAsItsAddress) {
    const auto server = Server::start({.address = "example.com"}, echo);
    ASSERT_FALSE(server);
    EXPECT_EQ(server.error().code, Code::Invalid);
}

TEST(Server, AnswersPipelinedRequestsInOrder) {
    const auto server = start(echo);
    RawSocket socket = connect_to(server->port());
    std::string all;
    for (int i = 0; i < 20; ++i) {
        all += get('/' + std::to_string(i));
    }
    socket.write(all);
    for (int i = 0; i < 20; ++i) {
        EXPECT_EQ(body_of(socket.read_message()), "GET /" + std::to_string(i) + " - ");
    }
}

TEST(Server, KeepsFiftyConnectionsAlive) {
    const auto server = start(echo);
    std::vector<RawSocket> sockets;
    for (int i = 0; i < 50; ++i) {
        sockets.push_back(connect_to(server->port()));
    }
    for (int round = 0; round < 3; ++round) {
        for (auto& socket : sockets) {
            ASSERT_TRUE(socket.write(get('/' + std::to_string(round))));
        }
        for (auto& socket : sockets) {
            EXPECT_EQ(body_of(socket.read_message()), "GET /" + std::to_string(round) + " - ");
        }
    }
}

TEST(Server, AnswersHeadWithTheLengthButWithoutTheBody) {
    const auto server = start([](const Request&) { return text("hello"); });
    RawSocket socket = connect_to(server->port());
    socket.write("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n" + get("/"));
    EXPECT_EQ(socket.read_message(false), "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n");
    EXPECT_EQ(body_of(socket.read_message()), "hello");
}

TEST(Server, SendsEachCookieInALineOfItsOwn) {
    const auto server = start([](const Request&) {
        Response response = text("");
        response.headers.add("Set-Cookie", "a=1");
        response.headers.add("Set-Cookie", "b=2");
        return response;
    });
    RawSocket socket = connect_to(server->port());
    socket.write(get("/"));
    EXPECT_EQ(socket.read_message(),
              "HTTP/1.1 200 OK\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nContent-Length: 0\r\n"
              "Connection: keep-alive\r\n\r\n");
}

TEST(Server, ClosesWhenTheRequestAsksForIt) {
    const auto server = start(echo);
    RawSocket socket = connect_to(server->port());
    socket.write(get("/", "Connection: close\r\n"));
    const std::string answer = socket.read_to_end();
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_EQ(body_of(answer), "GET / - ");
}

TEST(Server, ClosesAfterAnOldFashionedRequest) {
    const auto server = start(echo);
    RawSocket socket = connect_to(server->port());
    socket.write("GET / HTTP/1.0\r\n\r\n");
    EXPECT_EQ(body_of(socket.read_to_end()), "GET / - ");
}

TEST(Server, AnswersAClientThatHasClosedItsHalf) {
    const auto server = start(echo);
    RawSocket socket = connect_to(server->port());
    socket.write(get("/"));
    socket.shutdown_write();
    EXPECT_EQ(body_of(socket.read_to_end()), "GET / - ");
}

TEST(Server, InvitesTheBodyOfAClientThatWaitsForIt) {
    const auto server = start(echo);
    RawSocket socket = connect_to(server->port());
    socket.write("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(socket.read_message(), "HTTP/1.1 100 Continue\r\n\r\n");
    socket.write("hello");
    EXPECT_EQ(body_of(socket.read_message()), "POST / - hello");
}

TEST(Server, TurnsWhatAHandlerThrowsIntoAPlain500AndGoesOn) {
    const auto server = start([](const Request& request) -> Response {
        if (request.target == "/throw") {
            throw std::runtime_error("secret of the house");
        }
        if (request.target == "/odd") {
            throw 7;
        }
        return text("fine");
    });
    RawSocket socket = connect_to(server->port());
    for (const char* path : {"/throw", "/odd"}) {
        socket.write(get(path));
        const std::string answer = socket.read_message();
        EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
        EXPECT_EQ(answer.find("secret"), std::string::npos);
    }
    socket.write(get("/"));
    EXPECT_EQ(body_of(socket.read_message()), "fine");
}

TEST(Server, DoesNotSendAHeaderThatBreaksItsLine) {
    const auto server = start([](const Request&) {
        Response response = text("body");
        response.headers.add("X-Name", "a\r\nSet-Cookie: b=c");
        return response;
    });
    RawSocket socket = connect_to(server->port());
    socket.write(get("/"));
    const std::string answer = socket.read_message();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 500 ")) << answer;
    EXPECT_EQ(answer.find("Set-Cookie"), std::string::npos);
}

Handler cutting(const std::string& how) {
    return [how](const Request&) {
        Response response = text("0123456789");
        response.headers.add(std::string(kCutConnection), how);
        return response;
    };
}

TEST(Server, CutsTheConnectionInsteadOfAnswering) {
    for (const char* how : {"cut", "anything else"}) {
        const auto server = start(cutting(how));
        RawSocket socket = connect_to(server->port());
        socket.write(get("/"));
        EXPECT_EQ(socket.read_to_end(), "") << how;
    }
}

TEST(Server, SendsTheHeadAndHalfOfTheBodyWhenToldToTruncate) {
    const auto server = start(cutting("truncate"));
    RawSocket socket = connect_to(server->port());
    socket.write(get("/"));
    EXPECT_EQ(socket.read_to_end(), "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nConnection: close\r\n\r\n01234");
}

TEST(Server, FinishesTheRequestUnderWayWhenItStops) {
    std::promise<void> entered;
    std::promise<void> release;
    auto server = start([&](const Request&) {
        entered.set_value();
        release.get_future().wait();
        return text("finished");
    });
    RawSocket idle = connect_to(server->port());
    RawSocket busy = connect_to(server->port());
    busy.write(get("/"));
    entered.get_future().wait();
    std::thread stopping([&] { server.reset(); });
    EXPECT_TRUE(idle.ended()); // stopping has begun
    release.set_value();
    const std::string answer = busy.read_to_end();
    stopping.join();
    EXPECT_NE(answer.find("Connection: close"), std::string::npos);
    EXPECT_EQ(body_of(answer), "finished");
}

TEST(Server, StopsWhileClientsAreInTheMiddleOfARequest) {
    auto server = start(echo);
    RawSocket in_head = connect_to(server->port());
    in_head.write("GET / HT");
    RawSocket in_body = connect_to(server->port());
    in_body.write("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n");
    EXPECT_EQ(in_body.read_message(), "HTTP/1.1 100 Continue\r\n\r\n");
    server.reset();
    EXPECT_TRUE(in_head.ended());
    EXPECT_TRUE(in_body.ended());
}

} // namespace
} // namespace muster::net
