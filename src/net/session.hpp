#pragma once

// One connection: reads a request, has it handled, writes the answer, and again. Private to this folder: it shows
// Beast types. Everything but the handler runs on the I/O thread.

#include <cstddef>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core/basic_stream.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "net/response_head.hpp"
#include "net/server.hpp"
#include "net/worker_pool.hpp"

namespace muster::net {

// The concrete executor, not any_io_executor: cheaper to run and to compile.
using Executor = boost::asio::io_context::executor_type;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Executor>;
using Stream = boost::beast::basic_stream<boost::asio::ip::tcp, Executor>;

class Session;

/// What a session needs of its server; outlives every session.
class SessionHost {
  public:
    virtual ~SessionHost() = default;
    [[nodiscard]] virtual const ServerOptions& options() const = 0;
    [[nodiscard]] virtual const Handler& handler() const = 0;
    [[nodiscard]] virtual WorkerPool& workers() = 0;
    /// The session is closed and wants to be forgotten.
    virtual void closed(const std::shared_ptr<Session>& session) = 0;
};

/// Shared: pending operations of Asio keep it alive.
class Session : public std::enable_shared_from_this<Session> {
  public:
    /// `peer` is the address at the other end.
    Session(Socket socket, std::string peer, SessionHost& host)
        : stream_(std::move(socket)), peer_(std::move(peer)), host_(host) {}

    void start() { read_head(); }
    /// Closes now, or after the answer if a request is under way.
    void stop();
    void close();

  private:
    using ErrorCode = boost::system::error_code;
    using Parser = boost::beast::http::request_parser<boost::beast::http::string_body>;

    void read_head();
    void on_head(ErrorCode error);
    void read_body();
    void on_request(ErrorCode error);
    void on_read_error(ErrorCode error);
    void dispatch(Request request);
    void respond(Response response);
    void cut(const Response& response, std::string_view how);
    /// Answers and closes: what follows on the connection cannot be read as a request.
    void refuse(int status, std::string_view sentence);
    void write(std::string head, std::string body);
    void on_written(ErrorCode error);
    void drain();
    void on_drained(ErrorCode error, std::size_t bytes);

    Stream stream_;
    const std::string peer_;
    SessionHost& host_;
    boost::beast::flat_buffer buffer_; // may hold the beginning of the next request (pipelining)
    std::optional<Parser> parser_;
    std::string method_; // of the request under way
    std::string head_;   // of the answer under way
    std::string body_;
    std::size_t drained_bytes_ = 0;
    bool answering_ = false; // a whole request is in and its answer is not out
    bool keep_alive_ = false;
    bool stopping_ = false;
    bool closed_ = false;
};

} // namespace muster::net
