#pragma once

// Everything between one database and its Constant Contact account, wired together: transport, quota, tokens,
// client.

#include <cstdint>
#include <memory>
#include <string>

#include "app/installation.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "constant_contact/client.hpp"
#include "constant_contact/quota.hpp"
#include "constant_contact/tokens.hpp"
#include "net/transport.hpp"

namespace muster::app {

class Remote {
  public:
    /// With the grants that the store keeps, or (connect) with others that outlive it. Leaves
    /// `calls_kept_for_others` of the day's quota alone. `book`: null for the store's own, which asks for no run.
    Remote(Installation& installation, std::unique_ptr<constant_contact::GrantStore> grants,
           const CancelToken& cancel, std::int64_t calls_kept_for_others = 0,
           std::unique_ptr<constant_contact::QuotaBook> book = nullptr);
    Remote(const Remote&) = delete;
    Remote& operator=(const Remote&) = delete;

    [[nodiscard]] constant_contact::Client& client() { return client_; }
    [[nodiscard]] constant_contact::AuthServer& auth() { return auth_; }
    [[nodiscard]] constant_contact::QuotaKeeper& quota() { return keeper_; }

  private:
    std::unique_ptr<constant_contact::GrantStore> grants_;
    std::unique_ptr<constant_contact::QuotaBook> book_;
    std::unique_ptr<net::Transport> api_transport_;
    std::unique_ptr<net::Transport> auth_transport_; // its own, so that each keeps its one connection
    constant_contact::QuotaKeeper keeper_;
    constant_contact::AuthServer auth_;
    constant_contact::TokenSource tokens_;
    constant_contact::Client client_;
};

/// Code::Invalid with what to do where no API key was given: without one nobody can be asked and no quota be kept
/// (R31).
[[nodiscard]] Result<void> require_api_key(const Settings& settings);

/// For people; the message is the client's.
[[nodiscard]] Error to_error(const constant_contact::ApiError& error);

} // namespace muster::app
