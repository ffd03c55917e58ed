#pragma once

// A back office without sockets: a real store in a folder of its own, the sandbox behind the transport, a clock
// that is cranked. Every answer is judged by api/openapi.yaml and must carry the headers that each answer carries.

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "app/databases.hpp"
#include "app/office.hpp"
#include "app/sign_in.hpp"
#include "app/staff.hpp"
#include "contract/api_description.hpp"
#include "sandbox/sandbox.hpp"
#include "support/fake_clock.hpp"
#include "web/dispatcher.hpp"

namespace muster::web {

inline constexpr std::string_view kPassword = "correct horse battery";

/// A request as a browser of the back office sends it.
struct Asked {
    std::string method = "GET";
    std::string path; ///< under /api, with its query
    std::string body = {};
    std::string token = {}; ///< of the session, "" for nobody
    std::string content_type = "application/json";
};

class SiteTest : public ::testing::Test {
  protected:
    SiteTest();
    ~SiteTest() override;

    [[nodiscard]] net::Response ask(const Asked& asked);
    /// Of anything, also outside of /api; judged as well.
    [[nodiscard]] net::Response handle(const net::Request& request);
    [[nodiscard]] static net::Request request_for(const Asked& asked);
    [[nodiscard]] net::Response get(const std::string& token, const std::string& path) {
        return ask({.path = path, .token = token});
    }
    [[nodiscard]] net::Response send(const std::string& token, const std::string& method, const std::string& path,
                                     const std::string& body = "") {
        return ask({.method = method, .path = path, .body = body, .token = token});
    }

    /// Makes a user and signs in; the token.
    std::string enter(const std::string& name, staff::Role role, staff::Scope scope = staff::Scope::all());
    /// The token of a new session of somebody who exists.
    std::string enter_again(const std::string& name);
    /// So that the password counts as given long ago; sessions live on.
    void grow_stale() { clock_.advance(std::chrono::minutes{11}); }
    store::DatabaseId add_database(const std::string& name);
    /// Connects the database by the device flow; the sandbox allows it by itself.
    void connect(store::DatabaseId database, const std::string& token);

    /// Waits for a run of this process, however long it takes, and gives its state.
    [[nodiscard]] std::string wait_for(const std::string& run_id);

    /// Called in the thread of the run before each request to Constant Contact leaves. Set while nothing runs.
    std::function<void(const net::Request&)> on_request_;

    std::filesystem::path folder_;
    FakeClock clock_;
    SystemRandom random_; // from several threads
    sandbox::Sandbox sandbox_;
    std::unique_ptr<app::Installation> installation_;
    std::unique_ptr<app::Office> office_;
    std::unique_ptr<Dispatcher> site_;
};

/// The token that an answer's Set-Cookie carries, "" for none.
[[nodiscard]] std::string cookie_of(const net::Response& response);
/// What stands at a JSON pointer of an answer's body, as JSON; "" if nothing does.
[[nodiscard]] std::string at(const net::Response& response, std::string_view pointer);
/// The same for a text, without its quotes.
[[nodiscard]] std::string text_at(const net::Response& response, std::string_view pointer);
/// "not-found", "" if the answer is no problem document.
[[nodiscard]] std::string problem_of(const net::Response& response);

} // namespace muster::web
