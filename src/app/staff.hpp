#pragma once

// Users and the audit log. Nobody's rights are checked here: a shell asks `staff::may` and
// `staff::may_run_installation` first, and says who acts. What a use case changes and its audit entry become
// durable together.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/installation.hpp"
#include "base/result.hpp"
#include "staff/audit.hpp"
#include "staff/users.hpp"

namespace muster::app {

// --- The audit log.
/// Adds an entry, for deeds that other use cases did. Code::Unavailable if the store cannot be written.
[[nodiscard]] Result<void> audit(Installation& installation, const staff::Actor& actor, const staff::Deed& deed);
[[nodiscard]] staff::AuditPage audit_log(Installation& installation, const staff::AuditFilter& filter,
                                         const staff::AuditRange& range);
/// Who sits at the machine itself: the account of the operating system.
[[nodiscard]] staff::Actor command_line_actor();

// --- Users, called by name as people do.
[[nodiscard]] std::vector<staff::User> list_users(Installation& installation); ///< by name
/// Code::NotFound with those there are.
[[nodiscard]] Result<staff::User> find_user(Installation& installation, std::string_view name);

/// The databases of these names; none: all. Code::NotFound.
[[nodiscard]] Result<staff::Scope> scope_named(Installation& installation, const std::vector<std::string>& names);
/// Names of the databases of a scope that is not all.
[[nodiscard]] std::vector<std::string> database_names(Installation& installation, const staff::Scope& scope);

struct NewUser {
    std::string name;
    std::string password;
    staff::Role role = staff::Role::Viewer;
    staff::Scope scope;
};
/// Code::Invalid for a name or a password that will not do, Code::Conflict if the name is taken, Code::NotFound for
/// a database that does not exist.
[[nodiscard]] Result<staff::User> add_user(Installation& installation, const staff::Actor& actor,
                                           const NewUser& wanted);

/// What is not given stays. Takes effect at once, on the user's sessions too.
struct UserChange {
    std::optional<staff::Role> role = {};
    std::optional<staff::Scope> scope = {};
};
/// Code::Conflict for the last administrator of all databases, also for remove_user.
[[nodiscard]] Result<staff::User> change_user(Installation& installation, const staff::Actor& actor,
                                              std::string_view name, const UserChange& change);
[[nodiscard]] Result<staff::User> remove_user(Installation& installation, const staff::Actor& actor,
                                              std::string_view name);
/// Without the old one, as administrators do; the user's sessions end. One's own: change_own_password.
[[nodiscard]] Result<staff::User> set_password(Installation& installation, const staff::Actor& actor,
                                               std::string_view name, std::string_view password);
/// Also one that was begun and not confirmed. Fine if there is none.
[[nodiscard]] Result<staff::User> remove_second_factor(Installation& installation, const staff::Actor& actor,
                                                       std::string_view name);

} // namespace muster::app
