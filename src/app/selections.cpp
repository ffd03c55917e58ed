#include "app/selections.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::app {

namespace {

void add_once(std::vector<std::string>& names, std::string name) {
    if (std::find(names.begin(), names.end(), name) == names.end()) {
        names.push_back(std::move(name));
    }
}

Result<std::string> find_list_group(const std::vector<roster::RecordBook::Named>& groups,
                                    const std::string& wanted) {
    if (auto refusal = list_refusal(wanted); !refusal.empty()) {
        return fail(Code::Invalid, std::move(refusal));
    }
    const std::string key = name_key(wanted);
    std::vector<std::string> known;
    for (const auto& group : groups) {
        if (name_key(group.name) == key) {
            return group.name;
        }
        known.push_back(group.name);
    }
    return fail(Code::Invalid, fmt::format("There is no Rep Group \"{}\". Known are: {}.", wanted,
                                           known.empty() ? "none" : join(known, "; ")));
}

} // namespace

std::string list_refusal(const std::string& group) {
    if (!roster::is_reserved_list_name(group)) {
        return "";
    }
    return fmt::format("\"{}\" cannot be chosen as a list: Muster keeps the list of that name itself. "
                       "Give the Rep Group another name.",
                       group);
}

Result<roster::Selections> make_selections(Installation& installation, store::DatabaseId database,
                                           const SelectionTexts& texts) {
    roster::Selections selections;
    TRY_ASSIGN(const auto groups, list_groups(installation, database));
    for (const auto& wanted : texts.list_groups) {
        TRY_ASSIGN(auto name, find_list_group(groups, wanted));
        add_once(selections.list_groups, std::move(name));
    }
    for (const auto& wanted : texts.custom_fields) {
        TRY_ASSIGN(const auto field, roster::find_custom_field(wanted));
        add_once(selections.custom_fields, std::string(roster::label(field)));
    }
    TRY_ASSIGN(selections.member_filter, roster::Filter::parse(roster::FilterKind::Member, texts.filters.member));
    TRY_ASSIGN(selections.rep_filter, roster::Filter::parse(roster::FilterKind::Rep, texts.filters.rep));
    return selections;
}

Result<std::optional<AutomaticUpdate>> automatic_update(Installation& installation, store::DatabaseId database) {
    const auto saved = installation.store().saved_selections(database);
    if (!saved) {
        return std::nullopt;
    }
    TRY_ASSIGN(auto selections, roster::selections_from_json(saved->selections_json));
    return AutomaticUpdate{std::move(selections), saved->automatic_on};
}

void save_automatic_update(Installation& installation, store::DatabaseId database, const AutomaticUpdate& update) {
    installation.store().save_selections(database, {roster::to_json(update.selections), update.is_on});
}

bool chooses_password(const roster::Selections& selections) {
    return std::any_of(selections.custom_fields.begin(), selections.custom_fields.end(),
                       [](const std::string& label) {
                           const auto field = roster::find_custom_field(label);
                           return field && *field == roster::CustomField::Password;
                       });
}

std::string describe(const roster::Selections& selections) {
    const auto filters = [](std::string_view what, const roster::Filter& filter) {
        return filter.is_empty() ? std::string()
                                 : fmt::format("{} with {}", what, join(filter.expressions(), " and "));
    };
    std::vector<std::string> parts;
    for (auto& part : {filters("Members", selections.member_filter), filters("Reps", selections.rep_filter)}) {
        if (!part.empty()) {
            parts.push_back(part);
        }
    }
    if (parts.empty()) {
        parts.emplace_back("every Rep");
    }
    parts.push_back("lists: " + (selections.list_groups.empty() ? "none" : join(selections.list_groups, ", ")));
    parts.push_back("custom fields: " +
                    (selections.custom_fields.empty() ? "none" : join(selections.custom_fields, ", ")));
    return join(parts, "; ");
}

} // namespace muster::app
