#include "net/response_head.hpp"

#include <gtest/gtest.h>

namespace muster::net {
namespace {

Response answer(int status, std::string body = {}) {
    return {.status = status, .headers = {}, .body = std::move(body)};
}

TEST(ResponseHead, FramesTheMessageItself) {
    Response response = answer(200, "hello");
    response.headers.add("Content-Type", "text/plain");
    response.headers.add("Content-Length", "999");
    response.headers.add("transfer-encoding", "chunked");
    response.headers.add("Connection", "upgrade");
    response.headers.add("x-muster-cut", "cut");
    EXPECT_EQ(response_head(response, KeepAlive::Yes),
              "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 5\r\nConnection: keep-alive\r\n\r\n");
}

TEST(ResponseHead, GivesNoLengthWhereNoBodyIsAllowed) {
    EXPECT_EQ(response_head(answer(204), KeepAlive::No), "HTTP/1.1 204 No Content\r\nConnection: close\r\n\r\n");
    EXPECT_EQ(response_head(answer(304), KeepAlive::No), "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
}

TEST(ResponseHead, RefusesWhatCannotBeWritten) {
    EXPECT_FALSE(response_head(answer(100), KeepAlive::Yes));
    EXPECT_FALSE(response_head(answer(600), KeepAlive::Yes));
    Response injected = answer(200);
    injected.headers.add("Location", "/a\r\nSet-Cookie: b=c");
    EXPECT_FALSE(response_head(injected, KeepAlive::Yes));
    Response misnamed = answer(200);
    misnamed.headers.add("No name", "a");
    EXPECT_FALSE(response_head(misnamed, KeepAlive::Yes));
}

TEST(ResponseHead, LetsAHeaderComeMoreThanOnce) {
    Response response = answer(200);
    response.headers.add("Set-Cookie", "a=1; HttpOnly");
    response.headers.add("Set-Cookie", "b=2; HttpOnly");
    EXPECT_EQ(response_head(response, KeepAlive::Yes),
              "HTTP/1.1 200 OK\r\nSet-Cookie: a=1; HttpOnly\r\nSet-Cookie: b=2; HttpOnly\r\nContent-Length: 0\r\n"
              "Connection: keep-alive\r\n\r\n");
}

TEST(ResponseHead, KeepsAnEventStreamFromBeingStoredOrHeldBack) {
    Response response = answer(200, "left out");
    response.headers.add("Content-Type", "text/html");
    response.headers.add("cache-control", "public");
    response.headers.add("Content-Length", "8");
    response.headers.add("X-Name", "value");
    EXPECT_EQ(event_stream_head(response),
              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\ncache-control: no-store\r\nX-Name: value\r\n"
              "X-Accel-Buffering: no\r\nConnection: close\r\n\r\n");
}

TEST(ResponseHead, RefusesAnEventStreamThatABrowserWouldNotTake) {
    EXPECT_FALSE(event_stream_head(answer(204)));
    EXPECT_FALSE(event_stream_head(answer(404)));
    Response injected = answer(200);
    injected.headers.add("X-Name", "a\nb");
    EXPECT_FALSE(event_stream_head(injected));
}

TEST(ResponseHead, KnowsWhichAnswersCarryABody) {
    EXPECT_TRUE(carries_body("GET", 200));
    EXPECT_TRUE(carries_body("GET", 404));
    EXPECT_FALSE(carries_body("HEAD", 200));
    EXPECT_FALSE(carries_body("GET", 204));
    EXPECT_FALSE(carries_body("GET", 304));
}

} // namespace
} // namespace muster::net
