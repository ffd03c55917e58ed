#pragma once

// Server-sent events: what one client is told while it listens, without a worker being held. The producer's half is
// safe from any thread and never waits; the server takes the other half.

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace muster::net {

/// One client's stream. A handler makes it, gives a copy of the pointer to the producer and returns the other in
/// Response::events. What is sent before the answer is out waits in the queue. Last-Event-ID is a header like any
/// other of the request.
class EventStream {
  public:
    /// Bytes that may wait for a client; one that reads more slowly is cut off and comes back with Last-Event-ID.
    static constexpr std::size_t kLongestQueue = 256 * 1024;

    explicit EventStream(std::size_t longest_queue = kLongestQueue) : longest_queue_(longest_queue) {}
    EventStream(const EventStream&) = delete;
    EventStream& operator=(const EventStream&) = delete;

    /// What to do when the stream is over: the client has gone or was too slow, the stream was closed or refused,
    /// the server stops. Set it before the answer is returned. Called exactly once for every stream that a handler
    /// has returned, on the server's I/O thread (on the one that stops the server, for what is left then) and never
    /// from within send() or close(): be quick, do not throw.
    void when_over(std::function<void()> hook);

    /// Queues one event; false if the stream is over, or is so now because its queue is full. An empty id or event
    /// is left out; a line end in one of them becomes a blank; data may have several lines.
    bool send(std::string_view id, std::string_view event, std::string_view data);
    /// Ends the stream after what is queued.
    void close();
    [[nodiscard]] bool is_open() const;

    // The server's half, also for tests that want to see what was sent.

    /// `wake` is called from any thread when there is something to take, or nothing more will come; it must only
    /// post.
    void attach(std::function<void()> wake);
    /// Everything queued, as it goes over the wire.
    [[nodiscard]] std::string take();
    /// True if the client was too slow: nothing more may be written.
    [[nodiscard]] bool is_overrun() const;
    /// The connection has ended: closes the stream, forgets `wake` and calls the hook if this has not been done.
    void finish();

  private:
    void wake() const; ///< under mutex_, so that no call of it outlives finish()

    const std::size_t longest_queue_;
    mutable std::mutex mutex_;
    std::string queue_;
    std::function<void()> wake_;
    std::function<void()> hook_;
    bool open_ = true;
    bool overrun_ = false;
};

} // namespace muster::net
