#pragma once

// The words of notices: for the Dashboard, for mail, for the webhook.

#include <string>
#include <string_view>

#include "store/notice_queue.hpp"

namespace muster::app {

/// "The scheduled update failed."
[[nodiscard]] std::string_view notice_sentence(store::NoticeKind kind);
/// The sentence, and what a run said after it.
[[nodiscard]] std::string notice_text(store::NoticeKind kind, std::string_view detail);
/// What to do in the back office; "" where nothing is to be done.
[[nodiscard]] std::string_view next_step(store::NoticeKind kind);

struct NoticeWords {
    const store::Notice& notice;
    std::string_view database;
    std::string_view link;   ///< into the back office, "" if nobody gave its address
    std::string_view people; ///< of an OptedOutList, one a line
};
[[nodiscard]] std::string notice_subject(const NoticeWords& words);
[[nodiscard]] std::string notice_mail_text(const NoticeWords& words);

/// The body of a webhook: {"schema": 1, "id": …}. `id` is the delivery's, constant however often it is tried.
[[nodiscard]] std::string notice_json(const NoticeWords& words, std::string_view id);

} // namespace muster::app
