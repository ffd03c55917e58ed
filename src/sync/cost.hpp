#pragma once

// What the service charges: the API calls of each way of reading and of a whole run, before it acts. Pure. It takes
// the cheapest way among those that its caller says are right.

#include <cstdint>
#include <optional>

#include "sync/plan.hpp"
#include "sync/script.hpp"

namespace muster::sync {

/// Calls that read so many Contacts; nobody takes one too.
[[nodiscard]] std::int64_t pages(std::int64_t contacts);

/// Ways of reading certain Contacts.
enum class Reading {
    ByAddress,    ///< one call each
    ChangedSince, ///< what changed lately: those who were just written are among it
    ByList,       ///< everybody on one list
    WholeAccount,
};

/// Whom a reading must show, and what there is beside them.
struct Sought {
    std::int64_t people = 0;
    std::int64_t account = 0;            ///< Contacts in it
    bool has_changed = false;            ///< they were written just now
    std::optional<std::int64_t> on_list; ///< they can be told by one list, which has so many members
};

struct Way {
    Reading reading = Reading::ByAddress;
    std::int64_t calls = 0;
    bool operator==(const Way&) const = default;
};

/// The cheapest; among equals the one that asks for the least.
[[nodiscard]] Way cheapest(const Sought& sought);

/// How a quick run makes sure of what it is going to write (R8).
enum class Assurance {
    Trust,    ///< the list counts agree, and imports change nothing but what they name
    ByPerson, ///< few people: each is read; many: those only who are written one by one
    Full,     ///< the whole account costs no more
};
/// `people`: whom its plan touches; `singles`: those of them who are written one by one, which replaces what others
/// changed since the last read.
[[nodiscard]] Assurance assurance(std::int64_t people, std::int64_t singles, std::int64_t account);
/// Up to so many people are read before a quick run touches them.
inline constexpr std::int64_t kFewPeople = 8;

/// What carrying out `plan` by `script` is reckoned to take: the look directly before (R17), lists and fields,
/// writes, waits and proof.
[[nodiscard]] std::int64_t calls_to_carry_out(const Plan& plan, const Script& script,
                                              std::size_t contacts_in_account);

} // namespace muster::sync
