#include <fmt/format.h>

#include "app/options.hpp"
#include "app/sign_in.hpp"
#include "base/log.hpp"
#include "cli/command.hpp"
#include "cli/listen_address.hpp"
#include "cli/present.hpp"
#include "cli/serving.hpp"
#include "web/arrival.hpp"
#include "web/back_office.hpp"

namespace muster::cli {

namespace {

Result<web::BackOfficeOptions> read_options(const Given& given) {
    web::BackOfficeOptions options;
    TRY_ASSIGN(const auto address, parse_listen(given.find("--listen").value_or("127.0.0.1:8080")));
    options.address = address.host;
    options.port = address.port;
    options.certificate_file = given.value("--tls-cert");
    options.key_file = given.value("--tls-key");
    if (options.certificate_file.empty() != options.key_file.empty()) {
        return fail(Code::Invalid, "--tls-cert and --tls-key belong together: give both, or neither.");
    }
    if (const auto url = given.find("--public-url")) {
        TRY_ASSIGN(options.public_url, web::parse_public_url(*url));
    }
    for (const auto& text : given.values("--trusted-proxy")) {
        TRY_ASSIGN(auto range, net::IpRange::parse(text));
        options.trusted_proxies.push_back(range);
    }
    for (const auto& text : given.values("--metrics-from")) {
        TRY_ASSIGN(auto range, net::IpRange::parse(text));
        options.metrics_from.push_back(range);
    }
    options.allow_insecure_listen = given.has("--allow-insecure-listen");
    return options;
}

void say_where(Console& console, const std::string& url, const std::optional<std::string>& link) {
    if (console.options().json) {
        json::Writer writer; // on one line, so that a program can read it while the server goes on
        writer.object().member("schema", 1).member("url", url).member("first_administrator", link);
        console.document(writer.end().text());
        return;
    }
    console.say(fmt::format("The back office is at {}/", url));
    if (link) {
        console.say(fmt::format("Nobody can sign in yet. Open this link once, within a day, to make the first "
                                "administrator:\n{}",
                                *link));
    }
    console.note("Stop it with Ctrl-C.");
}

/// The setting that notices point at is the public address, too, unless it has a path.
std::optional<net::Url> saved_public_url(app::Installation& installation) {
    auto url = web::parse_public_url(app::read_installation_options(installation).public_url);
    return url ? std::optional(std::move(*url)) : std::nullopt;
}

Result<Exit> serve(Session& session, const Given& given) {
    TRY_ASSIGN(auto options, read_options(given));
    TRY_ASSIGN(auto* installation, session.installation());
    if (!options.public_url) {
        options.public_url = saved_public_url(*installation);
    }
    set_log_format(installation->settings().log_format == "json" ? LogFormat::Json : LogFormat::Text);
    set_log_level(LogLevel::Info);
    TRY_ASSIGN(const auto house, web::BackOffice::start(*installation, options));
    std::optional<std::string> link;
    if (app::needs_first_administrator(*installation)) {
        link = house->link(app::make_first_administrator_link(*installation));
    }
    say_where(session.console(), house->url(), link);
    tend_until_stopped(session, *house);
    session.console().note("Stopping: runs end at their next safe point, and the next run completes them.");
    return Exit::Done; // being stopped is how a server ends
}

} // namespace

std::vector<Command> serve_commands() {
    return {
        {"serve",
         "serve the back office for browsers, and run what is due",
         {},
         {{"--listen", FlagKind::Value, "ADDRESS:PORT",
           "where; port 0 takes any free one [default: 127.0.0.1:8080]", false},
          {"--tls-cert", FlagKind::Value, "FILE", "certificate with its chain (PEM)", false},
          {"--tls-key", FlagKind::Value, "FILE", "its key (PEM, without passphrase)", false},
          {"--public-url", FlagKind::Value, "URL", "the address that people type [default: the setting public_url]",
           false},
          {"--trusted-proxy", FlagKind::Repeated, "CIDR", "a proxy whose X-Forwarded-For and -Proto count", false},
          {"--metrics-from", FlagKind::Repeated, "CIDR", "who may read /metrics besides this machine itself",
           false},
          {"--allow-insecure-listen", FlagKind::Switch, "",
           "let other machines come in without TLS and without a proxy", false}},
         SideEffects::Serves,
         {"muster serve", "muster serve --listen 0.0.0.0:443 --tls-cert muster.pem --tls-key muster.key",
          "muster serve --public-url https://crm.example.org --trusted-proxy 127.0.0.1"},
         serve,
         "While there is no user it prints a link that makes the first administrator."},
    };
}

} // namespace muster::cli
