#include "web/back_office.hpp"

#include <fmt/format.h>

#include "web/monitoring.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kWorkers = 8;

Result<void> check_safe(const BackOfficeOptions& options) {
    const bool is_safe = net::is_loopback(options.address) || !options.certificate_file.empty() ||
                         !options.trusted_proxies.empty() || options.allow_insecure_listen;
    if (is_safe) {
        return {};
    }
    return fail(
        Code::Invalid,
        fmt::format("On {} other machines could reach the back office, and passwords would cross the network "
                    "in clear. Give --tls-cert and --tls-key, or put a proxy with TLS before it and name it "
                    "with --trusted-proxy. Where neither is needed: --allow-insecure-listen.",
                    options.address));
}

/// Who listens on all addresses is opened by the one that every machine has.
std::string url_of(const net::Server& server, const BackOfficeOptions& options) {
    if (options.public_url) {
        return options.public_url->origin();
    }
    if (options.address == "0.0.0.0" || options.address == "::") {
        return fmt::format("{}://localhost:{}", options.certificate_file.empty() ? "http" : "https", server.port());
    }
    return server.url();
}

} // namespace

BackOffice::BackOffice(app::Installation& installation, Reach reach)
    : office_(installation), dispatcher_(office_, std::move(reach)) {}

Result<std::unique_ptr<BackOffice>> BackOffice::start(app::Installation& installation,
                                                      const BackOfficeOptions& options) {
    TRY(check_safe(options));
    std::unique_ptr<BackOffice> house(new BackOffice(installation, {.listen_address = options.address,
                                                                    .public_url = options.public_url,
                                                                    .trusted_proxies = options.trusted_proxies,
                                                                    .metrics_from = options.metrics_from}));
    auto& dispatcher = house->dispatcher_;
    net::ServerOptions edge{
        .address = options.address,
        .port = options.port,
        .workers = kWorkers,
        .max_body_bytes = kLongestUpload,
        .body_limit = [&dispatcher](const net::Request& head) { return dispatcher.body_limit(head); },
        .own_answer = [&dispatcher](const net::OwnAnswer& answer) { return dispatcher.own_answer(answer); },
        .is_urgent = is_probe,
        .certificate_file = options.certificate_file,
        .key_file = options.key_file};
    TRY_ASSIGN(house->server_, net::Server::start(std::move(edge), [&dispatcher](const net::Request& request) {
                   return dispatcher.handle(request);
               }));
    house->url_ = url_of(*house->server_, options);
    house->office_.start();
    return house;
}

} // namespace muster::web
