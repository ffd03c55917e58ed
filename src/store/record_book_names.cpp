// Rep Groups and Rep Attributes of a book.

#include <fmt/format.h>

#include "base/text.hpp"
#include "store/record_book.hpp"

namespace muster::store {

namespace {

std::string_view words_for(std::string_view kind) { return kind == kGroup ? "Rep Group" : "Rep Attribute"; }

tl::unexpected<Error> taken(std::string_view kind, std::string_view first) {
    return fail(Code::Conflict,
                fmt::format("There is a {} \"{}\" already. Choose another name.", words_for(kind), first));
}

tl::unexpected<Error> no_such(std::string_view kind, std::string_view name) {
    return fail(Code::NotFound, fmt::format("There is no {} \"{}\".", words_for(kind), name));
}

tl::unexpected<Error> needs_a_name(std::string_view kind) {
    return fail(Code::Invalid, fmt::format("A {} needs a name.", words_for(kind)));
}

} // namespace

std::vector<roster::RecordBook::Named> StoreRecordBook::counted(std::string_view kind) {
    std::vector<Named> named;
    auto rows = session_["names.counted"].query({database_.number, kind});
    while (rows.next()) {
        named.push_back({rows.copy(0), rows.number(1)});
    }
    return named;
}

std::optional<std::string> StoreRecordBook::find_group(std::string_view name) {
    const auto number = groups_.find(name);
    return number ? std::optional(groups_.spelling(*number)) : std::nullopt;
}

std::optional<std::string> StoreRecordBook::find_attribute(std::string_view name) {
    const auto number = attributes_.find(name);
    return number ? std::optional(attributes_.spelling(*number)) : std::nullopt;
}

Result<void> StoreRecordBook::add_name(Names& names, std::string_view kind, std::string_view name) {
    check_writing();
    if (trim(name).empty()) {
        return needs_a_name(kind);
    }
    if (const auto first = names.find(name)) {
        return taken(kind, names.spelling(*first));
    }
    names.find_or_add(name);
    return {};
}

Result<void> StoreRecordBook::rename(Names& names, std::string_view kind, std::string_view from,
                                     std::string_view to) {
    check_writing();
    const auto number = names.find(from);
    if (!number) {
        return no_such(kind, from);
    }
    if (trim(to).empty()) {
        return needs_a_name(kind);
    }
    if (const auto other = names.find(to); other && *other != *number) {
        return taken(kind, names.spelling(*other));
    }
    names.rename(*number, to);
    return {};
}

Result<void> StoreRecordBook::remove_name(Names& names, std::string_view kind, std::string_view name) {
    check_writing();
    const auto number = names.find(name);
    if (!number) {
        return no_such(kind, name);
    }
    Numbers reps;
    for (auto rows = session_["names.reps"].query({database_.number, kind, *number}); rows.next();) {
        reps.push_back(rows.number(0));
    }
    for (const auto rep : reps) {
        Numbers groups;
        Numbers attributes;
        if (auto row = session_["rep.names"].query({database_.number, rep}); row.next()) {
            groups = to_numbers(row.text(0));
            attributes = to_numbers(row.text(1));
        }
        std::erase(kind == kGroup ? groups : attributes, *number);
        session_["rep.put_own_names"].run({database_.number, rep, to_text(groups), to_text(attributes)});
    }
    names.remove(*number);
    return {};
}

} // namespace muster::store
