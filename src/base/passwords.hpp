#pragma once

// Hashing of sign-in passwords with argon2id (libsodium). Parameters and salt stand in the hash, so that older
// hashes still verify after the cost was raised. It knows no rule of what a good password is.

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace muster {

struct PasswordCost {
    unsigned long long passes = 2;
    std::size_t memory_bytes = 64U * 1024 * 1024;
};

/// One per process, used from any thread: each hashing takes `memory_bytes`, so that few run at once and the others
/// wait their turn.
class PasswordHasher {
  public:
    static constexpr int kMostAtOnce = 2;
    static constexpr int kMostWaiting = 32;

    explicit PasswordHasher(PasswordCost cost = {});

    // Each of these: Code::Busy when kMostWaiting wait already.
    [[nodiscard]] Result<std::string> hash(std::string_view password);
    [[nodiscard]] Result<bool> is_right(std::string_view password, const std::string& hash);
    /// Takes as long as is_right, for an account that does not exist.
    [[nodiscard]] Result<void> pretend(std::string_view password);

    /// True for a hash that is cheaper to try than one that is made today.
    [[nodiscard]] bool is_outdated(std::string_view hash) const;

  private:
    class Turn;
    [[nodiscard]] std::string make(std::string_view password) const;

    const PasswordCost cost_;
    std::mutex mutex_;
    std::condition_variable one_left_;
    int at_work_ = 0;
    int waiting_ = 0;
};

} // namespace muster
