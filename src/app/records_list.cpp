#include "app/records.hpp"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.hpp"
#include "roster/order.hpp"

namespace muster::app {

using roster::Filter;
using roster::FilterKind;
using roster::RecordBook;
using store::WithPasswords;

Result<std::vector<roster::RosterRow>> list_reps(Installation& installation, store::DatabaseId database,
                                                 const FilterTexts& filters) {
    TRY_ASSIGN(const Filter members, Filter::parse(FilterKind::Member, filters.member));
    TRY_ASSIGN(const Filter reps, Filter::parse(FilterKind::Rep, filters.rep));
    std::vector<roster::RosterRow> rows;
    installation.store().make_roster_reader(database, WithPasswords::No)->each([&](const roster::RosterRow& row) {
        if (members.accepts(row) && reps.accepts(row)) {
            rows.push_back(row);
        }
    });
    return rows;
}

Result<std::vector<ListedMember>> list_members(Installation& installation, store::DatabaseId database,
                                               const FilterTexts& filters) {
    TRY_ASSIGN(const Filter members, Filter::parse(FilterKind::Member, filters.member));
    TRY_ASSIGN(const auto reps, list_reps(installation, database, filters));
    std::set<std::string> with_reps;
    for (const auto& row : reps) {
        with_reps.insert(row.member.member_id);
    }
    using Listed = std::vector<ListedMember>;
    TRY_ASSIGN(auto listed,
               installation.store().read(database, WithPasswords::No, [&](RecordBook& book) -> Result<Listed> {
                   std::map<std::string, roster::MemberStatus>
                       statuses; // by code in lower case: codes compare without case
                   book.each_status(
                       [&](const roster::MemberStatus& status) { statuses[ascii_lower(status.code)] = status; });
                   Listed found;
                   book.each_member([&](const roster::Member& member) {
                       roster::RosterRow row;
                       row.member = member;
                       row.status = statuses[ascii_lower(member.status)];
                       const bool has_wanted_rep = filters.rep.empty() || with_reps.contains(member.member_id);
                       if (members.accepts(row) && has_wanted_rep) {
                           found.push_back({member, row.status.description, row.is_active(), 0});
                       }
                   });
                   for (auto& entry : found) {
                       entry.reps = static_cast<std::int64_t>(book.reps_of(entry.member.member_id).size());
                   }
                   return found;
               }));
    std::vector<std::pair<std::string, std::size_t>> order;
    for (std::size_t i = 0; i < listed.size(); ++i) {
        order.emplace_back(roster::filing_key(listed[i].member), i);
    }
    std::sort(order.begin(), order.end()); // the book's order is by record number, which decides ties
    Listed sorted;
    for (const auto& [key, index] : order) {
        sorted.push_back(std::move(listed[index]));
    }
    return sorted;
}

Result<std::vector<roster::MemberStatus>> list_statuses(Installation& installation, store::DatabaseId database) {
    using Listed = std::vector<roster::MemberStatus>;
    return installation.store().read(database, WithPasswords::No, [](RecordBook& book) -> Result<Listed> {
        Listed statuses;
        book.each_status([&](const roster::MemberStatus& status) { statuses.push_back(status); });
        return statuses;
    });
}

Result<std::vector<store::StatusCounts>> count_statuses(Installation& installation, store::DatabaseId database) {
    return installation.store().count_statuses(database);
}

Result<std::vector<RecordBook::Named>> list_groups(Installation& installation, store::DatabaseId database) {
    return installation.store().read(
        database, WithPasswords::No,
        [](RecordBook& book) -> Result<std::vector<RecordBook::Named>> { return book.groups(); });
}

Result<std::vector<RecordBook::Named>> list_attributes(Installation& installation, store::DatabaseId database) {
    return installation.store().read(
        database, WithPasswords::No,
        [](RecordBook& book) -> Result<std::vector<RecordBook::Named>> { return book.attributes(); });
}

} // namespace muster::app
