#pragma once

// Which memberships a run confirmed or found left (R14): some 60 bytes a Contact.

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/id_table.hpp"
#include "base/text_pool.hpp"

namespace muster::sync {

/// What is remembered about one Contact on one list.
enum class MembershipState : std::uint8_t {
    Confirmed = 1, ///< a run wanted it and saw it there
    Left = 2, ///< it was confirmed, and is no longer there while the list still is: held back until lifted (R14)
};

struct RememberedMembership {
    std::string contact_id;
    std::string list_id;
    MembershipState state = MembershipState::Confirmed;
};

/// One state for each Contact and list.
class MembershipBook {
  public:
    MembershipBook() = default;
    MembershipBook(std::initializer_list<RememberedMembership> memberships);
    void set(const RememberedMembership& membership);
    void erase(const std::string& contact_id, const std::string& list_id);
    void each(const std::function<void(const RememberedMembership&)>& visit) const;

    /// Those of one Contact, until the book changes.
    class OfContact {
      public:
        /// `list`: as number_of_list gave it.
        [[nodiscard]] std::optional<MembershipState> find(std::optional<std::size_t> list) const;

      private:
        friend class MembershipBook;
        const MembershipBook* book_ = nullptr;
        std::optional<std::size_t> contact_;
    };
    [[nodiscard]] OfContact of(const std::string& contact_id) const;
    [[nodiscard]] OfContact of_packed(std::string_view contact_id) const; ///< as PackedId packs it
    /// Nothing where no membership of that list was ever remembered.
    [[nodiscard]] std::optional<std::size_t> number_of_list(const std::string& list_id) const {
        return lists_.find(list_id);
    }

  private:
    using States = std::vector<std::pair<std::size_t, MembershipState>>; ///< by number of the list
    [[nodiscard]] States states(std::size_t contact) const;
    void put(std::size_t contact, const States& states);

    IdTable contacts_, lists_;
    TextPool pool_;
    std::deque<std::uint64_t> places_; ///< by number of the Contact: its states, packed
};

} // namespace muster::sync
