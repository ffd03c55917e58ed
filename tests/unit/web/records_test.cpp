// Members, Reps and their value tables over the API.

#include "app/records.hpp"
#include "base/text.hpp"
#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

class RecordsTest : public SiteTest {
  protected:
    RecordsTest() {
        database_ = add_database("Main");
        base_ = "/databases/" + std::to_string(database_.number);
        token_ = enter("Olaf", staff::Role::Operator);
        EXPECT_EQ(post("/members",
                       R"({"id":"M1","fields":{"company":"Corner Bakery","status":"ACT","city":"Springfield"}})")
                      .status,
                  201);
        EXPECT_EQ(post("/members", R"({"id":"M2","fields":{"company":"Zebra Print","status":"DRP"}})").status, 201);
        EXPECT_EQ(post("/groups", R"({"name":"Board"})").status, 204);
        add_rep("R1", "M1", "Ana", "Berg");
        add_rep("R2", "M1", "Ben", "Álvarez");
        add_rep("R3", "M2", "Cy", "Zorn");
    }
    void add_rep(const std::string& id, const std::string& member, const std::string& first,
                 const std::string& last) {
        json::Writer body;
        body.object().member("id", id).key("fields").object();
        body.member("member_id", member).member("first_name", first).member("last_name", last);
        body.member("email", ascii_lower(first) + "@example.org").member("password", "very secret").end().end();
        EXPECT_EQ(post("/reps", body.text()).status, 201);
    }
    net::Response post(const std::string& path, const std::string& body) {
        return send(token_, "POST", base_ + path, body);
    }
    net::Response patch(const std::string& path, const std::string& body) {
        return send(token_, "PATCH", base_ + path, body);
    }
    net::Response put(const std::string& path, const std::string& body) {
        return send(token_, "PUT", base_ + path, body);
    }
    net::Response remove(const std::string& path) { return send(token_, "DELETE", base_ + path); }
    net::Response look(const std::string& path) { return get(token_, base_ + path); }
    /// "R1 R2": the ids of a page.
    std::string ids(const std::string& path, const std::string& key = "rep_id") {
        const auto page = look(path);
        std::string found;
        for (int i = 0; !at(page, "/rows/" + std::to_string(i)).empty(); ++i) {
            found += (i == 0 ? "" : " ") + text_at(page, "/rows/" + std::to_string(i) + "/" + key);
        }
        return found;
    }

    store::DatabaseId database_;
    std::string base_;
    std::string token_;
};

TEST_F(RecordsTest, RepsAreListedInTheirOrderSearchedAndSorted) {
    EXPECT_EQ(ids("/reps"), "R2 R1 R3"); // R4
    EXPECT_EQ(ids("/reps?sort=order&descending=true"), "R3 R1 R2");
    EXPECT_EQ(ids("/reps?sort=first_name"), "R1 R2 R3");
    EXPECT_EQ(ids("/reps?search=alvarez"), "R2");
    EXPECT_EQ(ids("/reps?member=M2"), "R3");
    EXPECT_EQ(ids("/reps?active=true"), "R2 R1");
    EXPECT_EQ(ids("/reps?status=DRP"), "R3");
    EXPECT_EQ(ids("/reps?offset=1&limit=1"), "R1");
    EXPECT_EQ(at(look("/reps?limit=1"), "/total"), "3");
}

TEST_F(RecordsTest, MembersAreListedWithTheirReps) {
    const auto page = look("/members");
    EXPECT_EQ(text_at(page, "/rows/0/member_id"), "M1");
    EXPECT_EQ(at(page, "/rows/0/reps"), "2");
    EXPECT_EQ(at(page, "/rows/0/joined"), "null");
    EXPECT_EQ(text_at(page, "/rows/0/status_description"), "Active");
    EXPECT_EQ(ids("/members?sort=company&descending=true", "member_id"), "M2 M1");
    EXPECT_EQ(ids("/members?active=false", "member_id"), "M2");
}

TEST_F(RecordsTest, AListTakesWhatTheDescriptionNames) {
    for (const auto* list : {"listReps", "listMembers"}) {
        const auto path = std::string(list) == "listReps" ? "/reps" : "/members";
        for (const auto& sort : contract::ApiDescription::project().words_of(list, "sort")) {
            EXPECT_EQ(look(std::string(path) + "?sort=" + sort).status, 200) << list << " " << sort;
        }
    }
    for (const auto* query :
         {"?sort=password", "?limit=0", "?limit=501", "?offset=-1", "?active=maybe", "?nonsense=1"}) {
        EXPECT_EQ(look(std::string("/reps") + query).status, 422) << query;
    }
}

TEST_F(RecordsTest, ARepIsShownWithoutThePassword) {
    const auto rep = look("/reps/R1");
    EXPECT_EQ(text_at(rep, "/fields/first_name"), "Ana");
    EXPECT_EQ(text_at(rep, "/fields/member_id"), "M1");
    EXPECT_EQ(text_at(rep, "/company"), "Corner Bakery");
    EXPECT_EQ(at(rep, "/has_password"), "true");
    EXPECT_EQ(at(rep, "/fields/password"), "");
    EXPECT_EQ(rep.body.find("very secret"), std::string::npos);
    EXPECT_EQ(look("/reps/R9").status, 404);
}

TEST_F(RecordsTest, AChangeNamesTheStateThatItIsMeantFor) {
    const auto version = text_at(look("/reps/R1"), "/version");
    const auto first = patch("/reps/R1", R"({"version":")" + version + R"(","fields":{"job_title":"Baker"}})");
    EXPECT_EQ(first.status, 200);
    EXPECT_EQ(text_at(first, "/fields/job_title"), "Baker");
    EXPECT_NE(text_at(first, "/version"), version);
    const auto second = patch("/reps/R1", R"({"version":")" + version + R"(","fields":{"job_title":"Chief"}})");
    EXPECT_EQ(second.status, 409);
    EXPECT_EQ(problem_of(second), "changed");
    EXPECT_EQ(text_at(look("/reps/R1"), "/fields/job_title"), "Baker");
    EXPECT_EQ(patch("/reps/R1", R"({"fields":{"job_title":"Chief"}})").status, 200);
    const auto member = text_at(look("/members/M1"), "/version");
    EXPECT_EQ(patch("/members/M1", R"({"version":")" + member + R"(","fields":{"city":"Salem"}})").status, 200);
    EXPECT_EQ(problem_of(patch("/members/M1", R"({"version":")" + member + R"(","fields":{"city":"Rome"}})")),
              "changed");
}

TEST_F(RecordsTest, APasswordThatWasChangedIsAnotherState) {
    const auto version = text_at(look("/reps/R1"), "/version");
    EXPECT_EQ(patch("/reps/R1", R"({"fields":{"password":"another"}})").status, 200);
    EXPECT_EQ(problem_of(patch("/reps/R1", R"({"version":")" + version + R"(","fields":{"city":"Rome"}})")),
              "changed");
}

TEST_F(RecordsTest, RefusesWhatARecordCannotBe) {
    EXPECT_EQ(post("/reps", R"({"id":"R1","fields":{"member_id":"M1"}})").status, 409);
    EXPECT_EQ(post("/reps", R"({"id":"R9","fields":{"member_id":"M9"}})").status, 422);
    EXPECT_EQ(post("/reps", R"({"id":"R9","fields":{"member_id":"M1","groups":"Nobody"}})").status, 422);
    EXPECT_EQ(post("/reps", R"({"id":"R9"})").status, 422);
    EXPECT_EQ(patch("/reps/R9", R"({"fields":{}})").status, 404);
    EXPECT_EQ(patch("/reps/R1", R"({"fields":{"colour":"red"}})").status, 422);
    EXPECT_EQ(patch("/members/M1", R"({"fields":{"status":"XXX"}})").status, 422);
    EXPECT_EQ(patch("/members/M1", R"({"fields":{"joined":"yesterday"}})").status, 422);
}

TEST_F(RecordsTest, AMemberGoesWithItsRepsOnlyIfThatIsSaid) {
    const auto refused = remove("/members/M1");
    EXPECT_EQ(refused.status, 422);
    EXPECT_EQ(text_at(refused, "/detail"),
              "Corner Bakery has 2 Reps. Delete them, too, or give them to another Member first.");
    EXPECT_EQ(at(remove("/members/M1?with_reps=true"), "/reps"), "2");
    EXPECT_EQ(ids("/reps"), "R3");
    EXPECT_EQ(remove("/reps/R3").status, 204);
    EXPECT_EQ(remove("/reps/R3").status, 404);
    EXPECT_EQ(at(remove("/members/M2"), "/reps"), "0");
}

TEST_F(RecordsTest, ProceduresChangeManyRepsAtOnce) {
    const auto added =
        post("/procedures", R"({"procedure":"add_to_group","name":"Board","reps":{"rep_ids":["R1","R2"]}})");
    EXPECT_EQ(added.body, R"({"matched":2,"changed":2})");
    EXPECT_EQ(ids("/reps?group=board"), "R2 R1");
    EXPECT_EQ(post("/procedures", R"({"procedure":"add_to_group","name":"Board","reps":{"all_of":{}}})").body,
              R"({"matched":3,"changed":1})");
    EXPECT_EQ(post("/procedures",
                   R"({"procedure":"delete_from_group","name":"Board","reps":{"all_of":{"active":false}}})")
                  .body,
              R"({"matched":1,"changed":1})");
    EXPECT_EQ(post("/attributes", R"({"name":"VIP"})").status, 204);
    EXPECT_EQ(
        post("/procedures", R"({"procedure":"assign_attribute","name":"VIP","reps":{"rep_ids":["R3"]}})").status,
        200);
    EXPECT_EQ(ids("/reps?attribute=VIP"), "R3");
    EXPECT_EQ(post("/procedures", R"({"procedure":"clear_attribute","name":"VIP","reps":{"rep_ids":["R3"]}})").body,
              R"({"matched":1,"changed":1})");
    EXPECT_EQ(problem_of(post("/procedures", R"({"procedure":"delete_reps","reps":{"all_of":{},"expected":2}})")),
              "conflict");
    EXPECT_EQ(post("/procedures", R"({"procedure":"delete_reps","reps":{"all_of":{},"expected":3}})").body,
              R"({"matched":3,"changed":3})");
    EXPECT_EQ(ids("/reps"), "");
}

TEST_F(RecordsTest, AProcedureIsToldWhomItIsAbout) {
    EXPECT_EQ(post("/procedures", R"({"procedure":"add_to_group","name":"Board","reps":{}})").status, 422);
    EXPECT_EQ(
        post("/procedures", R"({"procedure":"add_to_group","name":"Board","reps":{"rep_ids":["R1"],"all_of":{}}})")
            .status,
        422);
    EXPECT_EQ(post("/procedures", R"({"procedure":"add_to_group","reps":{"all_of":{}}})").status, 422);
    EXPECT_EQ(post("/procedures", R"({"procedure":"add_to_group","name":"Nobody","reps":{"all_of":{}}})").status,
              404);
    EXPECT_EQ(post("/procedures", R"({"procedure":"vanish","reps":{"all_of":{}}})").status, 422);
}

TEST_F(RecordsTest, StatusesCountTheirMembersAndStayWhileTheyHaveSome) {
    EXPECT_EQ(text_at(look("/statuses"), "/0/code"), "ACT");
    EXPECT_EQ(at(look("/statuses"), "/0/members"), "1");
    const auto made = put("/statuses/HON", R"({"description":"Honorary","active_member":true})");
    EXPECT_EQ(made.status, 200);
    EXPECT_EQ(at(made, "/active_member"), "true");
    EXPECT_EQ(at(made, "/members"), "0");
    EXPECT_EQ(at(put("/statuses/act", R"({"pays_dues":false})"), "/members"), "1");
    EXPECT_EQ(remove("/statuses/ACT").status, 422);
    EXPECT_EQ(remove("/statuses/HON").status, 204);
    EXPECT_EQ(remove("/statuses/HON").status, 404);
}

TEST_F(RecordsTest, GroupsAndAttributesAreRenamedAndRemovedEverywhere) {
    EXPECT_EQ(problem_of(post("/groups", R"({"name":" BOARD "})")), "conflict");
    EXPECT_EQ(
        post("/procedures", R"({"procedure":"add_to_group","name":"Board","reps":{"rep_ids":["R1"]}})").status,
        200);
    EXPECT_EQ(patch("/groups/Board", R"({"name":"Directors / Board"})").status, 204);
    EXPECT_EQ(text_at(look("/reps/R1"), "/fields/groups"), "Directors / Board");
    EXPECT_EQ(remove("/groups/Directors%20%2F%20Board").status, 204);
    EXPECT_EQ(text_at(look("/reps/R1"), "/fields/groups"), "");
    EXPECT_EQ(post("/attributes", R"({"name":"VIP"})").status, 204);
    EXPECT_EQ(patch("/reps/R1", R"({"fields":{"attributes":"vip"}})").status, 200);
    EXPECT_EQ(patch("/attributes/VIP", R"({"name":"Sponsor"})").status, 204);
    EXPECT_EQ(text_at(look("/reps/R1"), "/fields/attributes"), "Sponsor");
    EXPECT_EQ(at(look("/attributes"), "/0/reps"), "1");
    EXPECT_EQ(at(look("/attributes"), "/0/reserved"), "false");
    EXPECT_EQ(remove("/attributes/Sponsor").status, 204);
    EXPECT_EQ(text_at(look("/reps/R1"), "/fields/attributes"), "");
}

TEST_F(RecordsTest, R16_TheAttributeThatRunsKeepStays) {
    EXPECT_EQ(post("/attributes", R"({"name":"Unsubscribed from CC"})").status, 204);
    EXPECT_EQ(at(look("/attributes"), "/0/reserved"), "true");
    EXPECT_EQ(remove("/attributes/unsubscribed%20from%20cc").status, 422);
    EXPECT_EQ(patch("/attributes/Unsubscribed%20from%20CC", R"({"name":"X"})").status, 422);
    EXPECT_EQ(post("/attributes", R"({"name":"VIP"})").status, 204);
    EXPECT_EQ(patch("/attributes/VIP", R"({"name":"Unsubscribed from CC"})").status, 422);
}

TEST_F(RecordsTest, OneDatabasesIdsMeanNothingInAnother) {
    const auto other = "/databases/" + std::to_string(add_database("Other").number);
    for (const auto* path : {"/reps/R1", "/members/M1"}) {
        EXPECT_EQ(get(token_, other + path).status, 404) << path;
        EXPECT_EQ(send(token_, "DELETE", other + path).status, 404) << path;
        EXPECT_EQ(send(token_, "PATCH", other + path, R"({"fields":{}})").status, 404) << path;
    }
    EXPECT_EQ(send(token_, "DELETE", other + "/groups/Board").status, 404);
    EXPECT_EQ(
        send(token_, "POST", other + "/procedures", R"({"procedure":"delete_reps","reps":{"rep_ids":["R1"]}})")
            .body,
        R"({"matched":1,"changed":0})");
    EXPECT_EQ(at(get(token_, other + "/reps"), "/total"), "0");
    EXPECT_EQ(ids("/reps"), "R2 R1 R3");
}

TEST_F(RecordsTest, WhatIsChangedIsWrittenDownWithoutValues) {
    EXPECT_EQ(patch("/reps/R1", R"({"fields":{"email":"new@example.org","password":"another secret"}})").status,
              200);
    const auto log = app::audit_log(*installation_, {.action = "rep.set"}, {});
    ASSERT_EQ(log.entries.size(), 1U);
    EXPECT_EQ(log.entries[0].actor.name, "Olaf");
    EXPECT_EQ(log.entries[0].actor.origin, "127.0.0.1");
    EXPECT_EQ(log.entries[0].deed.record, "R1");
    EXPECT_EQ(log.entries[0].deed.details, "email, password");
    EXPECT_EQ(log.entries[0].deed.database, database_.number);
}

TEST_F(RecordsTest, WhatWasRefusedIsNot) {
    const auto before = app::audit_log(*installation_, {}, {}).total;
    EXPECT_EQ(patch("/reps/R1", R"({"fields":{"colour":"red"}})").status, 422);
    EXPECT_EQ(app::audit_log(*installation_, {}, {}).total, before);
}

} // namespace
} // namespace muster::web
