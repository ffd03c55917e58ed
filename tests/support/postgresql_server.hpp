#pragma once

// A PostgreSQL server of a test's own, which can be killed, and a standby of it that takes over.

#include <filesystem>
#include <string>
#include <vector>

namespace muster::test {

class PostgresqlServer {
  public:
    /// Whether PostgreSQL is installed, and this user may start it.
    [[nodiscard]] static bool is_there();

    /// Empty, and not running; in a folder below `place`, "" for memory.
    explicit PostgresqlServer(const std::filesystem::path& place = {});
    ~PostgresqlServer();
    PostgresqlServer(const PostgresqlServer&) = delete;
    PostgresqlServer& operator=(const PostgresqlServer&) = delete;

    /// As `other`, which is stopped, is now.
    void copy(const PostgresqlServer& other);
    /// Like copy; it will follow `other`.
    void follow(const PostgresqlServer& other);

    /// Returns when it can be used. A setting: "name=value".
    void start(const std::vector<std::string>& settings = {});
    /// What is written from now on has 16 MB of room in the log that is there already.
    void begin_log_segment();
    void stop();
    void crash(); ///< without a word to its clients, and without keeping what was not committed
    void kill();  ///< SIGKILL for all its processes
    void promote();

    /// Of its socket.
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }

  private:
    void call(const std::string& command) const;

    std::filesystem::path folder_;
    bool is_running_ = false;
};

/// Of the database that every server has; one folder of a socket after another is asked.
[[nodiscard]] std::string url_of(const std::vector<std::filesystem::path>& folders);

} // namespace muster::test
