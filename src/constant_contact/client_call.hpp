#pragma once

// What one call of the client is; shared by the files that make up the client, seen by nobody else.

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "constant_contact/client.hpp"
#include "constant_contact/wire.hpp"

namespace muster::constant_contact {

inline constexpr std::string_view kAccountCall = "GET /account/summary";

/// Whether a request whose fate is unknown may be sent again (R31; contract, trap 7).
enum class Repeat { Harmless, Never };

struct Client::Call {
    std::string endpoint; ///< as in CallCounts
    std::string url;
    std::string body;
    std::string content_type = "application/json";
    Repeat repeat = Repeat::Harmless;

    [[nodiscard]] std::string method() const { return endpoint.substr(0, endpoint.find(' ')); }
    [[nodiscard]] bool is_write() const { return method() != "GET"; }
};

/// How one attempt ended when another one may help.
struct Client::Attempt {
    std::optional<json::Document> answer;
    ApiError error;
    bool may_have_worked = false;          ///< the request may have taken effect
    bool token_refused = false;            ///< 401
    std::chrono::seconds wait_at_least{0}; ///< Retry-After
};

template <class T>
Answer<T> Client::perform_and_read(const Call& call, Result<T> (*read)(const json::Document&)) {
    TRY_ASSIGN(const json::Document document, perform(call));
    auto value = read(document);
    if (value) {
        return std::move(*value);
    }
    return api_failure(call.is_write() ? Failure::FateUnknown : Failure::Malformed,
                       call.endpoint + ": " + value.error().message);
}

} // namespace muster::constant_contact
