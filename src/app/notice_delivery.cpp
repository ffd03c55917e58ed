// Making the attempts that are due: the bounded pauses between them, and what each answer means.

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "app/notice_list.hpp"
#include "app/notice_text.hpp"
#include "app/notices.hpp"
#include "app/options.hpp"
#include "base/crypto.hpp"

namespace muster::app {

namespace {

using store::AttemptEnd;
using store::Channel;
using store::ClaimedDelivery;
using store::DeliveryState;

constexpr int kMostAttemptsPerCall = 50;
constexpr std::chrono::minutes kFirstPause{1};
constexpr int kMostDoublings = 6; // 64 minutes: beyond kLongestPause
constexpr std::chrono::days kTriedFor{3};
constexpr std::chrono::seconds kConnectTimeout{5};
constexpr std::chrono::seconds kTotalTimeout{30};
constexpr std::size_t kLongestAnswer = 64 * 1024;

constexpr int kGatewayTimeout = 504; // somebody in between has handed it over and heard nothing

/// What one attempt came to.
struct Attempt {
    enum class Result { Sent, Later, Never, Unknown };
    Result result = Result::Sent;
    std::string reason = {};
    bool is_server_missing = false; ///< the next message would fare no better
};

using Result = Attempt::Result;

class Postman {
  public:
    Postman(Installation& installation, const NoticeDoors& doors, const CancelToken& cancel)
        : installation_(installation),
          doors_(doors),
          cancel_(cancel),
          options_(read_installation_options(installation)) {}

    DeliveryTally run() {
        auto queue = installation_.store().notices();
        for (const auto database : queue.with_deliveries()) {
            queue.lose_abandoned(database);
            while (attempts_ < kMostAttemptsPerCall && !cancel_.is_cancelled()) {
                const auto delivery = queue.claim(database, wanted_);
                if (!delivery) {
                    break;
                }
                ++attempts_;
                queue.finish(*delivery, end_of(*delivery, attempt(*delivery)));
            }
        }
        return tally_;
    }

  private:
    Attempt attempt(const ClaimedDelivery& delivery) {
        const auto described = installation_.store().describe_database(delivery.database);
        if (!described) {
            return {Result::Never, described.error().message};
        }
        return delivery.channel == Channel::Mail ? send_mail(delivery, described->name)
                                                 : post(delivery, described->name);
    }

    Attempt send_mail(const ClaimedDelivery& delivery, const std::string& database) {
        const auto recipients = read_database_options(installation_, delivery.database).notify;
        if (std::ranges::find(recipients, delivery.recipient) == recipients.end()) {
            return {Result::Never, "The database does not notify this address any more."};
        }
        if (options_.smtp_url.empty() || options_.mail_from.empty()) {
            return {Result::Later, "No mail server is set: the settings smtp_url and mail_from are needed.", true};
        }
        const bool is_list = delivery.notice.kind == NoticeKind::OptedOutList;
        const auto people = is_list ? to_lines(opted_out_reps(installation_, delivery.database)) : std::string();
        if (is_list && people.empty()) {
            return {Result::Never, "Nobody is on the list any more."};
        }
        const auto link = link_to(delivery);
        const NoticeWords words{delivery.notice, database, link, people};
        const auto domain = options_.mail_from.substr(options_.mail_from.find('@') + 1);
        return judge(doors_.send_mail({.url = options_.smtp_url,
                                       .user = options_.smtp_user,
                                       .password = installation_.settings().smtp_password,
                                       .connect_timeout = kConnectTimeout,
                                       .total_timeout = kTotalTimeout},
                                      {.from = options_.mail_from,
                                       .to = {delivery.recipient},
                                       .subject = notice_subject(words),
                                       .text = notice_mail_text(words),
                                       .message_id = fmt::format("{}@{}", delivery.delivery_id, domain),
                                       .date = delivery.notice.made_at},
                                      cancel_));
    }

    /// The run's page, or the Dashboard.
    [[nodiscard]] std::string link_to(const ClaimedDelivery& delivery) const {
        std::string base = options_.public_url;
        while (base.ends_with('/')) {
            base.pop_back();
        }
        if (base.empty()) {
            return "";
        }
        const auto& run_id = delivery.notice.run_id;
        return run_id.empty() ? base + '/'
                              : fmt::format("{}/databases/{}/runs/{}", base, delivery.database.number, run_id);
    }

    static Attempt judge(net::MailOutcome outcome) {
        using Fate = net::MailOutcome::Fate;
        switch (outcome.fate) {
        case Fate::Sent:
            return {};
        case Fate::NotSent:
            return {Result::Later, std::move(outcome.message), true};
        case Fate::Refused:
            return {Result::Never, std::move(outcome.message)};
        case Fate::Unknown:
            break;
        }
        return {Result::Unknown, std::move(outcome.message)};
    }

    Attempt post(const ClaimedDelivery& delivery, const std::string& database) {
        if (options_.webhook_url.empty()) {
            return {Result::Never, "No webhook is set any more."};
        }
        net::Request request{.method = "POST", .target = options_.webhook_url, .headers = {}, .body = {}};
        request.body = notice_json({delivery.notice, database, "", ""}, delivery.delivery_id);
        request.headers.add("Content-Type", "application/json");
        request.headers.add("X-Muster-Delivery", delivery.delivery_id);
        if (const auto& secret = installation_.settings().webhook_secret; !secret.empty()) {
            const auto digest = hmac_sha256(secret, request.body);
            request.headers.add("X-Muster-Signature",
                                "sha256=" + hex({reinterpret_cast<const char*>(digest.data()), digest.size()}));
        }
        if (!transport_) {
            transport_ = doors_.make_transport();
        }
        const auto answer = transport_->send(request, cancel_);
        if (!answer) {
            const bool is_fate_unknown = answer.error().kind == net::TransportError::Kind::NoAnswer;
            return {is_fate_unknown ? Result::Unknown : Result::Later, answer.error().message, true};
        }
        if (answer->status >= 200 && answer->status < 300) {
            return {};
        }
        return {answer->status == kGatewayTimeout ? Result::Unknown : Result::Later,
                fmt::format("The webhook answered with {}.", answer->status), true};
    }

    AttemptEnd end_of(const ClaimedDelivery& delivery, const Attempt& attempt) {
        const auto now = installation_.clock().now();
        AttemptEnd end{DeliveryState::Sent, delivery.attempts, now, attempt.reason};
        if (attempt.is_server_missing) {
            (delivery.channel == Channel::Mail ? wanted_.mail : wanted_.webhook) = false;
        }
        switch (attempt.result) {
        case Result::Sent:
            ++tally_.sent;
            break;
        case Result::Unknown:
            end.state = DeliveryState::Unknown;
            ++tally_.unknown;
            break;
        case Result::Later:
            if (now < delivery.notice.made_at + kTriedFor) {
                end.state = DeliveryState::Waiting;
                end.next_at = now + pause_after(delivery.attempts);
                ++tally_.postponed;
                break;
            }
            [[fallthrough]];
        case Result::Never:
            end.state = DeliveryState::GivenUp;
            ++tally_.given_up;
            break;
        }
        return end;
    }

    static Microseconds pause_after(std::int64_t attempts) {
        const auto doublings = std::min<std::int64_t>(attempts - 1, kMostDoublings);
        return std::min<Microseconds>(kFirstPause * (std::int64_t{1} << doublings), store::kLongestPause);
    }

    Installation& installation_;
    const NoticeDoors& doors_;
    const CancelToken& cancel_;
    InstallationOptions options_;
    std::unique_ptr<net::Transport> transport_;
    store::NoticeQueue::Wanted wanted_;
    int attempts_ = 0;
    DeliveryTally tally_;
};

} // namespace

NoticeDoors notice_doors() {
    return {net::send_mail, [] {
                return net::make_http_client({.user_agent = "Muster/" MUSTER_VERSION,
                                              .connect_timeout = kConnectTimeout,
                                              .total_timeout = kTotalTimeout,
                                              .max_response_bytes = kLongestAnswer});
            }};
}

DeliveryTally deliver_due(Installation& installation, const NoticeDoors& doors, const CancelToken& cancel) {
    return Postman(installation, doors, cancel).run();
}

} // namespace muster::app
