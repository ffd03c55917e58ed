#include "base/passwords.hpp"

#include <array>
#include <charconv>
#include <new>
#include <stdexcept>
#include <utility>

#include <sodium.h>

namespace muster {

namespace {

/// The number behind `name` in "$argon2id$v=19$m=65536,t=2,p=1$…"; 0 if there is none.
unsigned long long parameter(std::string_view hash, std::string_view name) {
    const auto at = hash.find(name);
    unsigned long long number = 0;
    if (at != std::string_view::npos) {
        const auto digits = hash.substr(at + name.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    }
    return number;
}

} // namespace

/// A place among those who hash just now.
class PasswordHasher::Turn {
  public:
    static Result<Turn> wait_for(PasswordHasher& hasher) {
        std::unique_lock lock(hasher.mutex_);
        if (hasher.waiting_ >= kMostWaiting) {
            return fail(Code::Busy, "Too many people are signing in just now. Try again in a moment.");
        }
        ++hasher.waiting_;
        hasher.one_left_.wait(lock, [&] { return hasher.at_work_ < kMostAtOnce; });
        --hasher.waiting_;
        ++hasher.at_work_;
        return Turn(hasher);
    }
    Turn(Turn&& other) noexcept : hasher_(std::exchange(other.hasher_, nullptr)) {}
    Turn& operator=(Turn&&) = delete;
    ~Turn() {
        if (hasher_ != nullptr) {
            const std::lock_guard lock(hasher_->mutex_);
            --hasher_->at_work_;
            hasher_->one_left_.notify_one();
        }
    }

  private:
    explicit Turn(PasswordHasher& hasher) : hasher_(&hasher) {}
    PasswordHasher* hasher_;
};

PasswordHasher::PasswordHasher(PasswordCost cost) : cost_(cost) {
    if (sodium_init() < 0) {
        throw std::runtime_error("libsodium cannot be started on this machine.");
    }
}

std::string PasswordHasher::make(std::string_view password) const {
    std::array<char, crypto_pwhash_STRBYTES> out{};
    if (crypto_pwhash_str_alg(out.data(), password.data(), password.size(), cost_.passes, cost_.memory_bytes,
                              crypto_pwhash_ALG_ARGON2ID13) != 0) {
        throw std::bad_alloc(); // its only failure
    }
    return out.data();
}

Result<std::string> PasswordHasher::hash(std::string_view password) {
    TRY_ASSIGN(const auto turn, Turn::wait_for(*this));
    return make(password);
}

Result<bool> PasswordHasher::is_right(std::string_view password, const std::string& hash) {
    TRY_ASSIGN(const auto turn, Turn::wait_for(*this));
    return crypto_pwhash_str_verify(hash.c_str(), password.data(), password.size()) == 0;
}

Result<void> PasswordHasher::pretend(std::string_view password) {
    TRY_ASSIGN(const auto turn, Turn::wait_for(*this));
    (void)make(password);
    return {};
}

bool PasswordHasher::is_outdated(std::string_view hash) const {
    return parameter(hash, "t=") < cost_.passes || parameter(hash, "m=") < cost_.memory_bytes / 1024;
}

} // namespace muster
