#include <fmt/format.h>

#include "app/sign_in.hpp"
#include "app/staff.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"

namespace muster::cli {

namespace {

constexpr std::int64_t kEntriesUnlessAsked = 50;

void write_user(json::Writer& writer, app::Installation& installation, const staff::User& user) {
    writer.member("name", user.name).member("role", staff::to_text(user.role));
    writer.member("all_databases", user.scope.all_databases);
    writer.key("databases");
    if (user.scope.all_databases) {
        writer.null();
    } else {
        writer.value(app::database_names(installation, user.scope));
    }
    writer.member("second_factor", user.has_second_factor).member("created", format_instant(user.created));
    writer.key("last_seen");
    if (user.last_seen) {
        writer.value(format_instant(*user.last_seen));
    } else {
        writer.null();
    }
}

std::string scope_words(app::Installation& installation, const staff::User& user) {
    return user.scope.all_databases ? "all databases" : join(app::database_names(installation, user.scope), ", ");
}

void show_one(Session& session, app::Installation& installation, const staff::User& user,
              std::string_view sentence) {
    auto writer = begin_document();
    write_user(writer, installation, user);
    session.console().document(writer.end().text());
    session.console().say(sentence);
}

/// Twice from a terminal, once as a line of anything else.
Result<std::string> read_new_password(Console& console) {
    TRY_ASSIGN(auto password, console.ask_secret("Password: "));
    if (!password) {
        return fail(Code::Invalid, "The password is missing. Type it, or give it as a line on standard input.");
    }
    if (console.options().in_is_terminal) {
        TRY_ASSIGN(const auto again, console.ask_secret("The same once more: "));
        if (again != password) {
            return fail(Code::Invalid, "These are two different passwords. Nothing was changed.");
        }
    }
    return std::move(*password);
}

Result<Exit> add(Session& session, const Given& given) {
    app::NewUser wanted{.name = given.value("NAME")};
    TRY_ASSIGN(wanted.role, staff::parse_role(given.value("--role")));
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(wanted.scope, app::scope_named(*installation, given.values("--database")));
    TRY_ASSIGN(wanted.password, read_new_password(session.console()));
    TRY_ASSIGN(const auto user, app::add_user(*installation, app::command_line_actor(), wanted));
    show_one(session, *installation, user,
             fmt::format("Added the user \"{}\": {}, {}.", user.name, staff::to_text(user.role),
                         scope_words(*installation, user)));
    return Exit::Done;
}

Result<Exit> list(Session& session, const Given&) {
    TRY_ASSIGN(auto* installation, session.installation());
    json::Writer writer(2);
    writer.array();
    Table table({"user", "role", "databases", "second factor", "last seen"});
    for (const auto& user : app::list_users(*installation)) {
        writer.object();
        write_user(writer, *installation, user);
        writer.end();
        table.add({user.name, std::string(staff::to_text(user.role)), scope_words(*installation, user),
                   yes_no(user.has_second_factor), user.last_seen ? format_instant(*user.last_seen) : "-"});
    }
    session.console().document(writer.end().text());
    session.console().say(table.is_empty()
                              ? "There is no user yet. Add one with: muster user add NAME --role administrator"
                              : table.text());
    return Exit::Done;
}

Result<app::UserChange> read_change(app::Installation& installation, const Given& given) {
    app::UserChange change;
    if (given.has("--role")) {
        TRY_ASSIGN(change.role, staff::parse_role(given.value("--role")));
    }
    if (given.has("--all-databases") && given.has("--database")) {
        return fail(Code::Invalid, "Give either --database or --all-databases.");
    }
    if (given.has("--all-databases") || given.has("--database")) {
        TRY_ASSIGN(change.scope, app::scope_named(installation, given.values("--database")));
    }
    return change;
}

Result<Exit> set(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto change, read_change(*installation, given));
    const auto actor = app::command_line_actor();
    const bool takes_off = given.has("--no-second-factor");
    if (!change.role && !change.scope && !takes_off) {
        return fail(Code::Invalid, "There is nothing to change. See muster user set --help.");
    }
    TRY_ASSIGN(auto user, app::change_user(*installation, actor, given.value("NAME"), change));
    if (takes_off) {
        TRY_ASSIGN(user, app::remove_second_factor(*installation, actor, user.name));
    }
    show_one(session, *installation, user,
             fmt::format("The user \"{}\" is now: {}, {}.", user.name, staff::to_text(user.role),
                         scope_words(*installation, user)));
    return Exit::Done;
}

Result<Exit> password(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto known, app::find_user(*installation, given.value("NAME")));
    TRY_ASSIGN(const auto text, read_new_password(session.console()));
    TRY_ASSIGN(const auto user, app::set_password(*installation, app::command_line_actor(), known.name, text));
    show_one(session, *installation, user,
             fmt::format("\"{}\" has a new password, and is signed out everywhere.", user.name));
    return Exit::Done;
}

Result<Exit> sign_out(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto user, app::find_user(*installation, given.value("NAME")));
    TRY(app::end_sessions(*installation, app::command_line_actor(), user.name));
    show_one(session, *installation, user, fmt::format("\"{}\" is signed out everywhere.", user.name));
    return Exit::Done;
}

Result<Exit> remove(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto user, app::remove_user(*installation, app::command_line_actor(), given.value("NAME")));
    show_one(session, *installation, user, fmt::format("Removed the user \"{}\".", user.name));
    return Exit::Done;
}

/// Names of databases as the log shows them.
std::map<std::int64_t, std::string> database_names(app::Installation& installation) {
    std::map<std::int64_t, std::string> names{{staff::kInstallation, "-"}};
    for (const auto& database : installation.store().databases()) {
        names.emplace(database.id.number, database.name);
    }
    return names;
}

Result<staff::AuditFilter> read_audit_filter(app::Installation& installation, const Given& given) {
    staff::AuditFilter filter{.user = given.value("--user"), .action = given.value("--action")};
    if (given.has("--database")) {
        TRY_ASSIGN(const auto database, installation.store().find_database(given.value("--database")));
        filter.database = database.number;
    }
    return filter;
}

void write_entry(json::Writer& writer, const staff::AuditEntry& entry, const std::string& database) {
    writer.object().member("at", format_instant(entry.at)).member("user", entry.actor.name);
    writer.member("from", entry.actor.origin).member("action", entry.deed.action);
    writer.member("record", entry.deed.record).member("details", entry.deed.details);
    writer.key("database");
    if (entry.deed.database == staff::kInstallation) {
        writer.null();
    } else {
        writer.value(database);
    }
    writer.end();
}

Result<Exit> audit(Session& session, const Given& given) {
    TRY_ASSIGN(const auto limit, given.number("--limit", 1, staff::kMostAuditRows));
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto filter, read_audit_filter(*installation, given));
    const auto page = app::audit_log(*installation, filter, {.limit = limit.value_or(kEntriesUnlessAsked)});
    auto names = database_names(*installation);
    auto writer = begin_document();
    writer.member("total", page.total).key("entries").array();
    Table table({"when", "who", "from", "did", "what", "database", "details"});
    for (const auto& entry : page.entries) {
        const auto& database = names[entry.deed.database];
        write_entry(writer, entry, database);
        table.add({format_instant(entry.at), entry.actor.name, entry.actor.origin, entry.deed.action,
                   entry.deed.record, database, entry.deed.details});
    }
    session.console().document(writer.end().end().text());
    session.console().say(table.is_empty() ? "Nothing in the audit log fits." : table.text());
    return Exit::Done;
}

Flag role_flag(bool is_required) {
    return {"--role",    FlagKind::Value,
            "ROLE",      "viewer, operator or administrator",
            is_required, {"viewer", "operator", "administrator"}};
}

Flag databases_flag(std::string help) { return {"--database", FlagKind::Repeated, "NAME", std::move(help), false}; }

} // namespace

std::vector<Command> staff_commands() {
    const Argument name{"NAME", "name of the user"};
    const std::string about_passwords =
        "The password is asked for twice on a terminal, or read as one line of standard input. It has 8 to 128\n"
        "characters and must be none that everybody tries first.";
    return {
        {"user add",
         "add somebody who may sign in to the back office",
         {name},
         {role_flag(true), databases_flag("a database where the role counts (none: all databases)")},
         SideEffects::Staff,
         {"muster user add \"Ana Díaz\" --role administrator",
          "muster user add Ben --role operator --database \"Main Street Chamber\" < password.txt"},
         add,
         about_passwords},
        {"user list", "list the users", {}, {}, SideEffects::Nothing, {}, list, ""},
        {"user set",
         "change what a user may do; it counts at once",
         {name},
         {role_flag(false),
          databases_flag("a database where the role counts from now on"),
          {"--all-databases", FlagKind::Switch, "", "the role counts in all databases from now on", false},
          {"--no-second-factor", FlagKind::Switch, "", "take the second factor off, when the phone is lost",
           false}},
         SideEffects::Staff,
         {"muster user set Ben --role viewer"},
         set,
         ""},
        {"user password",
         "give a user a new password, and sign the user out everywhere",
         {name},
         {},
         SideEffects::Staff,
         {"muster user password Ben"},
         password,
         about_passwords},
        {"user sign-out", "end all sessions of a user", {name}, {}, SideEffects::Staff, {}, sign_out, ""},
        {"user remove",
         "remove a user; the last administrator of all databases stays",
         {name},
         {},
         SideEffects::Staff,
         {},
         remove,
         ""},
        {"audit",
         "show who did what, newest first",
         {},
         {{"--database", FlagKind::Value, "NAME", "only what was done in this database", false},
          {"--user", FlagKind::Value, "NAME", "only what this user did", false},
          {"--action", FlagKind::Value, "ACTION", "only this, e.g. rep.set, or rep for all about Reps", false},
          {"--limit", FlagKind::Value, "N", "at most so many (1 to 500; 50)", false}},
         SideEffects::Nothing,
         {"muster audit --action user"},
         audit,
         ""},
    };
}

} // namespace muster::cli
