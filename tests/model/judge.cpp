#include "model/judge.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/text.hpp"

namespace muster::model {
namespace {

/// One Contact before and after a run that may have been cut off anywhere.
class ContactJudge {
  public:
    ContactJudge(const Trial& trial, Complaints& complaints) : trial_(trial), complaints_(complaints) {}

    void judge(const std::string& id, const Seen& before, const Seen& after) {
        who_ = before.address.empty() ? id : before.address;
        const Seen& middle = in_middle(id, before);
        find_winners(before.key, before.is_opted_out());
        if (after.permission != before.permission && after.permission != middle.permission) {
            complain("R13", fmt::format("the permission became {}", sandbox::name_of(after.permission)));
        }
        if (after.rest != before.rest) {
            complain("R6", fmt::format("\"{}\", which is not managed, became \"{}\"", before.rest, after.rest));
        }
        if (after.address != before.address && after.address != middle.address) {
            complain("R1", "the address became " + after.address);
        }
        if (after.is_deleted && !before.is_deleted && !middle.is_deleted) {
            complain("R15", "was deleted");
        }
        if (!after.is_deleted && before.is_deleted && winners_.empty()) {
            complain("R6", "was deleted, is nobody's and came back");
        }
        judge_values(before, middle, after);
        judge_leavings(before, middle, after);
        judge_joins(id, before, middle, after);
    }

    void judge_new(const std::string& id, const Seen& after) {
        who_ = after.address;
        const Seen nothing{"", after.key, sandbox::Permission::Implicit, false, {}, {}, ""};
        const Seen& middle = in_middle(id, nothing);
        find_winners(after.key, false);
        if (winners_.empty() && !trial_.expected.is_vague) {
            complain("R6", "is no selected Rep's and was made");
        }
        if (after.permission != sandbox::Permission::Implicit && after.permission != middle.permission) {
            complain("R13", fmt::format("was made {}", sandbox::name_of(after.permission)));
        }
        judge_values(nothing, middle, after);
        judge_joins(id, nothing, middle, after);
    }

  private:
    void complain(std::string_view rule, const std::string& what) {
        complaints_.push_back(fmt::format("{}: {}: {}", rule, who_, what));
    }

    /// What this run, and what is still in the queue of earlier ones, wants for the address.
    void find_winners(const std::string& key, bool is_opted_out) {
        winners_.clear();
        const auto add = [&](const Expectation& expected) {
            if (const auto found = expected.winners.find(key); found != expected.winners.end()) {
                winners_.push_back(&found->second);
            }
        };
        if (!is_opted_out) {
            add(trial_.expected);
        }
        std::ranges::for_each(trial_.pending, add);
    }

    [[nodiscard]] const Seen& in_middle(const std::string& id, const Seen& before) const {
        if (trial_.middle == nullptr || !trial_.middle->contacts.contains(id)) {
            return before;
        }
        return trial_.middle->contacts.at(id);
    }

    static std::string value(const Seen& seen, const std::string& name) {
        const auto found = seen.values.find(name);
        return found == seen.values.end() ? "" : found->second;
    }

    void judge_values(const Seen& before, const Seen& middle, const Seen& after) {
        for (const auto& entry : after.values) {
            const std::string& name = entry.first;
            const std::string& now = entry.second;
            const bool is_wanted = std::ranges::any_of(winners_, [&](const Winner* winner) {
                const auto wanted = winner->values.find(name);
                return wanted != winner->values.end() && is_kept(trial_, name, wanted->second, now);
            });
            if (now != value(before, name) && now != value(middle, name) && !is_wanted &&
                !trial_.expected.is_vague) {
                complain(before.is_opted_out() ? "R13" : "R6",
                         fmt::format("{} \"{}\" became \"{}\"", name, value(before, name), now));
            }
        }
    }

    /// A quick run may miss a swap on a list (R8).
    [[nodiscard]] bool may_miss(const std::string& contact_id) const {
        return trial_.wish.is_quick && !trial_.is_full() && trial_.rules.is_news(contact_id);
    }

    /// True if the list is one that this name stands for.
    [[nodiscard]] bool is_list_of(const Expectation& expected, const std::string& key,
                                  const std::string& list_id) const {
        const Target* target = expected.target(key);
        const auto list = trial_.after.lists.find(list_id);
        const bool may_be_new = !trial_.before.lists.contains(list_id) || &expected != &trial_.expected;
        return target != nullptr &&
               (target->ids.contains(list_id) ||
                (may_be_new && list != trial_.after.lists.end() && name_key(list->second) == key));
    }
    [[nodiscard]] bool is_target(const std::string& list_id) const {
        const auto is_of = [&](const Expectation& expected) {
            return std::ranges::any_of(winners_, [&](const Winner* winner) {
                return std::ranges::any_of(winner->targets,
                                           [&](const auto& key) { return is_list_of(expected, key, list_id); });
            });
        };
        return is_of(trial_.expected) || std::ranges::any_of(trial_.pending, is_of);
    }
    [[nodiscard]] std::string name_of_list(const std::string& id) const {
        const auto found = trial_.after.lists.find(id);
        return found == trial_.after.lists.end() ? id : found->second;
    }

    void judge_leavings(const Seen& before, const Seen& middle, const Seen& after) {
        const auto comes_off = [&](const Expectation& expected, const std::string& list_id) {
            return is_list_of(expected, expected.targets[0].key, list_id) && !expected.active.contains(before.key);
        };
        for (const std::string& id : before.lists) {
            const bool may_come_off =
                comes_off(trial_.expected, id) || trial_.rules.is_holding_list(trial_.before, id) != Truth::No ||
                std::ranges::any_of(trial_.pending, [&](const auto& earlier) { return comes_off(earlier, id); });
            if (!after.lists.contains(id) && middle.lists.contains(id) && !may_come_off) {
                complain("R10", "was taken off " + name_of_list(id));
            }
        }
    }

    void judge_joins(const std::string& contact_id, const Seen& before, const Seen& middle, const Seen& after) {
        for (const std::string& id : after.lists) {
            if (before.lists.contains(id) || middle.lists.contains(id) || trial_.expected.is_vague) {
                continue;
            }
            const bool is_passing =
                !winners_.empty() && trial_.rules.is_holding_list(trial_.after, id) != Truth::No;
            if (!is_target(id) && !is_passing) {
                complain(before.is_opted_out() ? "R13" : "R10", "was put on " + name_of_list(id));
            } else if (!is_passing && !trial_.wish.puts_back && trial_.pending.empty() && !may_miss(contact_id) &&
                       trial_.rules.has_left(trial_.before, contact_id, id) == Truth::Yes) {
                complain("R14", fmt::format("has left {} and was put back", name_of_list(id)));
            }
        }
    }

    const Trial& trial_;
    Complaints& complaints_;
    std::string who_;
    std::vector<const Winner*> winners_;
};

void judge_attribute_always(const Trial& trial, Complaints& complaints) {
    for (const Record& now : trial.records_after) {
        const auto before = std::ranges::find(trial.records_before, now.rep.rep_id,
                                              [](const Record& record) { return record.rep.rep_id; });
        const std::string key = address_key(now.rep.email);
        const Truth expected = trial.expected.attribute.at(now.rep.rep_id);
        const bool was_unknown = trial.before.at(key) == nullptr || trial.before.at(key)->is_deleted;
        const bool is_middle =
            trial.middle != nullptr && trial.middle->at(key) != nullptr && trial.middle->at(key)->is_opted_out();
        const bool is_made = was_unknown && trial.expected.winners.contains(key) && !now.has_attribute();
        if (now.has_attribute() != before->has_attribute() && expected != Truth::Maybe && !is_made && !is_middle &&
            now.has_attribute() != (expected == Truth::Yes)) {
            complaints.push_back(
                fmt::format("R16: {}: the attribute is {}", now.rep.rep_id, now.has_attribute() ? "on" : "off"));
        }
    }
}

} // namespace

bool Trial::is_completed() const {
    return report != nullptr &&
           (report->state == sync::RunState::Completed || report->state == sync::RunState::CompletedWithIssues);
}

std::map<std::string, std::string> Trial::list_ids() const {
    std::map<std::string, std::string> ids;
    for (const sync::ListReport& list : report->lists) {
        ids[name_key(list.name)] = list.list_id;
    }
    return ids;
}

std::set<std::string> Trial::refused() const {
    std::set<std::string> keys;
    for (const sync::Person& person : report->people) {
        if (person.outcome == sync::Outcome::Refused) {
            keys.insert(address_key(person.email));
        }
    }
    return keys;
}

bool is_kept(const Trial& trial, const std::string& name, const std::string& sent, const std::string& kept) {
    std::string stripped = sent;
    std::erase(stripped, '.');
    return sent == kept || (trial.strips_full_stops && name == "first_name" && stripped == kept);
}

Complaints judge_always(const Trial& trial) {
    Complaints complaints;
    for (const auto& [id, name] : trial.before.lists) {
        if (!trial.after.lists.contains(id)) {
            complaints.push_back("R15: a list is gone: " + name);
        } else if (trial.after.lists.at(id) != name) {
            complaints.push_back("R11: a list was renamed: " + name);
        }
    }
    for (const auto& [label, type] : trial.before.fields) {
        if (!trial.after.fields.contains(label)) {
            complaints.push_back("R15: a field is gone: " + label);
        }
    }
    ContactJudge judge(trial, complaints);
    for (const auto& [id, contact] : trial.before.contacts) {
        const auto after = trial.after.contacts.find(id);
        if (after == trial.after.contacts.end()) {
            complaints.push_back("R15: a Contact is gone");
        } else {
            judge.judge(id, contact, after->second);
        }
    }
    for (const auto& [id, contact] : trial.after.contacts) {
        if (!trial.before.contacts.contains(id)) {
            judge.judge_new(id, contact);
        }
    }
    judge_attribute_always(trial, complaints);
    return complaints;
}

} // namespace muster::model
