// The deliveries of the notice queue: claiming an attempt, ending it, and what dead processes leave.

#include "store/core.hpp"
#include "store/notice_queue.hpp"

namespace muster::store {

namespace {

/// Longer than any attempt takes.
constexpr std::chrono::minutes kLongestAttempt{10};
/// A moment further ahead than this is one from before the clock was set back.
constexpr std::chrono::hours kImpossiblyAhead{1};

constexpr std::string_view kLostInTheAct =
    "The process that sent this was stopped in the act. Whether it has arrived is not known; it is not sent again.";

std::vector<std::string> abandoned(Session& session, DatabaseId database, Instant now) {
    std::vector<std::string> lost;
    for (auto rows = session["delivery.under_way"].query({database.number}); rows.next();) {
        const ProcessIdentity process{.host = rows.copy(1), .pid = rows.number(2), .start_time = rows.number(3)};
        const auto since = from_micros(rows.number(4));
        const bool is_too_old = since + kLongestAttempt < now || since > now + kImpossiblyAhead;
        if (is_too_old || is_gone(process, session.core().process)) {
            lost.push_back(rows.copy(0));
        }
    }
    return lost;
}

std::optional<ClaimedDelivery> find_due(Session& session, DatabaseId database, NoticeQueue::Wanted wanted,
                                        Instant now) {
    const auto asked = [](bool is_wanted, Channel channel) {
        return is_wanted ? to_text(channel) : std::string_view();
    };
    auto row =
        session["delivery.due"].query({database.number, to_micros(now), to_micros(now + kLongestPause),
                                       asked(wanted.mail, Channel::Mail), asked(wanted.webhook, Channel::Webhook)});
    if (!row.next()) {
        return std::nullopt;
    }
    return ClaimedDelivery{.database = database,
                           .delivery_id = row.copy(0),
                           .channel = channel_from(row.text(1)),
                           .recipient = row.copy(2),
                           .attempts = row.number(3) + 1,
                           .notice = {.notice_id = row.copy(4),
                                      .kind = notice_kind_from(row.text(5)),
                                      .run_id = row.copy(6),
                                      .detail = row.copy(7),
                                      .made_at = from_micros(row.number(8))}};
}

} // namespace

std::vector<DatabaseId> NoticeQueue::with_deliveries() {
    return read_from(core_, [](Session& session) {
        std::vector<DatabaseId> databases;
        for (auto rows = session["delivery.databases"].query({}); rows.next();) {
            databases.push_back({rows.number(0)});
        }
        return databases;
    });
}

void NoticeQueue::lose_abandoned(DatabaseId database) {
    const auto now = core_.clock.now();
    {
        Session session(core_, db::Access::Read);
        if (abandoned(session, database, now).empty()) {
            return;
        }
    }
    write(core_, [&](Session& session) {
        for (const auto& delivery_id : abandoned(session, database, now)) {
            session["delivery.lose"].run({database.number, delivery_id, to_micros(now), kLostInTheAct});
        }
    });
}

std::optional<ClaimedDelivery> NoticeQueue::claim(DatabaseId database, Wanted wanted) {
    const auto now = core_.clock.now();
    {
        Session session(core_, db::Access::Read);
        if (!find_due(session, database, wanted, now)) {
            return std::nullopt;
        }
    }
    return write(core_, [&](Session& session) { // looks again: another process may have been faster
        auto delivery = find_due(session, database, wanted, now);
        if (delivery) {
            const auto& process = core_.process;
            session["delivery.claim"].run({database.number, delivery->delivery_id, to_micros(now), process.host,
                                           process.pid, process.start_time});
        }
        return delivery;
    });
}

void NoticeQueue::finish(const ClaimedDelivery& delivery, const AttemptEnd& end) {
    write(core_, [&](Session& session) {
        session["delivery.settle"].run({delivery.database.number, delivery.delivery_id, to_text(end.state),
                                        end.attempts, to_micros(end.next_at), to_micros(core_.clock.now()),
                                        end.reason});
    });
}

} // namespace muster::store
