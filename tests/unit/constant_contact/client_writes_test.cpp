#include <functional>

#include "unit/constant_contact/client_fixture.hpp"

namespace muster::constant_contact {
namespace {

using Strings = std::vector<std::string>;

/// One writing call that must never be repeated once it may have arrived.
struct CreatingCall {
    const char* endpoint;
    const char* answer;
    std::function<std::optional<ApiError>(Client&)> run;
};

template <class T>
std::optional<ApiError> error_of(const Answer<T>& answer) {
    return answer ? std::nullopt : std::optional(answer.error());
}

std::vector<CreatingCall> creating_calls() {
    return {
        {"POST /contacts", kContactJson,
         [](Client& client) {
             NewContact contact;
             contact.address = "a@b.org";
             return error_of(client.create_contact(contact));
         }},
        {"POST /contact_lists", kListJson, [](Client& client) { return error_of(client.create_list("Board")); }},
        {"POST /contact_custom_fields", kFieldJson,
         [](Client& client) { return error_of(client.create_custom_field("Member ID")); }},
        {"POST /activities/contacts_json_import", kActivityJson,
         [](Client& client) { return error_of(client.import_json({"{}"}, {"l1"})); }},
        {"POST /activities/contacts_file_import", kActivityJson,
         [](Client& client) { return error_of(client.import_csv("email\r\na@b.org\r\n", {"l1"})); }},
    };
}

class ClientWritesTest : public ClientTest {};

TEST_F(ClientWritesTest, R31_NeverRepeatsACreatingPostWhoseFateIsUnknown) {
    const std::vector<std::function<void()>> mishaps{
        [&] { transport.no_answer(); },
        [&] { transport.answer(500, ""); },
        [&] { transport.answer(502, kHtml); },
        [&] { transport.answer(503, ""); },
        [&] { transport.answer(504, ""); },
        [&] { transport.answer(200, kHtml); },
        [&] { transport.answer(201, "{\"cut\":"); },
        [&] { transport.answer(201, ""); },
        [&] { transport.answer(201, "{}"); },
        [&] { transport.answer(302, ""); },
    };
    for (const CreatingCall& call : creating_calls()) {
        for (std::size_t i = 0; i < mishaps.size(); ++i) {
            const std::int64_t before = counted(call.endpoint);
            mishaps[i]();
            const auto error = call.run(client);
            ASSERT_TRUE(error) << call.endpoint << " " << i;
            EXPECT_EQ(error->failure, Failure::FateUnknown) << call.endpoint << " " << i;
            EXPECT_EQ(counted(call.endpoint), before + 1) << call.endpoint << " " << i;
        }
    }
}

TEST_F(ClientWritesTest, R31_RepeatsACreatingPostThatNeverLeft) {
    for (const CreatingCall& call : creating_calls()) {
        transport.not_sent().not_sent().answer(201, call.answer);
        EXPECT_FALSE(call.run(client)) << call.endpoint;
        EXPECT_EQ(counted(call.endpoint), 1) << call.endpoint;
        for (int i = 0; i < 5; ++i) {
            transport.not_sent();
        }
        EXPECT_EQ(call.run(client)->failure, Failure::Unavailable) << call.endpoint;
    }
}

TEST_F(ClientWritesTest, R31_RepeatsAPutAndARemovalBecauseThatIsHarmless) {
    transport.no_answer().answer(500, "").answer(200, kHtml).answer(200, kContactJson);
    EXPECT_TRUE(client.update_contact("c1", update));
    EXPECT_EQ(counted("PUT /contacts/{contact_id}"), 4);
    transport.no_answer().answer(503, "").answer(201, kActivityJson);
    EXPECT_TRUE(client.remove_from_lists({"c1"}, {"l1"}));
    EXPECT_EQ(counted("POST /activities/remove_list_memberships"), 3);
}

TEST_F(ClientWritesTest, R31_SaysThatTheFateOfAPutIsUnknownWhenNoRepetitionHelped) {
    transport.no_answer().not_sent().not_sent().not_sent().not_sent();
    EXPECT_EQ(client.update_contact("c1", update).error().failure, Failure::FateUnknown);
    for (int i = 0; i < 5; ++i) {
        transport.not_sent();
    }
    EXPECT_EQ(client.update_contact("c1", update).error().failure, Failure::Unavailable);
}

TEST_F(ClientWritesTest, CreatesAContact) {
    transport.answer(201, kContactJson);
    const auto created = client.create_contact(new_contact);
    ASSERT_TRUE(created);
    EXPECT_EQ(created->contact_id, "c1");
    const net::Request& request = transport.requests.at(0);
    EXPECT_EQ(request.method, "POST");
    EXPECT_EQ(request.target, "https://api.cc.email/v3/contacts");
    EXPECT_EQ(request.headers.get("Content-Type"), "application/json");
    EXPECT_EQ(request.body, R"({"email_address":{"address":"a@b.org"},"create_source":"Account"})");
}

TEST_F(ClientWritesTest, TellsWhoseAddressItIsInAConflict) {
    transport.answer(
        409,
        R"([{"error_key":"contacts.api.conflict","error_message":"Validation failed: Email already exists for contact 1618ae62-4752-11e9-9c8a-fa163e6b01c1."}])");
    const auto created = client.create_contact(new_contact);
    ASSERT_FALSE(created);
    EXPECT_EQ(created.error().failure, Failure::Conflict);
    EXPECT_EQ(created.error().conflicting_id, "1618ae62-4752-11e9-9c8a-fa163e6b01c1");
    EXPECT_EQ(created.error().keys, (Strings{"contacts.api.conflict"}));
}

TEST_F(ClientWritesTest, UpdatesAContactUnderItsId) {
    transport.answer(200, kContactJson);
    update.core.first_name = "Ann";
    update.list_memberships = {"l1"};
    ASSERT_TRUE(client.update_contact("c/1", update));
    EXPECT_EQ(transport.requests.at(0).method, "PUT");
    EXPECT_EQ(transport.requests.at(0).target, "https://api.cc.email/v3/contacts/c%2F1");
    EXPECT_EQ(
        transport.requests.at(0).body,
        R"({"email_address":{"address":"a@b.org"},"first_name":"Ann","update_source":"Account","list_memberships":["l1"]})");
    EXPECT_EQ(client.counts().writes, 1);
}

TEST_F(ClientWritesTest, NeverSendsAPutWithoutAnyList) {
    update.list_memberships.emplace();
    EXPECT_EQ(client.update_contact("c1", update).error().failure, Failure::Refused);
    EXPECT_TRUE(transport.requests.empty());
}

TEST_F(ClientWritesTest, CreatesListsAndFields) {
    transport.answer(201, kListJson).answer(201, kFieldJson);
    const auto list = client.create_list("Board \"A\"");
    ASSERT_TRUE(list);
    EXPECT_EQ(list->list_id, "l1");
    EXPECT_EQ(transport.requests.at(0).body, R"({"name":"Board \"A\""})");
    const auto field = client.create_custom_field("Member ID");
    ASSERT_TRUE(field);
    EXPECT_EQ(field->name, "member_id");
    EXPECT_EQ(transport.requests.at(1).body, R"({"label":"Member ID","type":"string"})");
}

TEST_F(ClientWritesTest, ImportsRowsAsJson) {
    transport.answer(201, kActivityJson);
    const auto activity = client.import_json({encode_json_row({{"email", "a@b.org"}})}, {"l1", "l2"});
    ASSERT_TRUE(activity);
    EXPECT_EQ(activity->activity_id, "a1");
    EXPECT_EQ(transport.requests.at(0).target, "https://api.cc.email/v3/activities/contacts_json_import");
    EXPECT_EQ(transport.requests.at(0).body, R"({"import_data":[{"email":"a@b.org"}],"list_ids":["l1","l2"]})");
}

TEST_F(ClientWritesTest, ImportsACsvFileAsAForm) {
    transport.answer(201, kActivityJson);
    const std::string csv = encode_csv_line({"email", "first_name"}) + encode_csv_line({"a@b.org", "O'Neil, Kim"});
    ASSERT_TRUE(client.import_csv(csv, {"l1", "l2"}));
    const net::Request& request = transport.requests.at(0);
    EXPECT_EQ(request.target, "https://api.cc.email/v3/activities/contacts_file_import");
    const std::string type(*request.headers.get("Content-Type"));
    ASSERT_TRUE(type.starts_with("multipart/form-data; boundary=muster-")) << type;
    const std::string boundary = type.substr(type.find('=') + 1);
    EXPECT_LE(boundary.size(), 70U);
    EXPECT_EQ(csv.find(boundary), std::string::npos);
    EXPECT_NE(request.body.find("filename=\"contacts.csv\""), std::string::npos);
    EXPECT_NE(request.body.find("\r\n\r\n" + csv + "\r\n--" + boundary), std::string::npos);
    EXPECT_NE(request.body.find("name=\"list_ids\"\r\n\r\nl1,l2\r\n"), std::string::npos);
}

TEST_F(ClientWritesTest, RefusesUnsentWhatTheServiceWouldDropInSilence) {
    const std::string row = R"({"email":"a@b.org"})";
    const Strings lists{"l1"};
    EXPECT_EQ(client.import_json(Strings(kImportRows + 1, row), lists).error().failure, Failure::Refused);
    EXPECT_EQ(client.import_json({}, lists).error().failure, Failure::Refused);
    EXPECT_EQ(client.import_json({row}, {}).error().failure, Failure::Refused);
    EXPECT_EQ(client.import_json({row}, Strings(51, "l")).error().failure, Failure::Refused);
    EXPECT_EQ(client.import_json({"\"" + std::string(4'000'000, 'x') + "\""}, lists).error().failure,
              Failure::Refused);
    EXPECT_EQ(client.import_csv("", lists).error().failure, Failure::Refused);
    EXPECT_EQ(client.import_csv(std::string(4'000'000, 'x') + "\r\n", lists).error().failure, Failure::Refused);
    std::string lines;
    for (std::size_t i = 0; i <= kImportRows; ++i) {
        lines += "a\r\n";
    }
    EXPECT_EQ(client.import_csv(lines, lists).error().failure, Failure::Refused);
    EXPECT_EQ(client.remove_from_lists({}, lists).error().failure, Failure::Refused);
    EXPECT_EQ(client.remove_from_lists(Strings(501, "c"), lists).error().failure, Failure::Refused);
    EXPECT_EQ(client.remove_from_lists({"c"}, {}).error().failure, Failure::Refused);
    EXPECT_TRUE(transport.requests.empty());
    EXPECT_EQ(keeper.use()->used_today, 0);
}

TEST_F(ClientWritesTest, SendsExactlyFortyThousandRowsAndJustUnderFourMegabytes) {
    transport.answer(201, kActivityJson).answer(201, kActivityJson);
    EXPECT_TRUE(client.import_json(Strings(kImportRows, R"({"email":"a@b.org"})"), {"l1"}));
    const std::size_t room = kImportBytes - 1 - std::string(R"({"import_data":[""],"list_ids":["l1"]})").size();
    EXPECT_TRUE(client.import_json({"\"" + std::string(room, 'x') + "\""}, {"l1"}));
    EXPECT_EQ(transport.requests.at(1).body.size(), kImportBytes - 1);
}

TEST_F(ClientWritesTest, TellsTheBytesOfAnImportBesideItsRows) {
    transport.answer(201, kActivityJson).answer(201, kActivityJson).answer(201, kActivityJson);
    const std::string csv = "email\r\na@b.org\r\n";
    const std::string json = R"({"email":"a@b.org"})";
    const Strings lists(3, std::string(36, 'f')); // a UUID's length
    ASSERT_TRUE(client.import_csv(csv, lists));
    EXPECT_EQ(transport.requests.at(0).body.size(), Client::csv_import_overhead(3) + csv.size());
    ASSERT_TRUE(client.import_csv(csv, {lists[0]}));
    EXPECT_EQ(transport.requests.at(1).body.size(), Client::csv_import_overhead(1) + csv.size());
    ASSERT_TRUE(client.import_json({json, json}, lists));
    EXPECT_EQ(transport.requests.at(2).body.size(), Client::json_import_overhead(3) + 2 * json.size() + 1);
}

TEST_F(ClientWritesTest, RemovesContactsFromLists) {
    transport.answer(201, kActivityJson);
    ASSERT_TRUE(client.remove_from_lists({"c1", "c2"}, {"l1"}));
    EXPECT_EQ(transport.requests.at(0).body, R"({"source":{"contact_ids":["c1","c2"]},"list_ids":["l1"]})");
    EXPECT_EQ(client.counts().writes, 1);
}

TEST_F(ClientWritesTest, R13_NeverCallsTheSignUpForm) {
    for (const CreatingCall& call : creating_calls()) {
        transport.answer(201, call.answer);
        EXPECT_FALSE(call.run(client));
    }
    for (const net::Request& request : transport.requests) {
        EXPECT_EQ(request.target.find("sign_up_form"), std::string::npos);
        EXPECT_EQ(request.body.find("permission_to_send"), std::string::npos);
    }
}

} // namespace
} // namespace muster::constant_contact
