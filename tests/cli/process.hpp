#pragma once

// The real binary, driven as people and programs drive it: arguments, environment and files in; exit code and two
// streams out.

#include <chrono>
#include <csignal>
#include <map>
#include <string>
#include <sys/types.h>
#include <vector>

namespace muster::test {

using Environment = std::map<std::string, std::string>;

struct Outcome {
    int code = -1; ///< exit code; 128 + signal if it died of one
    std::string out;
    std::string err;
};

/// Runs `muster` with nothing in its environment but `environment`, standard input empty, and waits for it.
[[nodiscard]] Outcome run_muster(const std::vector<std::string>& arguments, const Environment& environment,
                                 const std::string& input = "");

/// The same with a terminal at all three ends, `typed` waiting in it; what the terminal showed is in `out`.
[[nodiscard]] Outcome run_in_terminal(const std::vector<std::string>& arguments, const Environment& environment,
                                      const std::string& typed);

/// A person at a terminal, who types each line only after the question before it was shown.
struct Line {
    std::string question;
    std::string typed;
};
[[nodiscard]] Outcome converse(const std::vector<std::string>& arguments, const Environment& environment,
                               const std::vector<Line>& lines);

/// `muster` in the background; ended with SIGTERM and waited for by its destructor.
class Background {
  public:
    Background(const std::vector<std::string>& arguments, const Environment& environment);
    Background(const Background&) = delete;
    Background& operator=(const Background&) = delete;
    ~Background();

    /// Reads standard output (or error) until `text` is in it or the process ends; all that was read.
    [[nodiscard]] std::string read_out_until(const std::string& text);
    [[nodiscard]] std::string read_error_until(const std::string& text);
    void signal(int number) const;
    [[nodiscard]] pid_t pid() const { return pid_; }
    /// Waits for its end and reads what is left.
    [[nodiscard]] Outcome wait();

  private:
    pid_t pid_ = -1;
    int out_ = -1;
    int error_ = -1;
    Outcome outcome_;
    bool is_over_ = false;
};

} // namespace muster::test
