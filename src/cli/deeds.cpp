#include "cli/deeds.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::cli {

namespace {

/// Arguments that name a record, not a person.
constexpr std::array<std::string_view, 4> kRecordArguments{"NAME", "OLD", "ID", "CODE"};

bool changes_something(const Command& command, const Given& given, Exit ended) {
    if (ended == Exit::Usage || ended == Exit::Busy || given.has("--dry-run")) {
        return false;
    }
    return command.effects == SideEffects::Records || command.effects == SideEffects::Account ||
           given.has("--with-passwords"); // who takes passwords out is to be known as well
}

std::string record_of(const Command& command, const Given& given) {
    for (const auto& argument : command.arguments) {
        if (std::find(kRecordArguments.begin(), kRecordArguments.end(), argument.name) != kRecordArguments.end()) {
            return given.value(argument.name);
        }
    }
    return "";
}

/// "email, groups" of FIELD=VALUE arguments; the new name of a renaming.
std::string changes_of(const Command& command, const Given& given) {
    std::vector<std::string> parts;
    for (const auto& argument : command.arguments) {
        if (argument.name == "NEW") {
            parts.push_back("→ " + given.value(argument.name));
        }
        if (argument.name.ends_with("=VALUE")) {
            for (const auto& assignment : given.values(argument.name)) {
                parts.emplace_back(trim(assignment.substr(0, assignment.find('='))));
            }
        }
    }
    return join(parts, ", ");
}

} // namespace

std::optional<staff::Deed> deed_of(const Command& command, const Given& given, Exit ended) {
    if (!changes_something(command, given, ended)) {
        return std::nullopt;
    }
    staff::Deed deed;
    deed.action = command.path;
    std::replace(deed.action.begin(), deed.action.end(), ' ', '.');
    deed.record = record_of(command, given);
    deed.details = changes_of(command, given);
    if (given.has("--with-passwords")) {
        deed.details += "with passwords";
    }
    if (ended != Exit::Done) {
        deed.details += fmt::format("{}exit code {}", deed.details.empty() ? "" : "; ", static_cast<int>(ended));
    }
    return deed;
}

void write_down(Session& session, const Command& command, const Given& given, Exit ended) {
    auto* installation = session.opened();
    auto deed = deed_of(command, given, ended);
    if (installation == nullptr || !deed) {
        return;
    }
    if (given.has("--database")) {
        const auto database = installation->store().find_database(given.value("--database"));
        deed->database = database ? database->number : staff::kInstallation;
    }
    if (command.path == "undo") {
        const auto database = installation->store().database_of_run(given.value("ID"));
        deed->database = database ? database->number : staff::kInstallation;
    }
    if (const auto written = app::audit(*installation, app::command_line_actor(), *deed); !written) {
        session.console().warn(written.error().message);
    }
}

} // namespace muster::cli
