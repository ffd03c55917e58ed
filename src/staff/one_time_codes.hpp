#pragma once

// The second factor: codes of an authenticator app (TOTP, RFC 6238: SHA-1, 30 seconds, 6 digits) and recovery codes
// for the day when it is lost. Pure; that no code counts twice is held by whoever keeps `last_step`.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/random.hpp"
#include "base/time.hpp"

namespace muster::staff {

inline constexpr std::size_t kSecretBytes = 20;
inline constexpr std::int64_t kStepSeconds = 30;
inline constexpr std::int64_t kStepsOff = 1; // a clock may be one step ahead or behind
inline constexpr int kRecoveryCodes = 8;

struct SecondFactor {
    std::string secret;          ///< raw bytes
    bool is_confirmed = false;   ///< asked for at sign-in
    std::int64_t last_step = -1; ///< of the newest code taken
};

/// "755224"
[[nodiscard]] std::string code_at(std::string_view secret, std::int64_t step);
/// The step of a code that counts at `now` and is newer than `factor.last_step`.
[[nodiscard]] std::optional<std::int64_t> find_step(const SecondFactor& factor, std::string_view code, Instant now);
/// What an authenticator reads from a picture.
[[nodiscard]] std::string otpauth_url(std::string_view user_name, std::string_view secret);

[[nodiscard]] std::string new_secret(Random& random);
/// "ABCD-EFGH-IJKL-MNOP-QRST-UVWX", 120 bits: safe to keep as a plain digest.
[[nodiscard]] std::vector<std::string> new_recovery_codes(Random& random);
/// As typed by a person → as digested: upper case, without blanks and hyphens.
[[nodiscard]] std::string recovery_key(std::string_view code);

} // namespace muster::staff
