#include "app/connection.hpp"

#include <fmt/format.h>

#include "app/remote.hpp"
#include "base/random.hpp"

namespace muster::app {

namespace {

namespace cc = constant_contact;

constexpr std::size_t kStateBytes = 16;

/// A grant that is not yet anybody's: the account must be known before it is kept.
class UnboundGrant final : public cc::GrantStore {
  public:
    explicit UnboundGrant(cc::Grant grant) : grant_(std::move(grant)) {}

    Result<std::optional<cc::Grant>> load() override { return std::optional<cc::Grant>(grant_); }
    Result<bool> store(const cc::Grant& grant) override {
        grant_ = grant;
        return true;
    }
    Result<void> mark_lost(std::int64_t, const std::string&, Instant) override { return {}; }
    Result<bool> take_refresh_lease(Instant, Instant) override { return true; }
    void release_refresh_lease() override {}

  private:
    cc::Grant grant_;
};

cc::Grant to_grant(const cc::TokenAnswer& tokens, const std::string& granted_by, Instant now) {
    cc::Grant grant;
    grant.access_token = tokens.access_token;
    grant.refresh_token = tokens.refresh_token;
    grant.access_expires_at = now + tokens.expires_in;
    grant.renewed_at = now;
    grant.granted_by = granted_by;
    grant.granted_at = now;
    return grant;
}

/// Waits for the person.
Result<cc::Grant> ask_for_grant(Installation& installation, const std::string& granted_by,
                                const ShowPrompt& show_prompt, const CancelToken& cancel) {
    Remote remote(installation, std::make_unique<UnboundGrant>(cc::Grant{}), cancel);
    const auto prompt = remote.auth().start_device(random_token(installation.random(), kStateBytes), cancel);
    if (!prompt) {
        return tl::unexpected(to_error(prompt.error()));
    }
    show_prompt(*prompt);
    const auto tokens = remote.auth().await_device(*prompt, cancel);
    if (!tokens) {
        return tl::unexpected(to_error(tokens.error()));
    }
    return to_grant(*tokens, granted_by, installation.clock().now());
}

/// Keeps the grant after the account was bound. A newer one of another process wins nothing: this person has just
/// granted.
Result<void> keep_grant(Installation& installation, store::DatabaseId database, cc::Grant grant) {
    constexpr int kAttempts = 3;
    const auto grants = installation.store().grants(database);
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
        TRY_ASSIGN(const auto stored, grants->load());
        grant.generation = stored ? stored->generation + 1 : 0;
        TRY_ASSIGN(const bool is_kept, grants->store(grant));
        if (is_kept) {
            return {};
        }
    }
    return fail(Code::Unavailable, "Another process keeps changing the connection of this database. Try again.");
}

} // namespace

Result<Connected> connect(Installation& installation, store::DatabaseId database, const std::string& granted_by,
                          const ShowPrompt& show_prompt, const CancelToken& cancel) {
    TRY(require_api_key(installation.settings()));
    TRY_ASSIGN(auto grant, ask_for_grant(installation, granted_by, show_prompt, cancel));
    Remote remote(installation, std::make_unique<UnboundGrant>(grant), cancel);
    const auto account = remote.client().account();
    if (!account) {
        return tl::unexpected(to_error(account.error()));
    }
    grant.account_id = account->encoded_account_id;
    grant.account_name = account->organization_name;
    grant.account_checked = true;
    const bool was_bound = installation.store().bound_account(database).has_value();
    TRY(installation.store().bind_account(database, grant.account_id, grant.account_name));
    if (const auto kept = keep_grant(installation, database, grant); !kept) {
        if (!was_bound) {
            installation.store().release_account(database);
        }
        return tl::unexpected(kept.error());
    }
    return Connected{grant.account_id, grant.account_name, !grant.refresh_token.empty()};
}

void disconnect(Installation& installation, store::DatabaseId database) {
    installation.store().disconnect(database);
}

} // namespace muster::app
