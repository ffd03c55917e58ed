#include "app/remote.hpp"

#include "app/options.hpp"
#include "schedule/depth.hpp"

namespace muster::app {

namespace cc = constant_contact;

namespace {

cc::QuotaLimits limits_of(Installation& installation, std::int64_t kept_for_others) {
    auto limits = read_installation_options(installation).quota;
    limits.kept_for_others = kept_for_others;
    limits.own_share = schedule::kQuietCalls;
    return limits;
}

} // namespace

Remote::Remote(Installation& installation, std::unique_ptr<cc::GrantStore> grants, const CancelToken& cancel,
               std::int64_t calls_kept_for_others, std::unique_ptr<cc::QuotaBook> book)
    : grants_(std::move(grants)),
      book_(book ? std::move(book) : installation.store().quota_book()),
      api_transport_(installation.make_transport()),
      auth_transport_(installation.make_transport()),
      keeper_(*book_, installation.clock(), installation.settings().ctct_client_id,
              limits_of(installation, calls_kept_for_others)),
      auth_(*auth_transport_, keeper_, installation.clock(),
            {.auth_url = installation.settings().ctct_auth_url,
             .client_id = installation.settings().ctct_client_id,
             .client_secret = installation.settings().ctct_client_secret}),
      tokens_(*grants_, auth_, installation.clock()),
      client_(*api_transport_, tokens_, keeper_, installation.clock(), installation.random(),
              {.api_url = installation.settings().ctct_api_url}, cancel) {}

Result<void> require_api_key(const Settings& settings) {
    if (!settings.ctct_client_id.empty()) {
        return {};
    }
    return fail(Code::Invalid, "There is no API key. Register an application for the device flow at "
                               "https://developer.constantcontact.com/ and start Muster with its API key "
                               "(MUSTER_CTCT_CLIENT_ID).");
}

Error to_error(const cc::ApiError& error) {
    switch (error.failure) {
    case cc::Failure::Cancelled:
        return {Code::Cancelled, error.message};
    case cc::Failure::NotConnected:
    case cc::Failure::WrongAccount:
    case cc::Failure::NotAllowed:
        return {Code::NotAllowed, error.message};
    case cc::Failure::QuotaExhausted:
    case cc::Failure::QueueFull:
    case cc::Failure::Unavailable:
    case cc::Failure::StoreLost:
        return {Code::Unavailable, error.message};
    case cc::Failure::Refused:
    case cc::Failure::NotFound:
    case cc::Failure::Conflict:
    case cc::Failure::FateUnknown:
    case cc::Failure::Malformed:
        break;
    }
    return {Code::Failed, error.message};
}

} // namespace muster::app
