#include "cli/serving.hpp"

#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "app/background_loop.hpp"
#include "app/sign_in.hpp"
#include "app/staff.hpp"
#include "base/log.hpp"
#include "base/random.hpp"
#include "cli/service_manager.hpp"

namespace muster::cli {

namespace {

constexpr std::chrono::seconds kTendEvery{2};
constexpr const char* kDemoUser = "Demo";
constexpr std::size_t kPasswordBytes = 9;
constexpr std::uint16_t kUsualPort = 8080;

Result<std::unique_ptr<web::BackOffice>> open_office(app::Installation& installation,
                                                     const std::optional<ListenAddress>& address) {
    const ListenAddress wanted = address.value_or(ListenAddress{"127.0.0.1", kUsualPort});
    auto house = web::BackOffice::start(installation, {.address = wanted.host, .port = wanted.port});
    if (!house && house.error().code == Code::Unavailable && !address) {
        return web::BackOffice::start(installation, {.address = wanted.host, .port = 0});
    }
    return house;
}

} // namespace

void tend_until_stopped(Session& session, web::BackOffice& house) {
    ServiceManager manager(session.sources().environment, session.clock());
    // A store that is away is no reason to start again: this process waits for it. Nor must that hold up this
    // thread.
    const auto is_well = [&house] { return house.office().hanging().empty(); };
    app::BackgroundLoop tending("watchers", session.clock(), kTendEvery,
                                [&house](const CancelToken&) { house.tend(); });
    tending.start();
    const auto pause = std::min<Microseconds>(kTendEvery, manager.pace().value_or(kTendEvery));
    manager.tell_ready();
    do {
        manager.tell_alive(is_well);
    } while (session.clock().sleep_for(pause, session.cancel()));
    manager.tell_stopping();
}

Result<void> keep_demo_open(Session& session, app::Installation& installation,
                            const std::optional<ListenAddress>& address, const std::string& sandbox_url) {
    const std::string password = random_token(session.random(), kPasswordBytes);
    TRY(app::add_user(installation, app::command_line_actor(),
                      {kDemoUser, password, staff::Role::Administrator, staff::Scope::all()}));
    TRY_ASSIGN(const auto token, app::make_sign_in_link(installation, kDemoUser));
    TRY_ASSIGN(const auto house, open_office(installation, address));
    set_log_level(LogLevel::Error);
    session.console().say(fmt::format("\n=== The back office is open ===\n\n"
                                      "The page of the sandbox, where people unsubscribe:  {}/\n"
                                      "Where a page asks for the password of {}:           {}\n"
                                      "This link signs you in, once, within half an hour:\n{}",
                                      sandbox_url, kDemoUser, password, house->link(token)));
    session.console().note("Stop it with Ctrl-C.");
    tend_until_stopped(session, *house);
    return {};
}

} // namespace muster::cli
