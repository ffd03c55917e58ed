#include "app/selection_counts.hpp"

#include <algorithm>
#include <unordered_set>

#include "app/selections.hpp"
#include "base/email.hpp"
#include "roster/record_book.hpp"

namespace muster::app {

namespace {

using roster::Filter;
using roster::FilterKind;
using roster::RecordBook;
using store::WithPasswords;

constexpr std::size_t kMembersBetweenLooks = 1024;

struct Filters {
    Filter member;
    Filter rep;
};

tl::unexpected<Error> superseded() {
    return fail(Code::Cancelled, "The count was stopped, as another one is wanted.");
}

/// Reps that pass, their addresses and their Members.
Result<SelectionCounts> count_reps(Installation& installation, store::DatabaseId database, const Filters& filters,
                                   const CancelToken& cancel) {
    SelectionCounts counts;
    std::unordered_set<std::string> addresses;
    std::unordered_set<std::int64_t> members;
    bool is_stopped = false;
    const auto reader = installation.store().make_roster_reader(database, WithPasswords::No);
    reader->each_while([&](const roster::RosterRow& row) {
        is_stopped = cancel.is_cancelled();
        if (is_stopped || !filters.member.accepts(row) || !filters.rep.accepts(row)) {
            return !is_stopped;
        }
        ++counts.reps;
        members.insert(row.member.record_number);
        if (auto address = parse_email(row.rep.email)) {
            addresses.insert(std::move(address->key));
        }
        return true;
    });
    if (is_stopped) {
        return superseded();
    }
    counts.addresses = static_cast<std::int64_t>(addresses.size());
    counts.members = static_cast<std::int64_t>(members.size());
    return counts;
}

/// Members that pass, whether they have Reps or not.
Result<std::int64_t> count_members(Installation& installation, store::DatabaseId database, const Filter& filter,
                                   const CancelToken& cancel) {
    return installation.store().read(database, WithPasswords::No, [&](RecordBook& book) -> Result<std::int64_t> {
        std::map<std::string, roster::MemberStatus, std::less<>> statuses;
        book.each_status([&](const roster::MemberStatus& status) { statuses[status.code] = status; });
        std::int64_t members = 0;
        std::size_t seen = 0;
        roster::RosterRow row;
        book.each_member([&](const roster::Member& member) {
            if (++seen % kMembersBetweenLooks == 0 && cancel.is_cancelled()) {
                return;
            }
            row.member = member;
            row.status = statuses[member.status];
            members += filter.accepts(row) ? 1 : 0;
        });
        if (cancel.is_cancelled()) {
            return superseded();
        }
        return members;
    });
}

using Values = std::vector<std::string>;

Values names_in(const std::vector<RecordBook::Named>& named) {
    Values values;
    for (const auto& entry : named) {
        values.push_back(entry.name);
    }
    return values;
}

Result<Values> member_values(Installation& installation, store::DatabaseId database, std::string_view field) {
    const auto of = [&](store::MemberValues what) {
        return installation.store().member_values(database, what, static_cast<std::int64_t>(kMostKnownValues));
    };
    if (field == "status") {
        TRY_ASSIGN(const auto statuses, list_statuses(installation, database));
        Values values;
        for (const auto& status : statuses) {
            values.push_back(status.code);
        }
        return values;
    }
    if (field == "type") {
        return of(store::MemberValues::Type);
    }
    if (field == "city") {
        return of(store::MemberValues::City);
    }
    if (field == "state") {
        return of(store::MemberValues::State);
    }
    return field == "attribute" ? of(store::MemberValues::Attribute) : Values{};
}

Result<Values> rep_values(Installation& installation, store::DatabaseId database, std::string_view field) {
    if (field == "group") {
        TRY_ASSIGN(const auto groups, list_groups(installation, database));
        return names_in(groups);
    }
    if (field == "attribute") {
        TRY_ASSIGN(const auto attributes, list_attributes(installation, database));
        return names_in(attributes);
    }
    return Values{};
}

} // namespace

Result<SelectionCounts> count_selection(Installation& installation, store::DatabaseId database,
                                        const FilterTexts& filters, const CancelToken& cancel) {
    Filters parsed;
    TRY_ASSIGN(parsed.member, Filter::parse(FilterKind::Member, filters.member));
    TRY_ASSIGN(parsed.rep, Filter::parse(FilterKind::Rep, filters.rep));
    TRY(installation.store().describe_database(database));
    TRY_ASSIGN(auto counts, count_reps(installation, database, parsed, cancel));
    if (parsed.rep.is_empty()) {
        TRY_ASSIGN(counts.members, count_members(installation, database, parsed.member, cancel));
    }
    return counts;
}

NewestWins::Turn NewestWins::begin(const std::string& key) {
    const std::lock_guard lock(mutex_);
    auto& running = running_[key];
    running.token.cancel();
    running = {++last_, CancelToken()};
    return {*this, key, running.number, running.token};
}

void NewestWins::end(const std::string& key, std::uint64_t number) {
    const std::lock_guard lock(mutex_);
    const auto found = running_.find(key);
    if (found != running_.end() && found->second.number == number) {
        running_.erase(found);
    }
}

Result<std::vector<FilterPageField>> filter_page(Installation& installation, store::DatabaseId database,
                                                 FilterKind kind) {
    std::vector<FilterPageField> page;
    for (const auto& field : roster::filter_fields(kind)) {
        TRY_ASSIGN(auto values, kind == FilterKind::Member ? member_values(installation, database, field.name)
                                                           : rep_values(installation, database, field.name));
        values.resize(std::min(values.size(), kMostKnownValues));
        page.push_back({field.name, field.kind, std::move(values)});
    }
    return page;
}

Result<std::vector<MoverGroup>> groups_for_mover(Installation& installation, store::DatabaseId database) {
    TRY_ASSIGN(const auto counted, installation.store().count_groups(database));
    std::vector<MoverGroup> groups;
    for (const auto& [name, reps, with_address] : counted) {
        groups.push_back({name, reps, with_address, list_refusal(name)});
    }
    return groups;
}

} // namespace muster::app
