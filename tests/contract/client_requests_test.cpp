// Every call that the client can make, judged by the vendor's description: request and answer.

#include "contract/sandbox_fixture.hpp"

namespace muster::contract {
namespace {

using namespace std::chrono_literals;
using namespace constant_contact;

class ClientRequestsTest : public SandboxClientTest {
  protected:
    std::vector<Contact> read(const ContactQuery& query) {
        std::vector<Contact> found;
        const auto done =
            client.each_contact(query, [&](Contact&& contact) { found.push_back(std::move(contact)); });
        EXPECT_TRUE(done) << (done ? "" : done.error().message);
        return found;
    }
    static ContactQuery all() { return {}; }
};

TEST_F(ClientRequestsTest, AccountSummary) {
    const auto read = client.account();
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(read->encoded_account_id, account);
    EXPECT_EQ(read->organization_name, "Main Street Chamber");
    EXPECT_EQ(watch.judged(), 1U);
}

TEST_F(ClientRequestsTest, ContactsWithEveryFilterAndOverManyPages) {
    const std::string board = *sandbox.add_list(account, "Board");
    for (int i = 0; i < 7; ++i) {
        add_person("p" + std::to_string(i) + "@b.org", {"Board"});
    }
    sandbox::NewContact texter;
    texter.sms_number = "5555550100";
    ASSERT_TRUE(sandbox.add_contact(account, texter));
    ASSERT_TRUE(sandbox.opt_out(account, "p1@b.org", sandbox::Source::Contact, "too many mails"));
    ASSERT_TRUE(sandbox.delete_contact(account, "p2@b.org"));

    ContactQuery paged = all();
    paged.limit = 2;
    EXPECT_EQ(read(paged).size(), 8U);
    ContactQuery one = all();
    one.email = "p3@b.org";
    one.lists = {board};
    one.status = "active";
    const auto found = read(one);
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].list_memberships, (std::vector<std::string>{board}));
    ContactQuery optouts = all();
    optouts.optout_after = FakeClock::kStart - 1h;
    optouts.updated_after = FakeClock::kStart - 1h;
    const auto gone = read(optouts);
    ASSERT_EQ(gone.size(), 1U);
    EXPECT_TRUE(gone[0].is_opted_out());
    ContactQuery bare = all();
    bare.status = "unsubscribed,deleted";
    bare.with_subresources = false;
    EXPECT_FALSE(read(bare).empty());
    EXPECT_EQ(watch.judged(), 7U);
}

TEST_F(ClientRequestsTest, ListsAndCustomFields) {
    const auto list = client.create_list("Board & Friends \"A\"");
    ASSERT_TRUE(list) << list.error().message;
    const auto field = client.create_custom_field("Member ID");
    ASSERT_TRUE(field) << field.error().message;
    add_person("a@b.org", {list->list_id});
    const auto lists = client.lists();
    ASSERT_TRUE(lists) << lists.error().message;
    ASSERT_EQ(lists->size(), 1U);
    EXPECT_EQ(lists->at(0).name, "Board & Friends \"A\"");
    EXPECT_EQ(lists->at(0).membership_count, 1);
    const auto fields = client.custom_fields();
    ASSERT_TRUE(fields) << fields.error().message;
    ASSERT_EQ(fields->size(), 1U);
    EXPECT_EQ(fields->at(0).custom_field_id, field->custom_field_id);
    EXPECT_EQ(client.create_list("Board & Friends \"A\"").error().failure, Failure::Conflict);
    EXPECT_EQ(client.create_custom_field("Member ID").error().failure, Failure::Conflict);
    EXPECT_EQ(watch.judged(), 6U);
}

TEST_F(ClientRequestsTest, ContactMadeAndChanged) {
    const std::string board = *sandbox.add_list(account, "Board");
    const std::string field = *sandbox.add_field(account, "Member ID");
    NewContact contact;
    contact.address = "zoe@b.org";
    contact.core.first_name = "Zoë";
    contact.core.birthday_month = 2;
    contact.core.birthday_day = 29;
    contact.core.anniversary = "2006-11-15";
    contact.custom_fields = {{field, "M-17", {}}};
    contact.phone_numbers = {{"+31 20 5550100", "work"}};
    contact.street_addresses = {{"work", "1 Main St", "Salem", "MA", "01970", "US"}};
    contact.list_memberships = {board};
    const auto created = client.create_contact(contact);
    ASSERT_TRUE(created) << created.error().message;
    const auto again = client.create_contact(contact);
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().failure, Failure::Conflict);
    EXPECT_EQ(again.error().conflicting_id, created->contact_id);

    ContactUpdate update;
    update.address = created->address;
    update.core = created->core;
    update.core.job_title = "Chair";
    update.custom_fields = contact.custom_fields;
    update.phone_numbers = contact.phone_numbers;
    update.street_addresses = contact.street_addresses;
    update.list_memberships = contact.list_memberships;
    const auto updated = client.update_contact(created->contact_id, update);
    ASSERT_TRUE(updated) << updated.error().message;
    const auto kept = sandbox.contact(account, "zoe@b.org");
    ASSERT_TRUE(kept);
    EXPECT_EQ(kept->first_name, "Zoë");
    EXPECT_EQ(kept->job_title, "Chair");
    EXPECT_EQ(kept->birthday_day, 29);
    EXPECT_EQ(kept->lists, (std::vector<std::string>{board}));
    EXPECT_EQ(sandbox.value(account, "zoe@b.org", "Member ID"), "M-17");
    EXPECT_EQ(client.update_contact("9b2d0cf6-0000-4000-8000-000000000000", update).error().failure,
              Failure::NotFound);
    EXPECT_EQ(watch.judged(), 4U);
}

TEST_F(ClientRequestsTest, BulkActivitiesFromStartToEnd) {
    const std::string board = *sandbox.add_list(account, "Board");
    const std::string field = *sandbox.add_field(account, "Member ID");
    const auto fields = client.custom_fields();
    ASSERT_TRUE(fields) << fields.error().message;
    const std::string key = "cf:" + fields->at(0).name;
    const auto rows = client.import_json({encode_json_row({{"email", "a@b.org"},
                                                           {"first_name", "Ann"},
                                                           {"company_name", "Acme"},
                                                           {"work_phone", "5555550100"},
                                                           {"work_street", "1 Main St"},
                                                           {"work_city", "Salem"},
                                                           {"work_state", "MA"},
                                                           {"work_zip", "01970"},
                                                           {"work_country", "US"},
                                                           {key, "M-1"}})},
                                         {board});
    ASSERT_TRUE(rows) << rows.error().message;
    const auto csv = client.import_csv(encode_csv_line({"email", "first_name", key}) +
                                           encode_csv_line({"c@d.org", "O'Neil, \"Kim\"", "M-2"}),
                                       {board});
    ASSERT_TRUE(csv) << csv.error().message;
    clock.advance(1min);
    for (const std::string& id : {rows->activity_id, csv->activity_id}) {
        const auto activity = client.activity(id);
        ASSERT_TRUE(activity) << activity.error().message;
        EXPECT_EQ(activity->state, ActivityState::Completed);
        EXPECT_EQ(activity->error_count, 0);
    }
    EXPECT_EQ(sandbox.members(account, "Board"), (std::vector<std::string>{"a@b.org", "c@d.org"}));
    EXPECT_EQ(sandbox.value(account, "a@b.org", "Member ID"), "M-1");
    EXPECT_EQ(sandbox.value(account, "c@d.org", field), "M-2");

    const auto removal = client.remove_from_lists({sandbox.contact(account, "a@b.org")->id}, {board});
    ASSERT_TRUE(removal) << removal.error().message;
    clock.advance(1min);
    const auto all_activities = client.activities();
    ASSERT_TRUE(all_activities) << all_activities.error().message;
    EXPECT_EQ(all_activities->size(), 3U);
    EXPECT_EQ(sandbox.members(account, "Board"), (std::vector<std::string>{"c@d.org"}));
    EXPECT_EQ(watch.judged(), 7U);
}

TEST_F(ClientRequestsTest, R31_NeverMoreThanFourCallsInASecond) {
    for (int i = 0; i < 20; ++i) {
        ASSERT_TRUE(client.account());
    }
    EXPECT_LE(sandbox.most_calls_in_a_second(), 4);
    EXPECT_EQ(sandbox.count("GET", "/account/summary"), 20U);
    EXPECT_EQ(client.counts().total, 20);
}

TEST_F(ClientRequestsTest, R21_RenewsTheTokenWhenItRunsOutInMidRun) {
    ASSERT_TRUE(client.account());
    sandbox.expire_access_tokens(account);
    const auto read = client.account();
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(server.calls(), 1);
    clock.advance(25h);
    ASSERT_TRUE(client.account());
    EXPECT_EQ(server.calls(), 2);
    EXPECT_EQ(grants.cell().grant->generation, 2);
    sandbox.revoke_grants(account);
    EXPECT_EQ(client.account().error().failure, Failure::NotConnected);
    EXPECT_FALSE(grants.cell().grant);
}

TEST_F(ClientRequestsTest, R21_ConnectsByTheDeviceFlow) {
    const auto prompt = server.start_device("state-1", cancel);
    ASSERT_TRUE(prompt) << prompt.error().message;
    ASSERT_TRUE(sandbox.answer_device(prompt->user_code, account));
    const auto tokens = server.await_device(*prompt, cancel);
    ASSERT_TRUE(tokens) << tokens.error().message;
    EXPECT_FALSE(tokens->refresh_token.empty());
    const auto denied = server.start_device("state-2", cancel);
    ASSERT_TRUE(denied);
    ASSERT_TRUE(sandbox.answer_device(denied->user_code, account, false));
    EXPECT_EQ(server.await_device(*denied, cancel).error().failure, Failure::NotConnected);
    const auto forgotten = server.start_device("state-3", cancel);
    ASSERT_TRUE(forgotten);
    EXPECT_EQ(server.await_device(*forgotten, cancel).error().failure, Failure::NotConnected);
}

} // namespace
} // namespace muster::contract
