#include "staff/users.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/starters.hpp"
#include "base/text.hpp"

namespace muster::staff {

std::string_view to_text(Role role) {
    switch (role) {
    case Role::Viewer:
        return "viewer";
    case Role::Operator:
        return "operator";
    case Role::Administrator:
        break;
    }
    return "administrator";
}

Result<Role> parse_role(std::string_view text) {
    for (const auto role : {Role::Viewer, Role::Operator, Role::Administrator}) {
        if (ascii_lower(trim(text)) == to_text(role)) {
            return role;
        }
    }
    return fail(Code::Invalid,
                fmt::format("There is no role \"{}\". There are: viewer, operator, administrator.", text));
}

bool may(const User& user, Role needed, std::int64_t database) {
    const auto& [all, databases] = user.scope;
    return user.role >= needed &&
           (all || std::find(databases.begin(), databases.end(), database) != databases.end());
}

bool may_run_installation(const User& user) { return user.role == Role::Administrator && user.scope.all_databases; }

Result<void> check_user_name(std::string_view name) {
    const bool has_controls = std::any_of(name.begin(), name.end(),
                                          [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; });
    if (name_key(name).empty()) {
        return fail(Code::Invalid, "A user needs a name.");
    }
    if (!is_valid_utf8(name) || has_controls || code_points(name) > kLongestUserName) {
        return fail(Code::Invalid,
                    fmt::format("The name of a user has at most {} characters in one line.", kLongestUserName));
    }
    const auto is_name = [&](std::string_view starter) { return name_key(name) == name_key(starter); };
    if (std::ranges::any_of(kStarters, is_name)) {
        return fail(Code::Invalid, fmt::format("\"{}\" is what the history calls runs that nobody started here. "
                                               "Choose another name.",
                                               trim(name)));
    }
    return {};
}

} // namespace muster::staff
