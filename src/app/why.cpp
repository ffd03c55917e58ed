#include "app/why.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/text.hpp"

namespace muster::app {

namespace {

using Place = ExplainedRep::Place;

/// The first criterion that a Rep does not pass, for people.
std::string failed_criterion(const roster::Selections& selections, const roster::RosterRow& row) {
    for (const auto* filter : {&selections.member_filter, &selections.rep_filter}) {
        const auto kind =
            filter == &selections.member_filter ? roster::FilterKind::Member : roster::FilterKind::Rep;
        for (const auto& expression : filter->expressions()) {
            const auto alone = roster::Filter::parse(kind, {expression});
            if (alone && !alone->accepts(row)) {
                return fmt::format("the {} {} leaves it out",
                                   kind == roster::FilterKind::Member ? "Member Filter" : "Rep Filter", expression);
            }
        }
    }
    return "the filters leave it out";
}

std::string full_name(const roster::RosterRow& row) {
    return fmt::format("{} ({}, {})", row.rep.display_name(), row.rep.rep_id, row.member.company);
}

/// A field that is no address may still hold the one that is asked for: "a@b.org, c@d.org".
bool holds_address(const roster::Rep& rep, const std::string& key) {
    return !rep.email.empty() &&
           (email_key(rep.email) == key ||
            (!parse_email(rep.email) && ascii_lower(rep.email).find(key) != std::string::npos));
}

std::vector<ExplainedRep> explain_reps(Installation& installation, store::DatabaseId database,
                                       const roster::Selections& selections, const std::string& key) {
    std::vector<ExplainedRep> reps;
    std::string winner;
    const auto reader = installation.store().make_roster_reader(database, store::WithPasswords::No);
    reader->each([&](const roster::RosterRow& row) {
        if (!holds_address(row.rep, key)) {
            return;
        }
        const auto parsed = parse_email(row.rep.email);
        if (!selections.accepts(row)) {
            reps.push_back({row, Place::NotSelected, "Not selected: " + failed_criterion(selections, row) + "."});
        } else if (!parsed) {
            reps.push_back(
                {row, Place::InvalidEmail,
                 fmt::format("Ignored: \"{}\" is no usable address: {}.", row.rep.email, parsed.error())});
        } else if (winner.empty()) {
            winner = full_name(row);
            reps.push_back({row, Place::Winner, "Counts: it is the first selected Rep with this address."});
        } else {
            reps.push_back(
                {row, Place::Duplicate, fmt::format("Ignored, with its Rep Groups: {} comes first.", winner)});
        }
    });
    return reps;
}

std::string list_name(const sync::StoredAccount& account, const std::string& list_id) {
    for (const auto& list : account.account_lists) {
        if (list.list_id == list_id) {
            return list.name;
        }
    }
    return list_id;
}

std::optional<constant_contact::Contact> find_contact(const sync::StoredAccount& account, const std::string& key) {
    for (std::size_t place = 0; place < account.contacts.size(); ++place) {
        if (account.contacts.key(place) == key) {
            return account.contacts[place];
        }
    }
    return std::nullopt;
}

std::optional<KnownContact> explain_contact(const sync::StoredAccount& account, const std::string& key) {
    const auto contact = find_contact(account, key);
    if (!contact) {
        return std::nullopt;
    }
    KnownContact known{*contact, {}, {}};
    for (const auto& list_id : contact->list_memberships) {
        known.lists.push_back(list_name(account, list_id));
    }
    account.memberships.each([&](const sync::RememberedMembership& membership) {
        if (membership.contact_id == contact->contact_id && membership.state == sync::MembershipState::Left) {
            known.left_lists.push_back(list_name(account, membership.list_id));
        }
    });
    std::sort(known.lists.begin(), known.lists.end());
    std::sort(known.left_lists.begin(), known.left_lists.end());
    return known;
}

/// What the newest run that names the address says of it: of several Reps with it the one who counts, as far as the
/// run names them.
std::optional<std::pair<sync::RunSummary, sync::Person>>
last_outcome(store::Store& store, store::DatabaseId database, const std::string& key) {
    auto last = store.journal(database)->last_outcome(key);
    const auto run = last ? store.show_run(last->first.run_id) : std::nullopt;
    if (!run) {
        return last;
    }
    for (const auto& person : run->people) {
        if (email_key(person.email) == key && person.outcome != sync::Outcome::IgnoredDuplicate) {
            last->second = person;
            break;
        }
    }
    return last;
}

/// The list of a Rep Group's name or of its own name in the account.
Result<std::string> find_list_id(const sync::StoredAccount& account, const std::string& name) {
    const std::string key = name_key(name);
    for (const auto& remembered : account.lists) {
        if (remembered.group_key == key) {
            return remembered.list_id;
        }
    }
    std::vector<std::string> known;
    for (const auto& list : account.account_lists) {
        if (name_key(list.name) == key) {
            return list.list_id;
        }
        known.push_back(list.name);
    }
    return fail(Code::NotFound, fmt::format("There is no list \"{}\" in the account. Known are: {}.", name,
                                            known.empty() ? "none" : join(known, "; ")));
}

} // namespace

Result<Explanation> explain_address(Installation& installation, store::DatabaseId database,
                                    const std::string& address) {
    TRY_ASSIGN(const auto described, installation.store().describe_database(database));
    const std::string key = email_key(address);
    if (key.empty()) {
        return fail(Code::Invalid, "The address is blank.");
    }
    Explanation explanation;
    explanation.database = described.name;
    explanation.address = std::string(trim(address));
    TRY_ASSIGN(explanation.selections, last_used_selections(installation, database));
    explanation.reps = explain_reps(installation, database, explanation.selections.selections, key);
    const auto account = installation.store().account(database)->load();
    explanation.contact = explain_contact(account, key);
    explanation.read_at = account.full_read_at;
    explanation.last_outcome = last_outcome(installation.store(), database, key);
    if (explanation.reps.empty() && !explanation.contact && !explanation.last_outcome) {
        return fail(Code::NotFound,
                    fmt::format("Nobody in the database \"{}\" has the address {}, and no Contact that Muster has "
                                "met.",
                                described.name, explanation.address));
    }
    return explanation;
}

Result<store::Forgotten> forget_person(Installation& installation, store::DatabaseId database,
                                       const std::string& address) {
    const std::string key = email_key(address);
    if (key.empty()) {
        return fail(Code::Invalid, "The address is blank.");
    }
    return installation.store().forget(database, key);
}

Result<std::int64_t> put_back(Installation& installation, store::DatabaseId database, const std::string& address,
                              const std::string& list) {
    const auto store = installation.store().account(database);
    const auto account = store->load();
    const auto contact = find_contact(account, email_key(address));
    if (!contact) {
        return fail(Code::NotFound, fmt::format("No Contact that Muster has met has the address {}.", address));
    }
    std::string list_id;
    if (!list.empty()) {
        TRY_ASSIGN(list_id, find_list_id(account, list));
    }
    return store->lift(contact->contact_id, list_id);
}

} // namespace muster::app
