// The judge of our own API, on a small description of its own.

#include "contract/api_description.hpp"

#include <gtest/gtest.h>

namespace muster::contract {
namespace {

constexpr const char* kSmall = R"(
openapi: 3.1.0
paths:
  /things:
    get:
      operationId: listThings
      x-role: viewer
      parameters:
        - {name: sort, in: query, schema: {type: string, enum: [name, age]}}
      responses:
        "200": {content: {application/json: {schema: {$ref: '#/components/schemas/Thing'}}}}
        default: {$ref: '#/components/responses/Problem'}
    post:
      operationId: addThing
      x-role: operator
      x-fresh-sign-in: true
      security: []
      requestBody: {content: {application/json: {schema: {type: object}}}}
      responses:
        "204": {description: added}
        default: {$ref: '#/components/responses/Problem'}
  /things/{thing}/events:
    get:
      operationId: watchThing
      x-role: viewer
      responses:
        "200": {content: {text/event-stream: {schema: {type: string}}}}
  /well:
    servers: [{url: /}]
    get:
      operationId: getWell
      responses:
        "200": {content: {application/json: {schema: {type: boolean}}}}
components:
  responses:
    Problem: {content: {application/problem+json: {schema: {type: object, required: [status], properties: {status: {type: integer}}}}}}
  schemas:
    Thing:
      type: object
      required: [name, parent, ends]
      properties:
        name: {type: string}
        ends: {type: [string, "null"]}
        parent: {oneOf: [{$ref: '#/components/schemas/Thing'}, {type: "null"}]}
        counts: {type: object, additionalProperties: {type: integer}}
        kind: {type: [string, "null"], enum: [big, small, null]}
)";

Violations judge(const std::string& method, const std::string& path, int status, const std::string& body,
                 const std::string& type = "application/json") {
    static const ApiDescription description(kSmall);
    net::Response answer{.status = status, .headers = {}, .body = body};
    if (!type.empty()) {
        answer.headers.add("Content-Type", type);
    }
    return description.check_answer({.method = method, .target = "/api" + path}, answer);
}

TEST(ApiDescription, TakesNullWhereItIsAType) {
    EXPECT_EQ(judge("GET", "/things?sort=age", 200, R"({"name":"a","ends":null,"parent":null,"kind":null})"),
              Violations());
    EXPECT_EQ(judge("GET", "/things", 200,
                    R"({"name":"a","ends":"b","parent":{"name":"c","ends":"d","parent":null},"kind":"big"})"),
              Violations());
    EXPECT_EQ(judge("GET", "/things", 200, R"({"name":null,"ends":null,"parent":null})"),
              Violations{"GET /api/things -> 200: /name is null"});
}

TEST(ApiDescription, MissesWhatIsMissing) {
    EXPECT_EQ(judge("GET", "/things", 200, R"({"name":"a","parent":null})"),
              Violations{"GET /api/things -> 200: /ends is missing"});
}

TEST(ApiDescription, RefusesOtherTypesAndWords) {
    EXPECT_EQ(judge("GET", "/things", 200, R"({"name":"a","ends":7,"parent":null})"),
              Violations{"GET /api/things -> 200: /ends is of type integer, not string or null"});
    EXPECT_EQ(judge("GET", "/things", 200, R"({"name":"a","ends":null,"parent":"b"})"),
              Violations{"GET /api/things -> 200: /parent is none of the declared choices"});
    EXPECT_EQ(judge("GET", "/things", 200, R"({"name":"a","ends":null,"parent":null,"kind":"odd"})"),
              Violations{"GET /api/things -> 200: /kind has a value that is not declared: odd"});
    EXPECT_EQ(judge("GET", "/things", 200, R"({"name":"a","ends":null,"parent":null,"more":1})"),
              Violations{"GET /api/things -> 200: /more is not part of the description"});
}

TEST(ApiDescription, JudgesMembersThatHaveNoNames) {
    EXPECT_EQ(judge("GET", "/things", 200, R"({"name":"a","ends":null,"parent":null,"counts":{"x":1}})"),
              Violations());
    EXPECT_EQ(judge("GET", "/things", 200, R"({"name":"a","ends":null,"parent":null,"counts":{"x":"one"}})"),
              Violations{"GET /api/things -> 200: /counts/x is of type string, not integer"});
}

TEST(ApiDescription, JudgesProblemsWhereverTheyCome) {
    const std::string problem = R"({"status":404})";
    EXPECT_EQ(judge("GET", "/things", 404, problem, "application/problem+json"), Violations());
    EXPECT_EQ(judge("GET", "/nowhere", 404, problem, "application/problem+json"), Violations());
    EXPECT_EQ(judge("GET", "/nowhere", 404, problem),
              Violations{"GET /api/nowhere -> 404: the content type \"application/json\" is not declared"});
    EXPECT_EQ(judge("GET", "/things", 404, "{}", "application/problem+json"),
              Violations{"GET /api/things -> 404: /status is missing"});
}

TEST(ApiDescription, RefusesAStatusOrABodyThatIsNotDeclared) {
    EXPECT_EQ(judge("POST", "/things", 200, "{}"),
              Violations{"POST /api/things -> 200: the status is not declared"});
    EXPECT_EQ(judge("POST", "/things", 204, "", ""), Violations());
    EXPECT_EQ(judge("POST", "/things", 204, "x"), Violations{"POST /api/things -> 204: no body is declared"});
    EXPECT_EQ(judge("GET", "/things", 200, "<html>"),
              Violations{"GET /api/things -> 200: the body is no JSON: This is no JSON that can be read: syntax "
                         "error at byte 1."});
}

TEST(ApiDescription, TellsWhatIsDeclared) {
    const ApiDescription description(kSmall);
    const auto operations = description.operations();
    ASSERT_EQ(operations.size(), 3U);
    EXPECT_EQ(operations[0].method, "GET");
    EXPECT_EQ(operations[0].role, "viewer");
    EXPECT_EQ(operations[0].parameters, std::vector<std::string>{"sort"});
    EXPECT_EQ(operations[1].id, "addThing");
    EXPECT_EQ(operations[1].fresh, "true");
    EXPECT_EQ(operations[1].body, "application/json");
    EXPECT_TRUE(operations[1].is_public);
    EXPECT_EQ(description.words_of("listThings", "sort"), (std::vector<std::string>{"name", "age"}));
}

TEST(ApiDescription, OfTheProjectCanBeRead) { EXPECT_GT(ApiDescription::project().operations().size(), 60U); }

TEST(ApiDescription, JudgesWhatIsDescribedOutsideOfItAndNothingElseThere) {
    static const ApiDescription description(kSmall);
    net::Response answer{.status = 200, .headers = {}, .body = "7"};
    answer.headers.add("Content-Type", "application/json");
    EXPECT_EQ(description.check_answer({.method = "GET", .target = "/well?x"}, answer).size(), 1U);
    answer.body = "true";
    EXPECT_EQ(description.check_answer({.method = "HEAD", .target = "/well"}, answer), Violations{});
    EXPECT_EQ(description.check_answer({.method = "GET", .target = "/api/well"}, answer),
              (Violations{"GET /api/well -> 200: the status is not declared"}));
    EXPECT_EQ(description.check_answer({.method = "GET", .target = "/things"}, answer), Violations{});
    for (const auto& operation : description.operations()) {
        EXPECT_NE(operation.id, "getWell");
    }
}

} // namespace
} // namespace muster::contract
