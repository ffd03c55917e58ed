#include "faults/site_scene.hpp"

#include <gtest/gtest.h>

namespace muster::test {

Words sync_words() {
    return {"sync", "--database",     "Main",     "--list-group",   "Board",     "--list-group",
            "Golf", "--custom-field", "Username", "--custom-field", "Rep Groups"};
}

void connect(Site& site) {
    site.done({"database", "add", "Main"});
    site.done({"connect", "--database", "Main"});
}

void fill(Site& site) {
    std::string reps = "rep_id,member_id,first_name,last_name,email,groups,username,job_title,phone\n";
    for (int i = 0; i < 6; ++i) {
        const auto n = std::to_string(i);
        reps += "A" + n + ",M1,First" + n + ",Last,a" + n + "@example.org," +
                (i % 2 == 0 ? "Board;Golf" : "Board") + ",user" + n + ",Boss,\n";
    }
    for (int i = 0; i < 9; ++i) {
        const auto n = std::to_string(i);
        reps += "P" + n + ",M2,First" + n + ",Last,p" + n + "@example.org,,,,\n";
    }
    reps += "F1,M1,Far,Away,foreign@example.org,,,,+49 30 123\nX1,M1,No,Address,,,,,\n";
    site.done({"import", "--database", "Main", "--members",
               site.write("members.csv", "member_id,company,status\nM1,Oak Street Bakery,ACT\nM2,Mill,PRO\n"),
               "--reps", site.write("reps.csv", reps)});
}

void edit(Site& site) {
    site.done({"import", "--database", "Main", "--reps",
               site.write("changes.csv", "rep_id,member_id,email,groups,username,job_title,last_name\n"
                                         "A0,M1,a0@example.org,Board;Golf,user0,,Last\n"     // by a PUT
                                         "A1,M1,a1@example.org,Board;Golf,other,Boss,Last\n" // by imports
                                         "A2,M1,moved@example.org,Board;Golf,user2,Boss,Last\n"
                                         "N1,M1,new@example.org,Golf,newuser,Boss,New\n")});
    site.done({"rep", "remove", "A3", "--database", "Main"});
}

void change(Site& site) {
    edit(site);
    auto& there = *site.service;
    EXPECT_TRUE(there.opt_out(site.account, "a4@example.org"));
    EXPECT_TRUE(there.leave_list(site.account, "a5@example.org", "Board"));
    EXPECT_TRUE(there.delete_contact(site.account, "p1@example.org"));
    EXPECT_TRUE(there.add_contact(
        site.account, {.address = "stranger@example.org", .first_name = "S", .lists = {"Active Members"}}));
}

} // namespace muster::test
