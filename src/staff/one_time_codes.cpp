#include "staff/one_time_codes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/crypto.hpp"

namespace muster::staff {

namespace {

constexpr std::uint32_t kSixDigits = 1'000'000;
constexpr std::size_t kRecoveryBytes = 15; // 24 characters of Base32
constexpr std::size_t kRecoveryGroup = 4;

std::string random_bytes(Random& random, std::size_t count) {
    std::string bytes;
    while (bytes.size() < count) {
        const auto number = random.next();
        for (unsigned shift = 0; shift < 64 && bytes.size() < count; shift += 8) {
            bytes += static_cast<char>((number >> shift) & 0xFF);
        }
    }
    return bytes;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

std::string percent_encoded(std::string_view text) {
    std::string out;
    for (const char c : text) {
        out += is_unreserved(c) ? std::string(1, c) : fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

std::string without_blanks(std::string_view code) {
    std::string out;
    std::copy_if(code.begin(), code.end(), std::back_inserter(out), [](char c) { return c != ' ' && c != '-'; });
    return out;
}

} // namespace

std::string code_at(std::string_view secret, std::int64_t step) {
    std::string counter(8, '\0');
    for (std::size_t i = 0; i < counter.size(); ++i) {
        counter[i] = static_cast<char>(static_cast<std::uint64_t>(step) >> (56 - 8 * i) & 0xFF);
    }
    const auto mac = hmac_sha1(secret, counter);
    const std::size_t at = mac.back() & 0x0FU; // RFC 4226, 5.3
    const std::uint32_t number =
        (mac[at] & 0x7FU) << 24 | std::uint32_t{mac[at + 1]} << 16 | std::uint32_t{mac[at + 2]} << 8 | mac[at + 3];
    return fmt::format("{:06}", number % kSixDigits);
}

std::optional<std::int64_t> find_step(const SecondFactor& factor, std::string_view code, Instant now) {
    const auto typed = without_blanks(code);
    const std::int64_t current =
        std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count() / kStepSeconds;
    std::optional<std::int64_t> found;
    for (std::int64_t step = current - kStepsOff; step <= current + kStepsOff; ++step) {
        if (step > factor.last_step && is_same_secret(typed, code_at(factor.secret, step))) {
            found = step;
        }
    }
    return found;
}

std::string otpauth_url(std::string_view user_name, std::string_view secret) {
    return fmt::format("otpauth://totp/Muster:{}?secret={}&issuer=Muster&algorithm=SHA1&digits=6&period={}",
                       percent_encoded(user_name), base32(secret), kStepSeconds);
}

std::string new_secret(Random& random) { return random_bytes(random, kSecretBytes); }

std::vector<std::string> new_recovery_codes(Random& random) {
    std::vector<std::string> codes;
    for (int i = 0; i < kRecoveryCodes; ++i) {
        const auto digits = base32(random_bytes(random, kRecoveryBytes));
        std::string code = digits.substr(0, kRecoveryGroup);
        for (std::size_t at = kRecoveryGroup; at < digits.size(); at += kRecoveryGroup) {
            code += "-" + digits.substr(at, kRecoveryGroup);
        }
        codes.push_back(std::move(code));
    }
    return codes;
}

std::string recovery_key(std::string_view code) {
    auto key = without_blanks(code);
    std::transform(key.begin(), key.end(), key.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; });
    return key;
}

} // namespace muster::staff
