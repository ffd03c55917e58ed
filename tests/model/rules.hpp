#pragma once

// R1 to R17 and R26 as a small model of its own: from an account, the records and a wish it says what must be true
// after a run. It is written from the rules and shares no code with what it judges.

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "model/acts.hpp"
#include "model/snapshot.hpp"

namespace muster::model {

/// Maybe: a run that did not end well leaves open what was kept of it.
enum class Truth : std::uint8_t { No, Yes, Maybe };

/// The list that a name means (R11).
struct Target {
    std::string name;
    std::string key;
    std::set<std::string> ids; ///< those that it can be; empty: it is to be made
    bool may_be_made = false;
    bool may_be_refused = false;
};

/// What is to become of one address that a selected Rep won (R4).
struct Winner {
    std::string rep_id;
    std::string address;           ///< for a new Contact
    Values values;                 ///< what its Contact is to hold (R6, R7)
    std::set<std::string> targets; ///< keys of the lists where it belongs (R9, R10)
};

struct Expectation {
    std::vector<Target> targets;            ///< Active Members first
    std::map<std::string, Winner> winners;  ///< by address key
    std::set<std::string> active;           ///< keys that match an active Rep of the whole database (R8)
    std::map<std::string, Truth> attribute; ///< R16, by Rep
    std::int64_t selected = 0, no_email = 0, invalid = 0, duplicates = 0;
    std::set<std::string> removals; ///< ids of the Contacts that come off Active Members
    Truth is_stopped = Truth::No;   ///< R26
    bool is_vague = false;          ///< whom the filters select is open

    [[nodiscard]] const Target* target(const std::string& key) const;
};

class Rules {
  public:
    /// Takes note of what staff and people did since the last look.
    void note(const Snapshot& before, const Snapshot& after, const std::vector<Record>& records);
    /// Somebody was allowed back (R14).
    void put_back(const Snapshot& account, const std::string& key);
    /// What a run with that wish must do. It learns nothing yet.
    [[nodiscard]] Expectation expect(const Snapshot& before, const std::vector<Record>& records,
                                     const Wish& wish) const;

    /// R14 for a Contact and a list: Yes, it has left and stays off.
    [[nodiscard]] Truth has_left(const Snapshot& before, const std::string& contact_id,
                                 const std::string& list_id) const;
    /// Whether that is Muster's own list (R6): by name, then by identity.
    [[nodiscard]] Truth is_holding_list(const Snapshot& account, const std::string& list_id) const;
    /// True if only a full run is bound to see how the Contact stands now (R8).
    [[nodiscard]] bool is_news(const std::string& contact_id) const { return news_.contains(contact_id); }
    [[nodiscard]] bool is_news_of(const std::string& key) const { return news_keys_.contains(key); }

    struct Ended {
        const Expectation& expectation;
        const Snapshot& before;
        const Snapshot& after;
        std::map<std::string, std::string> list_ids; ///< by key, as the report names them
        std::set<std::string> refused;               ///< keys whose writes were refused or not proved
        bool is_full = false;
        bool puts_back = false;
    };
    void learn_completed(const Ended& run, const std::vector<Record>& records);
    /// It was killed, failed, or somebody acted meanwhile: what it has kept is open.
    void learn_unfinished(const Ended& run, const std::vector<Record>& records);

  private:
    enum class Memory : std::uint8_t { Confirmed, MaybeConfirmed, Left, MaybeLeft };
    using Membership = std::pair<std::string, std::string>; ///< contact id, list id
    struct Remembered {
        std::set<std::string> ids;
        bool is_sure = false;
    };

    [[nodiscard]] std::optional<Memory> pulled(const Snapshot& before, const Membership& membership,
                                               Memory memory) const;
    [[nodiscard]] Target find_list(const Snapshot& account, const std::string& name) const;
    [[nodiscard]] Truth attribute_before_push(const Snapshot& before, const Record& record) const;
    void expect_removals(Expectation& expected, const Snapshot& before, const std::vector<Record>& records,
                         const Wish& wish) const;
    void note_attributes(const std::vector<Record>& records);

    std::map<Membership, Memory> memories_;
    std::map<std::string, Remembered> lists_; ///< by name key (R11)
    std::map<std::string, std::set<std::string>>
        assigned_for_;                  ///< address keys by Rep: since when the attribute is on
    std::set<std::string> interrupted_; ///< Contacts opted out or deleted at some moment since the last full run
    std::set<std::string> news_, news_keys_;
};

} // namespace muster::model
