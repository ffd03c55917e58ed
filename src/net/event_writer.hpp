#pragma once

// Writes one client's event stream to its connection: head, events as they come, a sign of life when none come.
// Owned by the session whose connection it uses, and like it on the I/O thread. Private to this folder.

#include <array>
#include <cstddef>
#include <memory>
#include <string>

#include <boost/system/error_code.hpp>

#include "net/event_stream.hpp"
#include "net/wire.hpp"

namespace muster::net {

class Session;

class EventWriter {
  public:
    /// Lives as long as `session`.
    EventWriter(Session& session, std::shared_ptr<EventStream> events);

    void start(std::string head);
    /// The stream is over; nothing more is written.
    void finish();

  private:
    using ErrorCode = boost::system::error_code;

    void watch();
    void on_input(ErrorCode error, std::size_t bytes);
    void on_wake();
    void go_on();
    void wait_for_events();
    void write(std::string text);
    void on_written(ErrorCode error);

    Session& session_;
    const std::shared_ptr<EventStream> events_; // the producer has it, too
    Timer heartbeat_;
    std::string text_; // under way
    std::array<char, 1024> input_{};
    std::size_t input_bytes_ = 0;
    bool writing_ = false;
    bool ended_ = false; // by the producer: everything is written
    bool over_ = false;
};

} // namespace muster::net
