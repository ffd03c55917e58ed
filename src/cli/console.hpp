#pragma once

// What a command says, and where: human text and documents to standard output, progress and messages to standard
// error. With
// --json exactly one document goes to standard output and nothing else.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/cancel.hpp"
#include "base/result.hpp"

namespace muster::cli {

struct ConsoleOptions {
    bool json = false;
    bool quiet = false;
    bool out_is_terminal = false;
    bool error_is_terminal = false;
    bool in_is_terminal = false;
    bool colours = false; ///< on standard error
};

class Console {
  public:
    Console(ConsoleOptions options, CancelToken cancel) : options_(options), cancel_(std::move(cancel)) {}

    [[nodiscard]] const ConsoleOptions& options() const { return options_; }
    void set_json(bool json) { options_.json = json; }
    void set_quiet(bool quiet) { options_.quiet = quiet; }

    /// A line for people on standard output; nothing with --json.
    void say(std::string_view line);
    /// The one document of --json; nothing without it.
    void document(std::string_view json);
    /// Bytes on standard output as they are (a file asked for on "-", a URL that programs read).
    void raw(std::string_view bytes);
    /// A message on standard error; nothing with --quiet.
    void note(std::string_view line);
    /// What a person must see to go on, on standard error, also with --quiet.
    void prompt(std::string_view text);
    /// A warning or an error on standard error, also with --quiet.
    void warn(std::string_view message);
    void error(std::string_view message);
    /// Overwrites the line under the cursor on standard error; only where that is a terminal.
    void status_line(std::string_view text);

    /// Can a person answer? Only where standard input and standard error are terminals.
    [[nodiscard]] bool can_ask() const { return options_.in_is_terminal && options_.error_is_terminal; }
    /// Asks on standard error and reads a line; nothing at the end of input. Code::Cancelled on SIGINT.
    [[nodiscard]] Result<std::optional<std::string>> ask(std::string_view question);
    /// The same without showing what is typed; where standard input is no terminal it reads a line and asks
    /// nothing.
    [[nodiscard]] Result<std::optional<std::string>> ask_secret(std::string_view question);
    /// "y" or "yes" is a yes, all else a no.
    [[nodiscard]] Result<bool> confirm(std::string_view question);

  private:
    void clear_status();
    [[nodiscard]] Result<std::optional<std::string>> read_line();
    ConsoleOptions options_;
    CancelToken cancel_;
    std::size_t status_width_ = 0;
};

/// Rows under headings, aligned by characters.
class Table {
  public:
    explicit Table(std::vector<std::string> headings) : headings_(std::move(headings)) {}
    void add(std::vector<std::string> cells) { rows_.push_back(std::move(cells)); }
    [[nodiscard]] bool is_empty() const { return rows_.empty(); }
    [[nodiscard]] std::string text() const;

  private:
    std::vector<std::string> headings_;
    std::vector<std::vector<std::string>> rows_;
};

} // namespace muster::cli
