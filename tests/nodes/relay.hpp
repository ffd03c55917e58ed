#pragma once

// A way to a PostgreSQL server that can be interrupted: a socket of its own, whose bytes go on to the server's.

#include <atomic>
#include <filesystem>
#include <list>
#include <string>
#include <thread>
#include <utility>

namespace muster::test {

class Relay {
  public:
    enum class Way {
        Open,
        Silent, ///< nothing passes, and nobody is told
        Closed, ///< connections are cut, and none is taken
    };

    /// `server_url` names a folder with the server's socket. The relay's own lies in `folder`.
    Relay(const std::filesystem::path& folder, const std::string& server_url);
    Relay(const Relay&) = delete;
    Relay& operator=(const Relay&) = delete;
    ~Relay();

    [[nodiscard]] const std::string& url() const { return url_; }
    void set(Way way);

  private:
    using Pair = std::pair<int, int>;
    void run();
    void follow(Way way);
    void listen();
    void close_all();
    void take_connection();
    [[nodiscard]] static bool pass_on(int from, int to);

    std::string url_;
    std::filesystem::path own_, server_;
    std::atomic<Way> way_ = Way::Open;
    std::atomic<bool> is_over_ = false;
    int wake_ = -1, listener_ = -1;
    std::list<Pair> pairs_;
    std::thread thread_;
};

} // namespace muster::test
