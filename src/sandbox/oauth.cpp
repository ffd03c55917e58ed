// The authorisation server: device flow, code flow with PKCE, refresh (contract, section 2; RFC 6749, 7636, 8628).

#include "sandbox/oauth.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/text.hpp"

namespace muster::sandbox {

namespace {

constexpr std::array<std::string_view, 7> kScopes{
    "contact_data", "account_read", "account_update", "campaign_data", "offline_access", "billing_data", "openid"};
constexpr std::string_view kDeviceGrant = "urn:ietf:params:oauth:grant-type:device_code";

net::Response oauth_error(int status, std::string_view error, std::string_view description) {
    json::Writer writer;
    writer.object().member("error", error).member("error_description", description).end();
    return json_answer(status, writer.take());
}

net::Response invalid_client() {
    json::Writer writer;
    writer.object().member("errorCode", "invalid_client");
    writer.member("errorSummary", "Invalid value for 'client_id' parameter.").end();
    return json_answer(401, writer.take());
}

net::Response invalid_grant() {
    return oauth_error(400, "invalid_grant", "The refresh token is invalid or expired.");
}

bool has(const std::string& scopes, std::string_view scope) {
    const auto parts = split_list(scopes, ' ');
    return std::find(parts.begin(), parts.end(), scope) != parts.end();
}

/// Parameters come in the form; the query string is taken too, as the service does (section 2.2).
class Form {
  public:
    explicit Form(const Call& call) : pairs_(net::parse_form(call.request.body)), call_(call) {}
    [[nodiscard]] std::string operator[](std::string_view name) const {
        for (const auto& [key, value] : pairs_) {
            if (key == name) {
                return value;
            }
        }
        return call_.parameter(name).value_or("");
    }

  private:
    Pairs pairs_;
    const Call& call_;
};

struct Client {
    std::string id;
    bool has_secret = false;
};

/// From HTTP Basic or from `client_id`.
Client client_of(const Call& call, const Form& form) {
    constexpr std::string_view kBasic = "Basic ";
    const auto header = call.request.headers.get("Authorization");
    if (header && header->substr(0, kBasic.size()) == kBasic) {
        const auto text = from_base64(header->substr(kBasic.size()));
        const auto colon = text ? text->find(':') : std::string::npos;
        if (colon != std::string::npos) {
            return Client{net::url_decode(text->substr(0, colon)), colon + 1 < text->size()};
        }
    }
    return Client{form["client_id"], false};
}

/// A text of the length and look of the service's tokens (1,000 to 1,200 characters, section 2.3).
std::string new_access_token(World& world, const OauthGrant& grant, Instant now) {
    json::Writer claims;
    claims.object().member("ver", 1).member("jti", world.new_id()).member("cid", grant.client_id);
    claims.member("sub", grant.account_id).member("iat", to_micros(now) / 1'000'000).member("scp", grant.scope);
    claims.member("pad", std::string(400, '.')).end();
    const std::string head = base64url(R"({"kid":"sandbox","alg":"RS256"})");
    return fmt::format("{}.{}.{}", head, base64url(claims.text()), random_token(world.random, 256));
}

enum class TokenTrouble { None, NotJson, WithoutExpiresIn, WrongTypes, WithoutRefresh };

TokenTrouble trouble_of(const Call& call) {
    if (call.fault == nullptr) {
        return TokenTrouble::None;
    }
    switch (call.fault->kind) {
    case FaultKind::TokenNotJson:
        return TokenTrouble::NotJson;
    case FaultKind::TokenWithoutExpiresIn:
        return TokenTrouble::WithoutExpiresIn;
    case FaultKind::TokenWrongTypes:
        return TokenTrouble::WrongTypes;
    case FaultKind::TokenWithoutRefresh:
        return TokenTrouble::WithoutRefresh;
    default:
        return TokenTrouble::None;
    }
}

net::Response token_answer(const Call& call, const Tokens& tokens, const std::string& scope, bool with_refresh) {
    const TokenTrouble trouble = trouble_of(call);
    if (trouble == TokenTrouble::NotJson) {
        return html_answer(200, "<html><body>Signed in.</body></html>");
    }
    json::Writer writer;
    writer.object().member("token_type", "Bearer");
    if (trouble == TokenTrouble::WrongTypes) {
        writer.member("expires_in", "a day").member("access_token", 17);
    } else {
        if (trouble != TokenTrouble::WithoutExpiresIn) {
            writer.member("expires_in", static_cast<std::int64_t>(tokens.expires_in.count()));
        }
        writer.member("access_token", tokens.access_token);
    }
    writer.member("scope", scope);
    if (with_refresh && trouble != TokenTrouble::WithoutRefresh && !tokens.refresh_token.empty()) {
        writer.member("refresh_token", tokens.refresh_token);
    }
    writer.end();
    net::Response response = json_answer(200, writer.take());
    response.headers.set("Cache-Control", "no-store");
    return response;
}

/// The grant of a refresh token that may be used now.
std::optional<std::size_t> grant_of(World& world, const std::string& token, const std::string& client_id,
                                    Instant now) {
    auto& oauth = world.oauth;
    std::optional<std::size_t> place;
    if (const auto living = oauth.refresh.find(token); living != oauth.refresh.end()) {
        place = living->second;
    } else if (const auto spent = oauth.spent.find(token); spent != oauth.spent.end()) {
        const std::chrono::seconds grace{world.switches().refresh_grace_s};
        if (grace.count() > 0 && now <= spent->second.spent_at + grace) {
            place = spent->second.grant;
        }
    }
    if (!place) {
        return std::nullopt;
    }
    const OauthGrant& grant = oauth.grants[*place];
    const bool alive = !grant.revoked && now < grant.refreshed_at + kRefreshTokenLife;
    return alive && grant.client_id == client_id ? place : std::nullopt;
}

net::Response refresh(Call& call, const Form& form, const Client& client) {
    World& world = call.world;
    const auto place = grant_of(world, form["refresh_token"], client.id, call.now);
    if (!place) {
        return invalid_grant();
    }
    OauthGrant& grant = world.oauth.grants[*place];
    if (call.fault != nullptr && call.fault->kind == FaultKind::InvalidGrant) {
        grant.revoked = true;
        world.changed = true;
        return invalid_grant();
    }
    const Tokens tokens = renew(world, *place, call.now);
    const bool same = !world.options.rotating_tokens;
    const bool left_out = same && world.switches().same_refresh_token == SameRefreshToken::LeftOut;
    return token_answer(call, tokens, grant.scope, !left_out);
}

net::Response exchange_device_code(Call& call, const Form& form, const Client& client) {
    World& world = call.world;
    auto& devices = world.oauth.devices;
    const std::string code = form["device_code"];
    const auto device = std::find_if(devices.begin(), devices.end(), [&](const DeviceRequest& one) {
        return one.device_code == code && one.client_id == client.id;
    });
    if (device == devices.end() || device->state == DeviceRequest::State::Used) {
        return oauth_error(400, "invalid_grant", "The device code is invalid.");
    }
    if (call.now >= device->expires_at) {
        return oauth_error(400, "expired_token", "The device code has expired.");
    }
    const std::chrono::seconds interval(world.switches().device_interval);
    const bool too_soon = device->polled_at && call.now < *device->polled_at + interval;
    device->polled_at = call.now;
    if (device->state == DeviceRequest::State::Denied) {
        return oauth_error(400, "access_denied", "The person refused.");
    }
    if (device->state == DeviceRequest::State::Waiting) {
        return too_soon ? oauth_error(400, "slow_down", "Wait for the interval between two polls.")
                        : oauth_error(400, "authorization_pending", "The person has not answered yet.");
    }
    device->state = DeviceRequest::State::Used;
    const std::size_t grant = new_grant(world, device->account_id, device->client_id, device->scope, call.now);
    return token_answer(call, renew(world, grant, call.now), device->scope, true);
}

bool verifier_fits(const std::string& challenge, const std::string& verifier) {
    const auto digest = sha256(verifier);
    const std::string bytes(digest.begin(), digest.end());
    return verifier.size() >= 43 && verifier.size() <= 128 && base64url(bytes) == challenge;
}

net::Response exchange_code(Call& call, const Form& form, const Client& client) {
    World& world = call.world;
    const auto found = world.oauth.codes.find(form["code"]);
    const auto refuse = [](std::string_view why) { return oauth_error(400, "invalid_grant", why); };
    if (found == world.oauth.codes.end() || world.oauth.grants[found->second.grant].client_id != client.id) {
        return refuse("The authorization code is invalid or has expired.");
    }
    AuthorisationCode& code = found->second;
    OauthGrant& grant = world.oauth.grants[code.grant];
    if (code.used) {
        grant.revoked = true; // RFC 6749, 4.1.2: what a code gave dies when it is used twice
        return refuse("The authorization code is invalid or has expired.");
    }
    if (call.now >= code.expires_at) {
        return refuse("The authorization code is invalid or has expired.");
    }
    if (form["redirect_uri"] != code.redirect_uri) {
        return refuse("The 'redirect_uri' does not match the one of the authorization request.");
    }
    if (code.challenge.empty() && !client.has_secret) {
        return invalid_client();
    }
    if (!code.challenge.empty() && !verifier_fits(code.challenge, form["code_verifier"])) {
        return refuse("PKCE verification failed.");
    }
    code.used = true;
    return token_answer(call, renew(world, code.grant, call.now), grant.scope, true);
}

net::Response token(Call& call) {
    const Form form(call);
    const Client client = client_of(call, form);
    if (client.id.empty()) {
        return invalid_client();
    }
    if (call.record != nullptr) {
        call.record->client_id = client.id;
    }
    call.world.changed = true;
    const std::string grant_type = form["grant_type"];
    if (grant_type == "refresh_token") {
        return refresh(call, form, client);
    }
    if (grant_type == kDeviceGrant) {
        return exchange_device_code(call, form, client);
    }
    if (grant_type == "authorization_code") {
        return exchange_code(call, form, client);
    }
    return oauth_error(400, "unsupported_grant_type", "The grant type is not supported.");
}

/// "BCDF-GHJK": letters that are hard to take for each other, and no words.
std::string new_user_code(World& world) {
    constexpr std::string_view kLetters = "BCDFGHJKLMNPQRSTVWXZ";
    std::string code;
    for (int at = 0; at < 8; ++at) {
        code += at == 4 ? "-" : "";
        code += kLetters[world.random.below(kLetters.size())];
    }
    return code;
}

net::Response device_authorize(Call& call) {
    World& world = call.world;
    const Form form(call);
    if (form["client_id"].empty()) {
        return invalid_client();
    }
    const auto scope = checked_scope(form["scope"]);
    if (!scope) {
        return oauth_error(400, "invalid_scope", "One or more scopes are not configured for this client.");
    }
    std::erase_if(world.oauth.devices,
                  [&](const DeviceRequest& old) { return old.expires_at + std::chrono::days(1) < call.now; });
    DeviceRequest device;
    device.device_code = random_token(world.random, 24);
    device.user_code = new_user_code(world);
    device.client_id = form["client_id"];
    device.scope = *scope;
    device.expires_at = call.now + kDeviceCodeLife;
    if (world.switches().auto_grant == OnOff::On && !world.accounts.empty()) {
        device.state = DeviceRequest::State::Allowed;
        device.account_id = world.accounts.front().id;
    }
    const std::string page = world.options.public_url + "/sandbox/activate";
    json::Writer writer;
    writer.object().member("device_code", device.device_code).member("user_code", device.user_code);
    writer.member("verification_uri", page);
    writer.member("verification_uri_complete", page + "?user_code=" + device.user_code);
    writer.member("expires_in", static_cast<std::int64_t>(std::chrono::seconds(kDeviceCodeLife).count()));
    writer.member("interval", static_cast<std::int64_t>(world.switches().device_interval)).end();
    world.oauth.devices.push_back(std::move(device));
    world.changed = true;
    return json_answer(200, writer.take());
}

bool token_calls_too_fast(Call& call) {
    const std::int64_t limit = call.world.options.token_calls_per_second;
    auto& calls = call.world.meters[Form(call)["client_id"]].token_allowed;
    while (!calls.empty() && calls.front() <= call.now - std::chrono::seconds(1)) {
        calls.pop_front();
    }
    if (limit > 0 && static_cast<std::int64_t>(calls.size()) >= limit) {
        return true;
    }
    calls.push_back(call.now);
    return false;
}

net::Response oauth_endpoint(Call& call) {
    const bool is_post = call.method == "POST";
    if (call.path == "/authorize") {
        return authorize_page(call);
    }
    if (call.path == "/token" && is_post) {
        return token_calls_too_fast(call) ? throttled(call.world) : token(call);
    }
    if (call.path == "/device/authorize" && is_post) {
        return device_authorize(call);
    }
    return empty_answer(404); // no discovery document either (section 1)
}

} // namespace

std::optional<std::string> checked_scope(const std::string& scope) {
    const auto parts = split_list(scope, ' ');
    for (const auto& part : parts) {
        if (std::find(kScopes.begin(), kScopes.end(), part) == kScopes.end()) {
            return std::nullopt;
        }
    }
    return parts.empty() ? std::nullopt : std::optional(join(parts, " "));
}

std::size_t new_grant(World& world, std::string_view account_id, std::string_view client_id, std::string_view scope,
                      Instant now) {
    OauthGrant grant;
    grant.account_id = account_id;
    grant.client_id = client_id;
    grant.scope = scope;
    grant.refreshed_at = now;
    world.oauth.grants.push_back(std::move(grant));
    world.changed = true;
    return world.oauth.grants.size() - 1;
}

Tokens renew(World& world, std::size_t place, Instant now) {
    auto& oauth = world.oauth;
    OauthGrant& grant = oauth.grants[place];
    const bool wants_refresh = has(grant.scope, "offline_access");
    if (wants_refresh && (grant.refresh_token.empty() || world.options.rotating_tokens)) {
        if (!grant.refresh_token.empty()) {
            oauth.refresh.erase(grant.refresh_token);
            oauth.spent[grant.refresh_token] = SpentToken{place, now};
        }
        grant.refresh_token = random_token(world.random, 32);
        oauth.refresh[grant.refresh_token] = place;
    }
    grant.refreshed_at = now;
    std::erase_if(oauth.access, [&](const auto& one) { return one.second.expires_at <= now; });
    Tokens tokens{new_access_token(world, grant, now), grant.refresh_token, world.options.access_token_life};
    oauth.access[tokens.access_token] = AccessToken{place, now + tokens.expires_in};
    world.changed = true;
    return tokens;
}

net::Response answer_oauth(Call& call) {
    const auto fault = fault_for(call.world, call);
    if (!fault) {
        return oauth_endpoint(call);
    }
    call.record->fault = std::string(name_of(fault->kind));
    return under_fault(call, *fault, oauth_endpoint);
}

} // namespace muster::sandbox
