#pragma once

// What several use cases of staff do inside their transaction. Internal to this folder.

#include "app/installation.hpp"
#include "app/sign_in.hpp"
#include "staff/audit.hpp"
#include "staff/staff_book.hpp"

namespace muster::app {

/// Adds an entry to the audit log.
void note(Installation& installation, staff::StaffBook& book, const staff::Actor& actor, const staff::Deed& deed);

/// Signs the user in; sweeps what is over and ends the oldest sessions beyond staff::kMostSessions.
[[nodiscard]] NewSession start_session(Installation& installation, staff::StaffBook& book, const staff::User& user,
                                       const Visitor& from);

/// Code::Conflict if `user` is the last administrator of all databases.
[[nodiscard]] Result<void> check_not_last(staff::StaffBook& book, const staff::User& user);
[[nodiscard]] bool has_administrator(staff::StaffBook& book);

/// A user whose name was checked and whose password is hashed. Code::Conflict if the name is taken.
struct HashedUser {
    std::string name;
    std::string password_hash;
    staff::Role role = staff::Role::Viewer;
    staff::Scope scope;
};
[[nodiscard]] Result<staff::User> enter_user(Installation& installation, staff::StaffBook& book,
                                             const HashedUser& wanted);
/// Checks a new password, then hashes it; outside of any transaction, because it takes its time.
[[nodiscard]] Result<std::string> hash_new_password(Installation& installation, std::string_view password);

/// A keyed digest, so that the store does not tell whose failures it counts.
[[nodiscard]] std::string subject_of(Installation& installation, std::string_view kind, std::string_view of,
                                     std::string_view and_of = {});

} // namespace muster::app
