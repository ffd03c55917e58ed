#pragma once

// The whole back office of a process: the office that runs things in the background, the dispatcher, the server.

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/installation.hpp"
#include "app/office.hpp"
#include "base/result.hpp"
#include "net/http.hpp"
#include "net/ip_range.hpp"
#include "net/server.hpp"
#include "web/dispatcher.hpp"

namespace muster::web {

struct BackOfficeOptions {
    std::string address = "127.0.0.1"; ///< an IP address
    std::uint16_t port = 0;            ///< 0: any free one
    std::string certificate_file = {}; ///< with the key: TLS
    std::string key_file = {};
    std::optional<net::Url> public_url = {};
    std::vector<net::IpRange> trusted_proxies = {};
    std::vector<net::IpRange> metrics_from = {}; ///< who may read /metrics besides this machine
    bool allow_insecure_listen = false;
};

class BackOffice {
  public:
    /// Code::Invalid for an address that others can reach without TLS and without a trusted proxy, unless that is
    /// allowed, and as with net::Server::start. The installation outlives it.
    [[nodiscard]] static Result<std::unique_ptr<BackOffice>> start(app::Installation& installation,
                                                                   const BackOfficeOptions& options);
    BackOffice(const BackOffice&) = delete;
    BackOffice& operator=(const BackOffice&) = delete;
    /// Cancels runs at their next safe point, answers meanwhile whoever asks (/readyz with no), and returns when
    /// all has ended.
    ~BackOffice() { office_.wind_down(); }

    [[nodiscard]] app::Office& office() { return office_; }
    /// As a browser on this machine, or the public, opens it.
    [[nodiscard]] std::string url() const { return url_; }
    /// The page that a one-time link leads to; the token is behind the "#", so that no log of a server has it.
    [[nodiscard]] std::string link(std::string_view token) const { return url_ + "/welcome#" + std::string(token); }
    /// What has to be looked after every few seconds.
    void tend() { dispatcher_.events().look_after(); }

  private:
    BackOffice(app::Installation& installation, Reach reach);

    app::Office office_;
    Dispatcher dispatcher_;
    std::unique_ptr<net::Server> server_; // goes first: its workers use the others
    std::string url_;
};

} // namespace muster::web
