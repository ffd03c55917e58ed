#pragma once

// A sandbox behind a server on a loopback address, as `muster sandbox` and `muster demo` start it.

#include <memory>
#include <string>
#include <string_view>

#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "cli/listen_address.hpp"
#include "net/server.hpp"
#include "sandbox/sandbox.hpp"

namespace muster::cli {

/// What Muster must be given to talk to it.
inline constexpr std::string_view kSandboxClientId = "sandbox";

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
