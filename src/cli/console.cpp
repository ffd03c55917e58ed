#include "cli/console.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdio>

#include <poll.h>
#include <termios.h>
#include <unistd.h>

#include "base/text.hpp"

namespace muster::cli {

namespace {

constexpr std::size_t kWidestCell = 48; // in code points; longer texts are shown cut
constexpr std::size_t kLongestAnswer = 4096;
constexpr int kPollMilliseconds = 200; // how soon a SIGINT is noticed that came between two polls

/// Writes all of it; a closed pipe is the reader's decision, not an error of the command.
void write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(descriptor, bytes.data(), bytes.size());
        if (written < 0) {
            if (errno == EINTR) {
                continue;
            }
            return;
        }
        bytes.remove_prefix(static_cast<std::size_t>(written));
    }
}

/// Control characters of records must not move the reader's cursor.
std::string printable(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    }
    return out;
}

/// While it lives the terminal does not show what is typed; what waits to be read stays.
class Unseen {
  public:
    Unseen() : is_set_(::tcgetattr(STDIN_FILENO, &before_) == 0) {
        termios silent = before_;
        silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        is_set_ = is_set_ && ::tcsetattr(STDIN_FILENO, TCSADRAIN, &silent) == 0;
    }
    Unseen(const Unseen&) = delete;
    Unseen& operator=(const Unseen&) = delete;
    ~Unseen() {
        if (is_set_) {
            ::tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
        }
    }

  private:
    termios before_{};
    bool is_set_;
};

} // namespace

void Console::clear_status() {
    if (status_width_ > 0) {
        write_all(STDERR_FILENO, "\r\x1b[K");
        status_width_ = 0;
    }
}

void Console::say(std::string_view line) {
    if (!options_.json) {
        raw(std::string(line) + "\n");
    }
}

void Console::document(std::string_view json) {
    if (options_.json) {
        raw(std::string(json) + "\n");
    }
}

void Console::raw(std::string_view bytes) {
    clear_status();
    write_all(STDOUT_FILENO, bytes);
}

void Console::note(std::string_view line) {
    if (!options_.quiet) {
        clear_status();
        write_all(STDERR_FILENO, std::string(line) + "\n");
    }
}

void Console::prompt(std::string_view text) {
    clear_status();
    write_all(STDERR_FILENO, std::string(text) + "\n");
}

void Console::warn(std::string_view message) {
    clear_status();
    const std::string_view start = options_.colours ? "\x1b[33mmuster:\x1b[0m " : "muster: ";
    write_all(STDERR_FILENO, std::string(start) + std::string(message) + "\n");
}

void Console::error(std::string_view message) {
    clear_status();
    const std::string_view start = options_.colours ? "\x1b[31mmuster:\x1b[0m " : "muster: ";
    write_all(STDERR_FILENO, std::string(start) + std::string(message) + "\n");
}

void Console::status_line(std::string_view text) {
    if (options_.error_is_terminal && !options_.quiet) {
        write_all(STDERR_FILENO, "\r\x1b[K" + std::string(text));
        status_width_ = text.size();
    }
}

Result<std::optional<std::string>> Console::ask(std::string_view question) {
    clear_status();
    write_all(STDERR_FILENO, question);
    return read_line();
}

Result<std::optional<std::string>> Console::ask_secret(std::string_view question) {
    if (!options_.in_is_terminal) {
        return read_line();
    }
    const Unseen unseen; // before the question, so that nobody can be faster
    auto answer = ask(question);
    write_all(STDERR_FILENO, "\n");
    return answer;
}

Result<std::optional<std::string>> Console::read_line() {
    std::string answer;
    while (answer.size() < kLongestAnswer) {
        if (cancel_.is_cancelled()) {
            return fail(Code::Cancelled, "Stopped.");
        }
        pollfd input{STDIN_FILENO, POLLIN, 0};
        if (::poll(&input, 1, kPollMilliseconds) <= 0) {
            continue;
        }
        char c = 0;
        const ssize_t count = ::read(STDIN_FILENO, &c, 1);
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count <= 0) {
            return answer.empty() ? std::optional<std::string>() : std::optional<std::string>(answer);
        }
        if (c == '\n') {
            break;
        }
        answer += c;
    }
    return std::optional<std::string>(answer);
}

Result<bool> Console::confirm(std::string_view question) {
    TRY_ASSIGN(const auto answer, ask(question));
    const std::string word = answer ? ascii_lower(trim(*answer)) : std::string();
    return word == "y" || word == "yes";
}

std::string Table::text() const {
    std::vector<std::vector<std::string>> lines;
    lines.push_back(headings_);
    lines.insert(lines.end(), rows_.begin(), rows_.end());
    std::vector<std::size_t> widths(headings_.size(), 0);
    for (auto& line : lines) {
        line.resize(headings_.size());
        for (std::size_t i = 0; i < line.size(); ++i) {
            line[i] = printable(line[i]);
            if (code_points(line[i]) > kWidestCell) {
                line[i] = std::string(cut(line[i], kWidestCell - 1)) + "…";
            }
            widths[i] = std::max(widths[i], code_points(line[i]));
        }
    }
    std::string out;
    for (const auto& line : lines) {
        std::string row;
        for (std::size_t i = 0; i < line.size(); ++i) {
            row += line[i] + std::string(widths[i] - code_points(line[i]) + 2, ' ');
        }
        row.erase(row.find_last_not_of(' ') + 1);
        out += row + "\n";
    }
    out.pop_back();
    return out;
}

} // namespace muster::cli
