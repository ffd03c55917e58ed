#include "sync/report.hpp"

#include <array>
#include <utility>

namespace muster::sync {
namespace {

constexpr std::array kRunStates{
    std::pair{RunState::Running, std::string_view("running")},
    std::pair{RunState::Completed, std::string_view("completed")},
    std::pair{RunState::CompletedWithIssues, std::string_view("completed_with_issues")},
    std::pair{RunState::NeedsConfirmation, std::string_view("needs_confirmation")},
    std::pair{RunState::Failed, std::string_view("failed")},
    std::pair{RunState::Cancelled, std::string_view("cancelled")},
    std::pair{RunState::QuotaExhausted, std::string_view("quota_exhausted")},
    std::pair{RunState::NotConnected, std::string_view("not_connected")},
    std::pair{RunState::Busy, std::string_view("busy")},
};

constexpr std::array kOutcomes{
    std::pair{Outcome::Created, std::string_view("created")},
    std::pair{Outcome::Updated, std::string_view("updated")},
    std::pair{Outcome::Unchanged, std::string_view("unchanged")},
    std::pair{Outcome::IgnoredDuplicate, std::string_view("ignored_duplicate")},
    std::pair{Outcome::IgnoredNoEmail, std::string_view("ignored_no_email")},
    std::pair{Outcome::IgnoredInvalidEmail, std::string_view("ignored_invalid_email")},
    std::pair{Outcome::HeldBackUnsubscribed, std::string_view("held_back_unsubscribed")},
    std::pair{Outcome::Refused, std::string_view("refused")},
    std::pair{Outcome::NotAttempted, std::string_view("not_attempted")},
    std::pair{Outcome::RemovedFromList, std::string_view("removed_from_list")},
};

template <class Table, class Key>
std::string_view text_of(const Table& table, Key key) {
    for (const auto& [value, text] : table) {
        if (value == key) {
            return text;
        }
    }
    return {};
}

template <class Table>
auto value_of(const Table& table, std::string_view wanted)
    -> std::optional<std::decay_t<decltype(table[0].first)>> {
    for (const auto& [value, text] : table) {
        if (text == wanted) {
            return value;
        }
    }
    return std::nullopt;
}

} // namespace

std::string_view to_text(RunState state) { return text_of(kRunStates, state); }
std::optional<RunState> run_state_from(std::string_view text) { return value_of(kRunStates, text); }
std::string_view to_text(Outcome outcome) { return text_of(kOutcomes, outcome); }
std::optional<Outcome> outcome_from(std::string_view text) { return value_of(kOutcomes, text); }

int exit_code(RunState state) {
    switch (state) {
    case RunState::Completed:
        return 0;
    case RunState::Running:
    case RunState::Failed:
        return 1;
    case RunState::CompletedWithIssues:
        return 3;
    case RunState::NeedsConfirmation:
        return 4;
    case RunState::NotConnected:
        return 5;
    case RunState::QuotaExhausted:
        return 6;
    case RunState::Busy:
        return 7;
    case RunState::Cancelled:
        return 130;
    }
    return 1;
}

std::int64_t Totals::sum() const {
    return created + updated + unchanged + ignored_duplicate + ignored_no_email + ignored_invalid_email +
           held_back_unsubscribed + refused + not_attempted;
}

void Totals::count(Outcome outcome) {
    switch (outcome) {
    case Outcome::Created:
        ++created;
        break;
    case Outcome::Updated:
        ++updated;
        break;
    case Outcome::Unchanged:
        ++unchanged;
        break;
    case Outcome::IgnoredDuplicate:
        ++ignored_duplicate;
        break;
    case Outcome::IgnoredNoEmail:
        ++ignored_no_email;
        break;
    case Outcome::IgnoredInvalidEmail:
        ++ignored_invalid_email;
        break;
    case Outcome::HeldBackUnsubscribed:
        ++held_back_unsubscribed;
        break;
    case Outcome::Refused:
        ++refused;
        break;
    case Outcome::NotAttempted:
        ++not_attempted;
        break;
    case Outcome::RemovedFromList:
        break; // belongs to no selected Rep
    }
}

} // namespace muster::sync
