#include "store/record_book.hpp"

#include <algorithm>
#include <stdexcept>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/text.hpp"
#include "roster/order.hpp"
#include "store/record_rows.hpp"
#include "store/sealed_places.hpp"

namespace muster::store {

namespace {

std::optional<std::string> text_of(const std::optional<Date>& date) {
    return date ? std::optional(format_date(*date)) : std::nullopt;
}

} // namespace

StoreRecordBook::StoreRecordBook(Session& session, DatabaseId database, WithPasswords passwords)
    : session_(session),
      database_(database),
      passwords_(passwords),
      groups_(session, database, kGroup),
      attributes_(session, database, kAttribute),
      member_attributes_(session, database, kMemberAttribute),
      now_(session.core().clock.now()) {}

void StoreRecordBook::check_writing() const {
    if (session_.access() != db::Access::Write) {
        throw std::logic_error("A book that was opened for reading cannot be written.");
    }
}

std::int64_t StoreRecordBook::next_number(std::int64_t& counter, std::int64_t& added) {
    ++added;
    if (next_member_ == 0) {
        auto row = session_["database.numbers"].query({database_.number});
        if (row.next()) {
            next_member_ = row.number(0);
            next_rep_ = row.number(1);
        }
    }
    return counter++;
}

void StoreRecordBook::flush() {
    if (next_member_ != 0) {
        session_["database.put_numbers"].run({database_.number, next_member_, next_rep_});
    }
    if (added_members_ != 0 || added_reps_ != 0) {
        session_["database.add_to_counts"].run({database_.number, added_members_, added_reps_});
    }
}

// --- Statuses

std::optional<roster::MemberStatus> StoreRecordBook::find_status(std::string_view code) {
    auto row = session_["status.find"].query({database_.number, name_key(code)});
    return row.next() ? std::optional(read_status(row)) : std::nullopt;
}

std::string StoreRecordBook::status_code(std::string_view status_key) {
    auto row = session_["status.find"].query({database_.number, status_key});
    return row.next() ? row.copy(0) : std::string(status_key);
}

void StoreRecordBook::put_status(const roster::MemberStatus& status) {
    check_writing();
    session_["status.put"].run({database_.number, name_key(status.code), trim(status.code), status.description,
                                status.active_member, status.pays_dues, status.eligible_for_referral,
                                status.list_in_directory, status.members_only_access});
}

std::int64_t StoreRecordBook::members_with_status(std::string_view code) {
    auto row = session_["status.members"].query({database_.number, name_key(code)});
    return row.next() ? row.number(0) : 0;
}

Result<void> StoreRecordBook::remove_status(std::string_view code) {
    check_writing();
    const auto status = find_status(code);
    if (!status) {
        return fail(Code::NotFound, fmt::format("There is no Member Status \"{}\".", code));
    }
    if (const auto members = members_with_status(code); members > 0) {
        return fail(Code::Invalid,
                    fmt::format("The Member Status {} still has {} Member(s). Give them another one first.",
                                status->code, members));
    }
    session_["status.remove"].run({database_.number, name_key(code)});
    return {};
}

void StoreRecordBook::each_status(const std::function<void(const roster::MemberStatus&)>& visit) {
    auto rows = session_["status.all"].query({database_.number});
    while (rows.next()) {
        visit(read_status(rows));
    }
}

// --- Members

std::optional<roster::Member> StoreRecordBook::find_member(std::string_view member_id) {
    auto row = session_["member.find"].query({database_.number, member_id});
    if (!row.next()) {
        return std::nullopt;
    }
    roster::Member member;
    read_member(row, member_attributes_, member);
    member.status = status_code(member.status);
    return member;
}

const MemberFacts* StoreRecordBook::member_facts(std::string_view member_id) {
    if (!last_member_ || last_member_->member_id != member_id) {
        last_member_.reset();
        auto row = session_["member.key"].query({database_.number, member_id});
        if (row.next()) {
            last_member_ = MemberFacts{
                std::string(member_id), row.number(0), row.copy(1), row.copy(2), row.copy(3), row.copy(4)};
        }
    }
    return last_member_ ? &*last_member_ : nullptr;
}

void StoreRecordBook::put_member(const roster::Member& member) {
    check_writing();
    const auto attributes = member_attributes_.find_or_add(member.attributes);
    std::optional<MemberFacts> before;
    if (const auto* known = member_facts(member.member_id)) {
        before = *known;
    }
    const MemberFacts after{.member_id = member.member_id,
                            .record_number =
                                before ? before->record_number : next_number(next_member_, added_members_),
                            .filed_under = roster::filing_key(member),
                            .company = member.company,
                            .status_key = name_key(member.status),
                            .city = member.address.city};
    last_member_.reset();
    write_member(member, after, attributes);
    if (before && before->filed_under != after.filed_under) {
        session_["member.refile_reps"].run({database_.number, after.record_number, after.filed_under});
    }
    if (before && *before != after) {
        rewrite_reps_of(session_, database_, after);
    }
}

void StoreRecordBook::write_member(const roster::Member& member, const MemberFacts& facts,
                                   const Numbers& attributes) {
    const auto& address = member.address;
    session_["member.put"].run({database_.number, facts.record_number, member.member_id, facts.filed_under,
                                member.company, member.file_by, facts.status_key, member.type, to_text(attributes),
                                address.street, address.street2, address.city, address.state, address.postal_code,
                                address.country, member.phone, member.website, text_of(member.joined),
                                text_of(member.dropped)});
    write_member_list_row(session_, database_, member, facts);
}

Result<void> StoreRecordBook::remove_member(std::string_view member_id) {
    check_writing();
    const auto* known = member_facts(member_id);
    if (known == nullptr) {
        return fail(Code::NotFound, fmt::format("There is no Member \"{}\".", member_id));
    }
    if (const auto reps = reps_of(member_id); !reps.empty()) {
        return fail(Code::Invalid, fmt::format("Member {} still has {} Rep(s): {}. Remove them first.", member_id,
                                               reps.size(), join(reps, ", ")));
    }
    added_members_ -= session_["member.remove"].count_changed({database_.number, known->record_number});
    last_member_.reset();
    return {};
}

std::vector<std::string> StoreRecordBook::reps_of(std::string_view member_id) {
    std::vector<std::string> reps;
    if (const auto* known = member_facts(member_id)) {
        auto rows = session_["member.reps"].query({database_.number, known->record_number});
        while (rows.next()) {
            reps.push_back(rows.copy(0));
        }
    }
    return reps;
}

void StoreRecordBook::each_member(const std::function<void(const roster::Member&)>& visit) {
    roster::Member member;
    auto rows = session_["member.all"].query({database_.number});
    while (rows.next()) {
        read_member(rows, member_attributes_, member);
        member.status = status_code(member.status);
        visit(member);
    }
}

// --- Reps

std::optional<StoreRecordBook::StoredRep> StoreRecordBook::stored_rep(std::string_view rep_id) {
    auto row = session_["rep.find"].query({database_.number, rep_id});
    if (!row.next()) {
        return std::nullopt;
    }
    StoredRep stored;
    read_rep(row, groups_, attributes_, stored.rep);
    stored.rep.member_id = row.copy(RepColumns::kMemberId);
    stored.rep.password = open_password(row, session_.core().sealer, database_, stored.rep.rep_id);
    stored.member_number = row.number(RepColumns::kMemberNumber);
    stored.groups = to_numbers(row.text(RepColumns::kGroupNumbers));
    stored.attributes = to_numbers(row.text(RepColumns::kAttributeNumbers));
    stored.unsubscribed_for = row.copy(RepColumns::kUnsubscribedFor);
    return stored;
}

std::optional<roster::Rep> StoreRecordBook::find_rep(std::string_view rep_id) {
    auto stored = stored_rep(rep_id);
    absent_rep_ = stored ? std::nullopt : std::optional<std::string>(rep_id);
    return stored ? std::optional(std::move(stored->rep)) : std::nullopt;
}

void StoreRecordBook::put_rep(const roster::Rep& rep) {
    check_writing();
    const auto* member = member_facts(rep.member_id);
    if (member == nullptr) {
        throw std::logic_error(fmt::format("Rep {} names a Member that is not there.", rep.rep_id));
    }
    const auto before = absent_rep_ == rep.rep_id ? std::nullopt : stored_rep(rep.rep_id);
    absent_rep_.reset();
    StoredRep after{.rep = rep,
                    .member_number = member->record_number,
                    .groups = groups_.find_or_add(rep.groups),
                    .attributes = attributes_.find_or_add(rep.attributes),
                    .unsubscribed_for = ""};
    if (before) {
        after.rep.record_number = before->rep.record_number;
        after.rep.created = before->rep.created;
        after.rep.updated = before->rep.updated;
        after.rep.groups = before->rep.groups; // compared by their numbers
        after.rep.attributes = before->rep.attributes;
        if (after.rep == before->rep && after.groups == before->groups && after.attributes == before->attributes) {
            return;
        }
    } else {
        after.rep.record_number = next_number(next_rep_, added_reps_);
        after.rep.created = now_;
    }
    after.rep.updated = now_;
    after.unsubscribed_for = unsubscribed_for(before, after);
    write_rep(after, *member, !before);
    write_names(kGroup, after.rep.record_number, before ? before->groups : Numbers{}, after.groups);
    write_names(kAttribute, after.rep.record_number, before ? before->attributes : Numbers{}, after.attributes);
}

// R16: the attribute belongs to the address that the Rep had when it was assigned.
std::string StoreRecordBook::unsubscribed_for(const std::optional<StoredRep>& before,
                                              const StoredRep& after) const {
    const auto number = attributes_.find(roster::kUnsubscribedAttribute);
    const auto has = [&](const Numbers& numbers) {
        return number && std::binary_search(numbers.begin(), numbers.end(), *number);
    };
    if (!has(after.attributes)) {
        return "";
    }
    return before && has(before->attributes) ? before->unsubscribed_for : email_key(after.rep.email);
}

void StoreRecordBook::write_rep(const StoredRep& stored, const MemberFacts& member, bool is_new) {
    const auto& rep = stored.rep;
    const auto& address = rep.address;
    std::string sealed;
    db::Parameter password = std::nullopt;
    if (!rep.password.empty()) {
        sealed = session_.core().sealer.seal(rep.password, password_place(database_, rep.rep_id));
        password = db::Bytes{sealed};
    }
    session_[is_new ? "rep.add" : "rep.put"].run({database_.number,
                                                  rep.record_number,
                                                  rep.rep_id,
                                                  stored.member_number,
                                                  member.filed_under,
                                                  fold(rep.last_name),
                                                  fold(rep.first_name),
                                                  rep.courtesy_title,
                                                  rep.first_name,
                                                  rep.middle_name,
                                                  rep.last_name,
                                                  rep.suffix,
                                                  rep.salutation,
                                                  rep.job_title,
                                                  rep.email,
                                                  rep.phone,
                                                  rep.mobile,
                                                  rep.fax,
                                                  address.street,
                                                  address.street2,
                                                  address.city,
                                                  address.state,
                                                  address.postal_code,
                                                  address.country,
                                                  rep.username,
                                                  password,
                                                  rep.billing_rep,
                                                  to_text(stored.groups),
                                                  to_text(stored.attributes),
                                                  stored.unsubscribed_for,
                                                  to_micros(rep.created),
                                                  to_micros(rep.updated)});
    write_rep_list_row(session_, database_, rep, member, is_new ? ListRow::New : ListRow::Any);
}

void StoreRecordBook::write_names(std::string_view kind, std::int64_t rep_number, const Numbers& before,
                                  const Numbers& after) {
    for (const auto number : before) {
        if (!std::binary_search(after.begin(), after.end(), number)) {
            session_["rep_names.remove"].run({database_.number, kind, number, rep_number});
        }
    }
    for (const auto number : after) {
        if (!std::binary_search(before.begin(), before.end(), number)) {
            session_["rep_names.add"].run({database_.number, kind, number, rep_number});
        }
    }
}

void StoreRecordBook::remove_rep(std::string_view rep_id) {
    check_writing();
    added_reps_ -= session_["rep.remove"].count_changed({database_.number, rep_id});
}

void StoreRecordBook::each_rep(const std::function<void(const roster::Rep&)>& visit) {
    roster::Rep rep;
    auto rows = session_["rep.all"].query({database_.number});
    while (rows.next()) {
        read_rep(rows, groups_, attributes_, rep);
        rep.member_id.assign(rows.text(RepColumns::kMemberId));
        if (passwords_ == WithPasswords::Yes) {
            rep.password = open_password(rows, session_.core().sealer, database_, rep.rep_id);
        }
        visit(rep);
    }
}

} // namespace muster::store
