#pragma once

// Everything the sandbox knows, behind one mutex, and the way of a request through it. Internal to this folder.

#include <map>
#include <memory>
#include <mutex>
#include <set>

#include "net/http.hpp"
#include "sandbox/account.hpp"
#include "sandbox/sandbox.hpp"

namespace muster::sandbox {

/// What a person allowed one client to do with one account.
struct OauthGrant {
    std::string account_id;
    std::string client_id;
    std::string scope;
    std::string refresh_token; ///< the living one; "" without offline_access
    Instant refreshed_at{};    ///< it dies 180 days after
    bool revoked = false;
};

struct AccessToken {
    std::size_t grant = 0;
    Instant expires_at{};
};

struct SpentToken {
    std::size_t grant = 0;
    Instant spent_at{};
};

struct AuthorisationCode {
    std::size_t grant = 0;
    std::string redirect_uri;
    std::string challenge; ///< "" without PKCE
    Instant expires_at{};
    bool used = false;
};

struct DeviceRequest {
    enum class State { Waiting, Allowed, Denied, Used };
    std::string device_code;
    std::string user_code;
    std::string client_id;
    std::string scope;
    std::string account_id;
    State state = State::Waiting;
    Instant expires_at{};
    std::optional<Instant> polled_at;
};

struct Oauth {
    std::vector<OauthGrant> grants;
    std::map<std::string, AccessToken, std::less<>> access;
    std::map<std::string, std::size_t, std::less<>> refresh; ///< living refresh tokens
    std::map<std::string, SpentToken, std::less<>> spent;
    std::map<std::string, AuthorisationCode, std::less<>> codes;
    std::vector<DeviceRequest> devices;
};

/// Calls of one client id.
struct Meter {
    std::deque<Instant> allowed;       ///< of the last second
    std::deque<Instant> seen;          ///< of the last second, refused ones too
    std::deque<Instant> token_allowed; ///< of the token endpoint
    std::chrono::sys_days day{};
    std::int64_t calls_today = 0;
    std::int64_t most_in_a_second = 0;
};

struct ArmedFault {
    Fault fault;
    std::size_t seen = 0; ///< matching requests so far
};

class World {
  public:
    World(Options chosen, Clock& the_clock, Random& the_random);

    mutable std::mutex mutex; ///< held by whoever calls anything below
    Options options;
    Clock& clock;
    Random& random;
    std::deque<Account> accounts;
    Oauth oauth;
    std::map<std::string, Meter, std::less<>> meters;
    std::vector<ArmedFault> faults;
    std::deque<LoggedRequest> log;
    std::size_t logged_bytes = 0; ///< of the bodies in the log
    std::int64_t requests = 0;
    bool changed = false; ///< since the state file was written
    Instant saved_at{};

    [[nodiscard]] const Switches& switches() const { return options.switches; }
    [[nodiscard]] Instant now() const { return clock.now(); }
    [[nodiscard]] std::string new_id() const { return new_uuid(random); }
    Account& add_account(std::string_view name);
    /// By id or name; null if there is none.
    [[nodiscard]] Account* account(std::string_view id_or_name);
    /// Lets every job happen that is due by now (activities.cpp).
    void advance();
    /// Writes the state file if it is time to (state_file.cpp).
    void save(bool at_once);
    void load();
    /// A time as answers show it.
    [[nodiscard]] std::string time_text(Instant instant) const;
};

// Lifetimes and limits; those of the service are in the contract, sections 2.3, 7 and 10.1.
inline constexpr std::chrono::days kRefreshTokenLife{180};
inline constexpr std::chrono::minutes kCodeLife{5};
inline constexpr std::chrono::minutes kDeviceCodeLife{10};
inline constexpr std::chrono::days kActivityLife{10};
inline constexpr std::size_t kMaxLoggedRequests = 20'000;
inline constexpr std::size_t kMaxLoggedBytes = 256 * 1024 * 1024; ///< beyond it the oldest bodies are let go
inline constexpr std::size_t kMaxListsPerContact = 50;

} // namespace muster::sandbox
