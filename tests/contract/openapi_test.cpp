// The judge itself, on a small description of its own and on the vendor's.

#include "contract/openapi.hpp"

#include <gtest/gtest.h>

#include "contract/multipart.hpp"

namespace muster::contract {
namespace {

constexpr const char* kSmall = R"(
paths:
  /things:
    get:
      parameters:
      - {name: status, in: query, schema: {type: string, format: csv, enum: [all, active]}}
      - {name: lists, in: query, schema: {type: string, maximum: 2}}
      - {name: limit, in: query, schema: {type: integer, minimum: 1, maximum: 500}}
      - {name: since, in: query, schema: {type: string, format: date-time}}
      - {name: flag, in: query, schema: {type: boolean}}
      responses:
        "200":
          content:
            application/json:
              schema:
                type: object
                properties:
                  things: {type: array, items: {$ref: '#/components/schemas/Thing'}}
                  _links: {type: object, properties: {next: {type: object, properties: {href: {type: string}}}}}
    post:
      requestBody:
        content:
          application/json:
            schema: {$ref: '#/components/schemas/Thing'}
      responses:
        "201": {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
        "204": {description: gone}
  /things/import:
    post:
      requestBody:
        content:
          multipart/form-data:
            schema:
              type: object
              required: [file, list_ids]
              properties:
                file: {type: string, format: binary}
                list_ids: {type: string, format: csv}
      responses: {"201": {description: taken}}
  /things/{thing_id}:
    get:
      parameters:
      - {name: thing_id, in: path, schema: {type: string, format: uuid}}
      responses: {"200": {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}}
components:
  schemas:
    Thing:
      type: object
      required: [name]
      properties:
        thing_id: {type: string, format: uuid, readOnly: true}
        name: {type: string, maxLength: 5}
        count: {type: integer}
        share: {type: number}
        made_at: {type: string, format: date-time}
        kinds: {type: array, maxItems: 2, minItems: 1, items: {type: string, enum: [a, b]}}
        maybe: {type: string, nullable: true}
        "cf:custom_field_name": {type: string, maxLength: 3}
        either: {oneOf: [{type: string}, {type: integer}]}
        both: {allOf: [{required: [x]}, {required: [y]}]}
)";

class JudgeTest : public testing::Test {
  protected:
    static net::Request get(const std::string& target) {
        net::Request request;
        request.target = target;
        return request;
    }
    static net::Request post(const std::string& body, const std::string& type = "application/json") {
        net::Request request;
        request.method = "POST";
        request.target = "https://api.cc.email/v3/things";
        request.headers.add("Content-Type", type);
        request.body = body;
        return request;
    }
    Violations answer(int status, const std::string& body, const std::string& type = "application/json") const {
        net::Response response;
        response.status = status;
        response.body = body;
        response.headers.add("Content-Type", type);
        return judge.check_answer(get("/v3/things"), response);
    }
    OpenApi judge{kSmall};
};

TEST_F(JudgeTest, TakesRequestsThatAreDeclared) {
    for (const char* target : {"/v3/things", "https://api.cc.email/v3/things?status=all,active&limit=500",
                               "/v3/things?lists=a,b&since=2026-11-23T12:00:00Z&flag=true", "/v3/things?cursor=abc",
                               "/v3/things/1618ae62-4752-11e9-9c8a-fa163e6b01c1", "/oauth2/default/v1/token"}) {
        EXPECT_EQ(judge.check_request(get(target)), Violations{}) << target;
    }
    for (const char* body :
         {R"({"name":"abc"})", R"({"name":"ab","count":3,"share":1.5,"kinds":["a","b"],"maybe":null})",
          R"({"name":"x","cf:anything":"123","either":7})", R"({"name":"x","both":{"x":1,"y":2}})",
          R"({"name":"äöüßé"})"}) {
        EXPECT_EQ(judge.check_request(post(body)), Violations{}) << body;
    }
}

TEST_F(JudgeTest, FindsWhatIsWrongWithARequest) {
    for (const char* target :
         {"/v3/nothing", "/v3/things?status=gone", "/v3/things?status=", "/v3/things?limit=501",
          "/v3/things?limit=0", "/v3/things?limit=x", "/v3/things?lists=a,b,c", "/v3/things?since=today",
          "/v3/things?flag=1", "/v3/things?unknown=1", "/v3/things?cursor=x&limit=5", "/v3/things/not-a-uuid",
          "/v3/things/a/b"}) {
        EXPECT_EQ(judge.check_request(get(target)).size(), 1U) << target;
    }
    for (const char* body :
         {"", "{", "[]", "{}", R"({"name":7})", R"({"name":"x","count":null})", R"({"name":"toolong"})",
          R"({"name":"x","count":1.5})", R"({"name":"x","kinds":[]})", R"({"name":"x","kinds":["a","b","a"]})",
          R"({"name":"x","kinds":["c"]})", R"({"name":"x","made_at":"noon"})", R"({"name":"x","surprise":1})",
          R"({"name":"x","cf:long":"1234"})", R"({"name":"x","thing_id":"1618ae62-4752-11e9-9c8a-fa163e6b01c1"})",
          R"({"name":"x","either":[]})", R"({"name":"x","both":{"x":1}})"}) {
        EXPECT_EQ(judge.check_request(post(body)).size(), 1U) << body;
    }
    EXPECT_EQ(judge.check_request(post(R"({"name":"x"})", "text/plain")).size(), 1U);
    net::Request with_body = get("/v3/things");
    with_body.body = "{}";
    EXPECT_EQ(judge.check_request(with_body).size(), 1U);
}

TEST_F(JudgeTest, JudgesAnswersByTheirStatus) {
    for (const char* body : {R"({"things":[{"name":"a"}]})", R"({"things":[],"_links":null})", R"({"_links":{}})",
                             R"({"_links":{"next":{"href":"/v3/things?cursor=x"}}})"}) {
        EXPECT_EQ(answer(200, body), Violations{}) << body;
    }
    EXPECT_EQ(answer(200, R"({"things":[{"name":7}],"more":1})").size(), 2U);
    EXPECT_EQ(answer(200, "<html>").size(), 1U);
    EXPECT_EQ(answer(200, "{}", "text/html").size(), 1U);
    EXPECT_EQ(answer(202, "{}").size(), 1U);
    EXPECT_EQ(answer(503, "<html>"), Violations{});
    EXPECT_EQ(answer(400, R"([{"error_key":"a","error_message":"b"}])"), Violations{});
    EXPECT_EQ(answer(400, R"({"error_key":"a","error_message":"b"})").size(), 1U);
    EXPECT_EQ(answer(400, R"([{"error_key":"a"}])").size(), 1U);
    EXPECT_EQ(answer(401, R"({"error_key":"a","error_message":"b"})"), Violations{});
    EXPECT_EQ(answer(429, R"([{"error_key":"a","error_message":"b"}])").size(), 1U);
    EXPECT_EQ(answer(418, R"([{"error_key":"a","error_message":"b"}])").size(), 1U);
}

TEST_F(JudgeTest, JudgesFormsPartByPart) {
    const auto form = [&](const std::string& parts) {
        net::Request request = post(parts + "--B--\r\n", "multipart/form-data; boundary=B");
        request.target = "/v3/things/import";
        return judge.check_request(request);
    };
    const std::string file =
        "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.csv\"\r\n\r\nemail\r\n";
    const std::string lists = "--B\r\nContent-Disposition: form-data; name=\"list_ids\"\r\n\r\nl1,l2\r\n";
    EXPECT_EQ(form(file + lists), Violations{});
    EXPECT_EQ(form(file).size(), 1U);
    EXPECT_EQ(form(lists).size(), 1U);
    EXPECT_EQ(form(file + lists + "--B\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\n1\r\n").size(), 1U);
    EXPECT_EQ(form("--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\nx\r\n" + lists)
                  .size(),
              1U);
    EXPECT_EQ(form("nonsense").size(), 1U);
}

TEST(Multipart, ReadsWhatTheClientBuilds) {
    const auto parts =
        read_multipart("multipart/form-data; boundary=B",
                       "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n\r\n2\r\n--B--\r\n");
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 1U);
    EXPECT_EQ(parts->at(0).name, "a");
    EXPECT_EQ(parts->at(0).body, "1\r\n\r\n2");
    EXPECT_FALSE(read_multipart("multipart/form-data", ""));
    EXPECT_FALSE(read_multipart("multipart/form-data; boundary=B", "--B\r\nno end"));
}

TEST(VendorDescription, DeclaresEveryCallThatTheProjectMakes) {
    const auto description = OpenApi::load();
    if (description == nullptr) {
        GTEST_SKIP() << "The API description is not at " << OpenApi::path() << ".";
    }
    const auto check = [&](const std::string& method, const std::string& target) {
        net::Request request;
        request.method = method;
        request.target = target;
        Violations violations = description->check_request(request);
        return violations;
    };
    EXPECT_EQ(check("GET", "/v3/contacts?status=all&limit=500&optout_after=2026-11-23T12:00:00Z"), Violations{});
    EXPECT_EQ(check("GET", "/v3/contact_lists?limit=500&include_membership_count=all"), Violations{});
    EXPECT_EQ(check("GET", "/v3/contact_custom_fields?limit=101").size(), 1U);
    EXPECT_EQ(check("GET", "/v3/contacts?limit=501").size(), 1U);
    EXPECT_EQ(check("GET", "/v3/no_such_thing").size(), 1U);
}

} // namespace
} // namespace muster::contract
