#pragma once

// Randomness is handed in, so that tests and samples repeat.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/time.hpp"

namespace muster {

class Random {
  public:
    virtual ~Random() = default;
    virtual std::uint64_t next() = 0;
    /// A number from 0 to `below` - 1; `below` > 0.
    std::uint64_t below(std::uint64_t below) { return next() % below; }
};

/// From the operating system; fit for tokens and keys.
class SystemRandom final : public Random {
  public:
    std::uint64_t next() override;
};

/// Repeats for a seed, the same on every platform (SplitMix64). Never for secrets.
class SeededRandom final : public Random {
  public:
    explicit SeededRandom(std::uint64_t seed) : state_(seed) {}
    std::uint64_t next() override;

  private:
    std::uint64_t state_;
};

/// A UUID of version 7: sorts by time of making.
[[nodiscard]] std::string new_id(Instant now, Random& random);
/// A UUID of version 4.
[[nodiscard]] std::string new_uuid(Random& random);
/// `bytes` random bytes as URL-safe Base64 without padding (tokens, PKCE verifiers).
[[nodiscard]] std::string random_token(Random& random, std::size_t bytes);

} // namespace muster
