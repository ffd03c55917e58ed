#pragma once

// What can go wrong between us and Constant Contact, by what the caller can do about it (contract, sections 2.5, 3
// and 4).

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace muster::constant_contact {

enum class Failure {
    Refused,      ///< 400, 415 …: this request as it is will never pass
    NotFound,     ///< 404
    Conflict,     ///< 409: the address, name or label exists; `conflicting_id` names whose where the text tells
    NotAllowed,   ///< 403: scope, privilege or a deactivated application
    NotConnected, ///< there is no grant, or it was lost (`invalid_grant`, or 401 with a fresh token): a person must
                  ///< connect again
    WrongAccount, ///< the grant answers for another account than the bound one (R22)
    QuotaExhausted, ///< the day's quota is used up; wait for 00:00 UTC (R31)
    QueueFull,      ///< too many activities are queued; wait some minutes (R31)
    Unavailable, ///< nothing took effect and retries within bounds did not help: network, 5xx on a read, too often
                 ///< throttled
    FateUnknown, ///< a write may or may not have taken effect: resolve by reading (R31)
    Malformed,   ///< an answer that is not what the contract says: HTML, wrong types, a foreign paging link
    Cancelled,   ///< stopped by the token before the next call
    StoreLost,   ///< our own store could not keep the token or the count
};

struct ApiError {
    Failure failure = Failure::Unavailable;
    int status = 0;                ///< HTTP status, 0 if there was no answer
    std::vector<std::string> keys; ///< the error_key of each error
    std::string message;           ///< a sentence for people, with the call and the service's own words; no secret
    std::optional<std::string> conflicting_id;
};

/// A value, or why there is none.
template <class T>
using Answer = tl::expected<T, ApiError>;

[[nodiscard]] inline tl::unexpected<ApiError> api_failure(Failure failure, std::string message) {
    ApiError error;
    error.failure = failure;
    error.message = std::move(message);
    return tl::unexpected(std::move(error));
}

/// The error in an answer with a status of 400 or above, whatever shape its body has: array, bare object with
/// `error_key`, `error`, `errorCode` or `message`, empty, or no JSON at all. `call` is "POST /contacts".
[[nodiscard]] ApiError read_error(int status, std::string_view body, std::string_view call);

} // namespace muster::constant_contact
