#include "unit/sandbox/fixture.hpp"

namespace muster::sandbox {
namespace {

using namespace std::chrono_literals;

class FaultsTest : public SandboxTest {
  protected:
    net::Response create() { return post("/contact_lists", R"({"name":"Board"})"); }
    bool took_effect() { return sandbox.list(account, "Board").has_value(); }
    net::Response create_under(FaultKind kind, When when, int status = 0) {
        if (took_effect()) {
            EXPECT_TRUE(sandbox.delete_list(account, "Board"));
        }
        Fault fault;
        fault.method = "POST";
        fault.path = "/contact_lists";
        fault.kind = kind;
        fault.when = when;
        fault.status = status;
        sandbox.inject(fault);
        return create();
    }
};

TEST_F(FaultsTest, AnswersWithAnyStatusBeforeAndAfterTheEffect) {
    struct Case {
        int status;
        const char* body;
    };
    for (const Case& one :
         {Case{400, "[{"}, Case{401, R"({"error_key":"unauthorized")"}, Case{403, "[{"}, Case{404, "[{"},
          Case{409, "[{"}, Case{429, R"({"error_key":"throttled")"}, Case{500, "[{"}, Case{503, "[{"}}) {
        for (const When when : {When::Before, When::After}) {
            const auto answer = create_under(FaultKind::Status, when, one.status);
            EXPECT_EQ(answer.status, one.status);
            EXPECT_EQ(answer.body.substr(0, std::string_view(one.body).size()), one.body);
            EXPECT_EQ(took_effect(), when == When::After) << one.status;
        }
    }
}

TEST_F(FaultsTest, TheThreeKindsOf429DifferInTheirBodies) {
    EXPECT_NE(create_under(FaultKind::Throttled, When::Before).body.find("throttled"), std::string::npos);
    EXPECT_NE(create_under(FaultKind::QuotaExceeded, When::Before).body.find("quota_exceeded"), std::string::npos);
    EXPECT_NE(create_under(FaultKind::QueueFull, When::Before).body.find("queue_full"), std::string::npos);
    EXPECT_FALSE(took_effect());
}

TEST_F(FaultsTest, SpoiltBodies) {
    const auto html = create_under(FaultKind::Html, When::After);
    EXPECT_EQ(html.status, 502);
    EXPECT_EQ(html.body.front(), '<');
    EXPECT_TRUE(took_effect());
    EXPECT_EQ(create_under(FaultKind::HtmlOk, When::Before).status, 200);
    const auto truncated = create_under(FaultKind::TruncatedBody, When::After);
    EXPECT_EQ(truncated.status, 201);
    EXPECT_FALSE(json::Document::parse(truncated.body));
    const auto wrong = create_under(FaultKind::WrongTypes, When::After);
    EXPECT_EQ(at(wrong.body, "/list_id"), "17");
    EXPECT_EQ(at(wrong.body, "/favorite"), "seventeen");
    Fault big;
    big.kind = FaultKind::Oversize;
    big.bytes = 1'000'000;
    sandbox.inject(big);
    EXPECT_GE(get("/contacts").body.size(), 1'000'000U);
}

TEST_F(FaultsTest, CutConnectionsBeforeAndAfterTheEffect) {
    const auto before = create_under(FaultKind::CutConnection, When::Before);
    EXPECT_EQ(before.headers.get(net::kCutConnection).value_or(""), "cut");
    EXPECT_FALSE(took_effect());
    EXPECT_TRUE(create_under(FaultKind::CutConnection, When::After).headers.get(net::kCutConnection));
    EXPECT_TRUE(took_effect());
    EXPECT_EQ(
        create_under(FaultKind::TruncatedConnection, When::After).headers.get(net::kCutConnection).value_or(""),
        "truncate");
    EXPECT_EQ(sandbox.log().back().status, 0);
    EXPECT_EQ(sandbox.log().back().fault, "truncated_connection");
}

TEST_F(FaultsTest, SlowAnswersTellTheServerToWait) {
    auto slow = create_under(FaultKind::Slow, When::After);
    EXPECT_EQ(take_answer_delay(slow), 30s);
    EXPECT_EQ(slow.status, 201);
}

TEST_F(FaultsTest, AForeignLinkIsPutInWhetherThereIsANextPageOrNot) {
    add("a@b.org");
    add("c@b.org");
    for (const char* path : {"/contacts?limit=1", "/contacts"}) {
        inject("GET", "/contacts", FaultKind::ForeignLink);
        const std::string link = at(get(path).body, "/_links/next/href");
        EXPECT_EQ(link.substr(0, 29), "https://elsewhere.example/v3/") << path;
    }
}

TEST_F(FaultsTest, ATokenCanExpireInTheMiddle) {
    inject("GET", "/contacts", FaultKind::TokenExpired);
    EXPECT_EQ(get("/contact_lists").status, 200);
    EXPECT_EQ(get("/contacts").status, 401);
    EXPECT_EQ(get("/contact_lists").status, 401) << "and it stays dead";
}

TEST_F(FaultsTest, HitTheNthMatchingRequestAsOftenAsWanted) {
    Fault fault;
    fault.method = "GET";
    fault.path = "/contact*";
    fault.kind = FaultKind::Status;
    fault.status = 503;
    fault.nth = 2;
    fault.times = 2;
    sandbox.inject(fault);
    EXPECT_EQ(get("/contacts").status, 200);
    EXPECT_EQ(get("/account/summary").status, 200);
    EXPECT_EQ(get("/contact_lists").status, 503);
    EXPECT_EQ(sandbox.faults_waiting(), 1U);
    EXPECT_EQ(get("/contacts").status, 503);
    EXPECT_EQ(sandbox.faults_waiting(), 0U);
    EXPECT_EQ(get("/contacts").status, 200);
    fault.nth = 1;
    fault.times = 0;
    sandbox.inject(fault);
    for (int round = 0; round < 5; ++round) {
        EXPECT_EQ(get("/contacts").status, 503);
    }
    sandbox.clear_faults();
    EXPECT_EQ(get("/contacts").status, 200);
}

TEST_F(FaultsTest, CanBeForOneAccountOnly) {
    Fault fault;
    fault.kind = FaultKind::Html;
    fault.account = sandbox.add_account("Second Chamber");
    sandbox.inject(fault);
    EXPECT_EQ(get("/contacts").status, 200);
    token = sandbox.issue_token(fault.account).access_token;
    EXPECT_EQ(get("/contacts").status, 502);
}

TEST_F(FaultsTest, EveryKindHasAName) {
    const auto names = fault_names();
    EXPECT_EQ(names.size(), 26U);
    for (const auto& name : names) {
        const auto kind = fault_kind(name);
        ASSERT_TRUE(kind) << name;
        EXPECT_EQ(name_of(*kind), name);
    }
    EXPECT_FALSE(fault_kind("earthquake"));
}

TEST_F(FaultsTest, PatternsMatchWholePaths) {
    EXPECT_TRUE(matches("*", "/contacts"));
    EXPECT_TRUE(matches("/contacts/*", "/contacts/1"));
    EXPECT_FALSE(matches("/contacts/*", "/contacts"));
    EXPECT_FALSE(matches("/contact", "/contacts"));
    EXPECT_TRUE(matches("*_import", "/activities/contacts_json_import"));
    EXPECT_FALSE(matches("*_import", "/activities/contacts_json_imports"));
}

} // namespace
} // namespace muster::sandbox
