#pragma once

// A sandbox with one account and a token, and short ways to ask it and to look into answers.

#include <charconv>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>

#include "base/json.hpp"
#include "net/server.hpp"
#include "sandbox/sandbox.hpp"
#include "support/fake_clock.hpp"

namespace muster::sandbox {

/// The value at a JSON pointer of a body: a text as it is, anything else as JSON, "" if it is not there.
inline std::string at(const std::string& body, std::string_view pointer) {
    const auto document = json::Document::parse(body);
    if (!document) {
        return "no JSON: " + body;
    }
    json::Problems problems;
    json::Reader reader(*document, problems);
    while (!pointer.empty()) {
        const auto end = pointer.find('/', 1);
        const std::string part(pointer.substr(1, end == std::string_view::npos ? end : end - 1));
        pointer = end == std::string_view::npos ? "" : pointer.substr(end);
        if (!reader.is_array()) {
            reader = reader[part];
            continue;
        }
        std::size_t wanted = 0;
        std::from_chars(part.data(), part.data() + part.size(), wanted);
        std::size_t place = 0;
        json::Reader found = reader["no such member"];
        reader.each([&](const json::Reader& one) { found = place++ == wanted ? one : found; });
        reader = found;
    }
    return reader.is_string() ? reader.text_or("") : reader.raw();
}

inline std::size_t size_at(const std::string& body, std::string_view key) {
    const auto document = json::Document::parse(body);
    if (!document) {
        return 0;
    }
    json::Problems problems;
    return json::Reader(*document, problems)[key].size();
}

class SandboxTest : public testing::Test {
  protected:
    SandboxTest() { token = sandbox.issue_token(account).access_token; }

    static Options options() {
        Options chosen;
        chosen.calls_per_second = 0;
        chosen.token_calls_per_second = 0;
        return chosen;
    }

    net::Response call(std::string_view method, std::string_view path, std::string body = "") {
        net::Request request{std::string(method), "/v3" + std::string(path), {}, std::move(body)};
        request.headers.set("Authorization", "Bearer " + token);
        if (!request.body.empty()) {
            request.headers.set("Content-Type", "application/json");
        }
        return sandbox.handle(request);
    }
    net::Response get(std::string_view path) { return call("GET", path); }
    net::Response post(std::string_view path, std::string body) { return call("POST", path, std::move(body)); }
    net::Response put(std::string_view path, std::string body) { return call("PUT", path, std::move(body)); }

    /// A form to the authorisation server.
    net::Response form(std::string_view path, const std::vector<std::pair<std::string, std::string>>& pairs) {
        net::Request request{"POST", "/oauth2/default/v1" + std::string(path), {}, net::encode_form(pairs)};
        request.headers.set("Content-Type", "application/x-www-form-urlencoded");
        return sandbox.handle(request);
    }

    void set(std::string_view name, std::string_view value) {
        const auto done = sandbox.set_switch(name, value);
        ASSERT_TRUE(done) << done.error().message;
    }
    std::string add(const std::string& address, std::vector<std::string> lists = {}) {
        NewContact person;
        person.address = address;
        person.first_name = "Ann";
        person.last_name = "Lee";
        person.lists = std::move(lists);
        return sandbox.add_contact(account, person).value();
    }
    std::string add_list(std::string_view name) { return sandbox.add_list(account, name).value(); }
    Contact contact(std::string_view address) { return sandbox.contact(account, address).value_or(Contact{}); }
    /// Imports rows (each a JSON object) into lists and gives the finished job.
    Activity import(const std::vector<std::string>& rows, const std::vector<std::string>& lists) {
        json::Writer writer;
        writer.object().key("import_data").array();
        for (const auto& row : rows) {
            writer.raw(row);
        }
        writer.end().member("list_ids", lists).end();
        const auto answer = post("/activities/contacts_json_import", writer.take());
        EXPECT_EQ(answer.status, 201) << answer.body;
        return activity(at(answer.body, "/activity_id"));
    }
    Activity activity(const std::string& id) {
        for (const auto& one : sandbox.activities(account)) {
            if (one.id == id) {
                return one;
            }
        }
        ADD_FAILURE() << "no activity " << id;
        return {};
    }
    void inject(std::string_view method, std::string_view path, FaultKind kind, When when = When::Before) {
        Fault fault;
        fault.method = method;
        fault.path = path;
        fault.kind = kind;
        fault.when = when;
        sandbox.inject(fault);
    }

    FakeClock clock;
    SeededRandom random{11};
    Sandbox sandbox{options(), clock, random};
    AccountId account = sandbox.add_account("Main Street Chamber");
    std::string token;
};

} // namespace muster::sandbox
