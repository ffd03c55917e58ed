#pragma once

// What a run is asked to do: Rep Groups as lists, custom fields, filters (glossary: Selections).

#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "roster/filter.hpp"
#include "roster/records.hpp"

namespace muster::roster {

/// A custom field on offer (R7): the label that the Mover shows and Constant Contact gets.
enum class CustomField {
    Username,
    Password,
    Salutation,
    CourtesyTitle,
    MiddleName,
    Suffix,
    MemberId,
    RepId,
    MemberStatus,
    MemberType,
    JoinedDate,
    Mobile,
    Fax,
    Website,
    BillingRep,
    RepGroups,
    RepAttributes,
};
[[nodiscard]] const std::vector<CustomField>& offered_custom_fields();
[[nodiscard]] std::string_view label(CustomField field);
/// In any case; Code::Invalid with the list of labels.
[[nodiscard]] Result<CustomField> find_custom_field(std::string_view label);
/// The value sent for a Rep, uncut (R7).
[[nodiscard]] std::string custom_field_value(CustomField field, const RosterRow& row);

/// True for "Active Members" and "Muster holding list" in any case (R12).
[[nodiscard]] bool is_reserved_list_name(std::string_view group_name);

struct Selections {
    std::vector<std::string> list_groups; ///< names of Rep Groups, as chosen
    std::vector<std::string>
        custom_fields; ///< labels, as chosen; one that is no longer offered is a warning of the run
    Filter member_filter;
    Filter rep_filter;

    [[nodiscard]] bool accepts(const RosterRow& row) const {
        return member_filter.accepts(row) && rep_filter.accepts(row);
    }
    bool operator==(const Selections&) const = default;
};

/// As JSON (keys list_groups, custom_fields, member_filter, rep_filter) for the store and the history.
[[nodiscard]] std::string to_json(const Selections& selections);
[[nodiscard]] Result<Selections> selections_from_json(std::string_view text);

} // namespace muster::roster
