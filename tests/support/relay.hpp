#pragma once

// Stands between the program and a PostgreSQL server, both on sockets in folders. It can be closed or made silent,
// and it cuts a connection at a commit: before the server hears of it, or after it has kept it and before the
// program hears of that.

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace muster::test {

enum class Cut {
    BeforeCommit,
    AfterCommit,
    /// The program hears nothing more; the server hears of the commit when somebody else asks for a turn.
    DuringCommit,
};

/// The folder of the server's socket that a URL names.
[[nodiscard]] std::filesystem::path folder_of(const std::string& server_url);

class Relay {
  public:
    enum class Way {
        Open,
        Silent, ///< nothing passes, and nobody is told
        Closed, ///< connections are cut, and none is taken
    };

    /// `server`: the folder of a server's socket.
    explicit Relay(std::filesystem::path server);
    ~Relay();
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;

    /// The folder to name as host.
    [[nodiscard]] const std::filesystem::path& folder() const { return folder_; }
    /// A URL that names the server's folder, by way of this.
    [[nodiscard]] std::string url(const std::string& server_url) const;
    /// From now on; it begins open.
    void set(Way way);
    /// Of the next commit, once. `meanwhile` is called between the server's end of the connection and the
    /// program's.
    void cut_at_next_commit(Cut cut, std::function<void()> meanwhile = [] {});
    /// Of the next reading transaction, once: when it has begun and before its first statement.
    void cut_amid_next_read();
    /// Asked from now on before a connection is passed on; false: it is refused.
    void on_connection(std::function<bool()> decide);
    /// Nobody is passed on any more.
    void close();

  private:
    struct Wire {
        int client = -1, server = -1;
        std::thread thread;
    };
    void accept_all();
    void pump(Wire& wire);
    bool is_open(); ///< waits while it is silent
    /// False: the wire is to be ended.
    bool pass_on(Wire& wire, const std::string& bytes);
    bool cut(Wire& wire, const std::string& commit);
    static void begin_only(Wire& wire, const std::string& begin);

    const std::filesystem::path server_, folder_;
    int listener_ = -1;
    std::mutex mutex_;
    std::condition_variable changed_;
    Way way_ = Way::Open;
    bool is_asked_for_turn_ = false; ///< since the commit that is held back
    bool is_closed_ = false;
    bool is_armed_ = false, is_armed_for_read_ = false;
    Cut cut_ = Cut::BeforeCommit;
    std::function<void()> meanwhile_;
    std::function<bool()> on_connection_ = [] { return true; };
    std::vector<std::unique_ptr<Wire>> wires_;
    std::thread thread_;
};

} // namespace muster::test
