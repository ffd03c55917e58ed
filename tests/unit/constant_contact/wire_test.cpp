#include "constant_contact/wire.hpp"

#include <gtest/gtest.h>

namespace muster::constant_contact {
namespace {

using namespace std::chrono_literals;

json::Document parsed(std::string_view text) {
    auto document = json::Document::parse(text);
    EXPECT_TRUE(document) << text;
    return std::move(*document);
}

Contact contact(std::string_view text) {
    auto read = read_contact(parsed(text));
    EXPECT_TRUE(read) << text << " " << (read ? "" : read.error().message);
    return read ? *read : Contact{};
}

TEST(ReadContact, TakesEverythingThatIsManagedAndPassesOverTheRest) {
    const Contact read =
        contact(R"({"contact_id":"c1","email_address":{"address":"Ann@B.org","permission_to_send":"implicit",
        "opt_in_date":"2026-01-01T00:00:00Z","surprise":[1]},"first_name":"Ann","last_name":"Lee","job_title":"Chair",
        "company_name":"Acme","birthday_month":2,"birthday_day":29,"anniversary":"2006-11-15","create_source":"Landing Page",
        "updated_at":"2026-04-28T21:46:22Z","custom_fields":[{"custom_field_id":"f1","value":"x"}],
        "phone_numbers":[{"phone_number_id":"p","phone_number":"555","kind":"work"}],
        "street_addresses":[{"kind":"work","street":"1 Main","city":"Salem","state":"MA","postal_code":"01970","country":"US"}],
        "list_memberships":["l1","l2"],"taggings":["t"],"unheard_of":{"deep":true}})");
    EXPECT_EQ(read.contact_id, "c1");
    EXPECT_EQ(read.address, "Ann@B.org");
    EXPECT_EQ(read.permission_to_send, "implicit");
    EXPECT_FALSE(read.is_opted_out());
    EXPECT_FALSE(read.is_deleted);
    EXPECT_EQ(read.core, (CoreProperties{"Ann", "Lee", "Chair", "Acme", 2, 29, "2006-11-15"}));
    EXPECT_EQ(format_instant(*read.updated_at), "2026-04-28T21:46:22Z");
    EXPECT_EQ(read.custom_fields, (std::vector<CustomFieldValue>{{"f1", "x", {}}}));
    EXPECT_EQ(read.phone_numbers, (std::vector<PhoneNumber>{{"555", "work"}}));
    EXPECT_EQ(read.street_addresses,
              (std::vector<StreetAddress>{{"work", "1 Main", "Salem", "MA", "01970", "US"}}));
    EXPECT_EQ(read.list_memberships, (std::vector<std::string>{"l1", "l2"}));
}

TEST(ReadContact, TakesAContactWithoutEmail) {
    for (const char* text :
         {R"({"contact_id":"c1","sms_channel":{"sms_address":"555"}})",
          R"({"contact_id":"c1","email_address":null})", R"({"contact_id":"c1","email_address":{}})"}) {
        const Contact read = contact(text);
        EXPECT_EQ(read.address, "");
        EXPECT_EQ(read.permission_to_send, "");
        EXPECT_FALSE(read.is_opted_out());
    }
}

TEST(ReadContact, TakesNullForEveryProperty) {
    const Contact read = contact(
        R"({"contact_id":"c1","email_address":{"address":"a@b.org","permission_to_send":"explicit","opt_out_date":null},"first_name":null,
        "birthday_month":null,"updated_at":null,"deleted_at":null,"custom_fields":null,"phone_numbers":null,"street_addresses":null,
        "list_memberships":null})");
    EXPECT_EQ(read.core, CoreProperties{});
    EXPECT_FALSE(read.is_deleted);
    EXPECT_TRUE(read.custom_fields.empty());
}

TEST(ReadContact, ReadsTimesInAllThreeForms) {
    for (const char* time : {"2026-04-28T21:46:22Z", "2026-04-28T21:46:22.000Z", "2026-04-28T17:46:22-04:00"}) {
        const Contact read = contact(std::string(R"({"contact_id":"c1","updated_at":")") + time + "\"}");
        ASSERT_TRUE(read.updated_at) << time;
        EXPECT_EQ(format_instant(*read.updated_at), "2026-04-28T21:46:22Z") << time;
    }
    EXPECT_FALSE(contact(R"({"contact_id":"c1","updated_at":"yesterday"})").updated_at);
}

TEST(ReadContact, ReadsNumbersThatComeAsTextsOrWithAPoint) {
    const Contact read = contact(R"({"contact_id":"c1","birthday_month":"12","birthday_day":24.0})");
    EXPECT_EQ(read.core.birthday_month, 12);
    EXPECT_EQ(read.core.birthday_day, 24);
}

TEST(ReadContact, KnowsADeletedOneByItsDate) {
    EXPECT_TRUE(contact(R"({"contact_id":"c1","deleted_at":"2026-04-28"})").is_deleted);
    EXPECT_TRUE(contact(R"({"contact_id":"c1","deleted_at":"2026-04-28T21:46:22Z"})").is_deleted);
    EXPECT_FALSE(contact(R"({"contact_id":"c1","deleted_at":""})").is_deleted);
}

TEST(ReadContact, R13_TakesAnOptOutDateWithoutPermissionForAnOptOut) {
    EXPECT_TRUE(
        contact(
            R"({"contact_id":"c1","email_address":{"address":"a@b.org","opt_out_date":"2026-04-28T21:46:22Z"}})")
            .is_opted_out());
    EXPECT_TRUE(
        contact(R"({"contact_id":"c1","email_address":{"address":"a@b.org","permission_to_send":"unsubscribed"}})")
            .is_opted_out());
}

TEST(ReadContact, KeepsChoicesAsTheyCame) {
    const Contact read = contact(
        R"({"contact_id":"c1","custom_fields":[{"custom_field_id":"f1","choice_ids":["000001",7]},{"custom_field_id":"f2","value":3.5}]})");
    ASSERT_EQ(read.custom_fields.size(), 2U);
    EXPECT_EQ(read.custom_fields[0].choice_ids, (std::vector<std::string>{"\"000001\"", "7"}));
}

TEST(ReadContact, RefusesWrongTypesAndSaysWhere) {
    const std::pair<const char*, const char*> cases[] = {
        {R"([])", "document"},
        {R"({})", "/contact_id"},
        {R"({"contact_id":5})", "/contact_id"},
        {R"({"contact_id":""})", "/contact_id"},
        {R"({"contact_id":"c","first_name":5})", "/first_name"},
        {R"({"contact_id":"c","email_address":"a@b.org"})", "/email_address"},
        {R"({"contact_id":"c","email_address":{"address":["a@b.org"]}})", "/email_address/address"},
        {R"({"contact_id":"c","list_memberships":"l1"})", "/list_memberships"},
        {R"({"contact_id":"c","list_memberships":[1]})", "/list_memberships/0"},
        {R"({"contact_id":"c","custom_fields":[{"value":"x"}]})", "/custom_fields/0/custom_field_id"},
    };
    for (const auto& [text, place] : cases) {
        const auto read = read_contact(parsed(text));
        ASSERT_FALSE(read) << text;
        EXPECT_NE(read.error().message.find(place), std::string::npos) << read.error().message;
    }
}

TEST(ReadContacts, FindsTheLastPageInEveryForm) {
    for (const char* links :
         {"", R"(,"_links":null)", R"(,"_links":{})", R"(,"_links":{"next":null})", R"(,"_links":{"next":{}})",
          R"(,"_links":{"next":{"href":null}})", R"(,"_links":{"next":{"href":""}})"}) {
        const auto page = read_contacts(parsed(std::string(R"({"contacts":[{"contact_id":"c"}])") + links + "}"));
        ASSERT_TRUE(page) << links;
        EXPECT_EQ(page->items.size(), 1U);
        EXPECT_EQ(page->next, "") << links;
    }
    const auto page =
        read_contacts(parsed(R"({"contacts":[],"_links":{"next":{"href":"/v3/contacts?cursor=x"}}})"));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->next, "/v3/contacts?cursor=x");
}

TEST(ReadContacts, DoesNotTakeSomethingElseForAnEmptyAccount) {
    for (const char* text :
         {"{}", "[]", R"({"contacts":null})", R"({"contacts":{}})", R"({"message":"ok"})", R"({"contacts":[7]})",
          R"({"contacts":[],"_links":"x"})", R"({"contacts":[],"_links":{"next":"x"}})",
          R"({"contacts":[],"_links":{"next":{"href":7}}})"}) {
        EXPECT_FALSE(read_contacts(parsed(text))) << text;
    }
}

TEST(ReadLists, LeavesOutDeletedOnes) {
    const auto page = read_lists(parsed(
        R"({"lists":[{"list_id":"l1","name":"Board","membership_count":12},{"list_id":"l2","name":"Old","deleted_at":"2026-01-01"},
        {"list_id":"l3","name":"New"}],"lists_count":3})"));
    ASSERT_TRUE(page);
    ASSERT_EQ(page->items.size(), 2U);
    EXPECT_EQ(page->items[0].name, "Board");
    EXPECT_EQ(page->items[0].membership_count, 12);
    EXPECT_EQ(page->items[1].list_id, "l3");
    EXPECT_EQ(page->items[1].membership_count, 0);
}

TEST(ReadCustomFields, KeepsTheNameThatTheServiceMade) {
    const auto page = read_custom_fields(parsed(
        R"({"custom_fields":[{"custom_field_id":"f1","label":"Member ID","name":"member_id","type":"string"}]})"));
    ASSERT_TRUE(page);
    EXPECT_EQ(page->items[0].label, "Member ID");
    EXPECT_EQ(page->items[0].name, "member_id");
    EXPECT_EQ(page->items[0].type, "string");
}

TEST(ReadActivity, TakesCountersFromStatusAndErrorsAsSentences) {
    const auto read = read_activity(parsed(
        R"({"activity_id":"a1","state":"completed","created_at":"2026-01-23T13:48:44.108Z","percent_done":100,
        "activity_errors":["Line 2: Invalid birthday",{"error_message":"odd"}],"status":{"items_total_count":10,"items_completed_count":"9",
        "person_count":8,"error_count":1,"correctable_count":2,"cannot_add_to_list_count":3,"list_count":1}})"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->activity_id, "a1");
    EXPECT_EQ(read->state, ActivityState::Completed);
    EXPECT_EQ(format_instant(*read->created_at), "2026-01-23T13:48:44Z");
    EXPECT_EQ(read->items_total, 10);
    EXPECT_EQ(read->items_completed, 9);
    EXPECT_EQ(read->person_count, 8);
    EXPECT_EQ(read->error_count, 1);
    EXPECT_EQ(read->correctable_count, 2);
    EXPECT_EQ(read->cannot_add_to_list_count, 3);
    EXPECT_EQ(read->errors, (std::vector<std::string>{"Line 2: Invalid birthday", R"({"error_message":"odd"})"}));
}

TEST(ReadActivity, KnowsAllSixStatesAndTakesAnUnknownOneForUnfinished) {
    const std::pair<const char*, ActivityState> states[] = {
        {"initialized", ActivityState::Initialized}, {"processing", ActivityState::Processing},
        {"completed", ActivityState::Completed},     {"cancelled", ActivityState::Cancelled},
        {"failed", ActivityState::Failed},           {"timed_out", ActivityState::TimedOut},
        {"paused", ActivityState::Processing},       {"", ActivityState::Processing},
    };
    for (const auto& [text, state] : states) {
        const auto read = read_activity(parsed(std::string(R"({"activity_id":"a","state":")") + text + "\"}"));
        ASSERT_TRUE(read) << text;
        EXPECT_EQ(read->state, state) << text;
    }
    EXPECT_FALSE(read_activity(parsed(R"({"state":"completed"})"))) << "an activity without id is lost";
}

TEST(ReadAccount, NeedsTheId) {
    const auto read = read_account(
        parsed(R"({"encoded_account_id":"a07e1","organization_name":"Chamber","contact_email":"x@y.org"})"));
    ASSERT_TRUE(read);
    EXPECT_EQ(read->encoded_account_id, "a07e1");
    EXPECT_EQ(read->organization_name, "Chamber");
    EXPECT_FALSE(read_account(parsed(R"({"organization_name":"Chamber"})")));
}

TEST(ReadToken, TakesWhatIsThere) {
    const auto token = read_token(
        R"({"access_token":"A","refresh_token":"R","expires_in":86400,"token_type":"Bearer","scope":"x"})");
    ASSERT_TRUE(token);
    EXPECT_EQ(token->access_token, "A");
    EXPECT_EQ(token->refresh_token, "R");
    EXPECT_EQ(token->expires_in, 24h);
}

TEST(ReadToken, TakesAnHourWhenTheLifeIsMissingOrNonsense) {
    for (const char* life :
         {"", R"(,"expires_in":null)", R"(,"expires_in":"soon")", R"(,"expires_in":-5)", R"(,"expires_in":0)",
          R"(,"expires_in":{})", R"(,"expires_in":[1])", R"(,"expires_in":true)", R"(,"expires_in":1.5)"}) {
        const auto token = read_token(std::string(R"({"access_token":"A")") + life + "}");
        ASSERT_TRUE(token) << life;
        EXPECT_EQ(token->expires_in, 1h) << life;
        EXPECT_EQ(token->refresh_token, "");
    }
    EXPECT_EQ(read_token(R"({"access_token":"A","expires_in":"86400"})")->expires_in, 24h);
    EXPECT_EQ(read_token(R"({"access_token":"A","expires_in":99999999999})")->expires_in, 24h * 7);
}

TEST(ReadToken, RefusesWhatIsNoToken) {
    for (const char* body :
         {"", "<html></html>", "[]", "{}", "null", R"({"access_token":null})", R"({"access_token":7})",
          R"({"access_token":""})", R"({"access_token":"a\r\nX-Evil: 1"})", R"({"access_token":"ä"})",
          R"({"access_token":"A","refresh_token":7})", R"({"error":"invalid_grant"})"}) {
        EXPECT_FALSE(read_token(body)) << body;
    }
}

TEST(ReadToken, R29_NeverRepeatsATokenInItsComplaint) {
    const auto token = read_token(R"({"access_token":"secret-value x","refresh_token":"other-secret"})");
    ASSERT_FALSE(token);
    EXPECT_EQ(token.error().message.find("secret"), std::string::npos) << token.error().message;
}

TEST(ReadDevicePrompt, FillsInWhatTheStandardSays) {
    const auto prompt = read_device_prompt(
        R"({"device_code":"D","user_code":"ABCD","verification_uri":"https://x.example/activate","verification_uri_complete":null})");
    ASSERT_TRUE(prompt);
    EXPECT_EQ(prompt->user_code, "ABCD");
    EXPECT_EQ(prompt->verification_uri_complete, "");
    EXPECT_EQ(prompt->expires_in, 600s);
    EXPECT_EQ(prompt->interval, 5s);
    EXPECT_FALSE(read_device_prompt(R"({"device_code":"D","user_code":"ABCD"})"));
    EXPECT_FALSE(read_device_prompt("<html>"));
}

} // namespace
} // namespace muster::constant_contact
