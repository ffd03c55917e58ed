// Every operation, asked as the vendor's description has it, and every 2xx answer held against that description.

#include <functional>
#include <set>

#include "contract/openapi.hpp"
#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

class OperationsTest : public SandboxTest {
  protected:
    void SetUp() override {
        if (description == nullptr) {
            GTEST_SKIP() << "The description is not at " << contract::OpenApi::path() << ".";
        }
        person.address = "a@b.org";
        person.first_name = "Ann";
        person.last_name = "Lee";
        person.job_title = "Chair";
        person.company_name = "Bakery";
        person.phone = "617 555 0100";
        person.lists = {"Board"};
        ASSERT_TRUE(sandbox.add_field(account, "Member ID"));
        person.custom_fields = {{"Member ID", "17"}};
        contact_id = sandbox.add_contact(account, person).value();
        list_id = sandbox.list(account, "Board")->id;
        field_id = sandbox.fields(account).at(0).id;
        tag_id = sandbox.add_tag(account, "vip").value();
    }

    /// Asks, expects the status and no violation on either side.
    net::Response ask(int status, const std::string& method, const std::string& path,
                      const std::string& body = "") {
        net::Request request{method, "/v3" + path, {}, body};
        request.headers.set("Authorization", "Bearer " + token);
        if (!body.empty()) {
            request.headers.set("Content-Type", "application/json");
        }
        const net::Response answer = sandbox.handle(request);
        EXPECT_EQ(answer.status, status) << method << " " << path << ": " << answer.body;
        for (const auto& violation : description->check_answer(request, answer)) {
            ADD_FAILURE() << method << " " << path << ": " << violation << "\n" << answer.body.substr(0, 2'000);
        }
        return answer;
    }
    static std::string ids(const std::string& name, const std::string& id) {
        return "\"" + name + "\":[\"" + id + "\"]";
    }

    std::shared_ptr<const contract::OpenApi> description = contract::OpenApi::load();
    NewContact person;
    std::string contact_id;
    std::string list_id;
    std::string field_id;
    std::string tag_id;
};

TEST_F(OperationsTest, Contacts) {
    const std::string all = "include=custom_fields,list_memberships,phone_numbers,street_addresses,taggings,notes";
    ask(200, "GET", "/contacts?status=all&include_count=true&limit=1&" + all);
    ask(200, "GET", "/contacts/" + contact_id + "?" + all);
    ask(200, "GET", "/contacts/counts?include=new_subscriber");
    ask(201, "POST", "/contacts",
        R"({"create_source":"Account","email_address":{"address":"n@b.org","permission_to_send":"implicit"},"first_name":"N",)"
        R"("birthday_month":2,"birthday_day":29,"anniversary":"2020-11-24",)"
        R"("phone_numbers":[{"phone_number":"+49 30 1","kind":"work"}],"notes":[{"content":"met in May"}],)"
        R"("street_addresses":[{"kind":"work","street":"1 Main St","postal_code":"02451"}],)" +
            ids("list_memberships", list_id) + "," + ids("taggings", tag_id) +
            R"(,"custom_fields":[{"custom_field_id":")" + field_id +
            R"(","value":"18"}],"sms_channel":{"full_sms_address":"16175550100","sms_channel_consents":)"
            R"([{"sms_consent_permission":"explicit","consent_type":"promotional_sms"}]}})");
    ask(409, "POST", "/contacts", R"({"create_source":"Account","email_address":{"address":"n@b.org"}})");
    ask(400, "POST", "/contacts", "{}");
    ask(200, "PUT", "/contacts/" + contact_id,
        R"({"update_source":"Account","email_address":{"address":"a@b.org","permission_to_send":"unsubscribed",)"
        R"("opt_out_reason":"asked by phone"},"first_name":"Ann"})");
    ask(200, "GET", "/contacts?status=unsubscribed&optout_after=2026-01-01T00:00:00Z");
    ask(200, "PUT", "/contacts/resubscribe/" + contact_id, "{" + ids("list_ids", list_id) + "}");
    ask(201, "POST", "/contacts/sign_up_form",
        R"({"email_address":"s@b.org",)" + ids("list_memberships", list_id) + "}");
    ask(200, "POST", "/contacts/sign_up_form",
        R"({"email_address":"s@b.org",)" + ids("list_memberships", list_id) + "}");
    ask(204, "DELETE", "/contacts/" + contact_id);
    ask(200, "GET", "/contacts?status=deleted");
    ask(404, "GET", "/contacts/00000000-0000-4000-8000-000000000000");
}

TEST_F(OperationsTest, ListsFieldsAndTags) {
    const std::string list =
        at(ask(201, "POST", "/contact_lists", R"({"name":"Choir","favorite":true})").body, "/list_id");
    ask(409, "POST", "/contact_lists", R"({"name":"Choir"})");
    ask(200, "GET", "/contact_lists?limit=1&include_count=true&include_membership_count=all&status=all");
    ask(200, "GET", "/contact_lists/" + list + "?include_membership_count=active");
    ask(200, "PUT", "/contact_lists/" + list, R"({"name":"Choirs","description":"They sing"})");
    ask(202, "DELETE", "/contact_lists/" + list);
    ask(200, "GET", "/contact_lists?status=deleted");
    const auto field = ask(201, "POST", "/contact_custom_fields",
                           R"({"label":"Size","type":"single_select","metadata":{"display_type":"dropdown"},)"
                           R"("choices":[{"choice_label":"S","display_order":1}]})");
    const std::string size = at(field.body, "/custom_field_id");
    ask(409, "POST", "/contact_custom_fields", R"({"label":"Size","type":"string"})");
    ask(200, "GET", "/contact_custom_fields?limit=1");
    ask(200, "GET", "/contact_custom_fields/" + size);
    ask(200, "PUT", "/contact_custom_fields/" + size, R"({"label":"Sizes"})");
    ask(204, "DELETE", "/contact_custom_fields/" + size);
    const std::string tag = at(ask(201, "POST", "/contact_tags", R"({"name":"gold"})").body, "/tag_id");
    ask(200, "GET", "/contact_tags?limit=1&include_count=true");
    ask(200, "GET", "/contact_tags/" + tag);
    ask(200, "PUT", "/contact_tags/" + tag, R"({"name":"silver"})");
    ask(202, "DELETE", "/contact_tags/" + tag);
}

TEST_F(OperationsTest, Account) {
    ask(200, "GET", "/account/summary?extra_fields=physical_address");
    ask(200, "GET", "/account/user/privileges");
    token = "expired";
    ask(401, "GET", "/account/summary");
}

TEST_F(OperationsTest, JobsInAllTheirStates) {
    sandbox.change_options([](Options& chosen) { chosen.activity_delay = std::chrono::seconds(10); });
    const std::string source = "\"source\":{" + ids("contact_ids", contact_id) + "}";
    const std::vector<std::pair<std::string, std::string>> jobs{
        {"contacts_json_import",
         R"({"import_data":[{"email":"i@b.org"},{"email":"nobody"}],)" + ids("list_ids", list_id) + "}"},
        {"add_list_memberships", "{" + source + "," + ids("list_ids", list_id) + "}"},
        {"remove_list_memberships", "{" + source + "," + ids("list_ids", list_id) + "}"},
        {"contacts_taggings_add", "{" + source + "," + ids("tag_ids", tag_id) + "}"},
        {"contacts_taggings_remove", "{" + source + "," + ids("tag_ids", tag_id) + "}"},
        {"contact_exports", R"({"status":"active"})"},
        {"contact_delete", "{" + ids("contact_ids", contact_id) + "}"},
        {"custom_fields_delete", "{" + ids("custom_field_ids", field_id) + "}"},
        {"contacts_tags_delete", "{" + ids("tag_ids", tag_id) + "}"},
        {"list_delete", "{" + ids("list_ids", list_id) + "}"},
    };
    std::vector<std::string> made;
    for (const auto& [kind, body] : jobs) {
        made.push_back(at(ask(201, "POST", "/activities/" + kind, body).body, "/activity_id"));
        ask(400, "POST", "/activities/" + kind, R"({"nonsense":1})");
    }
    for (const auto kind : {FaultKind::ActivityFailed, FaultKind::ActivityTimedOut, FaultKind::ActivityCancelled}) {
        inject("POST", "/activities/*", kind);
        made.push_back(
            at(ask(201, "POST", "/activities/contact_exports", R"({"status":"active"})").body, "/activity_id"));
    }
    std::set<std::string> states;
    for (int round = 0; round < 3; ++round) {
        for (const auto& id : made) {
            states.insert(at(ask(200, "GET", "/activities/" + id).body, "/state"));
        }
        ask(200, "GET", "/activities?limit=5");
        clock.advance(std::chrono::seconds(6));
    }
    EXPECT_EQ(states, (std::set<std::string>{"initialized", "processing", "completed", "failed", "timed_out",
                                             "cancelled"}));
    ask(200, "GET", "/contact_exports/" + made.at(5));
}

TEST_F(OperationsTest, TheLimitsOfTheGateway) {
    sandbox.change_options([](Options& chosen) { chosen.calls_per_second = 1; });
    ask(200, "GET", "/contacts");
    ask(429, "GET", "/contacts");
    sandbox.set_calls_today("sandbox-client", 10'000);
    ask(429, "POST", "/activities/contact_exports", "{}");
}

} // namespace
} // namespace muster::sandbox
