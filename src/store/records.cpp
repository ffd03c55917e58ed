// The records of a database: editing, reading, and the walk of a run.

#include <unordered_map>

#include "store/record_book.hpp"
#include "store/record_rows.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace {

/// Reps in the order of R4. Reps of one Member stand together, so each Member is read once or nearly so.
class StoreRosterReader final : public roster::RosterReader {
  public:
    StoreRosterReader(Core& core, DatabaseId database, WithPasswords passwords)
        : core_(core), database_(database), passwords_(passwords) {}

    void each_while(const std::function<bool(const roster::RosterRow&)>& visit) override {
        Session session(core_, db::Access::Read);
        const Names groups(session, database_, kGroup);
        const Names attributes(session, database_, kAttribute);
        const Names member_attributes(session, database_, kMemberAttribute);
        const auto statuses = read_statuses(session);
        auto& members = session["member.by_number"];
        roster::RosterRow row;
        auto reps = session["rep.in_order"].query({database_.number});
        while (reps.next()) {
            const auto member_number = reps.number(RepColumns::kMemberNumber);
            if (row.member.record_number != member_number) {
                auto member = members.query({database_.number, member_number});
                if (!member.next()) {
                    throw db::StoreLost("The store is damaged: a Rep has no Member.", db::Loss::Damaged);
                }
                read_member(member, member_attributes, row.member);
                row.status = statuses.at(row.member.status);
                row.member.status = row.status.code;
            }
            read_rep(reps, groups, attributes, row.rep);
            row.rep.member_id = row.member.member_id;
            if (passwords_ == WithPasswords::Yes) {
                row.rep.password = open_password(reps, core_.sealer, database_, row.rep.rep_id);
            }
            row.unsubscribed_for.assign(reps.text(RepColumns::kUnsubscribedFor));
            if (!visit(row)) {
                return;
            }
        }
    }

  private:
    using Statuses = std::unordered_map<std::string, roster::MemberStatus>; // by key

    [[nodiscard]] Statuses read_statuses(Session& session) const {
        Statuses statuses;
        auto rows = session["status.all"].query({database_.number});
        while (rows.next()) {
            statuses.emplace(rows.copy(7), read_status(rows));
        }
        return statuses;
    }

    Core& core_;
    DatabaseId database_;
    WithPasswords passwords_;
};

} // namespace

std::unique_ptr<roster::RosterReader> Store::make_roster_reader(DatabaseId database, WithPasswords passwords) {
    return std::make_unique<StoreRosterReader>(*core_, database, passwords);
}

Result<void> Store::edit_book(DatabaseId database, WithPasswords passwords, const Visit& visit) {
    Session session(*core_, db::Access::Write);
    TRY(name_of(session, database));
    StoreRecordBook book(session, database, passwords);
    if (visit(book)) {
        book.flush();
        session.commit();
    }
    return {};
}

Result<void> Store::read_book(DatabaseId database, WithPasswords passwords, const Visit& visit) {
    Session session(*core_, db::Access::Read);
    TRY(name_of(session, database));
    StoreRecordBook book(session, database, passwords);
    visit(book);
    return {};
}

} // namespace muster::store
