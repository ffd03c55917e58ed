#include "web/dispatcher.hpp"

#include "support/patient_clock.hpp"
#include "support/store_place.hpp"
#include "unit/web/site_fixture.hpp"

namespace muster::web {
namespace {

class DispatcherTest : public SiteTest {
  protected:
    net::Response page(const std::string& method, const std::string& target) {
        net::Request request{.method = method, .target = target, .headers = {}, .body = {}, .peer = "127.0.0.1"};
        request.headers.add("Host", "127.0.0.1:8080");
        return handle(request);
    }
};

TEST_F(DispatcherTest, EveryAnswerCarriesTheSameStrictPolicy) {
    for (const auto& response : {page("GET", "/"), page("GET", "/healthz"), page("GET", "/readyz"),
                                 page("POST", "/"), page("GET", "/api/nothing"), page("GET", "/api/openapi.yaml"),
                                 page("GET", "/assets/none.js"), page("GET", "nowhere")}) {
        EXPECT_EQ(response.headers.get("Content-Security-Policy"),
                  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
                  "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'");
        EXPECT_EQ(response.headers.get("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(response.headers.get("Referrer-Policy"), "no-referrer");
        EXPECT_EQ(response.headers.get("Cross-Origin-Opener-Policy"), "same-origin");
        EXPECT_EQ(response.headers.get("Strict-Transport-Security"), std::nullopt);
    }
}

TEST_F(DispatcherTest, AsksForTlsForGoodWhereItCameOverTls) {
    auto request = request_for({.path = "/setup"});
    request.is_tls = true;
    const auto response = handle(request);
    EXPECT_EQ(response.headers.get("Strict-Transport-Security"), "max-age=63072000");
}

TEST_F(DispatcherTest, NothingOfTheApiIsKeptByABrowser) {
    EXPECT_EQ(get("", "/setup").headers.get("Cache-Control"), "no-store");
    EXPECT_EQ(get("", "/session").headers.get("Cache-Control"), "no-store");
}

TEST_F(DispatcherTest, RefusesAHostThatIsNotIts) { // DNS rebinding
    for (const auto* path : {"/setup", "/session"}) {
        auto request = request_for({.path = path});
        request.headers.set("Host", "evil.example:8080");
        const auto response = handle(request);
        EXPECT_EQ(response.status, 403);
        EXPECT_EQ(problem_of(response), "wrong-origin");
    }
}

TEST_F(DispatcherTest, RefusesWhatPagesOfOtherSitesSend) {
    const auto token = enter("Ana", staff::Role::Administrator);
    const Asked asked{.method = "POST", .path = "/databases", .body = R"({"name":"Main"})", .token = token};
    for (const auto& [name, value] :
         {std::pair{"Origin", "https://evil.example"}, std::pair{"Sec-Fetch-Site", "cross-site"},
          std::pair{"X-Muster-Request", "yes"}}) {
        auto request = request_for(asked);
        request.headers.set(name, value);
        const auto response = handle(request);
        EXPECT_EQ(response.status, 403) << name;
        EXPECT_EQ(problem_of(response), "wrong-origin") << name;
    }
    EXPECT_EQ(at(get(token, "/databases"), ""), "[]");
    EXPECT_EQ(ask(asked).status, 201);
}

TEST_F(DispatcherTest, TellsWhichMethodsThereAre) {
    const auto response = send("", "PATCH", "/session");
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.headers.get("Allow"), "GET, HEAD, POST, DELETE");
    EXPECT_EQ(problem_of(response), "wrong-method");
    EXPECT_EQ(page("DELETE", "/").status, 405);
    EXPECT_EQ(page("DELETE", "/").headers.get("Allow"), "GET, HEAD");
}

TEST_F(DispatcherTest, KnowsNoOtherPaths) {
    for (const auto* path :
         {"", "/", "/nothing", "/session/", "//session", "/databases/1/nothing", "/setup/%2e%2e/users"}) {
        const auto response = get(enter("Ana" + std::string(path), staff::Role::Administrator), path);
        EXPECT_EQ(response.status, 404) << path;
        EXPECT_EQ(problem_of(response), "not-found") << path;
    }
}

TEST_F(DispatcherTest, TakesBodiesOfTheRightKindAndLengthOnly) {
    const auto token = enter("Ana", staff::Role::Administrator);
    struct Case {
        const char* what;
        Asked asked;
        int status;
        const char* problem;
    };
    const std::string long_body = R"({"name":")" + std::string(1024 * 1024, 'x') + R"("})";
    for (const auto& [what, asked, status, problem] : {
             Case{"not JSON", {"POST", "/databases", "name=Main", token}, 400, "invalid"},
             Case{"a form",
                  {"POST", "/databases", "name=Main", token, "application/x-www-form-urlencoded"},
                  415,
                  "wrong-type"},
             Case{"text", {"POST", "/databases", "{}", token, "text/plain"}, 415, "wrong-type"},
             Case{"no type", {"POST", "/databases", "{}", token, ""}, 415, "wrong-type"},
             Case{"nothing", {"POST", "/databases", "", token}, 415, "wrong-type"},
             Case{"too long", {"POST", "/databases", long_body, token}, 413, "too-large"},
             Case{"unwanted", {"DELETE", "/session", "{}", token}, 400, "invalid"},
             Case{"too deep", {"POST", "/databases", std::string(100, '['), token}, 400, "invalid"},
             Case{"an unknown member", {"POST", "/databases", R"({"name":"Main","id":7})", token}, 422, "invalid"},
             Case{"another charset",
                  {"POST", "/databases", R"({"name":"Main"})", token, "application/json; charset=utf-8"},
                  201,
                  ""},
         }) {
        const auto response = ask(asked);
        EXPECT_EQ(response.status, status) << what << response.body;
        EXPECT_EQ(problem_of(response), problem) << what;
    }
}

TEST_F(DispatcherTest, LooksForTheSessionOnlyInTheCookieOfItsWay) {
    const auto token = enter("Ana", staff::Role::Administrator);
    auto over_tls = request_for({.path = "/session", .token = token});
    over_tls.is_tls = true;
    over_tls.headers.set("Origin", "https://127.0.0.1:8080");
    EXPECT_EQ(handle(over_tls).status, 401);
    over_tls.headers.set("Cookie", "__Host-muster=" + token);
    EXPECT_EQ(handle(over_tls).status, 200);
    auto twice = request_for({.path = "/session", .token = token});
    twice.headers.add("Cookie", "muster=other");
    EXPECT_EQ(handle(twice).status, 401);
}

TEST_F(DispatcherTest, TellsWhetherItIsWellWithoutASignIn) {
    net::Request request{.target = "/healthz", .headers = {}, .body = {}, .peer = "127.0.0.1"};
    request.headers.add("Host", "load-balancer-probe");
    const auto response = handle(request);
    EXPECT_EQ(response.status, 503); // the office's threads were not started
    EXPECT_EQ(response.body, R"({"well":false,"hanging":["progress","schedule","notices","uploads"]})");
}

TEST_F(DispatcherTest, TellsWhetherItCanTakeWorkWithoutASignIn) {
    net::Request request{.target = "/readyz", .headers = {}, .body = {}, .peer = "192.0.2.7"};
    request.headers.add("Host", "load-balancer-probe");
    const auto before = handle(request);
    EXPECT_EQ(before.status, 503);
    EXPECT_EQ(before.body, R"({"ready":false,"store_answers":true,"stage":"starting"})");
    PatientClock clock; // the office's threads take one turn and then wait
    const auto installation = app::Installation::open(installation_->settings(), {clock, random_}).value();
    app::Office office(*installation);
    Dispatcher site(office, Reach{});
    office.start();
    const auto open = site.handle(request);
    EXPECT_EQ(open.status, 200);
    EXPECT_EQ(open.body, R"({"ready":true,"store_answers":true,"stage":"open"})");
    office.wind_down();
    const auto stopping = site.handle(request);
    EXPECT_EQ(stopping.status, 503);
    EXPECT_EQ(stopping.body, R"({"ready":false,"store_answers":true,"stage":"stopping"})");
    request.target = "/healthz";
    EXPECT_EQ(site.handle(request).status, 200); // it is alive all the same
}

TEST_F(DispatcherTest, CannotTakeWorkWithoutItsStore) {
    test::connect(installation_->settings().store)->execute("DROP TABLE schedule");
    const auto response = page("GET", "/readyz");
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(response.body, R"({"ready":false,"store_answers":false,"stage":"starting"})");
}

TEST_F(DispatcherTest, AnswersHeadLikeGet) {
    EXPECT_EQ(ask({.method = "HEAD", .path = "/setup"}).status, 200);
    EXPECT_EQ(page("HEAD", "/").status, 200);
    EXPECT_EQ(page("HEAD", "/healthz").status, 503);
    EXPECT_EQ(page("HEAD", "/readyz").status, 503);
}

TEST_F(DispatcherTest, ServesTheDescriptionOfTheApi) {
    const auto response = page("GET", "/api/openapi.yaml");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(response.headers.get("Content-Type"), "application/yaml");
}

TEST_F(DispatcherTest, SaysThatTheStoreIsLost) {
    const auto main = add_database("Main");
    const auto token = enter("Ana", staff::Role::Administrator);
    test::connect(test::store_url(folder_))
        ->execute("INSERT INTO open_problems VALUES (" + std::to_string(main.number) + ", 'nonsense', 0, '', '')");
    const auto response = get(token, "/dashboard");
    EXPECT_EQ(response.status, 503);
    EXPECT_EQ(problem_of(response), "unavailable");
    EXPECT_EQ(response.headers.get("Retry-After"), "5");
}

TEST_F(DispatcherTest, KeepsToItselfWhatBroke) {
    const auto token = enter("Ana", staff::Role::Administrator);
    test::connect(test::store_url(folder_))->execute("DROP TABLE account_bindings");
    const auto response = get(token, "/databases");
    EXPECT_EQ(response.status, 500);
    EXPECT_EQ(text_at(response, "/detail"), "The server could not answer this request; its log says why.");
}

TEST_F(DispatcherTest, SaysThatItIsBusyOrBrokenAsAProblemToo) {
    const auto busy = site_->own_answer({503, "The server is busy; try again in a moment.", true});
    EXPECT_EQ(busy.status, 503);
    EXPECT_EQ(problem_of(busy), "unavailable");
    EXPECT_EQ(busy.headers.get("Strict-Transport-Security"), "max-age=63072000");
    EXPECT_EQ(problem_of(site_->own_answer({500, "It broke.", false})), "failed");
    Dispatcher behind_a_proxy(*office_, {.public_url = parse_public_url("https://crm.example.org").value()});
    EXPECT_TRUE(behind_a_proxy.own_answer({400, "Not understood."}).headers.get("Strict-Transport-Security"));
}

} // namespace
} // namespace muster::web
