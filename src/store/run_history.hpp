#pragma once

// How the history of a database is looked at: filters, pages and tabs. What stands in it is `sync`'s.

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"
#include "sync/journal.hpp"
#include "sync/report.hpp"

namespace muster::store {

/// Which part of a long answer.
struct Window {
    std::size_t offset = 0;
    std::size_t limit = 50;
};

template <class T>
struct Page {
    std::vector<T> rows;
    std::int64_t total = 0; ///< of all that pass the filter
};

/// What is left empty does not narrow.
struct RunFilter {
    std::vector<sync::RunState> states;
    std::optional<bool> preview;
    std::string started_by;
    std::optional<Instant> from; ///< began then or later
    std::optional<Instant> to;   ///< began before
};

/// How the people of a run are laid out for looking at them. One person may be in several tabs. The values are
/// stored.
enum class Tab : std::int64_t {
    New = 1,
    Changed = 2,   ///< a property, old and new
    Lists = 4,     ///< added to, taken off or held back from any
    ComingOff = 8, ///< Active Members
    Unsubscribed = 16,
    Ignored = 32, ///< duplicates, no address, no usable one
    Refused = 64,
    Unchanged = 128, ///< as far as they were kept (R29)
    NotAttempted = 256,
};
inline constexpr std::array<std::pair<Tab, std::string_view>, 9> kTabs{{{Tab::New, "new"},
                                                                        {Tab::Changed, "changed"},
                                                                        {Tab::Lists, "lists"},
                                                                        {Tab::ComingOff, "coming_off"},
                                                                        {Tab::Unsubscribed, "unsubscribed"},
                                                                        {Tab::Ignored, "ignored"},
                                                                        {Tab::Refused, "refused"},
                                                                        {Tab::Unchanged, "unchanged"},
                                                                        {Tab::NotAttempted, "not_attempted"}}};
[[nodiscard]] std::string_view to_text(Tab tab);
[[nodiscard]] std::optional<Tab> tab_from(std::string_view text);
[[nodiscard]] std::vector<Tab> tabs_of(const sync::Person& person);

/// What is left empty does not narrow.
struct PersonFilter {
    std::optional<sync::Outcome> outcome;
    std::optional<Tab> tab;
    std::string list;   ///< name of a group, in any case: added to, taken off or held back from it
    std::string search; ///< part of address, name or Rep ID, in any case and without regard to marks
};

/// How many people a run has by outcome and by tab; what nobody is in is missing.
struct PeopleTally {
    std::map<sync::Outcome, std::int64_t> by_outcome;
    std::map<Tab, std::int64_t> by_tab;
};

} // namespace muster::store
