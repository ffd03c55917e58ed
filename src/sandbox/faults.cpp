#include "sandbox/faults.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::sandbox {

namespace {

constexpr std::array<std::pair<FaultKind, std::string_view>, 26> kKinds{{
    {FaultKind::Status, "status"},
    {FaultKind::Throttled, "throttled"},
    {FaultKind::QuotaExceeded, "quota_exceeded"},
    {FaultKind::QueueFull, "queue_full"},
    {FaultKind::Html, "html"},
    {FaultKind::HtmlOk, "html_ok"},
    {FaultKind::TruncatedBody, "truncated_body"},
    {FaultKind::Oversize, "oversize"},
    {FaultKind::CutConnection, "cut_connection"},
    {FaultKind::TruncatedConnection, "truncated_connection"},
    {FaultKind::Slow, "slow"},
    {FaultKind::WrongTypes, "wrong_types"},
    {FaultKind::ForeignLink, "foreign_link"},
    {FaultKind::ActivityFailed, "activity_failed"},
    {FaultKind::ActivityTimedOut, "activity_timed_out"},
    {FaultKind::ActivityCancelled, "activity_cancelled"},
    {FaultKind::ActivityStuck, "activity_stuck"},
    {FaultKind::RowsRefused, "rows_refused"},
    {FaultKind::RowsRefusedNoReason, "rows_refused_no_reason"},
    {FaultKind::RowsLost, "rows_lost"},
    {FaultKind::TokenExpired, "token_expired"},
    {FaultKind::InvalidGrant, "invalid_grant"},
    {FaultKind::TokenNotJson, "token_not_json"},
    {FaultKind::TokenWithoutExpiresIn, "token_without_expires_in"},
    {FaultKind::TokenWrongTypes, "token_wrong_types"},
    {FaultKind::TokenWithoutRefresh, "token_without_refresh"},
}};

} // namespace

std::string_view name_of(FaultKind kind) {
    for (const auto& [value, name] : kKinds) {
        if (value == kind) {
            return name;
        }
    }
    return "";
}

std::vector<std::string> fault_names() {
    std::vector<std::string> names;
    for (const auto& [value, name] : kKinds) {
        names.emplace_back(name);
    }
    return names;
}

Result<FaultKind> fault_kind(std::string_view name) {
    for (const auto& [value, known] : kKinds) {
        if (known == name) {
            return value;
        }
    }
    return fail(Code::Invalid,
                fmt::format("There is no fault \"{}\". The faults are {}.", name, join(fault_names(), ", ")));
}

bool matches(std::string_view pattern, std::string_view text) {
    const auto star = pattern.find('*');
    if (star == std::string_view::npos) {
        return pattern == text;
    }
    if (text.substr(0, star) != pattern.substr(0, star)) {
        return false;
    }
    const std::string_view rest = pattern.substr(star + 1);
    for (std::size_t at = star; at <= text.size(); ++at) {
        if (matches(rest, text.substr(at))) {
            return true;
        }
    }
    return false;
}

} // namespace muster::sandbox
