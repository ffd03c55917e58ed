#include "unit/web/site_fixture.hpp"

#include <charconv>
#include <future>
#include <stdexcept>

#include <stdlib.h>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/log.hpp"
#include "support/sandbox_transport.hpp"
#include "support/store_place.hpp"

namespace muster::web {

namespace {

constexpr PasswordCost kCheap{1, 8192};
constexpr const char* kAddress = "127.0.0.1:8080";

sandbox::Options allowing_everything() {
    sandbox::Options options;
    options.first_account = "Main Street";
    options.calls_per_second = 0;
    options.token_calls_per_second = 0;
    options.switches.auto_grant = sandbox::OnOff::On;
    options.public_url = "http://127.0.0.1:8900";
    return options;
}

void expect_headers(const net::Response& response) {
    for (const auto* name :
         {"Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy", "X-Frame-Options",
          "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy", "Permissions-Policy", "Cache-Control"}) {
        EXPECT_TRUE(response.headers.get(name)) << name;
    }
}

/// Calls `visit` with the value at a pointer.
template <class Visit>
void walk(const json::Reader& value, std::string_view pointer, const Visit& visit) {
    if (pointer.empty()) {
        visit(value);
        return;
    }
    const auto end = std::min(pointer.find('/', 1), pointer.size());
    const auto step = pointer.substr(1, end - 1);
    if (!value.is_array()) {
        walk(value[step], pointer.substr(end), visit);
        return;
    }
    std::size_t wanted = 0;
    std::from_chars(step.data(), step.data() + step.size(), wanted);
    std::size_t index = 0;
    value.each([&](const json::Reader& element) {
        if (index++ == wanted) {
            walk(element, pointer.substr(end), visit);
        }
    });
}

} // namespace

SiteTest::SiteTest() : sandbox_(allowing_everything(), clock_, random_) {
    set_log_level(LogLevel::Off);
    std::string name = (std::filesystem::temp_directory_path() / "muster-web-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    app::Settings settings;
    settings.store = test::store_url(folder_);
    settings.key_file = (folder_ / "muster.key").string();
    settings.ctct_api_url = "http://127.0.0.1:8900/v3";
    settings.ctct_auth_url = "http://127.0.0.1:8900/oauth2/default/v1";
    settings.ctct_client_id = "sandbox";
    installation_ =
        app::Installation::open(
            settings,
            {clock_, random_,
             [this] { return std::make_unique<HookedSandboxTransport>(sandbox_, clock_, on_request_); }, kCheap})
            .value();
    office_ = std::make_unique<app::Office>(*installation_);
    site_ = std::make_unique<Dispatcher>(*office_, Reach{});
}

SiteTest::~SiteTest() {
    office_->stop();
    site_.reset();
    office_.reset();
    installation_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
}

net::Request SiteTest::request_for(const Asked& asked) {
    net::Request request{.method = asked.method,
                         .target = "/api" + asked.path,
                         .headers = {},
                         .body = asked.body,
                         .peer = "127.0.0.1"};
    request.headers.add("Host", kAddress);
    request.headers.add("User-Agent", "Firefox");
    request.headers.add("Sec-Fetch-Site", "same-origin");
    request.headers.add("X-Muster-Request", "1");
    if (asked.method != "GET" && asked.method != "HEAD") {
        request.headers.add("Origin", std::string("http://") + kAddress);
    }
    if (!asked.body.empty()) {
        request.headers.add("Content-Type", asked.content_type);
    }
    if (!asked.token.empty()) {
        request.headers.add("Cookie", "muster=" + asked.token);
    }
    return request;
}

net::Response SiteTest::handle(const net::Request& request) {
    clock_.advance(std::chrono::milliseconds{1}); // no two things happen at once
    auto response = site_->handle(request);
    expect_headers(response);
    for (const auto& violation : contract::ApiDescription::project().check_answer(request, response)) {
        ADD_FAILURE() << violation << "\n" << response.body;
    }
    return response;
}

net::Response SiteTest::ask(const Asked& asked) { return handle(request_for(asked)); }

std::string SiteTest::enter(const std::string& name, staff::Role role, staff::Scope scope) {
    const staff::Actor console{"", "root", "command line"};
    auto user = app::add_user(*installation_, console, {name, std::string(kPassword), role, std::move(scope)});
    if (!user) {
        throw std::runtime_error(user.error().message);
    }
    return enter_again(name);
}

std::string SiteTest::enter_again(const std::string& name) {
    json::Writer body;
    body.object().member("name", name).member("password", kPassword).end();
    const auto response = send("", "POST", "/session", body.text());
    if (response.status != 200) {
        throw std::runtime_error(response.body);
    }
    return cookie_of(response);
}

store::DatabaseId SiteTest::add_database(const std::string& name) {
    return app::add_database(*installation_, name).value().id;
}

void SiteTest::connect(store::DatabaseId database, const std::string& token) {
    const auto path = fmt::format("/databases/{}/connection/device", database.number);
    const auto begun = send(token, "POST", path);
    ASSERT_EQ(begun.status, 200) << begun.body;
    const auto attempt = path + "/" + text_at(begun, "/attempt");
    while (text_at(get(token, attempt), "/state") == "waiting") {
        std::this_thread::yield();
    }
    EXPECT_EQ(text_at(get(token, attempt), "/state"), "connected") << get(token, attempt).body;
}

std::string SiteTest::wait_for(const std::string& run_id) {
    std::promise<std::string> state;
    for (const auto& database : installation_->store().databases()) {
        const auto subscription =
            office_->board().subscribe(database.id, run_id, 0, [&](const app::RunProgress& progress) {
                if (progress.end) {
                    state.set_value(std::string(sync::to_text(progress.end->state)));
                }
            });
        if (subscription) {
            return state.get_future().get();
        }
    }
    throw std::runtime_error("Nobody is at run " + run_id + ".");
}

std::string cookie_of(const net::Response& response) {
    const std::string cookie(response.headers.get("Set-Cookie").value_or(""));
    const auto equals = cookie.find('=');
    return equals == std::string::npos ? "" : cookie.substr(equals + 1, cookie.find(';') - equals - 1);
}

std::string at(const net::Response& response, std::string_view pointer) {
    std::string found;
    const auto document = json::Document::parse(response.body);
    if (document) {
        json::Problems problems;
        walk(json::Reader(*document, problems), pointer, [&](const json::Reader& value) { found = value.raw(); });
    }
    return found;
}

std::string text_at(const net::Response& response, std::string_view pointer) {
    std::string found;
    const auto document = json::Document::parse(response.body);
    if (document) {
        json::Problems problems;
        walk(json::Reader(*document, problems), pointer,
             [&](const json::Reader& value) { found = value.text_or(""); });
    }
    return found;
}

std::string problem_of(const net::Response& response) {
    const auto type = text_at(response, "/type");
    constexpr std::string_view kPrefix = "/problems/";
    return type.starts_with(kPrefix) ? type.substr(kPrefix.size()) : "";
}

} // namespace muster::web
