// The walk: every route, every role, another database's ids. What the table says is what happens.

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "app/records.hpp"
#include "unit/web/site_fixture.hpp"
#include "web/route.hpp"

namespace muster::web {
namespace {

constexpr std::string_view kUnknownId = "no-such-thing";

/// Who knocks.
struct Knocker {
    const char* name;
    std::string token;
    bool is_signed_in = true;
    std::optional<staff::Role> role_here; ///< in the first database
    bool runs_installation = false;
};

class AccessTest : public SiteTest {
  protected:
    AccessTest() {
        main_ = add_database("Main");
        other_ = add_database("Other");
        const auto only = [](store::DatabaseId database) { return staff::Scope{false, {database.number}}; };
        using enum staff::Role;
        knockers_ = {
            {"nobody", "", false, {}, false},
            {"a guess", "AAAAAAAAAAAAAAAAAAAAAA", false, {}, false},
            {"viewer", enter("viewer", Viewer, only(main_)), true, Viewer, false},
            {"operator", enter("operator", Operator, only(main_)), true, Operator, false},
            {"administrator", enter("administrator", Administrator, only(main_)), true, Administrator, false},
            {"viewer of the other", enter("other viewer", Viewer, only(other_)), true, {}, false},
            {"administrator of the other", enter("other", Administrator, only(other_)), true, {}, false},
            {"viewer of all", enter("viewer of all", Viewer), true, Viewer, false},
            {"operator of all", enter("operator of all", Operator), true, Operator, false},
            {"administrator of all", enter("administrator of all", Administrator), true, Administrator, true},
        };
    }

    /// The route's path with ids that do not exist, so that nothing changes however far a request comes.
    static std::string path_of(const Route& route, const std::string& database) {
        std::string path;
        std::string_view rest = route.path;
        while (!rest.empty()) {
            const auto open = std::min(rest.find('{'), rest.size());
            path += rest.substr(0, open);
            rest.remove_prefix(open);
            if (!rest.empty()) {
                const auto close = rest.find('}');
                path += rest.substr(1, close - 1) == "database" ? database : std::string(kUnknownId);
                rest.remove_prefix(close + 1);
            }
        }
        return path;
    }

    net::Response knock(const Route& route, const std::string& token, const std::string& database) {
        Asked asked{.method = std::string(route.method), .path = path_of(route, database), .token = token};
        if (route.content == Content::Json) {
            asked.body = R"({"nonsense":1})"; // stops behind the door
        } else if (route.content == Content::Csv) {
            asked.body = "x";
            asked.content_type = "text/csv";
        }
        return ask(asked);
    }

    static bool may(const Route& route, const Knocker& knocker) {
        switch (route.access) {
        case Access::Public:
            return true;
        case Access::SignedIn:
            return knocker.is_signed_in;
        case Access::Viewer:
            return knocker.role_here.has_value();
        case Access::Operator:
            return knocker.role_here >= staff::Role::Operator;
        case Access::Administrator:
            return knocker.role_here == staff::Role::Administrator;
        case Access::AdministratorOfAll:
            return knocker.runs_installation;
        }
        return false;
    }

    static bool has_database(const Route& route) { return route.path.find("{database}") != std::string_view::npos; }

    /// Each knocker that the walk itself signs out or removes is entered anew by the next route.
    static bool ends_the_session(const Route& route) { return route.operation == "signOut"; }

    store::DatabaseId main_, other_;
    std::vector<Knocker> knockers_;
};

TEST_F(AccessTest, EveryRouteLetsInWhomTheTableNamesAndNobodyElse) {
    for (const auto& route : route_table()) {
        for (const auto& knocker : knockers_) {
            if (ends_the_session(route) && knocker.is_signed_in) {
                continue;
            }
            const auto response = knock(route, knocker.token, std::to_string(main_.number));
            const auto what =
                fmt::format("{} as {}: {} {}", route.operation, knocker.name, response.status, response.body);
            if (may(route, knocker)) {
                EXPECT_NE(problem_of(response), "sign-in") << what;
                EXPECT_NE(response.body.find("There is no such database"), 0U) << what;
                EXPECT_EQ(response.body.find("This needs the role"), std::string::npos) << what;
            } else if (!knocker.is_signed_in) {
                EXPECT_EQ(response.status, 401) << what;
                EXPECT_EQ(problem_of(response), "sign-in") << what;
            } else if (has_database(route) && !knocker.role_here) {
                EXPECT_EQ(response.status, 404) << what;
                EXPECT_EQ(text_at(response, "/detail"), "There is no such database.") << what;
            } else {
                EXPECT_EQ(response.status, 403) << what;
                EXPECT_EQ(problem_of(response), "not-allowed") << what;
            }
        }
    }
}

TEST_F(AccessTest, ADatabaseThatOneMayNotSeeAnswersLikeOneThatIsNotThere) {
    const auto& outsider = knockers_.at(6); // administrator of the other
    const auto& master = knockers_.at(9);
    for (const auto& route : route_table()) {
        if (!has_database(route)) {
            continue;
        }
        const auto hidden = knock(route, outsider.token, std::to_string(main_.number));
        for (const auto* database : {"999", "0", "-1", "x", "1x", "99999999999999999999", "%31%20"}) {
            const auto absent = knock(route, outsider.token, database);
            EXPECT_EQ(absent.status, 404) << route.operation << " " << database;
            EXPECT_EQ(absent.body, hidden.body) << route.operation << " " << database;
            EXPECT_EQ(knock(route, master.token, database).body, hidden.body) << route.operation << " " << database;
        }
    }
}

/// Things that the database has and another has not, by their names in the paths.
std::map<std::string_view, std::string> fill(app::Installation& installation, store::DatabaseId main) {
    using app::EditMode;
    (void)app::edit_member(installation, main, EditMode::Add, "M1", {{"company", "Bakery"}, {"status", "ACT"}});
    (void)app::edit_rep(installation, main, EditMode::Add, "R1",
                        {{"member_id", "M1"}, {"email", "r1@example.org"}});
    (void)app::edit_status(installation, main, "HON", {{"description", "Honorary"}});
    (void)app::add_group(installation, main, "Board");
    (void)app::add_attribute(installation, main, "Board");
    const sync::Report report{
        .run_id = "run-of-main", .started_by = "Ada", .started_at = installation.clock().now()};
    (void)installation.store().journal(main)->begin(report, report.started_at);
    return {{"{member_id}", "M1"},
            {"{rep_id}", "R1"},
            {"{code}", "HON"},
            {"{name}", "Board"},
            {"{run_id}", "run-of-main"}};
}

/// A path of the table with the values put in.
std::string filled(std::string path, const std::map<std::string_view, std::string>& values) {
    for (const auto& [name, value] : values) {
        if (const auto place = path.find(name); place != std::string::npos) {
            path.replace(place, name.size(), value);
        }
    }
    return path;
}

TEST_F(AccessTest, OneDatabasesIdsMeanNothingInAnother) {
    auto ids = fill(*installation_, main_);
    ids["{upload_id}"] = text_at(ask({.method = "POST",
                                      .path = "/databases/" + std::to_string(main_.number) + "/uploads?name=m.csv",
                                      .body = "member_id\n",
                                      .token = knockers_.at(9).token,
                                      .content_type = "text/csv"}),
                                 "/upload_id");
    const auto ask_in = [&](const Route& route, store::DatabaseId database) {
        auto values = ids;
        values["{database}"] = std::to_string(database.number);
        const bool renames = route.operation.starts_with("rename");
        return ask({.method = std::string(route.method),
                    .path = filled(std::string(route.path), values),
                    .body = route.content == Content::None ? ""
                            : renames                      ? R"({"name":"Renamed"})"
                                                           : R"({"fields":{}})",
                    .token = knockers_.at(9).token});
    };
    std::size_t tried = 0;
    for (const auto& route : route_table()) {
        const std::string path(route.path);
        const bool takes_id =
            std::ranges::any_of(ids, [&](const auto& one) { return path.find(one.first) != std::string::npos; });
        if (!has_database(route) || !takes_id ||
            route.operation == "setStatus") { // that one makes what is not there
            continue;
        }
        ++tried;
        const auto foreign = ask_in(route, other_);
        EXPECT_EQ(foreign.status, 404) << route.operation << foreign.body;
        EXPECT_NE(text_at(foreign, "/detail"), "There is no such database.") << route.operation;
    }
    EXPECT_EQ(tried, 18U);
    for (const auto& route : route_table()) { // all of it is still there, for its own database
        if (route.operation == "getRep" || route.operation == "getMember" || route.operation == "getRun") {
            EXPECT_EQ(ask_in(route, main_).status, 200) << route.operation;
        }
    }
}

TEST_F(AccessTest, OneDatabasesIdsInBodiesAndQueriesMeanNothingInAnother) {
    fill(*installation_, main_);
    connect(other_, knockers_.at(9).token);
    const auto& master = knockers_.at(9).token;
    const auto base = "/databases/" + std::to_string(other_.number);
    struct Case {
        const char* path;
        std::string body;
        int status;
    };
    for (
        const auto& each : {
            Case{"/reps", R"({"id":"R9","fields":{"member_id":"M1"}})", 422},
            Case{"/members", R"({"id":"M9","fields":{"status":"HON"}})", 422},
            Case{"/procedures", R"({"procedure":"add_to_group","name":"Board","reps":{"rep_ids":["R1"]}})", 404},
            Case{"/runs", R"({"retry":"run-of-main"})", 404},
            Case{"/runs", R"({"undo":"run-of-main","preview":true})", 404},
            Case{"/runs", R"({"confirm":{"run_id":"run-of-main","removals":1}})", 404},
            Case{
                "/runs",
                R"({"selections":{"list_groups":["Board"],"custom_fields":[],"member_filter":[],"rep_filter":[]}})",
                422},
            Case{"/people/put-back", R"({"address":"r1@example.org"})", 404},
        }) {
        const auto answered = send(master, "POST", base + each.path, each.body);
        EXPECT_EQ(answered.status, each.status) << each.path << each.body << answered.body;
    }
    const auto deleted =
        send(master, "POST", base + "/procedures", R"({"procedure":"delete_reps","reps":{"rep_ids":["R1"]}})");
    EXPECT_EQ(at(deleted, "/changed"), "0") << deleted.body;
    for (const auto* path : {"/reps?member=M1", "/reps?group=Board", "/reps?attribute=Board", "/reps?search=R1",
                             "/members?status=HON", "/members?search=Bakery", "/runs"}) {
        const auto listed = get(master, base + path);
        EXPECT_TRUE(listed.status == 404 || at(listed, "/total") == "0") << path << listed.body;
    }
    EXPECT_EQ(get(master, base + "/people?address=r1@example.org").status, 404);
    EXPECT_EQ(get(master, "/databases/" + std::to_string(main_.number) + "/reps/R1").status, 200);
}

TEST_F(AccessTest, ReadingChangesNothing) {
    auto values = fill(*installation_, main_);
    values["{database}"] = std::to_string(main_.number);
    values["{kind}"] = "reps";
    values["{attempt}"] = kUnknownId;
    const auto& master = knockers_.at(9).token;
    const auto read_all = [&] {
        std::map<std::string, std::string> answers;
        for (const auto& route : route_table()) {
            if (route.method != "GET" || route.operation == "watchRun" || route.operation == "listAudit") {
                continue; // that one tells of the exports
            }
            const std::string query = route.operation == "explainPerson" ? "?address=r1@example.org" : "";
            const auto answered = get(master, filled(std::string(route.path), values) + query);
            EXPECT_TRUE(answered.status == 200 || route.operation == "getDeviceLogin") << route.operation;
            answers.emplace(route.operation, answered.body);
        }
        return answers;
    };
    const auto before = read_all();
    EXPECT_GT(before.size(), 25U);
    EXPECT_EQ(read_all(), before);
    const auto log = get(master, "/audit?limit=500");
    for (const auto* word : {"rep.set", "sync", "settings.set", "schedule.set"}) {
        EXPECT_EQ(log.body.find(word), std::string::npos) << word;
    }
}

TEST_F(AccessTest, WhatNeedsAFreshSignInAsksForThePassword) {
    grow_stale();
    for (const auto& route : route_table()) {
        if (route.fresh != FreshSignIn::Always) {
            continue;
        }
        const auto response = knock(route, knockers_.at(9).token, std::to_string(main_.number));
        EXPECT_EQ(response.status, 403) << route.operation;
        EXPECT_EQ(problem_of(response), "fresh-sign-in") << route.operation;
    }
}

TEST_F(AccessTest, NoRouteThatChangesSomethingTakesARequestOfAnotherSite) {
    for (const auto& route : route_table()) {
        if (route.method == "GET") {
            continue;
        }
        Asked asked{.method = std::string(route.method),
                    .path = path_of(route, std::to_string(main_.number)),
                    .body = route.content == Content::None ? "" : "{}",
                    .token = knockers_.at(9).token};
        for (const auto& [header, value] :
             {std::pair{"X-Muster-Request", ""}, std::pair{"Sec-Fetch-Site", "cross-site"},
              std::pair{"Origin", "https://evil.example"}}) {
            auto request = request_for(asked);
            request.headers.set(header, value);
            const auto response = handle(request);
            EXPECT_EQ(problem_of(response), "wrong-origin") << route.operation << " " << header;
        }
    }
}

TEST_F(AccessTest, NothingIsChangedByReading) {
    for (const auto& route : route_table()) {
        if (route.method == "GET") {
            EXPECT_EQ(route.content, Content::None) << route.operation;
        }
    }
}

} // namespace
} // namespace muster::web
