#include <gtest/gtest.h>

#include "constant_contact/client.hpp"
#include "constant_contact/wire.hpp"

namespace muster::constant_contact {
namespace {

constexpr const char* kField = "1618ae62-4752-11e9-9c8a-fa163e6b01c1";
constexpr const char* kList = "06a8c3da-1111-11e9-9c8a-fa163e6b01c1";

CoreProperties someone() {
    CoreProperties core;
    core.first_name = "Zoë";
    core.job_title = "Chair, \"acting\"";
    return core;
}

TEST(EncodeNewContact, WritesWhatIsThereAndTheSource) {
    NewContact contact;
    contact.address = "zoe@example.org";
    contact.core = someone();
    contact.custom_fields = {{kField, "R17", {}}};
    contact.phone_numbers = {{"+31 20 5550100", "work"}};
    contact.street_addresses = {{"work", "1 Main St, Suite 2", "Salem", "MA", "01970", "US"}};
    contact.list_memberships = {kList};
    EXPECT_EQ(
        encode_new_contact(contact),
        R"({"email_address":{"address":"zoe@example.org"},"first_name":"Zoë","job_title":"Chair, \"acting\"",)"
        R"("create_source":"Account","custom_fields":[{"custom_field_id":"1618ae62-4752-11e9-9c8a-fa163e6b01c1",)"
        R"("value":"R17"}],"phone_numbers":[{"phone_number":"+31 20 5550100","kind":"work"}],"street_addresses":[)"
        R"({"kind":"work","street":"1 Main St, Suite 2","city":"Salem","state":"MA","postal_code":"01970",)"
        R"("country":"US"}],"list_memberships":["06a8c3da-1111-11e9-9c8a-fa163e6b01c1"]})");
}

TEST(EncodeNewContact, LeavesOutWhatIsBlank) {
    NewContact contact;
    contact.address = "a@b.org";
    EXPECT_EQ(encode_new_contact(contact), R"({"email_address":{"address":"a@b.org"},"create_source":"Account"})");
}

TEST(EncodeContactUpdate, SendsSubresourcesOnlyWhenTheyHaveAValue) {
    ContactUpdate update;
    update.address = "A@b.org";
    update.core.birthday_month = 2;
    update.core.birthday_day = 29;
    EXPECT_EQ(
        encode_contact_update(update),
        R"({"email_address":{"address":"A@b.org"},"birthday_month":2,"birthday_day":29,"update_source":"Account"})");
    update.core = {};
    update.custom_fields.emplace();
    update.phone_numbers.emplace();
    update.street_addresses.emplace();
    update.list_memberships = {kList};
    EXPECT_EQ(
        encode_contact_update(update),
        R"({"email_address":{"address":"A@b.org"},"update_source":"Account","custom_fields":[],"phone_numbers":[],)"
        R"("street_addresses":[],"list_memberships":["06a8c3da-1111-11e9-9c8a-fa163e6b01c1"]})");
}

TEST(EncodeContactUpdate, SendsChoicesBackAsTheyCame) {
    ContactUpdate update;
    update.custom_fields = {{{kField, "", {"\"000001\"", "7"}}}};
    EXPECT_NE(encode_contact_update(update).find(R"("choice_ids":["000001",7])"), std::string::npos);
    EXPECT_EQ(encode_contact_update(update).find(R"("value")"), std::string::npos);
}

TEST(EncodeBodies, R13_NeverHoldPermission) {
    NewContact contact;
    contact.address = "a@b.org";
    contact.core = someone();
    ContactUpdate update;
    update.address = "a@b.org";
    update.core = someone();
    for (const std::string& body : {encode_new_contact(contact), encode_contact_update(update),
                                    encode_json_import({encode_json_row({{"email", "a@b.org"}})}, {kList})}) {
        EXPECT_EQ(body.find("permission"), std::string::npos) << body;
    }
}

TEST(EncodeJsonRow, KeepsTheOrderAndEscapesWhatJsonNeeds) {
    EXPECT_EQ(encode_json_row({{"email", "a@b.org"}, {"first_name", "O'Neil \"Kim\"\n"}, {"cf:Member_ID", "🎈"}}),
              R"({"email":"a@b.org","first_name":"O'Neil \"Kim\"\n","cf:Member_ID":"🎈"})");
    EXPECT_EQ(encode_json_row({}), "{}");
}

TEST(EncodeCsvLine, QuotesOnlyWhatNeedsIt) {
    EXPECT_EQ(encode_csv_line({"email", "first_name"}), "email,first_name\r\n");
    EXPECT_EQ(encode_csv_line({"a@b.org", "O'Neil, Kim", "said \"hi\"", "two\nlines", "", " padded "}),
              "a@b.org,\"O'Neil, Kim\",\"said \"\"hi\"\"\",\"two\nlines\",,\" padded \"\r\n");
}

TEST(EncodeJsonImport, HasTheSizeThatThePackerReckonsWith) {
    for (const std::size_t lists : {1U, 2U, 50U}) {
        const std::vector<std::string> ids(lists, kList);
        for (const std::size_t rows : {1U, 2U, 100U}) {
            const std::vector<std::string> row_texts(rows, R"({"email":"a@b.org"})");
            const std::size_t reckoned = Client::json_import_overhead(lists) +
                                         rows * std::string(R"({"email":"a@b.org"})").size() + (rows - 1);
            EXPECT_EQ(encode_json_import(row_texts, ids).size(), reckoned)
                << lists << " lists, " << rows << " rows";
        }
    }
}

TEST(EncodeJsonImport, PutsRowsAndListsWhereTheyBelong) {
    EXPECT_EQ(
        encode_json_import({R"({"email":"a@b.org"})", R"({"email":"c@d.org"})"}, {kList}),
        R"({"import_data":[{"email":"a@b.org"},{"email":"c@d.org"}],"list_ids":["06a8c3da-1111-11e9-9c8a-fa163e6b01c1"]})");
}

TEST(EncodeListRemoval, NamesTheContactsAsSource) {
    EXPECT_EQ(encode_list_removal({kField}, {kList}),
              R"({"source":{"contact_ids":["1618ae62-4752-11e9-9c8a-fa163e6b01c1"]},)"
              R"("list_ids":["06a8c3da-1111-11e9-9c8a-fa163e6b01c1"]})");
}

TEST(EncodeCsvImport, BuildsAFormWithAFileAndTheLists) {
    EXPECT_EQ(
        encode_csv_import("email\r\na@b.org\r\n", {"l1", "l2"}, "BOUND"),
        "--BOUND\r\nContent-Disposition: form-data; name=\"file\"; filename=\"contacts.csv\"\r\nContent-Type: "
        "text/csv\r\n\r\nemail\r\na@b.org\r\n\r\n--BOUND\r\nContent-Disposition: form-data; "
        "name=\"list_ids\"\r\n\r\nl1,l2\r\n--BOUND--\r\n");
}

TEST(ActivityStates, AreFinalOrNot) {
    EXPECT_FALSE(is_final(ActivityState::Initialized));
    EXPECT_FALSE(is_final(ActivityState::Processing));
    for (const ActivityState state :
         {ActivityState::Completed, ActivityState::Cancelled, ActivityState::Failed, ActivityState::TimedOut}) {
        EXPECT_TRUE(is_final(state)) << to_text(state);
    }
    EXPECT_EQ(to_text(ActivityState::TimedOut), "timed_out");
}

} // namespace
} // namespace muster::constant_contact
