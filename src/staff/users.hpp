#pragma once

// Who may do what. A user has one role, in all databases or in some; what concerns the installation as a whole
// needs an administrator of all databases. Pure; it knows no password and no session.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace muster::staff {

/// Each may do what those before it may.
enum class Role {
    Viewer,        ///< reads
    Operator,      ///< edits Reps, previews and runs
    Administrator, ///< setup, connection, passwords as a custom field
};
[[nodiscard]] std::string_view to_text(Role role); ///< "viewer", "operator", "administrator"
/// Code::Invalid with the roles there are.
[[nodiscard]] Result<Role> parse_role(std::string_view text);

/// Where a user's role counts.
struct Scope {
    bool all_databases = false;
    std::vector<std::int64_t> databases; ///< ascending; empty where all_databases

    static Scope all() { return {true, {}}; }
    bool operator==(const Scope&) const = default;
};

struct User {
    std::string id;
    std::string name; ///< unique without regard to case and blanks
    Role role = Role::Viewer;
    Scope scope;
    bool has_second_factor = false;
    Instant created{};
    std::optional<Instant> last_seen; ///< when a session of the user last did something

    bool operator==(const User&) const = default;
};

/// The role counts in `database` and is enough.
[[nodiscard]] bool may(const User& user, Role needed, std::int64_t database);
/// Administrator of all databases: databases, schedule, staff and settings of the installation.
[[nodiscard]] bool may_run_installation(const User& user);

inline constexpr std::size_t kLongestUserName = 100; // characters
/// Code::Invalid for a blank or too long name, one with control characters, and what a history calls runs that no
/// person started (base/starters.hpp).
[[nodiscard]] Result<void> check_user_name(std::string_view name);

} // namespace muster::staff
