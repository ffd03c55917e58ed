#pragma once

// Ranges of IP addresses, for the proxies that are trusted. Names are no addresses here: nothing is looked up.

#include <array>
#include <cstdint>
#include <string_view>

#include "base/result.hpp"

namespace muster::net {

class IpRange {
  public:
    /// "10.0.0.0/8", "2001:db8::/32", or one address. Code::Invalid for anything else, also where bits behind the
    /// prefix are set, and for an IPv4 address in IPv6 clothes (::ffff:10.0.0.1), which is the IPv4 address.
    [[nodiscard]] static Result<IpRange> parse(std::string_view text);

    /// False for what is no address. An IPv4 address in IPv6 clothes counts as IPv4.
    [[nodiscard]] bool contains(std::string_view address) const;

    bool operator==(const IpRange&) const = default;

  private:
    struct Address {
        std::array<std::uint8_t, 16> bytes{}; ///< IPv4 in the first four
        int bits = 0;                         ///< 32 or 128
        bool operator==(const Address&) const = default;
    };
    IpRange(const Address& address, int prefix) : address_(address), prefix_(prefix) {}
    static bool read(std::string_view text, Address& address);

    Address address_;
    int prefix_;
};

} // namespace muster::net
