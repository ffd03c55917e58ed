#pragma once

// What staff keeps, on one consistent state: users, their second factors, sessions, links, failures and the audit
// log. `store` implements it inside a transaction, so that what is looked at and what is written belong together.
// It decides nothing. Whatever writes throws std::logic_error on a book that is open for reading.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staff/audit.hpp"
#include "staff/one_time_codes.hpp"
#include "staff/sessions.hpp"
#include "staff/throttle.hpp"
#include "staff/users.hpp"

namespace muster::staff {

/// Sessions as people see them.
struct UserSession {
    Session session;
    std::string user_name;
};

class StaffBook {
  public:
    virtual ~StaffBook() = default;

    // --- Users.
    [[nodiscard]] virtual std::vector<User> users() = 0; ///< by name
    [[nodiscard]] virtual std::optional<User> find_user(std::string_view user_id) = 0;
    [[nodiscard]] virtual std::optional<User> find_user_named(std::string_view name) = 0;
    virtual void add_user(const User& user, std::string_view password_hash) = 0;
    virtual void change_user(const User& user) = 0;         ///< its role and scope
    virtual void remove_user(std::string_view user_id) = 0; ///< with all that is below
    [[nodiscard]] virtual std::string password_hash(std::string_view user_id) = 0;
    virtual void put_password_hash(std::string_view user_id, std::string_view hash) = 0;

    // --- Second factors. Sealed where they are kept.
    [[nodiscard]] virtual std::optional<SecondFactor> second_factor(std::string_view user_id) = 0;
    virtual void put_second_factor(std::string_view user_id, const SecondFactor& factor) = 0;
    virtual void remove_second_factor(std::string_view user_id) = 0; ///< with the recovery codes
    /// In place of those there were.
    virtual void put_recovery_codes(std::string_view user_id, const std::vector<std::string>& digests) = 0;
    /// True once for each code.
    virtual bool take_recovery_code(std::string_view user_id, std::string_view digest) = 0;

    // --- Sessions, found by the digest of their token.
    virtual void add_session(const Session& session, std::string_view digest) = 0;
    [[nodiscard]] virtual std::optional<Session> find_session(std::string_view digest) = 0;
    [[nodiscard]] virtual std::vector<UserSession> sessions() = 0;   ///< newest first
    virtual void note_seen(const Session& session, Instant now) = 0; ///< of the session and its user
    virtual void note_authenticated(std::string_view session_id, Instant now) = 0;
    virtual bool remove_session(std::string_view session_id) = 0; ///< false if there is none
    virtual void remove_sessions(std::string_view user_id, std::string_view except_session_id) = 0;

    // --- One-time links, found by the digest of their token.
    virtual void add_link(const Link& link, std::string_view digest) = 0;
    [[nodiscard]] virtual std::optional<Link> find_link(std::string_view digest) = 0;
    virtual void remove_link(std::string_view digest) = 0;
    virtual void remove_links(LinkKind kind) = 0;

    // --- Failures; `subject` says whose, by a keyed digest.
    [[nodiscard]] virtual Attempts attempts(std::string_view subject) = 0;
    virtual void put_attempts(std::string_view subject, const Attempts& attempts) = 0;
    virtual void remove_attempts(std::string_view subject) = 0;
    /// When somebody last signed in to the account from an address, both in `subject`.
    [[nodiscard]] virtual std::optional<Instant> signed_in_at(std::string_view subject) = 0;
    virtual void put_signed_in_at(std::string_view subject, std::string_view user_id, Instant now) = 0;

    /// Removes what the limits have ended by `now`: sessions, links, forgotten failures, addresses.
    virtual void sweep(Instant now) = 0;

    // --- The audit log.
    virtual void add_entry(const AuditEntry& entry) = 0;
    [[nodiscard]] virtual AuditPage entries(const AuditFilter& filter, const AuditRange& range) = 0;
};

} // namespace muster::staff
