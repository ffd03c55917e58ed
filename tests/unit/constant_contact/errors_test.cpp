#include "constant_contact/errors.hpp"

#include <string>

#include <gtest/gtest.h>

namespace muster::constant_contact {
namespace {

using Keys = std::vector<std::string>;

constexpr const char* kId = "1618ae62-4752-11e9-9c8a-fa163e6b01c1";

struct Shape {
    const char* body;
    Keys keys;
    const char* words;
};

TEST(ReadError, TakesEveryShapeThatABodyCanHave) {
    const Shape shapes[] = {
        {R"([{"error_key":"contacts.api.validation.error","error_message":"create_source is missing"}])",
         {"contacts.api.validation.error"},
         "create_source is missing"},
        {R"([{"error_key":"a","error_message":"first"},{"error_key":"b","error_message":"second"}])",
         {"a", "b"},
         "first; second"},
        {R"({"error_key":"unauthorized","error_message":"Unauthorized"})", {"unauthorized"}, "Unauthorized"},
        {R"({"error":"invalid_client","error_description":"No such client."})",
         {"invalid_client"},
         "No such client."},
        {R"({"errorCode":"E0000022","errorSummary":"Not supported."})", {"E0000022"}, "Not supported."},
        {R"({"message":"Forbidden"})", {}, "Forbidden"},
        {R"(["a plain sentence"])", {}, "a plain sentence"},
        {R"({"error_key":"only.a.key"})", {"only.a.key"}, "only.a.key"},
        {R"({"error_key":7,"error_message":{"x":1}})", {}, "no reason"},
        {R"([null, 3, []])", {}, "no reason"},
        {"", {}, "no reason"},
        {"{}", {}, "no reason"},
        {"<html><body>Bad Gateway</body></html>", {}, "no reason"},
        {"{\"error_key\":\"cut", {}, "no reason"},
    };
    for (const Shape& shape : shapes) {
        const ApiError error = read_error(400, shape.body, "POST /contacts");
        EXPECT_EQ(error.failure, Failure::Refused) << shape.body;
        EXPECT_EQ(error.status, 400);
        EXPECT_EQ(error.keys, shape.keys) << shape.body;
        EXPECT_NE(error.message.find(shape.words), std::string::npos) << error.message;
        EXPECT_TRUE(error.message.starts_with("POST /contacts: ")) << error.message;
    }
}

TEST(ReadError, SortsStatusesByWhatTheCallerCanDo) {
    const std::pair<int, Failure> cases[] = {
        {400, Failure::Refused},     {401, Failure::NotConnected}, {403, Failure::NotAllowed},
        {404, Failure::NotFound},    {405, Failure::Refused},      {408, Failure::Unavailable},
        {409, Failure::Conflict},    {415, Failure::Refused},      {500, Failure::Unavailable},
        {502, Failure::Unavailable}, {503, Failure::Unavailable},
    };
    for (const auto& [status, failure] : cases) {
        EXPECT_EQ(read_error(status, "", "GET /contacts").failure, failure) << status;
    }
}

TEST(ReadError, R31_TellsTheThreeKindsOf429Apart) {
    const char* throttled = R"({"error_key":"throttled","error_message":"Too Many Requests"})";
    const char* exhausted = R"({"error_key":"quota_exceeded","error_message":"Limit Exceeded"})";
    EXPECT_EQ(read_error(429, throttled, "POST /activities/contacts_json_import").failure, Failure::Unavailable);
    EXPECT_EQ(read_error(429, exhausted, "POST /activities/contacts_json_import").failure, Failure::QuotaExhausted);
    EXPECT_EQ(read_error(429, exhausted, "GET /contacts").failure, Failure::QuotaExhausted);
    for (const char* unknown :
         {"", "{}", R"([{"error_key":"activities.api.too_many","error_message":"queue"}])", "<p>"}) {
        EXPECT_EQ(read_error(429, unknown, "POST /activities/remove_list_memberships").failure, Failure::QueueFull)
            << unknown;
        EXPECT_EQ(read_error(429, unknown, "GET /contacts").failure, Failure::Unavailable) << unknown;
    }
}

TEST(ReadError, FindsWhoseAddressItIsAnywhereInTheTextOfAConflict) {
    for (const std::string& text :
         {std::string("Validation failed: Email already exists for contact ") + kId + ".",
          std::string("Email already exists for contact ") + kId, std::string(kId) + " has it",
          std::string("contact 1618AE62-4752-11E9-9C8A-FA163E6B01C1 owns it")}) {
        const ApiError error = read_error(
            409, R"([{"error_key":"contacts.api.conflict","error_message":")" + text + "\"}]", "POST /contacts");
        EXPECT_EQ(error.failure, Failure::Conflict);
        EXPECT_EQ(error.conflicting_id, kId) << text;
    }
    EXPECT_FALSE(read_error(409, R"([{"error_message":"1618ae62-4752-11e9-9c8a-fa163e6b01c"}])", "POST /contacts")
                     .conflicting_id);
    EXPECT_FALSE(read_error(400, std::string("about ") + kId, "POST /contacts").conflicting_id);
}

TEST(ReadError, HintsAtPrivilegesWhenSomethingIsForbidden) {
    const ApiError error = read_error(403, R"({"message":"Forbidden"})", "POST /contact_lists");
    EXPECT_NE(error.message.find("privilege"), std::string::npos) << error.message;
}

TEST(ReadError, KeepsTheServicesWordsShortAndOnOneLine) {
    const std::string body = R"({"message":"a\nb\u001b[31m)" + std::string(5000, 'x') + "\"}";
    const ApiError error = read_error(400, body, "GET /contacts");
    EXPECT_LT(error.message.size(), 500U);
    EXPECT_EQ(error.message.find_first_of("\n\x1b"), std::string::npos);
}

TEST(ReadError, SaysThatALostGrantNeedsAPerson) {
    const ApiError error = read_error(
        400, R"({"error":"invalid_grant","error_description":"The refresh token is invalid or expired."})",
        "POST /token");
    EXPECT_EQ(error.failure, Failure::NotConnected);
    EXPECT_NE(error.message.find("again"), std::string::npos);
}

} // namespace
} // namespace muster::constant_contact
