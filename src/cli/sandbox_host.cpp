#include "cli/sandbox_host.hpp"

#include <stdexcept>
#include <thread>

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
