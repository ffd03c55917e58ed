#include "sync/outcome.hpp"

#include <algorithm>
#include <array>
#include <unordered_map>

#include <fmt/format.h>

namespace muster::sync {
namespace {

class ReportWriter {
  public:
    ReportWriter(Session& session, Stage stage)
        : session_(session), plan_(session.plan), report_(session.report), stage_(stage) {
        for (std::size_t k = 0; k < plan_.removals.size(); ++k) {
            if (plan_.removals[k].winner) {
                removals_of_[*plan_.removals[k].winner].push_back(k);
            }
        }
    }

    void write() {
        write_lists_and_fields();
        report_.totals = {};
        report_.totals.selected = plan_.totals.selected;
        report_.totals.unchanged = plan_.left_out;
        for (const Person& person : plan_.ignored) {
            report_.totals.count(person.outcome);
            report_.people.push_back(person);
        }
        for (std::size_t i = 0; i < plan_.contacts.size(); ++i) {
            write_contact(i);
        }
        write_removals();
        report_.issues = plan_.issues;
        report_.warnings.insert(report_.warnings.end(), plan_.warnings.begin(), plan_.warnings.end());
        report_.attribute_assigned = plan_.attribute_assigned;
        report_.attribute_cleared = plan_.attribute_cleared;
        report_.removals_planned = std::ranges::count(plan_.removals, std::size_t{0}, &PlannedRemoval::list);
        report_.removals_limit = plan_.removal_limit;
        report_.new_permissions = plan_.new_permissions;
    }

  private:
    void write_lists_and_fields() {
        for (const PlannedList& list : plan_.lists) {
            if (list.refused.empty()) {
                const bool created = list.to_create && (stage_ == Stage::Planned || !list.list_id.empty());
                report_.lists.push_back({list.name, list.list_name, list.list_id, created, 0, 0, 0});
            }
        }
        for (const ChosenField& field : plan_.fields) {
            if (field.refused.empty()) {
                report_.custom_fields.push_back(
                    {field.label, field.to_create && (stage_ == Stage::Planned || !field.custom_field_id.empty())});
            }
        }
    }

    [[nodiscard]] ListReport* list_report(std::size_t list) {
        const auto found = std::ranges::find(report_.lists, plan_.lists[list].name, &ListReport::name);
        return found == report_.lists.end() ? nullptr : &*found;
    }

    /// What became of a winner, by what was planned and how its writes went.
    [[nodiscard]] Outcome outcome_of(std::size_t i) const {
        const PlannedContact& planned = plan_.contacts[i];
        const bool has_writes = planned.is_write();
        if (planned.outcome == Outcome::Updated && !has_writes && !planned.leaves_active_members) {
            return Outcome::Unchanged; // what it was to get was refused for everybody
        }
        if (stage_ == Stage::Planned || (!has_writes && planned.outcome != Outcome::Updated)) {
            return planned.outcome;
        }
        switch (session_.fates[i]) {
        case Fate::HeldBack:
            return Outcome::HeldBackUnsubscribed;
        case Fate::Refused:
        case Fate::Sent:
            return Outcome::Refused;
        case Fate::Proved:
            return is_off(i) || !session_.request.undo ? planned.outcome : Outcome::Refused;
        case Fate::NotSent:
            break;
        }
        if (has_writes) {
            return Outcome::NotAttempted;
        }
        if (!session_.removals_sent || !removals_of_.contains(i)) {
            return Outcome::NotAttempted;
        }
        return is_off(i) ? Outcome::Updated : Outcome::Refused;
    }

    /// Whether it is proved to be off every list that it was to come off.
    [[nodiscard]] bool is_off(std::size_t i) const {
        const auto found = removals_of_.find(i);
        return found == removals_of_.end() ||
               std::ranges::all_of(found->second, [&](std::size_t k) { return session_.removal_proved[k]; });
    }

    void write_contact(std::size_t i) {
        PlannedContact& planned = plan_.contacts[i];
        const Outcome outcome = outcome_of(i);
        report_.totals.count(outcome);
        if (session_.fates[i] == Fate::Sent && outcome == Outcome::Refused) {
            planned.reason =
                "It was sent, but the run ended before it could be read back. The next run looks again.";
            plan_.issues.push_back({"unproved", planned.rep_id_or_nothing(), planned.address, planned.reason});
        }
        if (session_.fates[i] == Fate::HeldBack) {
            planned.reason = "The address unsubscribed while the run was going on.";
            plan_.issues.push_back(
                {"held_back_unsubscribed", planned.rep_id_or_nothing(), planned.address, planned.reason});
        }
        if (session_.request.undo && outcome == Outcome::Refused && !is_off(i)) {
            planned.reason =
                "It is not proved that it came off every list. Undo the same run again to complete it.";
        }
        const bool took_effect = outcome == Outcome::Created || outcome == Outcome::Updated;
        for (const std::size_t list : planned.lists_held_back) {
            ++list_report(list)->held_back_left;
        }
        if (took_effect) {
            for (const std::size_t list : planned.lists_to_add) {
                ++list_report(list)->added;
            }
        }
        if (outcome != Outcome::Unchanged || !planned.lists_held_back.empty() || !planned.reason.empty() ||
            session_.request.all_people) {
            person_of_.emplace(i, report_.people.size());
            report_.people.push_back(make_person(planned, outcome, took_effect));
        }
    }

    [[nodiscard]] Person make_person(const PlannedContact& planned, Outcome outcome, bool took_effect) const {
        Person person;
        person.email = planned.address;
        person.rep_id = planned.rep_id_or_nothing();
        person.name = planned.name;
        person.outcome = outcome;
        for (const Difference& difference : planned.differences) {
            const auto shown = [&](const std::string& value) {
                return difference.is_secret ? std::nullopt : std::optional(value);
            };
            person.changes.push_back({difference.field, shown(difference.old_value), shown(difference.new_value)});
        }
        const auto names = [&](const std::vector<std::size_t>& lists) {
            std::vector<std::string> result;
            std::ranges::transform(lists, std::back_inserter(result),
                                   [&](std::size_t list) { return plan_.lists[list].name; });
            return result;
        };
        if (took_effect) {
            person.lists_added = names(planned.lists_to_add);
        }
        person.lists_held_back = names(planned.lists_held_back);
        if (!planned.reason.empty()) {
            person.reason = planned.reason;
        }
        return person;
    }

    void write_removals() {
        for (std::size_t k = 0; k < plan_.removals.size(); ++k) {
            const PlannedRemoval& removal = plan_.removals[k];
            const bool removed =
                stage_ == Stage::Planned || (stage_ == Stage::Pushed && session_.removal_proved[k]);
            const std::string& name = plan_.lists[removal.list].name;
            if (ListReport* list = list_report(removal.list); removed && list != nullptr) {
                ++list->removed;
            }
            Person* person = nullptr;
            if (removal.winner && person_of_.contains(*removal.winner)) {
                person = &report_.people[person_of_.at(*removal.winner)];
            } else {
                person = &report_.people.emplace_back();
                person->email = removal.address;
                person->outcome = removed                  ? Outcome::RemovedFromList
                                  : session_.removals_sent ? Outcome::Refused
                                                           : Outcome::NotAttempted;
                person->reason =
                    removed ? "No Rep of an active Member has this address." : "It is to come off Active Members.";
            }
            if (removed || (stage_ == Stage::Stopped && !session_.request.undo)) {
                person->lists_removed.push_back(name); // Stopped: named, so that a person can confirm (R26)
            }
        }
    }

    Session& session_;
    Plan& plan_;
    Report& report_;
    Stage stage_;
    std::unordered_map<std::size_t, std::vector<std::size_t>> removals_of_; ///< indices, by index of Plan::contacts
    std::unordered_map<std::size_t, std::size_t> person_of_; ///< index of Plan::contacts to index of Report::people
};

} // namespace

void fill_report(Session& session, Stage stage) { ReportWriter(session, stage).write(); }

bool is_complaint(const Issue& issue) {
    constexpr std::array<std::string_view, 4> kComplaints{"refused", "unproved", "list_refused", "field_refused"};
    return std::ranges::find(kComplaints, issue.code) != kComplaints.end();
}

} // namespace muster::sync
