#include "sync/intent.hpp"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/text.hpp"
#include "sync/outcome.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

using Names = std::vector<std::string>;

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
    Settler(const Session& session, Report& report, bool has_written)
        : session_(session), view_(session.view), report_(report), has_written_(has_written) {}

    void settle() {
        for (Person& person : report_.people) {
            if (person.intention) {
                settle_person(person);
            }
        }
        report_.message = "The run ended without a word: its process was stopped or its machine went down. ";
        report_.message +=
            has_written_
                ? fmt::format("By reading the account, {} of its {} changes of Contacts were found to have "
                              "been made; what was left was for the next run.",
                              found_, found_ + missing_)
                : "It had written nothing to Constant Contact.";
    }

  private:
    void settle_person(Person& person) {
        const Intention intention = *person.intention;
        const auto contact = has_written_ ? view_.find(email_key(person.email)) : std::nullopt;
        const bool is_there = contact && !contact->is_deleted;
        std::vector<FieldChange> changes;
        if (is_there) {
            std::ranges::copy_if(person.changes, std::back_inserter(changes), [&](const FieldChange& change) {
                return is_made(change, *contact, email_key(person.email));
            });
        }
        const auto added = is_there ? lists_where(intention.lists_added, *contact, true) : Names();
        const auto removed = is_there ? lists_where(intention.lists_removed, *contact, false) : Names();
        const bool is_created = intention.outcome == Outcome::Created && is_there;
        if (!is_created && changes.empty() && added.empty() && removed.empty()) {
            ++missing_;
            person.intention.reset();
            person.reason = "It was not written before the run was cut off.";
            return;
        }
        ++found_;
        const bool is_whole = changes.size() == person.changes.size() &&
                              added.size() == intention.lists_added.size() &&
                              removed.size() == intention.lists_removed.size();
        if (is_whole) {
            person.intention.reset();
            person.reason.reset();
        } else {
            person.reason = "The run was cut off; this much of it was written.";
        }
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
    [[nodiscard]] bool is_made(const FieldChange& change, const cc::Contact& contact, const std::string& key) {
        if (change.old_value && change.new_value) {
            return managed_value(contact, change.field, view_.custom_fields()) != *change.old_value;
        }
        const auto planned = planned_of().find(key);
        return planned == planned_of().end() ||
               std::ranges::find(planned->second->differences, change.field, &Difference::field) ==
                   planned->second->differences.end();
    }

    /// What is planned for each address now; nothing for who is as he should be.
    const std::unordered_map<std::string_view, const PlannedContact*>& planned_of() {
        if (planned_of_.empty()) {
            for (const PlannedContact& planned : session_.plan.contacts) {
                planned_of_.emplace(planned.key, &planned);
            }
        }
        return planned_of_;
    }

    /// Those of the lists that the Contact is on, or is not on.
    [[nodiscard]] Names lists_where(const Names& names, const cc::Contact& contact, bool wanted) const {
        Names result;
        for (const std::string& name : names) {
            if (contact.is_on(list_id(name)) == wanted) {
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
    bool has_written_;
    std::unordered_map<std::string_view, const PlannedContact*> planned_of_; ///< by key; made when it is needed
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
    const bool has_read_all = session.report.depth == "full";
    for (Report& report : session.ports.journal.cut_off_runs()) {
        const bool has_written = session.ports.journal.has_written(report.run_id);
        if (has_read_all || !has_written) {
            Settler(session, report, has_written).settle();
            session.ports.journal.record(report);
        }
    }
}

} // namespace muster::sync
