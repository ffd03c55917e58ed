#include "sync/prepare.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::sync {
namespace cc = constant_contact;
using cc::Failure;

bool is_refusal(const cc::ApiError& error) {
    return error.failure == Failure::Refused || error.failure == Failure::Conflict ||
           error.failure == Failure::NotFound;
}

Answer<void> Preparer::create_fields() {
    for (ChosenField& field : plan_.fields) {
        if (!field.to_create) {
            continue;
        }
        TRY(courier_.ready());
        auto made = courier_.send<cc::CustomField>("POST /contact_custom_fields", field.label,
                                                   [&] { return client_.create_custom_field(field.label); });
        if (!made && (made.error().failure == Failure::FateUnknown || made.error().failure == Failure::Conflict)) {
            TRY(find_field(field, made));
        }
        if (made) {
            field.custom_field_id = made->custom_field_id;
            field.import_key = "cf:" + made->name;
            AccountChanges changes; // known to the next quick run
            changes.custom_fields = session_.view.custom_fields();
            changes.custom_fields->push_back(*made);
            session_.keep(changes, {});
        } else if (is_refusal(made.error())) {
            refuse_field(field, made.error().message);
        } else {
            return tl::unexpected(made.error());
        }
    }
    return {};
}

/// Somebody, perhaps we, has made it: found by label.
Answer<void> Preparer::find_field(const ChosenField& field, Answer<cc::CustomField>& made) {
    TRY_ASSIGN(const auto fields, client_.custom_fields());
    for (const cc::CustomField& known : fields) {
        if (name_key(known.label) == name_key(field.label)) {
            made = known;
            return {};
        }
    }
    if (made.error().failure == Failure::FateUnknown) {
        made = client_.create_custom_field(field.label);
    }
    return {};
}

void Preparer::refuse_field(ChosenField& field, const std::string& reason) {
    field.refused = reason;
    plan_.issues.push_back({"field_refused", {}, {}, fmt::format("Custom field \"{}\": {}", field.label, reason)});
    const auto index = static_cast<std::size_t>(&field - plan_.fields.data());
    for (PlannedContact& contact : plan_.contacts) {
        std::erase_if(contact.differences,
                      [&](const Difference& difference) { return difference.custom == index; });
        contact.desired.custom[index].clear();
    }
}

Answer<void> Preparer::create_lists() {
    for (std::size_t i = 0; i < plan_.lists.size(); ++i) {
        PlannedList& list = plan_.lists[i];
        if (!list.to_create) {
            continue;
        }
        auto made = create_list(list.name);
        if (made) {
            list.list_id = made->list_id;
            list.list_name = made->name;
        } else if (is_refusal(made.error())) {
            refuse_list(i, made.error().message);
        } else {
            return tl::unexpected(made.error());
        }
    }
    consent_for_lists();
    return {};
}

Answer<cc::ContactList> Preparer::create_list(const std::string& name) {
    TRY(courier_.ready());
    auto made =
        courier_.send<cc::ContactList>("POST /contact_lists", name, [&] { return client_.create_list(name); });
    if (!made && (made.error().failure == Failure::FateUnknown || made.error().failure == Failure::Conflict)) {
        TRY_ASSIGN(const auto lists, client_.lists());
        const auto found =
            std::ranges::find(lists, name_key(name), [](const cc::ContactList& l) { return name_key(l.name); });
        if (found != lists.end() && is_for_another_name(found->list_id, name_key(name))) {
            made = tl::unexpected(cc::ApiError{
                Failure::Conflict,
                0,
                {},
                fmt::format("The list \"{}\" in Constant Contact was made for another name. Rename one of the two "
                            "there.",
                            found->name),
                {}});
        } else if (found != lists.end()) {
            made = *found;
        } else if (made.error().failure == Failure::FateUnknown) {
            made = client_.create_list(name);
        }
    }
    if (made) {
        AccountChanges changes;
        changes.lists.push_back({name_key(name), made->list_id}); // its identity, before anybody is put on it (R11)
        auto lists = session_.view.lists();
        lists.push_back(*made);
        changes.account_lists = std::move(lists);
        session_.keep(changes, {});
    }
    return made;
}

/// R11: such a list is never reused by its name.
bool Preparer::is_for_another_name(const std::string& list_id, const std::string& key) const {
    return std::ranges::any_of(session_.view.remembered_lists(), [&](const RememberedList& known) {
        return known.list_id == list_id && known.group_key != key;
    });
}

void Preparer::refuse_list(std::size_t index, const std::string& reason) {
    plan_.lists[index].refused = reason;
    plan_.issues.push_back(
        {"list_refused", {}, {}, fmt::format("List \"{}\": {}", plan_.lists[index].name, reason)});
    for (PlannedContact& contact : plan_.contacts) {
        std::erase(contact.lists_to_add, index);
        std::erase(contact.lists_wanted, index);
    }
}

Answer<bool> Preparer::create_holding_list() {
    auto made = create_list(std::string(roster::kHoldingList));
    if (!made && !is_refusal(made.error())) {
        return tl::unexpected(made.error());
    }
    if (made) {
        plan_.holding_list_id = made->list_id;
        consent_for_lists();
    }
    return made.has_value();
}

void Preparer::consent_for_lists() {
    for (const std::string& id : {plan_.lists[0].list_id, plan_.holding_list_id}) {
        if (!id.empty()) {
            session_.consent.allow_removals_from(id);
        }
    }
}

} // namespace muster::sync
