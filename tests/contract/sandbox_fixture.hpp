#pragma once

// A client on the sandbox, in process, with the description as judge over everything that passes between them.

#include <memory>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "base/log.hpp"
#include "constant_contact/client.hpp"
#include "contract/openapi.hpp"
#include "sandbox/sandbox.hpp"
#include "support/fake_clock.hpp"
#include "support/memory_grants.hpp"
#include "support/memory_quota.hpp"
#include "support/sandbox_transport.hpp"

namespace muster::contract {

class SandboxClientTest : public testing::Test {
  protected:
    SandboxClientTest() {
        set_log_level(LogLevel::Off);
        account = sandbox.add_account("Main Street Chamber");
        const sandbox::Tokens tokens = sandbox.issue_token(account);
        constant_contact::Grant grant = MemoryGrants::good_grant(clock.now());
        grant.access_token = tokens.access_token;
        grant.refresh_token = tokens.refresh_token;
        grant.access_expires_at = clock.now() + tokens.expires_in;
        grants.cell().grant = grant;
    }
    void SetUp() override {
        if (description == nullptr) {
            GTEST_SKIP() << "The API description is not at " << OpenApi::path()
                         << ", so there is nothing to judge by.";
        }
    }
    void TearDown() override {
        if (description != nullptr) {
            for (const std::string& violation : watch.violations()) {
                ADD_FAILURE() << violation;
            }
        }
    }
    void set(std::string_view name, std::string_view value) {
        const auto done = sandbox.set_switch(name, value);
        ASSERT_TRUE(done) << done.error().message;
    }
    std::string add_person(const std::string& address, std::vector<std::string> lists = {}) {
        sandbox::NewContact person;
        person.address = address;
        person.first_name = "Ann";
        person.last_name = "Lee";
        person.lists = std::move(lists);
        const auto added = sandbox.add_contact(account, person);
        EXPECT_TRUE(added) << (added ? "" : added.error().message);
        return added.value_or("");
    }

    std::shared_ptr<const OpenApi> description = OpenApi::load();
    ContractWatch watch{description};
    FakeClock clock;
    SeededRandom random{3};
    sandbox::Sandbox sandbox{sandbox::Options{}, clock, random};
    SandboxTransport transport{sandbox, &clock, [this](const net::Request& request, const net::Response& response) {
                                   if (description != nullptr) {
                                       watch(request, response);
                                   }
                               }};
    MemoryGrants grants;
    MemoryQuota book;
    CancelToken cancel;
    constant_contact::QuotaKeeper keeper{book, clock, "sandbox-client", {}};
    constant_contact::AuthServer server{
        transport, keeper, clock,
        constant_contact::AuthOptions{.client_id = "sandbox-client", .client_secret = ""}};
    constant_contact::TokenSource source{grants, server, clock};
    constant_contact::Client client{transport, source, keeper, clock, random, {}, cancel};
    sandbox::AccountId account;
};

} // namespace muster::contract
