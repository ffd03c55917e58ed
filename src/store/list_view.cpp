#include "store/list_view.hpp"

#include "base/text.hpp"
#include "store/core.hpp"
#include "store/list_view_keys.hpp"
#include "store/list_view_shown.hpp"
#include "store/names.hpp"
#include "store/record_rows.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace {

/// Behind every text that begins with another one.
constexpr std::string_view kLastCharacter = "\xF4\x8F\xBF\xBF";

RepListRow read_rep_row(const db::Cursor& row, const Names& groups, const Names& attributes) {
    RepListRow rep{.record_number = row.number(0),
                   .rep_id = row.copy(1),
                   .first_name = row.copy(2),
                   .last_name = row.copy(3),
                   .job_title = row.copy(4),
                   .company = row.copy(5),
                   .member_id = row.copy(6),
                   .email = row.copy(7),
                   .phone = row.copy(8),
                   .city = row.copy(9),
                   .groups = {},
                   .attributes = {},
                   .status = row.copy(12),
                   .status_description = row.copy(13),
                   .is_active = row.flag(14),
                   .billing_rep = row.flag(15),
                   .updated = from_micros(row.number(16))};
    groups.spell(row.text(10), rep.groups);
    attributes.spell(row.text(11), rep.attributes);
    return rep;
}

MemberListRow read_member_row(const db::Cursor& row) {
    return {.record_number = row.number(0),
            .member_id = row.copy(1),
            .company = row.copy(2),
            .file_by = row.copy(3),
            .status = row.copy(4),
            .status_description = row.copy(5),
            .is_active = row.flag(6),
            .type = row.copy(7),
            .city = row.copy(8),
            .state = row.copy(9),
            .phone = row.copy(10),
            .website = row.copy(11),
            .joined = read_date(row, 12),
            .dropped = read_date(row, 13),
            .reps = row.number(14)};
}

template <class Shown>
std::int64_t count_before(Session& session, const Shown& shown, ListQuestion question, db::Parameter from) {
    auto row = shown.ask(session, question, {from});
    return row.next() ? row.number(0) : 0;
}

/// `key`: of the text as the sort column keeps it.
template <class Shown>
std::optional<std::int64_t> place_of_text(Session& session, const Shown& shown, std::string key) {
    if (shown.order.direction == Direction::Down) {
        key += kLastCharacter; // the first row downwards that begins with the text is the last one upwards
    }
    return count_before(session, shown, ListQuestion::BeforeText, key);
}

template <class Shown>
std::optional<std::int64_t> place_of_record(Session& session, const Shown& shown,
                                            std::optional<std::int64_t> number) {
    if (!number || !shown.ask(session, ListQuestion::Holds, {*number}).next()) {
        return std::nullopt;
    }
    return count_before(session, shown, ListQuestion::Before, *number);
}

std::optional<std::int64_t> number_of(Session& session, std::string_view query, DatabaseId database,
                                      std::string_view id) {
    auto row = session[query].query({database.number, id});
    return row.next() ? std::optional(row.number(0)) : std::nullopt;
}

std::string_view query_of(MemberValues of) {
    switch (of) {
    case MemberValues::Type:
        return "values.member_types";
    case MemberValues::City:
        return "values.member_cities";
    case MemberValues::State:
        return "values.member_states";
    case MemberValues::Attribute:
        break;
    }
    return "values.member_attributes";
}

} // namespace

Result<ListPage<RepListRow>> Store::list(DatabaseId database, const ShownReps& shown, RepOrder order,
                                         ListWindow window) {
    return read_from(*core_, [&](Session& session) -> Result<ListPage<RepListRow>> {
        TRY_ASSIGN(const auto list, RepList::of(session, database, shown, order));
        ListPage<RepListRow> page;
        page.total = list.count(session);
        const Names groups(session, database, kGroup);
        const Names attributes(session, database, kAttribute);
        auto rows = list.ask(session, ListQuestion::Page, {window.limit, window.offset});
        while (rows.next()) {
            page.rows.push_back(read_rep_row(rows, groups, attributes));
        }
        return page;
    });
}

Result<ListPage<MemberListRow>> Store::list(DatabaseId database, const ShownMembers& shown, MemberOrder order,
                                            ListWindow window) {
    return read_from(*core_, [&](Session& session) -> Result<ListPage<MemberListRow>> {
        TRY_ASSIGN(const auto list, MemberList::of(session, database, shown, order));
        ListPage<MemberListRow> page;
        page.total = list.count(session);
        auto rows = list.ask(session, ListQuestion::Page, {window.limit, window.offset});
        while (rows.next()) {
            page.rows.push_back(read_member_row(rows));
        }
        return page;
    });
}

Result<std::optional<std::int64_t>> Store::find_place(DatabaseId database, const ShownReps& shown, RepOrder order,
                                                      const ListPlace& place) {
    return read_from(*core_, [&](Session& session) -> Result<std::optional<std::int64_t>> {
        TRY_ASSIGN(const auto list, RepList::of(session, database, shown, order));
        if (place.id) {
            return place_of_record(session, list, number_of(session, "rep.number", database, *place.id));
        }
        if (!sorts_by_text(order.column)) {
            return std::nullopt;
        }
        const bool is_id = order.column == RepColumn::RepId || order.column == RepColumn::MemberId;
        return place_of_text(session, list, is_id ? natural_key(place.text) : sort_text(place.text));
    });
}

Result<std::optional<std::int64_t>> Store::find_place(DatabaseId database, const ShownMembers& shown,
                                                      MemberOrder order, const ListPlace& place) {
    return read_from(*core_, [&](Session& session) -> Result<std::optional<std::int64_t>> {
        TRY_ASSIGN(const auto list, MemberList::of(session, database, shown, order));
        if (place.id) {
            return place_of_record(session, list, number_of(session, "member.key", database, *place.id));
        }
        if (!sorts_by_text(order.column)) {
            return std::nullopt;
        }
        const bool is_id = order.column == MemberColumn::MemberId;
        return place_of_text(session, list, is_id ? natural_key(place.text) : sort_text(place.text));
    });
}

Result<std::vector<GroupCounts>> Store::count_groups(DatabaseId database) {
    return read_from(*core_, [&](Session& session) -> Result<std::vector<GroupCounts>> {
        TRY(name_of(session, database));
        std::vector<GroupCounts> groups;
        for (auto rows = session["names.with_address"].query({database.number}); rows.next();) {
            groups.push_back({rows.copy(0), rows.number(1), rows.number(2)});
        }
        return groups;
    });
}

Result<std::vector<StatusCounts>> Store::count_statuses(DatabaseId database) {
    return read_from(*core_, [&](Session& session) -> Result<std::vector<StatusCounts>> {
        TRY(name_of(session, database));
        std::vector<StatusCounts> statuses;
        for (auto rows = session["status.counted"].query({database.number}); rows.next();) {
            statuses.push_back({read_status(rows), rows.number(7)});
        }
        return statuses;
    });
}

Result<std::vector<std::string>> Store::member_values(DatabaseId database, MemberValues of, std::int64_t limit) {
    return read_from(*core_, [&](Session& session) -> Result<std::vector<std::string>> {
        TRY(name_of(session, database));
        std::vector<std::string> values;
        for (auto rows = session[query_of(of)].query({database.number, limit}); rows.next();) {
            values.push_back(rows.copy(0));
        }
        return values;
    });
}

} // namespace muster::store
