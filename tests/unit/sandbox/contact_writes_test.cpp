// POST, PUT and DELETE of one contact, the sign-up form, the resubscribe mail.

#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

using namespace std::chrono_literals;

class ContactWritesTest : public SandboxTest {
  protected:
    net::Response put_contact(const std::string& address, const std::string& body) {
        return put("/contacts/" + contact(address).id, body);
    }
    /// A PUT that says no more than it must about `address`.
    static std::string plain_put(const std::string& address, const std::string& more = "") {
        return R"({"update_source":"Account","email_address":{"address":")" + address + "\"}" + more + "}";
    }
};

TEST_F(ContactWritesTest, PostNeedsASourceAndSomethingToCallThePerson) {
    const auto without_source = post("/contacts", R"({"first_name":"Ann"})");
    EXPECT_EQ(without_source.status, 400);
    EXPECT_EQ(at(without_source.body, "/0/error_key"), "contacts.api.validation.error");
    EXPECT_EQ(at(without_source.body, "/0/error_message"),
              "create_source is missing, create_source does not have a valid value");
    EXPECT_EQ(post("/contacts", R"({"create_source":"Robot","first_name":"Ann"})").status, 400);
    EXPECT_EQ(post("/contacts", R"({"create_source":"Account"})").status, 400);
    EXPECT_EQ(post("/contacts", R"({"create_source":"Account","first_name":"Ann"})").status, 201);
}

TEST_F(ContactWritesTest, PostMakesAContactWithEverythingItWasGiven) {
    const std::string list = add_list("Board");
    const std::string field = sandbox.add_field(account, "Member ID").value();
    const auto answer = post(
        "/contacts",
        R"({"create_source":"Account","first_name":"Ann","email_address":{"address":"Ann@B.org","permission_to_send":"implicit"},)"
        R"("list_memberships":[")" +
            list + R"("],"custom_fields":[{"custom_field_id":")" + field +
            R"(","value":"17"}],"phone_numbers":[{"phone_number":"+49 30 1","kind":"work"}],)"
            R"("street_addresses":[{"kind":"work","street":"1 Main St","city":"Waltham"}],"anniversary":"11/24/2020"})");
    ASSERT_EQ(answer.status, 201) << answer.body;
    const Contact made = contact("ann@b.org");
    EXPECT_EQ(at(answer.body, "/contact_id"), made.id);
    EXPECT_EQ(made.email.address, "Ann@B.org") << "its own spelling";
    EXPECT_EQ(made.email.permission, Permission::Implicit);
    EXPECT_EQ(made.email.opt_in_source, "Account");
    EXPECT_TRUE(made.is_on(list));
    EXPECT_EQ(made.field(field), "17");
    EXPECT_EQ(made.phones.at(0).number, "+49 30 1");
    EXPECT_EQ(made.addresses.at(0).city, "Waltham");
    EXPECT_EQ(made.anniversary, "2020-11-24");
}

TEST_F(ContactWritesTest, AnAddressThatExistsIs409WithItsIdInAnyState) {
    const std::string id = add("a@b.org");
    const std::string body = R"({"create_source":"Account","email_address":{"address":"A@b.org"}})";
    for (const char* state : {"active", "unsubscribed", "deleted"}) {
        if (std::string_view(state) == "unsubscribed") {
            ASSERT_TRUE(sandbox.opt_out(account, "a@b.org"));
        } else if (std::string_view(state) == "deleted") {
            ASSERT_TRUE(sandbox.delete_contact(account, "a@b.org"));
        }
        const auto answer = post("/contacts", body);
        EXPECT_EQ(answer.status, 409) << state;
        EXPECT_EQ(at(answer.body, "/0/error_key"), "contacts.api.conflict");
        EXPECT_EQ(at(answer.body, "/0/error_message"), "Validation failed: Email already exists for contact " + id);
    }
}

TEST_F(ContactWritesTest, UnknownKeysWrongTypesAndLimitsAreRefusedByName) {
    const std::vector<std::pair<std::string, std::string>> cases{
        {R"("nickname":"A")", "nickname"},
        {R"("first_name":17)", "first_name"},
        {R"("last_name":")" + std::string(51, 'x') + "\"", "last_name"},
        {R"("email_address":{"address":"nobody"})", "email_address.address"},
        {R"("email_address":{"address":")" + std::string(60, 'x') + "@" + std::string(20, 'y') + R"(.org"})",
         "email_address.address"},
        {R"("email_address":{"address":"a@b.org","permission_to_send":"always"})", "permission_to_send"},
        {R"("email_address":{"address":"a@b.org","status":"ACTIVE"})", "email_address.status"},
        {R"("list_memberships":["00000000-0000-4000-8000-000000000000"])", "list_memberships"},
        {R"("custom_fields":[{"custom_field_id":"00000000-0000-4000-8000-000000000000","value":"x"}])",
         "custom_field_id"},
        {R"("phone_numbers":[{"phone_number":"1","kind":"fax"}])", "phone_numbers.kind"},
        {R"("phone_numbers":[{"phone_number":"12345678901234567890123456","kind":"work"}])", "phone_number"},
        {R"("street_addresses":[{"street":"1 Main St"}])", "street_addresses.kind"},
        {R"("birthday_month":2)", "birthday"},
        {R"("birthday_month":2,"birthday_day":30)", "birthday"},
        {R"("anniversary":"soon")", "anniversary"},
    };
    for (const auto& [member, named] : cases) {
        const auto answer = post("/contacts", R"({"create_source":"Account","job_title":"x",)" + member + "}");
        EXPECT_EQ(answer.status, 400) << member;
        EXPECT_NE(answer.body.find(named), std::string::npos) << member << ": " << answer.body;
    }
    EXPECT_TRUE(sandbox.contacts(account).empty());
}

TEST_F(ContactWritesTest, CustomFieldsAreCappedAt25Or50) {
    std::string values;
    for (int number = 0; number < 26; ++number) {
        const std::string id = sandbox.add_field(account, "F" + std::to_string(number)).value();
        values += std::string(number == 0 ? "" : ",") + R"({"custom_field_id":")" + id + R"(","value":"x"})";
    }
    const std::string body = R"({"create_source":"Account","first_name":"A","custom_fields":[)" + values + "]}";
    EXPECT_EQ(post("/contacts", body).status, 400);
    set("custom_field_cap", "50");
    EXPECT_EQ(post("/contacts", body).status, 201);
}

TEST_F(ContactWritesTest, PutNullsCorePropertiesAndKeepsSubresourcesThatAreNotSent) {
    const std::string list = add_list("Board");
    NewContact person;
    person.address = "a@b.org";
    person.first_name = "Ann";
    person.job_title = "Chair";
    person.phone = "617 555 0100";
    person.lists = {list};
    ASSERT_TRUE(sandbox.add_contact(account, person));
    EXPECT_EQ(put_contact("a@b.org", R"({"first_name":"Ann"})").status, 400) << "update_source is required";
    const auto answer = put_contact("a@b.org", plain_put("a@b.org", R"(,"first_name":"Anna")"));
    ASSERT_EQ(answer.status, 200) << answer.body;
    const Contact changed = contact("a@b.org");
    EXPECT_EQ(changed.first_name, "Anna");
    EXPECT_EQ(changed.job_title, "");
    EXPECT_EQ(changed.phones.size(), 1U);
    EXPECT_TRUE(changed.is_on(list));
    EXPECT_EQ(changed.update_source, "Account");
}

TEST_F(ContactWritesTest, PutReplacesTheSubresourcesThatAreSent) {
    const std::string board = add_list("Board");
    const std::string choir = add_list("Choir");
    add("a@b.org", {board});
    ASSERT_EQ(put_contact("a@b.org", plain_put("a@b.org", R"(,"list_memberships":[")" + choir + "\"]")).status,
              200);
    EXPECT_EQ(contact("a@b.org").lists, std::vector<std::string>{choir});
}

TEST_F(ContactWritesTest, PutWithEmptyListsIsASwitch) {
    add("a@b.org", {"Board"});
    EXPECT_EQ(put_contact("a@b.org", plain_put("a@b.org", R"(,"list_memberships":[])")).status, 400);
    EXPECT_EQ(contact("a@b.org").lists.size(), 1U);
    set("put_empty_lists", "accept");
    EXPECT_EQ(put_contact("a@b.org", plain_put("a@b.org", R"(,"list_memberships":[])")).status, 200);
    EXPECT_TRUE(contact("a@b.org").lists.empty());
}

TEST_F(ContactWritesTest, PutToAnothersAddressIs409AndToAFreeOneMovesIt) {
    add("a@b.org");
    const std::string other = add("c@b.org");
    const auto answer = put_contact("a@b.org", plain_put("c@b.org"));
    EXPECT_EQ(answer.status, 409);
    EXPECT_NE(answer.body.find(other), std::string::npos);
    ASSERT_EQ(put_contact("a@b.org", plain_put("d@b.org")).status, 200);
    EXPECT_FALSE(sandbox.contact(account, "a@b.org"));
    EXPECT_EQ(contact("d@b.org").email.permission, Permission::Explicit);
}

TEST_F(ContactWritesTest, PutRevivesADeletedContactOnlyWithSourceAccountAndLists) {
    const std::string list = add_list("Board");
    add("a@b.org", {list});
    ASSERT_TRUE(sandbox.delete_contact(account, "a@b.org"));
    EXPECT_EQ(put_contact("a@b.org", plain_put("a@b.org")).status, 400);
    const std::string lists = R"(,"list_memberships":[")" + list + "\"]}";
    EXPECT_EQ(put_contact("a@b.org", R"({"update_source":"Contact","email_address":{"address":"a@b.org"})" + lists)
                  .status,
              400);
    EXPECT_EQ(put_contact("a@b.org", R"({"update_source":"Account","email_address":{"address":"a@b.org"})" + lists)
                  .status,
              200);
    EXPECT_FALSE(contact("a@b.org").deleted_at);
}

TEST_F(ContactWritesTest, PutCanUnsubscribe) {
    add("a@b.org");
    clock.advance(1h);
    const auto answer = put_contact("a@b.org", R"({"update_source":"Account","email_address":{"address":"a@b.org",)"
                                               R"("permission_to_send":"unsubscribed","opt_out_reason":null}})");
    ASSERT_EQ(answer.status, 200) << answer.body;
    const Contact changed = contact("a@b.org");
    EXPECT_TRUE(changed.is_unsubscribed());
    EXPECT_EQ(changed.email.opt_out_source, "Account");
    EXPECT_EQ(changed.email.opt_out_date, clock.now());
}

TEST_F(ContactWritesTest, WhoTheAccountUnsubscribedTheAccountCanBringBack) {
    add("a@b.org");
    ASSERT_TRUE(sandbox.opt_out(account, "a@b.org", Source::Account));
    const std::string body =
        R"({"update_source":"Account","email_address":{"address":"a@b.org","permission_to_send":"implicit"}})";
    EXPECT_EQ(put_contact("a@b.org", body).status, 200);
    EXPECT_FALSE(contact("a@b.org").is_unsubscribed());
}

TEST_F(ContactWritesTest, PutOnWhoUnsubscribedItselfIsASwitch) {
    const std::string wanted =
        R"({"update_source":"Account","email_address":{"address":"a@b.org","permission_to_send":"explicit"}})";
    struct Case {
        const char* value;
        int with_permission;
        int without_permission;
        bool mailable;
    };
    for (const Case& one : {Case{"refuse", 400, 200, false}, Case{"refuse_any", 400, 400, false},
                            Case{"ignore", 200, 200, false}, Case{"apply", 200, 200, true}}) {
        if (!sandbox.contact(account, "a@b.org")) {
            add("a@b.org");
        }
        ASSERT_TRUE(sandbox.opt_out(account, "a@b.org"));
        set("put_self_unsubscribed", one.value);
        EXPECT_EQ(put_contact("a@b.org", plain_put("a@b.org")).status, one.without_permission) << one.value;
        EXPECT_TRUE(contact("a@b.org").is_unsubscribed()) << one.value;
        EXPECT_EQ(put_contact("a@b.org", wanted).status, one.with_permission) << one.value;
        EXPECT_EQ(!contact("a@b.org").is_unsubscribed(), one.mailable) << one.value;
    }
    set("put_self_unsubscribed", "refuse");
    ASSERT_TRUE(sandbox.opt_out(account, "a@b.org"));
    EXPECT_EQ(put_contact("a@b.org", R"({"update_source":"Contact","email_address":{"address":"a@b.org",)"
                                     R"("permission_to_send":"explicit"}})")
                  .status,
              200)
        << "the person asked for it";
}

TEST_F(ContactWritesTest, PutWithoutPermissionIsASwitchThatBringsNobodyBack) {
    add("a@b.org");
    EXPECT_EQ(put_contact("a@b.org", plain_put("a@b.org")).status, 200);
    EXPECT_EQ(contact("a@b.org").email.permission, Permission::Explicit);
    set("put_without_permission", "not_set");
    EXPECT_EQ(put_contact("a@b.org", plain_put("a@b.org")).status, 200);
    EXPECT_EQ(contact("a@b.org").email.permission, Permission::NotSet);
    set("put_without_permission", "implicit");
    EXPECT_EQ(put_contact("a@b.org", plain_put("a@b.org")).status, 200);
    EXPECT_EQ(contact("a@b.org").email.permission, Permission::Implicit);
    ASSERT_TRUE(sandbox.opt_out(account, "a@b.org"));
    EXPECT_EQ(put_contact("a@b.org", plain_put("a@b.org")).status, 200);
    EXPECT_TRUE(contact("a@b.org").is_unsubscribed());
    set("put_without_permission", "refuse");
    EXPECT_EQ(put_contact("a@b.org", plain_put("a@b.org")).status, 400);
}

TEST_F(ContactWritesTest, PutWithoutEmailIsASwitch) {
    const std::string id = add("a@b.org");
    const std::string body = R"({"update_source":"Account","first_name":"Ann"})";
    EXPECT_EQ(put("/contacts/" + id, body).status, 200);
    EXPECT_TRUE(sandbox.contact(account, "a@b.org"));
    set("put_without_email", "refuse");
    EXPECT_EQ(put("/contacts/" + id, body).status, 400);
    set("put_without_email", "clear");
    EXPECT_EQ(put("/contacts/" + id, body).status, 200);
    EXPECT_FALSE(sandbox.contact(account, "a@b.org"));
    EXPECT_EQ(at(get("/contacts/" + id).body, "/email_address"), "");
}

TEST_F(ContactWritesTest, ValuesAreStoredAsTheSwitchesSay) {
    const auto create = [&](const std::string& first_name) {
        return post("/contacts", R"({"create_source":"Account","first_name":")" + first_name + "\"}");
    };
    EXPECT_EQ(at(create("J. R.").body, "/first_name"), "J. R.");
    set("full_stop_in_name", "strip");
    EXPECT_EQ(at(create("J. R.").body, "/first_name"), "J R");
    set("full_stop_in_name", "refuse");
    EXPECT_EQ(create("J. R.").status, 400);
    EXPECT_EQ(at(create(" Ann ").body, "/first_name"), " Ann ");
    set("trim_values", "on");
    EXPECT_EQ(at(create(" Ann ").body, "/first_name"), "Ann");
    EXPECT_EQ(create(std::string(51, 'x')).status, 400);
    set("too_long", "cut");
    EXPECT_EQ(at(create(std::string(51, 'x')).body, "/first_name"), std::string(50, 'x'));
}

TEST_F(ContactWritesTest, AddressesAreLowerCasedByASwitch) {
    const std::string body = R"({"create_source":"Account","email_address":{"address":")";
    EXPECT_EQ(at(post("/contacts", body + "Ann@B.org\"}}").body, "/email_address/address"), "Ann@B.org");
    set("store_addresses_lower", "on");
    EXPECT_EQ(at(post("/contacts", body + "Bob@B.org\"}}").body, "/email_address/address"), "bob@b.org");
}

TEST_F(ContactWritesTest, ConfirmedOptInMakesNewOnesPending) {
    const std::string body =
        R"({"create_source":"Contact","email_address":{"permission_to_send":"explicit","address":")";
    EXPECT_EQ(at(post("/contacts", body + "a@b.org\"}}").body, "/email_address/permission_to_send"), "explicit");
    set("confirmed_opt_in", "on");
    const auto pending = post("/contacts", body + "c@b.org\"}}");
    EXPECT_EQ(at(pending.body, "/email_address/permission_to_send"), "pending_confirmation");
    EXPECT_EQ(at(pending.body, "/email_address/confirm_status"), "pending");
}

TEST_F(ContactWritesTest, ListsAfterAnOptOutAreASwitch) {
    add("a@b.org", {"Board"});
    add("c@b.org", {"Board"});
    ASSERT_TRUE(sandbox.opt_out(account, "a@b.org"));
    EXPECT_EQ(contact("a@b.org").lists.size(), 1U);
    set("lists_after_opt_out", "drop");
    ASSERT_TRUE(sandbox.opt_out(account, "c@b.org"));
    EXPECT_TRUE(contact("c@b.org").lists.empty());
}

TEST_F(ContactWritesTest, DeleteHidesTheContactAndTakesItsLists) {
    const std::string id = add("a@b.org", {"Board"});
    EXPECT_EQ(call("DELETE", "/contacts/" + id).status, 204);
    EXPECT_EQ(call("DELETE", "/contacts/" + id).status, 404);
    const auto shown = get("/contacts/" + id + "?include=list_memberships");
    EXPECT_EQ(at(shown.body, "/deleted_at"), "2026-11-23");
    EXPECT_EQ(at(shown.body, "/list_memberships"), "[]");
    EXPECT_EQ(at(shown.body, "/email_address/permission_to_send"), "explicit") << "untouched";
}

TEST_F(ContactWritesTest, TheSignUpFormMakesPeopleMailableAgain) {
    const std::string list = add_list("Board");
    const auto sign_up = [&](const std::string& address) {
        return post("/contacts/sign_up_form", R"({"email_address":")" + address +
                                                  R"(","first_name":"Eve","list_memberships":[")" + list + "\"]}");
    };
    const auto created = sign_up("new@b.org");
    EXPECT_EQ(created.status, 201) << created.body;
    EXPECT_EQ(at(created.body, "/action"), "created");
    EXPECT_EQ(contact("new@b.org").email.permission, Permission::Explicit);
    EXPECT_EQ(contact("new@b.org").email.opt_in_source, "Contact");
    add("out@b.org");
    ASSERT_TRUE(sandbox.opt_out(account, "out@b.org"));
    ASSERT_TRUE(sandbox.delete_contact(account, "out@b.org"));
    const auto updated = sign_up("out@b.org");
    EXPECT_EQ(updated.status, 200);
    EXPECT_EQ(at(updated.body, "/action"), "updated");
    const Contact back = contact("out@b.org");
    EXPECT_EQ(back.email.permission, Permission::Explicit);
    EXPECT_EQ(back.first_name, "Eve");
    EXPECT_EQ(back.last_name, "Lee") << "a partial update";
    EXPECT_FALSE(back.deleted_at);
    EXPECT_EQ(post("/contacts/sign_up_form", R"({"email_address":"a@b.org"})").status, 400);
    set("confirmed_opt_in", "on");
    EXPECT_EQ(sign_up("later@b.org").status, 201);
    EXPECT_EQ(contact("later@b.org").email.permission, Permission::PendingConfirmation);
}

TEST_F(ContactWritesTest, TheResubscribeMailGoesOnceAndChangesNothingByItself) {
    const std::string list = add_list("Board");
    const std::string id = add("a@b.org");
    const std::string body = R"({"list_ids":[")" + list + "\"]}";
    EXPECT_EQ(put("/contacts/resubscribe/" + id, body).status, 400) << "not unsubscribed";
    ASSERT_TRUE(sandbox.opt_out(account, "a@b.org"));
    EXPECT_EQ(put("/contacts/resubscribe/" + id, body).status, 200);
    EXPECT_TRUE(contact("a@b.org").is_unsubscribed());
    EXPECT_EQ(put("/contacts/resubscribe/" + id, body).status, 409);
    ASSERT_TRUE(sandbox.resubscribe(account, "a@b.org"));
    EXPECT_FALSE(contact("a@b.org").is_unsubscribed());
    EXPECT_TRUE(contact("a@b.org").is_on(list));
}

} // namespace
} // namespace muster::sandbox
