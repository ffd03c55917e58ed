#include "sync/plan_lists.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

/// The list that belongs to a name: by identity first, then by name (R11).
class ListFinder {
  public:
    ListFinder(const AccountView& account) : account_(account) {}

    [[nodiscard]] PlannedList find(const std::string& name) const {
        PlannedList planned{name, name_key(name), "", name, false, ""};
        if (const cc::ContactList* list = remembered(planned.key); list != nullptr) {
            planned.list_id = list->list_id;
            planned.list_name = list->name;
            return planned;
        }
        for (const cc::ContactList& list : account_.lists()) {
            if (name_key(list.name) != planned.key) {
                continue;
            }
            if (const std::string owner = owner_of(list.list_id); !owner.empty() && owner != planned.key) {
                planned.refused = fmt::format("The list \"{}\" in Constant Contact is already used for \"{}\", "
                                              "which it was made for under another "
                                              "name. Rename one of the two lists there.",
                                              list.name, owner);
                return planned;
            }
            planned.list_id = list.list_id;
            planned.list_name = list.name;
            return planned;
        }
        planned.to_create = true;
        return planned;
    }

  private:
    [[nodiscard]] const cc::ContactList* remembered(const std::string& key) const {
        for (const RememberedList& known : account_.remembered_lists()) {
            if (known.group_key == key) {
                return account_.find_list(known.list_id);
            }
        }
        return nullptr;
    }
    [[nodiscard]] std::string owner_of(const std::string& list_id) const {
        for (const RememberedList& known : account_.remembered_lists()) {
            if (known.list_id == list_id) {
                return known.group_key;
            }
        }
        return "";
    }
    const AccountView& account_;
};

void refuse_what_is_too_many(Plan& plan, const AccountView& account) {
    std::size_t room =
        account.lists().size() >= cc::kListsPerAccount ? 0 : cc::kListsPerAccount - account.lists().size();
    for (PlannedList& list : plan.lists) {
        if (!list.to_create) {
            continue;
        }
        if (code_points(list.name) > cc::kListNameLimit) {
            list.refused = fmt::format("A list name has at most {} characters.", cc::kListNameLimit);
        } else if (room == 0) {
            list.refused = fmt::format(
                "The account has {} lists already, as many as Constant Contact allows. Delete one there.",
                account.lists().size());
        } else {
            --room;
            continue;
        }
        list.to_create = false;
    }
}

} // namespace

void plan_lists(Plan& plan, const std::vector<std::string>& groups, const AccountView& account,
                const roster::Selections& selections) {
    const ListFinder finder(account);
    plan.lists.push_back(finder.find(std::string(roster::kActiveMembersList)));
    plan.holding_list_id = finder.find(std::string(roster::kHoldingList)).list_id;

    std::vector<std::string> chosen;
    for (const std::string& wanted : selections.list_groups) {
        const std::string key = name_key(wanted);
        const auto group = std::ranges::find(groups, key, [](const std::string& name) { return name_key(name); });
        if (group == groups.end()) {
            plan.issues.push_back({"selection_missing",
                                   {},
                                   {},
                                   fmt::format("The Rep Group \"{}\" no longer exists; it is left out.", wanted)});
        } else if (roster::is_reserved_list_name(*group)) {
            plan.issues.push_back(
                {"list_refused",
                 {},
                 {},
                 fmt::format("The Rep Group \"{}\" cannot be a list: Muster keeps the list of that name itself.",
                             *group)});
        } else if (std::ranges::find(chosen, *group) == chosen.end()) {
            chosen.push_back(*group);
        }
    }
    std::ranges::sort(chosen, {}, [](const std::string& name) { return std::pair(fold(name), name); });
    for (const std::string& name : chosen) {
        plan.lists.push_back(finder.find(name));
    }
    refuse_what_is_too_many(plan, account);
    for (const PlannedList& list : plan.lists) {
        if (!list.refused.empty()) {
            plan.issues.push_back(
                {"list_refused", {}, {}, fmt::format("List \"{}\": {}", list.name, list.refused)});
        } else if (!list.list_id.empty()) {
            plan.confirmed.lists.push_back({list.key, list.list_id});
        }
    }
    if (!plan.holding_list_id.empty()) {
        plan.confirmed.lists.push_back({name_key(roster::kHoldingList), plan.holding_list_id});
    }
}

void plan_fields(Plan& plan, const AccountView& account, const roster::Selections& selections) {
    std::size_t known = account.custom_fields().size();
    for (const std::string& wanted : selections.custom_fields) {
        const auto field = roster::find_custom_field(wanted);
        if (!field) {
            plan.issues.push_back(
                {"selection_missing",
                 {},
                 {},
                 fmt::format("The custom field \"{}\" is not on offer; it is left out.", wanted)});
            continue;
        }
        if (std::ranges::find(plan.fields, *field, &ChosenField::field) != plan.fields.end()) {
            continue;
        }
        ChosenField chosen{*field, std::string(roster::label(*field)), "", "", false, ""};
        const auto existing = std::ranges::find(account.custom_fields(), name_key(chosen.label),
                                                [](const cc::CustomField& f) { return name_key(f.label); });
        if (existing == account.custom_fields().end()) {
            chosen.to_create = known < cc::kCustomFieldsPerAccount;
            known += chosen.to_create ? 1 : 0;
            if (!chosen.to_create) {
                chosen.refused = fmt::format(
                    "The account has {} custom fields already, as many as Constant Contact allows.", known);
            }
        } else if (existing->type != "string" && existing->type != "text_area") {
            chosen.refused = fmt::format(
                "The account's field of this label has the type {}; Muster sends text only.", existing->type);
        } else {
            chosen.custom_field_id = existing->custom_field_id;
            chosen.import_key = "cf:" + existing->name;
        }
        if (!chosen.refused.empty()) {
            plan.issues.push_back(
                {"field_refused", {}, {}, fmt::format("Custom field \"{}\": {}", chosen.label, chosen.refused)});
        }
        plan.fields.push_back(std::move(chosen));
    }
}

std::optional<std::size_t> GroupLists::find(const std::string& group) const {
    const std::string key = name_key(group);
    for (std::size_t list = 1; list < lists_.size(); ++list) {
        if (lists_[list].refused.empty() && lists_[list].key == key) {
            return list;
        }
    }
    return std::nullopt;
}

std::vector<std::size_t> GroupLists::of(const std::vector<std::string>& groups) {
    std::vector<std::size_t> result;
    for (const std::string& group : groups) {
        auto known = known_.find(group);
        if (known == known_.end()) {
            known = known_.emplace(group, find(group)).first;
        }
        if (known->second) {
            result.push_back(*known->second);
        }
    }
    std::ranges::sort(result);
    result.erase(std::unique(result.begin(), result.end()), result.end());
    return result;
}

void refuse_what_does_not_fit(Plan& plan, PlannedContact& planned, const cc::Contact& contact) {
    const auto other_phones =
        std::ranges::count_if(contact.phone_numbers, [](const auto& phone) { return phone.kind != "work"; });
    if (!planned.desired.phone.empty() && other_phones >= static_cast<std::ptrdiff_t>(cc::kPhonesPerContact)) {
        planned.desired.phone_left_out = true;
        plan.issues.push_back({"field_refused", planned.rep_id, planned.address,
                               "The Contact has three other phones, as many as Constant Contact takes; the "
                               "work phone is not sent."});
    }
    if (contact.custom_fields.size() + plan.fields.size() <= cc::kCustomFieldsPerContact) {
        return;
    }
    std::size_t held = 0;
    for (const cc::CustomFieldValue& value : contact.custom_fields) {
        const bool managed = std::ranges::any_of(plan.fields, [&](const ChosenField& field) {
            return field.refused.empty() && field.custom_field_id == value.custom_field_id;
        });
        held += managed ? 0 : 1;
    }
    for (std::size_t i = 0; i < plan.fields.size(); ++i) {
        if (!plan.fields[i].refused.empty() || planned.desired.custom[i].empty()) {
            continue;
        }
        const std::string& id = plan.fields[i].custom_field_id;
        const std::string_view present = id.empty() ? std::string_view{} : custom_value(contact, id);
        if (held < cc::kCustomFieldsPerContact) {
            ++held;
        } else {
            planned.desired.custom[i] = present;
            plan.issues.push_back({"field_refused", planned.rep_id, planned.address,
                                   fmt::format("The Contact holds {} custom fields, as many as Constant "
                                               "Contact takes; \"{}\" is not sent.",
                                               held, plan.fields[i].label)});
        }
    }
}

} // namespace muster::sync
