#include "faults/scene.hpp"

#include <gtest/gtest.h>

namespace muster::test {

Ask first_ask() { return {.groups = {"Board", "Golf"}, .fields = {"Username", "Rep Groups"}}; }
Ask scene_ask() { return {.groups = {"Board", "Golf", "Fresh"}, .fields = {"Username", "Rep Groups", "Fax"}}; }

void set_scene(Chamber& chamber) {
    chamber.member("M1");
    chamber.member("M2", "PRO"); // on no list: by the holding list
    for (int i = 0; i < 12; ++i) {
        const std::string n = std::to_string(i);
        chamber.rep("A" + n, "M1", "a" + n + "@example.org",
                    {{"groups", i % 3 == 0   ? "Board;Golf"
                                : i % 3 == 1 ? "Board"
                                             : ""},
                     {"username", ("user" + n).c_str()},
                     {"job_title", "Boss"}});
        chamber.rep("P" + n, "M2", "p" + n + "@example.org");
    }
    chamber.rep("F1", "M1", "foreign@example.org", {{"phone", "+49 30 123"}});
}

void change_scene(Chamber& chamber) {
    chamber.set_rep("A0", {{"job_title", ""}});                           // a PUT
    chamber.set_rep("A1", {{"groups", "Board;Golf"}, {"username", "x"}}); // imports
    chamber.set_rep("A2", {{"last_name", "Other"}, {"groups", "Golf"}});
    chamber.set_rep("A3", {{"email", "moved@example.org"}}); // a new Contact, and one off Active Members
    chamber.book.remove_rep("A5");
    chamber.set_rep("A4", {{"groups", "Board;Fresh"}, {"fax", "555-0100"}}); // a list and a field to make
    chamber.rep("N1", "M1", "new@example.org", {{"groups", "Golf"}});
    chamber.rep("F2", "M1", "far@example.org", {{"phone", "+39 06 123"}}); // a POST
    EXPECT_TRUE(chamber.service.opt_out(chamber.account, "a6@example.org"));
    EXPECT_TRUE(chamber.service.leave_list(chamber.account, "a7@example.org", "Board"));
    chamber.service.add_contact(
        chamber.account, {.address = "stranger@example.org", .first_name = "S", .lists = {"Active Members"}});
    EXPECT_TRUE(chamber.service.delete_contact(chamber.account, "p1@example.org"));
}

} // namespace muster::test
