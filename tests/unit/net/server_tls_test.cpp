// The server over TLS, and what it says about files that are no certificate.

#include <chrono>
#include <csignal>
#include <filesystem>
#include <future>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "net/event_stream.hpp"
#include "net/server.hpp"
#include "unit/net/raw_socket.hpp"
#include "unit/net/tls_peer.hpp"

namespace muster::net {
namespace {

using std::chrono::milliseconds;
using test::CertificateFolder;
using test::connect_to;
using test::RawSocket;
using test::TlsSocket;

constexpr std::string_view kGet = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
constexpr std::string_view kGetAndClose = "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n";

Response echo(const Request& request) {
    return {200, {}, request.method + ' ' + request.peer + (request.is_tls ? " over TLS " : " ") + request.body};
}

class ServerTls : public testing::Test {
  protected:
    static void SetUpTestSuite() {
        std::signal(SIGPIPE, SIG_IGN); // OpenSSL writes to sockets that the server may have closed
        shared_files = new CertificateFolder();
    }
    static void TearDownTestSuite() { delete shared_files; }
    static const CertificateFolder& files() { return *shared_files; }

    static ServerOptions with_certificate(ServerOptions options = {}) {
        options.certificate_file = files().certificate();
        options.key_file = files().key();
        return options;
    }
    static std::unique_ptr<Server> start(Handler handler = echo, ServerOptions options = {}) {
        auto server = Server::start(with_certificate(std::move(options)), std::move(handler));
        if (!server) {
            throw std::runtime_error(server.error().message);
        }
        return std::move(*server);
    }

  private:
    inline static CertificateFolder* shared_files = nullptr; // the suite's, shared by its tests
};

TEST_F(ServerTls, AnswersAClientThatVerifiesIt) {
    const auto server = start();
    EXPECT_EQ(server->url(), "https://127.0.0.1:" + std::to_string(server->port()));
    TlsSocket socket(server->port(), {.trusted_certificate = files().certificate()});
    ASSERT_EQ(socket.failure(), "");
    EXPECT_EQ(socket.version(), "TLSv1.3");
    EXPECT_EQ(socket.protocol(), "http/1.1");
    for (int round = 0; round < 2; ++round) { // on one connection
        socket.write(kGet);
        EXPECT_EQ(socket.read_until("TLS "),
                  "HTTP/1.1 200 OK\r\nContent-Length: 23\r\nConnection: keep-alive\r\n\r\n"
                  "GET 127.0.0.1 over TLS ");
    }
}

TEST_F(ServerTls, SpeaksTls12) {
    const auto server = start();
    TlsSocket socket(server->port(), {.highest = TLS1_2_VERSION, .protocols = ""});
    ASSERT_EQ(socket.failure(), "");
    EXPECT_EQ(socket.version(), "TLSv1.2");
    socket.write(kGet);
    EXPECT_TRUE(socket.read_until("TLS ").starts_with("HTTP/1.1 200 "));
}

struct Refusal {
    const char* what;
    test::TlsClientOptions client;
    const char* reason;
};

TEST_F(ServerTls, RefusesWhatIsOldWeakOrNoHttp11) {
    const std::vector<Refusal> refusals{
        {"TLS 1.1",
         {.lowest = TLS1_VERSION, .highest = TLS1_1_VERSION, .ciphers = "DEFAULT@SECLEVEL=0"},
         "tlsv1 alert protocol version"},
        {"no forward secrecy",
         {.highest = TLS1_2_VERSION, .ciphers = "AES128-GCM-SHA256"},
         "sslv3 alert handshake failure"},
        {"CBC", {.highest = TLS1_2_VERSION, .ciphers = "ECDHE-ECDSA-AES128-SHA"}, "sslv3 alert handshake failure"},
        {"HTTP/2 alone", {.protocols = "\x02h2"}, "tlsv1 alert no application protocol"},
    };
    const auto server = start();
    for (const auto& [what, client, reason] : refusals) {
        EXPECT_EQ(TlsSocket(server->port(), client).failure(), reason) << what;
    }
}

TEST_F(ServerTls, ChoosesHttp11WhereHttp2IsOfferedToo) {
    const auto server = start();
    const TlsSocket socket(server->port(), {.protocols = "\x02h2\x08http/1.1"});
    EXPECT_EQ(socket.failure(), "");
    EXPECT_EQ(socket.protocol(), "http/1.1");
}

TEST_F(ServerTls, DoesNotNegotiateAgain) {
    const auto server = start();
    TlsSocket socket(server->port(), {.highest = TLS1_2_VERSION});
    ASSERT_EQ(socket.failure(), "");
    EXPECT_FALSE(socket.renegotiate());
}

TEST_F(ServerTls, CarriesLargeBodiesBothWays) {
    const auto server = start();
    TlsSocket socket(server->port());
    const std::string body(5'000'000, 'x');
    ASSERT_TRUE(socket.write("POST / HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: 5000000\r\n\r\n"));
    ASSERT_TRUE(socket.write(body));
    EXPECT_TRUE(socket.read_to_end().ends_with("POST 127.0.0.1 over TLS " + body));
}

TEST_F(ServerTls, SaysGoodByeSoThatTheClientKnowsTheAnswerIsWhole) {
    const auto server = start();
    TlsSocket socket(server->port());
    socket.write(kGetAndClose);
    EXPECT_TRUE(socket.read_to_end().ends_with("GET 127.0.0.1 over TLS "));
    EXPECT_TRUE(socket.ended_cleanly());
}

TEST_F(ServerTls, DoesNotResetAClientThatStillSendsItsOverlongBody) {
    const auto server = start(echo, {.max_body_bytes = 1000});
    TlsSocket socket(server->port());
    EXPECT_TRUE(socket.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000\r\n\r\n"));
    EXPECT_TRUE(socket.write(std::string(5'000'000, 'x')));
    EXPECT_TRUE(socket.read_to_end().starts_with("HTTP/1.1 413 "));
}

TEST_F(ServerTls, TellsAClientOfPlainHttpWhatToDo) {
    const auto server = start();
    RawSocket socket = connect_to(server->port());
    socket.write(kGet);
    const std::string answer = socket.read_to_end();
    EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
    EXPECT_TRUE(answer.ends_with("\r\n\r\nThis port speaks https; write https:// before the address.")) << answer;
}

TEST_F(ServerTls, ClosesWhenAClientTalksNonsense) {
    const auto server = start();
    RawSocket socket = connect_to(server->port());
    socket.write("nonsense and nothing else, and more of it\r\n\r\n");
    EXPECT_EQ(socket.read_to_end().find("HTTP"), std::string::npos);
}

TEST_F(ServerTls, ClosesAClientThatDoesNotShakeHands) {
    const auto server = start(echo, {.handshake_timeout = milliseconds(50)});
    RawSocket silent = connect_to(server->port());
    RawSocket halting = connect_to(server->port());
    halting.write("\x16\x03\x01"); // the first bytes of a greeting
    EXPECT_TRUE(silent.ended());
    EXPECT_TRUE(halting.ended());
}

TEST_F(ServerTls, ClosesAnIdleConnection) {
    const auto server = start(echo, {.idle_timeout = milliseconds(50)});
    TlsSocket socket(server->port());
    EXPECT_EQ(socket.failure(), "");
    EXPECT_EQ(socket.read_to_end(), "");
}

TEST_F(ServerTls, StopsWhileClientsShakeHandsOrIdle) {
    auto server = start();
    RawSocket halting = connect_to(server->port());
    halting.write("\x16\x03\x01");
    TlsSocket idle(server->port());
    EXPECT_EQ(idle.failure(), "");
    server.reset();
    EXPECT_TRUE(halting.ended());
    EXPECT_EQ(idle.read_to_end(), "");
}

TEST_F(ServerTls, CarriesEventsToTheirEnd) {
    std::promise<std::shared_ptr<EventStream>> opened;
    const auto server = start(
        [&](const Request&) {
            auto stream = std::make_shared<EventStream>();
            opened.set_value(stream);
            return Response{200, {}, {}, stream};
        },
        {.heartbeat = milliseconds(5)});
    TlsSocket socket(server->port());
    socket.write(kGet);
    EXPECT_TRUE(
        socket.read_until("\r\n\r\n").starts_with("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"));
    EXPECT_EQ(socket.read_until("\n\n"), ":\n\n");
    const auto stream = opened.get_future().get();
    const std::string large(100'000, 'x'); // several records
    stream->send("", "", large);
    stream->close();
    EXPECT_TRUE(socket.read_to_end().ends_with("data: " + large + "\n\n"));
    EXPECT_TRUE(socket.ended_cleanly());
}

TEST_F(ServerTls, TellsAProducerOfEventsWhenTheClientHasGone) {
    std::promise<void> over;
    const auto server = start([&](const Request&) {
        auto stream = std::make_shared<EventStream>();
        stream->when_over([&] { over.set_value(); });
        return Response{200, {}, {}, stream};
    });
    TlsSocket socket(server->port());
    socket.write(kGet);
    EXPECT_TRUE(socket.read_until("\r\n\r\n").starts_with("HTTP/1.1 200 "));
    socket.close();
    EXPECT_EQ(over.get_future().wait_for(std::chrono::seconds(60)), std::future_status::ready);
}

struct BadFiles {
    std::string certificate;
    std::string key;
    std::string message;
};

TEST_F(ServerTls, SaysWhatIsWrongWithItsFiles) {
    const std::string cert = files().certificate();
    const std::string key = files().key();
    const std::string missing = files().path("missing.pem");
    const std::string empty = files().write("empty.pem", "");
    const std::string text = files().write("text.pem", "no PEM at all\n");
    const std::string folder = std::filesystem::path(cert).parent_path().string();
    const std::vector<BadFiles> cases{
        {cert, "", "TLS needs both a certificate and its key; only one of the two files is given."},
        {"", key, "TLS needs both a certificate and its key; only one of the two files is given."},
        {missing, key, "The certificate \"" + missing + "\" cannot be read: No such file or directory."},
        {cert, missing, "The key \"" + missing + "\" cannot be read: No such file or directory."},
        {folder, key, "The certificate \"" + folder + "\" cannot be read: Is a directory."},
        {empty, key, "The certificate \"" + empty + "\" cannot be read: it is empty."},
        {text, key, "\"" + text + "\" holds no usable certificate in PEM form (no start line)."},
        {key, key, "\"" + key + "\" holds no usable certificate in PEM form (no start line)."},
        {cert, cert, "\"" + cert + "\" holds no usable private key in PEM form (unsupported)."},
        {cert, files().other_key(),
         "The key \"" + files().other_key() + "\" does not belong to the certificate \"" + cert +
             "\"; give the two that were made together."},
        {cert, files().locked_key(),
         "The key \"" + files().locked_key() +
             "\" is behind a passphrase, which nobody can type when the program starts by itself; write it "
             "without, by "
             "openssl pkey."},
    };
    for (const auto& [certificate_file, key_file, message] : cases) {
        const auto server = Server::start({.certificate_file = certificate_file, .key_file = key_file}, echo);
        ASSERT_FALSE(server) << message;
        EXPECT_EQ(server.error().code, Code::Invalid);
        EXPECT_EQ(server.error().message, message);
    }
}

} // namespace
} // namespace muster::net
