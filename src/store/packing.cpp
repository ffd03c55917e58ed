#include "store/packing.hpp"

#include "db/errors.hpp"

namespace muster::store {

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
        throw db::StoreLost("The store is damaged: a sealed value has another form than this version knows.",
                            db::Loss::Damaged);
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

std::string Unpacker::text() {
    const auto size = static_cast<std::size_t>(number());
    check(size <= rest_.size());
    std::string text(rest_.substr(0, size));
    rest_.remove_prefix(size);
    return text;
}

} // namespace muster::store
