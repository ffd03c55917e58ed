#pragma once

// A client on a scripted transport, with a grant that is good for a day.

#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/log.hpp"
#include "constant_contact/client.hpp"
#include "support/fake_clock.hpp"
#include "support/memory_grants.hpp"
#include "support/memory_quota.hpp"
#include "support/scripted_transport.hpp"

namespace muster::constant_contact {

inline constexpr const char* kThrottled = R"({"error_key":"throttled","error_message":"Too Many Requests"})";
inline constexpr const char* kQuotaExceeded = R"({"error_key":"quota_exceeded","error_message":"Limit Exceeded"})";
inline constexpr const char* kUnauthorized = R"({"error_key":"unauthorized","error_message":"Unauthorized"})";
inline constexpr const char* kHtml = "<html><body>Welcome to the airport's network</body></html>";
inline constexpr const char* kContactJson = R"({"contact_id":"c1","email_address":{"address":"a@b.org"}})";
inline constexpr const char* kListJson = R"({"list_id":"l1","name":"Board"})";
inline constexpr const char* kFieldJson =
    R"({"custom_field_id":"f1","label":"Member ID","name":"member_id","type":"string"})";
inline constexpr const char* kActivityJson = R"({"activity_id":"a1","state":"initialized"})";

class ClientTest : public testing::Test {
  protected:
    ClientTest() {
        set_log_level(LogLevel::Off);
        grants.cell().grant = MemoryGrants::good_grant(clock.now());
        new_contact.address = "a@b.org";
        update.address = "a@b.org";
    }
    /// How often `endpoint` was counted.
    std::int64_t counted(const std::string& endpoint) const {
        const auto found = client.counts().by_endpoint.find(endpoint);
        return found == client.counts().by_endpoint.end() ? 0 : found->second;
    }

    FakeClock clock;
    MemoryGrants grants;
    MemoryQuota book;
    SeededRandom random{7};
    ScriptedTransport transport;
    ScriptedTransport auth_transport;
    CancelToken cancel;
    QuotaKeeper keeper{book, clock, "client-1", QuotaLimits{}};
    AuthServer server{auth_transport, keeper, clock, AuthOptions{.client_id = "client-1", .client_secret = ""}};
    TokenSource source{grants, server, clock};
    Client client{transport, source, keeper, clock, random, ClientOptions{}, cancel};
    NewContact new_contact;
    ContactUpdate update;
};

} // namespace muster::constant_contact
