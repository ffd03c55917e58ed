#pragma once

// A database's records inside one transaction of the store. Internal to this folder.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "roster/record_book.hpp"
#include "store/core.hpp"
#include "store/list_view_keys.hpp"
#include "store/names.hpp"

namespace muster::store {

class StoreRecordBook final : public roster::RecordBook {
  public:
    StoreRecordBook(Session& session, DatabaseId database, WithPasswords passwords);

    /// Keeps the next record numbers and how many records there are; before the session commits.
    void flush();

    [[nodiscard]] std::optional<roster::MemberStatus> find_status(std::string_view code) override;
    void put_status(const roster::MemberStatus& status) override;
    [[nodiscard]] Result<void> remove_status(std::string_view code) override;
    [[nodiscard]] std::optional<roster::Member> find_member(std::string_view member_id) override;
    [[nodiscard]] bool has_member(std::string_view member_id) override {
        return member_facts(member_id) != nullptr;
    }
    void put_member(const roster::Member& member) override;
    [[nodiscard]] Result<void> remove_member(std::string_view member_id) override;
    [[nodiscard]] std::vector<std::string> reps_of(std::string_view member_id) override;

    [[nodiscard]] std::optional<roster::Rep> find_rep(std::string_view rep_id) override;
    void put_rep(const roster::Rep& rep) override;
    void remove_rep(std::string_view rep_id) override;

    void each_status(const std::function<void(const roster::MemberStatus&)>& visit) override;
    void each_member(const std::function<void(const roster::Member&)>& visit) override;
    void each_rep(const std::function<void(const roster::Rep&)>& visit) override;

    [[nodiscard]] std::vector<Named> groups() override { return counted(kGroup); }
    [[nodiscard]] std::vector<Named> attributes() override { return counted(kAttribute); }
    [[nodiscard]] std::optional<std::string> find_group(std::string_view name) override;
    [[nodiscard]] std::optional<std::string> find_attribute(std::string_view name) override;
    [[nodiscard]] Result<void> add_group(std::string_view name) override { return add_name(groups_, kGroup, name); }
    [[nodiscard]] Result<void> rename_group(std::string_view from, std::string_view to) override {
        return rename(groups_, kGroup, from, to);
    }
    [[nodiscard]] Result<void> remove_group(std::string_view name) override {
        return remove_name(groups_, kGroup, name);
    }
    [[nodiscard]] Result<void> add_attribute(std::string_view name) override {
        return add_name(attributes_, kAttribute, name);
    }
    [[nodiscard]] Result<void> rename_attribute(std::string_view from, std::string_view to) override {
        return rename(attributes_, kAttribute, from, to);
    }
    [[nodiscard]] Result<void> remove_attribute(std::string_view name) override {
        return remove_name(attributes_, kAttribute, name);
    }

  private:
    struct StoredRep {
        roster::Rep rep;
        std::int64_t member_number = 0;
        Numbers groups, attributes;
        std::string unsubscribed_for;
    };
    [[nodiscard]] std::optional<StoredRep> stored_rep(std::string_view rep_id);
    [[nodiscard]] const MemberFacts* member_facts(std::string_view member_id);
    void write_member(const roster::Member& member, const MemberFacts& facts, const Numbers& attributes);
    void write_rep(const StoredRep& stored, const MemberFacts& member, bool is_new);
    void write_names(std::string_view kind, std::int64_t rep_number, const Numbers& before, const Numbers& after);
    [[nodiscard]] std::string unsubscribed_for(const std::optional<StoredRep>& before,
                                               const StoredRep& after) const;
    [[nodiscard]] std::vector<Named> counted(std::string_view kind);
    [[nodiscard]] Result<void> add_name(Names& names, std::string_view kind, std::string_view name);
    [[nodiscard]] Result<void> rename(Names& names, std::string_view kind, std::string_view from,
                                      std::string_view to);
    [[nodiscard]] Result<void> remove_name(Names& names, std::string_view kind, std::string_view name);
    [[nodiscard]] std::int64_t members_with_status(std::string_view code);
    [[nodiscard]] std::string status_code(std::string_view status_key);
    [[nodiscard]] std::int64_t next_number(std::int64_t& counter, std::int64_t& added);
    void check_writing() const;

    Session& session_;
    DatabaseId database_;
    WithPasswords passwords_;
    Names groups_, attributes_, member_attributes_;
    std::int64_t next_member_ = 0; // 0: not read yet
    std::int64_t next_rep_ = 0;
    std::int64_t added_members_ = 0; // less those removed
    std::int64_t added_reps_ = 0;
    std::optional<MemberFacts> last_member_; // Reps of one Member come together
    std::optional<std::string> absent_rep_;  // the last one that was looked for and is not there
    Instant now_;
};

} // namespace muster::store
