// Users, sessions and the audit log.

#include <algorithm>

#include "app/sign_in.hpp"
#include "app/staff.hpp"
#include "base/text.hpp"
#include "web/call.hpp"
#include "web/present.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestPassword = 512; // more than is taken: whoever has a longer one is told so
constexpr std::size_t kMostDatabases = 10'000;
constexpr std::string_view kRoles[] = {"viewer", "operator", "administrator"};
constexpr std::int64_t kRowsUnlessAsked = 100;

staff::Role role_at(std::size_t place) { return static_cast<staff::Role>(place); }

net::Response user_answer(const staff::User& user, int status) {
    json::Writer writer;
    write(writer, user);
    return json_answer(writer, status);
}

staff::Scope read_scope(const Fields& fields) {
    if (!fields.has("databases")) {
        return staff::Scope::all();
    }
    staff::Scope scope{false, fields.numbers("databases", kMostDatabases)};
    std::ranges::sort(scope.databases);
    scope.databases.erase(std::ranges::unique(scope.databases).begin(), scope.databases.end());
    return scope;
}

Answer list_users(Call& call) {
    json::Writer writer;
    writer.array();
    for (const auto& user : app::list_users(call.installation())) {
        write(writer, user);
    }
    writer.end();
    return json_answer(writer);
}

Answer add_user(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"name", "password", "role", "databases"});
    app::NewUser wanted{.name = fields.required_text("name", kLongestName),
                        .password = fields.required_text("password", kLongestPassword),
                        .role = role_at(fields.required_choice("role", kRoles)),
                        .scope = read_scope(fields)};
    TRY(body.check());
    TRY_ASSIGN(const auto user, app::add_user(call.installation(), call.who().actor(), wanted));
    return user_answer(user, 201);
}

/// What a change asks for, in the order in which it is done.
struct WantedChange {
    app::UserChange change;
    std::optional<std::string> password;
    bool takes_second_factor_off = false;
};

WantedChange read_change(const Fields& fields) {
    WantedChange wanted;
    if (const auto role = fields.choice("role", kRoles)) {
        wanted.change.role = role_at(*role);
    }
    if (fields.has("databases") || fields.is_null("databases")) {
        wanted.change.scope = read_scope(fields);
    }
    wanted.password = fields.text("password", kLongestPassword);
    if (const auto second_factor = fields.yes_no("second_factor")) {
        wanted.takes_second_factor_off = !*second_factor;
        if (*second_factor) {
            fields["second_factor"].complain("Only the user can set up a second factor; here it can be taken off.");
        }
    }
    return wanted;
}

Answer change_user(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const WantedChange wanted =
        read_change(Fields(body.root(), {"role", "databases", "password", "second_factor"}));
    TRY(body.check());
    auto& installation = call.installation();
    const auto& name = call.value("user");
    TRY_ASSIGN(auto user, app::find_user(installation, name));
    if (wanted.password && user.id == call.who().user.id) {
        return refuse(ProblemKind::Invalid, "Change your own password under your name: that asks for the old one.");
    }
    if (wanted.password) { // may be refused, so it comes first
        TRY_ASSIGN(user, app::set_password(installation, call.who().actor(), name, *wanted.password));
    }
    if (wanted.change.role || wanted.change.scope) {
        TRY_ASSIGN(user, app::change_user(installation, call.who().actor(), name, wanted.change));
    }
    if (wanted.takes_second_factor_off) {
        TRY_ASSIGN(user, app::remove_second_factor(installation, call.who().actor(), name));
    }
    return user_answer(user, 200);
}

Answer remove_user(Call& call) {
    TRY(app::remove_user(call.installation(), call.who().actor(), call.value("user")));
    return no_content();
}

/// Everybody sees the own ones, who runs the installation sees all.
std::vector<staff::UserSession> visible_sessions(Call& call) {
    auto sessions = app::sessions(call.installation());
    if (!staff::may_run_installation(call.who().user)) {
        std::erase_if(sessions, [&](const auto& one) { return one.session.user_id != call.who().user.id; });
    }
    return sessions;
}

Answer list_sessions(Call& call) {
    json::Writer writer;
    writer.array();
    for (const auto& [session, user] : visible_sessions(call)) {
        writer.object()
            .member("session", session.id)
            .member("user", user)
            .member("started_at", format_instant(session.created))
            .member("last_seen_at", format_instant(session.last_seen))
            .member("address", session.address)
            .member("current", session.id == call.who().session.id)
            .end();
    }
    writer.end();
    return json_answer(writer);
}

Answer end_session(Call& call) {
    const auto& id = call.value("session");
    const auto sessions = visible_sessions(call);
    if (std::ranges::none_of(sessions, [&](const auto& one) { return one.session.id == id; })) {
        return refuse(ProblemKind::NotFound, "There is no such session; it may have ended meanwhile.");
    }
    TRY(app::end_session(call.installation(), call.who().actor(), id));
    if (id == call.who().session.id) {
        call.set_cookie("");
    }
    return no_content();
}

void write_entry(json::Writer& writer, const staff::AuditEntry& entry, const std::vector<store::Database>& known) {
    const auto database =
        std::ranges::find_if(known, [&](const auto& one) { return one.id.number == entry.deed.database; });
    writer.object()
        .member("at", format_instant(entry.at))
        .member("user", entry.actor.name)
        .member("database", database == known.end() ? std::nullopt : std::optional(database->name))
        .member("action", entry.deed.action)
        .member("record", entry.deed.record)
        .member("details", entry.deed.details)
        .member("address", entry.actor.origin)
        .end();
}

Answer list_audit(Call& call) {
    auto query = call.query({"offset", "limit", "database", "user", "action"});
    staff::AuditRange range{.offset = query.number("offset", 0, INT64_MAX).value_or(0),
                            .limit = query.number("limit", 1, staff::kMostAuditRows).value_or(kRowsUnlessAsked)};
    staff::AuditFilter filter{.database = query.number("database", 0, INT64_MAX),
                              .user = query.text("user", 400).value_or(""),
                              .action = query.text("action", 100).value_or("")};
    TRY(query.check());
    const auto page = app::audit_log(call.installation(), filter, range);
    const auto known = call.installation().store().databases();
    json::Writer writer;
    writer.object().member("total", page.total).member("offset", range.offset).key("rows").array();
    for (const auto& entry : page.entries) {
        write_entry(writer, entry, known);
    }
    writer.end().end();
    return json_answer(writer);
}

} // namespace

std::vector<Route> staff_routes() {
    using enum Access;
    using enum Content;
    using enum FreshSignIn;
    return {
        {"GET", "/users", "listUsers", AdministratorOfAll, list_users},
        {"POST", "/users", "addUser", AdministratorOfAll, add_user, "", Json, Always},
        {"PATCH", "/users/{user}", "changeUser", AdministratorOfAll, change_user, "", Json, Always},
        {"DELETE", "/users/{user}", "removeUser", AdministratorOfAll, remove_user, "", None, Always},
        {"GET", "/sessions", "listSessions", SignedIn, list_sessions},
        {"DELETE", "/sessions/{session}", "endSession", SignedIn, end_session},
        {"GET", "/audit", "listAudit", AdministratorOfAll, list_audit},
    };
}

} // namespace muster::web
