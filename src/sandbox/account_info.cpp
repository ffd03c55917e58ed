// The account itself: summary and privileges (contract, sections 2.4 and 11).

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "sandbox/call.hpp"

namespace muster::sandbox {

namespace {

net::Response get_summary(Call& call) {
    const auto extra = split_list(call.parameter("extra_fields").value_or(""), ',');
    for (const auto& field : extra) {
        if (field != "physical_address" && field != "company_logo") {
            return error_object(400, "account.api.validation.error", "extra_fields does not have a valid value");
        }
    }
    json::Writer writer;
    writer.object().member("contact_email", "owner@sandbox.example").member("contact_phone", "555-0100");
    writer.member("country_code", "US").member("encoded_account_id", call.account->id);
    writer.member("first_name", "Sandra").member("last_name", "Box");
    writer.member("organization_name", call.account->name).member("organization_phone", "555-0100");
    writer.member("state_code", "MA").member("time_zone_id", "US/Eastern");
    writer.member("website", "http://sandbox.example");
    if (std::find(extra.begin(), extra.end(), "physical_address") != extra.end()) {
        writer.key("physical_address").object().member("address_line1", "1 Sandbox Way").member("city", "Waltham");
        writer.member("state_code", "MA").member("postal_code", "02451").member("country_code", "US").end();
    }
    writer.end();
    return json_answer(200, writer.take());
}

net::Response get_privileges(Call&) {
    constexpr std::array<std::string_view, 6> kPrivileges{"account:read",        "account:update",
                                                          "contacts:read",       "contacts:write",
                                                          "contacts:lists:read", "contacts:lists:write"};
    json::Writer writer;
    writer.array();
    for (std::size_t place = 0; place < kPrivileges.size(); ++place) {
        writer.object().member("privilege_id", place + 1).member("privilege_name", kPrivileges.at(place)).end();
    }
    writer.end();
    return json_answer(200, writer.take());
}

} // namespace

Routes account_routes() {
    return {
        {"GET", "/account/summary", "account_read", get_summary},
        {"GET", "/account/user/privileges", "", get_privileges},
    };
}

} // namespace muster::sandbox
