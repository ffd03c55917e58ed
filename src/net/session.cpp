#include "net/session.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/error.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>

#include "base/log.hpp"
#include "net/tls.hpp"

namespace muster::net {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = boost::beast::http;

// Closing at once while the other side still sends would reset the connection and lose the answer on its way.
constexpr std::chrono::seconds kLingerTime{2};
constexpr std::size_t kLongestLinger = 64 * 1024 * 1024;
constexpr std::size_t kSlowestRate = 32 * 1024; // bytes a second that a long body is given time for
constexpr std::size_t kDrainPiece = 64 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

std::chrono::milliseconds transfer_time(const ServerOptions& options, std::size_t bytes) {
    return options.idle_timeout + std::chrono::seconds(bytes / kSlowestRate);
}

template <class Message>
Request head_of(const Message& message) {
    Request request{.method = std::string(message.method_string()),
                    .target = std::string(message.target()),
                    .headers = {},
                    .body = {}};
    for (const auto& field : message) {
        request.headers.add(std::string(field.name_string()), std::string(field.value()));
    }
    return request;
}

template <class Message>
Request take_request(Message& message) {
    Request request = head_of(message);
    request.body = std::move(message.body());
    return request;
}

std::string_view path_of(const Request& request) {
    return std::string_view(request.target).substr(0, request.target.find('?')); // a query may hold a secret
}

Response own_answer(const ServerOptions& options, const OwnAnswer& answer) {
    return options.own_answer ? options.own_answer(answer) : plain_answer(answer.status, answer.sentence);
}

Response run_handler(const SessionHost& host, const Request& request) {
    std::string reason = "something that is no exception";
    try {
        return host.handler()(request);
    } catch (const std::exception& exception) {
        reason = exception.what();
    } catch (...) { // thread entry: nothing may leave it
    }
    log(LogLevel::Error, "request_failed",
        {{"method", request.method}, {"path", std::string(path_of(request))}, {"reason", reason}});
    return own_answer(host.options(),
                      {500, "The server could not answer this request; its log says why.", request.is_tls});
}

} // namespace

void Session::start() {
    if (!wire_.is_tls()) {
        read_head();
        return;
    }
    wire_.tcp().expires_after(host_.options().handshake_timeout);
    wire_.async_handshake([self = shared_from_this()](ErrorCode error) { self->on_handshake(error); });
}

void Session::on_handshake(ErrorCode error) {
    if (closed_) {
        return;
    }
    if (is_plain_http(error)) {
        wire_.drop_tls();
        refuse(400, "This port speaks https; write https:// before the address.");
    } else if (error) {
        close();
    } else {
        read_head();
    }
}

void Session::stop() {
    stopping_ = true;
    if (!answering_) {
        close();
    }
}

void Session::close() {
    if (std::exchange(closed_, true)) {
        return;
    }
    wire_.tcp().close(); // ends the timer and every pending operation, too
    host_.closed(shared_from_this());
    if (event_writer_) {
        event_writer_->finish();
    }
}

void Session::read_head() {
    const auto& options = host_.options();
    parser_.emplace();
    parser_->header_limit(static_cast<std::uint32_t>(options.max_header_bytes));
    parser_->body_limit(options.max_body_bytes);
    wire_.tcp().expires_after(options.idle_timeout);
    http::async_read_header(wire_, buffer_, *parser_,
                            [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_head(error); });
}

void Session::on_head(ErrorCode error) {
    if (closed_) {
        return;
    }
    if (error) {
        on_read_error(error);
        return;
    }
    const auto& message = parser_->get();
    if (message.version() >= 11 && message.count(http::field::host) != 1) { // RFC 9112, 3.2
        refuse(400, "The request needs exactly one Host header.");
        return;
    }
    if (!accept_length()) {
        return;
    }
    if (message.version() < 11 || parser_->is_done() || buffer_.size() > 0 ||
        !beast::iequals(message[http::field::expect], "100-continue")) {
        read_body();
        return;
    }
    asio::async_write(wire_, asio::buffer(kContinue), [self = shared_from_this()](ErrorCode failure, std::size_t) {
        failure || self->closed_ ? self->close() : self->read_body();
    });
}

bool Session::accept_length() {
    const auto& options = host_.options();
    if (!options.body_limit || parser_->is_done()) {
        return true;
    }
    const std::size_t most = options.body_limit(head_of(parser_->get()));
    const auto length = parser_->content_length();
    if (!length && most < options.max_body_bytes) {
        refuse(411, "The request needs a Content-Length.");
        return false;
    }
    if (length.value_or(0) > most) {
        refuse(413, "The body of the request is too long.");
        return false;
    }
    return true;
}

void Session::read_body() {
    wire_.tcp().expires_after(transfer_time(host_.options(), host_.options().max_body_bytes));
    http::async_read(wire_, buffer_, *parser_,
                     [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_request(error); });
}

void Session::on_request(ErrorCode error) {
    if (closed_) {
        return;
    }
    if (error) {
        on_read_error(error);
        return;
    }
    wire_.tcp().expires_never(); // a handler may take longer than a connection may idle
    keep_alive_ = parser_->keep_alive();
    answering_ = true;
    dispatch(take_request(parser_->get()));
}

void Session::on_read_error(ErrorCode error) {
    if (error == http::error::header_limit) {
        refuse(431, "The header of the request is too long.");
    } else if (error == http::error::body_limit) {
        refuse(413, "The body of the request is too long.");
    } else if (error == http::error::end_of_stream || error == http::error::partial_message ||
               error.category() != make_error_code(http::error::bad_method).category()) {
        close(); // the other side has gone, or was silent for too long
    } else {
        refuse(400, "This is no HTTP request that the server understands.");
    }
}

void Session::dispatch(Request request) {
    method_ = request.method;
    request.peer = peer_;
    request.is_tls = wire_.is_tls();
    auto& workers = host_.workers_for(request);
    auto job = [self = shared_from_this(), request = std::move(request)]() mutable {
        Response response = run_handler(self->host_, request);
        const auto executor = self->wire_.get_executor();
        // The reference moves along, so that the session never ends on a worker's thread.
        asio::post(executor, [self = std::move(self), response = std::move(response)]() mutable {
            self->respond(std::move(response));
        });
    };
    if (!workers.try_submit(std::move(job))) {
        respond(busy("The server is busy; try again in a moment."));
    }
}

void Session::respond(Response response) {
    if (response.events) {
        respond_with_events(std::move(response));
        return;
    }
    if (closed_) {
        return;
    }
    if (const auto how = response.headers.get(kCutConnection)) {
        cut(response, *how);
        return;
    }
    keep_alive_ = keep_alive_ && !stopping_;
    const auto alive = keep_alive_ ? KeepAlive::Yes : KeepAlive::No;
    auto head = response_head(response, alive);
    if (!head) {
        log(LogLevel::Error, "response_refused", {{"status", std::to_string(response.status)}});
        response = own(500, "The server made an answer that it cannot send.");
        head = response_head(response, alive);
    }
    write(std::move(*head), carries_body(method_, response.status) ? std::move(response.body) : std::string());
}

void Session::respond_with_events(Response response) {
    const auto events = std::exchange(response.events, nullptr);
    auto head = event_stream_head(response);
    const bool wanted = head && carries_body(method_, response.status) && !closed_ && !stopping_;
    if (wanted && host_.take_stream_place()) {
        answering_ = false;
        event_writer_.emplace(*this, events);
        event_writer_->start(std::move(*head));
        return;
    }
    events->finish();
    if (stopping_) {
        close(); // an answer would tell a browser not to come back
    } else if (wanted) {
        respond(busy("Too many are listening for events; try again in a moment."));
    } else if (head && !closed_) {
        keep_alive_ = false;
        write(std::move(*head), {});
    } else {
        respond(std::move(response));
    }
}

void Session::cut(const Response& response, std::string_view how) {
    const auto head = response_head(response, KeepAlive::No);
    if (how != "truncate" || !head) {
        close();
        return;
    }
    keep_alive_ = false;
    const std::size_t half = carries_body(method_, response.status) ? response.body.size() / 2 : 0;
    write(*head, response.body.substr(0, half));
}

Response Session::own(int status, std::string_view sentence) const {
    return own_answer(host_.options(), {status, sentence, wire_.is_tls()});
}

Response Session::busy(std::string_view sentence) const {
    Response response = own(503, sentence);
    response.headers.set("Retry-After", "1");
    return response;
}

void Session::refuse(int status, std::string_view sentence) {
    answering_ = true;
    keep_alive_ = false;
    method_.clear();
    Response response = own(status, sentence);
    write(response_head(response, KeepAlive::No).value(), std::move(response.body));
}

void Session::write(std::string head, std::string body) {
    head_ = std::move(head);
    body_ = std::move(body);
    wire_.tcp().expires_after(transfer_time(host_.options(), body_.size()));
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(head_), asio::buffer(body_)};
    asio::async_write(wire_, buffers,
                      [self = shared_from_this()](ErrorCode error, std::size_t) { self->on_written(error); });
}

void Session::on_written(ErrorCode error) {
    if (closed_) {
        return;
    }
    answering_ = false;
    body_ = {}; // an idle connection keeps no large answer
    if (error || stopping_) {
        close();
    } else if (keep_alive_) {
        read_head();
    } else {
        hang_up();
    }
}

void Session::hang_up() {
    if (closed_) {
        return;
    }
    buffer_.clear();
    wire_.tcp().expires_after(kLingerTime);
    if (wire_.is_tls()) { // what goes wrong with it, draining will find, too
        wire_.async_shutdown([self = shared_from_this()](ErrorCode) { self->shut_down_sending(); });
    } else {
        shut_down_sending();
    }
}

void Session::shut_down_sending() {
    if (closed_) {
        return;
    }
    ErrorCode ignored; // the other side may have gone; then draining ends at once
    wire_.tcp().socket().shutdown(asio::socket_base::shutdown_send, ignored);
    drain();
}

void Session::drain() {
    wire_.tcp().async_read_some(
        buffer_.prepare(kDrainPiece),
        [self = shared_from_this()](ErrorCode error, std::size_t bytes) { self->on_drained(error, bytes); });
}

void Session::on_drained(ErrorCode error, std::size_t bytes) {
    drained_bytes_ += bytes;
    if (error || drained_bytes_ > kLongestLinger) {
        close();
    } else if (!closed_) {
        drain();
    }
}

} // namespace muster::net
