#pragma once

// The addresses that a walk over the Reps meets, some 20 bytes each where the account has a Contact: which of them
// an active Rep has (R5), who is in order with it, and who won it (R4).

#include <cstddef>
#include <cstdint>
#include <deque>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/place_index.hpp"
#include "base/text_pool.hpp"
#include "sync/account_view.hpp"

namespace muster::sync {

class AddressTable {
  public:
    struct Winner {
        std::string rep_id;
        std::string name;
        std::vector<std::size_t> lists; ///< of the chosen groups that it is in
    };

    /// `account` outlives the table and does not change.
    explicit AddressTable(const AccountView& account);

    /// The number of an address key, which is added if it is new. `place`: of its Contact, as the account knows it.
    std::size_t number(std::string_view key, std::optional<std::size_t> place);
    /// Nothing for an address that no walk has met and the account does not know.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view key) const;

    void set_active(std::size_t number) { entries_[number].is_active = true; }
    [[nodiscard]] bool is_active(std::size_t number) const { return entries_[number].is_active; }

    /// The one selected Rep of the address, for whom nothing is to be done; nothing once somebody else came.
    void set_quiet(std::size_t number, std::int64_t record_number);
    /// Who was quiet and is no longer.
    std::optional<std::int64_t> set_concerned(std::size_t number);
    /// Whether a selected Rep of the address was met.
    [[nodiscard]] bool is_taken(std::size_t number) const { return entries_[number].state != State::Free; }

    void set_winner(std::size_t number, const Winner& winner);
    [[nodiscard]] bool has_winner(std::size_t number) const { return entries_[number].state == State::Won; }
    [[nodiscard]] Winner winner(std::size_t number) const;

    /// Where the winner's Contact stands in the plan, if it does.
    void set_planned(std::size_t number, std::size_t contact) {
        entries_[number].planned = static_cast<std::uint32_t>(contact);
    }
    [[nodiscard]] std::optional<std::size_t> planned(std::size_t number) const {
        const std::uint32_t contact = entries_[number].planned;
        return contact == kNone ? std::nullopt : std::optional<std::size_t>(contact);
    }

  private:
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
    enum class State : std::uint8_t { Free, Quiet, Concerned, Won };
    struct Entry {
        std::uint64_t who = 0; ///< a quiet Rep's record number; where a winner is in the pool
        std::uint32_t planned = kNone;
        State state = State::Free;
        bool is_active = false;
    };
    [[nodiscard]] std::string_view stranger(std::size_t number) const;

    const AccountView& account_;
    std::deque<Entry> entries_; ///< first the account's Contacts by place, then the strangers
    TextPool pool_;
    std::deque<std::uint64_t> strangers_; ///< where in the pool the keys are that the account does not know
    PlaceIndex stranger_index_;
};

} // namespace muster::sync
