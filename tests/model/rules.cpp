#include "model/rules.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace muster::model {
namespace {

constexpr const char* kActiveMembers = "Active Members";

/// R2, as far as the addresses of histories need it.
bool is_usable(const std::string& key) {
    const auto at = key.find('@');
    return at != std::string::npos && at > 0 && key.find('@', at + 1) == std::string::npos &&
           key.find_first_of(" ,;") == std::string::npos && key.size() <= 80;
}

std::string fitted(const std::string& value, std::size_t limit) {
    return std::string(trim(cut(trim(value), limit))); // R6: at a grapheme boundary
}

/// R6, R7: what a Rep says its Contact should hold.
Values values_of(const Record& record, const Snapshot& account, const Wish& wish) {
    const roster::Rep& rep = record.rep;
    const roster::Member& member = record.member;
    const roster::PostalAddress& address = rep.address.is_blank() ? member.address : rep.address;
    Values values{{"first_name", fitted(rep.first_name, 50)}, {"last_name", fitted(rep.last_name, 50)},
                  {"job_title", fitted(rep.job_title, 50)},   {"company_name", fitted(member.company, 50)},
                  {"street", fitted(address.street, 255)},    {"city", fitted(address.city, 50)},
                  {"state", fitted(address.state, 50)},       {"postal_code", fitted(address.postal_code, 50)},
                  {"country", fitted(address.country, 50)}};
    const std::string phone(trim(trim(rep.phone).empty() ? member.phone : rep.phone));
    if (code_points(phone) <= 25) {
        values["phone"] = phone;
    }
    for (const std::string& label : wish.fields) {
        const auto known = account.fields.find(name_key(label));
        if (known != account.fields.end() && known->second != "string" && known->second != "text_area") {
            continue; // refused
        }
        values["cf:" + label] = fitted(label == "Username"     ? rep.username
                                       : label == "Rep Groups" ? join(rep.groups, "; ")
                                                               : record.status.description,
                                       255);
    }
    return values;
}

/// R4.
std::vector<const Record*> in_order(const std::vector<Record>& records) {
    std::vector<const Record*> order;
    std::ranges::transform(records, std::back_inserter(order), [](const Record& record) { return &record; });
    const auto place = [](const Record* record) {
        const std::string& file_by = record->member.file_by;
        return std::tuple(fold(file_by.empty() ? record->member.company : file_by), fold(record->rep.last_name),
                          fold(record->rep.first_name), record->rep.record_number);
    };
    std::ranges::stable_sort(order, {}, place);
    return order;
}

/// R3; R25: with the attribute as R16 will leave it.
Truth is_selected(const Record& record, Wish::Filter filter, Truth has_attribute) {
    const auto truth = [](bool is_true) { return is_true ? Truth::Yes : Truth::No; };
    switch (filter) {
    case Wish::Filter::All:
        return Truth::Yes;
    case Wish::Filter::ActiveStatus:
        return truth(record.status.code == "ACT");
    case Wish::Filter::Board:
        return truth(std::ranges::find(record.rep.groups, "Board") != record.rep.groups.end());
    case Wish::Filter::NotUnsubscribed:
        return has_attribute == Truth::Maybe ? Truth::Maybe : truth(has_attribute == Truth::No);
    case Wish::Filter::Berg:
        return truth(name_key(record.rep.last_name) == "berg");
    case Wish::Filter::Nobody:
        return Truth::No;
    }
    return Truth::Maybe;
}

} // namespace

const Target* Expectation::target(const std::string& key) const {
    const auto found = std::ranges::find(targets, key, &Target::key);
    return found == targets.end() ? nullptr : &*found;
}

Target Rules::find_list(const Snapshot& account, const std::string& name) const {
    Target target{name, name_key(name), {}, true, false};
    const auto known = lists_.find(target.key);
    if (known != lists_.end()) {
        for (const std::string& id : known->second.ids) {
            if (account.lists.contains(id)) {
                target.ids.insert(id);
            }
        }
        if (known->second.is_sure && !target.ids.empty()) {
            target.may_be_made = false;
            return target;
        }
    }
    for (const auto& [id, list_name] : account.lists) {
        if (name_key(list_name) != target.key) {
            continue;
        }
        bool is_free = true, is_surely_free = true;
        for (const auto& [key, other] : lists_) {
            const bool owns = key != target.key && other.ids.contains(id);
            is_free = is_free && !(owns && other.is_sure);
            is_surely_free = is_surely_free && !owns;
        }
        target.may_be_refused = target.may_be_refused || !is_surely_free;
        if (is_free) {
            target.ids.insert(id);
        }
    }
    target.may_be_made = target.ids.empty() || (known != lists_.end() && !known->second.ids.empty());
    return target;
}

Truth Rules::is_holding_list(const Snapshot& account, const std::string& list_id) const {
    const Target own = find_list(account, "Muster holding list");
    if (!own.ids.contains(list_id)) {
        return Truth::No;
    }
    return own.ids.size() == 1 && !own.may_be_made && !own.may_be_refused ? Truth::Yes : Truth::Maybe;
}

Truth Rules::attribute_before_push(const Snapshot& before, const Record& record) const {
    const std::string key = address_key(record.rep.email);
    const Seen* contact = before.at(key);
    if (contact != nullptr && contact->is_opted_out()) {
        return Truth::Yes;
    }
    if ((contact != nullptr && !contact->is_deleted) || !record.has_attribute()) {
        return Truth::No;
    }
    const auto since = assigned_for_.find(record.rep.rep_id);
    if (since == assigned_for_.end() || !since->second.contains(key)) {
        return Truth::No; // its address has changed
    }
    return since->second.size() == 1 ? Truth::Yes : Truth::Maybe;
}

Expectation Rules::expect(const Snapshot& before, const std::vector<Record>& all, const Wish& wish) const {
    Expectation expected;
    expected.targets.push_back(find_list(before, kActiveMembers));
    for (const std::string& group : wish.groups) {
        expected.targets.push_back(find_list(before, group));
    }
    for (const Record& record : all) {
        if (record.status.active_member && !address_key(record.rep.email).empty()) {
            expected.active.insert(address_key(record.rep.email));
        }
        expected.attribute[record.rep.rep_id] = attribute_before_push(before, record);
    }
    for (const Record* record : in_order(all)) {
        const Truth selected = is_selected(*record, wish.filter, expected.attribute[record->rep.rep_id]);
        expected.is_vague = expected.is_vague || selected == Truth::Maybe;
        if (selected != Truth::Yes) {
            continue;
        }
        ++expected.selected;
        const std::string key = address_key(record->rep.email);
        if (key.empty()) {
            ++expected.no_email;
        } else if (!is_usable(key)) {
            ++expected.invalid;
        } else if (expected.winners.contains(key)) {
            ++expected.duplicates;
        } else {
            Winner winner{
                record->rep.rep_id, std::string(trim(record->rep.email)), values_of(*record, before, wish), {}};
            for (const std::string& group : wish.groups) {
                if (std::ranges::find(record->rep.groups, group) != record->rep.groups.end()) {
                    winner.targets.insert(name_key(group)); // R10
                }
            }
            expected.winners.emplace(key, std::move(winner));
        }
    }
    for (auto& [key, winner] : expected.winners) {
        if (expected.active.contains(key)) {
            winner.targets.insert(expected.targets[0].key); // R9
        }
    }
    expect_removals(expected, before, all, wish);
    return expected;
}

void Rules::expect_removals(Expectation& expected, const Snapshot& before, const std::vector<Record>& all,
                            const Wish& wish) const {
    const Target& active = expected.targets[0];
    std::int64_t members = 0;
    for (const auto& [id, contact] : before.contacts) {
        const bool is_on = std::ranges::any_of(
            active.ids, [&, lists = &contact.lists](const auto& list) { return lists->contains(list); });
        if (is_on && !contact.key.empty()) {
            ++members;
            if (!expected.active.contains(contact.key)) {
                expected.removals.insert(id);
            }
        }
    }
    const auto removals = static_cast<std::int64_t>(expected.removals.size());
    const bool has_active =
        std::ranges::any_of(all, [](const Record& record) { return record.status.active_member; });
    const std::int64_t limit = std::max<std::int64_t>(wish.is_tight ? 1 : 10, members * 20 / 100);
    const bool stops = wish.confirms ? removals > 3 : removals > limit || (!has_active && removals > 0); // R26
    expected.is_stopped = stops ? Truth::Yes : Truth::No;
    if (active.ids.size() > 1 || (active.ids.size() == 1 && (active.may_be_made || active.may_be_refused))) {
        expected.is_stopped = Truth::Maybe;
    }
}

} // namespace muster::model
