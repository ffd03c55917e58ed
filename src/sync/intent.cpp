#include "sync/intent.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/text.hpp"
#include "sync/outcome.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

bool is_write(Outcome outcome) {
    return outcome == Outcome::Created || outcome == Outcome::Updated || outcome == Outcome::RemovedFromList;
}

/// Moves one selected Rep's outcome in the totals; Contacts of nobody's are not in them.
void move_outcome(Totals& totals, const Person& person, std::int64_t Totals::* from, Outcome to) {
    if (person.rep_id) {
        --(totals.*from);
        totals.count(to);
    }
}

/// Judges what a cut-off run intended, person by person.
class Settler {
  public:
    Settler(const Session& session, Report& report) : session_(session), view_(session.view), report_(report) {}

    void settle() {
        for (Person& person : report_.people) {
            if (person.intention) {
                settle_person(person);
            }
        }
        report_.message =
            fmt::format("The run ended without a word: its process was stopped or its machine went "
                        "down. By reading the account, {} of its {} changes of Contacts were found to "
                        "have been made; the next run made the others.",
                        found_, found_ + missing_);
    }

  private:
    void settle_person(Person& person) {
        const Intention intention = std::move(*person.intention);
        person.intention.reset();
        const std::optional<cc::Contact> contact = view_.find(email_key(person.email));
        const bool is_there = contact && !contact->is_deleted;
        std::vector<FieldChange> changes;
        if (is_there) {
            std::ranges::copy_if(person.changes, std::back_inserter(changes), [&](const FieldChange& change) {
                return is_made(change, *contact, email_key(person.email));
            });
        }
        const auto added = lists_where(intention.lists_added, contact, true);
        const auto removed = lists_where(intention.lists_removed, contact, false);
        const bool is_created = intention.outcome == Outcome::Created && is_there;
        if (!is_created && changes.empty() && added.empty() && removed.empty()) {
            ++missing_;
            person.reason = "It was not written before the run was cut off.";
            return;
        }
        ++found_;
        const bool is_whole = changes.size() == person.changes.size() &&
                              added.size() == intention.lists_added.size() &&
                              removed.size() == intention.lists_removed.size();
        person.reason = is_whole ? std::nullopt
                                 : std::optional<std::string>("The run was cut off; this much of it was written.");
        move_outcome(report_.totals, person, &Totals::not_attempted, intention.outcome);
        person.outcome = intention.outcome;
        person.changes = std::move(changes);
        person.lists_added = added;
        person.lists_removed = removed;
        count(added, &ListReport::added);
        count(removed, &ListReport::removed);
    }

    /// It is no longer as it was. A secret's values are nowhere to compare: it is made if it is not still to be
    /// done.
    [[nodiscard]] bool is_made(const FieldChange& change, const cc::Contact& contact,
                               const std::string& key) const {
        if (change.old_value && change.new_value) {
            return managed_value(contact, change.field, view_.custom_fields()) != *change.old_value;
        }
        const auto& contacts = session_.plan.contacts;
        const auto planned = std::ranges::find(contacts, key, &PlannedContact::key);
        return planned != contacts.end() && std::ranges::find(planned->differences, change.field,
                                                              &Difference::field) == planned->differences.end();
    }

    /// Those of the lists that the Contact is on, or is not on.
    [[nodiscard]] std::vector<std::string> lists_where(const std::vector<std::string>& names,
                                                       const std::optional<cc::Contact>& contact,
                                                       bool wanted) const {
        std::vector<std::string> result;
        for (const std::string& name : names) {
            const std::string id = list_id(name);
            const bool is_on =
                contact && std::ranges::find(contact->list_memberships, id) != contact->list_memberships.end();
            if (is_on == wanted) {
                result.push_back(name);
            }
        }
        return result;
    }

    /// A list that the run was still to make is remembered from the moment it was made, or has the name (R11).
    [[nodiscard]] std::string list_id(const std::string& name) const {
        const auto reported = std::ranges::find(report_.lists, name, &ListReport::name);
        if (reported != report_.lists.end() && !reported->list_id.empty()) {
            return reported->list_id;
        }
        const auto& remembered = view_.remembered_lists();
        const auto known = std::ranges::find(remembered, name_key(name), &RememberedList::group_key);
        if (known != remembered.end()) {
            return known->list_id;
        }
        const auto list = std::ranges::find(view_.lists(), name_key(name),
                                            [](const cc::ContactList& one) { return name_key(one.name); });
        return list == view_.lists().end() ? "" : list->list_id;
    }

    void count(const std::vector<std::string>& names, std::int64_t ListReport::* figure) {
        for (ListReport& list : report_.lists) {
            if (std::ranges::find(names, list.name) != names.end()) {
                ++(list.*figure);
            }
        }
    }

    const Session& session_;
    const AccountView& view_;
    Report& report_;
    std::int64_t found_ = 0, missing_ = 0;
};

} // namespace

Report intended(Session& session) {
    Report before = session.report;
    fill_report(session, Stage::Planned);
    Report report = std::exchange(session.report, std::move(before));
    std::erase_if(report.people,
                  [](const Person& p) { return p.outcome == Outcome::Unchanged && p.lists_held_back.empty(); });
    for (Person& person : report.people) {
        if (!is_write(person.outcome)) {
            continue;
        }
        person.intention = {person.outcome, std::exchange(person.lists_added, {}),
                            std::exchange(person.lists_removed, {})};
        move_outcome(report.totals, person,
                     person.outcome == Outcome::Created ? &Totals::created : &Totals::updated,
                     Outcome::NotAttempted);
        person.outcome = Outcome::NotAttempted;
        person.reason = "Whether this was written is known when the run has ended.";
    }
    for (ListReport& list : report.lists) {
        list.added = 0;
        list.removed = 0;
        list.created = false;
    }
    for (CustomFieldReport& field : report.custom_fields) {
        field.created = false;
    }
    return report;
}

void settle_cut_off_runs(Session& session) {
    for (Report& report : session.ports.journal.cut_off_runs()) {
        Settler(session, report).settle();
        session.ports.journal.record(report);
    }
}

} // namespace muster::sync
