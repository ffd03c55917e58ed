#include "sync/cost.hpp"

#include <algorithm>
#include <array>

#include "constant_contact/resources.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

constexpr std::int64_t kPage = 500;
constexpr std::int64_t kListsAndFields = 2; ///< what a full read asks for beside the Contacts
constexpr std::int64_t kLook = 2;           ///< opt-outs and list counts (R17)
constexpr std::int64_t kCounts = 1;

std::int64_t jobs(std::size_t ids) {
    constexpr auto kIds = static_cast<std::int64_t>(cc::kRemovalIds);
    return (static_cast<std::int64_t>(ids) + kIds - 1) / kIds;
}

std::size_t rows_of(const std::vector<ImportBatch>& batches) {
    std::size_t rows = 0;
    for (const ImportBatch& batch : batches) {
        rows += batch.rows.size();
    }
    return rows;
}

/// The holding list: made where there is none, and emptied at the end (R6).
std::int64_t holding_calls(const Plan& plan, const Script& script) {
    const std::size_t off = script.via_holding.size() + plan.holding_members.size();
    if (off == 0) {
        return 0;
    }
    const std::int64_t made = !script.via_holding.empty() && plan.holding_list_id.empty() ? 1 : 0;
    return made + jobs(off) + polls_of_round(off) + kCounts;
}

/// Reads back what was sent, once it is there.
std::int64_t proof_calls(const Plan& plan, const Script& script, std::size_t contacts_in_account) {
    const auto sent = std::ranges::count_if(plan.contacts, &PlannedContact::is_write);
    const std::size_t bulk = rows_of(script.imports) + rows_of(script.memberships);
    std::int64_t calls = static_cast<std::size_t>(sent) > kSmallRound && bulk > 0 ? polls_of_round(bulk) : 0;
    if (sent > 0) {
        const Sought sought{sent, static_cast<std::int64_t>(contacts_in_account) + plan.new_permissions, true, {}};
        calls += cheapest(sought).calls;
    }
    return calls + (plan.moves_anybody() ? kCounts : 0);
}

} // namespace

std::int64_t pages(std::int64_t contacts) { return std::max<std::int64_t>(1, (contacts + kPage - 1) / kPage); }

Way cheapest(const Sought& sought) {
    Way best{Reading::ByAddress, sought.people};
    const auto consider = [&](Reading reading, std::int64_t calls) {
        if (calls < best.calls) {
            best = {reading, calls};
        }
    };
    if (sought.has_changed) {
        consider(Reading::ChangedSince, pages(sought.people));
    }
    if (sought.on_list) {
        consider(Reading::ByList, pages(*sought.on_list));
    }
    consider(Reading::WholeAccount, pages(sought.account));
    return best;
}

Assurance assurance(std::int64_t people, std::int64_t singles, std::int64_t account) {
    const std::int64_t to_read = people <= kFewPeople ? people : singles;
    if (to_read == 0) {
        return Assurance::Trust;
    }
    return to_read < kListsAndFields + pages(account) ? Assurance::ByPerson : Assurance::Full;
}

std::int64_t calls_to_carry_out(const Plan& plan, const Script& script, std::size_t contacts_in_account) {
    if (!plan.writes()) {
        return 0;
    }
    const auto count = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
    std::int64_t calls = kLook + std::ranges::count_if(plan.lists, &PlannedList::to_create) +
                         std::ranges::count_if(plan.fields, &ChosenField::to_create);
    calls += count(script.imports) + count(script.memberships) + count(script.creates) + count(script.updates) +
             count(script.updates_after_import);
    if (!script.memberships.empty()) {
        calls += polls_of_round(rows_of(script.imports));
    }
    if (!script.updates_after_import.empty()) {
        calls += 1; // whoever is brought back must be back before
    }
    for (std::size_t list = 0; list < plan.lists.size(); ++list) {
        calls += jobs(static_cast<std::size_t>(std::ranges::count(plan.removals, list, &PlannedRemoval::list)));
    }
    return calls + proof_calls(plan, script, contacts_in_account) + holding_calls(plan, script);
}

} // namespace muster::sync
