#include "cli/process.hpp"

#include <array>
#include <cerrno>
#include <stdexcept>

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

namespace muster::test {

namespace {

struct Child {
    pid_t pid = -1;
    int in = -1;
    int out = -1;
    int error = -1;
};

std::array<int, 2> make_pipe() {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) {
        throw std::runtime_error("no pipe");
    }
    return ends;
}

/// Arguments and environment as execve takes them; made before the fork, because little is allowed after it.
class Image {
  public:
    Image(const std::vector<std::string>& arguments, const Environment& environment) : words_{MUSTER_BINARY} {
        words_.insert(words_.end(), arguments.begin(), arguments.end());
        for (const auto& [name, value] : environment) {
            settings_.push_back(name + "=" + value);
        }
        for (auto& word : words_) {
            argv_.push_back(word.data());
        }
        argv_.push_back(nullptr);
        for (auto& setting : settings_) {
            envp_.push_back(setting.data());
        }
        envp_.push_back(nullptr);
    }
    [[noreturn]] void execute() {
        ::execve(argv_[0], argv_.data(), envp_.data());
        ::_exit(127);
    }

  private:
    std::vector<std::string> words_, settings_;
    std::vector<char*> argv_, envp_;
};

Child start(const std::vector<std::string>& arguments, const Environment& environment) {
    Image image(arguments, environment);
    const auto in = make_pipe();
    const auto out = make_pipe();
    const auto error = make_pipe();
    const pid_t pid = ::fork();
    if (pid == 0) {
        ::dup2(in[0], STDIN_FILENO);
        ::dup2(out[1], STDOUT_FILENO);
        ::dup2(error[1], STDERR_FILENO);
        image.execute();
    }
    ::close(in[0]);
    ::close(out[1]);
    ::close(error[1]);
    return {pid, in[1], out[0], error[0]};
}

/// Reads what is there of both streams; false when both are at their end.
bool read_some(int& out, int& error, Outcome& outcome) {
    std::array<pollfd, 2> polled{pollfd{out, POLLIN, 0}, pollfd{error, POLLIN, 0}};
    if (::poll(polled.data(), polled.size(), -1) < 0 && errno != EINTR) {
        throw std::runtime_error("no poll");
    }
    const auto take = [](const pollfd& one, int& descriptor, std::string& text) {
        if (one.revents == 0) {
            return;
        }
        std::array<char, 4096> bytes{};
        const ssize_t count = ::read(descriptor, bytes.data(), bytes.size());
        if (count > 0) {
            text.append(bytes.data(), static_cast<std::size_t>(count));
        } else if (count == 0) {
            ::close(descriptor);
            descriptor = -1;
        }
    };
    take(polled[0], out, outcome.out);
    take(polled[1], error, outcome.err);
    return out >= 0 || error >= 0;
}

int wait_for(pid_t pid) {
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

} // namespace

Outcome run_muster(const std::vector<std::string>& arguments, const Environment& environment,
                   const std::string& input) {
    std::signal(SIGPIPE, SIG_IGN);
    Child child = start(arguments, environment);
    if (!input.empty() && ::write(child.in, input.data(), input.size()) < 0) {
        throw std::runtime_error("standard input was not taken");
    }
    ::close(child.in);
    Outcome outcome;
    while (read_some(child.out, child.error, outcome)) {
    }
    outcome.code = wait_for(child.pid);
    return outcome;
}

Outcome run_in_terminal(const std::vector<std::string>& arguments, const Environment& environment,
                        const std::string& typed) {
    return converse(arguments, environment, {{"", typed}});
}

Outcome converse(const std::vector<std::string>& arguments, const Environment& environment,
                 const std::vector<Line>& lines) {
    Image image(arguments, environment);
    int terminal = -1;
    const pid_t pid = ::forkpty(&terminal, nullptr, nullptr, nullptr);
    if (pid == 0) {
        image.execute();
    }
    Outcome outcome;
    std::array<char, 4096> bytes{};
    std::size_t seen = 0; // up to where the lines before were answered
    auto line = lines.begin();
    ssize_t count = 0;
    do {
        outcome.out.append(bytes.data(), static_cast<std::size_t>(count));
        for (; line != lines.end(); ++line) {
            const auto at = outcome.out.find(line->question, seen);
            if (at == std::string::npos) {
                break;
            }
            seen = at + line->question.size();
            if (!line->typed.empty() && ::write(terminal, line->typed.data(), line->typed.size()) < 0) {
                throw std::runtime_error("the terminal took nothing");
            }
        }
        count = ::read(terminal, bytes.data(), bytes.size());
    } while (count > 0); // a closed terminal reads as an error
    ::close(terminal);
    outcome.code = wait_for(pid);
    return outcome;
}

Background::Background(const std::vector<std::string>& arguments, const Environment& environment) {
    const Child child = start(arguments, environment);
    ::close(child.in);
    pid_ = child.pid;
    out_ = child.out;
    error_ = child.error;
}

Background::~Background() {
    if (!is_over_) {
        signal(SIGTERM);
        static_cast<void>(wait());
    }
}

std::string Background::read_out_until(const std::string& text) {
    while (outcome_.out.find(text) == std::string::npos && read_some(out_, error_, outcome_)) {
    }
    return outcome_.out;
}

std::string Background::read_error_until(const std::string& text) {
    while (outcome_.err.find(text) == std::string::npos && read_some(out_, error_, outcome_)) {
    }
    return outcome_.err;
}

void Background::signal(int number) const { ::kill(pid_, number); }

Outcome Background::wait() {
    while (read_some(out_, error_, outcome_)) {
    }
    if (!is_over_) {
        outcome_.code = wait_for(pid_);
        is_over_ = true;
    }
    return outcome_;
}

} // namespace muster::test
