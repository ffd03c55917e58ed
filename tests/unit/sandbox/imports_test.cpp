// Imports by JSON and CSV: what they never do, what they count, where they are cut off.

#include <fmt/format.h>

#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

class ImportsTest : public SandboxTest {
  protected:
    /// One row through an import into the list; the address is a@b.org unless the row says otherwise.
    Activity row(const std::string& members) {
        return import({members.find("\"email\"") == std::string::npos ? R"({"email":"a@b.org",)" + members + "}"
                                                                      : "{" + members + "}"},
                      {list});
    }
    net::Response csv(const std::string& file, const std::string& file_name = "people.csv",
                      const std::string& type = "multipart/form-data; boundary=xyz") {
        net::Request request{"POST", "/v3/activities/contacts_file_import", {}, ""};
        request.headers.set("Authorization", "Bearer " + token);
        request.headers.set("Content-Type", type);
        request.body = fmt::format("--xyz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{}\"\r\n"
                                   "Content-Type: text/csv\r\n\r\n{}\r\n--xyz\r\n"
                                   "Content-Disposition: form-data; name=\"list_ids\"\r\n\r\n{}\r\n--xyz--\r\n",
                                   file_name, file, list);
        return sandbox.handle(request);
    }
    const std::string list = add_list("Board");
};

TEST_F(ImportsTest, NewContactsAreImplicitByTheAccountAndOnEveryList) {
    const std::string other = add_list("Choir");
    const Activity done = import({R"({"email":"a@b.org","first_name":"Ann"})"}, {list, other});
    EXPECT_EQ(done.state, "completed");
    const Contact made = contact("a@b.org");
    EXPECT_EQ(made.email.permission, Permission::Implicit);
    EXPECT_EQ(made.email.opt_in_source, "Account");
    EXPECT_EQ(made.lists, (std::vector<std::string>{list, other}));
    EXPECT_EQ(done.counter("items_total_count"), 2) << "with the heading";
    EXPECT_EQ(done.counter("person_count"), 1);
}

TEST_F(ImportsTest, PermissionOfExistingContactsNeverChanges) {
    for (const Permission permission : {Permission::Explicit, Permission::PendingConfirmation, Permission::TempHold,
                                        Permission::NotSet, Permission::Unsubscribed}) {
        NewContact person;
        person.address = std::string(name_of(permission)) + "@b.org";
        person.permission = permission;
        ASSERT_TRUE(sandbox.add_contact(account, person));
        const Activity done = import({R"({"email":")" + person.address + R"(","last_name":"Day"})"}, {list});
        const Contact after = contact(person.address);
        EXPECT_EQ(after.email.permission, permission);
        EXPECT_EQ(after.is_on(list), permission != Permission::Unsubscribed);
        EXPECT_EQ(done.counter("cannot_add_to_list_count"), permission == Permission::Unsubscribed ? 1 : 0);
        EXPECT_EQ(after.last_name, "Day");
    }
}

TEST_F(ImportsTest, PropertiesOfUnsubscribedContactsAreASwitch) {
    add("a@b.org");
    ASSERT_TRUE(sandbox.opt_out(account, "a@b.org"));
    set("unsubscribed_rows_updated", "off");
    row(R"("last_name":"Day")");
    EXPECT_EQ(contact("a@b.org").last_name, "Lee");
}

TEST_F(ImportsTest, DeletedContactsComeBackByASwitch) {
    add("a@b.org");
    ASSERT_TRUE(sandbox.delete_contact(account, "a@b.org"));
    set("import_revives_deleted", "off");
    EXPECT_EQ(row(R"("last_name":"Day")").counter("error_count"), 1);
    EXPECT_TRUE(contact("a@b.org").deleted_at);
    set("import_revives_deleted", "on");
    row(R"("last_name":"Day")");
    EXPECT_FALSE(contact("a@b.org").deleted_at);
    EXPECT_TRUE(contact("a@b.org").is_on(list));
}

TEST_F(ImportsTest, OnlyWhatTheRowSaysChanges) {
    const std::string field = sandbox.add_field(account, "Member ID").value();
    row(R"("first_name":"Ann","job_title":"Chair","work_phone":"617 555 0100","cf:Member_ID":"17",)"
        R"("work_street":"1 Main St","work_street2":"Floor 2","work_city":"Waltham","work_zip":"02451")");
    row(R"("first_name":"Anna","work_city":"Boston")");
    const Contact after = contact("a@b.org");
    EXPECT_EQ(after.first_name, "Anna");
    EXPECT_EQ(after.job_title, "Chair");
    EXPECT_EQ(after.phones.at(0).kind, "work");
    EXPECT_EQ(after.field(field), "17");
    EXPECT_EQ(after.addresses.at(0).street, "1 Main St Floor 2") << "the second line is appended";
    EXPECT_EQ(after.addresses.at(0).city, "Boston");
    EXPECT_EQ(after.addresses.at(0).postal_code, "02451");
}

TEST_F(ImportsTest, UnprefixedPhonesAreOtherAndAddressesAreHome) {
    row(R"("phone":"617 555 0100","street":"1 Main St","zip":"02451")");
    EXPECT_EQ(contact("a@b.org").phones.at(0).kind, "other");
    EXPECT_EQ(contact("a@b.org").addresses.at(0).kind, "home");
}

TEST_F(ImportsTest, BlankValuesAreIgnoredOrClearByASwitch) {
    const std::string field = sandbox.add_field(account, "Member ID").value();
    const std::string blank =
        R"("first_name":"","work_phone":"","cf:Member_ID":"","work_street":"","work_city":"","last_name":null)";
    row(R"("first_name":"Ann","last_name":"Lee","work_phone":"1","cf:Member_ID":"17","work_street":"1 Main St","work_city":"X")");
    row(blank);
    EXPECT_EQ(contact("a@b.org").first_name, "Ann");
    EXPECT_EQ(contact("a@b.org").field(field), "17");
    set("blank_cells", "clear");
    row(blank);
    const Contact cleared = contact("a@b.org");
    EXPECT_EQ(cleared.first_name + cleared.last_name, "");
    EXPECT_TRUE(cleared.phones.empty());
    EXPECT_TRUE(cleared.custom_fields.empty());
    EXPECT_TRUE(cleared.addresses.empty());
}

TEST_F(ImportsTest, WhatAPersonCouldCorrectIsCountedApart) {
    for (const char* members : {R"("email":"nobody")", R"("email":"")", R"("birthday_month":2,"birthday_day":31)",
                                R"("birthday_month":2)", R"("anniversary":"soon")"}) {
        const Activity done = row(members);
        EXPECT_EQ(done.state, "completed");
        EXPECT_EQ(done.counter("correctable_count"), 1) << members;
        EXPECT_EQ(done.counter("error_count"), 0) << members;
        ASSERT_EQ(done.errors.size(), 1U) << members;
        EXPECT_EQ(done.errors[0].substr(0, 8), "Line 2: ");
    }
    EXPECT_TRUE(sandbox.contacts(account).empty());
}

TEST_F(ImportsTest, ReasonsOfRowsAreASwitch) {
    set("row_reasons", "off");
    const Activity done = row(R"("email":"nobody")");
    EXPECT_EQ(done.counter("correctable_count"), 1);
    EXPECT_TRUE(done.errors.empty());
}

TEST_F(ImportsTest, ForeignPhonesAreRefused) {
    EXPECT_EQ(row(R"("work_phone":"+49 30 1234")").counter("error_count"), 1);
}

TEST_F(ImportsTest, TheLongestAddressIsASwitch) {
    const std::string email = "\"email\":\"" + std::string(45, 'x') + "@b.org\"";
    EXPECT_EQ(row(email).counter("error_count"), 1) << "51 characters";
    set("import_email_limit", "80");
    EXPECT_EQ(row(email).counter("error_count"), 0);
}

TEST_F(ImportsTest, TooLongValuesAreRefusedOrCut) {
    const std::string long_name = "\"first_name\":\"" + std::string(51, 'x') + "\"";
    EXPECT_EQ(row(long_name).counter("error_count"), 1);
    set("too_long", "cut");
    EXPECT_EQ(row(long_name).counter("error_count"), 0);
    EXPECT_EQ(contact("a@b.org").first_name, std::string(50, 'x'));
}

TEST_F(ImportsTest, AnUnknownCustomFieldIsIgnoredOrCostsTheRowOrTheJob) {
    const std::vector<std::string> rows{R"({"email":"c@b.org"})", R"({"email":"a@b.org","cf:Shoe":"44"})"};
    set("unknown_import_field", "row");
    EXPECT_EQ(import(rows, {list}).counter("error_count"), 1);
    EXPECT_TRUE(sandbox.contact(account, "c@b.org"));
    EXPECT_FALSE(sandbox.contact(account, "a@b.org"));
    set("unknown_import_field", "job");
    EXPECT_EQ(import(rows, {list}).state, "failed");
    EXPECT_FALSE(sandbox.contact(account, "a@b.org"));
    set("unknown_import_field", "ignore");
    EXPECT_EQ(import(rows, {list}).counter("error_count"), 0);
    EXPECT_TRUE(sandbox.contact(account, "a@b.org"));
}

TEST_F(ImportsTest, AnUnknownKeyIsIgnoredOrCostsTheRowOrIs400) {
    const std::string body = R"({"import_data":[{"email":"a@b.org","shoe":"44"}],"list_ids":[")" + list + "\"]}";
    set("unknown_import_key", "job");
    EXPECT_EQ(post("/activities/contacts_json_import", body).status, 400);
    set("unknown_import_key", "row");
    EXPECT_EQ(row(R"("shoe":"44")").counter("error_count"), 1);
    set("unknown_import_key", "ignore");
    EXPECT_EQ(row(R"("shoe":"44")").counter("error_count"), 0);
}

TEST_F(ImportsTest, AValueThatATypedFieldCannotHoldIsASwitch) {
    ASSERT_TRUE(sandbox.add_field(account, "Size", "number"));
    EXPECT_EQ(row(R"("cf:Size":"big")").counter("error_count"), 1);
    set("wrong_typed_value", "ignore");
    EXPECT_EQ(row(R"("cf:Size":"big")").counter("error_count"), 0);
    EXPECT_EQ(sandbox.value(account, "a@b.org", "Size"), "");
    set("wrong_typed_value", "keep");
    row(R"("cf:Size":"big")");
    EXPECT_EQ(sandbox.value(account, "a@b.org", "Size"), "big");
}

TEST_F(ImportsTest, OfDuplicateRowsTheLastOrTheFirstWins) {
    const std::vector<std::string> rows{R"({"email":"a@b.org","first_name":"First"})",
                                        R"({"email":"A@B.org","first_name":"Last"})"};
    import(rows, {list});
    EXPECT_EQ(contact("a@b.org").first_name, "Last");
    set("import_duplicates", "first");
    import(rows, {list});
    EXPECT_EQ(contact("a@b.org").first_name, "First");
}

TEST_F(ImportsTest, AddressesThatDifferByCaseAreASwitch) {
    add("Ann@b.org");
    EXPECT_EQ(row(R"("email":"ann@b.org","first_name":"Eve")").counter("error_count"), 0);
    EXPECT_EQ(contact("ann@b.org").email.address, "Ann@b.org") << "keeps its spelling";
    set("address_case", "exact");
    EXPECT_EQ(row(R"("email":"ann@b.org","first_name":"Ivy")").counter("error_count"), 1);
    EXPECT_EQ(row(R"("email":"Ann@b.org","first_name":"Ivy")").counter("error_count"), 0);
    EXPECT_EQ(sandbox.contacts(account).size(), 1U);
}

TEST_F(ImportsTest, TheFiftyFirstListIsASwitch) {
    std::vector<std::string> lists;
    for (int number = 0; number < 50; ++number) {
        lists.push_back("L" + std::to_string(number));
    }
    add("a@b.org", lists);
    EXPECT_EQ(row(R"("last_name":"Day")").counter("error_count"), 0);
    EXPECT_EQ(contact("a@b.org").last_name, "Day");
    EXPECT_EQ(contact("a@b.org").lists.size(), 50U);
    set("list_51", "row");
    EXPECT_EQ(row(R"("last_name":"Week")").counter("error_count"), 1);
    EXPECT_EQ(contact("a@b.org").last_name, "Day");
}

TEST_F(ImportsTest, TheTwentySixthCustomFieldRefusesTheRow) {
    std::string members = R"("email":"a@b.org")";
    for (int number = 0; number < 26; ++number) {
        ASSERT_TRUE(sandbox.add_field(account, "F" + std::to_string(number)));
        members += fmt::format(",\"cf:F{}\":\"x\"", number);
    }
    EXPECT_EQ(row(members).counter("error_count"), 1);
    set("custom_field_cap", "50");
    EXPECT_EQ(row(members).counter("error_count"), 0);
}

TEST_F(ImportsTest, RowsAbove40000AreDroppedInSilence) {
    std::vector<std::string> rows;
    for (int number = 0; number < 40'001; ++number) {
        rows.push_back(fmt::format(R"({{"email":"p{}@b.org"}})", number));
    }
    const Activity done = import(rows, {list});
    EXPECT_EQ(done.state, "completed");
    EXPECT_EQ(done.counter("person_count"), 40'000);
    EXPECT_EQ(done.counter("error_count"), 0);
    EXPECT_TRUE(sandbox.contact(account, "p39999@b.org"));
    EXPECT_FALSE(sandbox.contact(account, "p40000@b.org"));
}

TEST_F(ImportsTest, RowsAboveFourMegabytesAreDroppedInSilence) {
    const std::string address_end = "@b.org\",\"work_street\":\"" + std::string(200, 'x') + "\"}";
    std::vector<std::string> rows;
    for (std::size_t bytes = 0; bytes < 4'100'000;) {
        rows.push_back(fmt::format(R"({{"email":"p{}{})", rows.size(), address_end));
        bytes += rows.back().size() + 1;
    }
    const Activity decimal = import(rows, {list});
    EXPECT_LT(decimal.counter("person_count"), static_cast<std::int64_t>(rows.size()));
    EXPECT_GT(decimal.counter("person_count"), static_cast<std::int64_t>(rows.size()) * 95 / 100);
    set("megabyte", "binary");
    const Activity binary = import(rows, {list});
    EXPECT_EQ(binary.counter("person_count"), static_cast<std::int64_t>(rows.size()));
}

TEST_F(ImportsTest, RequestsThatCannotBe) {
    const std::string path = "/activities/contacts_json_import";
    EXPECT_EQ(post(path, R"({"list_ids":[")" + list + "\"]}").status, 400);
    EXPECT_EQ(post(path, R"({"import_data":[{"email":"a@b.org"}]})").status, 400);
    EXPECT_EQ(
        post(path, R"({"import_data":[{"email":"a@b.org"}],"list_ids":["00000000-0000-4000-8000-000000000000"]})")
            .status,
        400);
    EXPECT_EQ(post(path, R"({"import_data":[17],"list_ids":[")" + list + "\"]}").status, 400);
    const auto extra = post(path, R"({"import_data":[{"email":"a@b.org"}],"x":1,"list_ids":[")" + list + "\"]}");
    EXPECT_NE(extra.body.find("x is not a known property"), std::string::npos);
}

TEST_F(ImportsTest, CsvFilesTakeQuotedCellsAndCustomFields) {
    ASSERT_TRUE(sandbox.add_field(account, "Member ID"));
    const auto answer = csv("email,first_name,last_name,cf:Member_ID\r\n"
                            "a@b.org,\"Ann \"\"A\"\", B\",\"Two\nlines\",17\r\n"
                            "c@b.org,,Day,\r\n");
    ASSERT_EQ(answer.status, 201) << answer.body;
    EXPECT_EQ(at(answer.body, "/source_file_name"), "people.csv");
    const Activity done = activity(at(answer.body, "/activity_id"));
    EXPECT_EQ(done.counter("person_count"), 2);
    EXPECT_EQ(contact("a@b.org").first_name, "Ann \"A\", B");
    EXPECT_EQ(contact("a@b.org").last_name, "Two\nlines");
    EXPECT_EQ(sandbox.value(account, "a@b.org", "Member ID"), "17");
    EXPECT_TRUE(contact("c@b.org").is_on(list));
}

TEST_F(ImportsTest, CsvFilesAreCutAt40000LinesWithTheHeading) {
    std::string file = "email\n";
    for (int number = 0; number < 40'000; ++number) {
        file += fmt::format("p{}@b.org\n", number);
    }
    EXPECT_EQ(activity(at(csv(file).body, "/activity_id")).counter("person_count"), 39'999);
}

TEST_F(ImportsTest, FilesOfAnotherKindAre415AndWithoutAddressesAre400) {
    EXPECT_EQ(csv("email\na@b.org\n", "people.txt").status, 415);
    EXPECT_EQ(csv("email\na@b.org\n", "people.csv", "text/csv").status, 415);
    EXPECT_EQ(csv("first_name\nAnn\n").status, 400);
}

} // namespace
} // namespace muster::sandbox
