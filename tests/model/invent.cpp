// Histories from a seed: which acts come how often, and what the service leaves unsaid (contract, section 15).

#include <array>
#include <utility>

#include "model/acts.hpp"

namespace muster::model {
namespace {

/// What a history may choose of it. Left out is put_without_permission: no PUT that obeys R13 could keep the
/// permission there.
constexpr std::array<const char*, 42> kSwitches{
    "put_empty_lists=accept",
    "full_stop_in_name=strip",
    "full_stop_in_name=refuse",
    "lists_after_opt_out=drop",
    "deleted_list_name=taken",
    "put_without_email=refuse",
    "put_without_email=clear",
    "address_case=exact",
    "store_addresses_lower=on",
    "list_name_case=exact",
    "list_name_blanks=exact",
    "unsubscribed_with_deleted=on",
    "confirmed_opt_in=on",
    "too_long=cut",
    "import_email_limit=80",
    "blank_cells=clear",
    "unknown_import_field=row",
    "unknown_import_field=job",
    "unknown_import_key=row",
    "unknown_import_key=job",
    "import_duplicates=first",
    "add_lists_unsubscribed=add",
    "add_lists_unsubscribed=errors",
    "put_self_unsubscribed=apply",
    "unsubscribed_rows_updated=off",
    "import_revives_deleted=off",
    "rejected_calls_count=on",
    "retry_after=on",
    "rate_window=fixed",
    "order=newest",
    "order=id",
    "pages_overlap=on",
    "last_page=null",
    "last_page=empty",
    "default_status=active",
    "after_boundary=inclusive",
    "membership_moves_updated_at=on",
    "time_format=milliseconds",
    "trim_values=on",
    "field_name_case=lower",
    "row_reasons=off",
    "slow_activities",
};

constexpr std::array<std::pair<Verb, unsigned>, 41> kWeights{{
    {Verb::AddRep, 8},      {Verb::RemoveRep, 3},   {Verb::Address, 5},       {Verb::Swap, 2},
    {Verb::FirstName, 3},   {Verb::LastName, 3},    {Verb::Title, 4},         {Verb::Everybody, 2},
    {Verb::Username, 3},    {Verb::Phone, 3},       {Verb::Street, 3},        {Verb::Groups, 5},
    {Verb::Member, 3},      {Verb::Status, 6},      {Verb::MemberPhone, 1},   {Verb::MemberStreet, 1},
    {Verb::RenameGroup, 1}, {Verb::RemoveGroup, 1}, {Verb::Attribute, 2},     {Verb::PutBack, 1},
    {Verb::OptOut, 5},      {Verb::Resubscribe, 3}, {Verb::Leave, 5},         {Verb::Join, 4},
    {Verb::EditContact, 5}, {Verb::AddContact, 4},  {Verb::DeleteContact, 4}, {Verb::MoveContact, 1},
    {Verb::AddList, 1},     {Verb::RenameList, 2},  {Verb::DeleteList, 2},    {Verb::AddField, 1},
    {Verb::DeleteField, 1}, {Verb::Wait, 2},        {Verb::Run, 24},          {Verb::QuickRun, 12},
    {Verb::Preview, 1},     {Verb::KilledRun, 6},   {Verb::CancelledRun, 2},  {Verb::TroubledRun, 8},
    {Verb::CrossedRun, 4},
}};

Verb any_verb(Random& random) {
    unsigned sum = 0;
    for (const auto& [verb, weight] : kWeights) {
        sum += weight;
    }
    auto left = static_cast<unsigned>(random.below(sum));
    for (const auto& [verb, weight] : kWeights) {
        if (left < weight) {
            return verb;
        }
        left -= weight;
    }
    return Verb::Run;
}

unsigned any(Random& random, unsigned below) { return static_cast<unsigned>(random.below(below)); }

} // namespace

History invent(std::uint64_t seed, std::size_t length) {
    SeededRandom random(seed);
    History history;
    for (const std::uint64_t n = random.below(4); history.switches.size() < n;) {
        history.switches.emplace_back(kSwitches.at(random.below(kSwitches.size())));
    }
    const unsigned first = 4 + any(random, kReps - 4);
    for (unsigned i = 0; i < first; ++i) {
        history.acts.push_back({Verb::AddRep, i, i < kMailboxes ? i : any(random, 64), any(random, 8)});
        history.acts.push_back({Verb::Member, i, any(random, kMembers)});
    }
    const unsigned usual = any(random, 128); // most runs of a database ask for the same
    while (history.acts.size() < length) {
        Act act{any_verb(random), any(random, 64), any(random, 1024), any(random, 4096)};
        if (is_run(act.verb)) {
            const bool as_usual = any(random, 3) != 0;
            act.a = as_usual ? usual : any(random, 2048);
            const bool as_ever = act.verb != Verb::KilledRun && act.verb != Verb::CancelledRun;
            act.c = as_ever ? act.c : any(random, 40);
        }
        history.acts.push_back(act);
    }
    return history;
}

} // namespace muster::model
