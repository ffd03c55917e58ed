// The sandbox's switches and faults against the client: what nobody knows about the service must not break it.

#include "contract/sandbox_fixture.hpp"

namespace muster::contract {
namespace {

using namespace std::chrono_literals;
using namespace constant_contact;

class SandboxAnswersTest : public SandboxClientTest {
  protected:
    Answer<std::size_t> count_contacts() {
        std::size_t count = 0;
        ContactQuery query;
        query.limit = 2;
        TRY(client.each_contact(query, [&](Contact&&) { ++count; }));
        return count;
    }
    void add_people(int number) {
        for (int i = 0; i < number; ++i) {
            add_person("p" + std::to_string(i) + "@b.org");
        }
    }
    void inject(std::string_view method, std::string_view path, sandbox::FaultKind kind,
                sandbox::When when = sandbox::When::Before, std::size_t times = 1) {
        sandbox::Fault fault;
        fault.method = method;
        fault.path = path;
        fault.kind = kind;
        fault.when = when;
        fault.times = times;
        sandbox.inject(fault);
    }
};

/// Faults that bend an answer out of shape are no answers of the service, so the judge is left out.
class SandboxFaultsTest : public SandboxAnswersTest {
  protected:
    void SetUp() override {}
    void TearDown() override {}
};

TEST_F(SandboxAnswersTest, LastPagesTimesAndOrdersOfEveryKind) {
    add_people(4);
    for (const char* last : {"absent", "null", "empty"}) {
        set("last_page", last);
        EXPECT_EQ(count_contacts(), 4U) << last;
    }
    for (const char* form : {"seconds", "milliseconds", "offset"}) {
        set("time_format", form);
        EXPECT_EQ(count_contacts(), 4U) << form;
    }
    set("pages_overlap", "on");
    EXPECT_EQ(count_contacts(), 4U) << "nobody comes twice";
}

TEST_F(SandboxAnswersTest, ThrottlingIsWaitedOut) {
    inject("GET", "/contacts", sandbox::FaultKind::Throttled, sandbox::When::Before, 3);
    add_people(1);
    EXPECT_EQ(count_contacts(), 1U);
    EXPECT_EQ(sandbox.count("GET", "/contacts"), 4U);
}

TEST_F(SandboxAnswersTest, UsedUpQuotaIsNotRepeated) {
    inject("GET", "/contacts", sandbox::FaultKind::QuotaExceeded);
    EXPECT_EQ(count_contacts().error().failure, Failure::QuotaExhausted);
    EXPECT_EQ(sandbox.count("GET", "/contacts"), 1U);
    EXPECT_EQ(client.account().error().failure, Failure::QuotaExhausted);
}

TEST_F(SandboxAnswersTest, AFullQueueIsItsOwnKind) {
    const std::string list = *sandbox.add_list(account, "Board");
    for (const char* body : {"array", "object", "empty"}) {
        set("queue_full_body", body);
        inject("POST", "/activities/*", sandbox::FaultKind::QueueFull);
        EXPECT_EQ(client.import_json({R"({"email":"a@b.org"})"}, {list}).error().failure, Failure::QueueFull)
            << body;
    }
}

TEST_F(SandboxFaultsTest, ReadsSurviveWhatASecondAttemptCures) {
    add_people(5);
    using sandbox::FaultKind;
    for (const FaultKind kind :
         {FaultKind::Html, FaultKind::HtmlOk, FaultKind::TruncatedBody, FaultKind::CutConnection,
          FaultKind::TruncatedConnection, FaultKind::TokenExpired}) {
        inject("GET", "/contacts", kind);
        EXPECT_EQ(count_contacts(), 5U) << sandbox::name_of(kind);
        EXPECT_EQ(sandbox.faults_waiting(), 0U) << sandbox::name_of(kind);
    }
}

TEST_F(SandboxFaultsTest, AForeignLinkAndWrongTypesAreMalformed) {
    add_people(5);
    inject("GET", "/contacts", sandbox::FaultKind::ForeignLink);
    EXPECT_EQ(count_contacts().error().failure, Failure::Malformed);
    inject("GET", "/contacts", sandbox::FaultKind::WrongTypes);
    EXPECT_EQ(count_contacts().error().failure, Failure::Malformed);
}

TEST_F(SandboxFaultsTest, R31_ACutCreatingPostIsNeverRepeatedWhetherItTookEffectOrNot) {
    using sandbox::FaultKind;
    using sandbox::When;
    int number = 0;
    for (const FaultKind kind : {FaultKind::CutConnection, FaultKind::TruncatedConnection, FaultKind::TruncatedBody,
                                 FaultKind::HtmlOk, FaultKind::Status}) {
        for (const When when : {When::Before, When::After}) {
            sandbox.clear_log();
            sandbox::Fault fault;
            fault.method = "POST";
            fault.path = "/contacts";
            fault.kind = kind;
            fault.when = when;
            fault.status = 503;
            sandbox.inject(fault);
            NewContact contact;
            contact.address = "new" + std::to_string(++number) + "@b.org";
            const auto created = client.create_contact(contact);
            ASSERT_FALSE(created) << sandbox::name_of(kind);
            EXPECT_EQ(created.error().failure, Failure::FateUnknown) << sandbox::name_of(kind);
            EXPECT_EQ(sandbox.count("POST", "/contacts"), 1U) << sandbox::name_of(kind);
        }
    }
}

TEST_F(SandboxFaultsTest, OddTokenAnswersNeverLoseTheGrant) {
    using sandbox::FaultKind;
    for (const FaultKind kind : {FaultKind::TokenWithoutExpiresIn, FaultKind::TokenWithoutRefresh}) {
        sandbox.expire_access_tokens(account);
        inject("POST", "/token", kind);
        const auto read = client.account();
        ASSERT_TRUE(read) << sandbox::name_of(kind) << ": " << read.error().message;
        EXPECT_TRUE(grants.cell().grant);
    }
}

TEST_F(SandboxFaultsTest, R21_InvalidGrantIsFinal) {
    sandbox.expire_access_tokens(account);
    inject("POST", "/token", sandbox::FaultKind::InvalidGrant);
    EXPECT_EQ(client.account().error().failure, Failure::NotConnected);
    EXPECT_FALSE(grants.cell().grant);
}

TEST_F(SandboxFaultsTest, R21_TwoProcessesShareOneRotatingGrant) {
    MemoryGrants other_grants = grants.other_process();
    TokenSource other_source(other_grants, server, clock);
    Client other(transport, other_source, keeper, clock, random, {}, cancel);
    ASSERT_TRUE(client.account());
    ASSERT_TRUE(other.account());
    for (int day = 0; day < 3; ++day) {
        clock.advance(25h);
        ASSERT_TRUE(other.account());
        ASSERT_TRUE(client.account());
    }
    EXPECT_EQ(server.calls(), 3) << "one renewal a day for both";
}

} // namespace
} // namespace muster::contract
