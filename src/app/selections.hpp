#pragma once

// Selections as a person gives them, checked against the database, and the saved automatic ones (R19).

#include <optional>
#include <string>
#include <vector>

#include "app/installation.hpp"
#include "app/records.hpp"
#include "base/result.hpp"
#include "roster/selections.hpp"
#include "store/store.hpp"

namespace muster::app {

struct SelectionTexts {
    std::vector<std::string> list_groups;
    std::vector<std::string> custom_fields;
    FilterTexts filters;
};

/// Why a Rep Group of this name cannot be chosen as a list (R12), "" if it can.
[[nodiscard]] std::string list_refusal(const std::string& group);

/// Code::Invalid for an unknown group (with the known ones), a reserved name (R12), an unknown custom field, a bad
/// filter. Groups get their own spelling and fields their label; each is taken once.
[[nodiscard]] Result<roster::Selections> make_selections(Installation& installation, store::DatabaseId database,
                                                         const SelectionTexts& texts);

struct AutomaticUpdate {
    roster::Selections selections;
    bool is_on = false;
};

/// Nothing before the first save.
[[nodiscard]] Result<std::optional<AutomaticUpdate>> automatic_update(Installation& installation,
                                                                      store::DatabaseId database);
void save_automatic_update(Installation& installation, store::DatabaseId database, const AutomaticUpdate& update);

/// They send Rep passwords to Constant Contact: an administrator's to choose, freshly signed in.
[[nodiscard]] bool chooses_password(const roster::Selections& selections);

/// For people: "every Rep; lists: Board, Ambassadors; custom fields: Username".
[[nodiscard]] std::string describe(const roster::Selections& selections);

} // namespace muster::app
