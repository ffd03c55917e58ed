// The audit log, and the door through which staff is read and changed.

#include <algorithm>

#include "base/text.hpp"
#include "store/staff_book.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace {

constexpr std::int64_t kAnyDatabase = -1;

staff::AuditEntry read_entry(const db::Cursor& row) {
    staff::AuditEntry entry;
    entry.deed.database = row.number(0);
    entry.id = row.copy(1);
    entry.at = from_micros(row.number(2));
    entry.actor = {row.copy(3), row.copy(4), row.copy(5)};
    entry.deed.action = row.copy(6);
    entry.deed.record = row.copy(7);
    entry.deed.details = row.copy(8);
    return entry;
}

} // namespace

void StoreStaffBook::add_entry(const staff::AuditEntry& entry) {
    changing("audit.add")
        .run({entry.deed.database, entry.id, to_micros(entry.at), entry.actor.user_id, entry.actor.name,
              name_key(entry.actor.name), entry.actor.origin, entry.deed.action, entry.deed.record,
              entry.deed.details});
}

staff::AuditPage StoreStaffBook::entries(const staff::AuditFilter& filter, const staff::AuditRange& range) {
    const auto database = filter.database.value_or(kAnyDatabase);
    const auto user = name_key(filter.user);
    staff::AuditPage page;
    if (auto row = session_["audit.count"].query({database, user, filter.action}); row.next()) {
        page.total = row.number(0);
    }
    const auto limit = std::clamp(range.limit, std::int64_t{0}, staff::kMostAuditRows);
    const auto offset = std::max(range.offset, std::int64_t{0});
    for (auto rows = session_["audit.page"].query({database, user, filter.action, limit, offset}); rows.next();) {
        page.entries.push_back(read_entry(rows));
    }
    return page;
}

void Store::change_staff(const std::function<void(staff::StaffBook&)>& body) {
    edit_staff_book([&](staff::StaffBook& book) {
        body(book);
        return true;
    });
}

void Store::edit_staff_book(const VisitStaff& visit) {
    db::retried([&] {
        Session session(*core_, db::Access::Write);
        StoreStaffBook book(session);
        if (visit(book)) {
            session.commit();
        }
    });
}

void Store::read_staff_book(const VisitStaff& visit) {
    Session session(*core_, db::Access::Read);
    StoreStaffBook book(session);
    visit(book);
}

} // namespace muster::store
