#include <stdexcept>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "base/crypto.hpp"

namespace muster {

std::array<std::uint8_t, 20> hmac_sha1(std::string_view key, std::string_view text) {
    std::array<std::uint8_t, 20> out{};
    unsigned length = 0;
    const auto* bytes = reinterpret_cast<const unsigned char*>(text.data());
    if (HMAC(EVP_sha1(), key.data(), static_cast<int>(key.size()), bytes, text.size(), out.data(), &length) ==
            nullptr ||
        length != out.size()) {
        throw std::runtime_error("HMAC-SHA1 is not available on this machine.");
    }
    return out;
}

} // namespace muster
