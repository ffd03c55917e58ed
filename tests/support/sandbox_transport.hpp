#pragma once

// The sandbox as a transport, in process: no sockets, no real time. What a cut connection is on the wire is a
// TransportError here.

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <functional>
#include <string>
#include <utility>

#include "net/server.hpp"
#include "net/transport.hpp"
#include "sandbox/sandbox.hpp"
#include "support/fake_clock.hpp"

namespace muster {

class SandboxTransport : public net::Transport {
  public:
    /// Sees every request whose answer arrives, with that answer.
    using Watch = std::function<void(const net::Request&, const net::Response&)>;

    /// Both outlive it. Slow answers move `clock` on, if there is one.
    explicit SandboxTransport(sandbox::Sandbox& sandbox, FakeClock* clock = nullptr, Watch watch = {})
        : sandbox_(sandbox), clock_(clock), watch_(std::move(watch)) {}

    tl::expected<net::Response, net::TransportError> send(const net::Request& request,
                                                          const CancelToken& cancel) override {
        using Kind = net::TransportError::Kind;
        if (cancel.is_cancelled()) {
            return tl::unexpected(net::TransportError{Kind::Cancelled, "cancelled before sending"});
        }
        const auto url = net::parse_url(request.target);
        if (!url) {
            return tl::unexpected(net::TransportError{Kind::NotSent, "no such address: " + request.target});
        }
        net::Request seen = request;
        seen.target = url->path + (url->query.empty() ? "" : "?" + url->query);
        net::Response response = sandbox_.handle(seen);
        const auto delay = sandbox::take_answer_delay(response);
        if (clock_ != nullptr) {
            clock_->advance(std::min(delay, kTimeout));
        }
        const auto cut = response.headers.get(net::kCutConnection);
        if (cut) {
            return tl::unexpected(net::TransportError{Kind::NoAnswer, "the connection was cut"});
        }
        if (delay > kTimeout) {
            return tl::unexpected(net::TransportError{Kind::NoAnswer, "the answer took too long"});
        }
        if (response.body.size() > kMaxBytes) {
            return tl::unexpected(net::TransportError{Kind::NoAnswer, "the answer is too long"});
        }
        if (watch_) {
            watch_(request, response);
        }
        return response;
    }

  private:
    static constexpr std::chrono::milliseconds kTimeout{120'000};
    static constexpr std::size_t kMaxBytes = 64 * 1024 * 1024;

    sandbox::Sandbox& sandbox_;
    FakeClock* clock_;
    Watch watch_;
};

/// The same, which shows each request before it leaves.
class HookedSandboxTransport final : public SandboxTransport {
  public:
    using Hook = std::function<void(const net::Request&)>;

    /// All outlive it. `hook` may be set and taken away between requests, and may throw.
    HookedSandboxTransport(sandbox::Sandbox& sandbox, FakeClock& clock, const Hook& hook)
        : SandboxTransport(sandbox, &clock), hook_(hook) {}

    tl::expected<net::Response, net::TransportError> send(const net::Request& request,
                                                          const CancelToken& cancel) override {
        if (hook_) {
            hook_(request);
        }
        return SandboxTransport::send(request, cancel);
    }

  private:
    const Hook& hook_;
};

} // namespace muster
