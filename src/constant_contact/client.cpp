#include "constant_contact/client.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include <fmt/format.h>

#include "base/log.hpp"
#include "base/text.hpp"
#include "constant_contact/client_call.hpp"

namespace muster::constant_contact {

namespace {

constexpr std::size_t kAnswerLimit = 64 * 1024 * 1024;
constexpr std::chrono::seconds kLongestRetryAfter{300};

/// `Retry-After` in seconds; the service documents none, so nothing depends on it (contract, section 3).
std::chrono::seconds retry_after(const net::Response& response) {
    const auto value = response.headers.get("Retry-After");
    if (!value) {
        return std::chrono::seconds(0);
    }
    const std::string_view digits = trim(*value);
    std::int64_t seconds = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), seconds);
    const bool is_number = problem == std::errc() && end == digits.data() + digits.size() && seconds > 0;
    return is_number ? std::chrono::seconds(seconds) : std::chrono::seconds(0);
}

bool is_success(const net::Response& response) { return response.status >= 200 && response.status < 300; }

/// An error that another attempt within bounds may cure.
bool is_transient(Failure failure) { return failure == Failure::Unavailable || failure == Failure::Malformed; }

ApiError fate_unknown(ApiError error) {
    error.failure = Failure::FateUnknown;
    error.message += " It is not known whether the change was made; this is looked up before anything is repeated.";
    return error;
}

ApiError transport_error(const std::string& endpoint, const net::TransportError& error) {
    ApiError result;
    if (error.kind == net::TransportError::Kind::Cancelled) {
        result.failure = Failure::Cancelled;
        result.message = fmt::format("{}: stopped before it was sent.", endpoint);
        return result;
    }
    result.failure = Failure::Unavailable;
    result.message = error.kind == net::TransportError::Kind::NotSent
                         ? fmt::format("{}: Constant Contact could not be reached ({}).", endpoint, error.message)
                         : fmt::format("{}: Constant Contact did not answer ({}).", endpoint, error.message);
    return result;
}

} // namespace

Client::Client(net::Transport& transport, TokenSource& tokens, QuotaKeeper& keeper, Clock& clock, Random& random,
               ClientOptions options, CancelToken cancel)
    : transport_(transport),
      tokens_(tokens),
      keeper_(keeper),
      clock_(clock),
      random_(random),
      options_(std::move(options)),
      cancel_(std::move(cancel)) {}

void Client::count(const Call& call) {
    ++counts_.total;
    counts_.writes += call.is_write() ? 1 : 0;
    ++counts_.by_endpoint[call.endpoint];
}

bool Client::wait_before(int next_attempt, std::chrono::seconds asked_for) {
    const int doublings = std::clamp(next_attempt - 2, 0, 20);
    const std::int64_t wanted = options_.first_backoff.count() << doublings;
    const std::int64_t longest =
        std::max<std::int64_t>(1, std::min(wanted, std::int64_t{options_.longest_backoff.count()}));
    const auto jitter = static_cast<std::int64_t>(random_.below(static_cast<std::uint64_t>(longest) / 2 + 1));
    const Microseconds wait = std::max<Microseconds>(std::chrono::milliseconds(longest - jitter), asked_for);
    return clock_.sleep_for(wait, cancel_);
}

Answer<Client::Attempt> Client::attempt(const Call& call, const std::string& token) {
    net::Request request;
    request.method = call.method();
    request.target = call.url;
    request.headers.add("Authorization", "Bearer " + token);
    request.headers.add("Accept", "application/json");
    if (call.is_write()) {
        request.headers.add("Content-Type", call.content_type);
        request.body = call.body;
    }
    if (gate_ != nullptr) {
        if (auto objection = gate_->before(call.endpoint, request)) {
            return api_failure(Failure::Refused, std::move(*objection));
        }
    }
    Answer<void> slot;
    const auto response = transport_.send_when(
        [&] {
            slot = keeper_.before_call(cancel_);
            return slot.has_value();
        },
        request, cancel_);
    TRY(std::move(slot));
    Attempt result;
    if (!response) {
        result.error = transport_error(call.endpoint, response.error());
        result.may_have_worked = response.error().kind == net::TransportError::Kind::NoAnswer;
        if (result.may_have_worked) {
            count(call);
        }
        return result;
    }
    count(call);
    if (is_success(*response)) {
        auto document = json::Document::parse(response->body, kAnswerLimit);
        if (document) {
            result.answer = std::move(*document);
            return result;
        }
    }
    if (response->status < 400) { // a proxy's page, or an answer that was cut short
        result.error.failure = Failure::Malformed;
        result.error.status = response->status;
        result.error.message = fmt::format(
            "{}: the answer with status {} is no JSON; something between here and Constant Contact may have "
            "answered.",
            call.endpoint, response->status);
        result.may_have_worked = true;
        return result;
    }
    result.error = read_error(response->status, response->body, call.endpoint);
    result.may_have_worked = response->status >= 500 || response->status == 408;
    result.token_refused = response->status == 401;
    result.wait_at_least = retry_after(*response);
    return result;
}

Answer<void> Client::check_account() {
    is_check_put_off_ = false;
    const std::optional<Grant>& grant = tokens_.grant();
    if (grant && !grant->account_id.empty() && !grant->account_checked) {
        TRY_ASSIGN(const Account found, account());
        TRY(tokens_.confirm_account(found.encoded_account_id, found.organization_name));
    }
    return {};
}

/// R22: after a renewal the account is looked at before anything else, in mid-run too: what is read there may be
/// written into the records.
Answer<std::string> Client::checked_token(const Call& call) {
    if (!is_check_put_off_ || call.is_write()) {
        TRY(check_account());
    }
    return tokens_.access_token(cancel_);
}

Answer<json::Document> Client::perform(const Call& call) {
    bool may_have_worked = false;
    bool token_replaced = false;
    const auto give_up = [&](ApiError error) {
        const bool is_open = may_have_worked && call.is_write() &&
                             (is_transient(error.failure) || error.failure == Failure::Refused);
        return tl::unexpected(is_open ? fate_unknown(std::move(error)) : std::move(error));
    };
    TRY_ASSIGN(std::string token, tokens_.access_token(cancel_));
    for (int number = 1;;) {
        if (call.endpoint != kAccountCall) {
            auto checked = checked_token(call);
            if (!checked) {
                return give_up(std::move(checked).error());
            }
            token = std::move(*checked);
        }
        auto attempted = attempt(call, token);
        if (!attempted) {
            return give_up(std::move(attempted).error());
        }
        if (attempted->answer) {
            return std::move(*attempted->answer);
        }
        ApiError& error = attempted->error;
        may_have_worked = may_have_worked || attempted->may_have_worked;
        if (attempted->token_refused && !token_replaced) {
            token_replaced = true;
            auto replaced = tokens_.replace(token, cancel_);
            if (!replaced) {
                return give_up(std::move(replaced).error());
            }
            token = std::move(*replaced);
            continue;
        }
        if (error.failure == Failure::QuotaExhausted) {
            keeper_.mark_exhausted();
        }
        const bool may_repeat = !attempted->may_have_worked || call.repeat == Repeat::Harmless;
        ++number;
        if (!is_transient(error.failure) || !may_repeat || number > options_.attempts ||
            attempted->wait_at_least > kLongestRetryAfter) {
            return give_up(std::move(error));
        }
        log(LogLevel::Warning, "call_repeated",
            {{"call", call.endpoint}, {"attempt", std::to_string(number)}, {"reason", error.message}});
        if (!wait_before(number, attempted->wait_at_least)) {
            return api_failure(Failure::Cancelled,
                               fmt::format("{}: stopped while waiting to repeat it.", call.endpoint));
        }
        // A long wait may have outlived the token.
        auto current = tokens_.access_token(cancel_);
        if (!current) {
            return give_up(std::move(current).error());
        }
        token = std::move(*current);
    }
}

} // namespace muster::constant_contact
