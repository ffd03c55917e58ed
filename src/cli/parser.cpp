#include "cli/parser.hpp"

#include <algorithm>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/help.hpp"

namespace muster::cli {

namespace {

/// The option objects of one command, to read back what was typed.
struct Bound {
    const Command* command = nullptr;
    CLI::App* app = nullptr;
    std::vector<CLI::Option*> arguments;
    std::vector<CLI::Option*> flags;
};

struct Tree {
    CLI::App root{"muster", "muster"};
    std::vector<Bound> commands;
    std::vector<std::pair<std::string, CLI::Option*>> settings;
    std::map<std::string, CLI::Option*> general;
};

CLI::App* child(CLI::App* parent, const std::string& word) {
    const auto known = parent->get_subcommands([&](const CLI::App* app) { return app->get_name() == word; });
    if (!known.empty()) {
        return known.front();
    }
    auto* made = parent->add_subcommand(word);
    made->set_help_flag("");
    made->fallthrough();
    made->require_subcommand(0, 1);
    return made;
}

CLI::Option* text_option(CLI::App* app, const std::string& name) {
    // The values are read back from the option itself; the callback only has to accept them.
    auto* option = app->add_option(name, CLI::callback_t([](const CLI::results_t&) { return true; }));
    return option->expected(1)->multi_option_policy(CLI::MultiOptionPolicy::TakeAll);
}

void bind(Tree& tree, const Command& command) {
    Bound bound{&command, &tree.root, {}, {}};
    for (const auto& word : split_list(command.path, ' ')) {
        bound.app = child(bound.app, word);
    }
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
        auto* option = text_option(bound.app, fmt::format("argument{}", i));
        if (command.arguments[i].count != Count::One) {
            option->expected(1, CLI::detail::expected_max_vector_size)->allow_extra_args();
        }
        bound.arguments.push_back(option);
    }
    for (const auto& flag : command.flags) {
        bound.flags.push_back(flag.kind == FlagKind::Switch ? bound.app->add_flag(flag.name)
                                                            : text_option(bound.app, flag.name));
    }
    tree.commands.push_back(std::move(bound));
}

void build(Tree& tree) {
    tree.root.set_help_flag("");
    tree.root.require_subcommand(0, 1);
    for (const auto& flag : general_flags()) {
        const std::string name(flag.name);
        tree.general[name] =
            tree.root.add_flag(flag.short_name.empty() ? name : fmt::format("{},{}", name, flag.short_name));
    }
    for (const auto& row : app::setting_table()) {
        if (!row.flag.empty()) {
            tree.settings.emplace_back(row.flag, text_option(&tree.root, std::string(row.flag)));
        }
    }
    for (const auto& command : command_table()) {
        bind(tree, command);
    }
}

/// The words of the deepest subcommand that was typed: "database add".
std::string typed_path(const CLI::App& root) {
    std::string path;
    const CLI::App* app = &root;
    while (!app->get_subcommands().empty()) {
        app = app->get_subcommands().front();
        path += (path.empty() ? "" : " ") + app->get_name();
    }
    return path;
}

std::string help_hint(const std::string& path) {
    return path.empty() ? "See muster --help." : fmt::format("See muster {} --help.", path);
}

Result<Given> read_given(const Bound& bound) {
    Given given;
    const Command& command = *bound.command;
    for (std::size_t i = 0; i < command.arguments.size(); ++i) {
        const auto& argument = command.arguments[i];
        const auto& values = bound.arguments[i]->results();
        if (values.empty() && argument.count != Count::Any) {
            return fail(Code::Invalid, fmt::format("{} is missing: {}. {}", argument.name, argument.help,
                                                   help_hint(command.path)));
        }
        for (const auto& value : values) {
            given.add(argument.name, value);
        }
    }
    for (std::size_t i = 0; i < command.flags.size(); ++i) {
        const auto& flag = command.flags[i];
        const auto* option = bound.flags[i];
        if (option->count() == 0) {
            if (flag.is_required) {
                return fail(Code::Invalid, fmt::format("{} {} is missing. {}", flag.name, flag.value_name,
                                                       help_hint(command.path)));
            }
            continue;
        }
        given.set(flag.name);
        if (flag.kind == FlagKind::Switch) {
            continue;
        }
        if (flag.kind == FlagKind::Value && option->results().size() > 1) {
            return fail(Code::Invalid,
                        fmt::format("{} was given more than once. {}", flag.name, help_hint(command.path)));
        }
        for (const auto& value : option->results()) {
            given.add(flag.name, value);
        }
    }
    return given;
}

} // namespace

Result<Parsed> parse_arguments(const std::vector<std::string>& arguments) {
    Tree tree;
    build(tree);
    try {
        std::vector<std::string> reversed(arguments.rbegin(), arguments.rend()); // what CLI11 takes
        tree.root.parse(reversed);
    } catch (const CLI::ParseError& error) { // the library's only way to say so
        return fail(Code::Invalid, fmt::format("{}. {}", error.what(), help_hint(typed_path(tree.root))));
    }
    Parsed parsed;
    parsed.json = tree.general.at("--json")->count() > 0;
    parsed.quiet = tree.general.at("--quiet")->count() > 0;
    for (const auto& [flag, option] : tree.settings) {
        if (option->count() > 0) {
            parsed.settings[flag] = option->results().back();
        }
    }
    const std::string path = typed_path(tree.root);
    if (tree.general.at("--version")->count() > 0) {
        parsed.text = version_text();
        return parsed;
    }
    if (tree.general.at("--help")->count() > 0) {
        parsed.text = help_text(path);
        return parsed;
    }
    const auto found = std::find_if(tree.commands.begin(), tree.commands.end(),
                                    [&](const Bound& bound) { return bound.command->path == path; });
    if (found == tree.commands.end()) {
        return fail(Code::Invalid, path.empty()
                                       ? "A command is missing. See muster --help."
                                       : fmt::format("muster {} needs one more word. {}", path, help_hint(path)));
    }
    TRY_ASSIGN(parsed.given, read_given(*found));
    parsed.command = found->command;
    return parsed;
}

} // namespace muster::cli
