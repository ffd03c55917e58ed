#include "cli/help.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/settings.hpp"
#include "base/text.hpp"

namespace muster::cli {

namespace {

constexpr std::size_t kNameColumn = 34;

std::string two_columns(std::string_view left, std::string_view right) {
    if (code_points(left) + 2 > kNameColumn) {
        return fmt::format("  {}\n  {}{}\n", left, std::string(kNameColumn, ' '), right);
    }
    return fmt::format("  {}{}{}\n", left, std::string(kNameColumn - code_points(left), ' '), right);
}

std::string written(const Argument& argument) { return argument.name + (argument.count == Count::One ? "" : "…"); }

std::string written(const Flag& flag) {
    return flag.name + (flag.value_name.empty() ? "" : " " + flag.value_name) +
           (flag.kind == FlagKind::Repeated ? " (repeatable)" : "");
}

std::string usage_line(const Command& command) {
    std::string line = "muster " + command.path;
    for (const auto& argument : command.arguments) {
        line += " " + written(argument);
    }
    bool has_optional = false;
    for (const auto& flag : command.flags) {
        if (flag.is_required) {
            line += " " + flag.name + " " + flag.value_name;
        } else {
            has_optional = true;
        }
    }
    return line + (has_optional ? " [FLAGS]" : "");
}

std::string settings_help() {
    std::string out = "Everywhere:\n";
    for (const auto& flag : general_flags()) {
        out += two_columns(flag.short_name.empty() ? std::string(flag.name)
                                                   : fmt::format("{}, {}", flag.short_name, flag.name),
                           flag.help);
    }
    out += "\nSettings (flag, else environment, else configuration file, else default):\n";
    for (const auto& row : app::setting_table()) {
        const std::string left = row.flag.empty() ? "" : fmt::format("{} {}", row.flag, row.value_name);
        out += two_columns(left, fmt::format("{} [{}; default: {}]", row.help, row.environment, row.default_words));
    }
    return out;
}

std::string overview() {
    std::string out = "muster keeps Constant Contact in step with a chamber's Members and Reps.\n\n"
                      "Usage: muster COMMAND [ARGUMENTS] [FLAGS]\n\nCommands:\n";
    for (const auto& command : command_table()) {
        out += two_columns(command.path, command.help);
    }
    out += "\n" + settings_help() + "\nExit codes:\n";
    for (const auto& row : exit_table()) {
        out += two_columns(std::to_string(static_cast<int>(row.exit)), row.meaning);
    }
    return out + "\nTo see everything at work without an account: muster demo\n";
}

std::string command_help(const Command& command) {
    std::string out = fmt::format("{}\n\nUsage: {}\n", command.help, usage_line(command));
    if (!command.arguments.empty()) {
        out += "\nArguments:\n";
    }
    for (const auto& argument : command.arguments) {
        out += two_columns(written(argument), argument.help);
    }
    if (!command.flags.empty()) {
        out += "\nFlags:\n";
    }
    for (const auto& flag : command.flags) {
        out += two_columns(written(flag), flag.help + (flag.is_required ? " (required)" : ""));
    }
    if (!command.more.empty()) {
        out += "\n" + command.more + "\n";
    }
    if (!command.examples.empty()) {
        out += "\nExamples:\n";
    }
    for (const auto& example : command.examples) {
        out += "  " + example + "\n";
    }
    return out + fmt::format("\n{} Flags that every command takes, and settings: muster --help\n",
                             effect_sentence(command.effects));
}

} // namespace

std::string version_text() { return fmt::format("muster {}\n", MUSTER_VERSION); }

std::string_view effect_sentence(SideEffects effects) {
    switch (effects) {
    case SideEffects::Nothing:
        return "Changes nothing.";
    case SideEffects::Records:
    case SideEffects::Staff:
        return "Changes the store.";
    case SideEffects::Account:
        return "Changes the store and talks to Constant Contact.";
    case SideEffects::Serves:
        return "Runs until it is stopped.";
    }
    return "";
}

std::string help_text(std::string_view path) {
    if (path.empty()) {
        return overview();
    }
    std::string out;
    std::string below;
    for (const auto& command : command_table()) {
        if (command.path == path) {
            out = command_help(command);
        } else if (command.path.starts_with(std::string(path) + " ")) {
            below += two_columns(command.path, command.help);
        }
    }
    if (below.empty()) {
        return out;
    }
    return out + (out.empty() ? fmt::format("Commands of muster {}:\n", path) : "\nFurther commands:\n") + below;
}

} // namespace muster::cli
