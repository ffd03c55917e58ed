#include "net/ip_range.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include <arpa/inet.h>
#include <fmt/format.h>
#include <netinet/in.h>

namespace muster::net {
namespace {

constexpr std::size_t kMappedPrefix = 12; // bytes before the IPv4 address in ::ffff:10.0.0.1

bool is_mapped(const std::array<std::uint8_t, 16>& bytes) {
    return std::all_of(bytes.begin(), bytes.begin() + 10, [](std::uint8_t byte) { return byte == 0; }) &&
           bytes[10] == 0xFF && bytes[11] == 0xFF;
}

/// The bits of byte `index` that a prefix covers.
std::uint8_t mask_of(int prefix, std::size_t index) {
    const int covered = std::clamp(prefix - static_cast<int>(index) * 8, 0, 8);
    return static_cast<std::uint8_t>(0xFF00U >> static_cast<unsigned>(covered));
}

std::optional<int> parse_prefix(std::string_view digits, int longest) {
    int prefix = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), prefix);
    const bool plain = !digits.empty() && digits.front() != '-' && (digits == "0" || digits.front() != '0');
    if (!plain || error != std::errc() || end != digits.data() + digits.size() || prefix > longest) {
        return std::nullopt;
    }
    return prefix;
}

} // namespace

bool IpRange::read(std::string_view text, Address& address) {
    const std::string copy(text);
    if (copy.find('\0') != std::string::npos) {
        return false;
    }
    address = {};
    if (inet_pton(AF_INET, copy.c_str(), address.bytes.data()) == 1) {
        address.bits = 32;
        return true;
    }
    address.bits = 128;
    return inet_pton(AF_INET6, copy.c_str(), address.bytes.data()) == 1;
}

Result<IpRange> IpRange::parse(std::string_view text) {
    const std::size_t slash = std::min(text.find('/'), text.size());
    Address address;
    const bool is_address = read(text.substr(0, slash), address);
    const auto prefix =
        slash == text.size() ? std::optional(address.bits) : parse_prefix(text.substr(slash + 1), address.bits);
    if (!is_address || !prefix) {
        return fail(Code::Invalid, fmt::format("\"{}\" is no IP address or range of addresses; write it like "
                                               "10.0.0.0/8, 192.0.2.1 or 2001:db8::/32.",
                                               text));
    }
    if (address.bits == 128 && is_mapped(address.bytes)) {
        return fail(Code::Invalid, fmt::format("\"{}\" is an IPv4 address in the form of IPv6; write it as IPv4, "
                                               "like 10.0.0.0/8.",
                                               text));
    }
    for (std::size_t i = 0; i < address.bytes.size(); ++i) {
        if ((address.bytes[i] & mask_of(*prefix, i)) != address.bytes[i]) {
            return fail(Code::Invalid,
                        fmt::format("\"{}\" has bits set behind its first {}; write the first address "
                                    "of the range, or a single address without \"/{}\".",
                                    text, *prefix, *prefix));
        }
    }
    return IpRange(address, *prefix);
}

bool IpRange::contains(std::string_view text) const {
    Address address;
    if (!read(text, address)) {
        return false;
    }
    if (address.bits == 128 && is_mapped(address.bytes)) {
        Address bare{.bits = 32};
        std::copy(address.bytes.begin() + kMappedPrefix, address.bytes.end(), bare.bytes.begin());
        address = bare;
    }
    if (address.bits != address_.bits) {
        return false;
    }
    for (std::size_t i = 0; i < address.bytes.size(); ++i) {
        if ((address.bytes[i] & mask_of(prefix_, i)) != address_.bytes[i]) {
            return false;
        }
    }
    return true;
}

} // namespace muster::net
