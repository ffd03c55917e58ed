#include "net/transport.hpp"

#include <atomic>
#include <cstdlib>
#include <future>
#include <memory>
#include <stdexcept>

#include <gtest/gtest.h>

#include "net/server.hpp"
#include "unit/net/raw_socket.hpp"
#include "unit/net/tls_peer.hpp"

namespace muster::net {
namespace {

using test::RawSocket;
using test::ScriptedServer;
using Kind = TransportError::Kind;

constexpr std::string_view kOk = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

std::unique_ptr<Server> start(Handler handler, ServerOptions options = {}) {
    auto server = Server::start(std::move(options), std::move(handler));
    if (!server) {
        throw std::runtime_error(server.error().message);
    }
    return std::move(*server);
}

Request get(std::string url) { return {.method = "GET", .target = std::move(url), .headers = {}, .body = {}}; }
Request post(std::string url, std::string body) {
    return {.method = "POST", .target = std::move(url), .headers = {}, .body = std::move(body)};
}

tl::expected<Response, TransportError> send(const Request& request, HttpClientOptions options = {}) {
    return make_http_client(std::move(options))->send(request, CancelToken());
}

/// One answer to every connection's first request.
ScriptedServer answering(std::string_view answer) {
    return ScriptedServer([answer](RawSocket& socket, int) {
        socket.read_message();
        socket.write(answer);
    });
}

TEST(HttpClient, SendsMethodTargetHeadersAndBody) {
    Request seen;
    const auto server = start([&](const Request& request) {
        seen = request;
        Response response{.status = 201, .headers = {}, .body = "made"};
        response.headers.add("X-Answer", "a");
        response.headers.add("x-answer", "b");
        return response;
    });
    Request request = post(server->url() + "/v3/../contacts?limit=1", std::string("\0{}", 3));
    request.headers.add("Content-Type", "application/json");
    request.headers.add("Authorization", "Bearer abc");
    request.headers.add("X-Empty", "");
    request.headers.add("Content-Length", "77"); // libcurl frames the message
    const auto response = send(request, {.user_agent = "Muster/1.0"});
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 201);
    EXPECT_EQ(response->body, "made");
    EXPECT_EQ(response->headers.get("X-ANSWER"), "a");
    EXPECT_EQ(seen.method, "POST");
    EXPECT_EQ(seen.target, "/v3/../contacts?limit=1");
    EXPECT_EQ(seen.body, std::string("\0{}", 3));
    EXPECT_EQ(seen.headers.get("Content-Type"), "application/json");
    EXPECT_EQ(seen.headers.get("Authorization"), "Bearer abc");
    EXPECT_EQ(seen.headers.get("X-Empty"), "");
    EXPECT_EQ(seen.headers.get("User-Agent"), "Muster/1.0");
    EXPECT_EQ(seen.headers.get("Content-Length"), "3");
    EXPECT_EQ(seen.headers.get("Expect"), std::nullopt);
}

TEST(HttpClient, SpeaksEveryMethod) {
    const auto server = start([](const Request& request) {
        return Response{.status = 200, .headers = {}, .body = request.method + ' ' + request.body};
    });
    const auto client = make_http_client();
    for (const char* method : {"GET", "POST", "PUT", "PATCH", "DELETE"}) {
        for (const char* body : {"", "x"}) {
            const auto response = client->send(
                {.method = method, .target = server->url(), .headers = {}, .body = body}, CancelToken());
            ASSERT_TRUE(response) << response.error().message;
            EXPECT_EQ(response->body, std::string(method) + ' ' + body);
        }
    }
    const auto head =
        client->send({.method = "HEAD", .target = server->url(), .headers = {}, .body = {}}, CancelToken());
    ASSERT_TRUE(head) << head.error().message;
    EXPECT_EQ(head->body, "");
    EXPECT_EQ(head->headers.get("Content-Length"), "5");
}

TEST(HttpClient, CarriesLargeBodiesBothWays) {
    const auto server =
        start([](const Request& request) { return Response{.status = 200, .headers = {}, .body = request.body}; });
    std::string body(5'000'000, 'x');
    body[4'999'999] = 'y';
    const auto response = send(post(server->url(), body));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_TRUE(response->body == body);
}

TEST(HttpClient, KeepsItsConnection) {
    std::atomic<int> connections = 0;
    const ScriptedServer server([&](RawSocket& socket, int) {
        ++connections;
        while (!socket.read_message().empty()) {
            socket.write(kOk);
        }
    });
    const auto client = make_http_client();
    for (int i = 0; i < 3; ++i) {
        ASSERT_TRUE(client->send(post(server.url(), "x"), CancelToken()));
    }
    EXPECT_EQ(connections, 1);
}

TEST(HttpClient, RefusesWhatIsNeitherHttpsNorLoopback) {
    for (const char* url :
         {"http://example.com/", "http://10.0.0.1/", "http://localhost.example.com/", "file:///etc/passwd",
          "ftp://127.0.0.1/", "gopher://127.0.0.1:1/", "http://user@127.0.0.1/", "", "127.0.0.1",
          "http://127.0.0.1\\@example.com/", "http://127.0.0.1@example.com/"}) {
        const auto response = send(get(url));
        ASSERT_FALSE(response) << url;
        EXPECT_EQ(response.error().kind, Kind::NotSent) << url;
    }
}

TEST(HttpClient, RefusesHeadersAndMethodsThatBreakTheirLine) {
    std::atomic<int> arrivals = 0;
    const auto server = start([&](const Request&) {
        ++arrivals;
        return Response{};
    });
    Request value = get(server->url());
    value.headers.add("X-Name", "a\r\nX-Other: secret");
    Request name = get(server->url());
    name.headers.add("X Name", "a");
    Request method = get(server->url());
    method.method = "GET / HTTP/1.1\r\nX:";
    for (const Request& request : {value, name, method}) {
        const auto response = send(request);
        ASSERT_FALSE(response);
        EXPECT_EQ(response.error().kind, Kind::NotSent);
        EXPECT_EQ(response.error().message.find("secret"), std::string::npos);
    }
    EXPECT_EQ(arrivals, 0);
}

TEST(HttpClient, DoesNotFollowRedirects) {
    std::atomic<int> arrivals = 0;
    const auto server = start([&](const Request&) {
        ++arrivals;
        Response response{.status = 302, .headers = {}, .body = {}};
        response.headers.add("Location", "/elsewhere");
        return response;
    });
    const auto response = send(get(server->url()));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 302);
    EXPECT_EQ(response->headers.get("Location"), "/elsewhere");
    EXPECT_EQ(arrivals, 1);
}

TEST(HttpClient, DoesNotAskAProxyForThisMachine) {
    ::setenv("http_proxy", "http://127.0.0.1:1", 1);
    const auto server = answering(kOk);
    EXPECT_TRUE(send(get(server.url())));
    ::unsetenv("http_proxy");
}

TEST(HttpClient, ARefusedConnectionMeansNotSent) {
    const test::TakenPort port; // bound, but nobody listens
    const auto response = send(post("http://127.0.0.1:" + std::to_string(port.port()) + "/?code=secret", "x"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::NotSent);
    EXPECT_EQ(response.error().message.find("secret"), std::string::npos) << response.error().message;
}

TEST(HttpClient, AFailedTlsHandshakeMeansNotSent) {
    const ScriptedServer closing([](RawSocket& socket, int) { socket.write("no TLS here"); });
    const std::string url = closing.url();
    const auto response = send(post("https" + url.substr(4), "x"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::NotSent) << response.error().message;
}

TEST(HttpClient, SendsNothingToAServerForWhomNobodyVouches) {
    const test::CertificateFolder files; // it has signed itself
    std::atomic<int> arrivals = 0;
    const auto server =
        Server::start({.certificate_file = files.certificate(), .key_file = files.key()}, [&](const Request&) {
            ++arrivals;
            return Response{};
        });
    ASSERT_TRUE(server) << server.error().message;
    const auto response = send(post((*server)->url(), "x"));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::NotSent) << response.error().message;
    EXPECT_EQ(arrivals, 0);
}

TEST(HttpClient, CancelledBeforeSendingMeansCancelled) {
    std::atomic<int> arrivals = 0;
    const auto server = start([&](const Request&) {
        ++arrivals;
        return Response{};
    });
    const CancelToken cancel;
    cancel.cancel();
    const auto response = make_http_client()->send(post(server->url(), "x"), cancel);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::Cancelled);
    EXPECT_EQ(arrivals, 0);
}

TEST(HttpClient, CancellingInTheMiddleLetsTheRequestFinish) {
    const CancelToken cancel;
    const auto server = start([&](const Request&) {
        cancel.cancel();
        return Response{.status = 200, .headers = {}, .body = std::string(1'000'000, 'x')};
    });
    const auto response = make_http_client()->send(get(server->url()), cancel);
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->body.size(), 1'000'000U);
}

TEST(HttpClient, CancellingEndsTheWaitForAConnection) {
    const CancelToken cancel;
    const ScriptedServer server([&](RawSocket& socket, int) {
        cancel.cancel(); // the client waits for a TLS handshake that never comes
        socket.read_to_end();
    });
    const auto response = make_http_client()->send(get("https" + server.url().substr(4)), cancel);
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::Cancelled) << response.error().message;
}

TEST(HttpClient, AnAnswerThatIsTooLongMeansNoAnswer) {
    const auto server = start(
        [](const Request&) { return Response{.status = 200, .headers = {}, .body = std::string(1001, 'x')}; });
    const auto response = send(get(server->url()), {.max_response_bytes = 1000});
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::NoAnswer);
    EXPECT_NE(response.error().message.find("1000"), std::string::npos) << response.error().message;
    EXPECT_TRUE(send(get(server->url()), {.max_response_bytes = 1001}));
}

/// A thousand letters "a".
const std::string& packed() {
    static const std::string kPacked(
        "\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff\x4b\x4c\x1c\x05\xa3\x60\x14\x0c\x77\x00\x00\x03"
        "\xda\x38\x9a\xe8\x03\x00\x00",
        29);
    return kPacked;
}

TEST(HttpClient, UnpacksCompressedAnswersAndLimitsWhatComesOut) {
    const auto server = start([](const Request& request) {
        Response response{.status = 200, .headers = {}, .body = packed()};
        response.headers.add("Content-Encoding", "gzip");
        response.headers.add("X-Accepted", std::string(request.headers.get("Accept-Encoding").value_or("")));
        return response;
    });
    const auto response = send(get(server->url()));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->headers.get("X-Accepted"), "gzip");
    EXPECT_EQ(response->body, std::string(1000, 'a'));
    const auto bounded = send(get(server->url()), {.max_response_bytes = 100});
    ASSERT_FALSE(bounded);
    EXPECT_EQ(bounded.error().kind, Kind::NoAnswer);
}

TEST(HttpClient, AnEndlessHeadMeansNoAnswer) {
    const ScriptedServer server([](RawSocket& socket, int) {
        socket.read_message();
        socket.write("HTTP/1.1 200 OK\r\n");
        while (socket.write("X-More: " + std::string(1000, 'x') + "\r\n")) {
        }
    });
    const auto response = send(get(server.url()));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::NoAnswer);
}

TEST(HttpClient, AConnectionThatIsCutOrTruncatedMeansNoAnswer) {
    for (const char* how : {"cut", "truncate"}) {
        const auto server = start([how](const Request&) {
            Response response{.status = 200, .headers = {}, .body = "0123456789"};
            response.headers.add(std::string(kCutConnection), how);
            return response;
        });
        const auto response = send(post(server->url(), "x"));
        ASSERT_FALSE(response) << how;
        EXPECT_EQ(response.error().kind, Kind::NoAnswer) << how;
    }
}

TEST(HttpClient, WhatIsNoHttpMeansNoAnswer) {
    const auto server = answering("SSH-2.0-OpenSSH_9.2\r\n");
    const auto response = send(get(server.url()));
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::NoAnswer);
}

TEST(HttpClient, AnAnswerThatTakesTooLongMeansNoAnswer) {
    std::promise<void> release;
    const auto server = start([&](const Request&) {
        release.get_future().wait();
        return Response{};
    });
    const auto response = send(post(server->url(), "x"), {.total_timeout = std::chrono::milliseconds(200)});
    release.set_value();
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::NoAnswer) << response.error().message;
}

TEST(HttpClient, ARequestThatLeftInPartMeansNoAnswer) {
    std::promise<void> release;
    const ScriptedServer server([&](RawSocket&, int) { release.get_future().wait(); }); // reads nothing
    const auto response =
        send(post(server.url(), std::string(50'000'000, 'x')), {.total_timeout = std::chrono::milliseconds(300)});
    release.set_value();
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::NoAnswer) << response.error().message;
}

TEST(HttpClient, AConnectionThatTakesTooLongMeansNotSent) {
    std::promise<void> release;
    const ScriptedServer server([&](RawSocket&, int) { release.get_future().wait(); }); // no TLS handshake
    const auto response =
        send(post("https" + server.url().substr(4), "x"), {.connect_timeout = std::chrono::milliseconds(200)});
    release.set_value();
    ASSERT_FALSE(response);
    EXPECT_EQ(response.error().kind, Kind::NotSent) << response.error().message;
}

TEST(HttpClient, LeavesOutTheFieldsOfInterimAnswersAndTrailers) {
    const auto server = answering("HTTP/1.1 100 Continue\r\nX-Early: 1\r\n\r\n"
                                  "HTTP/1.1 200 OK\r\nX-Real: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  "2\r\nok\r\n0\r\nX-Late: 3\r\n\r\n");
    const auto response = send(get(server.url()));
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(response->status, 200);
    EXPECT_EQ(response->body, "ok");
    EXPECT_EQ(response->headers.get("X-Real"), "2");
    EXPECT_EQ(response->headers.get("X-Early"), std::nullopt);
    EXPECT_EQ(response->headers.get("X-Late"), std::nullopt);
}

/// Answers the first request of the first connection, reads the second and closes; any later connection is
/// answered.
class DyingServer {
  public:
    [[nodiscard]] std::string url() const { return server_.url(); }
    [[nodiscard]] int arrivals() const { return arrivals_; }

  private:
    void serve(RawSocket& socket, int number) {
        for (int request = 0; !socket.read_message().empty(); ++request) {
            ++arrivals_;
            if (number == 0 && request == 1) {
                return;
            }
            socket.write(kOk);
        }
    }
    std::atomic<int> arrivals_ = 0;
    ScriptedServer server_{[this](RawSocket& socket, int number) { serve(socket, number); }};
};

TEST(HttpClient, NeverSendsARequestTwiceWhenItsKeptConnectionDies) {
    for (const char* method : {"POST", "PUT", "DELETE", "GET"}) {
        DyingServer server;
        const auto client = make_http_client();
        ASSERT_TRUE(client->send(get(server.url()), CancelToken()));
        const auto response =
            client->send({.method = method, .target = server.url(), .headers = {}, .body = {}}, CancelToken());
        ASSERT_FALSE(response) << method;
        EXPECT_EQ(response.error().kind, Kind::NoAnswer) << method;
        EXPECT_EQ(server.arrivals(), 2) << method;
        ASSERT_TRUE(client->send(get(server.url()), CancelToken()))
            << "the next request gets a connection of its own";
        EXPECT_EQ(server.arrivals(), 3) << method;
    }
}

TEST(HttpClient, TakesANewConnectionWhenTheKeptOneHasGoneInTheMeantime) {
    std::promise<void> closed;
    std::atomic<int> arrivals = 0;
    const ScriptedServer server([&](RawSocket& socket, int number) {
        socket.read_message();
        ++arrivals;
        socket.write(kOk);
        if (number == 0) {
            socket.close();
            closed.set_value();
        }
    });
    const auto client = make_http_client();
    ASSERT_TRUE(client->send(get(server.url()), CancelToken()));
    closed.get_future().wait();
    const auto response = client->send(post(server.url(), "x"), CancelToken());
    ASSERT_TRUE(response) << response.error().message;
    EXPECT_EQ(arrivals, 2);
}

TEST(HttpClient, AsksForLeaveWhenTheConnectionStandsAndSendsNothingWithoutIt) {
    std::atomic<int> connections = 0;
    std::atomic<int> arrivals = 0;
    const ScriptedServer server([&](RawSocket& socket, int) {
        ++connections;
        while (!socket.read_message().empty()) {
            ++arrivals;
            socket.write(kOk);
        }
    });
    const auto client = make_http_client();
    int asked = 0;
    const auto held = client->send_when(
        [&] {
            ++asked;
            return false;
        },
        post(server.url(), "x"), CancelToken());
    ASSERT_FALSE(held);
    EXPECT_EQ(held.error().kind, Kind::Cancelled);
    EXPECT_EQ(asked, 1);
    const auto sent = client->send_when(
        [&] {
            EXPECT_EQ(arrivals, 0);
            ++asked;
            return true;
        },
        post(server.url(), "x"), CancelToken());
    ASSERT_TRUE(sent) << sent.error().message;
    EXPECT_EQ(sent->body, "ok");
    EXPECT_EQ(asked, 2);
    EXPECT_EQ(arrivals, 1);
}

TEST(HttpClient, AsksForNoLeaveWhereNothingCanBeSent) {
    const auto client = make_http_client();
    std::string closed;
    {
        const ScriptedServer server([](RawSocket&, int) {});
        closed = server.url();
    }
    const CancelToken cancelled;
    cancelled.cancel();
    const auto never = [] {
        ADD_FAILURE() << "asked";
        return true;
    };
    EXPECT_EQ(client->send_when(never, get(closed), CancelToken()).error().kind, Kind::NotSent);
    EXPECT_EQ(client->send_when(never, get("http://example.com/"), CancelToken()).error().kind, Kind::NotSent);
    EXPECT_EQ(client->send_when(never, get(closed), cancelled).error().kind, Kind::Cancelled);
}

TEST(HttpClient, HandsOnWhatIsThrownByWhoeverGivesLeave) {
    const auto server = start([](const Request&) { return Response{}; });
    const auto client = make_http_client();
    const auto lost = []() -> bool { throw std::runtime_error("the store is lost"); };
    EXPECT_THROW((void)client->send_when(lost, get(server->url()), CancelToken()), std::runtime_error);
    EXPECT_TRUE(client->send(get(server->url()), CancelToken()));
}

} // namespace
} // namespace muster::net
