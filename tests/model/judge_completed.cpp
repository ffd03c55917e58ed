#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"
#include "model/judge.hpp"

namespace muster::model {
namespace {

using sync::Outcome;

class CompletedJudge {
  public:
    explicit CompletedJudge(const Trial& trial)
        : trial_(trial), list_ids_(trial.list_ids()), refused_(trial.refused()) {}

    Complaints judge() {
        judge_guard();
        judge_targets();
        for (const auto& [key, winner] : trial_.expected.winners) {
            judge_winner(key, winner);
        }
        judge_active_members();
        judge_holding_list();
        judge_attribute();
        if (!is_partial()) {
            judge_totals();
            judge_list_counts();
        }
        return std::move(complaints_);
    }

  private:
    void complain(std::string_view rule, const std::string& what) {
        complaints_.push_back(fmt::format("{}: {}", rule, what));
    }
    /// A quick run that may have missed something.
    [[nodiscard]] bool is_partial() const {
        return !trial_.is_full() && std::ranges::any_of(trial_.before.contacts, [&](const auto& entry) {
            return trial_.rules.is_news(entry.first);
        });
    }
    /// What a quick run is not bound to see (R8).
    [[nodiscard]] bool may_miss(const std::string& id, const std::string& key) const {
        return !trial_.is_full() && (trial_.rules.is_news(id) || trial_.rules.is_news_of(key));
    }

    void judge_guard() {
        if (trial_.expected.is_stopped == Truth::Yes && !is_partial()) {
            complain("R26", fmt::format("{} came off Active Members unasked", trial_.expected.removals.size()));
        }
    }

    void judge_targets() {
        for (const Target& target : trial_.expected.targets) {
            const auto found = list_ids_.find(target.key);
            if (found == list_ids_.end()) {
                const bool is_taken = trial_.names_stay_taken && target.ids.empty();
                if (!target.may_be_refused && !is_taken && !trial_.is_disturbed) {
                    complain("R11", target.name + " was refused");
                }
                continue;
            }
            const bool is_new = !trial_.before.lists.contains(found->second);
            if (is_new ? !target.may_be_made : !target.ids.contains(found->second)) {
                complain("R11", fmt::format("{} is {} list", target.name, is_new ? "another new" : "another"));
            }
            if (is_new && trial_.after.lists.contains(found->second) &&
                trial_.after.lists.at(found->second) != target.name) {
                complain("R11", target.name + " was made under another name");
            }
        }
    }

    [[nodiscard]] std::pair<std::string, const Seen*> find(const Snapshot& account, const std::string& key) const {
        for (const auto& [id, contact] : account.contacts) {
            if (contact.key == key) {
                return {id, &contact};
            }
        }
        return {"", nullptr};
    }

    void judge_winner(const std::string& key, const Winner& winner) {
        const auto [id, contact] = find(trial_.after, key);
        const Seen* before = trial_.before.at(key);
        if ((before != nullptr && before->is_opted_out()) || refused_.contains(key) || may_miss(id, key)) {
            return;
        }
        if (contact == nullptr || contact->is_deleted) {
            complain("R6", winner.address + " has no Contact");
            return;
        }
        if (before == nullptr && ascii_lower(contact->address) != ascii_lower(winner.address)) {
            complain("R1", fmt::format("{} was made instead of {}", contact->address, winner.address));
        }
        for (const auto& [name, value] : winner.values) {
            const auto now = contact->values.find(name);
            if (now == contact->values.end() ? !value.empty() : !is_kept(trial_, name, value, now->second)) {
                complain("R6", fmt::format("{}: {} is \"{}\" and should be \"{}\"", winner.address, name,
                                           now == contact->values.end() ? "" : now->second, value));
            }
        }
        for (const std::string& target : winner.targets) {
            const auto list = list_ids_.find(target);
            if (list == list_ids_.end() || contact->lists.contains(list->second)) {
                continue;
            }
            if (trial_.wish.puts_back || trial_.rules.has_left(trial_.before, id, list->second) == Truth::No) {
                complain(target == trial_.expected.targets[0].key ? "R9" : "R10",
                         fmt::format("{} is not on {}", winner.address, target));
            }
        }
    }

    void judge_active_members() {
        const auto list = list_ids_.find(trial_.expected.targets[0].key);
        if (list == list_ids_.end()) {
            return;
        }
        for (const auto& [id, contact] : trial_.after.contacts) {
            if (contact.lists.contains(list->second) && !contact.key.empty() &&
                !trial_.expected.active.contains(contact.key) && !may_miss(id, contact.key) &&
                !is_unproved(contact)) {
                complain("R8", contact.address + " is still on Active Members");
            }
        }
    }
    [[nodiscard]] bool is_unproved(const Seen& contact) const {
        return std::ranges::any_of(trial_.report->issues, [&](const sync::Issue& issue) {
            return issue.code == "unproved" && issue.email && address_key(*issue.email) == contact.key;
        });
    }

    void judge_holding_list() {
        for (const auto& [id, contact] : trial_.after.contacts) {
            for (const std::string& list : contact.lists) {
                if (trial_.rules.is_holding_list(trial_.after, list) == Truth::Yes && !may_miss(id, contact.key) &&
                    !trial_.is_disturbed) {
                    complain("R6", contact.address + " is still on the holding list");
                }
            }
        }
    }

    void judge_attribute() {
        for (const Record& record : trial_.records_after) {
            const std::string key = address_key(record.rep.email);
            Truth expected = trial_.expected.attribute.at(record.rep.rep_id);
            const Seen* before = trial_.before.at(key);
            const bool is_opted_out = before != nullptr && before->is_opted_out();
            if (trial_.expected.winners.contains(key) && (before == nullptr || before->is_deleted) &&
                !is_opted_out) {
                expected = refused_.contains(key) ? Truth::Maybe : Truth::No; // this run has made it
            }
            const bool may_wait = !trial_.is_full() && trial_.rules.is_news_of(key) && !is_opted_out;
            if (expected != Truth::Maybe && !may_wait && record.has_attribute() != (expected == Truth::Yes)) {
                complain("R16", fmt::format("{}: the attribute is {}", record.rep.rep_id,
                                            record.has_attribute() ? "on" : "off"));
            }
        }
    }

    // --- R27

    [[nodiscard]] std::set<Outcome> outcomes_of(const std::string& key, const Winner& winner) const {
        const auto [id, before] = find(trial_.before, key);
        if (before == nullptr) {
            return {Outcome::Created};
        }
        if (before->is_opted_out()) {
            return {Outcome::HeldBackUnsubscribed};
        }
        if (before->is_deleted) {
            return {Outcome::Created};
        }
        bool differs = trial_.expected.removals.contains(id);
        bool may_differ = false;
        for (const auto& [name, value] : winner.values) {
            const auto known = before->values.find(name);
            const std::string old = known == before->values.end() ? "" : known->second;
            differs = differs || !is_kept(trial_, name, value, old);
            may_differ = may_differ || old != value;
        }
        for (const std::string& target : winner.targets) {
            const auto list = list_ids_.find(target);
            if (list != list_ids_.end() && !before->lists.contains(list->second)) {
                const Truth left =
                    trial_.wish.puts_back ? Truth::No : trial_.rules.has_left(trial_.before, id, list->second);
                differs = differs || left == Truth::No;
                may_differ = may_differ || left == Truth::Maybe;
            }
        }
        return differs      ? std::set{Outcome::Updated}
               : may_differ ? std::set{Outcome::Updated, Outcome::Unchanged}
                            : std::set{Outcome::Unchanged};
    }

    void judge_totals() {
        const sync::Totals& totals = trial_.report->totals;
        const auto count = [&](const char* what, std::int64_t is, std::int64_t should) {
            if (is != should) {
                complain("R27", fmt::format("{} {}, not {}", is, what, should));
            }
        };
        count("selected", totals.selected, trial_.expected.selected);
        count("without an address", totals.ignored_no_email, trial_.expected.no_email);
        count("invalid", totals.ignored_invalid_email, trial_.expected.invalid);
        count("duplicates", totals.ignored_duplicate, trial_.expected.duplicates);
        for (const auto& [key, winner] : trial_.expected.winners) {
            const auto person =
                std::ranges::find(trial_.report->people, std::optional(winner.rep_id), &sync::Person::rep_id);
            if (person == trial_.report->people.end()) {
                complain("R29", winner.rep_id + " is not in the report");
            } else if (!outcomes_of(key, winner).contains(person->outcome) && person->outcome != Outcome::Refused) {
                complain("R27", fmt::format("{} counts as {}", winner.rep_id, sync::to_text(person->outcome)));
            }
        }
        if (!refused_.empty() && !trial_.may_refuse && !trial_.is_disturbed) {
            complain("R28", *refused_.begin() + " was refused");
        }
    }

    void judge_list_counts() {
        if (!refused_.empty() || trial_.is_disturbed) {
            return;
        }
        for (const sync::ListReport& list : trial_.report->lists) {
            std::int64_t added = 0, removed = 0;
            for (const auto& [id, contact] : trial_.after.contacts) {
                const auto before = trial_.before.contacts.find(id);
                const bool was_on =
                    before != trial_.before.contacts.end() && before->second.lists.contains(list.list_id);
                const bool is_on = contact.lists.contains(list.list_id);
                added += is_on && !was_on ? 1 : 0;
                removed += was_on && !is_on ? 1 : 0;
            }
            if (added != list.added || removed != list.removed) {
                complain("R27", fmt::format("{}: {} added and {} removed, not {} and {}", list.name, list.added,
                                            list.removed, added, removed));
            }
        }
    }

    const Trial& trial_;
    std::map<std::string, std::string> list_ids_;
    std::set<std::string> refused_;
    Complaints complaints_;
};

} // namespace

Complaints judge_completed(const Trial& trial) { return CompletedJudge(trial).judge(); }

} // namespace muster::model
