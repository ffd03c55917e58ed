#include <fmt/format.h>

#include "app/options.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"

namespace muster::cli {

namespace {

Result<Exit> show(Session& session, const Given&) {
    TRY_ASSIGN(auto* installation, session.installation());
    const auto options = app::show_installation_options(*installation);
    session.console().document(options_document(options));
    session.console().say(options_table(app::installation_options(), options));
    return Exit::Done;
}

Result<Exit> set(Session& session, const Given& given) {
    TRY_ASSIGN(const auto assignments, app::parse_assignments(given.values("KEY=VALUE")));
    TRY_ASSIGN(auto* installation, session.installation());
    TRY(app::set_installation_options(*installation, assignments));
    return show(session, given);
}

Result<Exit> rotate_key(Session& session, const Given&) {
    TRY_ASSIGN(auto* installation, session.installation());
    TRY_ASSIGN(const auto rotated, installation->store().rotate_key());
    auto writer = begin_document();
    session.console().document(writer.member("resealed", rotated.resealed)
                                   .member("key_file", rotated.key_file)
                                   .member("old_key_file", rotated.old_key_file)
                                   .end()
                                   .text());
    session.console().say(fmt::format(
        "The key is a new one; {} values are sealed with it. The old key is {}: remove it as soon as no "
        "backup needs it. Whatever else has this store open is to be started again.",
        rotated.resealed, rotated.old_key_file));
    return Exit::Done;
}

} // namespace

std::vector<Command> setting_commands() {
    return {
        {"settings set",
         "change settings of the installation",
         {{"KEY=VALUE", "setting and value", Count::Many}},
         {},
         SideEffects::Records,
         {"muster settings set calls_per_day=250000"},
         set,
         options_help(app::installation_options())},
        {"settings show", "show the settings of the installation", {}, {}, SideEffects::Nothing, {}, show, ""},
        {"key rotate",
         "make another key and seal all secrets with it",
         {},
         {},
         SideEffects::Records,
         {},
         rotate_key,
         "The old key stays beside the new one, because backups from before need it. Killed anywhere it is "
         "completed by whatever opens the store next, or begins again. Exit code 7 while a run goes on."},
    };
}

} // namespace muster::cli
