#pragma once

// The records of a chamber: Members, Reps and their value tables, as values. No identity but the ids that people
// see.

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace muster::roster {

/// The Rep Attribute that a run keeps (R16), the list it keeps exact (R8) and its own list (R6).
inline constexpr std::string_view kUnsubscribedAttribute = "Unsubscribed from CC";
inline constexpr std::string_view kActiveMembersList = "Active Members";
inline constexpr std::string_view kHoldingList = "Muster holding list";

/// Longest name of a Rep Group or Rep Attribute, in code points.
inline constexpr std::size_t kLongestName = 255;

struct MemberStatus {
    std::string code;
    std::string description;
    bool active_member = false; ///< R5
    bool pays_dues = false;
    bool eligible_for_referral = false;
    bool list_in_directory = false;
    bool members_only_access = false;

    bool operator==(const MemberStatus&) const = default;
};

/// ACT, COU, DRP, NON, PRO as shipped with every new database (R5).
[[nodiscard]] std::vector<MemberStatus> shipped_statuses();

struct PostalAddress {
    std::string street;
    std::string street2;
    std::string city;
    std::string state;
    std::string postal_code;
    std::string country;

    [[nodiscard]] bool is_blank() const;
    bool operator==(const PostalAddress&) const = default;
};

struct Member {
    std::string member_id;
    std::string company;
    std::string file_by; ///< overrides company for filing; blank: company
    std::string status;  ///< code of a MemberStatus of the database
    std::string type;
    std::vector<std::string> attributes; ///< sorted by name key, each once
    PostalAddress address;
    std::string phone;
    std::string website;
    std::optional<Date> joined;
    std::optional<Date> dropped;
    std::int64_t record_number = 0; ///< order of first entry (R4); given by the store

    bool operator==(const Member&) const = default;
};

struct Rep {
    std::string rep_id;
    std::string member_id;
    std::string courtesy_title;
    std::string first_name;
    std::string middle_name;
    std::string last_name;
    std::string suffix;
    std::string salutation;
    std::string job_title;
    std::string email; ///< as typed
    std::string phone;
    std::string mobile;
    std::string fax;
    PostalAddress address; ///< blank: the Member's
    std::string username;
    std::string password; ///< in clear only here, in memory; empty where the reader was not asked for it
    bool billing_rep = false;
    std::vector<std::string> groups;     ///< names, sorted by name key
    std::vector<std::string> attributes; ///< names, sorted by name key
    std::int64_t record_number = 0;      ///< order of first entry (R4); given by the store
    Instant created{};
    Instant updated{};

    /// "Anna Berg", for messages; the Rep's id where both names are blank.
    [[nodiscard]] std::string display_name() const;
    bool operator==(const Rep&) const = default;
};

/// A Rep as a run walks it: with its Member and that Member's status.
struct RosterRow {
    Rep rep;
    Member member;
    MemberStatus status;
    /// Key of the address that the attribute "Unsubscribed from CC" was assigned for, "" if it is not assigned
    /// (R16).
    std::string unsubscribed_for;

    [[nodiscard]] bool is_active() const { return status.active_member; } ///< R5
};

/// The Reps of a database as they are at one moment, one at a time. A row is valid during its visit only. Every
/// walk throws when the store is lost.
class RosterState {
  public:
    virtual ~RosterState() = default;
    /// In the order of R4, until `visit` says false.
    virtual void each_while(const std::function<bool(const RosterRow&)>& visit) = 0;
    /// In no order, as they lie: several times as fast as in order where there are very many.
    virtual void each_as_stored(const std::function<void(const RosterRow&)>& visit) = 0;
    /// Those with these record numbers, in the order of R4.
    virtual void each_of(const std::vector<std::int64_t>& record_numbers,
                         const std::function<void(const RosterRow&)>& visit) = 0;

    void each(const std::function<void(const RosterRow&)>& visit) {
        each_while([&](const RosterRow& row) {
            visit(row);
            return true;
        });
    }
};

/// Reads a database's Reps. Implemented by the store and, in tests, by maps.
class RosterReader {
  public:
    virtual ~RosterReader() = default;
    /// All walks within `look` see the same state.
    virtual void look(const std::function<void(RosterState&)>& look) = 0;
    /// The same, but where the store is lost in the midst and comes back, `look` is called again for its new state:
    /// it must begin from the start.
    virtual void look_until_done(const std::function<void(RosterState&)>& look) { this->look(look); }

    /// In the order of R4, until `visit` says false.
    void each_while(const std::function<bool(const RosterRow&)>& visit) {
        look([&](RosterState& state) { state.each_while(visit); });
    }
    void each(const std::function<void(const RosterRow&)>& visit) {
        look([&](RosterState& state) { state.each(visit); });
    }
};

} // namespace muster::roster
