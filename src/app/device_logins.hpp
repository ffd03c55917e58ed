#pragma once

// Logins by a code that is typed elsewhere, waited for in the background while a browser looks in now and then. In
// memory: a login that is under way when the program stops has to be begun again.

#include <cstddef>
#include <map>
#include <mutex>
#include <string>

#include "app/connection.hpp"
#include "app/installation.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "constant_contact/tokens.hpp"
#include "net/worker_pool.hpp"
#include "staff/audit.hpp"
#include "store/store.hpp"

namespace muster::app {

struct DeviceLogin {
    enum class State { Waiting, Connected, Failed };

    std::string attempt;
    store::DatabaseId database;
    staff::Actor started_by;
    constant_contact::DevicePrompt prompt;
    Instant expires{};
    State state = State::Waiting;
    Connected connected; ///< if state is Connected
    Error error;         ///< if Failed: Code::NotAllowed refused or run out, Code::Conflict R22
};

/// Safe from any thread. The installation outlives it.
class DeviceLogins {
  public:
    static constexpr std::size_t kAtATime = 4;

    explicit DeviceLogins(Installation& installation);
    DeviceLogins(const DeviceLogins&) = delete;
    DeviceLogins& operator=(const DeviceLogins&) = delete;
    ~DeviceLogins() { stop(); }

    /// Asks for a code and waits for the person from then on; how it ends goes into the audit log. One that waits
    /// for this database already is given up. Code::Unavailable if too many wait.
    [[nodiscard]] Result<DeviceLogin> begin(store::DatabaseId database, const staff::Actor& person);
    /// Code::NotFound for one of another database, or one that ended long ago.
    [[nodiscard]] Result<DeviceLogin> find(store::DatabaseId database, const std::string& attempt);
    /// Gives up all that wait.
    void stop();

  private:
    struct Entry {
        DeviceLogin login;
        CancelToken cancel;
    };
    void give_up(store::DatabaseId database);
    void forget_old();
    void wait(const std::string& attempt);

    Installation& installation_;
    std::mutex mutex_;
    std::map<std::string, Entry> entries_; ///< by attempt
    net::WorkerPool waiting_;
};

} // namespace muster::app
