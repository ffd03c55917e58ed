// Addresses: what is deliverable stays so, has one key, and that key is its own key (R1, R2).

#include <cstddef>
#include <cstdint>

#include "base/email.hpp"
#include "base/text.hpp"
#include "require.hpp"

using muster::fuzz::require;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = muster::fuzz::as_text(data, size);
    const auto key = muster::email_key(text);
    if (muster::is_valid_utf8(text)) {
        require(muster::email_key(key) == key);
    }
    const auto parsed = muster::parse_email(text);
    if (!parsed) {
        require(!parsed.error().empty());
        return 0;
    }
    require(parsed->address.size() <= muster::kLongestAddress);
    require(parsed->key == key);
    const auto again = muster::parse_email(parsed->address);
    require(again && again->address == parsed->address && again->key == parsed->key);
    return 0;
}
