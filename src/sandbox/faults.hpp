#pragma once

// Trouble on demand: which request is hit, and how (contract, section 15, "Must be injectable").

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace muster::sandbox {

enum class FaultKind {
    Status,                ///< `status` with the body the service gives for it
    Throttled,             ///< 429 throttled
    QuotaExceeded,         ///< 429 quota_exceeded
    QueueFull,             ///< 429 of the activity queue
    Html,                  ///< 502 with an HTML page, as from a proxy (`status` if it is set)
    HtmlOk,                ///< 200 with an HTML page
    TruncatedBody,         ///< the true answer, its JSON cut in the middle, well framed
    Oversize,              ///< an answer of `bytes` bytes
    CutConnection,         ///< no answer at all
    TruncatedConnection,   ///< head and half of the body, then closed
    Slow,                  ///< the true answer after `delay`
    WrongTypes,            ///< the true answer, numbers where texts belong and the other way round
    ForeignLink,           ///< the true answer, its paging link on another host
    ActivityFailed,        ///< the activity made by the request ends as failed
    ActivityTimedOut,      ///< ... as timed_out
    ActivityCancelled,     ///< ... as cancelled
    ActivityStuck,         ///< ... never
    RowsRefused,           ///< completed, `rows` of the import dropped, in error_count and in activity_errors
    RowsRefusedNoReason,   ///< completed, `rows` dropped, in error_count only
    RowsLost,              ///< completed, `rows` dropped, told nowhere
    TokenExpired,          ///< the access token of the request dies: 401 from now on
    InvalidGrant,          ///< token endpoint: 400 invalid_grant, and the grant is gone
    TokenNotJson,          ///< token endpoint: done, but the answer is no JSON
    TokenWithoutExpiresIn, ///< token endpoint: the member is missing
    TokenWrongTypes,       ///< token endpoint: expires_in a text, access_token a number
    TokenWithoutRefresh,   ///< token endpoint: refresh_token left out
};

/// Whether the request has taken effect when the trouble starts. For Activity... kinds: whether the job had done
/// its work.
enum class When { Before, After };

struct Fault {
    std::string method = "*"; ///< "POST", or "*"
    std::string path = "*"; ///< below /v3 or the authorisation base: "/contacts/*", "/token"; "*" matches any text
    FaultKind kind = FaultKind::Status;
    When when = When::Before;
    std::size_t nth = 1;                     ///< the how manieth matching request from now on, from 1
    std::size_t times = 1;                   ///< how many in a row; 0: all from then on
    int status = 0;                          ///< for Status and Html
    std::vector<std::size_t> rows;           ///< for Rows...: places in the import, from 0
    std::string text;                        ///< for RowsRefused: the reason; for Status: the message
    std::chrono::milliseconds delay{30'000}; ///< for Slow
    std::size_t bytes = 70 * 1024 * 1024;    ///< for Oversize
    std::string account;                     ///< only this account's requests; "" for all
};

/// "throttled", "rows_lost" ...: the names that POST /sandbox/control takes.
[[nodiscard]] std::string_view name_of(FaultKind kind);
[[nodiscard]] Result<FaultKind> fault_kind(std::string_view name);
/// Every name, for messages and pages.
[[nodiscard]] std::vector<std::string> fault_names();

/// True if `text` is `pattern`, where "*" stands for any text.
[[nodiscard]] bool matches(std::string_view pattern, std::string_view text);

} // namespace muster::sandbox
