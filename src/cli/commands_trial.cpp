#include <algorithm>
#include <chrono>

#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/demo.hpp"
#include "cli/present.hpp"
#include "cli/sandbox_host.hpp"

namespace muster::cli {

namespace {

constexpr std::chrono::seconds kSaveEvery{2};
constexpr std::int64_t kMost = 1'000'000'000;

/// The flag of a switch: "put_empty_lists" is --put-empty-lists.
std::string flag_of(const sandbox::SwitchDescription& description) {
    std::string flag = "--" + description.name;
    std::replace(flag.begin(), flag.end(), '_', '-');
    return flag;
}

std::vector<Flag> switch_flags() {
    std::vector<Flag> flags{
        {"--listen", FlagKind::Value, "ADDRESS", "address and port (127.0.0.1:8900)", false},
        {"--state", FlagKind::Value, "FILE", "keep everything in this file", false},
        {"--account", FlagKind::Value, "NAME", "name of the account (Sandbox Chamber)", false},
        {"--calls-per-second", FlagKind::Value, "N", "0: no limit (4)", false},
        {"--calls-per-day", FlagKind::Value, "N", "0: no limit (10000)", false},
        {"--activity-delay-ms", FlagKind::Value, "N", "how long a bulk job takes (0)", false},
        {"--access-token-seconds", FlagKind::Value, "N", "how long an access token lives (86400)", false},
        {"--long-lived-tokens", FlagKind::Switch, "", "refresh tokens do not rotate", false},
    };
    for (const auto& description : sandbox::switch_table()) {
        const std::string takes =
            description.values.empty() ? fmt::format("0 to {}", description.most) : join(description.values, "|");
        flags.push_back({flag_of(description), FlagKind::Value, "VALUE",
                         fmt::format("{} [{}; default: {}]", description.help, takes, description.standard), false,
                         description.values});
    }
    return flags;
}

Result<sandbox::Options> read_options(const Given& given) {
    sandbox::Options options;
    options.first_account = given.find("--account").value_or("Sandbox Chamber");
    options.state_file = given.value("--state");
    options.rotating_tokens = !given.has("--long-lived-tokens");
    TRY_ASSIGN(const auto per_second, given.number("--calls-per-second", 0, kMost));
    TRY_ASSIGN(const auto per_day, given.number("--calls-per-day", 0, kMost));
    TRY_ASSIGN(const auto delay, given.number("--activity-delay-ms", 0, kMost));
    TRY_ASSIGN(const auto life, given.number("--access-token-seconds", 1, kMost));
    options.calls_per_second = per_second.value_or(options.calls_per_second);
    options.calls_per_day = per_day.value_or(options.calls_per_day);
    options.activity_delay = std::chrono::milliseconds(delay.value_or(options.activity_delay.count()));
    options.access_token_life = std::chrono::seconds(life.value_or(options.access_token_life.count()));
    for (const auto& description : sandbox::switch_table()) {
        if (const auto value = given.find(flag_of(description))) {
            TRY(sandbox::set_switch(options.switches, description.name, *value));
        }
    }
    return options;
}

void say_where(Console& console, const SandboxHost& host) {
    if (console.options().json) {
        json::Writer writer; // on one line, so that a program can read it while the sandbox goes on
        writer.object().member("schema", 1).member("url", host.url()).member("api_url", host.api_url());
        console.document(
            writer.member("auth_url", host.auth_url()).member("client_id", kSandboxClientId).end().text());
        return;
    }
    console.say(fmt::format(
        "The sandbox is at {}/ (its page is for people). To use it:\n\n"
        "export MUSTER_CTCT_API_URL={}\nexport MUSTER_CTCT_AUTH_URL={}\nexport MUSTER_CTCT_CLIENT_ID={}\n",
        host.url(), host.api_url(), host.auth_url(), kSandboxClientId));
    console.note("Stop it with Ctrl-C.");
}

Result<Exit> serve_sandbox(Session& session, const Given& given) {
    TRY_ASSIGN(const auto address, parse_loopback(given.find("--listen").value_or("127.0.0.1:8900")));
    TRY_ASSIGN(auto options, read_options(given));
    TRY_ASSIGN(const auto host, SandboxHost::start(address, std::move(options), session.clock(), session.random()));
    say_where(session.console(), *host);
    while (session.clock().sleep_for(kSaveEvery, session.cancel())) {
        host->sandbox().flush();
    }
    host->sandbox().flush();
    return Exit::Done; // being stopped is how a server ends
}

Result<Exit> demo(Session& session, const Given& given) {
    DemoOptions options{.keep = given.value("--keep")};
    if (const auto listen = given.find("--listen")) {
        TRY_ASSIGN(options.address, parse_loopback(*listen));
    }
    return run_demo(session, options);
}

} // namespace

std::vector<Command> trial_commands() {
    return {
        {"sandbox",
         "serve a local Constant Contact for trials",
         {},
         switch_flags(),
         SideEffects::Serves,
         {"muster sandbox --state trial.json",
          "muster sandbox --listen 127.0.0.1:0 --auto-grant on --answer-ms 260"},
         serve_sandbox,
         "It behaves as the documentation says; what that leaves open has a flag each. Its page shows the contacts "
         "and unsubscribes\n"
         "people. Nothing leaves this machine."},
        {"demo",
         "watch everything at work, with an invented chamber and the sandbox",
         {},
         {{"--keep", FlagKind::Value, "FOLDER", "leave store and CSV files in this new folder", false},
          {"--listen", FlagKind::Value, "ADDRESS:PORT",
           "where the back office opens [default: 127.0.0.1:8080, or any free port]", false}},
         SideEffects::Nothing,
         {},
         demo,
         "Takes about a minute, and then keeps the back office open until Ctrl-C. Without a terminal it does not "
         "ask "
         "for Enter\nbetween its steps, and ends after the last one."},
    };
}

} // namespace muster::cli
