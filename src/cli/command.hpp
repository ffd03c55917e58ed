#pragma once

// One table says everything about a command: its words, arguments, flags, side effects, help and examples. The
// parser, the help, the manual page and the completion of the shells are made from it.

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/installation.hpp"
#include "app/records.hpp"
#include "app/selections.hpp"
#include "app/settings.hpp"
#include "base/cancel.hpp"
#include "base/random.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "cli/console.hpp"

namespace muster::cli {

/// Exit codes of cli.md.
enum class Exit : int {
    Done = 0,
    Failed = 1,
    Usage = 2,
    Issues = 3,
    NeedsConfirmation = 4,
    NotConnected = 5,
    QuotaExhausted = 6,
    Busy = 7,
    Cancelled = 130,
};
[[nodiscard]] Exit exit_for(Code code);
struct ExitRow {
    Exit exit;
    std::string_view meaning;
};
/// All of them, ascending.
[[nodiscard]] const std::vector<ExitRow>& exit_table();
/// The state of cli.md for what ended with this code and has no report to tell it.
[[nodiscard]] std::string_view state_word(Exit exit);

/// What a command was given, after the parser checked it against its table.
class Given {
  public:
    void add(const std::string& name, std::string value) { values_[name].push_back(std::move(value)); }
    void set(const std::string& flag) { values_[flag]; }

    [[nodiscard]] bool has(const std::string& name) const { return values_.contains(name); }
    /// The value of an argument ("NAME") or flag ("--database"), "" if it was not given.
    [[nodiscard]] const std::string& value(const std::string& name) const;
    [[nodiscard]] std::optional<std::string> find(const std::string& name) const;
    [[nodiscard]] const std::vector<std::string>& values(const std::string& name) const;
    /// A whole number from `least` to `most`; Code::Invalid says so.
    [[nodiscard]] Result<std::optional<std::int64_t>> number(const std::string& name, std::int64_t least,
                                                             std::int64_t most) const;

  private:
    std::map<std::string, std::vector<std::string>> values_;
};

/// Everything a command may use. The store is opened by the first command that asks for it.
class Session {
  public:
    /// What is handed in by reference outlives the session.
    Session(Console& console, app::SettingSources sources, app::Surroundings surroundings, CancelToken cancel)
        : console_(console),
          sources_(std::move(sources)),
          surroundings_(std::move(surroundings)),
          cancel_(std::move(cancel)) {
        surroundings_.closing = cancel_;
    }

    [[nodiscard]] Console& console() { return console_; }
    [[nodiscard]] const CancelToken& cancel() const { return cancel_; }
    [[nodiscard]] const app::SettingSources& sources() const { return sources_; }
    [[nodiscard]] Clock& clock() { return surroundings_.clock; }
    [[nodiscard]] Random& random() { return surroundings_.random; }
    /// Opens the store of the settings; the same one at every call.
    [[nodiscard]] Result<app::Installation*> installation();
    /// Null unless somebody asked for it.
    [[nodiscard]] app::Installation* opened() const { return installation_.get(); }

  private:
    Console& console_;
    app::SettingSources sources_;
    app::Surroundings surroundings_;
    CancelToken cancel_;
    std::unique_ptr<app::Installation> installation_;
};

/// One message on standard error, one document with --json, and the exit code handed back.
Exit refuse(Session& session, Exit exit, const std::string& message);
/// The same where there is no session yet.
Exit refuse(Console& console, Exit exit, const std::string& message);

/// What can be done about an error of that code on the command line, behind its own words.
template <class T>
[[nodiscard]] Result<T> with_hint(Result<T> result, Code code, std::string_view hint) {
    if (!result && result.error().code == code) {
        result.error().message += ' ';
        result.error().message += hint;
    }
    return result;
}

/// A database of an opened installation, as most commands work on one.
struct Target {
    app::Installation* installation = nullptr;
    store::DatabaseId database;
};
/// The database of --database; Code::NotFound with those there are.
[[nodiscard]] Result<Target> open_target(Session& session, const Given& given);

enum class Count { One, Many, Any };

struct Argument {
    std::string name; ///< "NAME"
    std::string help;
    Count count = Count::One;
    std::vector<std::string> choices{}; ///< all values that it takes, where they are few words
};

enum class FlagKind { Switch, Value, Repeated };

struct Flag {
    std::string name; ///< "--database"
    FlagKind kind = FlagKind::Value;
    std::string value_name; ///< "NAME"; "" for a switch
    std::string help;
    bool is_required = false;
    std::vector<std::string> choices{}; ///< all values that it takes, where they are few words
};

/// A switch that every command takes.
struct GeneralFlag {
    std::string_view name;       ///< "--quiet"
    std::string_view short_name; ///< "-q", or ""
    std::string_view help;
};
/// --json, --quiet, --help and --version.
[[nodiscard]] const std::vector<GeneralFlag>& general_flags();

/// What changes when the command runs.
enum class SideEffects {
    Nothing, ///< reads only
    Records, ///< writes to the store
    Account, ///< writes to the store and to Constant Contact
    Staff,   ///< writes to the store, and to the audit log by itself
    Serves,  ///< runs until it is stopped
};

struct Command {
    std::string path; ///< "database add"
    std::string help; ///< one line
    std::vector<Argument> arguments;
    std::vector<Flag> flags;
    SideEffects effects = SideEffects::Nothing;
    std::vector<std::string> examples;
    Result<Exit> (*run)(Session&, const Given&) = nullptr;
    std::string more; ///< further paragraphs of the help
};

/// All commands, in the order of the help.
[[nodiscard]] const std::vector<Command>& command_table();

/// `--database NAME`, required.
[[nodiscard]] Flag database_flag();
/// --list-group, --custom-field and the two filters.
[[nodiscard]] std::vector<Flag> selection_flags();
/// The two filters.
[[nodiscard]] std::vector<Flag> filter_flags();
[[nodiscard]] std::vector<Flag> joined(std::vector<Flag> first, std::vector<Flag> second);
[[nodiscard]] app::FilterTexts given_filters(const Given& given);
[[nodiscard]] app::SelectionTexts given_selections(const Given& given);

/// The commands of one file each.
[[nodiscard]] std::vector<Command> database_commands();
[[nodiscard]] std::vector<Command> setting_commands();
[[nodiscard]] std::vector<Command> store_commands();
[[nodiscard]] std::vector<Command> exchange_commands();
[[nodiscard]] std::vector<Command> record_commands();
[[nodiscard]] std::vector<Command> table_commands();
[[nodiscard]] std::vector<Command> connection_commands();
[[nodiscard]] std::vector<Command> sync_commands();
[[nodiscard]] std::vector<Command> automatic_commands();
[[nodiscard]] std::vector<Command> history_commands();
[[nodiscard]] std::vector<Command> person_commands();
[[nodiscard]] std::vector<Command> staff_commands();
[[nodiscard]] std::vector<Command> serve_commands();
[[nodiscard]] std::vector<Command> trial_commands();
[[nodiscard]] std::vector<Command> help_commands();

} // namespace muster::cli
