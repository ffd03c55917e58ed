#include "base/packing.hpp"

namespace muster {

namespace {

constexpr unsigned kBits = 7; // of a number in each byte; the eighth says that more follow
static_assert(kMoreFollow == 1U << kBits);

} // namespace

Packer& Packer::put(std::int64_t number) {
    auto rest = static_cast<std::uint64_t>(number);
    while (rest >= kMoreFollow) {
        bytes_ += static_cast<char>((rest & (kMoreFollow - 1)) | kMoreFollow);
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

void Unpacker::fail_damaged() { throw Damaged("A packed value has another form than this version knows."); }

std::int64_t Unpacker::long_number() {
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64; shift += kBits) {
        check(!rest_.empty());
        const auto byte = static_cast<std::uint64_t>(static_cast<unsigned char>(rest_.front()));
        rest_.remove_prefix(1);
        value |= (byte & (kMoreFollow - 1)) << shift;
        if (byte < kMoreFollow) {
            return static_cast<std::int64_t>(value);
        }
    }
    fail_damaged();
}

} // namespace muster
