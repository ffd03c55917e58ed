// The wizard's pages over the API: what is on offer, counts, and what is remembered (R19).

#include "app/records.hpp"
#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

class SelectionsTest : public SiteTest {
  protected:
    SelectionsTest() {
        database_ = add_database("Main");
        base_ = "/databases/" + std::to_string(database_.number);
        admin_ = enter("Ada", staff::Role::Administrator);
        viewer_ = enter("Vera", staff::Role::Viewer);
        using app::EditMode;
        (void)app::edit_member(*installation_, database_, EditMode::Add, "M1",
                               {{"company", "Bakery"}, {"status", "ACT"}});
        (void)app::edit_member(*installation_, database_, EditMode::Add, "M2",
                               {{"company", "Print"}, {"status", "DRP"}});
        (void)app::add_group(*installation_, database_, "Board");
        (void)app::add_group(*installation_, database_, "Active Members");
        for (const auto& [id, member, email] :
             {std::tuple{"R1", "M1", "r1@example.org"}, std::tuple{"R2", "M1", "no address"},
              std::tuple{"R3", "M2", "r3@example.org"}}) {
            (void)app::edit_rep(*installation_, database_, EditMode::Add, id,
                                {{"member_id", member}, {"email", email}, {"groups", "Board"}});
        }
    }
    net::Response look(const std::string& path) { return get(viewer_, base_ + path); }
    net::Response count(const std::string& body) { return send(viewer_, "POST", base_ + "/selection-count", body); }
    net::Response save(const std::string& body, const std::string& token = "") {
        return send(token.empty() ? admin_ : token, "PUT", base_ + "/auto-update", body);
    }

    store::DatabaseId database_;
    std::string base_;
    std::string admin_;
    std::string viewer_;
};

TEST_F(SelectionsTest, OffersFieldsWithTheValuesThatOccur) {
    const auto choices = look("/selection-choices");
    EXPECT_EQ(text_at(choices, "/custom_fields/0"), "Username");
    EXPECT_EQ(text_at(choices, "/member_fields/2/name"), "status");
    EXPECT_EQ(text_at(choices, "/member_fields/2/kind"), "text");
    EXPECT_NE(at(choices, "/member_fields/2/values").find("\"ACT\""), std::string::npos);
    EXPECT_NE(choices.body.find("{\"name\":\"joined\",\"kind\":\"date\",\"values\":[]}"), std::string::npos)
        << choices.body;
}

TEST_F(SelectionsTest, CountsWhatTheFiltersSelect) {
    EXPECT_EQ(count(R"({"member_filter":[],"rep_filter":[]})").body, R"({"members":2,"reps":3,"usable":2})");
    EXPECT_EQ(count(R"({"member_filter":["status=ACT"],"rep_filter":["rep_id=R1,R2"]})").body,
              R"({"members":1,"reps":2,"usable":1})");
    const auto refused = count(R"({"member_filter":["colour=red"],"rep_filter":[]})");
    EXPECT_EQ(refused.status, 422);
    EXPECT_NE(text_at(refused, "/detail").find("colour"), std::string::npos);
    EXPECT_EQ(count(R"({"member_filter":[]})").status, 422);
    EXPECT_EQ(count(R"({"member_filter":"status=ACT","rep_filter":[]})").status, 422);
}

TEST_F(SelectionsTest, R12_TheMoverShowsWhyAGroupCannotBeChosen) {
    const auto groups = look("/groups");
    EXPECT_EQ(text_at(groups, "/0/name"), "Active Members");
    EXPECT_NE(at(groups, "/0/reason"), "null");
    EXPECT_EQ(text_at(groups, "/1/name"), "Board");
    EXPECT_EQ(at(groups, "/1/reason"), "null");
    EXPECT_EQ(at(groups, "/1/reps"), "3");
    EXPECT_EQ(at(groups, "/1/usable"), "2");
}

TEST_F(SelectionsTest, R19_AutomaticAndManualSelectionsAreApart) {
    const auto nothing = look("/auto-update");
    EXPECT_EQ(at(nothing, "/saved"), "false");
    EXPECT_EQ(at(nothing, "/next_run"), "null");
    const auto saved = save(
        R"({"enabled":true,"selections":{"list_groups":["board"],"custom_fields":["member id"],"member_filter":["status=ACT,COU"],"rep_filter":[]}})");
    EXPECT_EQ(saved.status, 200) << saved.body;
    EXPECT_EQ(text_at(saved, "/selections/list_groups/0"), "Board");
    EXPECT_EQ(text_at(saved, "/selections/custom_fields/0"), "Member ID");
    EXPECT_EQ(text_at(saved, "/selections/member_filter/0"), "status=ACT,COU");
    EXPECT_EQ(at(saved, "/enabled"), "true");
    EXPECT_EQ(at(look("/manual-choices"), "/list_groups"), "[]");
    connect(database_, admin_);
    const auto started = send(
        admin_, "POST", base_ + "/runs",
        R"({"preview":true,"selections":{"list_groups":[],"custom_fields":[],"member_filter":[],"rep_filter":["rep_id=R1"]}})");
    EXPECT_EQ(wait_for(text_at(started, "/run_id")), "completed");
    EXPECT_EQ(text_at(look("/manual-choices"), "/rep_filter/0"), "rep_id=R1");
    EXPECT_EQ(look("/auto-update").body, saved.body);
    EXPECT_EQ(app::audit_log(*installation_, {.action = "auto-update.set"}, {}).total, 1);
}

TEST_F(SelectionsTest, RefusesWhatCannotBeSaved) {
    for (
        const auto* body :
        {R"({"enabled":true})",
         R"({"enabled":true,"selections":{"list_groups":["Nobody"],"custom_fields":[],"member_filter":[],"rep_filter":[]}})",
         R"({"enabled":true,"selections":{"list_groups":["Active Members"],"custom_fields":[],"member_filter":[],"rep_filter":[]}})",
         R"({"enabled":"yes","selections":{"list_groups":[],"custom_fields":[],"member_filter":[],"rep_filter":[]}})"}) {
        EXPECT_EQ(save(body).status, 422) << body;
    }
    EXPECT_EQ(save("{}", viewer_).status, 403);
}

TEST_F(SelectionsTest, SavingPasswordsNeedsAFreshPassword) {
    const auto* body =
        R"({"enabled":true,"selections":{"list_groups":[],"custom_fields":["Password"],"member_filter":[],"rep_filter":[]}})";
    grow_stale();
    EXPECT_EQ(problem_of(save(body)), "fresh-sign-in");
    (void)send(admin_, "POST", "/session/fresh", R"({"password":"correct horse battery"})");
    EXPECT_EQ(save(body).status, 200);
}

} // namespace
} // namespace muster::web
