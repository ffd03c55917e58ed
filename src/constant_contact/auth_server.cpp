#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "constant_contact/tokens.hpp"
#include "constant_contact/wire.hpp"

namespace muster::constant_contact {

namespace {

constexpr std::string_view kTokenCall = "POST /token";
constexpr std::string_view kDeviceCall = "POST /device/authorize";
constexpr std::chrono::seconds kSlowDown{5}; ///< RFC 8628, 3.5

bool has_key(const ApiError& error, std::string_view key) {
    return std::find(error.keys.begin(), error.keys.end(), key) != error.keys.end();
}

ApiError token_error(const net::Response& response, std::string_view call) {
    ApiError error = read_error(response.status, response.body, call);
    if (has_key(error, "invalid_client") || has_key(error, "unauthorized_client")) {
        error.message += " Check the client id and the client secret in the settings.";
    }
    return error;
}

bool is_success(const net::Response& response) { return response.status >= 200 && response.status < 300; }

} // namespace

Pkce make_pkce(Random& random) {
    Pkce pkce;
    pkce.verifier = random_token(random, 48);
    const auto digest = sha256(pkce.verifier);
    pkce.challenge = base64url(std::string(digest.begin(), digest.end()));
    return pkce;
}

std::string AuthServer::authorize_url(const std::string& redirect_uri, const std::string& state,
                                      const Pkce& pkce) const {
    Form query{{"client_id", options_.client_id},
               {"redirect_uri", redirect_uri},
               {"response_type", "code"},
               {"scope", options_.scope},
               {"state", state}};
    if (options_.client_secret.empty()) {
        query.emplace_back("code_challenge", pkce.challenge);
        query.emplace_back("code_challenge_method", "S256");
    }
    return options_.auth_url + "/authorize?" + net::encode_form(query);
}

Answer<net::Response> AuthServer::post(const std::string& path, const Form& form, const CancelToken& cancel) {
    net::Request request;
    request.method = "POST";
    request.target = options_.auth_url + path;
    request.headers.add("Content-Type", "application/x-www-form-urlencoded");
    request.headers.add("Accept", "application/json");
    if (!options_.client_secret.empty()) {
        request.headers.add("Authorization", "Basic " + base64(options_.client_id + ":" + options_.client_secret));
    }
    request.body = net::encode_form(form);
    Answer<void> slot;
    auto response = transport_.send_when(
        [&] {
            slot = keeper_.before_token_call(cancel);
            return slot.has_value();
        },
        request, cancel);
    TRY(std::move(slot));
    if (response) {
        ++calls_;
        return std::move(*response);
    }
    if (response.error().kind == net::TransportError::Kind::Cancelled) {
        return api_failure(Failure::Cancelled, "Stopped before asking Constant Contact for a token.");
    }
    calls_ += response.error().kind == net::TransportError::Kind::NoAnswer ? 1 : 0;
    return api_failure(Failure::Unavailable,
                       fmt::format("POST {}: Constant Contact's authorization server did not answer ({}).", path,
                                   response.error().message));
}

Answer<TokenAnswer> AuthServer::ask_for_token(Form form, const CancelToken& cancel) {
    if (options_.client_secret.empty()) {
        form.emplace_back("client_id", options_.client_id);
    }
    TRY_ASSIGN(const net::Response response, post("/token", form, cancel));
    if (!is_success(response)) {
        return tl::unexpected(token_error(response, kTokenCall));
    }
    auto answer = read_token(response.body);
    if (!answer) {
        return api_failure(Failure::Malformed, fmt::format("{}: the answer holds no usable token. {}", kTokenCall,
                                                           answer.error().message));
    }
    return std::move(*answer);
}

Answer<TokenAnswer> AuthServer::exchange_code(const std::string& code, const std::string& redirect_uri,
                                              const Pkce& pkce, const CancelToken& cancel) {
    Form form{{"grant_type", "authorization_code"}, {"code", code}, {"redirect_uri", redirect_uri}};
    if (options_.client_secret.empty()) {
        form.emplace_back("code_verifier", pkce.verifier);
    }
    return ask_for_token(std::move(form), cancel);
}

Answer<DevicePrompt> AuthServer::start_device(const std::string& state, const CancelToken& cancel) {
    const Form form{
        {"client_id", options_.client_id}, {"response_type", "code"}, {"scope", options_.scope}, {"state", state}};
    TRY_ASSIGN(const net::Response response, post("/device/authorize", form, cancel));
    if (!is_success(response)) {
        return tl::unexpected(token_error(response, kDeviceCall));
    }
    auto prompt = read_device_prompt(response.body);
    if (!prompt) {
        return api_failure(Failure::Malformed, fmt::format("{}: the answer holds no usable code. {}", kDeviceCall,
                                                           prompt.error().message));
    }
    return std::move(*prompt);
}

Answer<TokenAnswer> AuthServer::await_device(const DevicePrompt& prompt, const CancelToken& cancel) {
    constexpr std::string_view kRunOut =
        "The code ran out before the permission was given. Start connecting again to get a new one.";
    const Instant ends_at = clock_.now() + prompt.expires_in;
    std::chrono::seconds interval = prompt.interval;
    const Form form{{"grant_type", "urn:ietf:params:oauth:grant-type:device_code"},
                    {"device_code", prompt.device_code}};
    while (true) {
        if (!clock_.sleep_for(interval, cancel)) {
            return api_failure(Failure::Cancelled, "Stopped waiting for the permission in Constant Contact.");
        }
        if (clock_.now() >= ends_at) {
            return api_failure(Failure::NotConnected, std::string(kRunOut));
        }
        auto answer = ask_for_token(form, cancel);
        if (answer) {
            return answer;
        }
        const ApiError& error = answer.error();
        if (has_key(error, "slow_down")) {
            interval += kSlowDown;
        } else if (has_key(error, "expired_token")) {
            return api_failure(Failure::NotConnected, std::string(kRunOut));
        } else if (has_key(error, "access_denied")) {
            return api_failure(Failure::NotConnected,
                               "The permission was refused in Constant Contact. Start connecting "
                               "again and allow it to go on.");
        } else if (!has_key(error, "authorization_pending") && error.failure != Failure::Unavailable &&
                   error.failure != Failure::Malformed) {
            return answer;
        }
    }
}

Answer<TokenAnswer> AuthServer::refresh(const std::string& refresh_token, const CancelToken& cancel) {
    auto answer = ask_for_token({{"grant_type", "refresh_token"}, {"refresh_token", refresh_token}}, cancel);
    if (!answer && answer.error().failure == Failure::Refused) {
        answer.error().failure =
            Failure::Unavailable; // a wrong client is put right in the settings; the grant is not lost
    }
    return answer;
}

} // namespace muster::constant_contact
