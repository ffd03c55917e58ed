#pragma once

// One connection: reads a request, has it handled, writes the answer, and again; or hands the connection to an
// event stream. Private to this folder: it shows Beast types. Everything but the handler runs on the I/O thread.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "net/event_writer.hpp"
#include "net/response_head.hpp"
#include "net/server.hpp"
#include "net/wire.hpp"
#include "net/worker_pool.hpp"

namespace muster::net {

class Session;

/// What a session needs of its server; outlives every session.
class SessionHost {
  public:
    virtual ~SessionHost() = default;
    [[nodiscard]] virtual const ServerOptions& options() const = 0;
    [[nodiscard]] virtual const Handler& handler() const = 0;
    [[nodiscard]] virtual WorkerPool& workers_for(const Request& request) = 0;
    /// False when max_event_streams are open.
    [[nodiscard]] virtual bool take_stream_place() = 0;
    virtual void give_back_stream_place() = 0;
    /// The session is closed and wants to be forgotten.
    virtual void closed(const std::shared_ptr<Session>& session) = 0;
};

/// Shared: pending operations of Asio keep it alive.
class Session : public std::enable_shared_from_this<Session> {
  public:
    /// `tls` outlives the session, null for plain http; `peer` is the address at the other end.
    Session(Socket socket, boost::asio::ssl::context* tls, std::string peer, SessionHost& host)
        : wire_(std::move(socket), tls), peer_(std::move(peer)), host_(host) {}

    void start();
    /// Closes now, or after the answer if a request is under way.
    void stop();
    void close();

    // For the event writer.
    [[nodiscard]] Wire& wire() { return wire_; }
    [[nodiscard]] SessionHost& host() { return host_; }
    /// Says good-bye and closes when the other side has understood. No operation is pending.
    void hang_up();

  private:
    using ErrorCode = boost::system::error_code;
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    void on_handshake(ErrorCode error);
    void read_head();
    void on_head(ErrorCode error);
    /// Refuses a body that is longer than the head allows; false if it did.
    [[nodiscard]] bool accept_length();
    void read_body();
    void on_request(ErrorCode error);
    void on_read_error(ErrorCode error);
    void dispatch(Request request);
    void respond(Response response);
    void respond_with_events(Response response);
    void cut(const Response& response, std::string_view how);
    [[nodiscard]] Response own(int status, std::string_view sentence) const;
    [[nodiscard]] Response busy(std::string_view sentence) const;
    /// Answers and closes: what follows on the connection cannot be read as a request.
    void refuse(int status, std::string_view sentence);
    void write(std::string head, std::string body);
    void on_written(ErrorCode error);
    void shut_down_sending();
    void drain();
    void on_drained(ErrorCode error, std::size_t bytes);

    Wire wire_;
    const std::string peer_;
    SessionHost& host_;
    boost::beast::flat_buffer buffer_; // may hold the beginning of the next request (pipelining)
    std::optional<Parser> parser_;
    std::string method_; // of the request under way
    std::string head_;   // of the answer under way
    std::string body_;
    std::optional<EventWriter> event_writer_; // from the answer that began a stream to the end
    std::size_t drained_bytes_ = 0;
    bool answering_ = false; // a whole request is in and its answer is not out
    bool keep_alive_ = false;
    bool stopping_ = false;
    bool closed_ = false;
};

} // namespace muster::net
