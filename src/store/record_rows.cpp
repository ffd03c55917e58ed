#include "store/record_rows.hpp"

#include <fmt/format.h>

#include "base/time.hpp"
#include "store/sealed_places.hpp"

namespace muster::store {

namespace {

void read_address(const db::Cursor& row, int first, roster::PostalAddress& address) {
    address.street.assign(row.text(first));
    address.street2.assign(row.text(first + 1));
    address.city.assign(row.text(first + 2));
    address.state.assign(row.text(first + 3));
    address.postal_code.assign(row.text(first + 4));
    address.country.assign(row.text(first + 5));
}

} // namespace

std::optional<Date> read_date(const db::Cursor& row, int column) {
    if (row.is_null(column)) {
        return std::nullopt;
    }
    const auto date = parse_date(row.text(column));
    if (!date) {
        throw db::StoreLost("The store is damaged: " + date.error().message, db::Loss::Damaged);
    }
    return *date;
}

roster::MemberStatus read_status(const db::Cursor& row) {
    return {.code = row.copy(0),
            .description = row.copy(1),
            .active_member = row.flag(2),
            .pays_dues = row.flag(3),
            .eligible_for_referral = row.flag(4),
            .list_in_directory = row.flag(5),
            .members_only_access = row.flag(6)};
}

void read_member(const db::Cursor& row, const Names& attributes, roster::Member& member) {
    member.record_number = row.number(0);
    member.member_id.assign(row.text(1));
    member.company.assign(row.text(2));
    member.file_by.assign(row.text(3));
    member.status.assign(row.text(4));
    member.type.assign(row.text(5));
    attributes.spell(row.text(6), member.attributes);
    read_address(row, 7, member.address);
    member.phone.assign(row.text(13));
    member.website.assign(row.text(14));
    member.joined = read_date(row, 15);
    member.dropped = read_date(row, 16);
}

void read_rep(const db::Cursor& row, const Names& groups, const Names& attributes, roster::Rep& rep) {
    rep.record_number = row.number(RepColumns::kRecordNumber);
    rep.rep_id.assign(row.text(2));
    rep.courtesy_title.assign(row.text(3));
    rep.first_name.assign(row.text(4));
    rep.middle_name.assign(row.text(5));
    rep.last_name.assign(row.text(6));
    rep.suffix.assign(row.text(7));
    rep.salutation.assign(row.text(8));
    rep.job_title.assign(row.text(9));
    rep.email.assign(row.text(10));
    rep.phone.assign(row.text(11));
    rep.mobile.assign(row.text(12));
    rep.fax.assign(row.text(13));
    read_address(row, 14, rep.address);
    rep.username.assign(row.text(20));
    rep.billing_rep = row.flag(22);
    groups.spell(row.text(RepColumns::kGroupNumbers), rep.groups);
    attributes.spell(row.text(RepColumns::kAttributeNumbers), rep.attributes);
    rep.created = from_micros(row.number(26));
    rep.updated = from_micros(row.number(27));
}

std::string open_password(const db::Cursor& row, const Sealer& sealer, DatabaseId database,
                          const std::string& rep_id) {
    if (row.is_null(RepColumns::kSealedPassword)) {
        return "";
    }
    auto password = sealer.open(row.text(RepColumns::kSealedPassword), password_place(database, rep_id));
    if (!password) {
        throw db::StoreLost(
            fmt::format("The password of Rep {} in the store does not open: {}", rep_id, password.error().message),
            db::Loss::Damaged);
    }
    return std::move(*password);
}

} // namespace muster::store
