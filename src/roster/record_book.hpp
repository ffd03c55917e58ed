#pragma once

// Reading and editing a database's records one by one, inside one transaction that whoever made the book owns.
// Implemented by the store and, in tests, by maps. Every method throws when the store is lost; nothing is kept
// unless the owner commits.

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "roster/records.hpp"

namespace muster::roster {

class RecordBook {
  public:
    virtual ~RecordBook() = default;

    [[nodiscard]] virtual std::optional<MemberStatus>
    find_status(std::string_view code) = 0;                  ///< codes compare without case
    virtual void put_status(const MemberStatus& status) = 0; ///< by code
    /// Code::NotFound if there is none, Code::Invalid while Members have it.
    [[nodiscard]] virtual Result<void> remove_status(std::string_view code) = 0;
    [[nodiscard]] virtual std::optional<Member> find_member(std::string_view member_id) = 0;
    [[nodiscard]] virtual bool has_member(std::string_view member_id) { return find_member(member_id).has_value(); }
    /// By member_id; a new one gets the next record number. Its status must exist; attributes are created when
    /// missing, and an existing one keeps its spelling.
    virtual void put_member(const Member& member) = 0;
    /// Code::Invalid if it has Reps (remove them first).
    [[nodiscard]] virtual Result<void> remove_member(std::string_view member_id) = 0;
    [[nodiscard]] virtual std::vector<std::string>
    reps_of(std::string_view member_id) = 0; ///< rep ids, in record order

    [[nodiscard]] virtual std::optional<Rep> find_rep(std::string_view rep_id) = 0; ///< with its password
    /// By rep_id; a new one gets the next record number and both times. Its Member must exist. Groups and
    /// attributes are created when missing; a name that differs only in case or blanks is the first one's (R12). A
    /// Rep whose attribute "Unsubscribed from CC" is newly set keeps it for its address of now (R16). `updated`
    /// changes only if something else did.
    virtual void put_rep(const Rep& rep) = 0;
    virtual void remove_rep(std::string_view rep_id) = 0;

    /// In record-number order (statuses and names: by key). Passwords are there only if the book was made with
    /// them.
    virtual void each_status(const std::function<void(const MemberStatus&)>& visit) = 0;
    virtual void each_member(const std::function<void(const Member&)>& visit) = 0;
    virtual void each_rep(const std::function<void(const Rep&)>& visit) = 0;

    /// Rep Groups and Rep Attributes: as first spelled, with the number of Reps.
    struct Named {
        std::string name;
        std::int64_t reps = 0;
    };
    [[nodiscard]] virtual std::vector<Named> groups() = 0;
    [[nodiscard]] virtual std::vector<Named> attributes() = 0;
    [[nodiscard]] virtual std::optional<std::string> find_group(std::string_view name) = 0;     ///< its spelling
    [[nodiscard]] virtual std::optional<std::string> find_attribute(std::string_view name) = 0; ///< its spelling
    /// Code::Conflict with the name of the first if one of that key exists (R12).
    [[nodiscard]] virtual Result<void> add_group(std::string_view name) = 0;
    [[nodiscard]] virtual Result<void> rename_group(std::string_view from, std::string_view to) = 0;
    [[nodiscard]] virtual Result<void> remove_group(std::string_view name) = 0; ///< its memberships go with it
    /// The same for Rep Attributes.
    [[nodiscard]] virtual Result<void> add_attribute(std::string_view name) = 0;
    [[nodiscard]] virtual Result<void> rename_attribute(std::string_view from, std::string_view to) = 0;
    [[nodiscard]] virtual Result<void> remove_attribute(std::string_view name) = 0;
};

} // namespace muster::roster
