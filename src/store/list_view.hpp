#pragma once

// What the List Views of the back office ask of the store: rows of Reps or Members in any order that a column
// gives, searched and restricted, one page at a time. Texts compare folded; equal ones stand in record-number
// order.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/time.hpp"
#include "roster/records.hpp"

namespace muster::store {

enum class RepColumn {
    Company, ///< the order of R4
    LastName,
    FirstName,
    RepId,
    MemberId,
    JobTitle,
    Email,
    Phone,
    City,
    Status,
    Active,
    BillingRep,
    Updated,
};
enum class MemberColumn {
    FileBy, ///< what it is filed under
    Company,
    MemberId,
    Status,
    Active,
    Type,
    City,
    State,
    Phone,
    Website,
    Joined,
    Dropped,
    Reps,
};
enum class Direction { Up, Down };

/// At most so many words of a search are looked for one by one; what is behind them counts as one text.
inline constexpr std::size_t kMostSearchWords = 4;

/// Which Reps a list shows; an empty restriction shows all of the database.
struct ShownReps {
    /// Every word of it is in the name, company, address or one of the ids.
    std::string search = {};
    std::optional<std::string> member_id = {}; ///< the Reps of one Member
    std::optional<std::string> group = {};
    std::optional<std::string> attribute = {};
    std::optional<std::string> status = {}; ///< code of the Member's status
    std::optional<bool> active = {};        ///< R5

    bool operator==(const ShownReps&) const = default;
};

/// Which Members a list shows.
struct ShownMembers {
    std::string search = {}; ///< in company, file by and member_id
    std::optional<std::string> status = {};
    std::optional<bool> active = {};

    bool operator==(const ShownMembers&) const = default;
};

template <class Column>
struct ListOrder {
    Column column{};
    Direction direction = Direction::Up;
};
using RepOrder = ListOrder<RepColumn>;
using MemberOrder = ListOrder<MemberColumn>;

struct ListWindow {
    std::int64_t offset = 0;
    std::int64_t limit = 0;
};

struct RepListRow {
    std::int64_t record_number = 0;
    std::string rep_id;
    std::string first_name;
    std::string last_name;
    std::string job_title;
    std::string company;
    std::string member_id;
    std::string email;
    std::string phone;
    std::string city; ///< the Member's where the Rep has no address
    std::vector<std::string> groups;
    std::vector<std::string> attributes;
    std::string status; ///< its code
    std::string status_description;
    bool is_active = false; ///< R5
    bool billing_rep = false;
    Instant updated{};
};

struct MemberListRow {
    std::int64_t record_number = 0;
    std::string member_id;
    std::string company;
    std::string file_by; ///< as typed, often blank
    std::string status;
    std::string status_description;
    bool is_active = false;
    std::string type;
    std::string city;
    std::string state;
    std::string phone;
    std::string website;
    std::optional<Date> joined;
    std::optional<Date> dropped;
    std::int64_t reps = 0;
};

/// Rows and how many there are in all, of one state of the store.
template <class Row>
struct ListPage {
    std::vector<Row> rows;
    std::int64_t total = 0;
};

/// Where a list is to be opened: at a record by its id, or at the first row whose sort column begins with a text
/// (type-ahead); nothing where the sort column holds no text.
struct ListPlace {
    std::optional<std::string> id = {};
    std::string text = {};
};

/// Reps by their ids, or all that a list shows.
struct ChosenReps {
    std::vector<std::string> rep_ids = {};
    std::optional<ShownReps> shown = {}; ///< where set, `rep_ids` is empty
    /// What the person was told; Code::Conflict if it is another number now.
    std::optional<std::int64_t> expected = {};
};

struct StatusCounts {
    roster::MemberStatus status;
    std::int64_t members = 0; ///< that have it
};

/// A Rep Group with its Reps.
struct GroupCounts {
    std::string name;
    std::int64_t reps = 0;
    std::int64_t with_address = 0; ///< Reps with a usable address (R2)
};

/// What Members have in a field, each once whatever its case.
enum class MemberValues { Type, City, State, Attribute };

enum class NameKind { Group, Attribute };
enum class NameChange { Give, Take };

/// What became of the chosen Reps.
struct RepChanges {
    std::int64_t chosen = 0; ///< changed + unchanged + missing
    std::int64_t changed = 0;
    std::int64_t unchanged = 0;       ///< it was so already
    std::vector<std::string> missing; ///< ids that are no Rep any more
};

} // namespace muster::store
