#include "app/list_view.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::app {

namespace {

using store::MemberColumn;
using store::RepColumn;

template <class Column>
struct Sortable {
    ListColumn column;
    std::optional<Column> by;
};

const Sortable<RepColumn> kRepColumns[] = {
    {{"rep_id", "Rep ID"}, RepColumn::RepId},
    {{"first_name", "First Name"}, RepColumn::FirstName},
    {{"last_name", "Last Name"}, RepColumn::LastName},
    {{"job_title", "Job Title"}, RepColumn::JobTitle},
    {{"company", "Company"}, RepColumn::Company},
    {{"member_id", "Member ID", true, false}, RepColumn::MemberId},
    {{"email", "Email"}, RepColumn::Email},
    {{"phone", "Phone"}, RepColumn::Phone},
    {{"city", "City", true, false}, RepColumn::City},
    {{"groups", "Rep Groups", false}, std::nullopt},
    {{"attributes", "Rep Attributes", false, false}, std::nullopt},
    {{"status", "Member Status"}, RepColumn::Status},
    {{"active", "Active Member", true, false}, RepColumn::Active},
    {{"billing_rep", "Billing Rep", true, false}, RepColumn::BillingRep},
    {{"updated", "Updated", true, false}, RepColumn::Updated},
};

const Sortable<MemberColumn> kMemberColumns[] = {
    {{"member_id", "Member ID"}, MemberColumn::MemberId},
    {{"company", "Company"}, MemberColumn::Company},
    {{"file_by", "File By", true, false}, MemberColumn::FileBy},
    {{"status", "Member Status"}, MemberColumn::Status},
    {{"active", "Active Member", true, false}, MemberColumn::Active},
    {{"type", "Member Type"}, MemberColumn::Type},
    {{"city", "City"}, MemberColumn::City},
    {{"state", "State", true, false}, MemberColumn::State},
    {{"phone", "Phone"}, MemberColumn::Phone},
    {{"website", "Website", true, false}, MemberColumn::Website},
    {{"joined", "Joined Date", true, false}, MemberColumn::Joined},
    {{"dropped", "Dropped Date", true, false}, MemberColumn::Dropped},
    {{"reps", "Reps"}, MemberColumn::Reps},
};

template <class Table>
std::vector<ListColumn> columns_of(const Table& table) {
    std::vector<ListColumn> columns;
    for (const auto& entry : table) {
        columns.push_back(entry.column);
    }
    return columns;
}

/// `first`: the column by which the list opens.
template <class Column, std::size_t Size>
Result<store::ListOrder<Column>> read_order(const Sortable<Column> (&table)[Size], Column first,
                                            const SortedBy& order) {
    const auto direction = order.descending ? store::Direction::Down : store::Direction::Up;
    if (order.column.empty()) {
        return store::ListOrder<Column>{first, direction};
    }
    std::vector<std::string> known;
    for (const auto& entry : table) {
        if (!entry.by) {
            continue;
        }
        if (entry.column.name == order.column) {
            return store::ListOrder<Column>{*entry.by, direction};
        }
        known.emplace_back(entry.column.name);
    }
    return fail(Code::Invalid, fmt::format("The list cannot be sorted by \"{}\". It can be sorted by: {}.",
                                           cut(order.column, 60), join(known, ", ")));
}

Result<store::RepOrder> read_rep_order(const SortedBy& order) {
    return read_order(kRepColumns, RepColumn::Company, order);
}

Result<store::MemberOrder> read_member_order(const SortedBy& order) {
    return read_order(kMemberColumns, MemberColumn::FileBy, order);
}

Result<void> check_window(store::ListWindow window) {
    if (window.offset < 0 || window.limit < 1 || window.limit > kMostListRows) {
        return fail(Code::Invalid,
                    fmt::format("A page has 1 to {} rows and begins at row 0 or later.", kMostListRows));
    }
    return {};
}

} // namespace

const std::vector<ListColumn>& rep_list_columns() {
    static const std::vector<ListColumn> kColumns = columns_of(kRepColumns);
    return kColumns;
}

const std::vector<ListColumn>& member_list_columns() {
    static const std::vector<ListColumn> kColumns = columns_of(kMemberColumns);
    return kColumns;
}

Result<store::ListPage<store::RepListRow>> list_page(Installation& installation, store::DatabaseId database,
                                                     const store::ShownReps& shown, const SortedBy& order,
                                                     store::ListWindow window) {
    TRY(check_window(window));
    TRY_ASSIGN(const auto sorted, read_rep_order(order));
    return installation.store().list(database, shown, sorted, window);
}

Result<store::ListPage<store::MemberListRow>> list_page(Installation& installation, store::DatabaseId database,
                                                        const store::ShownMembers& shown, const SortedBy& order,
                                                        store::ListWindow window) {
    TRY(check_window(window));
    TRY_ASSIGN(const auto sorted, read_member_order(order));
    return installation.store().list(database, shown, sorted, window);
}

Result<std::optional<std::int64_t>> find_place(Installation& installation, store::DatabaseId database,
                                               const store::ShownReps& shown, const SortedBy& order,
                                               const store::ListPlace& place) {
    TRY_ASSIGN(const auto sorted, read_rep_order(order));
    return installation.store().find_place(database, shown, sorted, place);
}

Result<std::optional<std::int64_t>> find_place(Installation& installation, store::DatabaseId database,
                                               const store::ShownMembers& shown, const SortedBy& order,
                                               const store::ListPlace& place) {
    TRY_ASSIGN(const auto sorted, read_member_order(order));
    return installation.store().find_place(database, shown, sorted, place);
}

} // namespace muster::app
