#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

class ListsTest : public SandboxTest {
  protected:
    int post_list(const std::string& name) { return post("/contact_lists", R"({"name":")" + name + "\"}").status; }
};

TEST_F(ListsTest, NamesAreUniqueAndNeeded) {
    EXPECT_EQ(post_list("Board"), 201);
    EXPECT_EQ(post_list("Board"), 409);
    EXPECT_EQ(post_list(""), 400);
    EXPECT_EQ(post_list(std::string(256, 'x')), 400);
    EXPECT_EQ(post("/contact_lists", R"({"name":"A","colour":"red"})").status, 400);
}

TEST_F(ListsTest, CaseAndBlanksAreSwitches) {
    EXPECT_EQ(post_list("Board"), 201);
    EXPECT_EQ(post_list("BOARD"), 409);
    EXPECT_EQ(post_list(" Board "), 409);
    set("list_name_case", "exact");
    EXPECT_EQ(post_list("BOARD"), 201);
    set("list_name_blanks", "exact");
    EXPECT_EQ(post_list(" Board "), 201);
}

TEST_F(ListsTest, TheNameOfADeletedListIsASwitch) {
    EXPECT_EQ(post_list("Board"), 201);
    ASSERT_TRUE(sandbox.delete_list(account, "Board"));
    set("deleted_list_name", "taken");
    EXPECT_EQ(post_list("Board"), 409);
    set("deleted_list_name", "free");
    EXPECT_EQ(post_list("Board"), 201);
}

TEST_F(ListsTest, AnAccountHoldsAThousandLists) {
    for (int number = 0; number < 1'000; ++number) {
        add_list("L" + std::to_string(number));
    }
    const auto refused = post("/contact_lists", R"({"name":"One more"})");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(at(refused.body, "/0/error_key"), "contact_lists.api.validation.error");
    EXPECT_EQ(size_at(get("/contact_lists").body, "lists"), 50U);
    EXPECT_EQ(size_at(get("/contact_lists?limit=1000").body, "lists"), 1'000U);
    EXPECT_EQ(get("/contact_lists?limit=1001").status, 400);
    const auto first = get("/contact_lists?limit=500&include_count=true");
    EXPECT_EQ(at(first.body, "/lists_count"), "1000");
    const auto second = get(at(first.body, "/_links/next/href").substr(3));
    EXPECT_EQ(size_at(second.body, "lists"), 500U);
    EXPECT_EQ(at(second.body, "/_links/next/href"), "");
}

TEST_F(ListsTest, MembersAreCountedAllOrActive) {
    add("a@b.org", {"Board"});
    add("c@b.org", {"Board"});
    add("d@b.org", {"Board"});
    ASSERT_TRUE(sandbox.opt_out(account, "a@b.org"));
    ASSERT_TRUE(sandbox.delete_contact(account, "d@b.org"));
    EXPECT_EQ(at(get("/contact_lists?include_membership_count=all").body, "/lists/0/membership_count"), "2");
    EXPECT_EQ(at(get("/contact_lists?include_membership_count=active").body, "/lists/0/membership_count"), "1");
    EXPECT_EQ(at(get("/contact_lists").body, "/lists/0/membership_count"), "");
    const std::string id = sandbox.list(account, "Board")->id;
    EXPECT_EQ(at(get("/contact_lists/" + id + "?include_membership_count=all").body, "/membership_count"), "2");
    EXPECT_EQ(get("/contact_lists?include_membership_count=some").status, 400);
}

TEST_F(ListsTest, NameAndStatusChoose) {
    add_list("Board");
    add_list("Choir");
    ASSERT_TRUE(sandbox.delete_list(account, "Choir"));
    EXPECT_EQ(size_at(get("/contact_lists?name=Board").body, "lists"), 1U);
    EXPECT_EQ(size_at(get("/contact_lists?name=Boar").body, "lists"), 0U);
    EXPECT_EQ(size_at(get("/contact_lists").body, "lists"), 1U);
    EXPECT_EQ(size_at(get("/contact_lists?status=all").body, "lists"), 2U);
    EXPECT_EQ(at(get("/contact_lists?status=deleted").body, "/lists/0/deleted_at"), "2026-11-23T12:00:00Z");
    EXPECT_EQ(size_at(get("/contact_lists?channel_type=sms").body, "lists"), 0U);
}

TEST_F(ListsTest, PutRenamesAndWhatIsLeftOutIsASwitch) {
    const auto made = post("/contact_lists", R"({"name":"Board","description":"Ours","favorite":true})");
    const std::string path = "/contact_lists/" + at(made.body, "/list_id");
    add_list("Choir");
    EXPECT_EQ(put(path, R"({"name":"choir"})").status, 409);
    set("put_list_omitted", "keep");
    EXPECT_EQ(at(put(path, R"({"name":"Boards"})").body, "/description"), "Ours");
    set("put_list_omitted", "drop");
    const auto renamed = put(path, R"({"name":"Boards"})");
    EXPECT_EQ(renamed.status, 200);
    EXPECT_EQ(at(renamed.body, "/description"), "");
    EXPECT_EQ(at(renamed.body, "/favorite"), "false");
}

TEST_F(ListsTest, DeleteIsAJobWithALocation) {
    add("a@b.org", {"Board"});
    const std::string id = sandbox.list(account, "Board")->id;
    const auto answer = call("DELETE", "/contact_lists/" + id);
    EXPECT_EQ(answer.status, 202);
    EXPECT_EQ(answer.headers.get("Location").value_or(""), "/v3/activities/" + at(answer.body, "/activity_id"));
    EXPECT_EQ(get("/contact_lists/" + id).status, 200);
    EXPECT_FALSE(sandbox.list(account, "Board"));
    EXPECT_TRUE(contact("a@b.org").lists.empty()) << "the contact stays, off the list";
    EXPECT_EQ(call("DELETE", "/contact_lists/" + id).status, 404);
}

class FieldsTest : public SandboxTest {
  protected:
    net::Response post_field(const std::string& label, const std::string& type = "string") {
        return post("/contact_custom_fields", R"({"label":")" + label + R"(","type":")" + type + "\"}");
    }
};

TEST_F(FieldsTest, NamesAreMadeFromLabels) {
    EXPECT_EQ(at(post_field("Customer ID").body, "/name"), "Customer_ID");
    set("field_name_case", "lower");
    EXPECT_EQ(at(post_field("Member Type").body, "/name"), "member_type");
}

TEST_F(FieldsTest, LabelsAreUniqueAndTypesKnown) {
    EXPECT_EQ(post_field("Member ID").status, 201);
    EXPECT_EQ(post_field("member id").status, 409);
    EXPECT_EQ(post_field("").status, 400);
    EXPECT_EQ(post_field(std::string(51, 'x')).status, 400);
    EXPECT_EQ(post_field("Colour", "colour").status, 400);
    EXPECT_EQ(post_field("Long", "text_area").status, 201);
    set("typed_fields", "refuse");
    EXPECT_EQ(post_field("Longer", "text_area").status, 400);
    EXPECT_EQ(post_field("Plain").status, 201);
}

TEST_F(FieldsTest, AnAccountHoldsAHundred) {
    for (int number = 0; number < 100; ++number) {
        ASSERT_TRUE(sandbox.add_field(account, "F" + std::to_string(number)));
    }
    const auto refused = post_field("One more");
    EXPECT_EQ(refused.status, 400);
    EXPECT_EQ(at(refused.body, "/0/error_key"), "contact_custom_fields.api.validation.error");
    EXPECT_EQ(size_at(get("/contact_custom_fields").body, "custom_fields"), 50U);
    EXPECT_EQ(size_at(get("/contact_custom_fields?limit=100").body, "custom_fields"), 100U);
    EXPECT_EQ(get("/contact_custom_fields?limit=101").status, 400);
}

TEST_F(FieldsTest, RenamingMovesTheNameByASwitch) {
    const std::string path = "/contact_custom_fields/" + at(post_field("Member ID").body, "/custom_field_id");
    EXPECT_EQ(at(put(path, R"({"label":"Number"})").body, "/name"), "Member_ID");
    set("field_rename_moves_name", "on");
    EXPECT_EQ(at(put(path, R"({"label":"Number"})").body, "/name"), "Number");
    EXPECT_EQ(put(path, R"({"label":"Number","type":"date"})").status, 400) << "the type cannot be changed";
}

TEST_F(FieldsTest, ADeletedFieldTakesItsValues) {
    const std::string id = at(post_field("Member ID").body, "/custom_field_id");
    NewContact person;
    person.address = "a@b.org";
    person.custom_fields = {{"Member ID", "17"}};
    ASSERT_TRUE(sandbox.add_contact(account, person));
    EXPECT_EQ(sandbox.value(account, "a@b.org", "Member_ID"), "17");
    EXPECT_EQ(call("DELETE", "/contact_custom_fields/" + id).status, 204);
    EXPECT_EQ(get("/contact_custom_fields/" + id).status, 404);
    EXPECT_TRUE(contact("a@b.org").custom_fields.empty());
}

TEST_F(FieldsTest, ChoicesAndMetadataComeBack) {
    const auto made =
        post("/contact_custom_fields",
             R"({"label":"Size","type":"single_select","metadata":{"display_type":"dropdown"},)"
             R"("choices":[{"choice_label":"S","display_order":1},{"choice_label":"L","display_order":2}]})");
    ASSERT_EQ(made.status, 201) << made.body;
    EXPECT_EQ(at(made.body, "/metadata/display_type"), "dropdown");
    EXPECT_EQ(at(made.body, "/choices/1/choice_label"), "L");
}

class TagsTest : public SandboxTest {};

TEST_F(TagsTest, AreMadeRenamedCountedAndDeletedByAJob) {
    const auto made = post("/contact_tags", R"({"name":"vip"})");
    ASSERT_EQ(made.status, 201);
    const std::string id = at(made.body, "/tag_id");
    EXPECT_EQ(post("/contact_tags", R"({"name":"VIP"})").status, 409);
    EXPECT_EQ(put("/contact_tags/" + id, R"({"name":"gold"})").status, 200);
    add("a@b.org");
    ASSERT_TRUE(sandbox.tag_contact(account, "a@b.org", "gold"));
    EXPECT_EQ(at(get("/contact_tags?include_count=true").body, "/tags/0/contacts_count"), "1");
    EXPECT_EQ(at(get("/contacts?include=taggings").body, "/contacts/0/taggings/0"), id);
    EXPECT_EQ(call("DELETE", "/contact_tags/" + id).status, 202);
    EXPECT_EQ(get("/contact_tags/" + id).status, 404);
    EXPECT_TRUE(contact("a@b.org").tags.empty());
}

} // namespace
} // namespace muster::sandbox
