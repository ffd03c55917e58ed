#pragma once

// How long a sign-in counts, and one-time links. Tokens are known to their owner only; what is kept is a digest.
// Pure.

#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"

namespace muster::staff {

inline constexpr std::size_t kTokenBytes = 16;                        // of sessions and links, 128 bits
inline constexpr Microseconds kIdleLimit = std::chrono::minutes{60};  // without a request
inline constexpr Microseconds kSessionLimit = std::chrono::hours{12}; // since sign-in, whatever is done
inline constexpr Microseconds kFreshFor = std::chrono::minutes{10};   // since a password was given
inline constexpr Microseconds kSeenEvery = std::chrono::minutes{5};   // a request sooner is not noted anew
inline constexpr std::size_t kMostSessions = 20;                      // of one user; a further one ends the oldest
inline constexpr std::size_t kLongestAgent = 200;                     // characters kept of a browser's name
inline constexpr Microseconds kFirstAdministratorLinkFor = std::chrono::hours{24};
inline constexpr Microseconds kSignInLinkFor = std::chrono::minutes{30};
inline constexpr Microseconds kAddressKnownFor = std::chrono::hours{24 * 90}; // since the last sign-in from there

struct Session {
    std::string id; ///< names it for people; not the token
    std::string user_id;
    Instant created{};
    Instant last_seen{};
    Instant authenticated{}; ///< when the password was last given
    std::string address;     ///< where it signed in from
    std::string agent;       ///< the browser as it calls itself

    bool operator==(const Session&) const = default;
};

[[nodiscard]] bool is_alive(const Session& session, Instant now);
[[nodiscard]] Instant fresh_until(const Session& session);
[[nodiscard]] bool is_fresh(const Session& session, Instant now);

enum class LinkKind {
    FirstAdministrator, ///< makes one while there is none
    SignIn,             ///< signs its user in
};
[[nodiscard]] std::string_view to_text(LinkKind kind);

struct Link {
    LinkKind kind = LinkKind::SignIn;
    std::string user_id; ///< "" for FirstAdministrator
    Instant expires{};
};

/// What is kept of a token (SHA-256 in hex): enough to recognise it, useless to whoever reads the store.
[[nodiscard]] std::string token_digest(std::string_view token);

} // namespace muster::staff
