// The life of jobs, and the jobs on lists, contacts and tags.

#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

using namespace std::chrono_literals;

class ActivitiesTest : public SandboxTest {
  protected:
    void delay(std::chrono::milliseconds time) {
        sandbox.change_options([&](Options& chosen) { chosen.activity_delay = time; });
    }
    std::string start_import(const std::string& address = "a@b.org") {
        const auto answer = post("/activities/contacts_json_import", R"({"import_data":[{"email":")" + address +
                                                                         R"("}],"list_ids":[")" + list + "\"]}");
        EXPECT_EQ(answer.status, 201) << answer.body;
        EXPECT_EQ(at(answer.body, "/state"), "initialized");
        return at(answer.body, "/activity_id");
    }
    std::string state(const std::string& id) { return at(get("/activities/" + id).body, "/state"); }
    net::Response job(const std::string& kind, const std::string& source, const std::string& lists) {
        return post("/activities/" + kind, R"({"source":{)" + source + R"(},"list_ids":[")" + lists + "\"]}");
    }
    static std::string ids(const std::vector<std::string>& values) {
        json::Writer writer;
        writer.value(values);
        return writer.take();
    }
    const std::string list = add_list("Board");
};

TEST_F(ActivitiesTest, JobsTakeTheirTimeAndWorkAtItsEnd) {
    delay(10s);
    const std::string id = start_import();
    clock.advance(1s);
    EXPECT_EQ(state(id), "processing");
    EXPECT_FALSE(sandbox.contact(account, "a@b.org"));
    clock.advance(9s);
    const auto over = get("/activities/" + id);
    EXPECT_EQ(at(over.body, "/state"), "completed");
    EXPECT_EQ(at(over.body, "/percent_done"), "100");
    EXPECT_EQ(at(over.body, "/completed_at"), "2026-11-23T12:00:10Z");
    EXPECT_EQ(at(over.body, "/_links/self/href"), "/v3/activities/" + id);
    EXPECT_EQ(at(over.body, "/status/person_count"), "1");
    EXPECT_EQ(contact("a@b.org").created_at, FakeClock::kStart + 10s);
}

TEST_F(ActivitiesTest, JobsWorkInTheOrderTheyWereQueued) {
    delay(10s);
    start_import();
    clock.advance(1s);
    const auto removal = job("remove_list_memberships", "\"list_ids\":[\"" + list + "\"]", list);
    ASSERT_EQ(removal.status, 201) << removal.body;
    clock.advance(1min);
    EXPECT_TRUE(sandbox.members(account, "Board").empty());
    EXPECT_TRUE(sandbox.contact(account, "a@b.org"));
}

TEST_F(ActivitiesTest, AllEndsOnDemandWithAndWithoutTheirWork) {
    const std::vector<std::pair<FaultKind, std::string>> ends{{FaultKind::ActivityFailed, "failed"},
                                                              {FaultKind::ActivityTimedOut, "timed_out"},
                                                              {FaultKind::ActivityCancelled, "cancelled"}};
    for (const auto& [kind, name] : ends) {
        for (const When when : {When::Before, When::After}) {
            const std::string address = name + (when == When::Before ? "0" : "1") + "@b.org";
            inject("POST", "/activities/contacts_json_import", kind, when);
            EXPECT_EQ(state(start_import(address)), name);
            EXPECT_EQ(sandbox.contact(account, address).has_value(), when == When::After) << name;
        }
    }
    inject("POST", "/activities/*", FaultKind::ActivityStuck);
    const std::string stuck = start_import("stuck@b.org");
    clock.advance(std::chrono::hours(24 * 365));
    token = sandbox.issue_token(account).access_token;
    EXPECT_EQ(state(stuck), "processing");
}

TEST_F(ActivitiesTest, RowsCanBeLostInThreeWays) {
    const auto run = [&](FaultKind kind, const std::string& text = "") {
        Fault fault;
        fault.path = "/activities/contacts_json_import";
        fault.kind = kind;
        fault.rows = {1};
        fault.text = text;
        sandbox.inject(fault);
        return import({R"({"email":"a@b.org"})", R"({"email":"c@b.org"})"}, {list});
    };
    const Activity refused = run(FaultKind::RowsRefused, "Too silly");
    EXPECT_EQ(refused.state, "completed");
    EXPECT_EQ(refused.counter("error_count"), 1);
    EXPECT_EQ(refused.errors, std::vector<std::string>{"Line 3: Too silly"});
    const Activity silent = run(FaultKind::RowsRefusedNoReason);
    EXPECT_EQ(silent.counter("error_count"), 1);
    EXPECT_TRUE(silent.errors.empty());
    const Activity lost = run(FaultKind::RowsLost);
    EXPECT_EQ(lost.counter("error_count"), 0);
    EXPECT_TRUE(lost.errors.empty());
    EXPECT_FALSE(sandbox.contact(account, "c@b.org"));
    EXPECT_TRUE(sandbox.contact(account, "a@b.org"));
}

TEST_F(ActivitiesTest, RecordsAreKeptTenDays) {
    const std::string id = start_import();
    EXPECT_EQ(state(id), "completed");
    clock.advance(std::chrono::hours(24 * 10) - 1s);
    token = sandbox.issue_token(account).access_token;
    EXPECT_EQ(get("/activities/" + id).status, 200);
    clock.advance(1s);
    EXPECT_EQ(get("/activities/" + id).status, 404);
}

TEST_F(ActivitiesTest, TheQueueHoldsAThousandJobs) {
    delay(1h);
    for (int number = 0; number < 1'000; ++number) {
        start_import();
    }
    const std::string body = R"({"list_ids":[")" + list + "\"]}";
    for (const auto& [value, shape] : std::vector<std::pair<std::string, char>>{{"array", '['}, {"object", '{'}}) {
        set("queue_full_body", value);
        const auto full = post("/activities/list_delete", body);
        EXPECT_EQ(full.status, 429);
        EXPECT_EQ(full.body.front(), shape);
    }
    set("queue_full_body", "empty");
    EXPECT_EQ(post("/activities/list_delete", body).body, "");
    clock.advance(1h);
    EXPECT_EQ(post("/activities/list_delete", body).status, 201);
}

TEST_F(ActivitiesTest, TheListOfJobsIsPagedNewestFirstAndFilteredByState) {
    std::vector<std::string> made;
    for (int number = 0; number < 5; ++number) {
        made.push_back(start_import());
    }
    inject("POST", "/activities/*", FaultKind::ActivityFailed);
    made.push_back(start_import());
    std::vector<std::string> seen;
    std::string path = "/activities?limit=4";
    while (!path.empty()) {
        const auto answer = get(path);
        for (std::size_t place = 0; place < size_at(answer.body, "activities"); ++place) {
            seen.push_back(at(answer.body, "/activities/" + std::to_string(place) + "/activity_id"));
        }
        path = at(answer.body, "/_links/next/href");
        path = path.empty() ? "" : path.substr(3);
    }
    EXPECT_EQ(seen, std::vector<std::string>(made.rbegin(), made.rend()));
    EXPECT_EQ(size_at(get("/activities?state=failed").body, "activities"), 1U);
    EXPECT_EQ(get("/activities?state=initialized").status, 400);
    EXPECT_EQ(get("/activities?limit=501").status, 400);
}

TEST_F(ActivitiesTest, AddingToListsRevivesAndLeavesUnsubscribedOutByASwitch) {
    const std::string deleted = add("deleted@b.org");
    const std::string out = add("out@b.org");
    ASSERT_TRUE(sandbox.delete_contact(account, "deleted@b.org"));
    ASSERT_TRUE(sandbox.opt_out(account, "out@b.org"));
    const std::string source = "\"contact_ids\":" + ids({deleted, out});
    const auto run = [&] { return activity(at(job("add_list_memberships", source, list).body, "/activity_id")); };
    const Activity silent = run();
    EXPECT_EQ(sandbox.members(account, "Board"), std::vector<std::string>{"deleted@b.org"});
    EXPECT_TRUE(silent.errors.empty());
    EXPECT_EQ(silent.counter("items_total_count"), 2);
    EXPECT_EQ(silent.counter("items_completed_count"), 1);
    EXPECT_EQ(silent.counter("list_count"), 1);
    set("add_lists_unsubscribed", "errors");
    EXPECT_EQ(run().errors.size(), 1U);
    set("add_lists_unsubscribed", "add");
    run();
    EXPECT_EQ(sandbox.members(account, "Board").size(), 2U);
    EXPECT_TRUE(contact("out@b.org").is_unsubscribed());
}

TEST_F(ActivitiesTest, RemovingTakesOffTheTargetListsOnly) {
    const std::string id = add("a@b.org", {"Board", "Choir"});
    add("c@b.org", {"Board"});
    EXPECT_EQ(job("remove_list_memberships", "\"contact_ids\":" + ids({id}), list).status, 201);
    EXPECT_EQ(sandbox.members(account, "Board"), std::vector<std::string>{"c@b.org"});
    EXPECT_EQ(sandbox.members(account, "Choir"), std::vector<std::string>{"a@b.org"});
    const std::string body = R"({"source":{"all_active_contacts":true},"exclude":{"contact_ids":)" +
                             ids({contact("c@b.org").id}) + R"(},"list_ids":[")" +
                             sandbox.list(account, "Choir")->id + "\"]}";
    EXPECT_EQ(post("/activities/remove_list_memberships", body).status, 201);
    EXPECT_TRUE(sandbox.members(account, "Choir").empty());
}

TEST_F(ActivitiesTest, SourcesExcludeEachOtherAndHaveLimits) {
    const std::string id = add("a@b.org");
    const std::string path = "remove_list_memberships";
    EXPECT_EQ(job(path, "", list).status, 400);
    EXPECT_EQ(job(path, "\"contact_ids\":" + ids({id}) + ",\"list_ids\":" + ids({list}), list).status, 400);
    EXPECT_EQ(job(path, "\"segment_id\":1", list).status, 400);
    EXPECT_EQ(job(path, "\"contact_ids\":" + ids({id}), "00000000-0000-4000-8000-000000000000").status, 400);
    std::vector<std::string> many;
    for (int number = 0; number < 501; ++number) {
        many.push_back(new_uuid(random));
    }
    EXPECT_EQ(job(path, "\"contact_ids\":" + ids(many), list).status, 400);
    many.pop_back();
    EXPECT_EQ(job(path, "\"contact_ids\":" + ids(many), list).status, 201);
}

TEST_F(ActivitiesTest, ContactsListsFieldsAndTagsAreDeletedInBulk) {
    const std::string id = add("a@b.org", {"Board"});
    add("c@b.org", {"Board"});
    EXPECT_EQ(post("/activities/contact_delete", R"({"contact_ids":)" + ids({id}) + "}").status, 201);
    EXPECT_EQ(sandbox.members(account, "Board"), std::vector<std::string>{"c@b.org"});
    EXPECT_EQ(post("/activities/contact_delete", R"({"list_ids":)" + ids({list}) + "}").status, 201);
    EXPECT_TRUE(contact("c@b.org").deleted_at);
    EXPECT_EQ(post("/activities/contact_delete", "{}").status, 400);
    EXPECT_EQ(post("/activities/list_delete", R"({"list_ids":)" + ids({list}) + "}").status, 201);
    EXPECT_FALSE(sandbox.list(account, "Board"));
    const std::string field = sandbox.add_field(account, "Member ID").value();
    EXPECT_EQ(post("/activities/custom_fields_delete", R"({"custom_field_ids":)" + ids({field}) + "}").status, 201);
    EXPECT_TRUE(sandbox.fields(account).empty());
}

TEST_F(ActivitiesTest, TagsArePutOnAndTakenOffInBulk) {
    const std::string id = add("a@b.org");
    const std::string tag = sandbox.add_tag(account, "vip").value();
    const std::string body = R"({"source":{"contact_ids":)" + ids({id}) + R"(},"tag_ids":)" + ids({tag}) + "}";
    EXPECT_EQ(post("/activities/contacts_taggings_add", body).status, 201);
    EXPECT_EQ(contact("a@b.org").tags, std::vector<std::string>{tag});
    EXPECT_EQ(post("/activities/contacts_taggings_remove", body).status, 201);
    EXPECT_TRUE(contact("a@b.org").tags.empty());
}

TEST_F(ActivitiesTest, ExportsAreFilesToFetch) {
    add("a@b.org", {"Board"});
    add("out@b.org");
    ASSERT_TRUE(sandbox.opt_out(account, "out@b.org", Source::Contact, "Too many, really"));
    const auto queued =
        post("/activities/contact_exports",
             R"({"status":"unsubscribed","fields":["email_address","email_optout_source","email_optout_reason"]})");
    ASSERT_EQ(queued.status, 201) << queued.body;
    const auto over = get("/activities/" + at(queued.body, "/activity_id"));
    const std::string link = at(over.body, "/_links/results/href");
    const auto file = get(link.substr(3));
    EXPECT_EQ(file.headers.get("Content-Type").value_or(""), "text/csv");
    EXPECT_EQ(file.body, "email_address,email_optout_source,email_optout_reason\r\n"
                         "out@b.org,Contact,\"Too many, really\"\r\n");
    EXPECT_EQ(post("/activities/contact_exports", R"({"fields":["email_optout_date"]})").status, 400);
    EXPECT_EQ(post("/activities/contact_exports", R"({"status":"all"})").status, 400);
    EXPECT_EQ(get("/contact_exports/" + list).status, 404);
    set("export_headings", "labels");
    const auto labelled =
        post("/activities/contact_exports", R"({"list_ids":[")" + list + R"("],"fields":["email_address"]})");
    EXPECT_EQ(get("/contact_exports/" + at(labelled.body, "/activity_id")).body, "Email address\r\na@b.org\r\n");
}

} // namespace
} // namespace muster::sandbox
