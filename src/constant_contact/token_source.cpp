#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/log.hpp"
#include "constant_contact/tokens.hpp"

namespace muster::constant_contact {

namespace {

constexpr std::chrono::seconds kMargin{60};     ///< a token is renewed this long before it runs out
constexpr std::chrono::seconds kLease{150};     ///< longer than a token call can take
constexpr std::chrono::seconds kLeaseWait{160}; ///< for another process that is renewing, or has died at it
constexpr std::chrono::milliseconds kStep{250}; ///< of that wait
constexpr std::chrono::seconds kRetryPause{2};  ///< after a transient failure of the token endpoint
constexpr int kRenewals = 3;
constexpr int kStoreTries = 3;

tl::unexpected<ApiError> store_lost(const Error& error) {
    return api_failure(Failure::StoreLost,
                       "The permission for Constant Contact could not be kept: " + error.message);
}

tl::unexpected<ApiError> not_connected() {
    return api_failure(Failure::NotConnected,
                       "This database is not connected to Constant Contact, or the permission was lost. Connect it "
                       "again.");
}

tl::unexpected<ApiError> cancelled() {
    return api_failure(Failure::Cancelled, "Stopped before a token was renewed.");
}

tl::unexpected<ApiError> wrong_account(const std::string& bound, const std::string& now) {
    return api_failure(
        Failure::WrongAccount,
        fmt::format("This database is bound to the Constant Contact account {}, but the stored permission "
                    "now answers for {}. Disconnect and connect the right account.",
                    bound, now));
}

/// Gives the lease back however the renewal ends.
class LeaseGuard {
  public:
    explicit LeaseGuard(GrantStore& grants) : grants_(grants) {}
    LeaseGuard(const LeaseGuard&) = delete;
    LeaseGuard& operator=(const LeaseGuard&) = delete;
    ~LeaseGuard() { grants_.release_refresh_lease(); }

  private:
    GrantStore& grants_;
};

} // namespace

bool TokenSource::is_good(const std::string& refused) const {
    if (!grant_ || grant_->access_token.empty() || grant_->access_token == refused) {
        return false;
    }
    // A token that lives for less than some minutes would else be renewed before every call.
    const Microseconds life = grant_->access_expires_at - grant_->renewed_at;
    const Microseconds margin = std::clamp<Microseconds>(life / 4, Microseconds(0), kMargin);
    return grant_->access_expires_at - clock_.now() > margin;
}

Answer<void> TokenSource::reload() {
    auto loaded = grants_.load();
    if (!loaded) {
        return store_lost(loaded.error());
    }
    if (!*loaded) {
        grant_.reset();
        return not_connected();
    }
    const bool is_bound = grant_ && !grant_->account_id.empty() && !(*loaded)->account_id.empty();
    if (is_bound && grant_->account_id != (*loaded)->account_id) {
        return wrong_account(grant_->account_id, (*loaded)->account_id);
    }
    grant_ = std::move(**loaded);
    return {};
}

Answer<std::string> TokenSource::access_token(const CancelToken& cancel) {
    if (!grant_) {
        TRY(reload());
    }
    if (is_good("")) {
        return grant_->access_token;
    }
    return renew("", cancel);
}

Answer<std::string> TokenSource::replace(const std::string& refused, const CancelToken& cancel) {
    return renew(refused, cancel);
}

Answer<std::string> TokenSource::renew(const std::string& refused, const CancelToken& cancel) {
    const Instant give_up = clock_.now() + kLeaseWait;
    for (int attempt = 1;; ++attempt) {
        auto token = renew_once(refused, give_up, cancel);
        const bool is_transient = !token && (token.error().failure == Failure::Unavailable ||
                                             token.error().failure == Failure::Malformed);
        if (!is_transient || attempt == kRenewals) {
            return token;
        }
        log(LogLevel::Warning, "token_renewal_failed", {{"reason", token.error().message}});
        if (!clock_.sleep_for(kRetryPause * attempt, cancel)) {
            return cancelled();
        }
    }
}

Answer<std::string> TokenSource::renew_once(const std::string& refused, Instant give_up,
                                            const CancelToken& cancel) {
    TRY_ASSIGN(std::string found, await_lease(refused, give_up, cancel));
    if (!found.empty()) {
        return found;
    }
    const LeaseGuard guard(grants_);
    // Whoever had the lease before may have stored a new token between our look and our turn.
    TRY(reload());
    if (is_good(refused)) {
        return grant_->access_token;
    }
    if (unsaved_ && unsaved_->generation == grant_->generation + 1) {
        TRY_ASSIGN(std::string kept, keep(Grant(*unsaved_), refused, cancel));
        if (is_good(refused)) {
            return kept;
        }
    }
    unsaved_.reset();
    return refresh_stored(refused, cancel);
}

Answer<std::string> TokenSource::await_lease(const std::string& refused, Instant give_up,
                                             const CancelToken& cancel) {
    while (true) {
        if (cancel.is_cancelled()) {
            return cancelled();
        }
        TRY(reload());
        if (is_good(refused)) {
            return grant_->access_token;
        }
        const Instant now = clock_.now();
        const auto taken = grants_.take_refresh_lease(now, now + kLease);
        if (!taken) {
            return store_lost(taken.error());
        }
        if (*taken) {
            return std::string();
        }
        if (now >= give_up) {
            return api_failure(
                Failure::Unavailable,
                "Another process has been renewing the permission for Constant Contact for too long. Try "
                "again in some minutes.");
        }
        if (!clock_.sleep_for(kStep, cancel)) {
            return cancelled();
        }
    }
}

Answer<std::string> TokenSource::refresh_stored(const std::string& refused, const CancelToken& cancel) {
    auto answer = server_.refresh(grant_->refresh_token, cancel);
    if (!answer) {
        if (answer.error().failure == Failure::NotConnected) {
            return after_invalid_grant(refused, answer.error());
        }
        return tl::unexpected(std::move(answer).error());
    }
    Grant renewed = *grant_;
    renewed.access_token = std::move(answer->access_token);
    if (!answer->refresh_token.empty()) {
        renewed.refresh_token = std::move(answer->refresh_token);
    }
    renewed.renewed_at = clock_.now();
    renewed.access_expires_at = renewed.renewed_at + answer->expires_in;
    renewed.account_checked = false;
    ++renewed.generation;
    return keep(std::move(renewed), refused, cancel);
}

Answer<std::string> TokenSource::after_invalid_grant(const std::string& refused, const ApiError& why) {
    const std::int64_t tried = grant_->generation;
    TRY(reload());
    if (grant_->generation != tried) {
        if (is_good(refused)) {
            return grant_->access_token;
        }
        return api_failure(Failure::Unavailable, "The permission for Constant Contact was replaced just now.");
    }
    if (const auto marked = grants_.mark_lost(tried, why.message, clock_.now()); !marked) {
        return store_lost(marked.error());
    }
    grant_.reset();
    return tl::unexpected(why);
}

Answer<std::string> TokenSource::keep(Grant renewed, const std::string& refused, const CancelToken& cancel) {
    // The old refresh token may be spent: until the new one is durable, a crash would need a person (contract, trap
    // 14).
    unsaved_ = std::move(renewed);
    for (int attempt = 1;; ++attempt) {
        const auto stored = grants_.store(*unsaved_);
        if (stored && *stored) {
            grant_ = std::exchange(unsaved_, std::nullopt);
            return grant_->access_token;
        }
        if (stored) {
            break;
        }
        if (attempt == kStoreTries || !clock_.sleep_for(kRetryPause, cancel)) {
            return store_lost(stored.error());
        }
    }
    unsaved_.reset();
    TRY(reload());
    if (is_good(refused)) {
        return grant_->access_token;
    }
    return api_failure(Failure::Unavailable, "The permission for Constant Contact was replaced just now.");
}

Answer<void> TokenSource::confirm_account(const std::string& account_id, const std::string& name) {
    constexpr int kTries = 3;
    for (int attempt = 0; attempt < kTries; ++attempt) {
        if (!grant_) {
            return not_connected();
        }
        if (!grant_->account_id.empty() && grant_->account_id != account_id) {
            return wrong_account(grant_->account_id, account_id);
        }
        if (grant_->account_checked && grant_->account_id == account_id && grant_->account_name == name) {
            return {};
        }
        Grant confirmed = *grant_;
        confirmed.account_id = account_id;
        confirmed.account_name = name;
        confirmed.account_checked = true;
        ++confirmed.generation;
        const auto stored = grants_.store(confirmed);
        if (!stored) {
            return store_lost(stored.error());
        }
        if (*stored) {
            grant_ = std::move(confirmed);
            return {};
        }
        const std::string looked_at = grant_->access_token;
        TRY(reload());
        if (grant_->access_token != looked_at) {
            // Somebody renewed meanwhile: what was said holds for another token, and the new one is to be looked at
            // again.
            return grant_->account_id.empty() || grant_->account_id == account_id
                       ? Answer<void>()
                       : Answer<void>(wrong_account(grant_->account_id, account_id));
        }
    }
    return api_failure(Failure::Unavailable, "The stored permission for Constant Contact keeps changing.");
}

} // namespace muster::constant_contact
