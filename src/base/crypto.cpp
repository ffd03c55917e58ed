#include "base/crypto.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>
#include <sodium.h>

namespace muster {

namespace {

constexpr char kSealedForm = 1; // first byte of a sealed value, so that another cipher can follow one day
constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
constexpr std::size_t kKeyIdBytes = 8;
constexpr char kDerivation[] = "mustkey1"; // context of the subkeys, 8 characters

static_assert(sizeof kDerivation == crypto_kdf_CONTEXTBYTES + 1);
static_assert(Sealer::kKeyBytes == crypto_kdf_KEYBYTES);

enum class Subkey : std::uint64_t { Seal = 1, Digest = 2, Name = 3 };

const unsigned char* bytes_of(std::string_view text) { return reinterpret_cast<const unsigned char*>(text.data()); }
unsigned char* bytes_of(std::string& text) { return reinterpret_cast<unsigned char*>(text.data()); }

void start_sodium() {
    static const bool kIsReady = sodium_init() >= 0;
    if (!kIsReady) {
        throw std::runtime_error("libsodium cannot be started on this machine.");
    }
}

template <std::size_t N>
void derive(std::array<unsigned char, N>& out, Subkey which, std::string_view key) {
    crypto_kdf_derive_from_key(out.data(), N, static_cast<std::uint64_t>(which), kDerivation, bytes_of(key));
}

/// What the tag of a sealed value vouches for besides the value: its form and the place where it belongs.
std::string bound(std::string_view place) { return kSealedForm + std::string(place); }

std::string encoded(std::string_view bytes, int variant) {
    start_sodium();
    std::string out(sodium_base64_encoded_len(bytes.size(), variant), '\0');
    sodium_bin2base64(out.data(), out.size(), bytes_of(bytes), bytes.size(), variant);
    out.pop_back(); // the terminating zero
    return out;
}

} // namespace

struct Sealer::Keys {
    std::array<unsigned char, crypto_aead_xchacha20poly1305_ietf_KEYBYTES> seal{};
    std::array<unsigned char, crypto_generichash_KEYBYTES> digest{};
    std::array<unsigned char, crypto_kdf_BYTES_MIN> name{};

    explicit Keys(std::string_view key) {
        derive(seal, Subkey::Seal, key);
        derive(digest, Subkey::Digest, key);
        derive(name, Subkey::Name, key);
    }
    Keys(const Keys&) = delete;
    Keys& operator=(const Keys&) = delete;
    ~Keys() { sodium_memzero(this, sizeof *this); }
};

Result<Sealer> Sealer::create(std::string_view key) {
    start_sodium();
    if (key.size() != kKeyBytes) {
        return fail(Code::Invalid, fmt::format("A key has {} bytes, and this one has {}.", kKeyBytes, key.size()));
    }
    return Sealer(std::make_shared<const Keys>(key));
}

std::string Sealer::seal(std::string_view plain, std::string_view place) const {
    std::string out(1 + kNonceBytes + plain.size() + kTagBytes, '\0');
    out[0] = kSealedForm;
    unsigned char* nonce = bytes_of(out) + 1;
    randombytes_buf(nonce, kNonceBytes);
    const auto vouched = bound(place);
    crypto_aead_xchacha20poly1305_ietf_encrypt(nonce + kNonceBytes, nullptr, bytes_of(plain), plain.size(),
                                               bytes_of(std::string_view(vouched)), vouched.size(), nullptr, nonce,
                                               keys_->seal.data());
    return out;
}

Result<std::string> Sealer::open(std::string_view sealed, std::string_view place) const {
    const auto broken = [] {
        return fail(Code::Failed,
                    "A sealed value does not open: it was sealed with another key, or was changed or moved. "
                    "Put back the key file that belongs to this store.");
    };
    if (sealed.size() < 1 + kNonceBytes + kTagBytes || sealed.front() != kSealedForm) {
        return broken();
    }
    const auto nonce = sealed.substr(1, kNonceBytes);
    const auto cipher = sealed.substr(1 + kNonceBytes);
    const auto vouched = bound(place);
    std::string plain(cipher.size() - kTagBytes, '\0');
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(bytes_of(plain), nullptr, nullptr, bytes_of(cipher),
                                                   cipher.size(), bytes_of(std::string_view(vouched)),
                                                   vouched.size(), bytes_of(nonce), keys_->seal.data()) != 0) {
        return broken();
    }
    return plain;
}

std::array<std::uint8_t, 16> Sealer::digest(std::string_view text) const {
    std::array<std::uint8_t, 16> out{};
    crypto_generichash(out.data(), out.size(), bytes_of(text), text.size(), keys_->digest.data(),
                       keys_->digest.size());
    return out;
}

std::string Sealer::key_id() const { return hex({reinterpret_cast<const char*>(keys_->name.data()), kKeyIdBytes}); }

std::array<std::uint8_t, 32> sha256(std::string_view text) {
    std::array<std::uint8_t, 32> out{};
    crypto_hash_sha256(out.data(), bytes_of(text), text.size());
    return out;
}

bool is_same_secret(std::string_view one, std::string_view other) {
    return one.size() == other.size() && sodium_memcmp(one.data(), other.data(), one.size()) == 0;
}

std::array<std::uint8_t, 32> hmac_sha256(std::string_view key, std::string_view text) {
    std::array<std::uint8_t, 32> out{};
    static_assert(out.size() == crypto_auth_hmacsha256_BYTES);
    start_sodium();
    crypto_auth_hmacsha256_state state;
    crypto_auth_hmacsha256_init(&state, bytes_of(key), key.size());
    crypto_auth_hmacsha256_update(&state, bytes_of(text), text.size());
    crypto_auth_hmacsha256_final(&state, out.data());
    return out;
}

std::string base64url(std::string_view bytes) { return encoded(bytes, sodium_base64_VARIANT_URLSAFE_NO_PADDING); }

std::string base64(std::string_view bytes) { return encoded(bytes, sodium_base64_VARIANT_ORIGINAL); }

Result<std::string> from_base64(std::string_view text) {
    start_sodium();
    const auto body = text.substr(0, text.find_last_not_of('=') + 1);
    const auto padding = text.size() - body.size();
    const bool is_padded_well = padding == 0 || (padding <= 2 && text.size() % 4 == 0);
    const bool is_url_safe = body.find_first_of("-_") != std::string_view::npos;
    const int variant =
        is_url_safe ? sodium_base64_VARIANT_URLSAFE_NO_PADDING : sodium_base64_VARIANT_ORIGINAL_NO_PADDING;
    std::string out(body.size() / 4 * 3 + 3, '\0');
    std::size_t length = 0;
    if (!is_padded_well || sodium_base642bin(bytes_of(out), out.size(), body.data(), body.size(), nullptr, &length,
                                             nullptr, variant) != 0) {
        return fail(Code::Invalid, fmt::format("A text of {} characters is no Base64.", text.size()));
    }
    out.resize(length);
    return out;
}

std::string base32(std::string_view bytes) {
    constexpr std::string_view kDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    std::string out;
    unsigned waiting = 0; // bits that are not yet written, right-aligned
    unsigned count = 0;
    for (const char byte : bytes) {
        waiting = (waiting << 8 | static_cast<unsigned char>(byte)) & 0xFFF;
        for (count += 8; count >= 5; count -= 5) {
            out += kDigits[waiting >> (count - 5) & 31];
        }
    }
    if (count > 0) {
        out += kDigits[waiting << (5 - count) & 31];
    }
    return out;
}

std::string hex(std::string_view bytes) {
    std::string out(bytes.size() * 2 + 1, '\0');
    sodium_bin2hex(out.data(), out.size(), bytes_of(bytes), bytes.size());
    out.pop_back(); // the terminating zero
    return out;
}

} // namespace muster
