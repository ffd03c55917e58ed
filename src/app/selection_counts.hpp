#pragma once

// What the wizard's pages show while selections are made: the Rep Groups of the Mover, the fields that filters
// know, and live how many Members and Reps the criteria select, counted by the very filters that a run uses (R3).

#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "app/installation.hpp"
#include "app/records.hpp"
#include "base/cancel.hpp"
#include "base/result.hpp"
#include "roster/filter.hpp"
#include "store/store.hpp"

namespace muster::app {

/// What filters select just now. They see Rep Attributes as they are; a run sees them as R16 will leave them (R25).
struct SelectionCounts {
    std::int64_t members =
        0;                 ///< that pass the Member Filters and, if there are Rep Filters, have a Rep that passes
    std::int64_t reps = 0; ///< that pass both
    std::int64_t addresses = 0; ///< different usable addresses among them (R2, R4)
};

/// Code::Invalid for a bad filter, Code::Cancelled once `cancel` is.
[[nodiscard]] Result<SelectionCounts> count_selection(Installation& installation, store::DatabaseId database,
                                                      const FilterTexts& filters, const CancelToken& cancel);

/// Newest request wins: whoever begins under a key cancels the one that is still at it. Safe from any thread.
class NewestWins {
  public:
    /// The turn of one request; it outlives neither its call nor the NewestWins.
    class Turn {
      public:
        Turn(NewestWins& owner, std::string key, std::uint64_t number, CancelToken token)
            : owner_(owner), key_(std::move(key)), number_(number), token_(std::move(token)) {}
        Turn(const Turn&) = delete;
        Turn& operator=(const Turn&) = delete;
        ~Turn() { owner_.end(key_, number_); }
        [[nodiscard]] const CancelToken& token() const { return token_; }

      private:
        NewestWins& owner_;
        std::string key_;
        std::uint64_t number_;
        CancelToken token_;
    };
    /// `key` names who asks: a session and a page.
    [[nodiscard]] Turn begin(const std::string& key);

  private:
    struct Running {
        std::uint64_t number = 0;
        CancelToken token;
    };
    void end(const std::string& key, std::uint64_t number);
    std::mutex mutex_;
    std::map<std::string, Running> running_;
    std::uint64_t last_ = 0;
};

/// At most so many known values of a field are listed.
inline constexpr std::size_t kMostKnownValues = 500;

/// A field of a filter page.
struct FilterPageField {
    std::string_view name; ///< as in expressions
    roster::ValueKind kind = roster::ValueKind::Text;
    std::vector<std::string> values; ///< that occur, to choose from; empty where people type
};
[[nodiscard]] Result<std::vector<FilterPageField>> filter_page(Installation& installation,
                                                               store::DatabaseId database, roster::FilterKind kind);

/// A Rep Group as the Mover shows it.
struct MoverGroup {
    std::string name;
    std::int64_t reps = 0;
    std::int64_t with_address = 0; ///< Reps with a usable address (R2)
    std::string refused;           ///< why it cannot be chosen (R12); "" if it can
};
[[nodiscard]] Result<std::vector<MoverGroup>> groups_for_mover(Installation& installation,
                                                               store::DatabaseId database);

} // namespace muster::app
