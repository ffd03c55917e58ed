#pragma once

// Plays a history against the product, with the model beside it.

#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include "model/acts.hpp"
#include "support/chamber.hpp"

namespace muster::model {

/// What the model says against a run, and at which act of the history.
struct Finding {
    std::size_t act = 0;
    std::string complaint; ///< begins with the rule: "R8: …"

    [[nodiscard]] std::string rule() const { return complaint.substr(0, complaint.find(':')); }
};

/// How much a history has put to the test.
struct Tally {
    int acts = 0, runs = 0;
    int exact = 0;     ///< completed, and everything judged
    int quick = 0;     ///< of these, without reading all
    int cut_off = 0;   ///< killed, cancelled or failed
    int stopped = 0;   ///< by the removal guard
    int repeated = 0;  ///< with no write
    int previewed = 0; ///< and done as shown
    int refused = 0;   ///< Contacts
    int held_back = 0; ///< Contacts that had left a list
    int removed = 0;   ///< Contacts that came off Active Members

    Tally& operator+=(const Tally& other);
};

struct Played {
    std::optional<Finding> finding; ///< the first; nothing if product and model agree to the end
    Tally tally;
};

/// Done to the account at the end of each run as if the run had done it, to see whether the model notices.
using Sabotage = std::function<void(test::Chamber&)>;

[[nodiscard]] Played play(const History& history, const Sabotage& sabotage = {});

} // namespace muster::model
