#pragma once

// Rows of the record tables as records. The order of columns is that of sql/queries/records.sql.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto.hpp"
#include "base/time.hpp"
#include "db/statement.hpp"
#include "roster/records.hpp"
#include "store/names.hpp"
#include "store/store.hpp"

namespace muster::store {

/// Nothing for null; throws StoreLost for what is no date.
[[nodiscard]] std::optional<Date> read_date(const db::Cursor& row, int column);
[[nodiscard]] roster::MemberStatus read_status(const db::Cursor& row);

/// The status comes as its key; whoever knows the statuses puts the code.
void read_member(const db::Cursor& row, const Names& attributes, roster::Member& member);

/// What a row of Reps holds besides the Rep.
struct RepColumns {
    static constexpr int kRecordNumber = 0, kMemberNumber = 1, kSealedPassword = 21, kGroupNumbers = 23,
                         kAttributeNumbers = 24, kUnsubscribedFor = 25, kMemberId = 28;
};
/// Without its password and member_id.
void read_rep(const db::Cursor& row, const Names& groups, const Names& attributes, roster::Rep& rep);

/// Opens the password of a row; throws StoreLost if it does not open.
[[nodiscard]] std::string open_password(const db::Cursor& row, const Sealer& sealer, DatabaseId database,
                                        const std::string& rep_id);

} // namespace muster::store
