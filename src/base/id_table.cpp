#include "base/id_table.hpp"

namespace muster {
namespace {

constexpr std::size_t kUuidText = 36, kUuidBytes = 16;
constexpr std::string_view kHexDigits = "0123456789abcdef";

constexpr bool has_dash(std::size_t at) { return at == 8 || at == 13 || at == 18 || at == 23; }

/// Of a lower case digit; 16 for any other character.
constexpr unsigned hex_value(char digit) {
    return digit >= '0' && digit <= '9'   ? static_cast<unsigned>(digit - '0')
           : digit >= 'a' && digit <= 'f' ? static_cast<unsigned>(digit - 'a') + 10
                                          : 16;
}

/// Fills in the bytes of a UUID as it is usually written; false for any other text.
bool uuid_bytes(std::string_view id, char* bytes) {
    if (id.size() != kUuidText) {
        return false;
    }
    std::size_t at = 0;
    for (std::size_t i = 0; i < kUuidBytes; ++i) {
        if (has_dash(at) && id[at++] != '-') {
            return false;
        }
        const unsigned high = hex_value(id[at++]);
        const unsigned low = hex_value(id[at++]);
        if (high > 15 || low > 15) {
            return false;
        }
        bytes[i] = static_cast<char>(high * 16 + low);
    }
    return true;
}

void uuid_text(std::string_view bytes, std::string& into) {
    into.resize(kUuidText);
    std::size_t at = 0;
    for (const char byte : bytes) {
        if (has_dash(at)) {
            into[at++] = '-';
        }
        const auto value = static_cast<unsigned char>(byte);
        into[at++] = kHexDigits[value / 16];
        into[at++] = kHexDigits[value % 16];
    }
}

} // namespace

PackedId::PackedId(std::string_view id)
    : uuid_{char{true}, kUuidBytes}, is_uuid_(uuid_bytes(id, uuid_.data() + 2)) {
    if (!is_uuid_) {
        text_ = Packer().put(false).put(id).bytes();
    }
}

void PackedId::unpack(Unpacker& from, std::string& into) {
    if (from.flag()) {
        uuid_text(from.view(), into);
    } else {
        from.text(into);
    }
}

std::string_view PackedId::take(Unpacker& from) {
    const std::string_view before = from.rest();
    static_cast<void>(from.flag());
    static_cast<void>(from.view());
    return before.substr(0, before.size() - from.rest().size());
}

bool IdTable::is_at(std::size_t number, std::string_view packed) const {
    return pool_.from(places_[number]).starts_with(packed);
}

std::optional<std::size_t> IdTable::find_packed(std::string_view packed) const {
    return index_.find(PlaceIndex::hash(packed), [&](std::size_t number) { return is_at(number, packed); });
}

std::optional<std::size_t> IdTable::find(std::string_view id) const { return find_packed(PackedId(id).bytes()); }

std::size_t IdTable::number(std::string_view id) {
    const PackedId packed(id);
    const std::string_view bytes = packed.bytes();
    if (const auto known = find_packed(bytes)) {
        return *known;
    }
    places_.push_back(pool_.put(bytes));
    index_.add(PlaceIndex::hash(bytes), places_.size() - 1);
    return places_.size() - 1;
}

std::string IdTable::text(std::size_t number) const {
    Unpacker from(pool_.from(places_.at(number)));
    std::string id;
    PackedId::unpack(from, id);
    return id;
}

} // namespace muster
