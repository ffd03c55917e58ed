// The gateway of the API: token, rate, scope, route. And the front door that tells API, OAuth and pages apart.

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "net/server.hpp"
#include "sandbox/call.hpp"

namespace muster::sandbox {

namespace {

constexpr std::chrono::seconds kSecond{1};

const Routes& all_routes() {
    static const Routes routes = [] {
        Routes all;
        for (const auto& some : {contact_routes(), contact_write_routes(), sign_up_routes(), list_routes(),
                                 field_routes(), tag_routes(), activity_routes(), account_routes()}) {
            all.insert(all.end(), some.begin(), some.end());
        }
        return all;
    }();
    return routes;
}

/// The parts of `path` that the "*" of `pattern` stand for; nothing if it does not fit.
std::optional<std::vector<std::string>> fit(std::string_view pattern, std::string_view path) {
    std::vector<std::string> parts;
    while (!pattern.empty() && !path.empty()) {
        const auto pattern_end = pattern.find('/', 1);
        const auto path_end = path.find('/', 1);
        const std::string_view wanted = pattern.substr(0, pattern_end);
        const std::string_view given = path.substr(0, path_end);
        if (wanted == "/*" && given.size() > 1) {
            parts.push_back(net::url_decode(given.substr(1), false));
        } else if (wanted != given) {
            return std::nullopt;
        }
        pattern = pattern_end == std::string_view::npos ? "" : pattern.substr(pattern_end);
        path = path_end == std::string_view::npos ? "" : path.substr(path_end);
    }
    return pattern.empty() && path.empty() ? std::optional(std::move(parts)) : std::nullopt;
}

/// The route of the call, a fixed path before one with "*". `known_path` tells 405 from 404.
const Route* find_route(Call& call, bool& known_path) {
    const Route* found = nullptr;
    for (const auto& route : all_routes()) {
        auto parts = fit(route.pattern, call.path);
        if (!parts) {
            continue;
        }
        known_path = true;
        if (route.method == call.method && (found == nullptr || parts->size() < call.parts.size())) {
            found = &route;
            call.parts = std::move(*parts);
        }
    }
    return found;
}

/// Sets account, client and scope from the bearer token; false if it is none that lives.
bool accept_token(Call& call) {
    const auto header = call.request.headers.get("Authorization");
    constexpr std::string_view kBearer = "Bearer ";
    if (!header || header->substr(0, kBearer.size()) != kBearer) {
        return false;
    }
    const auto& oauth = call.world.oauth;
    const auto token = oauth.access.find(header->substr(kBearer.size()));
    if (token == oauth.access.end()) {
        return false;
    }
    const OauthGrant& grant = oauth.grants[token->second.grant];
    call.account = call.world.account(grant.account_id);
    call.client_id = grant.client_id;
    call.scope = grant.scope;
    if (call.record != nullptr) {
        call.record->account = grant.account_id;
        call.record->client_id = grant.client_id;
    }
    return !grant.revoked && call.account != nullptr && token->second.expires_at > call.now;
}

void forget_before(std::deque<Instant>& calls, Instant from) {
    while (!calls.empty() && calls.front() <= from) {
        calls.pop_front();
    }
}

Meter& meter_of(World& world, const std::string& client_id, Instant now) {
    Meter& meter = world.meters[client_id];
    const auto today = std::chrono::floor<std::chrono::days>(now);
    if (meter.day != today) {
        meter.day = today;
        meter.calls_today = 0;
    }
    return meter;
}

/// Counts the call; an answer if it is one too many (contract, section 3).
std::optional<net::Response> meter_call(Call& call) {
    World& world = call.world;
    Meter& meter = meter_of(world, call.client_id, call.now);
    forget_before(meter.seen, call.now - kSecond);
    meter.seen.push_back(call.now);
    meter.most_in_a_second = std::max(meter.most_in_a_second, static_cast<std::int64_t>(meter.seen.size()));

    const bool fixed = world.switches().rate_window == RateWindow::Fixed;
    const Instant window =
        fixed ? std::chrono::floor<std::chrono::seconds>(call.now) - Microseconds(1) : call.now - kSecond;
    forget_before(meter.allowed, window);
    const auto& options = world.options;
    const bool too_fast =
        options.calls_per_second > 0 && static_cast<std::int64_t>(meter.allowed.size()) >= options.calls_per_second;
    const bool too_many = options.calls_per_day > 0 && meter.calls_today >= options.calls_per_day;
    const bool refused = too_fast || too_many;
    if (!refused || world.switches().rejected_calls_count == OnOff::On) {
        ++meter.calls_today;
    }
    if (too_many) {
        return quota_exceeded(world);
    }
    if (too_fast) {
        return throttled(world);
    }
    meter.allowed.push_back(call.now);
    return std::nullopt;
}

bool has_scope(const std::string& granted, std::string_view needed) {
    const auto scopes = split_list(granted, ' ');
    return needed.empty() || std::find(scopes.begin(), scopes.end(), needed) != scopes.end();
}

} // namespace

net::Response answer_api(Call& call) {
    if (!accept_token(call)) {
        return unauthorized();
    }
    const auto fault = fault_for(call.world, call);
    if (fault && fault->kind == FaultKind::TokenExpired) {
        const auto header = call.request.headers.get("Authorization");
        call.world.oauth.access.erase(std::string(header->substr(std::string_view("Bearer ").size())));
        call.record->fault = std::string(name_of(fault->kind));
        return unauthorized();
    }
    if (auto refusal = meter_call(call)) {
        return *refusal;
    }
    bool known_path = false;
    const Route* route = find_route(call, known_path);
    if (route == nullptr) {
        return known_path ? error_array(405, "api.method_not_allowed", {"The method is not allowed here."})
                          : error_array(404, "api.not_found", {"There is nothing here."});
    }
    if (!has_scope(call.scope, route->scope)) {
        return error_array(403, "api.forbidden", {fmt::format("The token lacks the scope {}.", route->scope)});
    }
    if (fault) {
        call.record->fault = std::string(name_of(fault->kind));
        return under_fault(call, *fault, route->handler);
    }
    return route->handler(call);
}

namespace {

bool is_below(std::string_view path, std::string_view base) {
    return path.substr(0, base.size()) == base && (path.size() == base.size() || path[base.size()] == '/');
}

void remember(World& world, LoggedRequest record, const net::Response& response) {
    record.status = response.headers.get(net::kCutConnection) ? 0 : response.status;
    if (world.log.size() >= kMaxLoggedRequests) {
        world.logged_bytes -= world.log.front().body.size();
        world.log.pop_front();
    }
    world.logged_bytes += record.body.size();
    world.log.push_back(std::move(record));
    for (auto old = world.log.begin(); world.logged_bytes > kMaxLoggedBytes && old != world.log.end(); ++old) {
        world.logged_bytes -= old->body.size();
        old->body.clear();
    }
}

net::Response answer_logged(Call& call, net::Response (*answer)(Call&)) {
    LoggedRequest record;
    record.number = ++call.world.requests;
    record.method = call.method;
    record.path = call.path;
    record.query = call.query_text;
    record.body = call.request.body;
    record.at = call.now;
    call.record = &record;
    net::Response response = answer(call);
    call.record = nullptr;
    remember(call.world, std::move(record), response);
    const auto delay = call.world.switches().answer_ms;
    if (delay > 0 && !response.headers.get(kAnswerDelay)) {
        response.headers.set(kAnswerDelay, std::to_string(delay));
    }
    return response;
}

} // namespace

net::Response dispatch(World& world, const net::Request& request) {
    const std::string_view target = request.target;
    const auto question = target.find('?');
    const std::string_view path = target.substr(0, question);
    Call call{world, request, request.method, std::string(path), "", {}, world.now(), nullptr, "", "",
              {},    nullptr, nullptr};
    if (question != std::string_view::npos) {
        call.query_text = std::string(target.substr(question + 1));
        call.query = net::parse_form(call.query_text);
    }
    world.advance();
    if (is_below(path, world.options.auth_base)) {
        call.path = std::string(path.substr(world.options.auth_base.size()));
        return answer_logged(call, answer_oauth);
    }
    if (is_below(path, world.options.api_base)) {
        call.path = std::string(path.substr(world.options.api_base.size()));
        return answer_logged(call, answer_api);
    }
    if (path == "/" || is_below(path, "/sandbox")) {
        return answer_pages(call);
    }
    return json_answer(403, R"({"message":"Forbidden"})");
}

} // namespace muster::sandbox
