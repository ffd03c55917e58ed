#include "cli/sandbox_host.hpp"

#include <charconv>
#include <stdexcept>
#include <thread>

#include <fmt/format.h>

#include "net/http.hpp"

namespace muster::cli {

namespace {

constexpr std::size_t kWorkers = 8;

/// Answers a request and waits as long as the sandbox's switches want it to.
net::Response answer(sandbox::Sandbox& sandbox, const net::Request& request) {
    auto response = sandbox.handle(request);
    if (const auto delay = sandbox::take_answer_delay(response); delay.count() > 0) {
        std::this_thread::sleep_for(delay); // a worker of the pool: that is what being slow looks like
    }
    return response;
}

} // namespace

Result<ListenAddress> parse_loopback(std::string_view text) {
    const auto colon = text.rfind(':');
    std::string host(text.substr(0, colon));
    if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
        host = host.substr(1, host.size() - 2);
    }
    ListenAddress address{host == "localhost" ? "127.0.0.1" : host, 0};
    const auto digits = colon == std::string_view::npos ? std::string_view() : text.substr(colon + 1);
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (digits.empty() || error != std::errc() || end != digits.data() + digits.size() || !net::is_loopback(host)) {
        return fail(Code::Invalid,
                    fmt::format("--listen is \"{}\". It takes an address of this machine and a port, like "
                                "127.0.0.1:8900; port 0 takes any free one.",
                                text));
    }
    return address;
}

Result<std::unique_ptr<SandboxHost>> SandboxHost::start(const ListenAddress& address, sandbox::Options options,
                                                        Clock& clock, Random& random) {
    std::unique_ptr<sandbox::Sandbox> sandbox;
    try {
        sandbox = std::make_unique<sandbox::Sandbox>(std::move(options), clock, random);
    } catch (const std::runtime_error& error) { // its constructor's way to say that the state file is unreadable
        return fail(Code::Invalid, error.what());
    }
    auto* handler = sandbox.get();
    TRY_ASSIGN(auto server,
               net::Server::start({.address = address.host, .port = address.port, .workers = kWorkers},
                                  [handler](const net::Request& request) { return answer(*handler, request); }));
    sandbox->change_options([&](sandbox::Options& changed) { changed.public_url = server->url(); });
    return std::unique_ptr<SandboxHost>(new SandboxHost(std::move(sandbox), std::move(server)));
}

} // namespace muster::cli
