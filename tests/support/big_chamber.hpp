#pragma once

// The chamber of the performance figures: Reps of active Members in Rep Groups, with every custom field filled.

#include <string>

#include "support/chamber.hpp"

namespace muster::test {

/// The selections of the figures: ten groups, eight custom fields.
inline Ask big_ask() {
    Ask ask;
    for (int i = 0; i < 10; ++i) {
        ask.groups.push_back("Committee " + std::to_string(i));
    }
    ask.fields = {"Username", "Salutation",    "Middle Name", "Member ID",
                  "Rep ID",   "Member Status", "Member Type", "Mobile"};
    return ask;
}

inline std::string big_address(int i) { return "person" + std::to_string(i) + "@chamber.example"; }

/// `reps` Reps, two a Member; each in none to three of the ten groups.
inline void fill_big(Chamber& chamber, int reps) {
    for (int m = 0; m < (reps + 1) / 2; ++m) {
        chamber.member("M" + std::to_string(m), "ACT",
                       {{"type", "Business"},
                        {"street", "12 Main Street"},
                        {"city", "Springfield"},
                        {"state", "OR"},
                        {"postal_code", "97403"},
                        {"phone", "541-555-0100"}});
    }
    SeededRandom random(7);
    for (int i = 0; i < reps; ++i) {
        std::string groups;
        for (std::uint64_t n = random.below(4); n > 0; --n) {
            groups += "Committee " + std::to_string(random.below(10)) + ";";
        }
        const std::string id = std::to_string(i);
        chamber.rep("R" + id, "M" + std::to_string(i / 2), big_address(i),
                    {{"groups", groups.c_str()},
                     {"username", ("user" + id).c_str()},
                     {"salutation", "Dear colleague"},
                     {"middle_name", "Q"},
                     {"mobile", "541-555-0199"},
                     {"job_title", "Owner"}});
    }
    for (int i = 0; i < 10; ++i) {
        static_cast<void>(chamber.book.add_group("Committee " + std::to_string(i)));
    }
}

/// One Rep in a hundred: names and a custom field. `round`: another value each time.
inline void change_details(Chamber& chamber, int reps, int round) {
    const std::string value = "new" + std::to_string(round);
    for (int i = 0; i < reps; i += 100) {
        chamber.set_rep("R" + std::to_string(i), {{"last_name", value.c_str()}, {"username", value.c_str()}});
    }
}

/// One Rep in a hundred: of ten, four have another name, three another value in a custom field, two are in another
/// group (one of five), and one has a new address.
inline void change_a_mix(Chamber& chamber, int reps, int round) {
    const std::string value = "mixed" + std::to_string(round);
    for (int i = 0; i < reps; i += 100) {
        const std::string id = "R" + std::to_string(i);
        const int kind = i / 100 % 10;
        if (kind < 4) {
            chamber.set_rep(id, {{"last_name", value.c_str()}});
        } else if (kind < 7) {
            chamber.set_rep(id, {{"username", value.c_str()}});
        } else if (kind < 9) {
            chamber.set_rep(id, {{"groups", ("Committee " + std::to_string((i / 100 + round) % 5)).c_str()}});
        } else {
            chamber.set_rep(id, {{"email", (value + "." + std::to_string(i) + "@chamber.example").c_str()}});
        }
    }
}

} // namespace muster::test
