#pragma once

// Sealing of secrets (libsodium), digests and encodings. Rep passwords, grants and the account view are stored only
// in sealed form; their digests are keyed, so that a stolen database tells nothing about them.

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace muster {

/// Seals with XChaCha20-Poly1305. `place` (table, column and key of the row) is bound in: a sealed value moved to
/// another row does not open. Copies share the key; the key is wiped with the last copy.
class Sealer {
  public:
    static constexpr std::size_t kKeyBytes = 32;

    /// `key` is kKeyBytes long.
    [[nodiscard]] static Result<Sealer> create(std::string_view key);

    [[nodiscard]] std::string seal(std::string_view plain, std::string_view place) const;
    /// Fails with Code::Failed when the key is another one or the value was changed or moved.
    [[nodiscard]] Result<std::string> open(std::string_view sealed, std::string_view place) const;
    /// Keyed 128-bit digest.
    [[nodiscard]] std::array<std::uint8_t, 16> digest(std::string_view text) const;
    /// 16 hex digits that name the key without telling it; stored beside sealed values to recognise a wrong key
    /// file.
    [[nodiscard]] std::string key_id() const;

  private:
    struct Keys;
    explicit Sealer(std::shared_ptr<const Keys> keys) : keys_(std::move(keys)) {} // shared: copies of one key
    std::shared_ptr<const Keys> keys_;
};

/// Reads a key file (32 raw bytes, mode 0600 or stricter). Code::NotFound if there is none, Code::Invalid if it is
/// no key.
[[nodiscard]] Result<std::string> read_key_file(const std::string& path);
/// Makes a key file with mode 0600, never over an existing one, durable before it returns.
[[nodiscard]] Result<std::string> create_key_file(const std::string& path);
/// Puts the key file `next` in the place of `path`; a key that was there stays as `kept`. At no moment is there
/// none. Durable, and may be done again after a crash or by several at once: who comes late finds it done.
[[nodiscard]] Result<void> replace_key_file(const std::string& next, const std::string& path,
                                            const std::string& kept);

[[nodiscard]] std::array<std::uint8_t, 32> sha256(std::string_view text);
/// RFC 2104; for one-time codes only (RFC 6238), where SHA-1 is what every authenticator takes.
[[nodiscard]] std::array<std::uint8_t, 20> hmac_sha1(std::string_view key, std::string_view text);
/// Compares in a time that tells nothing about where they differ.
[[nodiscard]] bool is_same_secret(std::string_view one, std::string_view other);
/// RFC 2104, with a key of any length.
[[nodiscard]] std::array<std::uint8_t, 32> hmac_sha256(std::string_view key, std::string_view text);
[[nodiscard]] std::string base64url(std::string_view bytes);
[[nodiscard]] std::string base64(std::string_view bytes);
[[nodiscard]] Result<std::string> from_base64(std::string_view text);
/// RFC 4648 without padding: A-Z and 2-7.
[[nodiscard]] std::string base32(std::string_view bytes);
[[nodiscard]] std::string hex(std::string_view bytes);

} // namespace muster
