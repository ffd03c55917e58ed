#include "app/connection.hpp"

#include <fmt/format.h>

#include "app/options.hpp"
#include "app/remote.hpp"
#include "base/crypto.hpp"
#include "base/random.hpp"
#include "base/text.hpp"

namespace muster::app {

namespace {

namespace cc = constant_contact;

constexpr std::size_t kStateBytes = 32;
constexpr std::chrono::minutes kLoginLife{10}; ///< the code that comes back lives for five
constexpr std::size_t kLongestErrorName = 100;
constexpr std::size_t kLongestDescription = 300;

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

/// Looks at whose account the tokens are, binds it and keeps the grant: all or nothing (R22).
Result<Connected> adopt_grant(Installation& installation, store::DatabaseId database, cc::Grant grant,
                              const CancelToken& cancel) {
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

std::string digest_of(std::string_view state) {
    const auto digest = sha256(state);
    return hex(std::string(digest.begin(), digest.end()));
}

/// What Constant Contact's page sent instead of a code.
Error refusal_in(const LoginAnswer& answer) {
    if (answer.error == "access_denied") {
        return {Code::NotAllowed,
                "The permission was refused in Constant Contact. Start connecting again and allow "
                "it to go on."};
    }
    if (answer.error.empty()) {
        return {Code::Invalid, "Constant Contact sent no code. Start connecting again."};
    }
    const auto description = cut(trim(answer.error_description), kLongestDescription);
    return {Code::Failed,
            fmt::format("Constant Contact did not let Muster in ({}{}{}). Check the API key and its "
                        "redirect address in the settings.",
                        cut(answer.error, kLongestErrorName), description.empty() ? "" : ": ", description)};
}

} // namespace

Result<Connected> connect(Installation& installation, store::DatabaseId database, const std::string& granted_by,
                          const ShowPrompt& show_prompt, const CancelToken& cancel) {
    TRY_ASSIGN(const auto prompt, ask_for_device_code(installation, cancel));
    show_prompt(prompt);
    return await_device_grant(installation, database, granted_by, prompt, cancel);
}

Result<cc::DevicePrompt> ask_for_device_code(Installation& installation, const CancelToken& cancel) {
    TRY(require_api_key(installation.settings()));
    Remote remote(installation, std::make_unique<UnboundGrant>(cc::Grant{}), cancel);
    auto prompt = remote.auth().start_device(random_token(installation.random(), kStateBytes), cancel);
    if (!prompt) {
        return tl::unexpected(to_error(prompt.error()));
    }
    return std::move(*prompt);
}

Result<Connected> await_device_grant(Installation& installation, store::DatabaseId database,
                                     const std::string& granted_by, const cc::DevicePrompt& prompt,
                                     const CancelToken& cancel) {
    Remote remote(installation, std::make_unique<UnboundGrant>(cc::Grant{}), cancel);
    const auto tokens = remote.auth().await_device(prompt, cancel);
    if (!tokens) {
        return tl::unexpected(to_error(tokens.error()));
    }
    return adopt_grant(installation, database, to_grant(*tokens, granted_by, installation.clock().now()), cancel);
}

Result<std::string> begin_login(Installation& installation, store::DatabaseId database, const std::string& person,
                                const std::string& redirect_uri) {
    TRY(require_api_key(installation.settings()));
    TRY(installation.store().describe_database(database));
    const CancelToken nobody_cancels;
    Remote remote(installation, std::make_unique<UnboundGrant>(cc::Grant{}), nobody_cancels);
    const auto pkce = cc::make_pkce(installation.random());
    const auto state = random_token(installation.random(), kStateBytes);
    const Instant now = installation.clock().now();
    installation.store().put_login(digest_of(state),
                                   {database, pkce.verifier, redirect_uri, person, now, now + kLoginLife});
    return remote.auth().authorize_url(redirect_uri, state, pkce);
}

Result<CompletedLogin> complete_login(Installation& installation, const std::string& person,
                                      const LoginAnswer& answer, const CancelToken& cancel,
                                      const std::function<bool(store::DatabaseId)>& may_connect) {
    const auto login = installation.store().take_login(digest_of(answer.state), installation.clock().now());
    if (!login || login->started_by != person) {
        return fail(Code::Invalid,
                    "This login is unknown, was used already, or is more than ten minutes old. Start "
                    "connecting again.");
    }
    if (may_connect && !may_connect(login->database)) {
        return fail(Code::NotAllowed, "Connecting this database is no longer yours to do. Nothing was connected.");
    }
    if (answer.code.empty()) {
        return tl::unexpected(refusal_in(answer));
    }
    Remote remote(installation, std::make_unique<UnboundGrant>(cc::Grant{}), cancel);
    const cc::Pkce pkce{login->verifier, ""};
    const auto tokens = remote.auth().exchange_code(answer.code, login->redirect_uri, pkce, cancel);
    if (!tokens) {
        auto error = to_error(tokens.error());
        error.message += " Start connecting again.";
        return tl::unexpected(std::move(error));
    }
    TRY_ASSIGN(auto connected, adopt_grant(installation, login->database,
                                           to_grant(*tokens, person, installation.clock().now()), cancel));
    return CompletedLogin{login->database, std::move(connected)};
}

void disconnect(Installation& installation, store::DatabaseId database) {
    installation.store().disconnect(database);
}

Result<ConnectionState> connection_state(Installation& installation, store::DatabaseId database) {
    auto& store = installation.store();
    TRY_ASSIGN(const auto described, store.describe_database(database));
    ConnectionState state;
    state.account_id = described.account_id;
    state.account_name = described.account_name;
    state.lost = store.lost_grant(database);
    TRY_ASSIGN(const auto grant, store.grants(database)->load());
    if (grant) {
        state.is_connected = true;
        state.granted_by = grant->granted_by;
        state.granted_at = grant->granted_at;
        state.renew_by = end_of(*grant);
    }
    const auto& api_key = installation.settings().ctct_client_id;
    if (!api_key.empty()) {
        const Instant now = installation.clock().now();
        TRY_ASSIGN(const auto used, store.quota_book()->used_today(api_key, now));
        state.quota =
            cc::QuotaUse{used, read_installation_options(installation).quota.calls_per_day, next_utc_midnight(now)};
    }
    return state;
}

Result<Connected> test_connection(Installation& installation, store::DatabaseId database,
                                  const CancelToken& cancel) {
    TRY(require_api_key(installation.settings()));
    Remote remote(installation, installation.store().grants(database), cancel);
    const auto account = remote.client().account();
    if (!account) {
        return tl::unexpected(to_error(account.error()));
    }
    auto& tokens = remote.client().tokens();
    if (const auto confirmed = tokens.confirm_account(account->encoded_account_id, account->organization_name);
        !confirmed) {
        return tl::unexpected(to_error(confirmed.error()));
    }
    const bool is_renewable = tokens.grant() && !tokens.grant()->refresh_token.empty();
    return Connected{account->encoded_account_id, account->organization_name, is_renewable};
}

} // namespace muster::app
