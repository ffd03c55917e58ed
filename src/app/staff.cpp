#include "app/staff.hpp"

#include <algorithm>
#include <map>

#include <pwd.h>
#include <unistd.h>

#include <fmt/format.h>

#include "app/staff_steps.hpp"
#include "base/text.hpp"
#include "staff/passwords.hpp"

namespace muster::app {

namespace {

using staff::Actor;
using staff::StaffBook;
using staff::User;

Result<User> require_user(StaffBook& book, std::string_view name) {
    if (auto user = book.find_user_named(name)) {
        return std::move(*user);
    }
    std::vector<std::string> names;
    for (const auto& user : book.users()) {
        names.push_back("\"" + user.name + "\"");
    }
    return fail(Code::NotFound,
                names.empty() ? fmt::format("There is no user \"{}\", nor any other yet.", name)
                              : fmt::format("There is no user \"{}\". There are: {}.", name, join(names, ", ")));
}

/// Every database of a scope exists; ascending, each once.
Result<staff::Scope> checked(Installation& installation, staff::Scope scope) {
    if (scope.all_databases) {
        return staff::Scope::all();
    }
    std::sort(scope.databases.begin(), scope.databases.end());
    scope.databases.erase(std::unique(scope.databases.begin(), scope.databases.end()), scope.databases.end());
    if (scope.databases.empty()) {
        return fail(Code::Invalid, "A user needs a database, or all of them.");
    }
    for (const auto database : scope.databases) {
        if (!installation.store().describe_database({database})) {
            return fail(Code::NotFound, fmt::format("There is no database with the number {}.", database));
        }
    }
    return scope;
}

using DatabaseNames = std::map<std::int64_t, std::string>;

DatabaseNames read_names(Installation& installation) {
    DatabaseNames names;
    for (const auto& database : installation.store().databases()) {
        names.emplace(database.id.number, database.name);
    }
    return names;
}

/// Of a database that was removed meanwhile nothing is said.
std::vector<std::string> names_of(const staff::Scope& scope, const DatabaseNames& names) {
    std::vector<std::string> found;
    for (const auto database : scope.databases) {
        if (const auto name = names.find(database); name != names.end()) {
            found.push_back(name->second);
        }
    }
    return found;
}

/// "operator, all databases"
std::string rights(staff::Role role, const staff::Scope& scope, const DatabaseNames& names) {
    return fmt::format("{}, {}", staff::to_text(role),
                       scope.all_databases ? "all databases" : join(names_of(scope, names), ", "));
}

} // namespace

void note(Installation& installation, StaffBook& book, const Actor& actor, const staff::Deed& deed) {
    const auto now = installation.clock().now();
    book.add_entry(staff::make_entry(new_id(now, installation.random()), now, actor, deed));
}

bool has_administrator(StaffBook& book) {
    const auto users = book.users();
    return std::any_of(users.begin(), users.end(), staff::may_run_installation);
}

Result<void> check_not_last(StaffBook& book, const User& user) {
    const auto users = book.users();
    if (!staff::may_run_installation(user) ||
        std::count_if(users.begin(), users.end(), staff::may_run_installation) > 1) {
        return {};
    }
    return fail(Code::Conflict,
                fmt::format("\"{}\" is the last administrator of all databases. Make somebody else one "
                            "first.",
                            user.name));
}

Result<std::string> hash_new_password(Installation& installation, std::string_view password) {
    TRY(staff::check_password(password));
    return installation.passwords().hash(password);
}

Result<User> enter_user(Installation& installation, StaffBook& book, const HashedUser& wanted) {
    if (const auto known = book.find_user_named(wanted.name)) {
        return fail(Code::Conflict,
                    fmt::format("There is a user \"{}\" already. Choose another name.", known->name));
    }
    const auto now = installation.clock().now();
    User user;
    user.id = new_id(now, installation.random());
    user.name = trim(wanted.name);
    user.role = wanted.role;
    user.scope = wanted.scope;
    user.created = now;
    book.add_user(user, wanted.password_hash);
    return user;
}

Result<void> audit(Installation& installation, const Actor& actor, const staff::Deed& deed) {
    try {
        installation.store().change_staff([&](StaffBook& book) { note(installation, book, actor, deed); });
        return {};
    } catch (const db::StoreLost& lost) { // what was done is done; the caller says that it is not in the log
        return fail(Code::Unavailable, fmt::format("The audit log could not be written: {}", lost.what()));
    }
}

staff::AuditPage audit_log(Installation& installation, const staff::AuditFilter& filter,
                           const staff::AuditRange& range) {
    return installation.store().read_staff([&](StaffBook& book) { return book.entries(filter, range); });
}

Actor command_line_actor() {
    const auto* account = ::getpwuid(::geteuid());
    return {"", account == nullptr ? fmt::format("user {}", ::geteuid()) : std::string(account->pw_name),
            "command line"};
}

std::vector<User> list_users(Installation& installation) {
    return installation.store().read_staff([](StaffBook& book) { return book.users(); });
}

Result<User> find_user(Installation& installation, std::string_view name) {
    return installation.store().read_staff([&](StaffBook& book) { return require_user(book, name); });
}

Result<staff::Scope> scope_named(Installation& installation, const std::vector<std::string>& names) {
    if (names.empty()) {
        return staff::Scope::all();
    }
    staff::Scope scope;
    for (const auto& name : names) {
        TRY_ASSIGN(const auto database, installation.store().find_database(name));
        scope.databases.push_back(database.number);
    }
    return checked(installation, std::move(scope));
}

std::vector<std::string> database_names(Installation& installation, const staff::Scope& scope) {
    return names_of(scope, read_names(installation));
}

Result<User> add_user(Installation& installation, const Actor& actor, const NewUser& wanted) {
    TRY(staff::check_user_name(wanted.name));
    TRY_ASSIGN(const auto scope, checked(installation, wanted.scope));
    TRY_ASSIGN(const auto hash, hash_new_password(installation, wanted.password));
    const auto details = rights(wanted.role, scope, read_names(installation));
    return installation.store().edit_staff([&](StaffBook& book) -> Result<User> {
        TRY_ASSIGN(auto user, enter_user(installation, book, {wanted.name, hash, wanted.role, scope}));
        note(installation, book, actor, {.action = "user.add", .record = user.name, .details = details});
        return user;
    });
}

Result<User> change_user(Installation& installation, const Actor& actor, std::string_view name,
                         const UserChange& change) {
    auto scope = change.scope;
    if (scope) {
        TRY_ASSIGN(scope, checked(installation, *scope));
    }
    const auto names = read_names(installation);
    return installation.store().edit_staff([&](StaffBook& book) -> Result<User> {
        TRY_ASSIGN(const auto before, require_user(book, name));
        User after = before;
        after.role = change.role.value_or(before.role);
        after.scope = scope.value_or(before.scope);
        if (after == before) {
            return after;
        }
        if (!staff::may_run_installation(after)) {
            TRY(check_not_last(book, before));
        }
        book.change_user(after);
        const auto details = fmt::format("{} → {}", rights(before.role, before.scope, names),
                                         rights(after.role, after.scope, names));
        note(installation, book, actor, {.action = "user.set", .record = after.name, .details = details});
        return after;
    });
}

Result<User> remove_user(Installation& installation, const Actor& actor, std::string_view name) {
    return installation.store().edit_staff([&](StaffBook& book) -> Result<User> {
        TRY_ASSIGN(auto user, require_user(book, name));
        TRY(check_not_last(book, user));
        book.remove_user(user.id);
        note(installation, book, actor, {.action = "user.remove", .record = user.name});
        return user;
    });
}

Result<User> set_password(Installation& installation, const Actor& actor, std::string_view name,
                          std::string_view password) {
    TRY(find_user(installation, name)); // before the password is judged
    TRY_ASSIGN(const auto hash, hash_new_password(installation, password));
    return installation.store().edit_staff([&](StaffBook& book) -> Result<User> {
        TRY_ASSIGN(auto user, require_user(book, name));
        book.put_password_hash(user.id, hash);
        book.remove_sessions(user.id, "");
        note(installation, book, actor, {.action = "user.password", .record = user.name});
        return user;
    });
}

Result<User> remove_second_factor(Installation& installation, const Actor& actor, std::string_view name) {
    return installation.store().edit_staff([&](StaffBook& book) -> Result<User> {
        TRY_ASSIGN(auto user, require_user(book, name));
        book.remove_second_factor(user.id);
        if (user.has_second_factor) {
            note(installation, book, actor, {.action = "user.second_factor_off", .record = user.name});
        }
        user.has_second_factor = false;
        return user;
    });
}

} // namespace muster::app
