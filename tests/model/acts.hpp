#pragma once

// What can happen to a database and its account, as values: what staff do here, what people do there, and runs. A
// history is a list of acts. An act whose subject is not there does nothing, so that any part of a history is one.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "sandbox/faults.hpp"
#include "sandbox/state.hpp"

namespace muster::model {

enum class Verb : std::uint8_t {
    // staff, in the database
    AddRep,       ///< Rep a with address b in groups c; an old one of that number is gone first
    RemoveRep,    ///< Rep a
    Address,      ///< of Rep a becomes address b
    Swap,         ///< Reps a and b swap addresses
    FirstName,    ///< of Rep a becomes text b
    LastName,     ///< of Rep a becomes text b
    Title,        ///< of Rep a becomes text b
    Everybody,    ///< the title of every Rep becomes text b
    Username,     ///< of Rep a becomes text b
    Phone,        ///< of Rep a becomes phone b
    Street,       ///< of Rep a becomes street b, in country c
    Groups,       ///< of Rep a become groups b
    Member,       ///< of Rep a becomes Member b
    Status,       ///< of Member a becomes status b
    MemberPhone,  ///< of Member a becomes phone b
    MemberStreet, ///< of Member a becomes street b
    RenameGroup,  ///< group a gets the name of group b
    RemoveGroup,  ///< group a
    Attribute,    ///< "Unsubscribed from CC" of Rep a, by hand: on if b is odd
    PutBack,      ///< who left lists with mailbox a may be put on them again (R14)
    // people, in the account
    OptOut,        ///< mailbox a
    Resubscribe,   ///< mailbox a
    Leave,         ///< mailbox a leaves list b
    Join,          ///< mailbox a is put on list b
    EditContact,   ///< property b of mailbox a becomes text c
    AddContact,    ///< mailbox a with permission b, on list c
    DeleteContact, ///< mailbox a
    MoveContact,   ///< mailbox a gets the address of mailbox b
    AddList,       ///< list a
    RenameList,    ///< list a gets the name of list b
    DeleteList,    ///< list a
    AddField,      ///< field a with type b
    DeleteField,   ///< field a
    // both
    Wait, ///< a hours
    // runs; a says the selections, b the mode
    Run,
    QuickRun,
    Preview,
    KilledRun,    ///< at the c-th place where that is possible
    CancelledRun, ///< at the c-th report of progress
    TroubledRun,  ///< with trouble number c
    CrossedRun,   ///< while somebody does something: c says what and at which request
};

struct Act {
    Verb verb{};
    unsigned a = 0, b = 0, c = 0;
    bool operator==(const Act&) const = default;
};

struct History {
    std::vector<std::string> switches; ///< of the sandbox, "name=value"
    std::vector<Act> acts;
};

// --- what the numbers of acts stand for; all of them wrap round

inline constexpr unsigned kReps = 18;
inline constexpr unsigned kMembers = 4;
inline constexpr unsigned kMailboxes = 16; ///< addresses that Contacts may have

[[nodiscard]] std::string rep_id(unsigned number);
[[nodiscard]] std::string member_id(unsigned number);
[[nodiscard]] std::string mailbox(unsigned number);
[[nodiscard]] std::string typed_address(unsigned number); ///< as staff type it: in any case, or none, or a bad one
[[nodiscard]] std::string text(unsigned number);
[[nodiscard]] std::string phone(unsigned number);
[[nodiscard]] std::string street(unsigned number);
[[nodiscard]] std::string country(unsigned number);
[[nodiscard]] std::string status(unsigned number);
[[nodiscard]] std::string group_names(unsigned bits); ///< "Board;Golf"
[[nodiscard]] std::string list_name(unsigned number);
[[nodiscard]] std::string field_label(unsigned number);
[[nodiscard]] std::string field_type(unsigned number);
[[nodiscard]] sandbox::Permission permission(unsigned number);
[[nodiscard]] const std::vector<std::string>& groups();
[[nodiscard]] const std::vector<std::string>& custom_fields();

/// What a run is asked for.
struct Wish {
    std::vector<std::string> groups, fields;
    enum class Filter : std::uint8_t { All, ActiveStatus, Board, NotUnsubscribed, Berg, Nobody } filter{};
    bool puts_back = false; ///< the setting that turns R14 off
    bool is_tight = false;  ///< the removal guard lets one pass
    bool confirms = false;  ///< 3 removals
    bool previews_first = false;
    bool repeats = false;  ///< the same again at once (R24)
    bool is_quick = false; ///< asked for a quick run (R8); every QuickRun is
};
[[nodiscard]] Wish wish_of(const Act& run);
[[nodiscard]] bool is_run(Verb verb);
[[nodiscard]] sandbox::Fault trouble(unsigned number);
/// What somebody does in the middle of a run, and before which request.
struct Crossing {
    Act act;
    int request = 0;
};
[[nodiscard]] Crossing crossing(unsigned number);

/// An act in words: "a3@example.org unsubscribes".
[[nodiscard]] std::string describe(const Act& act);
[[nodiscard]] std::string_view name_of(Verb verb);

/// A history of `length` acts and as many runs as people are patient with.
[[nodiscard]] History invent(std::uint64_t seed, std::size_t length);

} // namespace muster::model
