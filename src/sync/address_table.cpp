#include "sync/address_table.hpp"

#include "base/packing.hpp"

namespace muster::sync {

AddressTable::AddressTable(const AccountView& account) : account_(account), entries_(account.contacts().size()) {}

std::string_view AddressTable::stranger(std::size_t number) const {
    return Unpacker(pool_.from(strangers_[number])).view();
}

std::optional<std::size_t> AddressTable::find(std::string_view key) const {
    if (const auto place = account_.place_of(key)) {
        return place;
    }
    const auto found =
        stranger_index_.find(PlaceIndex::hash(key), [&](std::size_t number) { return stranger(number) == key; });
    return found ? std::optional(account_.contacts().size() + *found) : std::nullopt;
}

std::size_t AddressTable::number(std::string_view key, std::optional<std::size_t> place) {
    if (place) {
        return *place;
    }
    if (const auto known = find(key)) {
        return *known;
    }
    stranger_index_.add(PlaceIndex::hash(key), strangers_.size());
    strangers_.push_back(pool_.put(Packer().put(key).bytes()));
    entries_.emplace_back();
    return entries_.size() - 1;
}

void AddressTable::set_quiet(std::size_t number, std::int64_t record_number) {
    entries_[number].state = State::Quiet;
    entries_[number].who = static_cast<std::uint64_t>(record_number);
}

std::optional<std::int64_t> AddressTable::set_concerned(std::size_t number) {
    Entry& entry = entries_[number];
    const bool was_quiet = entry.state == State::Quiet;
    entry.state = State::Concerned;
    return was_quiet ? std::optional(static_cast<std::int64_t>(entry.who)) : std::nullopt;
}

void AddressTable::set_winner(std::size_t number, const Winner& winner) {
    Packer packer;
    packer.put(winner.rep_id).put(winner.name);
    packer.put_all(winner.lists, [&](std::size_t list) { packer.put(static_cast<std::int64_t>(list)); });
    entries_[number].who = pool_.put(packer.bytes());
    entries_[number].state = State::Won;
}

AddressTable::Winner AddressTable::winner(std::size_t number) const {
    Unpacker from(pool_.from(entries_[number].who));
    Winner winner;
    from.text(winner.rep_id);
    from.text(winner.name);
    from.take_all(winner.lists, [&] { return static_cast<std::size_t>(from.number()); });
    return winner;
}

} // namespace muster::sync
