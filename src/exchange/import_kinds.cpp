#include "exchange/import_kinds.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::exchange {
namespace {

/// A name that the record had before keeps its spelling when only case or blanks differ (R12), and is no change.
void keep_spelling(std::vector<std::string>& names, const std::vector<std::string>& before) {
    if (names == before) {
        return;
    }
    for (std::string& name : names) {
        const std::string key = name_key(name);
        for (const std::string& known : before) {
            if (name_key(known) == key) {
                name = known;
                break;
            }
        }
    }
}

} // namespace

void References::add_status(const std::string& code) { statuses_[name_key(code)] = code; }

void References::add_member(const std::string& member_id) { members_[member_id] = true; }

std::optional<std::string> References::find_status(const std::string& code) {
    const auto [entry, is_new] = statuses_.try_emplace(name_key(code));
    if (is_new) {
        if (const auto status = book_.find_status(code)) {
            entry->second = status->code;
        }
    }
    return entry->second;
}

bool References::has_member(const std::string& member_id) {
    const auto [entry, is_new] = members_.try_emplace(member_id, false);
    if (is_new) {
        entry->second = book_.has_member(member_id);
    }
    return entry->second;
}

std::string Kind<roster::MemberStatus>::key(std::string_view written) { return name_key(written); }

std::optional<BadReference> Kind<roster::MemberStatus>::settle(roster::MemberStatus& record,
                                                               const roster::MemberStatus* before, References&) {
    if (before != nullptr) {
        record.code = before->code; // codes compare without case; the first spelling stays
    }
    return std::nullopt;
}

std::string Kind<roster::Member>::key(std::string_view written) { return std::string(trim(written)); }

std::optional<BadReference> Kind<roster::Member>::settle(roster::Member& record, const roster::Member* before,
                                                         References& references) {
    if (before != nullptr) {
        keep_spelling(record.attributes, before->attributes);
        if (record.status == before->status) {
            return std::nullopt;
        }
    }
    const auto status = references.find_status(record.status);
    if (!status) {
        return BadReference{"status", fmt::format("There is no Member Status with the code \"{}\"; add it to the "
                                                  "statuses first.",
                                                  cut(record.status, 60))};
    }
    record.status = *status;
    return std::nullopt;
}

std::string Kind<roster::Rep>::key(std::string_view written) { return std::string(trim(written)); }

std::optional<BadReference> Kind<roster::Rep>::settle(roster::Rep& record, const roster::Rep* before,
                                                      References& references) {
    if (before != nullptr) {
        keep_spelling(record.groups, before->groups);
        keep_spelling(record.attributes, before->attributes);
        if (record.member_id == before->member_id) {
            return std::nullopt;
        }
    }
    if (!references.has_member(record.member_id)) {
        return BadReference{
            "member_id",
            fmt::format("There is no Member \"{}\", neither in the database nor in a good row of the members file.",
                        cut(record.member_id, 60))};
    }
    return std::nullopt;
}

} // namespace muster::exchange
