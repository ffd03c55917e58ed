// The records of a database: editing, reading, and the walk of a run.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <string>
#include <tuple>
#include <unordered_map>
#include <vector>

#include "store/record_book.hpp"
#include "store/record_rows.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace {

using Visit = std::function<void(const roster::RosterRow&)>;

/// Neighbours often have the same Member, in either order: it is read anew only where it changes.
class StoreRosterState final : public roster::RosterState {
  public:
    StoreRosterState(Session& session, DatabaseId database, WithPasswords passwords)
        : session_(session),
          database_(database),
          passwords_(passwords),
          groups_(session, database, kGroup),
          attributes_(session, database, kAttribute),
          member_attributes_(session, database, kMemberAttribute),
          statuses_(read_statuses()) {}

    void each_while(const std::function<bool(const roster::RosterRow&)>& visit) override {
        auto reps = session_["rep.in_order"].query({database_.number});
        while (reps.next()) {
            if (!visit(row_of(reps))) {
                return;
            }
        }
    }

    void each_as_stored(const Visit& visit) override {
        auto reps = session_["rep.as_stored"].query({database_.number});
        while (reps.next()) {
            visit(row_of(reps));
        }
    }

    void each_of(const std::vector<std::int64_t>& record_numbers, const Visit& visit) override {
        auto& by_number = session_["rep.by_number"];
        for (const std::int64_t number : in_order(record_numbers)) {
            auto rep = by_number.query({database_.number, number});
            if (rep.next()) {
                visit(row_of(rep));
            }
        }
    }

  private:
    using Statuses = std::unordered_map<std::string, roster::MemberStatus>; // by key

    [[nodiscard]] Statuses read_statuses() {
        Statuses statuses;
        auto rows = session_["status.all"].query({database_.number});
        while (rows.next()) {
            statuses.emplace(rows.copy(7), read_status(rows));
        }
        return statuses;
    }

    /// As `rep.in_order` has them: keys compare as bytes.
    [[nodiscard]] std::vector<std::int64_t> in_order(const std::vector<std::int64_t>& record_numbers) {
        std::vector<std::tuple<std::string, std::string, std::string, std::int64_t>> keys;
        auto& order = session_["rep.order"];
        for (const std::int64_t number : record_numbers) {
            auto rep = order.query({database_.number, number});
            if (rep.next()) {
                keys.emplace_back(rep.copy(0), rep.copy(1), rep.copy(2), number);
            }
        }
        std::ranges::sort(keys);
        std::vector<std::int64_t> sorted;
        sorted.reserve(keys.size());
        for (const auto& key : keys) {
            sorted.push_back(std::get<3>(key));
        }
        return sorted;
    }

    const roster::RosterRow& row_of(const db::Cursor& rep) {
        const auto member_number = rep.number(RepColumns::kMemberNumber);
        if (row_.member.record_number != member_number) {
            read_member_of(member_number);
        }
        read_rep(rep, groups_, attributes_, row_.rep);
        row_.rep.member_id = row_.member.member_id;
        if (passwords_ == WithPasswords::Yes) {
            row_.rep.password = open_password(rep, session_.core().sealer, database_, row_.rep.rep_id);
        }
        row_.unsubscribed_for.assign(rep.text(RepColumns::kUnsubscribedFor));
        return row_;
    }

    void read_member_of(std::int64_t number) {
        auto member = session_["member.by_number"].query({database_.number, number});
        if (!member.next()) {
            throw db::StoreLost("The store is damaged: a Rep has no Member.", db::Loss::Damaged);
        }
        read_member(member, member_attributes_, row_.member);
        row_.status = statuses_.at(row_.member.status);
        row_.member.status = row_.status.code;
    }

    Session& session_;
    DatabaseId database_;
    WithPasswords passwords_;
    const Names groups_, attributes_, member_attributes_;
    const Statuses statuses_; // by key
    roster::RosterRow row_;
};

class StoreRosterReader final : public roster::RosterReader {
  public:
    StoreRosterReader(Core& core, DatabaseId database, WithPasswords passwords)
        : core_(core), database_(database), passwords_(passwords) {}

    void look(const std::function<void(roster::RosterState&)>& look) override {
        Session session(core_, db::Access::Read);
        look_at(session, look);
    }
    void look_until_done(const std::function<void(roster::RosterState&)>& look) override {
        read_from(core_, [&](Session& session) { look_at(session, look); });
    }

  private:
    void look_at(Session& session, const std::function<void(roster::RosterState&)>& look) const {
        StoreRosterState state(session, database_, passwords_);
        look(state);
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
    return db::retried([&]() -> Result<void> {
        Session session(*core_, db::Access::Write, scope_of(database));
        TRY(name_of(session, database));
        StoreRecordBook book(session, database, passwords);
        if (visit(book)) {
            book.flush();
            session.commit();
        }
        return {};
    });
}

Result<void> Store::read_book(DatabaseId database, WithPasswords passwords, const Visit& visit) {
    Session session(*core_, db::Access::Read);
    TRY(name_of(session, database));
    StoreRecordBook book(session, database, passwords);
    visit(book);
    return {};
}

} // namespace muster::store
