#include "sync/address_table.hpp"

#include "base/packing.hpp"

namespace muster::sync {

std::string_view AddressTable::key_at(std::size_t number) const {
    return Unpacker(pool_.from(entries_[number].key)).view();
}

std::string AddressTable::key(std::size_t number) const { return std::string(key_at(number)); }

std::optional<std::size_t> AddressTable::find(std::string_view key) const {
    return index_.find(PlaceIndex::hash(key), [&](std::size_t number) { return key_at(number) == key; });
}

std::size_t AddressTable::number(std::string_view key) {
    if (const auto known = find(key)) {
        return *known;
    }
    entries_.push_back({pool_.put(Packer().put(key).bytes()), 0, kNone, kNone});
    is_active_.push_back(false);
    index_.add(PlaceIndex::hash(key), entries_.size() - 1);
    return entries_.size() - 1;
}

void AddressTable::set_winner(std::size_t number, const Winner& winner) {
    Packer packer;
    packer.put(winner.rep_id).put(winner.name);
    packer.put_all(winner.lists, [&](std::size_t list) { packer.put(static_cast<std::int64_t>(list)); });
    entries_[number].winner = pool_.put(packer.bytes());
    entries_[number].order = static_cast<std::uint32_t>(winners_++);
}

AddressTable::Winner AddressTable::winner(std::size_t number) const {
    Unpacker from(pool_.from(entries_[number].winner));
    Winner winner;
    from.text(winner.rep_id);
    from.text(winner.name);
    from.take_all(winner.lists, [&] { return static_cast<std::size_t>(from.number()); });
    return winner;
}

} // namespace muster::sync
