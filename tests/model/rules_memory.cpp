// What the model remembers from run to run: who was confirmed where and has left (R14), which list is whose (R11),
// and since when an attribute is assigned (R16).

#include <algorithm>

#include "base/text.hpp"
#include "model/rules.hpp"

namespace muster::model {
namespace {

bool is_out(const Seen& contact) { return contact.is_opted_out() || contact.is_deleted; }

} // namespace

/// What a complete reading of the account makes of a memory.
std::optional<Rules::Memory> Rules::pulled(const Snapshot& before, const Membership& membership,
                                           Memory memory) const {
    const auto& [contact_id, list_id] = membership;
    const auto contact = before.contacts.find(contact_id);
    if (!before.lists.contains(list_id) || contact == before.contacts.end()) {
        return std::nullopt;
    }
    const bool was_confirmed = memory == Memory::Confirmed || memory == Memory::MaybeConfirmed;
    if (contact->second.lists.contains(list_id)) {
        const bool is_sure = memory == Memory::Confirmed || memory == Memory::Left;
        return is_sure ? Memory::Confirmed : Memory::MaybeConfirmed;
    }
    if (!was_confirmed) {
        return memory;
    }
    if (is_out(contact->second)) {
        return std::nullopt; // lost, not left
    }
    const bool is_sure = memory == Memory::Confirmed && !interrupted_.contains(contact_id);
    return is_sure ? Memory::Left : Memory::MaybeLeft;
}

Truth Rules::has_left(const Snapshot& before, const std::string& contact_id, const std::string& list_id) const {
    const auto known = memories_.find({contact_id, list_id});
    const auto memory = known == memories_.end() ? std::nullopt : pulled(before, known->first, known->second);
    return memory == Memory::Left ? Truth::Yes : memory == Memory::MaybeLeft ? Truth::Maybe : Truth::No;
}

void Rules::note_attributes(const std::vector<Record>& records) {
    std::map<std::string, std::set<std::string>> now;
    for (const Record& record : records) {
        if (record.has_attribute()) {
            const auto known = assigned_for_.find(record.rep.rep_id);
            now[record.rep.rep_id] =
                known == assigned_for_.end() ? std::set<std::string>{address_key(record.rep.email)} : known->second;
        }
    }
    assigned_for_ = std::move(now);
}

void Rules::note(const Snapshot& before, const Snapshot& after, const std::vector<Record>& records) {
    note_attributes(records);
    for (const auto& [id, contact] : after.contacts) {
        const auto known = before.contacts.find(id);
        if (is_out(contact) && (known == before.contacts.end() || !is_out(known->second))) {
            interrupted_.insert(id);
        }
        if (known != before.contacts.end() && known->second == contact) {
            continue;
        }
        if (known != before.contacts.end()) {
            Seen opted_out = known->second; // an opt-out is seen by every run
            opted_out.permission = sandbox::Permission::Unsubscribed;
            if (opted_out == contact) {
                continue;
            }
            news_keys_.insert(known->second.key);
        }
        news_.insert(id);
        news_keys_.insert(contact.key);
    }
}

void Rules::put_back(const Snapshot& account, const std::string& key) {
    for (auto at = memories_.begin(); at != memories_.end();) {
        const auto contact = account.contacts.find(at->first.first);
        const bool is_meant = contact != account.contacts.end() && contact->second.key == key;
        if (is_meant && at->second == Memory::Left) {
            at = memories_.erase(at);
            continue;
        }
        if (is_meant && !contact->second.lists.contains(at->first.second)) {
            at->second = Memory::MaybeLeft; // a run may have seen it already
        }
        ++at;
    }
}

void Rules::learn_completed(const Ended& run, const std::vector<Record>& records) {
    std::map<Membership, Memory> kept;
    for (const auto& [membership, memory] : memories_) {
        if (!run.is_full && news_.contains(membership.first)) {
            kept[membership] = memory; // looked at by the next full run, or by this one: the same then
            continue;
        }
        const auto now = pulled(run.before, membership, memory);
        const auto before = run.before.contacts.find(membership.first);
        const auto after = run.after.contacts.find(membership.first);
        const bool taken_off = before != run.before.contacts.end() &&
                               before->second.lists.contains(membership.second) &&
                               !after->second.lists.contains(membership.second);
        if (now && !taken_off) {
            kept[membership] = *now;
        }
    }
    memories_ = std::move(kept);
    for (const auto& [id, contact] : run.after.contacts) {
        const auto winner = run.expectation.winners.find(contact.key);
        if (winner == run.expectation.winners.end() || is_out(contact)) {
            continue;
        }
        for (const std::string& key : winner->second.targets) {
            const auto list = run.list_ids.find(key);
            if (list == run.list_ids.end() || !contact.lists.contains(list->second)) {
                continue;
            }
            const Membership membership{id, list->second};
            const bool is_sure = !run.refused.contains(contact.key) && (run.is_full || !news_.contains(id));
            if (is_sure) {
                memories_[membership] = Memory::Confirmed;
            } else if (!memories_.contains(membership) || memories_[membership] != Memory::Confirmed) {
                memories_[membership] = Memory::MaybeConfirmed;
            }
        }
    }
    for (const auto& [key, id] : run.list_ids) {
        lists_[key] = {{id}, true};
    }
    for (const auto& [id, name] : run.after.lists) {
        if (is_holding_list(run.after, id) == Truth::Yes) {
            lists_["muster holding list"] = {{id}, true};
        }
    }
    note_attributes(records);
    for (auto& [rep_id, keys] : assigned_for_) {
        const auto record = std::ranges::find(records, rep_id, [](const Record& one) { return one.rep.rep_id; });
        const std::string key = address_key(record->rep.email);
        if (run.is_full || !news_keys_.contains(key)) {
            keys.clear();
        }
        keys.insert(key);
    }
    if (run.is_full) {
        news_.clear();
        news_keys_.clear();
        interrupted_.clear();
        for (const auto& [id, contact] : run.after.contacts) {
            if (is_out(contact)) {
                interrupted_.insert(id);
            }
        }
    }
}

void Rules::learn_unfinished(const Ended& run, const std::vector<Record>& records) {
    for (auto at = memories_.begin(); at != memories_.end();) {
        const auto now = pulled(run.before, at->first, at->second);
        const bool was_confirmed = at->second == Memory::Confirmed || at->second == Memory::MaybeConfirmed;
        if (now != at->second) {
            at->second = was_confirmed && now && (now == Memory::Left || now == Memory::MaybeLeft)
                             ? Memory::MaybeLeft
                             : Memory::MaybeConfirmed;
        }
        const auto after = run.after.contacts.find(at->first.first);
        const bool is_off = after == run.after.contacts.end() || !after->second.lists.contains(at->first.second);
        const bool comes_off = run.expectation.removals.contains(at->first.first) &&
                               run.expectation.targets[0].ids.contains(at->first.second);
        if (comes_off && is_off) {
            at = memories_.erase(at); // what Muster takes off has not left
        } else {
            at->second = comes_off && at->second == Memory::Confirmed ? Memory::MaybeConfirmed : at->second;
            ++at;
        }
    }
    for (const auto& [id, contact] : run.after.contacts) {
        const auto winner = run.expectation.winners.find(contact.key);
        if (winner == run.expectation.winners.end()) {
            continue;
        }
        for (const auto& [list_id, name] : run.after.lists) {
            const bool wanted = std::ranges::any_of(winner->second.targets, [&](const std::string& key) {
                const Target* target = run.expectation.target(key);
                return target != nullptr && (target->ids.contains(list_id) || name_key(name) == key);
            });
            if (wanted && contact.lists.contains(list_id)) {
                memories_.try_emplace({id, list_id}, Memory::MaybeConfirmed);
            }
        }
    }
    std::vector<Target> targets = run.expectation.targets;
    targets.push_back(find_list(run.before, "Muster holding list"));
    for (const Target& target : targets) {
        Remembered& known = lists_[target.key];
        if (known.is_sure && target.ids == known.ids) {
            continue;
        }
        known.is_sure = false;
        known.ids.insert(target.ids.begin(), target.ids.end());
        for (const auto& [id, name] : run.after.lists) {
            if (name_key(name) == target.key) {
                known.ids.insert(id);
            }
        }
    }
    note_attributes(records);
    for (const Record& record : records) {
        if (record.has_attribute()) {
            assigned_for_[record.rep.rep_id].insert(address_key(record.rep.email));
        }
    }
}

} // namespace muster::model
