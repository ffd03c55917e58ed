#include "cli/completion.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "app/settings.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/completion_places.hpp"

namespace muster::cli {

namespace {

void add_value(CompletionPlace& place, const std::string& flag, std::string_view value_name,
               const std::vector<std::string>& choices) {
    if (!choices.empty()) {
        place.choices.push_back({flag, choices});
    } else if (value_name == "FILE" || value_name == "PATH") {
        place.files.push_back(flag);
    } else if (value_name == "FOLDER") {
        place.folders.push_back(flag);
    }
}

CompletionPlace place_of(const Command& command) {
    CompletionPlace place{.path = command.path};
    for (const auto& flag : command.flags) {
        place.flags.push_back({flag.name, flag.help});
        if (flag.kind != FlagKind::Switch) {
            place.takes.push_back(flag.name);
            add_value(place, flag.name, flag.value_name, flag.choices);
        }
    }
    for (const auto& argument : command.arguments) {
        add_value(place, "", argument.name, argument.choices);
    }
    return place;
}

/// The place of these words; made with what leads to it where there is none yet.
CompletionPlace& reach(std::vector<CompletionPlace>& places, const std::string& path) {
    const auto known = std::ranges::find(places, path, &CompletionPlace::path);
    if (known != places.end()) {
        return *known;
    }
    if (!path.empty()) {
        const auto blank = path.rfind(' ');
        const bool is_first_word = blank == std::string::npos;
        auto& above = reach(places, is_first_word ? "" : path.substr(0, blank));
        above.below.push_back({is_first_word ? path : path.substr(blank + 1), ""});
    }
    places.push_back({.path = path});
    return places.back();
}

/// A word that is a command says what the command does, one that only leads to others says which.
void describe(std::vector<CompletionPlace>& places) {
    for (auto& place : places) {
        for (auto& word : place.below) {
            const std::string path = place.path.empty() ? word.text : place.path + " " + word.text;
            const auto command = std::ranges::find(command_table(), path, &Command::path);
            word.help =
                command != command_table().end() ? command->help : join(texts_of(reach(places, path).below), ", ");
        }
    }
}

} // namespace

std::vector<CompletionPlace> completion_places() {
    std::vector<CompletionPlace> places{{.path = ""}};
    for (const auto& command : command_table()) {
        auto& place = reach(places, command.path);
        auto below = std::move(place.below);
        place = place_of(command);
        place.below = std::move(below);
    }
    describe(places);
    return places;
}

std::string of_each_place(const std::function<std::string(const CompletionPlace&)>& text_of) {
    std::string all;
    for (const auto& place : completion_places()) {
        all += text_of(place);
    }
    return all;
}

CompletionPlace completion_everywhere() {
    CompletionPlace place;
    for (const auto& flag : general_flags()) {
        place.flags.push_back({std::string(flag.name), std::string(flag.help)});
        if (!flag.short_name.empty()) {
            place.flags.push_back({std::string(flag.short_name), std::string(flag.help)});
        }
    }
    for (const auto& row : app::setting_table()) {
        if (!row.flag.empty()) {
            const std::string flag(row.flag);
            place.flags.push_back({flag, std::string(row.help)});
            place.takes.push_back(flag);
            add_value(place, flag, row.value_name, {});
        }
    }
    return place;
}

std::vector<std::string> texts_of(const std::vector<CompletionWord>& words) {
    std::vector<std::string> texts;
    for (const auto& word : words) {
        texts.push_back(word.text);
    }
    return texts;
}

std::string filled_in(std::string text, const std::vector<CompletionWord>& values) {
    for (const auto& [name, value] : values) {
        for (auto at = text.find(name); at != std::string::npos; at = text.find(name, at + value.size())) {
            text.replace(at, name.size(), value);
        }
    }
    return text;
}

const std::vector<std::string>& completed_shells() {
    static const std::vector<std::string> shells{"bash", "zsh", "fish"};
    return shells;
}

Result<std::string> completion_script(std::string_view shell) {
    if (shell == "bash") {
        return bash_completion();
    }
    if (shell == "zsh") {
        return zsh_completion();
    }
    if (shell == "fish") {
        return fish_completion();
    }
    return fail(Code::Invalid, fmt::format("There is no completion for the shell \"{}\". There is for {}.", shell,
                                           join(completed_shells(), ", ")));
}

} // namespace muster::cli
