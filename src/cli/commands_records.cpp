#include <fmt/format.h>

#include "app/records.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"

namespace muster::cli {

namespace {

Result<Exit> members(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto listed, app::list_members(*target.installation, target.database, given_filters(given)));
    json::Writer writer(2);
    writer.array();
    Table table({"member_id", "company", "status", "reps", "city", "phone"});
    for (const auto& entry : listed) {
        writer.object();
        write_member(writer, entry.member);
        writer.member("active", entry.is_active).member("reps", entry.reps).end();
        table.add({entry.member.member_id, entry.member.company, entry.status_description,
                   std::to_string(entry.reps), entry.member.address.city, entry.member.phone});
    }
    session.console().document(writer.end().text());
    session.console().say(table.text());
    session.console().note(fmt::format("{} Members.", listed.size()));
    return Exit::Done;
}

Result<Exit> reps(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto listed, app::list_reps(*target.installation, target.database, given_filters(given)));
    json::Writer writer(2);
    writer.array();
    Table table({"rep_id", "name", "company", "email", "groups"});
    for (const auto& row : listed) {
        writer.object();
        write_rep(writer, row.rep);
        writer.member("company", row.member.company).member("active", row.is_active()).end();
        table.add({row.rep.rep_id, row.rep.display_name(), row.member.company, row.rep.email,
                   join(row.rep.groups, "; ")});
    }
    session.console().document(writer.end().text());
    session.console().say(table.text());
    session.console().note(fmt::format("{} Reps.", listed.size()));
    return Exit::Done;
}

Result<Exit> edit_rep(Session& session, const Given& given, app::EditMode mode) {
    TRY_ASSIGN(const auto fields, app::parse_assignments(given.values("FIELD=VALUE")));
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto rep,
               app::edit_rep(*target.installation, target.database, mode, given.value("ID"), fields));
    auto writer = begin_document();
    write_rep(writer, rep);
    session.console().document(writer.end().text());
    session.console().say(fmt::format("{} the Rep {} ({}).", mode == app::EditMode::Add ? "Added" : "Changed",
                                      rep.rep_id, rep.display_name()));
    return Exit::Done;
}

Result<Exit> rep_add(Session& session, const Given& given) { return edit_rep(session, given, app::EditMode::Add); }
Result<Exit> rep_set(Session& session, const Given& given) { return edit_rep(session, given, app::EditMode::Set); }

Result<Exit> rep_remove(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY(app::remove_rep(*target.installation, target.database, given.value("ID")));
    auto writer = begin_document();
    session.console().document(writer.member("rep_id", given.value("ID")).member("removed", true).end().text());
    session.console().say(fmt::format("Removed the Rep {}.", given.value("ID")));
    return Exit::Done;
}

Result<Exit> edit_member(Session& session, const Given& given, app::EditMode mode) {
    TRY_ASSIGN(const auto fields, app::parse_assignments(given.values("FIELD=VALUE")));
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto member,
               app::edit_member(*target.installation, target.database, mode, given.value("ID"), fields));
    auto writer = begin_document();
    write_member(writer, member);
    session.console().document(writer.end().text());
    session.console().say(fmt::format("{} the Member {} ({}).", mode == app::EditMode::Add ? "Added" : "Changed",
                                      member.member_id, member.company));
    return Exit::Done;
}

Result<Exit> member_add(Session& session, const Given& given) {
    return edit_member(session, given, app::EditMode::Add);
}
Result<Exit> member_set(Session& session, const Given& given) {
    return edit_member(session, given, app::EditMode::Set);
}

Result<Exit> member_remove(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    const auto theirs = given.has("--with-reps") ? app::TheirReps::RemoveToo : app::TheirReps::Refuse;
    TRY_ASSIGN(const auto count,
               with_hint(app::remove_member(*target.installation, target.database, given.value("ID"), theirs),
                         Code::Invalid, "--with-reps removes all of them."));
    auto writer = begin_document();
    writer.member("member_id", given.value("ID")).member("removed", true).member("reps_removed", count);
    session.console().document(writer.end().text());
    session.console().say(fmt::format("Removed the Member {}{}.", given.value("ID"),
                                      count == 0 ? "" : fmt::format(" with {} Reps", count)));
    return Exit::Done;
}

std::string columns_help(const std::vector<std::string_view>& columns) {
    std::string line = "Fields:";
    std::string out;
    for (std::size_t i = 1; i < columns.size(); ++i) { // the first is the key
        if (line.size() + columns[i].size() > 100) {
            out += line + "\n";
            line = "  ";
        }
        line += " " + std::string(columns[i]);
    }
    return out + line + "\nA blank value blanks the field; several groups or attributes are separated by \";\".";
}

} // namespace

std::vector<Command> record_commands() {
    const Argument id{"ID", "its id"};
    const Argument fields{"FIELD=VALUE", "field and value", Count::Many};
    const std::vector<Flag> database{database_flag()};
    const std::string rep_help = columns_help(roster::rep_columns());
    const std::string member_help = columns_help(roster::member_columns());
    return {
        {"members",
         "list Members",
         {},
         joined(database, filter_flags()),
         SideEffects::Nothing,
         {"muster members --database Main --member-filter status=ACT"},
         members,
         ""},
        {"reps",
         "list Reps in the order in which a run walks them",
         {},
         joined(database, filter_flags()),
         SideEffects::Nothing,
         {"muster reps --database Main --rep-filter group=Board,Ambassadors"},
         reps,
         ""},
        {"rep add",
         "add a Rep",
         {id, fields},
         database,
         SideEffects::Records,
         {"muster rep add R17 --database Main member_id=M3 first_name=Anna last_name=Berg email=anna@example.org"},
         rep_add,
         rep_help},
        {"rep set",
         "change a Rep",
         {id, fields},
         database,
         SideEffects::Records,
         {"muster rep set R17 --database Main email=new@example.org groups=\"Board;Ambassadors\""},
         rep_set,
         rep_help},
        {"rep remove", "remove a Rep", {id}, database, SideEffects::Records, {}, rep_remove, ""},
        {"member add",
         "add a Member",
         {id, fields},
         database,
         SideEffects::Records,
         {"muster member add M3 --database Main company=\"Berg Bakery\" status=ACT"},
         member_add,
         member_help},
        {"member set",
         "change a Member",
         {id, fields},
         database,
         SideEffects::Records,
         {"muster member set M3 --database Main status=DRP"},
         member_set,
         member_help},
        {"member remove",
         "remove a Member",
         {id},
         joined(database, {{"--with-reps", FlagKind::Switch, "", "remove its Reps too", false}}),
         SideEffects::Records,
         {},
         member_remove,
         ""},
    };
}

} // namespace muster::cli
