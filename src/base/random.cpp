#include "base/random.hpp"

#include <fmt/format.h>
#include <sodium.h>

#include "base/crypto.hpp"

namespace muster {

namespace {

constexpr std::uint64_t kVariantBits = 0x8000'0000'0000'0000; // "10" on top, as RFC 9562 asks
constexpr std::uint64_t kBelowVariant = 0x3FFF'FFFF'FFFF'FFFF;

std::string uuid_text(std::uint64_t high, std::uint64_t low) {
    return fmt::format("{:08x}-{:04x}-{:04x}-{:04x}-{:012x}", high >> 32, (high >> 16) & 0xFFFF, high & 0xFFFF,
                       low >> 48, low & 0xFFFF'FFFF'FFFF);
}

} // namespace

std::uint64_t SystemRandom::next() {
    std::uint64_t number = 0;
    randombytes_buf(&number, sizeof number);
    return number;
}

std::uint64_t SeededRandom::next() {
    state_ += 0x9E37'79B9'7F4A'7C15;
    std::uint64_t z = state_;
    z = (z ^ (z >> 30)) * 0xBF58'476D'1CE4'E5B9;
    z = (z ^ (z >> 27)) * 0x94D0'49BB'1331'11EB;
    return z ^ (z >> 31);
}

std::string new_id(Instant now, Random& random) {
    const auto micros = static_cast<std::uint64_t>(to_micros(now));
    const std::uint64_t millis = micros / 1000;
    const std::uint64_t within =
        (micros % 1000) * 4096 / 1000; // 12 bits below the millisecond: ids of one thread keep their order
    return uuid_text((millis & 0xFFFF'FFFF'FFFF) << 16 | 0x7000 | within,
                     kVariantBits | (random.next() & kBelowVariant));
}

std::string new_uuid(Random& random) {
    const std::uint64_t high = (random.next() & 0xFFFF'FFFF'FFFF'0FFF) | 0x4000;
    return uuid_text(high, kVariantBits | (random.next() & kBelowVariant));
}

std::string random_token(Random& random, std::size_t bytes) {
    std::string raw;
    raw.reserve(bytes + 8);
    while (raw.size() < bytes) {
        const std::uint64_t number = random.next();
        for (unsigned shift = 0; shift < 64; shift += 8) {
            raw += static_cast<char>((number >> shift) & 0xFF);
        }
    }
    raw.resize(bytes);
    return base64url(raw);
}

} // namespace muster
