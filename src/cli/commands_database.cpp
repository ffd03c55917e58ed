#include <fmt/format.h>

#include "app/databases.hpp"
#include "app/options.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"

namespace muster::cli {

namespace {

void show_one(Console& console, const store::Database& database, std::string_view sentence) {
    auto writer = begin_document();
    write_database(writer, database);
    writer.end();
    console.document(writer.text());
    console.say(sentence);
}

Result<Exit> add(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto database, app::add_database(*installation, given.value("NAME")));
    show_one(session.console(), database, fmt::format("Added the database \"{}\".", database.name));
    return Exit::Done;
}

Result<Exit> list(Session& session, const Given&) {
    TRY_ASSIGN(auto* installation, session.installation());
    json::Writer writer(2);
    writer.array();
    Table table({"database", "members", "reps", "account"});
    for (const auto& database : installation->store().databases()) {
        writer.object();
        write_database(writer, database);
        writer.end();
        const std::string account = database.account_id.empty() ? "-" : database.account_name;
        table.add({database.name, std::to_string(database.members), std::to_string(database.reps),
                   account + (database.account_id.empty() || database.connected ? "" : " (connection lost)")});
    }
    session.console().document(writer.end().text());
    session.console().say(table.is_empty() ? "There is no database yet. Add one with: muster database add NAME"
                                           : table.text());
    return Exit::Done;
}

Result<Exit> rename(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto database, app::rename_database(*installation, given.value("OLD"), given.value("NEW")));
    show_one(session.console(), database, fmt::format("The database is now called \"{}\".", database.name));
    return Exit::Done;
}

Result<Exit> remove(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    const auto& name = given.value("NAME");
    TRY_ASSIGN(const auto database, with_hint(app::remove_database(*installation, name, given.value("--confirm")),
                                              Code::Invalid, fmt::format("Do it with --confirm \"{}\".", name)));
    show_one(session.console(), database,
             fmt::format("Removed the database \"{}\" with {} Members and {} Reps.", database.name,
                         database.members, database.reps));
    return Exit::Done;
}

Result<Exit> set(Session& session, const Given& given) {
    TRY_ASSIGN(const auto assignments, app::parse_assignments(given.values("KEY=VALUE")));
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto database, installation->store().find_database(given.value("NAME")));
    TRY(app::set_database_options(*installation, database, assignments));
    const auto options = app::show_database_options(*installation, database);
    session.console().document(options_document(options));
    session.console().say(options_table(app::database_options(), options));
    return Exit::Done;
}

Result<Exit> show(Session& session, const Given& given) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto id, installation->store().find_database(given.value("NAME")));
    TRY_ASSIGN(const auto database, installation->store().describe_database(id));
    const auto options = app::show_database_options(*installation, id);
    auto writer = begin_document();
    write_database(writer, database);
    writer.key("options").object();
    for (const auto& [key, value] : options) {
        writer.member(key, value);
    }
    session.console().document(writer.end().end().text());
    const std::string account = database.account_id.empty()
                                    ? "not connected"
                                    : fmt::format("{} ({}){}", database.account_name, database.account_id,
                                                  database.connected ? "" : ", connection lost");
    session.console().say(fmt::format("Database: {}\nMembers:  {}\nReps:     {}\nAccount:  {}\n\n{}", database.name,
                                      database.members, database.reps, account,
                                      options_table(app::database_options(), options)));
    return Exit::Done;
}

} // namespace

std::vector<Command> database_commands() {
    const Argument name{"NAME", "name of the database"};
    return {
        {"database add",
         "add a database",
         {name},
         {},
         SideEffects::Records,
         {"muster database add \"Main Street Chamber\""},
         add,
         ""},
        {"database list", "list the databases", {}, {}, SideEffects::Nothing, {}, list, ""},
        {"database rename",
         "give a database another name",
         {{"OLD", "name now"}, {"NEW", "name from now on"}},
         {},
         SideEffects::Records,
         {},
         rename,
         ""},
        {"database remove",
         "remove a database with all that is in it",
         {name},
         {{"--confirm", FlagKind::Value, "NAME", "the name once more", true}},
         SideEffects::Records,
         {"muster database remove Old --confirm Old"},
         remove,
         ""},
        {"database set",
         "change settings of a database",
         {name, {"KEY=VALUE", "setting and value", Count::Many}},
         {},
         SideEffects::Records,
         {"muster database set Main removal_limit_count=25"},
         set,
         options_help(app::database_options())},
        {"database show", "show a database and its settings", {name}, {}, SideEffects::Nothing, {}, show, ""},
    };
}

} // namespace muster::cli
