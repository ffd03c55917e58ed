#include "app/records.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/record_details.hpp"
#include "base/text.hpp"
#include "roster/fields.hpp"

namespace muster::app {

namespace {

using roster::RecordBook;
using store::WithPasswords;

constexpr std::size_t kLongestId = 64; // in code points

/// Sets the fields of a record; the key itself is never one of them.
template <class Record>
Result<void> set_fields(Record& record, const std::vector<std::string_view>& columns,
                        const std::vector<Assignment>& fields) {
    const std::string_view key_column = columns.front();
    for (const auto& [name, value] : fields) {
        const auto column = roster::find_column(columns, name);
        if (column.empty()) {
            std::vector<std::string> known(columns.begin() + 1, columns.end());
            return fail(Code::Invalid,
                        fmt::format("There is no field \"{}\". Known are: {}.", name, join(known, ", ")));
        }
        if (column == key_column) {
            return fail(Code::Invalid,
                        fmt::format("{} cannot be changed: it is what the record is known by.", key_column));
        }
        TRY(roster::set_field(record, column, value));
    }
    return {};
}

Result<std::string> check_id(const std::string& id, std::string_view column) {
    const auto text = trim(id);
    if (text.empty() || code_points(text) > kLongestId || !is_valid_utf8(text)) {
        return fail(Code::Invalid,
                    fmt::format("\"{}\" is no {}: it takes 1 to {} characters.", id, column, kLongestId));
    }
    return std::string(text);
}

std::string names_of(const std::vector<RecordBook::Named>& known) {
    std::vector<std::string> names;
    for (const auto& named : known) {
        names.push_back(named.name);
    }
    return names.empty() ? "none" : join(names, "; ");
}

/// cli.md: `rep set` with an unknown group or attribute is a usage error; only an import makes new ones.
Result<void> check_names(RecordBook& book, const roster::Rep& rep) {
    for (const auto& group : rep.groups) {
        if (!book.find_group(group)) {
            return fail(Code::Invalid, fmt::format("There is no Rep Group \"{}\". Known are: {}. "
                                                   "Add it first.",
                                                   group, names_of(book.groups())));
        }
    }
    for (const auto& attribute : rep.attributes) {
        if (!book.find_attribute(attribute)) {
            return fail(Code::Invalid, fmt::format("There is no Rep Attribute \"{}\". Known are: {}.", attribute,
                                                   names_of(book.attributes())));
        }
    }
    return {};
}

Result<void> check_status(RecordBook& book, const std::string& code) {
    if (book.find_status(code)) {
        return {};
    }
    std::vector<std::string> codes;
    book.each_status([&](const roster::MemberStatus& status) { codes.push_back(status.code); });
    return fail(Code::Invalid,
                fmt::format("There is no Member Status \"{}\". Known are: {}.", code, join(codes, ", ")));
}

/// The record to start from: a new one to add, the stored one to set.
template <class Record>
Result<Record> start_edit(EditMode mode, std::optional<Record> stored, const char* what, const std::string& id) {
    if (mode == EditMode::Add && stored) {
        return fail(Code::Conflict,
                    fmt::format("There is a {} \"{}\" already. Give another id, or change that one.", what, id));
    }
    if (mode == EditMode::Set && !stored) {
        return fail(Code::NotFound, fmt::format("There is no {} \"{}\".", what, id));
    }
    return stored ? std::move(*stored) : Record{};
}

template <class Record>
Result<void> check_version(const Sealer& sealer, const Record& stored, const std::string& version,
                           std::string_view what) {
    if (version.empty() || version_of(sealer, stored) == version) {
        return {};
    }
    return fail(Code::Conflict,
                fmt::format("Somebody changed this {} since you opened it, so nothing was saved. Look "
                            "at it as it is now, and change it again.",
                            what));
}

Result<void> check_not_reserved(const std::string& name) {
    if (is_reserved_attribute(name)) {
        return fail(
            Code::Invalid,
            fmt::format("\"{}\" is kept by the runs themselves: it can be neither renamed nor removed, and no "
                        "other attribute can take its name.",
                        roster::kUnsubscribedAttribute));
    }
    return {};
}

} // namespace

Result<roster::Rep> edit_rep(Installation& installation, store::DatabaseId database, EditMode mode,
                             const std::string& rep_id, const std::vector<Assignment>& fields,
                             const std::string& version) {
    TRY_ASSIGN(const std::string id, check_id(rep_id, "rep_id"));
    return installation.store().edit(database, WithPasswords::Yes, [&](RecordBook& book) -> Result<roster::Rep> {
        TRY_ASSIGN(auto rep, start_edit(mode, book.find_rep(id), "Rep", id));
        TRY(check_version(installation.sealer(), rep, version, "Rep"));
        rep.rep_id = mode == EditMode::Add ? id : rep.rep_id;
        TRY(set_fields(rep, roster::rep_columns(), fields));
        if (rep.member_id.empty()) {
            return fail(Code::Invalid, "A Rep belongs to a Member: give member_id=ID.");
        }
        if (!book.find_member(rep.member_id)) {
            return fail(Code::Invalid, fmt::format("There is no Member \"{}\".", rep.member_id));
        }
        TRY(check_names(book, rep));
        book.put_rep(rep);
        auto kept = book.find_rep(rep.rep_id);
        return kept ? std::move(*kept) : rep;
    });
}

Result<roster::Member> edit_member(Installation& installation, store::DatabaseId database, EditMode mode,
                                   const std::string& member_id, const std::vector<Assignment>& fields,
                                   const std::string& version) {
    TRY_ASSIGN(const std::string id, check_id(member_id, "member_id"));
    return installation.store().edit(database, WithPasswords::No, [&](RecordBook& book) -> Result<roster::Member> {
        TRY_ASSIGN(auto member, start_edit(mode, book.find_member(id), "Member", id));
        TRY(check_version(installation.sealer(), member, version, "Member"));
        member.member_id = mode == EditMode::Add ? id : member.member_id;
        TRY(set_fields(member, roster::member_columns(), fields));
        if (member.company.empty() || member.status.empty()) {
            return fail(Code::Invalid, "A Member has a company and a status: give company=NAME and status=CODE.");
        }
        TRY(check_status(book, member.status));
        book.put_member(member);
        auto kept = book.find_member(member.member_id);
        return kept ? std::move(*kept) : member;
    });
}

Result<roster::MemberStatus> edit_status(Installation& installation, store::DatabaseId database,
                                         const std::string& code, const std::vector<Assignment>& fields) {
    TRY_ASSIGN(const std::string id, check_id(code, "status code"));
    return installation.store().edit(
        database, WithPasswords::No, [&](RecordBook& book) -> Result<roster::MemberStatus> {
            roster::MemberStatus status = book.find_status(id).value_or(roster::MemberStatus{});
            status.code = status.code.empty() ? id : status.code;
            TRY(set_fields(status, roster::status_columns(), fields));
            book.put_status(status);
            return status;
        });
}

Result<void> remove_status(Installation& installation, store::DatabaseId database, const std::string& code) {
    return installation.store().edit(database, WithPasswords::No,
                                     [&](RecordBook& book) -> Result<void> { return book.remove_status(code); });
}

Result<void> remove_rep(Installation& installation, store::DatabaseId database, const std::string& rep_id) {
    return installation.store().edit(database, WithPasswords::No, [&](RecordBook& book) -> Result<void> {
        if (!book.find_rep(rep_id)) {
            return fail(Code::NotFound, fmt::format("There is no Rep \"{}\".", rep_id));
        }
        book.remove_rep(rep_id);
        return {};
    });
}

Result<std::size_t> remove_member(Installation& installation, store::DatabaseId database,
                                  const std::string& member_id, TheirReps reps) {
    return installation.store().edit(database, WithPasswords::No, [&](RecordBook& book) -> Result<std::size_t> {
        if (!book.find_member(member_id)) {
            return fail(Code::NotFound, fmt::format("There is no Member \"{}\".", member_id));
        }
        const auto theirs = book.reps_of(member_id);
        if (!theirs.empty() && reps == TheirReps::Refuse) {
            return fail(
                Code::Invalid,
                fmt::format("The Member \"{}\" has {} Reps ({}). Remove them first, or all of them with it.",
                            member_id, theirs.size(), join(theirs, ", ")));
        }
        for (const auto& rep : theirs) {
            book.remove_rep(rep);
        }
        TRY(book.remove_member(member_id));
        return theirs.size();
    });
}

Result<void> add_group(Installation& installation, store::DatabaseId database, const std::string& name) {
    TRY_ASSIGN(const std::string checked, roster::check_name(name));
    return installation.store().edit(database, WithPasswords::No,
                                     [&](RecordBook& book) -> Result<void> { return book.add_group(checked); });
}

Result<void> rename_group(Installation& installation, store::DatabaseId database, const std::string& from,
                          const std::string& to) {
    TRY_ASSIGN(const std::string checked, roster::check_name(to));
    return installation.store().edit(database, WithPasswords::No, [&](RecordBook& book) -> Result<void> {
        return book.rename_group(from, checked);
    });
}

Result<void> remove_group(Installation& installation, store::DatabaseId database, const std::string& name) {
    return installation.store().edit(database, WithPasswords::No,
                                     [&](RecordBook& book) -> Result<void> { return book.remove_group(name); });
}

bool is_reserved_attribute(std::string_view name) {
    return name_key(name) == name_key(roster::kUnsubscribedAttribute);
}

Result<void> add_attribute(Installation& installation, store::DatabaseId database, const std::string& name) {
    TRY_ASSIGN(std::string checked, roster::check_name(name));
    if (is_reserved_attribute(checked)) {
        checked = roster::kUnsubscribedAttribute; // as a run would spell it
    }
    return installation.store().edit(database, WithPasswords::No,
                                     [&](RecordBook& book) -> Result<void> { return book.add_attribute(checked); });
}

Result<void> rename_attribute(Installation& installation, store::DatabaseId database, const std::string& from,
                              const std::string& to) {
    TRY(check_not_reserved(from));
    TRY(check_not_reserved(to));
    TRY_ASSIGN(const std::string checked, roster::check_name(to));
    return installation.store().edit(database, WithPasswords::No, [&](RecordBook& book) -> Result<void> {
        return book.rename_attribute(from, checked);
    });
}

Result<void> remove_attribute(Installation& installation, store::DatabaseId database, const std::string& name) {
    TRY(check_not_reserved(name));
    return installation.store().edit(database, WithPasswords::No,
                                     [&](RecordBook& book) -> Result<void> { return book.remove_attribute(name); });
}

} // namespace muster::app
