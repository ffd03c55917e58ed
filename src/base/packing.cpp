#include "base/packing.hpp"

namespace muster {

namespace {

constexpr unsigned kBits = 7; // of a number in each byte; the eighth says that more follow
constexpr std::uint64_t kMore = 0x80;

} // namespace

Packer& Packer::put(std::int64_t number) {
    auto rest = static_cast<std::uint64_t>(number);
    while (rest >= kMore) {
        bytes_ += static_cast<char>((rest & (kMore - 1)) | kMore);
        rest >>= kBits;
    }
    bytes_ += static_cast<char>(rest);
    return *this;
}

Packer& Packer::put(std::string_view text) {
    put(static_cast<std::int64_t>(text.size()));
    bytes_ += text;
    return *this;
}

void Unpacker::check(bool is_sound) {
    if (!is_sound) {
        throw Damaged("A packed value has another form than this version knows.");
    }
}

std::int64_t Unpacker::number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += kBits) {
        check(!rest_.empty());
        const auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(rest_.front()));
        rest_.remove_prefix(1);
        value |= (byte & (kMore - 1)) << shift;
        if (byte < kMore) {
            return static_cast<std::int64_t>(value);
        }
    }
    check(false);
    return 0;
}

std::string_view Unpacker::view() {
    const auto size = static_cast<std::size_t>(number());
    check(size <= rest_.size());
    const std::string_view text = rest_.substr(0, size);
    rest_.remove_prefix(size);
    return text;
}

} // namespace muster
