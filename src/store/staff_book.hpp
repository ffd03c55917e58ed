#pragma once

// Staff inside one transaction of the store. Internal to this folder.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "staff/staff_book.hpp"
#include "store/core.hpp"

namespace muster::store {

class StoreStaffBook final : public staff::StaffBook {
  public:
    explicit StoreStaffBook(Session& session) : session_(session) {}

    [[nodiscard]] std::vector<staff::User> users() override;
    [[nodiscard]] std::optional<staff::User> find_user(std::string_view user_id) override;
    [[nodiscard]] std::optional<staff::User> find_user_named(std::string_view name) override;
    void add_user(const staff::User& user, std::string_view password_hash) override;
    void change_user(const staff::User& user) override;
    void remove_user(std::string_view user_id) override;
    [[nodiscard]] std::string password_hash(std::string_view user_id) override;
    void put_password_hash(std::string_view user_id, std::string_view hash) override;

    [[nodiscard]] std::optional<staff::SecondFactor> second_factor(std::string_view user_id) override;
    void put_second_factor(std::string_view user_id, const staff::SecondFactor& factor) override;
    void remove_second_factor(std::string_view user_id) override;
    void put_recovery_codes(std::string_view user_id, const std::vector<std::string>& digests) override;
    bool take_recovery_code(std::string_view user_id, std::string_view digest) override;

    void add_session(const staff::Session& session, std::string_view digest) override;
    [[nodiscard]] std::optional<staff::Session> find_session(std::string_view digest) override;
    [[nodiscard]] std::vector<staff::UserSession> sessions() override;
    void note_seen(const staff::Session& session, Instant now) override;
    void note_authenticated(std::string_view session_id, Instant now) override;
    bool remove_session(std::string_view session_id) override;
    void remove_sessions(std::string_view user_id, std::string_view except_session_id) override;

    void add_link(const staff::Link& link, std::string_view digest) override;
    [[nodiscard]] std::optional<staff::Link> find_link(std::string_view digest) override;
    void remove_link(std::string_view digest) override;
    void remove_links(staff::LinkKind kind) override;

    [[nodiscard]] staff::Attempts attempts(std::string_view subject) override;
    void put_attempts(std::string_view subject, const staff::Attempts& attempts) override;
    void remove_attempts(std::string_view subject) override;
    [[nodiscard]] std::optional<Instant> signed_in_at(std::string_view subject) override;
    void put_signed_in_at(std::string_view subject, std::string_view user_id, Instant now) override;
    void sweep(Instant now) override;

    void add_entry(const staff::AuditEntry& entry) override;
    [[nodiscard]] staff::AuditPage entries(const staff::AuditFilter& filter,
                                           const staff::AuditRange& range) override;

  private:
    /// A statement that changes something.
    [[nodiscard]] db::Statement& changing(std::string_view query);
    [[nodiscard]] std::vector<std::int64_t> databases_of(std::string_view user_id);
    void write_databases(const staff::User& user);

    Session& session_;
};

} // namespace muster::store
