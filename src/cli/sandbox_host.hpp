#pragma once

// A sandbox behind a server on a loopback address, as `muster sandbox` and `muster demo` start it.

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "net/server.hpp"
#include "sandbox/sandbox.hpp"

namespace muster::cli {

/// What Muster must be given to talk to it.
inline constexpr std::string_view kSandboxClientId = "sandbox";

struct ListenAddress {
    std::string host;
    std::uint16_t port = 0; ///< 0: any free one
};
/// "127.0.0.1:8900", "[::1]:8900", "localhost:0". Code::Invalid for anything but a loopback address: the sandbox
/// knows no TLS.
[[nodiscard]] Result<ListenAddress> parse_loopback(std::string_view text);

class SandboxHost {
  public:
    /// `clock` and `random` outlive it. Code::Invalid for an unreadable state file, Code::Unavailable when the
    /// address is taken.
    [[nodiscard]] static Result<std::unique_ptr<SandboxHost>>
    start(const ListenAddress& address, sandbox::Options options, Clock& clock, Random& random);

    [[nodiscard]] sandbox::Sandbox& sandbox() { return *sandbox_; }
    [[nodiscard]] std::string url() const { return server_->url(); }
    [[nodiscard]] std::string api_url() const { return url() + "/v3"; }
    [[nodiscard]] std::string auth_url() const { return url() + "/oauth2/default/v1"; }

  private:
    SandboxHost(std::unique_ptr<sandbox::Sandbox> sandbox, std::unique_ptr<net::Server> server)
        : sandbox_(std::move(sandbox)), server_(std::move(server)) {}

    std::unique_ptr<sandbox::Sandbox> sandbox_;
    std::unique_ptr<net::Server> server_; // goes first: its workers use the sandbox
};

} // namespace muster::cli
