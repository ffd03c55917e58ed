#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/completion.hpp"
#include "cli/help.hpp"
#include "cli/manual.hpp"

namespace muster::cli {

namespace {

Result<Exit> help(Session& session, const Given& given) {
    const std::string path = join(given.values("COMMAND"), " ");
    const std::string text = help_text(path);
    if (text.empty() || text.ends_with(":\n")) {
        return fail(Code::Invalid, fmt::format("There is no command \"{}\". See muster --help.", path));
    }
    session.console().raw(text);
    return Exit::Done;
}

Result<Exit> completion(Session& session, const Given& given) {
    TRY_ASSIGN(const auto script, completion_script(given.value("SHELL")));
    session.console().raw(script);
    return Exit::Done;
}

Result<Exit> manual(Session& session, const Given&) {
    session.console().raw(manual_page());
    return Exit::Done;
}

} // namespace

std::vector<Command> help_commands() {
    return {
        {"help",
         "help for one command",
         {{"COMMAND", "its words", Count::Any}},
         {},
         SideEffects::Nothing,
         {"muster help sync"},
         help,
         ""},
        {"completion",
         "print the script that completes muster's commands in a shell",
         {{"SHELL", "bash, zsh or fish", Count::One, completed_shells()}},
         {},
         SideEffects::Nothing,
         {"source <(muster completion bash)", "muster completion fish > ~/.config/fish/completions/muster.fish"},
         completion,
         "The Debian package brings all three; without it, source the script at the start of your shell."},
        {"manual",
         "print the manual page",
         {},
         {},
         SideEffects::Nothing,
         {"muster manual | man --local-file -"},
         manual,
         "In roff, as man takes it. The Debian package brings it as muster(1)."},
    };
}

} // namespace muster::cli
