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
    };
}

} // namespace muster::cli
