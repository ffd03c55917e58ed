#pragma once

// Tells the log once when a server has to be waited for, and once when there is one again, however many connections
// wait. Internal to this folder.

#include <chrono>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

namespace muster::db {

/// Safe from any thread.
class Outage {
  public:
    explicit Outage(std::string place) : place_(std::move(place)) {}
    void has_begun(std::string_view why);
    void is_over();

  private:
    const std::string place_;
    std::mutex mutex_;
    std::optional<std::chrono::steady_clock::time_point> since_; ///< nothing: all is well
};

} // namespace muster::db
