#include "unit/constant_contact/client_fixture.hpp"

namespace muster::constant_contact {
namespace {

using namespace std::chrono_literals;
using Strings = std::vector<std::string>;

class ClientReadsTest : public ClientTest {
  protected:
    Answer<Strings> addresses(const ContactQuery& query = {}) {
        Strings found;
        TRY(client.each_contact(query, [&](Contact&& contact) { found.push_back(contact.address); }));
        return found;
    }
    static std::string page(const Strings& ids, const std::string& links) {
        std::string contacts;
        for (const std::string& id : ids) {
            contacts +=
                (contacts.empty() ? "" : ",") + (R"({"contact_id":")" + id + R"(","email_address":{"address":")" +
                                                 id + R"(@b.org","permission_to_send":"implicit"}})");
        }
        return R"({"contacts":[)" + contacts + "]" + links + "}";
    }
    static std::string next(const std::string& href) { return R"(,"_links":{"next":{"href":")" + href + R"("}})"; }
};

TEST_F(ClientReadsTest, AsksForContactsWithStatusAndTheLargestPage) {
    transport.answer(200, page({}, ""));
    ASSERT_TRUE(addresses());
    const net::Request& request = transport.requests.at(0);
    EXPECT_EQ(request.method, "GET");
    const auto url = net::parse_url(request.target);
    ASSERT_TRUE(url);
    EXPECT_EQ(url->origin() + url->path, "https://api.cc.email/v3/contacts");
    EXPECT_EQ(net::parse_form(url->query),
              (std::vector<std::pair<std::string, std::string>>{
                  {"status", "all"},
                  {"include", "custom_fields,list_memberships,phone_numbers,street_addresses"},
                  {"limit", "500"}}));
    EXPECT_EQ(request.headers.get("Authorization"), "Bearer access-1");
    EXPECT_EQ(request.headers.get("Accept"), "application/json");
    EXPECT_FALSE(request.headers.get("Content-Type"));
    EXPECT_EQ(request.body, "");
}

TEST_F(ClientReadsTest, SendsEveryFilterOnce) {
    transport.answer(200, page({}, ""));
    ContactQuery query;
    query.status = "unsubscribed";
    query.email = "o'neil+x@b.org";
    query.lists = {"l1", "l2"};
    query.updated_after = FakeClock::kStart;
    query.optout_after = FakeClock::kStart + 250ms;
    query.with_subresources = false;
    query.limit = 10;
    ASSERT_TRUE(addresses(query));
    EXPECT_EQ(net::parse_form(net::parse_url(transport.requests.at(0).target)->query),
              (std::vector<std::pair<std::string, std::string>>{{"status", "unsubscribed"},
                                                                {"email", "o'neil+x@b.org"},
                                                                {"lists", "l1,l2"},
                                                                {"updated_after", "2026-11-23T12:00:00Z"},
                                                                {"optout_after", "2026-11-23T12:00:00Z"},
                                                                {"limit", "10"}}));
}

TEST_F(ClientReadsTest, ReadsAllPagesAndEveryContactOnce) {
    transport.answer(200, page({"a", "b"}, next("/v3/contacts?cursor=1")))
        .answer(200, page({"b", "c"}, next("https://api.cc.email/v3/contacts?cursor=2")))
        .answer(200, page({"d"}, R"(,"_links":{})"));
    EXPECT_EQ(addresses(), (Strings{"a@b.org", "b@b.org", "c@b.org", "d@b.org"}));
    EXPECT_EQ(transport.requests.at(1).target, "https://api.cc.email/v3/contacts?cursor=1");
    EXPECT_EQ(transport.requests.at(2).target, "https://api.cc.email/v3/contacts?cursor=2");
    EXPECT_EQ(client.counts().total, 3);
    EXPECT_EQ(client.counts().writes, 0);
    EXPECT_EQ(counted("GET /contacts"), 3);
}

TEST_F(ClientReadsTest, EndsAtALastPageInAllThreeForms) {
    for (const char* links : {"", R"(,"_links":null)", R"(,"_links":{})"}) {
        transport.answer(200, page({"a"}, links));
        EXPECT_EQ(addresses(), (Strings{"a@b.org"})) << links;
    }
}

TEST_F(ClientReadsTest, NeverCarriesTheTokenToAForeignHost) {
    transport.answer(200, page({"a"}, next("https://evil.example/v3/contacts?cursor=1")));
    const auto read = addresses();
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().failure, Failure::Malformed);
    EXPECT_NE(read.error().message.find("another host"), std::string::npos);
    EXPECT_EQ(transport.requests.size(), 1U);
}

TEST_F(ClientReadsTest, DoesNotFollowALinkToAnotherResourceOrInACircle) {
    transport.answer(200, page({"a"}, next("/v3/contact_lists?cursor=1")));
    EXPECT_EQ(addresses().error().failure, Failure::Malformed);
    transport.answer(200, page({"a"}, next("/v3/contacts?cursor=1")))
        .answer(200, page({"a"}, next("/v3/contacts?cursor=1")));
    EXPECT_EQ(addresses().error().failure, Failure::Malformed);
}

TEST_F(ClientReadsTest, FollowsPagesOfAnotherServerWhereItWasPointed) {
    Client local(transport, source, keeper, clock, random, ClientOptions{.api_url = "http://127.0.0.1:8900/v3"},
                 cancel);
    transport.answer(200, page({"a"}, next("/v3/contacts?cursor=1"))).answer(200, page({"b"}, ""));
    Strings found;
    ASSERT_TRUE(local.each_contact({}, [&](Contact&& contact) { found.push_back(contact.contact_id); }));
    EXPECT_EQ(found, (Strings{"a", "b"}));
    EXPECT_EQ(transport.requests.at(1).target, "http://127.0.0.1:8900/v3/contacts?cursor=1");
}

TEST_F(ClientReadsTest, TakesHtmlInsteadOfJsonForATransientFailure) {
    transport.answer(200, kHtml).answer(200, page({"a"}, ""));
    EXPECT_EQ(addresses(), (Strings{"a@b.org"}));
}

TEST_F(ClientReadsTest, SaysMalformedWhenHtmlStays) {
    for (int i = 0; i < 5; ++i) {
        transport.answer(200, kHtml);
    }
    const auto read = addresses();
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().failure, Failure::Malformed);
    EXPECT_EQ(transport.left(), 0U);
}

TEST_F(ClientReadsTest, DoesNotTakeAPageWithoutContactsForAnEmptyAccount) {
    transport.answer(200, R"({"message":"maintenance"})");
    EXPECT_EQ(addresses().error().failure, Failure::Malformed);
}

TEST_F(ClientReadsTest, ReadsTheAccount) {
    transport.answer(200,
                     R"({"encoded_account_id":"a07e1","organization_name":"Chamber","contact_email":"x@y.org"})");
    const auto account = client.account();
    ASSERT_TRUE(account);
    EXPECT_EQ(account->encoded_account_id, "a07e1");
    EXPECT_EQ(transport.requests.at(0).target, "https://api.cc.email/v3/account/summary");
    EXPECT_EQ(counted("GET /account/summary"), 1);
}

TEST_F(ClientReadsTest, ReadsListsWithTheirCounts) {
    transport
        .answer(
            200,
            R"({"lists":[{"list_id":"l1","name":"Board","membership_count":3}],"_links":{"next":{"href":"/v3/contact_lists?cursor=1"}}})")
        .answer(200, R"({"lists":[{"list_id":"l1","name":"Board"},{"list_id":"l2","name":"Active Members"}]})");
    const auto lists = client.lists();
    ASSERT_TRUE(lists);
    ASSERT_EQ(lists->size(), 2U);
    EXPECT_EQ(lists->at(0).membership_count, 3);
    EXPECT_EQ(lists->at(1).name, "Active Members");
    EXPECT_EQ(transport.requests.at(0).target,
              "https://api.cc.email/v3/contact_lists?limit=500&include_membership_count=all&status=active");
    EXPECT_EQ(counted("GET /contact_lists"), 2);
}

TEST_F(ClientReadsTest, ReadsAllCustomFieldsInOneCall) {
    transport.answer(200, std::string(R"({"custom_fields":[)") + kFieldJson + "]}");
    const auto fields = client.custom_fields();
    ASSERT_TRUE(fields);
    ASSERT_EQ(fields->size(), 1U);
    EXPECT_EQ(fields->at(0).name, "member_id");
    EXPECT_EQ(transport.requests.at(0).target, "https://api.cc.email/v3/contact_custom_fields?limit=100");
    EXPECT_EQ(counted("GET /contact_custom_fields"), 1);
}

TEST_F(ClientReadsTest, ReadsOneActivityAndTheNewest) {
    transport.answer(200, kActivityJson)
        .answer(200, std::string(R"({"activities":[)") + kActivityJson +
                         R"(],"_links":{"next":{"href":"/v3/activities?cursor=1"}}})");
    const auto one = client.activity("a 1/../x");
    ASSERT_TRUE(one);
    EXPECT_EQ(one->state, ActivityState::Initialized);
    EXPECT_EQ(transport.requests.at(0).target, "https://api.cc.email/v3/activities/a%201%2F..%2Fx");
    EXPECT_EQ(counted("GET /activities/{activity_id}"), 1);
    const auto all = client.activities();
    ASSERT_TRUE(all);
    EXPECT_EQ(all->size(), 1U);
    EXPECT_EQ(transport.requests.at(1).target, "https://api.cc.email/v3/activities?limit=500");
    EXPECT_EQ(counted("GET /activities"), 1) << "one call, whatever the link says";
}

TEST_F(ClientReadsTest, TokenExpiringInMidRunIsRenewedBetweenTwoPages) {
    auth_transport.answer(200, R"({"access_token":"access-2","refresh_token":"refresh-2","expires_in":86400})");
    transport.answer(200, page({"a"}, next("/v3/contacts?cursor=1")))
        .answer(401, kUnauthorized)
        .answer(200, page({"b"}, ""));
    EXPECT_EQ(addresses(), (Strings{"a@b.org", "b@b.org"}));
    EXPECT_EQ(transport.requests.at(2).headers.get("Authorization"), "Bearer access-2");
    EXPECT_EQ(server.calls(), 1);
    EXPECT_EQ(client.counts().total, 3) << "token calls are counted apart";
}

} // namespace
} // namespace muster::constant_contact
