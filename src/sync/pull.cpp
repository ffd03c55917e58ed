#include <algorithm>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/result.hpp"
#include "sync/cost.hpp"
#include "sync/session.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

/// Leavings belong to a pull (R14, R17): they are found on a copy of the view that has it.
AccountChanges with_leavings(const Session& session, AccountChanges changes) {
    AccountView after = session.view;
    after.apply(changes);
    AccountChanges leavings = find_leavings(after);
    changes.remember = std::move(leavings.remember);
    changes.forget = std::move(leavings.forget);
    return changes;
}

/// Ids of the lists that this database's runs fill; a fall in their counts means that somebody left.
std::unordered_set<std::string> own_lists(const AccountView& view) {
    std::unordered_set<std::string> ids;
    for (const RememberedList& list : view.remembered_lists()) {
        ids.insert(list.list_id);
    }
    return ids;
}

/// Calls `visit` for each Contact whose opt-out is news.
Answer<void> read_optouts(Session& session, Instant since, const std::function<void(cc::Contact&&)>& visit) {
    cc::ContactQuery query;
    query.optout_after = since - kOverlap;
    return session.ports.client.each_contact(query, [&](cc::Contact&& contact) {
        const auto known = session.view.place_of_id(contact.contact_id);
        if (!known || session.view.contacts().is_opted_out(*known) != contact.is_opted_out()) {
            visit(std::move(contact));
        }
    });
}

/// Contacts that are no longer on a list, as they are now: left, or deleted (R14). One by one, or with all others
/// where that takes fewer calls.
Answer<void> read_missing(Session& session, const std::set<std::string>& missing,
                          std::map<std::string, cc::Contact>& changed) {
    const auto take = [&](cc::Contact&& contact) {
        if (missing.contains(contact.contact_id)) {
            changed.insert_or_assign(contact.contact_id, std::move(contact));
        }
    };
    const Sought sought{static_cast<std::int64_t>(missing.size()),
                        static_cast<std::int64_t>(session.view.contacts().size()),
                        false,
                        {}};
    if (cheapest(sought).reading == Reading::WholeAccount) {
        return session.ports.client.each_contact({}, take);
    }
    for (const std::string& id : missing) {
        cc::ContactQuery one;
        one.email = session.view.find_id(id)->address;
        TRY(session.ports.client.each_contact(one, take));
    }
    return {};
}

/// Each by one call. Whoever is known and not found at his address any more was changed there: then all is read.
Answer<AccountChanges> read_people(Session& session, const std::vector<std::string>& addresses) {
    AccountChanges changes;
    for (const std::string& address : addresses) {
        TRY(session.checkpoint());
        cc::ContactQuery query;
        query.email = address;
        bool is_there = false;
        TRY(session.ports.client.each_contact(query, [&](cc::Contact&& contact) {
            is_there = true;
            changes.contacts.push_back(contact);
        }));
        if (!is_there && session.view.place_of(email_key(address))) {
            session.report.warnings.push_back(
                fmt::format("{} is no longer where it was, so this run read the account in full.", address));
            return pull_in_full(session);
        }
    }
    return with_leavings(session, std::move(changes));
}

} // namespace

Answer<AccountChanges> pull_in_full(Session& session) {
    cc::Client& client = session.ports.client;
    AccountChanges changes;
    const Instant started = session.ports.clock.now();
    TRY(session.checkpoint());
    TRY(client.check_account());
    // Before the Contacts: who leaves a list while they are read is then missed in its count when that is read
    // again (R17).
    TRY_ASSIGN(changes.account_lists, client.lists());
    TRY_ASSIGN(changes.custom_fields, client.custom_fields());
    const auto expected = static_cast<std::int64_t>(session.view.contacts().size());
    changes.replace_contacts = true;
    TRY(client.each_contact({}, [&](cc::Contact&& contact) {
        changes.contacts.push_back(contact);
        if (changes.contacts.size() % 500 == 0) {
            session.progress(Phase::Reading, static_cast<std::int64_t>(changes.contacts.size()), expected,
                             "Contacts");
        }
    }));
    changes.full_read_at = started;
    changes.optouts_read_at = started;
    session.pulled_at = started;
    session.looked_at = started;
    session.report.depth = "full";
    return with_leavings(session, std::move(changes));
}

bool has_own_lists(const AccountView& view) {
    const auto own = own_lists(view);
    return std::ranges::any_of(view.lists(),
                               [&](const cc::ContactList& list) { return own.contains(list.list_id); });
}

Answer<AccountChanges> pull(Session& session) {
    if (session.request.depth == Depth::Full || session.must_read_in_full) {
        return pull_in_full(session);
    }
    if (!session.view.full_read_at() || !session.view.optouts_read_at()) {
        session.report.warnings.emplace_back(
            session.view.optouts_read_at()
                ? "The last quick run could not prove everything that it sent, so this run read the account in "
                  "full."
                : "This account was never read in full before, so this run read it in full.");
        return pull_in_full(session);
    }
    AccountChanges changes;
    const Instant started = session.ports.clock.now();
    TRY(session.checkpoint());
    TRY(read_optouts(session, *session.view.optouts_read_at(),
                     [&](cc::Contact&& contact) { changes.contacts.push_back(contact); }));
    TRY_ASSIGN(auto lists, session.ports.client.lists());
    for (const cc::ContactList& known : session.view.lists()) {
        const auto now = std::ranges::find(lists, known.list_id, &cc::ContactList::list_id);
        const bool agrees = now != lists.end() && now->membership_count == known.membership_count;
        if (!agrees && own_lists(session.view).contains(known.list_id)) {
            session.report.warnings.emplace_back(
                "A list's count is not what was last proved, so this run read the account in full.");
            return pull_in_full(session);
        }
    }
    changes.account_lists = std::move(lists);
    changes.optouts_read_at = started;
    session.pulled_at = started;
    session.looked_at = started;
    session.report.depth = "quick";
    return with_leavings(session, std::move(changes));
}

Answer<std::optional<AccountChanges>> look_further(Session& session) {
    const Plan& plan = session.plan;
    std::vector<std::string> people;
    for (const PlannedContact& planned : plan.contacts) {
        if (planned.is_write()) {
            people.push_back(planned.address);
        }
    }
    std::ranges::transform(plan.removals, std::back_inserter(people), &PlannedRemoval::address);
    const Script script = session.make_script();
    std::vector<std::string> singles;
    for (const auto* some : {&script.creates, &script.updates, &script.updates_after_import}) {
        std::ranges::transform(*some, std::back_inserter(singles),
                               [&](std::size_t i) { return plan.contacts[i].address; });
    }
    switch (assurance(static_cast<std::int64_t>(people.size()), static_cast<std::int64_t>(singles.size()),
                      static_cast<std::int64_t>(session.view.contacts().size()))) {
    case Assurance::Trust:
        return std::nullopt;
    case Assurance::ByPerson:
        break;
    case Assurance::Full: {
        TRY_ASSIGN(auto changes, pull_in_full(session));
        return changes;
    }
    }
    TRY_ASSIGN(auto changes, read_people(session, people.size() <= kFewPeople ? people : singles));
    return changes;
}

Answer<AccountChanges> look_again(Session& session) {
    cc::Client& client = session.ports.client;
    AccountChanges changes;
    const Instant now = session.ports.clock.now();
    std::map<std::string, cc::Contact> changed; // by id
    TRY(read_optouts(session, session.pulled_at, [&](cc::Contact&& contact) {
        changed.insert_or_assign(contact.contact_id, std::move(contact));
    }));
    TRY_ASSIGN(auto lists, client.lists());
    std::set<std::string> missing; // in any order, but always the same
    for (const std::string& list_id : own_lists(session.view)) {
        const cc::ContactList* before = session.view.find_list(list_id);
        const auto after = std::ranges::find(lists, list_id, &cc::ContactList::list_id);
        if (before == nullptr || after == lists.end() || after->membership_count >= before->membership_count) {
            continue;
        }
        std::unordered_set<std::string> members;
        cc::ContactQuery query;
        query.lists = {list_id};
        TRY(client.each_contact(query, [&](cc::Contact&& contact) { members.insert(contact.contact_id); }));
        const ContactBook& contacts = session.view.contacts();
        const auto list = contacts.number(list_id);
        for (std::size_t place = 0; place < contacts.size(); ++place) {
            if (!contacts.is_on(place, list)) {
                continue;
            }
            if (std::string contact_id = contacts.contact_id(place); !members.contains(contact_id)) {
                missing.insert(std::move(contact_id));
            }
        }
    }
    TRY(read_missing(session, missing, changed));
    for (const auto& [id, contact] : changed) {
        changes.contacts.push_back(contact);
    }
    const bool list_is_gone = std::ranges::any_of(own_lists(session.view), [&](const std::string& id) {
        return session.view.find_list(id) != nullptr &&
               std::ranges::find(lists, id, &cc::ContactList::list_id) == lists.end();
    });
    if (!changes.contacts.empty() || list_is_gone) {
        changes.account_lists = std::move(lists);
        changes.optouts_read_at = now;
    }
    session.looked_at = now;
    return changes.contacts.empty() && !list_is_gone ? changes : with_leavings(session, std::move(changes));
}

} // namespace muster::sync
