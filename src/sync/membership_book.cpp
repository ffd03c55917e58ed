#include "sync/membership_book.hpp"

#include <algorithm>

#include "base/packing.hpp"

namespace muster::sync {
namespace {

std::pair<std::size_t, MembershipState> take_state(Unpacker& from) {
    const auto list = static_cast<std::size_t>(from.number());
    return {list, static_cast<MembershipState>(from.number())};
}

} // namespace

MembershipBook::MembershipBook(std::initializer_list<RememberedMembership> memberships) {
    for (const RememberedMembership& membership : memberships) {
        set(membership);
    }
}

MembershipBook::States MembershipBook::states(std::size_t contact) const {
    Unpacker from(pool_.from(places_[contact]));
    States states;
    from.take_all(states, [&] { return take_state(from); });
    return states;
}

void MembershipBook::put(std::size_t contact, const States& states) {
    Packer packer;
    packer.put_all(states, [&](const auto& state) {
        packer.put(static_cast<std::int64_t>(state.first)).put(static_cast<std::int64_t>(state.second));
    });
    places_[contact] = pool_.put(packer.bytes());
}

void MembershipBook::set(const RememberedMembership& membership) {
    const std::size_t contact = contacts_.number(membership.contact_id);
    const std::size_t list = lists_.number(membership.list_id);
    States known;
    if (contact == places_.size()) {
        places_.emplace_back();
    } else {
        known = states(contact);
    }
    const auto found = std::ranges::find(known, list, &States::value_type::first);
    if (found == known.end()) {
        known.emplace_back(list, membership.state);
    } else if (found->second != membership.state) {
        found->second = membership.state;
    } else {
        return;
    }
    put(contact, known);
}

void MembershipBook::erase(const std::string& contact_id, const std::string& list_id) {
    const auto contact = contacts_.find(contact_id);
    const auto list = lists_.find(list_id);
    if (contact && list) {
        States known = states(*contact);
        if (std::erase_if(known, [&](const auto& state) { return state.first == *list; }) > 0) {
            put(*contact, known);
        }
    }
}

void MembershipBook::each(const std::function<void(const RememberedMembership&)>& visit) const {
    for (std::size_t contact = 0; contact < places_.size(); ++contact) {
        for (const auto& [list, state] : states(contact)) {
            visit({contacts_.text(contact), lists_.text(list), state});
        }
    }
}

MembershipBook::OfContact MembershipBook::of(const std::string& contact_id) const {
    return of_packed(PackedId(contact_id).bytes());
}

MembershipBook::OfContact MembershipBook::of_packed(std::string_view contact_id) const {
    OfContact found;
    found.book_ = this;
    found.contact_ = contacts_.find_packed(contact_id);
    return found;
}

std::optional<MembershipState> MembershipBook::OfContact::find(std::optional<std::size_t> wanted) const {
    if (!contact_ || !wanted) {
        return std::nullopt;
    }
    Unpacker from(book_->pool_.from(book_->places_[*contact_]));
    for (auto left = from.number(); left > 0; --left) {
        const auto [list, state] = take_state(from);
        if (list == *wanted) {
            return state;
        }
    }
    return std::nullopt;
}

} // namespace muster::sync
