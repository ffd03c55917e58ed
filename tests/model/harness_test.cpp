// The model and the shrinking prove themselves: what a wrong run would do is noticed, by the right rule, and made
// small.

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "model/shrink.hpp"
#include "model/snapshot.hpp"

namespace muster::model {
namespace {

using test::Chamber;

/// Two Reps, a1 in Board, and a person who was entered there; then a run with Board and Username.
const std::vector<Act> kScene{{Verb::AddContact, 5, 1, 4}, {Verb::AddRep, 0, 0, 0}, {Verb::AddRep, 4, 1, 1},
                              {Verb::AddContact, 6, 5, 4}, {Verb::AddRep, 8, 6, 0}, {Verb::Run, 17, 0}};

void say(const Result<void>& done) { EXPECT_TRUE(done) << done.error().message; }

struct Wrong {
    const char* rule;
    const char* what;
    Sabotage sabotage;
};

std::vector<Wrong> wrongs() {
    const auto edit = [](const char* address, sandbox::ContactEdit change) {
        return [=](Chamber& chamber) { say(chamber.service.edit_contact(chamber.account, address, change)); };
    };
    return {
        {"R6", "a value is not the Rep's", edit("a0@example.org", {.last_name = "Wrong"})},
        {"R6", "a stranger is changed", edit("a5@example.org", {.job_title = "Wrong"})},
        {"R6", "what is not managed is changed", edit("a5@example.org", {.custom_fields = {{"Shoe size", "1"}}})},
        {"R1", "the address is changed", edit("a5@example.org", {.address = "other@example.org"})},
        {"R13", "somebody is made mailable", edit("a6@example.org", {.permission = sandbox::Permission::Explicit})},
        {"R13", "something is sent for an opted-out address", edit("a6@example.org", {.last_name = "Wrong"})},
        {"R10", "a stranger is taken off a list",
         [](Chamber& chamber) { say(chamber.service.leave_list(chamber.account, "a5@example.org", "Directors")); }},
        {"R10", "a stranger is put on a list",
         [](Chamber& chamber) { say(chamber.service.join_list(chamber.account, "a5@example.org", "Board")); }},
        {"R10", "a member of a chosen group is not on its list",
         [](Chamber& chamber) { say(chamber.service.leave_list(chamber.account, "a1@example.org", "Board")); }},
        {"R9", "an active Rep is not on Active Members",
         [](Chamber& chamber) {
             say(chamber.service.leave_list(chamber.account, "a0@example.org", "Active Members"));
         }},
        {"R15", "a Contact is deleted",
         [](Chamber& chamber) { say(chamber.service.delete_contact(chamber.account, "a5@example.org")); }},
        {"R15", "a list is deleted",
         [](Chamber& chamber) { say(chamber.service.delete_list(chamber.account, "Directors")); }},
        {"R15", "a field is deleted",
         [](Chamber& chamber) { say(chamber.service.delete_field(chamber.account, "Shoe size")); }},
        {"R6", "a Contact is made for nobody",
         [](Chamber& chamber) {
             static_cast<void>(chamber.service.add_contact(chamber.account, {.address = "nobody@example.org"}));
         }},
        {"R16", "the attribute is given to somebody subscribed",
         [](Chamber& chamber) { chamber.set_rep("R0", {{"attributes", "Unsubscribed from CC"}}); }},
        {"R16", "the attribute of an unsubscribed Rep is missing",
         [](Chamber& chamber) { chamber.set_rep("R8", {{"attributes", ""}}); }},
    };
}

TEST(Harness, TheSceneItselfIsInOrder) {
    const auto finding = play({.acts = kScene}).finding;
    EXPECT_FALSE(finding) << finding->complaint;
}

TEST(Harness, NoticesWhatAWrongRunWouldDo) {
    for (const Wrong& wrong : wrongs()) {
        const auto finding = play({.acts = kScene}, wrong.sabotage).finding;
        ASSERT_TRUE(finding) << wrong.what;
        EXPECT_EQ(finding->rule(), wrong.rule) << wrong.what << ": " << finding->complaint;
        EXPECT_EQ(finding->act, kScene.size() - 1) << wrong.what;
    }
}

/// A run that puts back whoever has left Board.
void put_back_on_board(Chamber& chamber) {
    for (const auto& [id, contact] : look(chamber).contacts) {
        if (!contact.is_deleted && !contact.is_opted_out() && contact.key == "a1@example.org") {
            static_cast<void>(chamber.service.join_list(chamber.account, contact.address, "Board"));
        }
    }
}

TEST(Harness, MakesALongHistorySmall) {
    std::vector<Act> acts = kScene;
    acts.push_back({Verb::Leave, 1, 1});
    for (unsigned i = 0; i < 40; ++i) {
        acts.push_back({i % 3 == 0 ? Verb::Title : Verb::Phone, i, i}); // has no part in it
    }
    acts.push_back({Verb::Run, 127 + 8 * 128, 0});
    const History history{.switches = {"order=newest", "last_page=null"}, .acts = acts};
    const auto finding = play(history, put_back_on_board).finding;
    ASSERT_TRUE(finding);
    EXPECT_EQ(finding->rule(), "R14");
    const History small = shrink(history, [&](const History& smaller) {
        const auto found = play(smaller, put_back_on_board).finding;
        return found && found->rule() == "R14";
    });
    EXPECT_TRUE(small.switches.empty());
    const std::vector<Act> expected{
        {Verb::AddRep, 0, 1, 1}, {Verb::Run, 1, 0, 0}, {Verb::Leave, 1, 1, 0}, {Verb::Run, 1, 0, 0}};
    EXPECT_EQ(small.acts, expected);
    EXPECT_EQ(as_test(small, *play(small, put_back_on_board).finding, "Seed7"),
              R"(// R14: a1@example.org: has left Board and was put back
TEST(Regressions, Seed7) {
    expect_agreement({.switches = {},
                      .acts = {
                          {Verb::AddRep, 0, 1, 1}, // R0 is entered with "a1@example.org" in [Board]
                          {Verb::Run, 1, 0, 0}, // groups [Board], fields [], all
                          {Verb::Leave, 1, 1, 0}, // a1@example.org leaves Board
                          {Verb::Run, 1, 0, 0}, // groups [Board], fields [], all
                      }});
}
)");
}

} // namespace
} // namespace muster::model
