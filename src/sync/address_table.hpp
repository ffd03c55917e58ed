#pragma once

// The addresses that a walk over the Reps meets, some 100 bytes each: which of them an active Rep has (R5), and who
// won them (R4).

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

namespace muster::sync {

class AddressTable {
  public:
    struct Winner {
        std::string rep_id;
        std::string name;
        std::vector<std::size_t> lists; ///< of the chosen groups that it is in
    };

    /// The number of an address key, which is added if it is new.
    std::size_t number(std::string_view key);
    [[nodiscard]] std::optional<std::size_t> find(std::string_view key) const;
    [[nodiscard]] std::string key(std::size_t number) const;

    void set_active(std::size_t number) { is_active_[number] = true; }
    [[nodiscard]] bool is_active(std::size_t number) const { return is_active_[number]; }

    void set_winner(std::size_t number, const Winner& winner);
    [[nodiscard]] bool has_winner(std::size_t number) const { return entries_[number].order != kNone; }
    [[nodiscard]] Winner winner(std::size_t number) const;
    /// How many had a winner before it: the order of R4.
    [[nodiscard]] std::size_t order(std::size_t number) const { return entries_[number].order; }
    [[nodiscard]] std::size_t winners() const { return winners_; }

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
    struct Entry {
        std::uint64_t key = 0;    ///< where it is in the pool
        std::uint64_t winner = 0; ///< the same, packed
        std::uint32_t order = kNone;
        std::uint32_t planned = kNone;
    };
    [[nodiscard]] std::string_view key_at(std::size_t number) const;

    TextPool pool_;
    std::deque<Entry> entries_;
    std::vector<bool> is_active_; ///< parallel
    PlaceIndex index_;
    std::size_t winners_ = 0;
};

} // namespace muster::sync
