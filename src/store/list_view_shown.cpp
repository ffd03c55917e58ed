#include "store/list_view_shown.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "store/list_view_keys.hpp"
#include "store/names.hpp"

namespace muster::store {

namespace {

using Parameters = std::vector<db::Parameter>;

Result<std::optional<std::string>> find_status(Session& session, DatabaseId database,
                                               const std::optional<std::string>& code) {
    if (!code) {
        return std::nullopt;
    }
    auto key = name_key(*code);
    if (!session["status.find"].query({database.number, key}).next()) {
        return fail(Code::NotFound, fmt::format("There is no Member Status \"{}\".", *code));
    }
    return key;
}

Result<std::optional<std::int64_t>> find_name(Session& session, DatabaseId database, std::string_view kind,
                                              const std::optional<std::string>& name) {
    if (!name) {
        return std::nullopt;
    }
    auto row = session["names.number"].query({database.number, kind, name_key(*name)});
    if (!row.next()) {
        return fail(Code::NotFound,
                    fmt::format("There is no Rep {} \"{}\".", kind == kGroup ? "Group" : "Attribute", *name));
    }
    return row.number(0);
}

Result<std::optional<std::int64_t>> find_member(Session& session, DatabaseId database,
                                                const std::optional<std::string>& member_id) {
    if (!member_id) {
        return std::nullopt;
    }
    auto row = session["member.key"].query({database.number, *member_id});
    if (!row.next()) {
        return fail(Code::NotFound, fmt::format("There is no Member \"{}\".", *member_id));
    }
    return row.number(0);
}

/// The narrowest way to what is shown.
RepWalk walk_of(const RepList& list) {
    if (list.member) {
        return RepWalk::OfMember;
    }
    if (list.group) {
        return RepWalk::OfGroup;
    }
    if (list.attribute) {
        return RepWalk::OfAttribute;
    }
    const bool restricts = !list.patterns.front().empty() || list.status_key || list.active;
    return restricts ? RepWalk::Whole : RepWalk::All;
}

} // namespace

Result<RepList> RepList::of(Session& session, DatabaseId database, const ShownReps& shown, RepOrder order) {
    TRY(name_of(session, database));
    RepList list;
    list.database = database;
    list.order = order;
    list.patterns = search_patterns(shown.search);
    list.active = shown.active;
    TRY_ASSIGN(list.status_key, find_status(session, database, shown.status));
    TRY_ASSIGN(list.group, find_name(session, database, kGroup, shown.group));
    TRY_ASSIGN(list.attribute, find_name(session, database, kAttribute, shown.attribute));
    TRY_ASSIGN(list.member, find_member(session, database, shown.member_id));
    list.walk = walk_of(list);
    return list;
}

db::Cursor RepList::ask(Session& session, ListQuestion question, std::initializer_list<db::Parameter> more) const {
    Parameters given{database.number};
    if (walk != RepWalk::All) {
        given.insert(given.end(), patterns.begin(), patterns.end());
        given.insert(given.end(), {status_key, active, group, attribute, member});
    }
    given.insert(given.end(), more);
    return session[session.core().list_queries.reps(question, walk, order)].query(given);
}

std::int64_t RepList::count(Session& session) const {
    if (walk == RepWalk::All) {
        auto row = session["database.counts"].query({database.number});
        return row.next() ? row.number(1) : 0;
    }
    auto row = ask(session, ListQuestion::Count, {});
    return row.next() ? row.number(0) : 0;
}

Result<MemberList> MemberList::of(Session& session, DatabaseId database, const ShownMembers& shown,
                                  MemberOrder order) {
    TRY(name_of(session, database));
    MemberList list;
    list.database = database;
    list.order = order;
    list.patterns = search_patterns(shown.search);
    list.active = shown.active;
    TRY_ASSIGN(list.status_key, find_status(session, database, shown.status));
    const bool restricts = !list.patterns.front().empty() || list.status_key || list.active;
    list.walk = restricts ? MemberWalk::Whole : MemberWalk::All;
    return list;
}

db::Cursor MemberList::ask(Session& session, ListQuestion question,
                           std::initializer_list<db::Parameter> more) const {
    Parameters given{database.number};
    if (walk != MemberWalk::All) {
        given.insert(given.end(), patterns.begin(), patterns.end());
        given.insert(given.end(), {status_key, active});
    }
    given.insert(given.end(), more);
    return session[session.core().list_queries.members(question, walk, order)].query(given);
}

std::int64_t MemberList::count(Session& session) const {
    if (walk == MemberWalk::All) {
        auto row = session["database.counts"].query({database.number});
        return row.next() ? row.number(0) : 0;
    }
    auto row = ask(session, ListQuestion::Count, {});
    return row.next() ? row.number(0) : 0;
}

} // namespace muster::store
