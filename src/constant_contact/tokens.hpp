#pragma once

// OAuth: the grant of one database, its renewal, and the flows that first bring it (contract, section 2; R21).

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/cancel.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "constant_contact/errors.hpp"
#include "constant_contact/quota.hpp"
#include "net/transport.hpp"

namespace muster::constant_contact {

/// What a person granted. Sealed wherever it is stored.
struct Grant {
    std::string access_token;
    std::string refresh_token;
    Instant access_expires_at{};
    Instant renewed_at{};   ///< a refresh token dies 180 days after its last use
    std::string account_id; ///< encoded_account_id of the bound account (R22); "" before the first check
    std::string account_name;
    bool account_checked = false; ///< false after each renewal until the account was looked at again (R22)
    std::string granted_by;       ///< who connected, for the Connection page
    Instant granted_at{};
    std::int64_t generation = 0; ///< grows with every change; the store replaces only the generation it was given
};

inline constexpr std::chrono::days kRefreshTokenLife{180};

/// When it ends if nothing renews it.
[[nodiscard]] inline Instant end_of(const Grant& grant) {
    return grant.refresh_token.empty() ? grant.access_expires_at : grant.renewed_at + kRefreshTokenLife;
}

/// Where one database's grant is kept.
class GrantStore {
  public:
    virtual ~GrantStore() = default;
    [[nodiscard]] virtual Result<std::optional<Grant>> load() = 0;
    /// Durable before it returns. False if the stored generation is not `grant.generation - 1`, or (0) there is one
    /// already.
    [[nodiscard]] virtual Result<bool> store(const Grant& grant) = 0;
    /// Marks the grant lost if its generation is still `generation`; it then loads as nothing (R21).
    [[nodiscard]] virtual Result<void> mark_lost(std::int64_t generation, const std::string& reason,
                                                 Instant now) = 0;
    /// One refresher across processes: true if this process may renew now. The lease ends at `until` at the latest.
    [[nodiscard]] virtual Result<bool> take_refresh_lease(Instant now, Instant until) = 0;
    virtual void release_refresh_lease() = 0;
};

struct AuthOptions {
    std::string auth_url = "https://authz.constantcontact.com/oauth2/default/v1";
    std::string client_id;
    std::string client_secret; ///< only for the server flow; "" uses PKCE and the device flow
    std::string scope = "contact_data account_read offline_access";
};

/// Tokens as the token endpoint gives them.
struct TokenAnswer {
    std::string access_token;
    std::string refresh_token; ///< "" if the answer left it out: the old one stays
    std::chrono::seconds expires_in{86'400};
};

struct DevicePrompt {
    std::string device_code;
    std::string user_code;
    std::string verification_uri;
    std::string verification_uri_complete; ///< may be ""
    std::chrono::seconds expires_in{600};
    std::chrono::seconds interval{5};
};

struct Pkce {
    std::string verifier;
    std::string challenge; ///< S256
};
[[nodiscard]] Pkce make_pkce(Random& random);

/// The authorization server's endpoints. Calls are spaced by the keeper (1 a second).
class AuthServer {
  public:
    AuthServer(net::Transport& transport, QuotaKeeper& keeper, Clock& clock, AuthOptions options)
        : transport_(transport), keeper_(keeper), clock_(clock), options_(std::move(options)) {}

    [[nodiscard]] std::string authorize_url(const std::string& redirect_uri, const std::string& state,
                                            const Pkce& pkce) const;
    [[nodiscard]] Answer<TokenAnswer> exchange_code(const std::string& code, const std::string& redirect_uri,
                                                    const Pkce& pkce, const CancelToken& cancel);
    [[nodiscard]] Answer<DevicePrompt> start_device(const std::string& state, const CancelToken& cancel);
    /// Polls until the person has granted or refused, the code has run out, or the token is cancelled. Obeys
    /// `slow_down`.
    [[nodiscard]] Answer<TokenAnswer> await_device(const DevicePrompt& prompt, const CancelToken& cancel);
    /// NotConnected only on `invalid_grant`; everything else is worth another try later.
    [[nodiscard]] Answer<TokenAnswer> refresh(const std::string& refresh_token, const CancelToken& cancel);
    [[nodiscard]] std::int64_t calls() const { return calls_; }

  private:
    using Form = std::vector<std::pair<std::string, std::string>>;
    [[nodiscard]] Answer<net::Response> post(const std::string& path, const Form& form, const CancelToken& cancel);
    [[nodiscard]] Answer<TokenAnswer> ask_for_token(Form form, const CancelToken& cancel);
    net::Transport& transport_;
    QuotaKeeper& keeper_;
    Clock& clock_;
    AuthOptions options_;
    std::int64_t calls_ = 0;
};

/// A valid access token of one database, renewed when it has run out or is about to. Rotated refresh tokens are
/// durable before the access token is used; what another process stored while this one waited is adopted.
class TokenSource {
  public:
    TokenSource(GrantStore& grants, AuthServer& server, Clock& clock)
        : grants_(grants), server_(server), clock_(clock) {}

    [[nodiscard]] Answer<std::string> access_token(const CancelToken& cancel);
    /// After a 401: a token other than `refused`, by adopting a newer one or renewing once.
    [[nodiscard]] Answer<std::string> replace(const std::string& refused, const CancelToken& cancel);
    /// The grant as last loaded or stored; nothing before the first call or when there is none.
    [[nodiscard]] const std::optional<Grant>& grant() const { return grant_; }
    /// Stores what GET /account/summary said (R22). WrongAccount if another one was bound.
    [[nodiscard]] Answer<void> confirm_account(const std::string& account_id, const std::string& name);

  private:
    [[nodiscard]] Answer<std::string> renew(const std::string& refused, const CancelToken& cancel);
    [[nodiscard]] Answer<std::string> renew_once(const std::string& refused, Instant give_up,
                                                 const CancelToken& cancel);
    /// The stored token if it is good; "" once this process holds the lease and must renew itself.
    [[nodiscard]] Answer<std::string> await_lease(const std::string& refused, Instant give_up,
                                                  const CancelToken& cancel);
    [[nodiscard]] Answer<std::string> refresh_stored(const std::string& refused, const CancelToken& cancel);
    [[nodiscard]] Answer<std::string> after_invalid_grant(const std::string& refused, const ApiError& why);
    [[nodiscard]] Answer<std::string> keep(Grant renewed, const std::string& refused, const CancelToken& cancel);
    /// Loads the stored grant into grant_, if it is newer or of another making.
    [[nodiscard]] Answer<void> reload();
    [[nodiscard]] bool is_good(const std::string& refused) const;
    GrantStore& grants_;
    AuthServer& server_;
    Clock& clock_;
    std::optional<Grant> grant_;
    std::optional<Grant>
        unsaved_; ///< renewed, but the store failed: kept to be stored at the next chance, never used before
};

} // namespace muster::constant_contact
