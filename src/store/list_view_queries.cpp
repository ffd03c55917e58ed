#include "store/list_view_queries.hpp"

#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

namespace muster::store {

namespace {

using Keys = std::vector<std::string_view>;

constexpr std::string_view kActive = "(SELECT s.active_member FROM statuses AS s"
                                     " WHERE s.database_id = k.database_id AND s.code_key = k.status_key)";
constexpr std::string_view kRepsOfMember = "(SELECT count(*) FROM reps AS r WHERE r.database_id = k.database_id"
                                           " AND r.member_number = k.record_number)";

/// Sort keys in their order; `k` is the list's own row.
Keys keys_of(RepColumn column) {
    switch (column) {
    case RepColumn::Company:
        return {"k.filed_under", "k.name_key"};
    case RepColumn::LastName:
        return {"k.name_key"};
    case RepColumn::FirstName:
        return {"k.first_key"};
    case RepColumn::RepId:
        return {"k.rep_id_key"};
    case RepColumn::MemberId:
        return {"k.member_id_key"};
    case RepColumn::JobTitle:
        return {"k.title_key"};
    case RepColumn::Email:
        return {"k.email_key"};
    case RepColumn::Phone:
        return {"k.phone_key"};
    case RepColumn::City:
        return {"k.city_key"};
    case RepColumn::Status:
        return {"k.status_key"};
    case RepColumn::Active:
        return {kActive};
    case RepColumn::BillingRep:
        return {"k.billing_rep"};
    case RepColumn::Updated:
        return {"k.updated_at"};
    }
    return {};
}

Keys keys_of(MemberColumn column) {
    switch (column) {
    case MemberColumn::FileBy:
        return {"k.filed_under"};
    case MemberColumn::Company:
        return {"k.company_key"};
    case MemberColumn::MemberId:
        return {"k.member_id_key"};
    case MemberColumn::Status:
        return {"k.status_key"};
    case MemberColumn::Active:
        return {kActive};
    case MemberColumn::Type:
        return {"k.type_key"};
    case MemberColumn::City:
        return {"k.city_key"};
    case MemberColumn::State:
        return {"k.state_key"};
    case MemberColumn::Phone:
        return {"k.phone_key"};
    case MemberColumn::Website:
        return {"k.website_key"};
    case MemberColumn::Joined:
        return {"k.joined"};
    case MemberColumn::Dropped:
        return {"k.dropped"};
    case MemberColumn::Reps:
        return {kRepsOfMember};
    }
    return {};
}

/// A list as SQL: where its rows come from and which of them it shows.
struct Source {
    std::string_view from;
    std::string where;
    std::string_view number = "k.record_number";
};

constexpr std::string_view kWords =
    " AND ($2 = '' OR k.search_key LIKE $2 ESCAPE '\\') AND ($3 = '' OR k.search_key LIKE $3 ESCAPE '\\')"
    " AND ($4 = '' OR k.search_key LIKE $4 ESCAPE '\\') AND ($5 = '' OR k.search_key LIKE $5 ESCAPE '\\')"
    " AND (k.status_key = $6 OR $6 IS NULL)"
    " AND (k.status_key IN (SELECT a.code_key FROM statuses AS a WHERE a.database_id = $1 AND a.active_member = $7)"
    " OR $7 IS NULL)";

constexpr std::string_view kOfRep = " AND (CAST($8 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM rep_names AS g "
                                    "WHERE g.database_id = $1 AND g.kind = 'group'"
                                    " AND g.number = $8 AND g.rep_number = k.record_number))"
                                    " AND (CAST($9 AS BIGINT) IS NULL OR EXISTS (SELECT 1 FROM rep_names AS t "
                                    "WHERE t.database_id = $1 AND t.kind = 'attribute'"
                                    " AND t.number = $9 AND t.rep_number = k.record_number))"
                                    " AND (k.member_number = $10 OR $10 IS NULL)";

/// The rows of the list are walked in the order in which they lie; no index on a sort key would be quicker where
/// most rows are looked at.
constexpr std::string_view kWholeWalk = "k.database_id = $1 AND k.record_number > 0";

constexpr std::string_view kIndexWalk = "k.database_id = $1";

/// CROSS JOIN keeps SQLite to the order written here. `indexed`: an index has the order that is asked for.
Source source_of(RepWalk walk, bool indexed) {
    switch (walk) {
    case RepWalk::All:
        return {"rep_list AS k", std::string(indexed ? kIndexWalk : kWholeWalk)};
    case RepWalk::Whole:
        return {"rep_list AS k", fmt::format("{}{}{}", kWholeWalk, kWords, kOfRep)};
    case RepWalk::OfMember:
        return {"reps AS o CROSS JOIN rep_list AS k",
                fmt::format("o.database_id = $1 AND o.member_number = $10 AND k.database_id = $1"
                            " AND k.record_number = o.record_number{}{}",
                            kWords, kOfRep)};
    case RepWalk::OfGroup:
    case RepWalk::OfAttribute:
        return {
            "rep_names AS o CROSS JOIN rep_list AS k",
            fmt::format("o.database_id = $1 AND o.kind = {} AND k.database_id = $1"
                        " AND k.record_number = o.rep_number{}{}",
                        walk == RepWalk::OfGroup ? "'group' AND o.number = $8" : "'attribute' AND o.number = $9",
                        kWords, kOfRep)};
    }
    return {};
}

Source source_of(MemberWalk walk, bool indexed) {
    if (walk == MemberWalk::All) {
        return {"member_list AS k", std::string(indexed ? kIndexWalk : kWholeWalk)};
    }
    return {"member_list AS k", fmt::format("{}{}", kWholeWalk, kWords)};
}

/// What a question puts around a source.
struct Frame {
    Source source;
    Keys keys; ///< without the record number
    Direction direction = Direction::Up;
    int given = 1; ///< parameters before those of the question
    std::string_view list;
    std::string_view columns; ///< of a page, and the tables they come from
};

constexpr std::string_view kRepColumns =
    "r.record_number, r.rep_id, r.first_name, r.last_name, r.job_title, m.company, m.member_id, r.email, r.phone,"
    " CASE WHEN r.street = '' AND r.street2 = '' AND r.city = '' AND r.state = '' AND r.postal_code = ''"
    " AND r.country = '' THEN m.city ELSE r.city END, r.group_numbers, r.attribute_numbers, s.code, s.description,"
    " s.active_member, r.billing_rep, r.updated_at"
    " FROM page CROSS JOIN rep_list AS k"
    " JOIN reps AS r ON r.database_id = k.database_id AND r.record_number = k.record_number"
    " JOIN members AS m ON m.database_id = r.database_id AND m.record_number = r.member_number"
    " JOIN statuses AS s ON s.database_id = m.database_id AND s.code_key = m.status_key";

constexpr std::string_view kMemberColumns =
    "m.record_number, m.member_id, m.company, m.file_by, s.code, s.description, s.active_member, m.type, m.city,"
    " m.state, m.phone, m.website, m.joined, m.dropped,"
    " (SELECT count(*) FROM reps AS n WHERE n.database_id = m.database_id AND n.member_number = m.record_number)"
    " FROM page CROSS JOIN member_list AS k"
    " JOIN members AS m ON m.database_id = k.database_id AND m.record_number = k.record_number"
    " JOIN statuses AS s ON s.database_id = m.database_id AND s.code_key = m.status_key";

std::string order_by(const Keys& keys, std::string_view number, Direction direction) {
    const std::string_view way = direction == Direction::Down ? " DESC" : "";
    std::string text = " ORDER BY ";
    for (const auto key : keys) {
        text.append(key).append(way).append(", ");
    }
    return text.append(number).append(way);
}

std::string joined_keys(const Keys& keys, std::string_view number) {
    std::string text;
    for (const auto key : keys) {
        text.append(key).append(", ");
    }
    return text.append(number);
}

/// The order of R4 has an index on the Reps themselves.
Source page_source(const Frame& frame) {
    const bool by_r4 = frame.given == 1 && frame.keys.size() == 2;
    return by_r4 ? Source{"reps AS r", "r.database_id = $1", "r.record_number"} : frame.source;
}

std::string page_text(const Frame& frame) {
    const Source source = page_source(frame);
    const Keys keys =
        source.number == "r.record_number" ? Keys{"r.filed_under", "r.last_key", "r.first_key"} : frame.keys;
    return fmt::format("WITH page AS (SELECT {0} AS number FROM {1} WHERE {2}{3} LIMIT ${4} OFFSET ${5})"
                       " SELECT {6} WHERE k.database_id = $1 AND k.record_number = page.number{7}",
                       source.number, source.from, source.where, order_by(keys, source.number, frame.direction),
                       frame.given + 1, frame.given + 2, frame.columns,
                       order_by(frame.keys, "k.record_number", frame.direction));
}

std::string text_of(ListQuestion question, const Frame& frame) {
    const auto& source = frame.source;
    const int next = frame.given + 1;
    const char sign = frame.direction == Direction::Down ? '>' : '<';
    switch (question) {
    case ListQuestion::Page:
        return page_text(frame);
    case ListQuestion::Count:
        return fmt::format("SELECT count(*) FROM {} WHERE {}", source.from, source.where);
    case ListQuestion::Numbers:
        return fmt::format("SELECT k.record_number FROM {} WHERE {} ORDER BY k.record_number", source.from,
                           source.where);
    case ListQuestion::Holds:
        return fmt::format("SELECT 1 FROM {} WHERE {} AND k.record_number = ${}", source.from, source.where, next);
    case ListQuestion::Before: {
        const std::string keys = joined_keys(frame.keys, "k.record_number");
        return fmt::format("SELECT count(*) FROM {0} WHERE {1} AND ({2}) {3} (SELECT {2} FROM {4} AS k"
                           " WHERE k.database_id = $1 AND k.record_number = ${5})",
                           source.from, source.where, keys, sign, frame.list, next);
    }
    case ListQuestion::BeforeText:
        return fmt::format("SELECT count(*) FROM {} WHERE {} AND {} {} ${}", source.from, source.where,
                           frame.keys.front(), sign, next);
    }
    return {};
}

} // namespace

const db::Query& ListQueries::reps(ListQuestion question, RepWalk walk, RepOrder order) {
    const std::lock_guard guard(lock_);
    auto& query = reps_[{question, walk, order.column, order.direction}];
    if (query.sql.empty()) {
        const bool indexed = order.column == RepColumn::LastName || order.column == RepColumn::Email;
        query = {"list_view.reps", text_of(question, {.source = source_of(walk, indexed),
                                                      .keys = keys_of(order.column),
                                                      .direction = order.direction,
                                                      .given = walk == RepWalk::All ? 1 : kRepRestrictions,
                                                      .list = "rep_list",
                                                      .columns = kRepColumns})};
    }
    return query;
}

const db::Query& ListQueries::members(ListQuestion question, MemberWalk walk, MemberOrder order) {
    const std::lock_guard guard(lock_);
    auto& query = members_[{question, walk, order.column, order.direction}];
    if (query.sql.empty()) {
        const bool indexed = order.column == MemberColumn::FileBy;
        query = {"list_view.members", text_of(question, {.source = source_of(walk, indexed),
                                                         .keys = keys_of(order.column),
                                                         .direction = order.direction,
                                                         .given = walk == MemberWalk::All ? 1 : kMemberRestrictions,
                                                         .list = "member_list",
                                                         .columns = kMemberColumns})};
    }
    return query;
}

bool sorts_by_text(RepColumn column) {
    return column != RepColumn::Active && column != RepColumn::BillingRep && column != RepColumn::Updated;
}

bool sorts_by_text(MemberColumn column) { return column != MemberColumn::Active && column != MemberColumn::Reps; }

} // namespace muster::store
