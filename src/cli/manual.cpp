#include "cli/manual.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include "app/settings.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/help.hpp"
#include "cli/roff.hpp"

namespace muster::cli {

namespace {

std::string section(std::string_view name) { return fmt::format(".SH {}\n", name); }
std::string paragraph(std::string_view text) { return fmt::format(".PP\n{}\n", roff_text(text)); }
/// `term` is roff already.
std::string entry(const std::string& term, std::string_view text) {
    return fmt::format(".TP\n{}\n{}\n", term, roff_text(text));
}
std::string typed_lines(const std::vector<std::string>& lines) {
    std::string out = ".PP\n.RS 4\n.nf\n";
    for (const auto& line : lines) {
        out += roff_typed(line) + "\n";
    }
    return out + ".fi\n.RE\n";
}

std::string sentence(std::string text) {
    if (!text.empty()) {
        text[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(text[0])));
    }
    return text + ".";
}

std::string written(const Argument& argument) {
    return roff_italic(argument.name + (argument.count == Count::One ? "" : "…"));
}

std::string written(const Flag& flag) {
    return roff_bold(flag.name) + (flag.value_name.empty() ? "" : " " + roff_italic(flag.value_name));
}

std::string synopsis(const Command& command) {
    std::string out = ".PP\n" + roff_bold("muster " + command.path);
    for (const auto& argument : command.arguments) {
        out += argument.count == Count::Any ? " [" + written(argument) + "]" : " " + written(argument);
    }
    for (const auto& flag : command.flags) {
        const bool is_repeated = flag.kind == FlagKind::Repeated;
        out += flag.is_required ? " " + written(flag)
                                : fmt::format(" [{}]{}", written(flag), is_repeated ? roff_text("…") : "");
    }
    return out + "\n";
}

std::size_t indentation(std::string_view line) {
    const auto first = line.find_first_not_of(' ');
    return first == std::string_view::npos ? line.size() : first;
}

/// The further paragraphs of a help: "  term" with "      its text" below it becomes an entry, everything else is
/// filled anew.
std::string further(const std::string& more) {
    constexpr std::size_t kTerm = 2;
    std::string out;
    std::size_t before = 0;
    bool is_first = true;
    for (std::size_t start = 0; start < more.size();) {
        const auto end = std::min(more.find('\n', start), more.size());
        const std::string_view line(more.data() + start, end - start);
        const auto indent = indentation(line);
        if (indent == kTerm) {
            out += fmt::format(".TP\n{}\n", roff_typed(trim(line)));
        } else {
            const bool is_paragraph = is_first || (indent == 0 && before != 0);
            out += (is_paragraph ? ".PP\n" : "") + roff_text(trim(line)) + "\n";
        }
        before = indent;
        is_first = false;
        start = end + 1;
    }
    return out;
}

std::string command_part(const Command& command) {
    std::string out = fmt::format(".SS {}\n", roff_typed(command.path)) + synopsis(command);
    out += paragraph(sentence(command.help) + " " + std::string(effect_sentence(command.effects)));
    for (const auto& argument : command.arguments) {
        out += entry(written(argument), argument.help);
    }
    for (const auto& flag : command.flags) {
        out += entry(written(flag), flag.help + (flag.is_required ? " (required)" : ""));
    }
    out += further(command.more);
    return out + (command.examples.empty() ? "" : typed_lines(command.examples));
}

std::string options_part() {
    std::string out = section("OPTIONS") + paragraph("Every command takes these, before or behind its words.");
    for (const auto& flag : general_flags()) {
        const std::string short_name = flag.short_name.empty() ? "" : roff_bold(flag.short_name) + ", ";
        out += entry(short_name + roff_bold(flag.name), flag.help);
    }
    for (const auto& row : app::setting_table()) {
        if (!row.flag.empty()) {
            out += entry(roff_bold(row.flag) + " " + roff_italic(row.value_name),
                         fmt::format("{}. Default: {}.", row.help, row.default_words));
        }
    }
    return out;
}

std::string environment_part() {
    std::string out =
        section("ENVIRONMENT") +
        paragraph("An option wins over the environment, the environment over the configuration file, the file over "
                  "the default. An empty variable counts as not set.");
    for (const auto& row : app::setting_table()) {
        out += entry(roff_bold(row.environment),
                     row.flag.empty() ? std::string(row.help) : fmt::format("as {}", row.flag));
        if (row.kind == app::SettingKind::Secret) {
            out += entry(roff_bold(std::string(row.environment) + "_FILE"),
                         fmt::format("a file whose content is {}", row.environment));
        }
    }
    out += entry(roff_bold("XDG_CONFIG_HOME") + ", " + roff_bold("XDG_DATA_HOME"),
                 "your configuration folder and your data folder; without them ~/.config and ~/.local/share");
    out += entry(roff_bold("HTTPS_PROXY") + ", " + roff_bold("NO_PROXY"), "the way to Constant Contact");
    return out + entry(roff_bold("NO_COLOR"), "switches colours off");
}

std::string configuration_part() {
    std::string out =
        section("CONFIGURATION FILE") +
        paragraph("TOML. An unknown key is an error that names the known ones; a relative path counts "
                  "from the folder of the file. Keys:");
    for (const auto& row : app::setting_table()) {
        if (row.kind == app::SettingKind::Secret) {
            out += entry(roff_bold(row.key) + ", " + roff_bold(std::string(row.key) + "_file"), row.help);
        } else if (row.key != "config") {
            out += entry(roff_bold(row.key), row.help);
        }
    }
    return out + typed_lines({"store = \"sqlite:/var/lib/muster/muster.db\"", "ctct_client_id = \"your-api-key\""});
}

std::string files_part() {
    return section("FILES") +
           entry(roff_italic("~/.local/share/muster/muster.db"),
                 "the store; \"-wal\" and \"-shm\" lie beside it while it is in use") +
           entry(roff_italic("~/.local/share/muster/muster.key"),
                 "opens what is sealed in the store. Keep a copy of it, apart from the copies of the store.") +
           entry(roff_italic("~/.config/muster/muster.toml"), "the configuration file") +
           entry(roff_italic("/etc/muster/muster.toml") + ", " + roff_italic("/var/lib/muster"),
                 "configuration file and store of the service muster.service, where a package brought it");
}

std::string exit_part() {
    std::string out = section("EXIT STATUS");
    for (const auto& row : exit_table()) {
        out += entry(roff_bold(std::to_string(static_cast<int>(row.exit))), row.meaning);
    }
    return out;
}

std::string examples_part() {
    std::string out = section("EXAMPLES");
    for (const auto& example : manual_examples()) {
        out += (example.why.empty() ? "" : paragraph(example.why)) + typed_lines({std::string(example.line)});
    }
    return out;
}

} // namespace

const std::vector<ManualExample>& manual_examples() {
    static const std::vector<ManualExample> examples{
        {"See everything at work, without an account and without leaving anything behind:", "muster demo"},
        {"A database, and its records from CSV files:", "muster database add Main"},
        {"", "muster import --database Main --statuses statuses.csv --members members.csv --reps reps.csv"},
        {"Connect it to its Constant Contact account, and look at what a run would do before the run:",
         "muster connect --database Main"},
        {"", "muster sync --database Main --list-group Board --dry-run"},
        {"", "muster sync --database Main --list-group Board"},
        {"The same every night from now on:", "muster auto-update set --database Main --list-group Board"},
        {"", "muster schedule set --time 02:30 --on"},
        {"The back office in the browser, which runs what is due, too:", "muster serve"},
    };
    return examples;
}

std::string manual_page() {
    std::string out = fmt::format(".TH MUSTER 1 \"\" \"{}\" \"Muster\"\n", roff_typed(trim(version_text())));
    out += section("NAME") + roff_text("muster") + " \\- " +
           roff_text("keep Constant Contact in step with a chamber's Members and Reps") + "\n";
    out += section("SYNOPSIS") + fmt::format("{0} {1} [{2}] [{3}]\n.br\n{0} {4} [{1}]\n", roff_bold("muster"),
                                             roff_italic("COMMAND"), roff_italic("ARGUMENTS"), roff_italic("FLAGS"),
                                             roff_bold("help"));
    out += section("DESCRIPTION") +
           paragraph("Muster keeps the Members and Reps of one or more chambers of commerce, brings the Reps to "
                     "Constant Contact as contacts on lists, and brings the unsubscribes back. It serves a back "
                     "office for browsers, and everything is a command, too.") +
           paragraph("Results go to standard output, progress and messages to standard error.");
    out += section("COMMANDS");
    for (const auto& command : command_table()) {
        out += command_part(command);
    }
    return out + options_part() + environment_part() + configuration_part() + files_part() + exit_part() +
           examples_part();
}

} // namespace muster::cli
