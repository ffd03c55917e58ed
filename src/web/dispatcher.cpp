#include "web/dispatcher.hpp"

#include <charconv>
#include <exception>

#include <fmt/format.h>

#include "app/staff.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "web/front_end.hpp"
#include "web/monitoring.hpp"
#include "web/security_headers.hpp"

namespace muster::web {

namespace {

constexpr std::string_view kApi = "/api";
constexpr std::string_view kDescription = "/api/openapi.yaml";
constexpr std::size_t kMostRemembered = 10'000; // of sessions; who is forgotten is met again at the next call

/// What a foreigner to a database is told, whether there is one or not.
tl::unexpected<Problem> no_such_database() { return refuse(ProblemKind::NotFound, "There is no such database."); }

tl::unexpected<Problem> not_enough(const Call& call, std::string_view needed) {
    log(LogLevel::Warning, "access_refused",
        {{"operation", std::string(call.route().operation)},
         {"user", call.who().user.name},
         {"address", call.arrival().address}});
    return refuse(
        ProblemKind::NotAllowed,
        fmt::format("This needs the role {}; yours is {}. An administrator of all databases can change it.", needed,
                    staff::to_text(call.who().user.role)));
}

Checked<void> check_role(const Call& call) {
    switch (call.route().access) {
    case Access::Public:
    case Access::SignedIn:
    case Access::Viewer: // whoever sees the database
        return {};
    case Access::Operator:
        return call.may(staff::Role::Operator) ? Checked<void>() : not_enough(call, "operator");
    case Access::Administrator:
        return call.may(staff::Role::Administrator) ? Checked<void>() : not_enough(call, "administrator");
    case Access::AdministratorOfAll:
        break;
    }
    return staff::may_run_installation(call.who().user) ? Checked<void>()
                                                        : not_enough(call, "administrator of all databases");
}

Checked<void> check_content(const Call& call) {
    const net::Request& request = call.request();
    const Content content = call.route().content;
    if (content == Content::None) {
        return request.body.empty() ? Checked<void>() : refuse(ProblemKind::Malformed, "This call takes no body.");
    }
    const std::size_t most = body_limit(content);
    if (request.body.size() > most) {
        return refuse(ProblemKind::TooLarge, fmt::format("At most {} bytes are taken here.", most));
    }
    const std::string_view wanted = content == Content::Json ? "application/json" : "text/csv";
    const std::string type = ascii_lower(request.headers.get("Content-Type").value_or(""));
    if (trim(std::string_view(type).substr(0, type.find(';'))) != wanted) {
        return refuse(ProblemKind::WrongType, fmt::format("The body must be {}.", wanted));
    }
    return {};
}

/// What is done to a database as such concerns the installation.
staff::Deed deed_of(const Call& call, const std::optional<store::DatabaseId>& database) {
    const bool is_about_databases = call.route().deed.starts_with("database.");
    staff::Deed deed{.action = std::string(call.route().deed),
                     .record = call.noted_record().value_or(""),
                     .details = call.noted_details()};
    if (database && !is_about_databases) {
        deed.database = database->number;
    }
    return deed;
}

ProblemKind kind_of(int status) {
    switch (status) {
    case 413:
    case 431:
        return ProblemKind::TooLarge;
    case 500:
        return ProblemKind::Failed;
    case 503:
        return ProblemKind::Unavailable;
    default:
        return ProblemKind::Malformed;
    }
}

net::Response too_busy(const Problem& problem) {
    auto response = to_response(problem);
    if (problem.kind == ProblemKind::TooMany || problem.kind == ProblemKind::Unavailable) {
        response.headers.set("Retry-After", "5");
    }
    return response;
}

} // namespace

Dispatcher::Dispatcher(app::Office& office, Reach reach)
    : office_(office), reach_(std::move(reach)), events_(office), router_(route_table()) {}

net::Response Dispatcher::handle(const net::Request& request) {
    Way way = request.is_tls ? Way::Secure : Way::Plain;
    net::Response response;
    try {
        std::optional<net::Response> probed;
        if (only_reads(request.method)) {
            probed = answer_probe(office_, split_target(request.target).first);
        }
        if (probed) {
            response = std::move(*probed);
        } else if (const auto arrival = look_at_arrival(request, reach_); !arrival) {
            response = to_response(arrival.error());
        } else {
            way = arrival->is_secure ? Way::Secure : Way::Plain;
            auto answered = answer(request, *arrival);
            response = answered ? std::move(*answered) : too_busy(answered.error());
        }
    } catch (const db::StoreLost& lost) {
        office_.installation().metrics().count_lost_store("request");
        log(LogLevel::Error, "store_lost", {{"reason", lost.what()}});
        response = too_busy({ProblemKind::Unavailable, lost.what()});
    } catch (const std::exception& error) { // the top of the request
        log(LogLevel::Error, "request_failed", {{"method", request.method}, {"reason", error.what()}});
        response =
            to_response({ProblemKind::Failed, "The server could not answer this request; its log says why."});
    }
    add_security_headers(response, way);
    office_.installation().metrics().count_request(kind_of(request), response.status);
    return response;
}

net::Response Dispatcher::own_answer(const net::OwnAnswer& answer) const {
    auto response = to_response({kind_of(answer.status), std::string(answer.sentence)}, answer.status);
    const bool is_secure = answer.is_tls || (reach_.public_url && reach_.public_url->scheme == "https");
    add_security_headers(response, is_secure ? Way::Secure : Way::Plain);
    office_.installation().metrics().count_request("refused", response.status);
    return response;
}

Answer Dispatcher::answer(const net::Request& request, const Arrival& arrival) {
    const auto path = split_target(request.target).first;
    if (!path.starts_with('/')) {
        return refuse(ProblemKind::Malformed, "The request names no path.");
    }
    if (path != kDescription && (path == kApi || path.starts_with("/api/"))) {
        return answer_call(request, arrival, path.substr(kApi.size()));
    }
    if (!only_reads(request.method)) {
        auto refused = to_response({ProblemKind::WrongMethod, "Pages can only be read."});
        refused.headers.add("Allow", "GET, HEAD");
        return refused;
    }
    if (path == kMetrics) {
        return answer_metrics(office_, request, arrival, reach_);
    }
    return path == kDescription ? answer_api_description() : answer_page(request, path, assets());
}

Answer Dispatcher::answer_call(const net::Request& request, const Arrival& arrival, std::string_view path) {
    TRY(check_same_site(request, arrival, reach_));
    Found found = router_.find(request.method, path);
    if (found.route == nullptr && found.allowed.empty()) {
        return refuse(ProblemKind::NotFound,
                      "There is nothing of this name. /api/openapi.yaml lists what there is.");
    }
    if (found.route == nullptr) {
        auto refused = to_response({ProblemKind::WrongMethod, fmt::format("Possible here: {}.", found.allowed)});
        refused.headers.add("Allow", found.allowed);
        return refused;
    }
    Call call({office_, counts_, events_, reach_}, request, arrival, std::move(found));
    auto answered = run(call);
    if (call.cookie()) {
        if (!answered) {
            answered = to_response(answered.error());
        }
        answered->headers.add("Set-Cookie", *call.cookie());
        if (!call.given_token().empty()) {
            remember(call.given_token());
        }
    }
    return answered;
}

Answer Dispatcher::run(Call& call) {
    TRY(let_in(call));
    TRY(check_content(call));
    TRY_ASSIGN(auto response, call.route().handler(call));
    if (!call.route().deed.empty() && call.is_noted()) {
        // What was done is done; that nobody could note it must be known.
        TRY(app::audit(office_.installation(), call.who().actor(), deed_of(call, call.database_)));
    }
    return response;
}

Checked<void> Dispatcher::let_in(Call& call) {
    call.token_ = session_cookie(call.request(), call.way()).value_or("");
    if (!call.token_.empty()) {
        call.signed_in_ = app::authenticate(office_.installation(), call.token_);
    }
    if (call.signed_in_) {
        remember(call.token_);
    }
    if (call.route().access == Access::Public) {
        return {};
    }
    if (!call.signed_in_) {
        if (!call.token_.empty()) {
            call.set_cookie(""); // over
        }
        return refuse(ProblemKind::SignIn, "Sign in first.");
    }
    TRY(find_database(call));
    TRY(check_role(call));
    return call.route().fresh == FreshSignIn::Always ? call.require_fresh() : Checked<void>();
}

void Dispatcher::remember(const std::string& token) {
    const std::lock_guard lock(mutex_);
    if (met_.size() >= kMostRemembered) {
        met_.clear();
    }
    met_.insert(staff::token_digest(token));
}

std::size_t Dispatcher::body_limit(const net::Request& head) {
    const auto path = split_target(head.target).first;
    const auto found = path.starts_with("/api/") ? router_.find(head.method, path.substr(kApi.size())) : Found{};
    if (found.route == nullptr || found.route->content != Content::Csv) {
        return kLongestJsonBody; // what is not allowed either gets a better answer than the edge can give
    }
    const std::lock_guard lock(mutex_);
    for (const auto way : {Way::Secure, Way::Plain}) { // which one counts is judged later
        const auto token = session_cookie(head, way);
        if (token && met_.contains(staff::token_digest(*token))) {
            return kLongestUpload;
        }
    }
    return kLongestJsonBody;
}

Checked<void> Dispatcher::find_database(Call& call) {
    if (call.route().path.find("{database}") == std::string_view::npos) {
        return {};
    }
    const std::string& text = call.value("database");
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number <= 0 ||
        !staff::may(call.who().user, staff::Role::Viewer, number) ||
        !office_.installation().store().database_name({number})) {
        return no_such_database();
    }
    call.database_ = store::DatabaseId{number};
    return {};
}

} // namespace muster::web
