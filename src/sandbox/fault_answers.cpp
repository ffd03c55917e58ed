// What a fault makes of a request: it may stop it, spoil its answer, or bend the job it starts.

#include <fmt/format.h>

#include "net/server.hpp"
#include "sandbox/call.hpp"

namespace muster::sandbox {

namespace {

constexpr std::string_view kHtml = "<html><head><title>502 Bad Gateway</title></head><body><h1>502 Bad Gateway</h1>"
                                   "<hr>proxy</body></html>";

net::Response status_answer(const World& world, const Fault& fault) {
    const std::string text = fault.text.empty() ? "The sandbox was told to answer so." : fault.text;
    switch (fault.status) {
    case 400:
        return invalid("contacts", {text});
    case 401:
        return unauthorized();
    case 403:
        return error_array(403, "api.forbidden", {text});
    case 404:
        return error_array(404, "contacts.api.not_found", {text});
    case 409:
        return error_array(409, "contacts.api.conflict", {text});
    case 429:
        return throttled(world);
    case 503:
        return error_array(503, "api.unavailable", {text});
    default:
        return error_array(fault.status == 0 ? 500 : fault.status, "api.internal_error", {text});
    }
}

/// The JSON with texts where numbers and booleans were and numbers where texts were; keys stay.
std::string wrong_types(std::string_view text) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const char c = text[at];
        if (c == '"') {
            std::size_t end = at + 1;
            while (end < text.size() && text[end] != '"') {
                end += text[end] == '\\' ? 2U : 1U;
            }
            const bool is_key = end + 1 < text.size() && text[end + 1] == ':';
            out += is_key ? std::string(text.substr(at, end + 1 - at)) : "17";
            at = end + 1;
        } else if (c == '-' || (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z')) {
            out += "\"seventeen\"";
            at = text.find_first_of(",]}", at);
        } else {
            out += c;
            ++at;
        }
    }
    return out;
}

std::string foreign_link(std::string body, const World& world) {
    constexpr std::string_view kElsewhere = "https://elsewhere.example";
    const std::string own = fmt::format("\"next\":{{\"href\":\"{}", world.options.api_base);
    const auto link = body.find(own);
    if (link != std::string::npos) {
        return body.insert(link + own.size() - world.options.api_base.size(), kElsewhere);
    }
    const auto end = body.rfind('}');
    if (end != std::string::npos) {
        body.insert(end, fmt::format(R"(,"_links":{{"next":{{"href":"{}{}/contacts?cursor=x"}}}})", kElsewhere,
                                     world.options.api_base));
    }
    return body;
}

net::Response cut(net::Response response, const char* how) {
    response.headers.set(net::kCutConnection, how);
    return response;
}

/// The answer that takes the place of the true one, if this kind has such.
std::optional<net::Response> replacement(const World& world, const Fault& fault) {
    switch (fault.kind) {
    case FaultKind::Status:
        return status_answer(world, fault);
    case FaultKind::Throttled:
        return throttled(world);
    case FaultKind::QuotaExceeded:
        return quota_exceeded(world);
    case FaultKind::QueueFull:
        return queue_full(world);
    case FaultKind::Html:
        return html_answer(fault.status == 0 ? 502 : fault.status, std::string(kHtml));
    case FaultKind::HtmlOk:
        return html_answer(200, std::string(kHtml));
    case FaultKind::Oversize:
        return json_answer(200, "[\"" + std::string(fault.bytes, 'x') + "\"]");
    case FaultKind::CutConnection:
        return cut(empty_answer(200), "cut");
    default:
        return std::nullopt;
    }
}

/// The true answer, spoiled.
net::Response spoiled(const World& world, const Fault& fault, net::Response response) {
    switch (fault.kind) {
    case FaultKind::TruncatedBody:
        response.body.resize(response.body.size() / 2);
        break;
    case FaultKind::TruncatedConnection:
        return cut(std::move(response), "truncate");
    case FaultKind::Slow:
        response.headers.set(kAnswerDelay, std::to_string(fault.delay.count()));
        break;
    case FaultKind::WrongTypes:
        response.body = wrong_types(response.body);
        break;
    case FaultKind::ForeignLink:
        response.body = foreign_link(std::move(response.body), world);
        break;
    default:
        break;
    }
    return response;
}

} // namespace

std::optional<Fault> fault_for(World& world, const Call& call) {
    std::optional<Fault> hit;
    for (auto& armed : world.faults) {
        const Fault& fault = armed.fault;
        const bool mine =
            fault.account.empty() ||
            (call.account != nullptr && (call.account->id == fault.account || call.account->name == fault.account));
        if (!mine || !matches(fault.method, call.method) || !matches(fault.path, call.path)) {
            continue;
        }
        ++armed.seen;
        if (!hit && armed.seen >= fault.nth && (fault.times == 0 || armed.seen < fault.nth + fault.times)) {
            hit = fault;
        }
    }
    std::erase_if(world.faults, [](const ArmedFault& armed) {
        return armed.fault.times != 0 && armed.seen + 1 >= armed.fault.nth + armed.fault.times;
    });
    return hit;
}

net::Response under_fault(Call& call, const Fault& fault, net::Response (*handler)(Call&)) {
    call.fault = &fault;
    auto instead = replacement(call.world, fault);
    if (instead && fault.when == When::Before) {
        return std::move(*instead);
    }
    net::Response answer = handler(call);
    call.fault = nullptr;
    return instead ? std::move(*instead) : spoiled(call.world, fault, std::move(answer));
}

void bend(Activity& activity, const Fault& fault) {
    const auto ends_as = [&](Activity::Fate fate) {
        activity.fate = fate;
        activity.takes_effect = fault.when == When::After;
    };
    const auto loses = [&](Activity::RowLoss loss) {
        activity.row_loss = loss;
        activity.lost_rows = fault.rows;
        activity.loss_reason = fault.text;
    };
    switch (fault.kind) {
    case FaultKind::ActivityFailed:
        ends_as(Activity::Fate::Failed);
        break;
    case FaultKind::ActivityTimedOut:
        ends_as(Activity::Fate::TimedOut);
        break;
    case FaultKind::ActivityCancelled:
        ends_as(Activity::Fate::Cancelled);
        break;
    case FaultKind::ActivityStuck:
        ends_as(Activity::Fate::Stuck);
        break;
    case FaultKind::RowsRefused:
        loses(Activity::RowLoss::Refused);
        break;
    case FaultKind::RowsRefusedNoReason:
        loses(Activity::RowLoss::NoReason);
        break;
    case FaultKind::RowsLost:
        loses(Activity::RowLoss::Lost);
        break;
    default:
        break;
    }
}

} // namespace muster::sandbox
