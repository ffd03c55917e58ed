#include "net/event_writer.hpp"

#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "net/session.hpp"

namespace muster::net {
namespace {

namespace asio = boost::asio;

constexpr std::size_t kLongestInput = 64 * 1024; // a client that listens has nothing to say
constexpr std::string_view kHeartbeat = ":\n\n";

} // namespace

EventWriter::EventWriter(Session& session, std::shared_ptr<EventStream> events)
    : session_(session), events_(std::move(events)), heartbeat_(session.wire().get_executor()) {}

void EventWriter::start(std::string head) {
    // The pair session-stream-wake is a circle until finish() opens it.
    events_->attach([self = session_.shared_from_this(), this] {
        asio::post(session_.wire().get_executor(), [self, this] { on_wake(); });
    });
    watch(); // without a limit, as while the handler was at it
    write(std::move(head) + events_->take());
}

void EventWriter::finish() {
    if (std::exchange(over_, true)) {
        return;
    }
    heartbeat_.cancel();
    session_.host().give_back_stream_place();
    events_->finish();
}

void EventWriter::watch() {
    session_.wire().async_read_some(
        asio::buffer(input_),
        [self = session_.shared_from_this(), this](ErrorCode error, std::size_t bytes) { on_input(error, bytes); });
}

void EventWriter::on_input(ErrorCode error, std::size_t bytes) {
    input_bytes_ += bytes;
    if (ended_) {
        session_.hang_up();
    } else if (error || input_bytes_ > kLongestInput) {
        session_.close();
    } else if (!over_) {
        watch();
    }
}

void EventWriter::on_wake() {
    if (over_) {
        return;
    }
    if (events_->is_overrun()) {
        session_.close();
    } else if (!writing_) {
        go_on();
    }
}

void EventWriter::go_on() {
    const bool is_last = !events_->is_open(); // asked first: what is queued between would be left behind
    if (auto text = events_->take(); !text.empty()) {
        write(std::move(text));
    } else if (is_last) {
        ended_ = true;
        session_.wire().tcp().cancel(); // the reading; it hangs up
        finish();
    } else {
        wait_for_events();
    }
}

void EventWriter::wait_for_events() {
    heartbeat_.expires_after(session_.host().options().heartbeat);
    heartbeat_.async_wait([self = session_.shared_from_this(), this](ErrorCode error) {
        if (!error && !over_ && !writing_) {
            write(std::string(kHeartbeat));
        }
    });
}

void EventWriter::write(std::string text) {
    writing_ = true;
    text_ = std::move(text);
    heartbeat_.cancel();
    session_.wire().tcp().expires_after(session_.host().options().event_write_timeout); // not the reading's
    asio::async_write(
        session_.wire(), asio::buffer(text_),
        [self = session_.shared_from_this(), this](ErrorCode error, std::size_t) { on_written(error); });
}

void EventWriter::on_written(ErrorCode error) {
    writing_ = false;
    if (over_) {
        return;
    }
    if (error || events_->is_overrun()) {
        session_.close();
        return;
    }
    session_.wire().tcp().expires_never(); // TLS may write of itself, long after
    go_on();
}

} // namespace muster::net
