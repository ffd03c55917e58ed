#pragma once

// What people are told of an installation (R34): on the Dashboard, by mail and by webhook; one message per change
// of state, never while all is well. Runs settle what became of them by themselves (update_contacts); a background
// thread, or the end of a scheduled command, looks for the rest and sends what is due.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "app/installation.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "net/mail.hpp"
#include "net/transport.hpp"
#include "store/notice_queue.hpp"
#include "store/store.hpp"

namespace muster::app {

using store::NoticeKind;

// --- For the Dashboard.

/// Something that somebody has to see to.
struct OpenNotice {
    store::DatabaseId database;
    NoticeKind kind = NoticeKind::RunFailed;
    Instant since{};
    std::string text;      ///< "The scheduled update failed. …": with what the run said
    std::string next_step; ///< what to do
    std::string run_id;    ///< "" where no run is concerned
};
/// Of the databases that are asked for, in that order, oldest first in each.
[[nodiscard]] std::vector<OpenNotice> open_notices(Installation& installation,
                                                   const std::vector<store::DatabaseId>& databases);

/// A message of the last weeks, and what became of it on its ways.
struct SentNotice {
    store::DatabaseId database;
    std::string database_name;
    store::Notice notice;
    std::string text;
    std::vector<store::DeliveryRecord> deliveries;
};
/// Newest first.
[[nodiscard]] std::vector<SentNotice>
recent_notices(Installation& installation, const std::vector<store::DatabaseId>& databases, std::size_t limit);

// --- For whoever runs, looks and sends. All throw db::StoreLost.

/// Takes up what runs of this database have left in the queue and what its grant looks like now, and makes the
/// notices that are due. Sends nothing.
void settle_notices(Installation& installation, store::DatabaseId database);

/// A scheduled run that could not even begin has failed too.
void settle_unstarted_run(Installation& installation, store::DatabaseId database, const Error& error);

/// The same for every database: died runs, lost and ending grants, the weekly list. Cheap; call it once a minute.
void look_for_changes(Installation& installation);

/// How messages leave. Tests put their own behind it.
struct NoticeDoors {
    std::function<net::MailOutcome(const net::MailServer&, const net::Mail&, const CancelToken&)> send_mail;
    std::function<std::unique_ptr<net::Transport>()> make_transport;
};
/// SMTP and HTTP with short time-outs.
[[nodiscard]] NoticeDoors notice_doors();

struct DeliveryTally {
    std::int64_t sent = 0;
    std::int64_t postponed = 0; ///< to be tried again
    std::int64_t given_up = 0;
    std::int64_t unknown = 0; ///< may have arrived; not tried again
};
/// Makes the attempts that are due, at most some dozens; call it once a minute. After an attempt that found no
/// server it leaves that channel alone until the next call.
DeliveryTally deliver_due(Installation& installation, const NoticeDoors& doors, const CancelToken& cancel);

/// Both, for the end of a command that was started by a schedule.
DeliveryTally notices_after(Installation& installation, const CancelToken& cancel);

} // namespace muster::app
