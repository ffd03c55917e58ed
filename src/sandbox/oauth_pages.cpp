// Where a person allows or denies: the login page of the code flow and the page of the device flow (contract,
// section 2).

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/html.hpp"
#include "sandbox/oauth.hpp"

namespace muster::sandbox {

namespace {

std::string account_choice(const World& world) {
    std::string html = "<fieldset><legend>Account</legend>\n";
    bool first = true;
    for (const auto& account : world.accounts) {
        html += fmt::format("<label><input type=\"radio\" name=\"account\" value=\"{}\"{}> {}</label>\n",
                            escape(account.id), first ? " checked" : "", escape(account.name));
        first = false;
    }
    return html + "</fieldset>\n";
}

constexpr std::string_view kButtons = "<p><button name=\"answer\" value=\"allow\">Allow</button>\n"
                                      "<button name=\"answer\" value=\"deny\">Deny</button></p>\n</form>\n";

struct AuthoriseRequest {
    std::string client_id;
    std::string redirect_uri;
    std::string scope;
    std::string state;
    std::string challenge;
};

std::string form_value(const Pairs& pairs, std::string_view name) {
    for (const auto& [key, value] : pairs) {
        if (key == name) {
            return value;
        }
    }
    return "";
}

/// What the address asks for; a page that says what is wrong with it, where sending the person back would be
/// unsafe.
Result<AuthoriseRequest> read_request(const Pairs& query) {
    AuthoriseRequest request{form_value(query, "client_id"), form_value(query, "redirect_uri"),
                             form_value(query, "scope"), form_value(query, "state"),
                             form_value(query, "code_challenge")};
    if (request.client_id.empty()) {
        return fail(Code::Invalid, "The address lacks client_id.");
    }
    if (!net::parse_url(request.redirect_uri)) {
        return fail(Code::Invalid, "redirect_uri is missing or is no http or https address.");
    }
    return request;
}

std::string with_parameters(const std::string& address, const Pairs& pairs) {
    return address + (address.find('?') == std::string::npos ? "?" : "&") + net::encode_form(pairs);
}

net::Response send_back(const AuthoriseRequest& request, std::string_view error, std::string_view description) {
    return redirect(with_parameters(request.redirect_uri, {{"state", request.state},
                                                           {"error", std::string(error)},
                                                           {"error_description", std::string(description)}}));
}

/// What is wrong with the request in a way that the client is told.
std::optional<net::Response> refusal_of(const AuthoriseRequest& request, const Pairs& query) {
    if (form_value(query, "response_type") != "code") {
        return send_back(request, "unsupported_response_type", "The response type must be code.");
    }
    if (!checked_scope(request.scope)) {
        return send_back(request, "invalid_scope", "One or more scopes are not configured for this client.");
    }
    if (!request.challenge.empty() && form_value(query, "code_challenge_method") != "S256") {
        return send_back(request, "invalid_request", "The code challenge method must be S256.");
    }
    if (request.state.empty()) {
        return send_back(request, "invalid_request", "The state parameter is missing.");
    }
    return std::nullopt;
}

std::string consent_page(const Call& call, const AuthoriseRequest& request) {
    return page("Allow access?",
                fmt::format("<p><strong>{}</strong> asks for: {}.</p>\n<form method=\"post\" "
                            "action=\"{}/authorize?{}\">\n{}{}",
                            escape(request.client_id), escape(request.scope), call.world.options.auth_base,
                            escape(call.query_text), account_choice(call.world), kButtons));
}

net::Response answer_consent(Call& call, const AuthoriseRequest& request) {
    const Pairs form = net::parse_form(call.request.body);
    if (form_value(form, "answer") != "allow") {
        return send_back(request, "access_denied", "The resource owner denied the request.");
    }
    const Account* account = call.world.account(form_value(form, "account"));
    if (account == nullptr) {
        return html_answer(400, page("Allow access?", "<p>Choose one of the accounts.</p>"));
    }
    AuthorisationCode code;
    code.grant =
        new_grant(call.world, account->id, request.client_id, checked_scope(request.scope).value_or(""), call.now);
    code.redirect_uri = request.redirect_uri;
    code.challenge = request.challenge;
    code.expires_at = call.now + kCodeLife;
    const std::string text = random_token(call.world.random, 24);
    call.world.oauth.codes[text] = std::move(code);
    return redirect(with_parameters(request.redirect_uri, {{"code", text}, {"state", request.state}}));
}

} // namespace

net::Response authorize_page(Call& call) {
    if (call.method == "POST" && is_cross_site(call.request)) {
        return cross_site_refusal();
    }
    const auto request = read_request(call.query);
    if (!request) {
        return html_answer(400, page("This cannot be allowed", "<p>" + escape(request.error().message) + "</p>"));
    }
    if (auto refusal = refusal_of(*request, call.query)) {
        return std::move(*refusal);
    }
    return call.method == "POST" ? answer_consent(call, *request) : html_answer(200, consent_page(call, *request));
}

Result<void> answer_device(World& world, std::string_view user_code, std::string_view account_id, bool allow,
                           Instant now) {
    std::string wanted;
    for (const char c : ascii_lower(user_code)) {
        if (c >= 'a' && c <= 'z') {
            wanted += static_cast<char>(c - 'a' + 'A');
        }
    }
    wanted = wanted.size() == 8 ? wanted.substr(0, 4) + "-" + wanted.substr(4) : wanted;
    auto& devices = world.oauth.devices;
    const auto device = std::find_if(devices.begin(), devices.end(), [&](const DeviceRequest& one) {
        return one.user_code == wanted && one.state == DeviceRequest::State::Waiting && now < one.expires_at;
    });
    if (device == devices.end()) {
        return fail(
            Code::NotFound,
            fmt::format("The code \"{}\" is unknown, used or too old. Ask the program for a new one.", user_code));
    }
    device->state = allow ? DeviceRequest::State::Allowed : DeviceRequest::State::Denied;
    device->account_id = account_id;
    world.changed = true;
    return {};
}

net::Response activate_page(Call& call) {
    const auto form_page = [&](int status, const std::string& notice) {
        return html_answer(
            status,
            page("Connect a program",
                 fmt::format(
                     "{}<form method=\"post\" action=\"/sandbox/activate\">\n<p><label>Code shown by the program "
                     "<input name=\"user_code\" value=\"{}\" autocomplete=\"off\" required></label></p>\n{}{}",
                     notice, escape(call.parameter("user_code").value_or("")), account_choice(call.world),
                     kButtons)));
    };
    if (call.method != "POST") {
        return form_page(200, "");
    }
    const Pairs form = net::parse_form(call.request.body);
    const Account* account = call.world.account(form_value(form, "account"));
    const bool allow = form_value(form, "answer") == "allow";
    if (account == nullptr) {
        return form_page(400, "<p role=\"alert\">Choose one of the accounts.</p>\n");
    }
    const auto done = answer_device(call.world, form_value(form, "user_code"), account->id, allow, call.now);
    if (!done) {
        return form_page(400, "<p role=\"alert\">" + escape(done.error().message) + "</p>\n");
    }
    return html_answer(200, page(allow ? "Connected" : "Refused", "<p>You can close this page.</p>"));
}

} // namespace muster::sandbox
