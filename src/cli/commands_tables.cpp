#include <fmt/format.h>

#include "app/records.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"

namespace muster::cli {

namespace {

using Named = std::vector<roster::RecordBook::Named>;

void show_names(Console& console, const Named& names, const std::string& heading, const std::string& none) {
    json::Writer writer(2);
    writer.array();
    Table table({heading, "reps"});
    for (const auto& named : names) {
        writer.object().member("name", named.name).member("reps", named.reps).end();
        table.add({named.name, std::to_string(named.reps)});
    }
    console.document(writer.end().text());
    console.say(table.is_empty() ? none : table.text());
}

void say_done(Console& console, const std::string& name, const std::string& sentence) {
    auto writer = begin_document();
    console.document(writer.member("name", name).end().text());
    console.say(sentence);
}

Result<Exit> group_list(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto groups, app::list_groups(*target.installation, target.database));
    show_names(session.console(), groups, "group",
               "There is no Rep Group yet. Add one with: muster group add NAME");
    return Exit::Done;
}

Result<Exit> attribute_list(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto attributes, app::list_attributes(*target.installation, target.database));
    show_names(session.console(), attributes, "attribute", "There is no Rep Attribute yet.");
    return Exit::Done;
}

Result<Exit> group_add(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY(app::add_group(*target.installation, target.database, given.value("NAME")));
    say_done(session.console(), given.value("NAME"),
             fmt::format("Added the Rep Group \"{}\".", given.value("NAME")));
    return Exit::Done;
}

Result<Exit> group_rename(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY(app::rename_group(*target.installation, target.database, given.value("OLD"), given.value("NEW")));
    say_done(session.console(), given.value("NEW"),
             fmt::format("The Rep Group is now called \"{}\".", given.value("NEW")));
    return Exit::Done;
}

Result<Exit> group_remove(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY(app::remove_group(*target.installation, target.database, given.value("NAME")));
    say_done(session.console(), given.value("NAME"),
             fmt::format("Removed the Rep Group \"{}\".", given.value("NAME")));
    return Exit::Done;
}

Result<Exit> attribute_add(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY(app::add_attribute(*target.installation, target.database, given.value("NAME")));
    say_done(session.console(), given.value("NAME"),
             fmt::format("Added the Rep Attribute \"{}\".", given.value("NAME")));
    return Exit::Done;
}

Result<Exit> attribute_rename(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY(app::rename_attribute(*target.installation, target.database, given.value("OLD"), given.value("NEW")));
    say_done(session.console(), given.value("NEW"),
             fmt::format("The Rep Attribute is now called \"{}\".", given.value("NEW")));
    return Exit::Done;
}

Result<Exit> attribute_remove(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY(app::remove_attribute(*target.installation, target.database, given.value("NAME")));
    say_done(session.console(), given.value("NAME"),
             fmt::format("Removed the Rep Attribute \"{}\".", given.value("NAME")));
    return Exit::Done;
}

Result<Exit> status_list(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto statuses, app::list_statuses(*target.installation, target.database));
    json::Writer writer(2);
    writer.array();
    Table table({"code", "description", "active member", "pays dues", "referral", "directory", "members only"});
    for (const auto& status : statuses) {
        writer.object();
        write_status(writer, status);
        writer.end();
        table.add({status.code, status.description, yes_no(status.active_member), yes_no(status.pays_dues),
                   yes_no(status.eligible_for_referral), yes_no(status.list_in_directory),
                   yes_no(status.members_only_access)});
    }
    session.console().document(writer.end().text());
    session.console().say(table.text());
    return Exit::Done;
}

Result<Exit> status_set(Session& session, const Given& given) {
    TRY_ASSIGN(const auto fields, app::parse_assignments(given.values("FIELD=VALUE")));
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto status,
               app::edit_status(*target.installation, target.database, given.value("CODE"), fields));
    auto writer = begin_document();
    write_status(writer, status);
    session.console().document(writer.end().text());
    session.console().say(
        fmt::format("{}: {}, active member: {}.", status.code, status.description, yes_no(status.active_member)));
    return Exit::Done;
}

Result<Exit> status_remove(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY(app::remove_status(*target.installation, target.database, given.value("CODE")));
    auto writer = begin_document();
    session.console().document(writer.member("code", given.value("CODE")).end().text());
    session.console().say(fmt::format("Removed the Member Status {}.", given.value("CODE")));
    return Exit::Done;
}

} // namespace

std::vector<Command> table_commands() {
    const Argument name{"NAME", "name of the Rep Group"};
    const Argument attribute{"NAME", "name of the Rep Attribute"};
    const std::vector<Argument> new_name{{"OLD", "name now"}, {"NEW", "name from now on"}};
    const std::vector<Flag> database{database_flag()};
    return {
        {"group add",
         "add a Rep Group",
         {name},
         database,
         SideEffects::Records,
         {"muster group add Board --database Main"},
         group_add,
         ""},
        {"group list", "list the Rep Groups", {}, database, SideEffects::Nothing, {}, group_list, ""},
        {"group rename",
         "give a Rep Group another name",
         new_name,
         database,
         SideEffects::Records,
         {},
         group_rename,
         ""},
        {"group remove",
         "remove a Rep Group; its Reps stay",
         {name},
         database,
         SideEffects::Records,
         {},
         group_remove,
         ""},
        {"attribute add",
         "add a Rep Attribute",
         {attribute},
         database,
         SideEffects::Records,
         {},
         attribute_add,
         ""},
        {"attribute list", "list the Rep Attributes", {}, database, SideEffects::Nothing, {}, attribute_list, ""},
        {"attribute rename",
         "give a Rep Attribute another name",
         new_name,
         database,
         SideEffects::Records,
         {},
         attribute_rename,
         ""},
        {"attribute remove",
         "remove a Rep Attribute; its Reps stay",
         {attribute},
         database,
         SideEffects::Records,
         {},
         attribute_remove,
         "\"Unsubscribed from CC\" is kept by the updates: it is neither renamed nor removed."},
        {"status list", "list the Member Statuses", {}, database, SideEffects::Nothing, {}, status_list, ""},
        {"status set",
         "change a Member Status, or make a new one",
         {{"CODE", "its code"}, {"FIELD=VALUE", "field and value", Count::Many}},
         database,
         SideEffects::Records,
         {"muster status set HON --database Main description=Honorary active_member=yes"},
         status_set,
         "Fields: description active_member pays_dues eligible_for_referral list_in_directory members_only_access"},
        {"status remove",
         "remove a Member Status that no Member has",
         {{"CODE", "its code"}},
         database,
         SideEffects::Records,
         {},
         status_remove,
         ""},
    };
}

} // namespace muster::cli
