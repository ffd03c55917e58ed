#include "staff/sessions.hpp"

#include "base/crypto.hpp"

namespace muster::staff {

namespace {

/// A moment that lies further ahead than clocks of several machines differ comes from before the clock was set
/// back.
constexpr Microseconds kClockSkew = std::chrono::minutes{5};

bool is_within(Instant since, Microseconds limit, Instant now) {
    return since <= now + kClockSkew && now - since < limit;
}

} // namespace

bool is_alive(const Session& session, Instant now) {
    return is_within(session.created, kSessionLimit, now) && is_within(session.last_seen, kIdleLimit, now);
}

Instant fresh_until(const Session& session) { return session.authenticated + kFreshFor; }

bool is_fresh(const Session& session, Instant now) { return is_within(session.authenticated, kFreshFor, now); }

std::string_view to_text(LinkKind kind) {
    return kind == LinkKind::FirstAdministrator ? "first_administrator" : "sign_in";
}

std::string token_digest(std::string_view token) {
    const auto digest = sha256(token);
    return hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

} // namespace muster::staff
