// CSV files over the API: brought, looked at, mapped, imported.

#include "app/records.hpp"
#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

class ImportsTest : public SiteTest {
  protected:
    ImportsTest() {
        main_ = add_database("Main");
        other_ = add_database("Other");
        olaf_ = enter("Olaf", staff::Role::Operator);
    }
    static std::string base(store::DatabaseId database) { return "/databases/" + std::to_string(database.number); }

    net::Response upload(const std::string& name, const std::string& csv, const std::string& more = "") {
        return ask({.method = "POST",
                    .path = base(main_) + "/uploads?name=" + name + more,
                    .body = csv,
                    .token = olaf_,
                    .content_type = "text/csv; charset=utf-8"});
    }
    std::string id_of(const std::string& name, const std::string& csv) {
        return text_at(upload(name, csv), "/upload_id");
    }
    net::Response import(const std::string& body) { return send(olaf_, "POST", base(main_) + "/imports", body); }
    /// One file of Members with these columns.
    static std::string order(const std::string& id, const std::string& columns, const std::string& more = "") {
        return R"({"files":[{"upload_id":")" + id + R"(","kind":"members","columns":)" + columns + "}]" + more +
               "}";
    }
    std::string companies() {
        std::string found;
        const auto page = get(olaf_, base(main_) + "/members");
        for (int i = 0; !at(page, "/rows/" + std::to_string(i)).empty(); ++i) {
            found += text_at(page, "/rows/" + std::to_string(i) + "/company") + ";";
        }
        return found;
    }
    staff::AuditPage imports_noted() { return app::audit_log(*installation_, {.action = "import"}, {}); }

    store::DatabaseId main_, other_;
    std::string olaf_;
};

constexpr const char* kMembers = "No;Firm;Status;Shoe size\n7;Öl & Söhne;ACT;43\n8;Zoo;DRP\n";

TEST_F(ImportsTest, AnUploadTellsWhatTheFileLooksLike) {
    const auto answer = upload("my%20members.csv", "\xEF\xBB\xBFmember_id;Company;Shoe size;\n1;Zoo;43;\n2;Oak\n");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(text_at(answer, "/name"), "my members.csv");
    EXPECT_EQ(at(answer, "/bytes"), "48");
    EXPECT_EQ(text_at(answer, "/kind"), "members");
    EXPECT_EQ(text_at(answer, "/encoding"), "UTF-8");
    EXPECT_EQ(text_at(answer, "/delimiter"), "semicolon");
    EXPECT_EQ(at(answer, "/headings"), R"(["member_id","Company","Shoe size",""])");
    EXPECT_EQ(at(answer, "/columns"), R"(["member_id","company",null,null])");
    EXPECT_EQ(at(answer, "/proposals/reps"), R"(["member_id",null,null,null])");
    EXPECT_EQ(at(answer, "/proposals/statuses"), R"([null,null,null,null])");
    EXPECT_EQ(at(answer, "/rows"), R"([["1","Zoo","43",""],["2","Oak"]])");
    EXPECT_EQ(at(answer, "/warnings"),
              R"(["Line 3, column 2: The row has too few cells: 2, where the headings are 4."])");
    EXPECT_EQ(text_at(answer, "/choices/statuses/0"), "code");
    EXPECT_EQ(text_at(answer, "/choices/members/1"), "company");
    EXPECT_EQ(text_at(answer, "/choices/reps/23"), "attributes");
    EXPECT_EQ(text_at(answer, "/expires_at"), format_instant(clock_.now() + std::chrono::hours{1}));
}

TEST_F(ImportsTest, AFileOfUnknownHeadingsIsNoKind) {
    const auto answer = upload("x.csv", "Nr\tWer\n1\tAnna\n");
    EXPECT_EQ(at(answer, "/kind"), "null") << answer.body;
    EXPECT_EQ(at(answer, "/columns"), "[null,null]");
    EXPECT_EQ(text_at(answer, "/delimiter"), "tab");
}

TEST_F(ImportsTest, AnOlderEncodingIsTakenWhenItIsAskedFor) {
    EXPECT_EQ(at(upload("x.csv", "member_id,company\n1,\xD6l\n", "&encoding=windows-1252"), "/rows"),
              R"([["1","Öl"]])");
    const auto wrong = upload("x.csv", "member_id,company\n1,\xD6l\n");
    EXPECT_EQ(
        text_at(wrong, "/warnings/0").find("Line 2, column 2: The cell holds bytes that are not text in UTF-8"), 0U)
        << wrong.body;
}

TEST_F(ImportsTest, WhatNoMappingMakesUsableIsRefused) {
    struct Case {
        const char* query;
        const char* csv;
        int status;
        const char* reason;
    };
    for (const auto& [query, csv, status, reason] : std::initializer_list<Case>{
             {"?name=a.csv", "", 422, "a.csv is empty"},
             {"?name=a.csv", "a,b,A\n", 422, "a.csv: columns 1 and 3 are both called"},
             {"", "a\n", 422, "?name: This is missing."},
             {"?name=a.csv&encoding=utf-7", "a\n", 422, "?encoding: Here belongs one of: automatic, windows-1252."},
             {"?name=a.csv&kind=reps", "a\n", 422, "?kind: No parameter of this name is known here."},
         }) {
        auto request =
            request_for({.method = "POST", .path = base(main_) + "/uploads" + query, .body = csv, .token = olaf_});
        request.headers.set("Content-Type", "text/csv");
        const auto answer = handle(request);
        EXPECT_EQ(answer.status, status) << answer.body;
        EXPECT_EQ(text_at(answer, "/detail").find(reason), 0U) << answer.body;
    }
    const auto json = send(olaf_, "POST", base(main_) + "/uploads?name=a.csv", "{}");
    EXPECT_EQ(problem_of(json), "wrong-type");
}

TEST_F(ImportsTest, ImportsWhatTheColumnsAreMappedTo) {
    const auto id = id_of("m.csv", kMembers);
    const auto skipping = R"(,"skip_bad_rows":true)";
    const auto answer = import(order(id, R"(["member_id","company","status",null])", skipping));
    ASSERT_EQ(answer.status, 200) << answer.body;
    EXPECT_EQ(at(answer, "/kept"), "true");
    EXPECT_EQ(at(answer, "/files"),
              R"([{"kind":"members","name":"m.csv","rows":2,"created":1,"updated":0,"unchanged":0,"skipped":1}])");
    EXPECT_EQ(at(answer, "/errors"), R"([{"kind":"members","file":"m.csv","line":3,"cell":3,"column":"Status",)"
                                     R"("reason":"The row has too few cells: 3, where the headings are 4."}])");
    EXPECT_EQ(at(answer, "/warnings"), "[]"); // nobody has to be told what they left out
    EXPECT_EQ(companies(), "Öl & Söhne;");
    const auto noted = imports_noted();
    ASSERT_EQ(noted.total, 1);
    EXPECT_EQ(noted.entries.at(0).deed.details, "members: 1 new, 0 changed, 1 bad rows left out");
    EXPECT_EQ(noted.entries.at(0).deed.database, main_.number);
    EXPECT_EQ(noted.entries.at(0).actor.name, "Olaf");
    EXPECT_EQ(import(order(id, "[]")).status, 404); // gone with the import
}

TEST_F(ImportsTest, ACheckAndRowErrorsKeepNothingAndTheFileStays) {
    const auto id = id_of("m.csv", "member_id,company,status\n1,Zoo,ACT\n2,Oak,XYZ\n");
    const std::string columns = R"(["member_id","company","status"])";
    const auto stopped = import(order(id, columns));
    EXPECT_EQ(at(stopped, "/kept"), "false");
    EXPECT_EQ(at(stopped, "/error_count"), "1");
    EXPECT_EQ(at(stopped, "/errors/0/line"), "3");
    EXPECT_EQ(text_at(stopped, "/errors/0/column"), "status");
    const auto checked = import(order(id, columns, R"(,"skip_bad_rows":true,"dry_run":true)"));
    EXPECT_EQ(at(checked, "/kept"), "false");
    EXPECT_EQ(at(checked, "/files/0/created"), "1");
    EXPECT_EQ(companies(), "");
    EXPECT_EQ(imports_noted().total, 0);
    EXPECT_EQ(at(import(order(id, columns, R"(,"skip_bad_rows":true)")), "/kept"), "true");
    EXPECT_EQ(companies(), "Zoo;");
}

TEST_F(ImportsTest, FilesThatReferToEachOtherComeInOneGo) {
    const auto reps = id_of("people.csv", "id,firm\nR1,7\n");
    const auto members = id_of("people.csv", "id,name,st\n7,Zoo,NEW\n");
    const auto statuses = id_of("codes.csv", "short\nNEW\n");
    const auto answer = import(R"({"files":[{"upload_id":")" + reps +
                               R"(","kind":"reps","columns":["rep_id","member_id"]},{"upload_id":")" + members +
                               R"(","kind":"members","columns":["member_id","company","status"]},{"upload_id":")" +
                               statuses + R"(","kind":"statuses","columns":["code"]}]})");
    EXPECT_EQ(at(answer, "/kept"), "true") << answer.body;
    EXPECT_EQ(text_at(answer, "/files/0/kind") + text_at(answer, "/files/2/kind"), "statusesreps");
    EXPECT_EQ(get(olaf_, base(main_) + "/reps/R1").status, 200);
}

TEST_F(ImportsTest, AMappingThatCannotBeMeantIsRefused) {
    const auto id = id_of("m.csv", "a,b,\n1,2,3\n");
    struct Case {
        const char* columns;
        const char* reason;
    };
    for (const auto& [columns, reason] : std::initializer_list<Case>{
             {R"(["member_id","member_id",null])", "m.csv: \"a\" and \"b\" both go to the column member_id"},
             {R"([null,"company",null])", "m.csv: no heading is mapped to the column member_id"},
             {R"(["member_id"])", "m.csv: the mapping names 1 columns, where the headings are 3."},
             {R"(["member_id","shoe",null])", "m.csv: there is no column \"shoe\". Known columns: member_id, "},
             {R"(["member_id",null,"company"])", "m.csv: column 3 has no heading; give it one"},
         }) {
        const auto answer = import(order(id, columns));
        EXPECT_EQ(answer.status, 422) << answer.body;
        EXPECT_EQ(text_at(answer, "/detail").find(reason), 0U) << answer.body;
    }
}

TEST_F(ImportsTest, AnOrderThatIsNoneIsRefused) {
    const std::string file = R"({"upload_id":"x","kind":"reps","columns":[]})";
    for (const auto& body : std::initializer_list<std::string>{
             "{}",
             R"({"files":[]})",
             R"({"files":[{}]})",
             R"({"files":{}})",
             R"({"files":[)" + file + R"(],"force":1})",
             R"({"files":[{"upload_id":"x","kind":"runs","columns":[]}]})",
             R"({"files":[{"upload_id":"x","kind":"reps","columns":[1]}]})",
             R"({"files":[)" + file + "," + file + "," + file + "," + file + "]}",
         }) {
        EXPECT_EQ(import(body).status, 422) << body;
    }
    EXPECT_EQ(import(R"({"files":[)" + file + "]}").status, 404);
}

TEST_F(ImportsTest, NobodyElseAndNoOtherDatabaseHasTheFile) {
    const auto id = id_of("m.csv", "member_id,company,status\n1,Zoo,ACT\n");
    const auto stranger = enter("Sara", staff::Role::Administrator);
    const auto body = order(id, R"(["member_id","company","status"])");
    const std::pair<std::string, store::DatabaseId> others[] = {{stranger, main_}, {olaf_, other_}};
    for (const auto& [token, database] : others) {
        const auto refused = send(token, "POST", base(database) + "/imports", body);
        EXPECT_EQ(refused.status, 404) << refused.body;
        EXPECT_EQ(text_at(refused, "/detail").find("This file is not here any more"), 0U) << refused.body;
        EXPECT_EQ(send(token, "DELETE", base(database) + "/uploads/" + id).status, 404);
    }
    EXPECT_EQ(at(import(body), "/kept"), "true");
}

TEST_F(ImportsTest, AFileCanBeThrownAwayAndIsAfterAnHour) {
    const auto first = id_of("m.csv", "member_id\n1\n");
    EXPECT_EQ(send(olaf_, "DELETE", base(main_) + "/uploads/" + first).status, 204);
    EXPECT_EQ(send(olaf_, "DELETE", base(main_) + "/uploads/" + first).status, 404);
    const auto second = id_of("m.csv", "member_id\n1\n");
    for (int i = 0; i < 2; ++i) {
        clock_.advance(std::chrono::minutes{30});
        (void)get(olaf_, "/session"); // Olaf is about all the time
    }
    EXPECT_EQ(import(order(second, R"(["member_id"])")).status, 404);
}

TEST_F(ImportsTest, OnlyUploadsOfPeopleWhoAreSignedInMayBeLong) {
    const auto limit = [&](const std::string& path, const std::string& token) {
        return site_->body_limit(request_for({.method = "POST", .path = path, .token = token}));
    };
    EXPECT_EQ(limit(base(main_) + "/uploads?name=a.csv", olaf_), 67108864U); // right after the sign-in
    site_ = std::make_unique<Dispatcher>(*office_, Reach{});
    EXPECT_EQ(limit(base(main_) + "/uploads?name=a.csv", olaf_), 1048576U); // started anew
    (void)get(olaf_, "/session");
    EXPECT_EQ(limit(base(main_) + "/uploads?name=a.csv", olaf_), 67108864U);
    EXPECT_EQ(limit(base(main_) + "/uploads?name=a.csv", "a guess"), 1048576U);
    EXPECT_EQ(limit(base(main_) + "/uploads?name=a.csv", ""), 1048576U);
    EXPECT_EQ(limit(base(main_) + "/imports", olaf_), 1048576U);
}

} // namespace
} // namespace muster::web
