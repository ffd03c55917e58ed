#pragma once

// The service manager that started this process, by the protocol of sd_notify(3): it is told when the back office
// takes work, when it stops, and that it is alive. Where there is none, nothing is told.

#include <functional>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"

namespace muster::cli {

/// For one thread.
class ServiceManager {
  public:
    /// `environment` answers for NOTIFY_SOCKET, WATCHDOG_USEC and WATCHDOG_PID; the clock outlives it.
    ServiceManager(const std::function<std::optional<std::string>(const std::string&)>& environment,
                   const Clock& clock);

    void tell_ready() { (void)tell("READY=1"); }
    void tell_stopping() { (void)tell("STOPPING=1"); }
    /// At half of the time in which it wants a sign of life; `is_well` is asked only then, and no sign is given
    /// unless it says so.
    void tell_alive(const std::function<bool()>& is_well);

    /// How often to call tell_alive at the least; nothing if no sign of life is wanted.
    [[nodiscard]] std::optional<Microseconds> pace() const { return pace_; }

  private:
    /// False if there is nobody to tell, or it did not arrive, which is logged once in a row.
    [[nodiscard]] bool tell(std::string_view state);

    const Clock& clock_;
    std::string address_; ///< "" for none; an abstract one begins with a zero byte
    std::optional<Microseconds> pace_;
    Instant told_alive_at_{};
    bool has_failed_ = false;
};

} // namespace muster::cli
