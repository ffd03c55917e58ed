#include "net/server.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <utility>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <fmt/format.h>

#include "base/log.hpp"
#include "net/session.hpp"
#include "net/tls.hpp"
#include "net/worker_pool.hpp"

namespace muster::net {
namespace {

namespace asio = boost::asio;
using boost::asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using Acceptor = asio::basic_socket_acceptor<tcp, Executor>;

constexpr std::size_t kUrgentWorkers = 2;
constexpr std::chrono::milliseconds kAcceptPause{100}; // after running out of file descriptors

/// "" if the other side has gone already.
std::string peer_of(const Socket& socket) {
    ErrorCode error;
    const auto address = socket.remote_endpoint(error).address();
    if (error) {
        return {};
    }
    if (address.is_v4()) {
        return address.to_string();
    }
    const auto v6 = address.to_v6();
    return v6.is_v4_mapped() ? asio::ip::make_address_v4(asio::ip::v4_mapped, v6).to_string()
                             : asio::ip::address_v6(v6.to_bytes()).to_string(); // without a zone
}

class BeastServer final : public Server, public SessionHost {
  public:
    BeastServer(ServerOptions options, Handler handler)
        : options_(std::move(options)),
          handler_(std::move(handler)),
          workers_(options_.workers, options_.max_queued),
          urgent_workers_(options_.is_urgent ? kUrgentWorkers : 0, options_.max_queued),
          acceptor_(io_.get_executor()),
          accept_timer_(io_.get_executor()) {}
    BeastServer(const BeastServer&) = delete;
    BeastServer& operator=(const BeastServer&) = delete;
    ~BeastServer() override;

    Result<void> listen();
    void run();

    [[nodiscard]] std::uint16_t port() const override { return endpoint_.port(); }
    [[nodiscard]] std::string url() const override {
        const auto host = endpoint_.address().to_string();
        return fmt::format("{}://{}:{}", tls_ ? "https" : "http",
                           endpoint_.address().is_v6() ? '[' + host + ']' : host, port());
    }

  private:
    [[nodiscard]] const ServerOptions& options() const override { return options_; }
    [[nodiscard]] const Handler& handler() const override { return handler_; }
    [[nodiscard]] WorkerPool& workers_for(const Request& request) override {
        return options_.is_urgent && options_.is_urgent(request) ? urgent_workers_ : workers_;
    }
    [[nodiscard]] bool take_stream_place() override;
    void give_back_stream_place() override { --streams_; }
    void closed(const std::shared_ptr<Session>& session) override;

    void serve();
    void run_what_is_left();
    void accept();
    void on_accept(ErrorCode error, Socket socket);
    void begin_farewell();
    void note_if_empty();

    const ServerOptions options_;
    const Handler handler_;
    std::unique_ptr<asio::ssl::context> tls_; // null: plain http
    asio::io_context io_{1};
    WorkerPool workers_, urgent_workers_;
    Acceptor acceptor_;
    Timer accept_timer_;
    tcp::endpoint endpoint_;
    std::unordered_set<std::shared_ptr<Session>> sessions_; // I/O thread only
    std::size_t streams_ = 0;                               // I/O thread only
    bool accepting_ = false;                                // I/O thread only
    bool stopping_ = false;                                 // I/O thread only
    std::mutex mutex_;
    std::condition_variable farewell_;
    bool empty_ = false; // under mutex_: every connection is closed for good
    std::thread thread_;
};

BeastServer::~BeastServer() {
    if (!thread_.joinable()) {
        return;
    }
    asio::post(io_, [this] { begin_farewell(); });
    {
        std::unique_lock lock(mutex_);
        farewell_.wait_for(lock, options_.farewell, [this] { return empty_; });
    }
    io_.stop();
    thread_.join();
    for (const auto& session : std::exchange(sessions_, {})) {
        session->close();
    }
    workers_.stop(); // waits for handlers that are still at it: they use what the owner destroys next
    urgent_workers_.stop();
    run_what_is_left();
}

Result<void> BeastServer::listen() {
    if (!options_.certificate_file.empty() || !options_.key_file.empty()) {
        TRY_ASSIGN(tls_, open_tls(options_.certificate_file, options_.key_file));
    }
    ErrorCode error;
    const auto address = asio::ip::make_address(options_.address, error);
    if (error) {
        return fail(Code::Invalid,
                    fmt::format("\"{}\" is no IP address to listen on; give one such as 127.0.0.1 or ::1.",
                                options_.address));
    }
    const tcp::endpoint wanted(address, options_.port);
    acceptor_.open(wanted.protocol(), error);
    if (!error) {
        acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error) {
        acceptor_.bind(wanted, error);
    }
    if (!error) {
        acceptor_.listen(asio::socket_base::max_listen_connections, error);
    }
    if (!error) {
        endpoint_ = acceptor_.local_endpoint(error);
    }
    if (error) {
        return fail(Code::Unavailable,
                    fmt::format("Cannot listen on {} port {}: {}. Choose another port, or end the "
                                "program that uses it.",
                                options_.address, options_.port, error.message()));
    }
    return {};
}

void BeastServer::run() {
    asio::post(io_, [this] { accept(); });
    thread_ = std::thread([this] { serve(); });
}

void BeastServer::serve() {
    const auto guard = asio::make_work_guard(io_);
    while (!io_.stopped()) {
        try {
            io_.run();
        } catch (const std::exception& exception) { // thread entry; one connection's misfortune is not everybody's
            log(LogLevel::Error, "connection_failed", {{"reason", exception.what()}});
        }
    }
}

/// Answers that came after the end: their event streams learn that they are over.
void BeastServer::run_what_is_left() {
    try {
        io_.restart();
        io_.poll();
    } catch (const std::exception& exception) { // called by the destructor
        log(LogLevel::Error, "connection_failed", {{"reason", exception.what()}});
    }
}

void BeastServer::accept() {
    // Above the limit, new connections wait in the system's backlog.
    if (stopping_ || accepting_ || sessions_.size() >= options_.max_connections) {
        return;
    }
    accepting_ = true;
    acceptor_.async_accept([this](ErrorCode error, Socket socket) { on_accept(error, std::move(socket)); });
}

void BeastServer::on_accept(ErrorCode error, Socket socket) {
    accepting_ = false;
    if (stopping_) {
        return;
    }
    if (error) {
        log(LogLevel::Warning, "accept_failed", {{"reason", error.message()}});
        accepting_ = true;
        accept_timer_.expires_after(kAcceptPause);
        accept_timer_.async_wait([this](ErrorCode) {
            accepting_ = false;
            accept();
        });
        return;
    }
    if (std::string peer = peer_of(socket); !peer.empty()) {
        ErrorCode ignored; // only speed depends on it
        socket.set_option(tcp::no_delay(true), ignored);
        const auto session = std::make_shared<Session>(std::move(socket), tls_.get(), std::move(peer), *this);
        sessions_.insert(session);
        session->start();
    }
    accept();
}

bool BeastServer::take_stream_place() {
    if (streams_ >= options_.max_event_streams) {
        return false;
    }
    ++streams_;
    return true;
}

void BeastServer::closed(const std::shared_ptr<Session>& session) {
    sessions_.erase(session);
    note_if_empty();
    accept();
}

void BeastServer::begin_farewell() {
    stopping_ = true;
    ErrorCode ignored; // closing a listening socket cannot go wrong in a way that matters
    acceptor_.close(ignored);
    accept_timer_.cancel();
    for (const auto& session : std::vector(sessions_.begin(), sessions_.end())) { // stopping takes them off the set
        session->stop();
    }
    note_if_empty();
}

void BeastServer::note_if_empty() {
    if (stopping_ && sessions_.empty()) {
        {
            const std::lock_guard lock(mutex_);
            empty_ = true;
        }
        farewell_.notify_all();
    }
}

} // namespace

Result<std::unique_ptr<Server>> Server::start(ServerOptions options, Handler handler) {
    auto server = std::make_unique<BeastServer>(std::move(options), std::move(handler));
    TRY(server->listen());
    server->run();
    return server;
}

} // namespace muster::net
