// Reading contacts: filters, pages, what updated_after sees.

#include <set>

#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

using namespace std::chrono_literals;

class ContactsTest : public SandboxTest {
  protected:
    std::set<std::string> addresses(const std::string& query) {
        std::set<std::string> result;
        const auto answer = get("/contacts?" + query);
        EXPECT_EQ(answer.status, 200) << answer.body;
        for (std::size_t place = 0; place < size_at(answer.body, "contacts"); ++place) {
            result.insert(at(answer.body, "/contacts/" + std::to_string(place) + "/email_address/address"));
        }
        return result;
    }
    void add_one_of_each() {
        const std::vector<std::pair<std::string, Permission>> people{
            {"explicit@b.org", Permission::Explicit},
            {"implicit@b.org", Permission::Implicit},
            {"pending@b.org", Permission::PendingConfirmation},
            {"hold@b.org", Permission::TempHold},
            {"unset@b.org", Permission::NotSet},
            {"out@b.org", Permission::Unsubscribed}};
        for (const auto& [address, permission] : people) {
            NewContact person;
            person.address = address;
            person.permission = permission;
            ASSERT_TRUE(sandbox.add_contact(account, person));
        }
        add("deleted@b.org", {"Board"});
        ASSERT_TRUE(sandbox.delete_contact(account, "deleted@b.org"));
    }
    using Set = std::set<std::string>;
};

TEST_F(ContactsTest, StatusChooses) {
    add_one_of_each();
    EXPECT_EQ(addresses("status=all").size(), 7U);
    EXPECT_EQ(addresses("status=active"), (Set{"explicit@b.org", "implicit@b.org"}));
    EXPECT_EQ(addresses("status=deleted"), Set{"deleted@b.org"});
    EXPECT_EQ(addresses("status=unsubscribed"), Set{"out@b.org"});
    EXPECT_EQ(addresses("status=pending_confirmation,temp_hold,not_set"),
              (Set{"pending@b.org", "hold@b.org", "unset@b.org"}));
    EXPECT_EQ(get("/contacts?status=sleeping").status, 400);
}

TEST_F(ContactsTest, WithoutStatusIsASwitch) {
    add_one_of_each();
    EXPECT_EQ(addresses("").size(), 6U);
    set("default_status", "active");
    EXPECT_EQ(addresses("").size(), 2U);
}

TEST_F(ContactsTest, UnsubscribedAndDeletedAtOnceIsASwitch) {
    add("both@b.org");
    ASSERT_TRUE(sandbox.opt_out(account, "both@b.org"));
    ASSERT_TRUE(sandbox.delete_contact(account, "both@b.org"));
    EXPECT_EQ(addresses("status=unsubscribed"), Set{});
    EXPECT_EQ(addresses("status=deleted"), Set{"both@b.org"});
    set("unsubscribed_with_deleted", "on");
    EXPECT_EQ(addresses("status=unsubscribed"), Set{"both@b.org"});
}

TEST_F(ContactsTest, UpdatedAfterIsBlindToOptOutsAndOptoutAfterSeesThem) {
    add("a@b.org");
    add("b@b.org");
    clock.advance(1h);
    const std::string then = net::url_encode(format_instant(clock.now()));
    clock.advance(1h);
    ASSERT_TRUE(sandbox.opt_out(account, "a@b.org", Source::Contact, "too many"));
    ContactEdit edit;
    edit.last_name = "Day";
    ASSERT_TRUE(sandbox.edit_contact(account, "b@b.org", edit));
    EXPECT_EQ(addresses("status=all&updated_after=" + then), Set{"b@b.org"});
    EXPECT_EQ(addresses("status=all&optout_after=" + then), Set{"a@b.org"});
    EXPECT_EQ(addresses("status=all&optout_before=" + then), Set{});
    const auto answer = get("/contacts?email=a@b.org&status=all");
    EXPECT_EQ(at(answer.body, "/contacts/0/email_address/permission_to_send"), "unsubscribed");
    EXPECT_EQ(at(answer.body, "/contacts/0/email_address/opt_out_source"), "Contact");
    EXPECT_EQ(at(answer.body, "/contacts/0/email_address/opt_out_date"), "2026-11-23T14:00:00Z");
    EXPECT_EQ(at(answer.body, "/contacts/0/updated_at"), "2026-11-23T12:00:00Z");
}

TEST_F(ContactsTest, ListChangesMoveUpdatedAtByASwitch) {
    add("a@b.org", {"Board"});
    clock.advance(1h);
    const std::string then = net::url_encode(format_instant(clock.now()));
    clock.advance(1h);
    ASSERT_TRUE(sandbox.leave_list(account, "a@b.org", "Board"));
    EXPECT_EQ(addresses("updated_after=" + then), Set{});
    set("membership_moves_updated_at", "on");
    ASSERT_TRUE(sandbox.join_list(account, "a@b.org", "Board"));
    EXPECT_EQ(addresses("updated_after=" + then), Set{"a@b.org"});
}

TEST_F(ContactsTest, TheMomentItselfIsASwitch) {
    add("a@b.org");
    const std::string now = net::url_encode(format_instant(clock.now()));
    EXPECT_EQ(addresses("created_after=" + now), Set{});
    set("after_boundary", "inclusive");
    EXPECT_EQ(addresses("created_after=" + now), Set{"a@b.org"});
}

TEST_F(ContactsTest, FiltersAreCombinedWithAnd) {
    add("a@b.org", {"Board"});
    add("b@b.org", {"Board", "Choir"});
    add("c@b.org", {"Choir"});
    const std::string board = sandbox.list(account, "Board")->id;
    const std::string choir = sandbox.list(account, "Choir")->id;
    EXPECT_EQ(addresses("lists=" + board), (Set{"a@b.org", "b@b.org"}));
    EXPECT_EQ(addresses("lists=" + board + "," + choir).size(), 3U) << "any of the lists";
    EXPECT_EQ(addresses("email=A@B.org&lists=" + choir), Set{});
    EXPECT_EQ(addresses("email=A@B.org&lists=" + board), Set{"a@b.org"});
    EXPECT_EQ(get("/contacts?lists=Board").status, 400);
    std::string many = board;
    for (int count = 0; count < 25; ++count) {
        many += "," + board;
    }
    EXPECT_EQ(get("/contacts?lists=" + many).status, 400);
}

TEST_F(ContactsTest, TagsAndSmsChoose) {
    add("a@b.org");
    const std::string tag = sandbox.add_tag(account, "vip").value();
    ASSERT_TRUE(sandbox.tag_contact(account, "a@b.org", "vip"));
    EXPECT_EQ(addresses("tags=" + tag), Set{"a@b.org"});
    NewContact phone_only;
    phone_only.sms_number = "6175550100";
    ASSERT_TRUE(sandbox.add_contact(account, phone_only));
    const auto answer = get("/contacts?sms_status=all");
    EXPECT_EQ(size_at(answer.body, "contacts"), 1U);
    EXPECT_EQ(at(answer.body, "/contacts/0/email_address"), "");
    EXPECT_EQ(at(answer.body, "/contacts/0/sms_channel/sms_address"), "6175550100");
}

TEST_F(ContactsTest, SubresourcesComeOnlyWhenAskedFor) {
    add("a@b.org", {"Board"});
    const std::string id = contact("a@b.org").id;
    EXPECT_EQ(at(get("/contacts/" + id).body, "/list_memberships"), "");
    const auto answer =
        get("/contacts/" + id +
            "?include=list_memberships,custom_fields,phone_numbers,street_addresses,taggings,notes");
    EXPECT_EQ(size_at(answer.body, "list_memberships"), 1U);
    EXPECT_EQ(at(answer.body, "/custom_fields"), "[]");
    EXPECT_EQ(get("/contacts?include=everything").status, 400);
    EXPECT_EQ(get("/contacts/not-an-id").status, 400);
    EXPECT_EQ(at(get("/contacts/not-an-id").body, "/0/error_message"), "contact_id is in an invalid format.");
    EXPECT_EQ(get("/contacts/00000000-0000-4000-8000-000000000000").status, 404);
}

class PagesTest : public ContactsTest {
  protected:
    /// Ids in the order they came, over all pages.
    std::vector<std::string> walk(const std::string& query) {
        std::vector<std::string> ids;
        std::string path = "/contacts?" + query;
        for (pages = 0; !path.empty() && pages < 100; ++pages) {
            const auto answer = get(path);
            EXPECT_EQ(answer.status, 200) << answer.body;
            for (std::size_t place = 0; place < size_at(answer.body, "contacts"); ++place) {
                ids.push_back(at(answer.body, "/contacts/" + std::to_string(place) + "/contact_id"));
            }
            last = answer.body;
            path = at(answer.body, "/_links/next/href");
            EXPECT_TRUE(path.empty() || path.substr(0, 20) == "/v3/contacts?cursor=") << path;
            path = path.empty() ? "" : path.substr(3);
        }
        return ids;
    }
    int pages = 0;
    std::string last;
};

TEST_F(PagesTest, CursorsCarryFiltersAndLimit) {
    for (int number = 0; number < 7; ++number) {
        add("p" + std::to_string(number) + "@b.org", {number % 2 == 0 ? "Even" : "Odd"});
    }
    const auto ids = walk("status=all&limit=2&include_count=true&lists=" + sandbox.list(account, "Even")->id);
    EXPECT_EQ(ids.size(), 4U);
    EXPECT_EQ(pages, 2) << "no empty page at the end";
    EXPECT_EQ(at(last, "/contacts_count"), "4");
    EXPECT_EQ(get("/contacts?cursor=nonsense").status, 400);
}

TEST_F(PagesTest, LimitsHaveBounds) {
    EXPECT_EQ(get("/contacts?limit=0").status, 400);
    EXPECT_EQ(get("/contacts?limit=501").status, 400);
    EXPECT_EQ(get("/contacts?limit=many").status, 400);
    for (int number = 0; number < 51; ++number) {
        add("p" + std::to_string(number) + "@b.org");
    }
    EXPECT_EQ(size_at(get("/contacts").body, "contacts"), 50U);
    EXPECT_EQ(size_at(get("/contacts?limit=500").body, "contacts"), 51U);
}

TEST_F(PagesTest, TheLastPageHasThreeForms) {
    add("a@b.org");
    EXPECT_EQ(get("/contacts").body.find("_links"), std::string::npos);
    set("last_page", "null");
    EXPECT_NE(get("/contacts").body.find(R"("_links":null)"), std::string::npos);
    set("last_page", "empty");
    EXPECT_NE(get("/contacts").body.find(R"("_links":{})"), std::string::npos);
}

TEST_F(PagesTest, OrderAndOverlapAreSwitches) {
    std::vector<std::string> made;
    for (int number = 0; number < 5; ++number) {
        made.push_back(add("p" + std::to_string(number) + "@b.org"));
    }
    EXPECT_EQ(walk("limit=2"), made);
    set("order", "newest");
    EXPECT_EQ(walk("limit=2"), std::vector<std::string>(made.rbegin(), made.rend()));
    set("order", "id");
    std::vector<std::string> sorted = made;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(walk("limit=2"), sorted);
    set("order", "created");
    set("pages_overlap", "on");
    const auto ids = walk("limit=2");
    EXPECT_GT(ids.size(), 5U);
    EXPECT_EQ(std::set<std::string>(ids.begin(), ids.end()).size(), 5U);
}

TEST_F(PagesTest, TimesHaveThreeForms) {
    clock.advance(123456us);
    const std::string id = add("a@b.org");
    const auto created = [&] { return at(get("/contacts/" + id).body, "/created_at"); };
    EXPECT_EQ(created(), "2026-11-23T12:00:00Z");
    set("time_format", "milliseconds");
    EXPECT_EQ(created(), "2026-11-23T12:00:00.123Z");
    set("time_format", "offset");
    EXPECT_EQ(created(), "2026-11-23T12:00:00+00:00");
}

TEST_F(PagesTest, CountsFollowThePermissions) {
    add_one_of_each();
    const auto counts = get("/contacts/counts?include=new_subscriber");
    EXPECT_EQ(counts.body,
              R"({"total":6,"explicit":1,"implicit":1,"pending":1,"unsubscribed":1,"new_subscriber":2})");
    EXPECT_EQ(at(get("/contacts/counts").body, "/new_subscriber"), "");
}

TEST_F(PagesTest, FiftyThousandContactsPageWithoutLookingAtAllOfThemEachTime) {
    for (int number = 0; number < 50'000; ++number) {
        NewContact person;
        person.address = "p" + std::to_string(number) + "@b.org";
        ASSERT_TRUE(sandbox.add_contact(account, person));
    }
    std::string path = "/contacts?limit=500&status=all";
    int seen = 0;
    while (!path.empty()) {
        const auto answer = get(path);
        path = "";
        const auto link = answer.body.rfind("\"href\":\"/v3");
        if (link != std::string::npos) {
            path = answer.body.substr(link + 11, answer.body.find('"', link + 11) - link - 11);
        }
        ++seen;
    }
    EXPECT_EQ(seen, 100);
}

} // namespace
} // namespace muster::sandbox
