#pragma once

// The managed properties of a Contact (R6, R7): what a Rep says they should be, and how a Contact differs.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "constant_contact/resources.hpp"
#include "roster/records.hpp"
#include "roster/selections.hpp"
#include "sync/account_view.hpp"

namespace muster::sync {

/// A chosen custom field with the account's field behind it.
struct ChosenField {
    roster::CustomField field{};
    std::string label;
    std::string custom_field_id; ///< "" while it is still to be created
    std::string import_key; ///< "cf:" and the name that the service returned; "" while it is still to be created
    bool to_create = false;
    std::string refused; ///< why this field is not sent, or ""
};

/// What a winner's Contact should hold, cut to the Contact's limits. Blank means blank.
struct Desired {
    constant_contact::CoreProperties core; ///< the four texts only
    std::string phone;
    bool phone_left_out = false; ///< too long for the service: the Contact's own stays (R6)
    constant_contact::StreetAddress address{"work", {}, {}, {}, {}, {}};
    std::vector<std::string> custom; ///< parallel to the chosen fields

    bool needs_single_write = false; ///< a phone with "+" or an address outside the United States (R6)
};

/// A value that did not fit (R6): one warning per run and field of a Rep.
struct CutValue {
    std::string field;
    std::string message;
};

[[nodiscard]] Desired desired_properties(const roster::RosterRow& row, const std::vector<ChosenField>& fields,
                                         std::vector<CutValue>& cuts);

/// Names a managed property: "first_name" … "country", or the label of a custom field.
struct Difference {
    std::string field;
    std::string old_value;
    std::string new_value;
    std::optional<std::size_t> custom; ///< index of the chosen field
    bool is_secret = false;            ///< Password: listed without its values (R29)

    [[nodiscard]] bool clears() const { return new_value.empty(); }
};

/// How `contact` differs from what it should hold. Fields that are refused are left out.
[[nodiscard]] std::vector<Difference> differences(const Desired& desired, const std::vector<ChosenField>& fields,
                                                  const constant_contact::Contact& contact,
                                                  const LearnedForms& learned);
/// True only if `differences` would find none and nothing is refused for want of room; false tells nothing.
/// `numbers`: of the fields in the book, parallel.
[[nodiscard]] bool is_surely_as_desired(const Desired& desired, const std::vector<ChosenField>& fields,
                                        const std::vector<std::optional<std::int64_t>>& numbers,
                                        const ContactGlance& contact);
/// All values that a new Contact would be given, as differences from nothing.
[[nodiscard]] std::vector<Difference> differences_from_nothing(const Desired& desired,
                                                               const std::vector<ChosenField>& fields);

/// The Contact's values of what Muster manages; "" where it has none.
[[nodiscard]] std::string work_phone(const constant_contact::Contact& contact);
[[nodiscard]] constant_contact::StreetAddress work_address(const constant_contact::Contact& contact);
/// All that Muster manages, as the Contact has it.
[[nodiscard]] Desired properties_of(const constant_contact::Contact& contact,
                                    const std::vector<ChosenField>& fields);
/// Of the names that a Difference gives: those of the work address.
[[nodiscard]] bool is_address_part(std::string_view field);
[[nodiscard]] std::string_view custom_value(const constant_contact::Contact& contact,
                                            const std::string& custom_field_id);
/// By the name that a Difference gives it; `fields` are the account's.
[[nodiscard]] std::string managed_value(const constant_contact::Contact& contact, const std::string& name,
                                        const std::vector<constant_contact::CustomField>& fields);

/// The body of a PUT that leaves everything that Muster does not manage as it is (contract, 5.5). Subresources are
/// there only if something in them differs.
[[nodiscard]] constant_contact::ContactUpdate contact_update(const constant_contact::Contact& contact,
                                                             const Desired& desired,
                                                             const std::vector<ChosenField>& fields,
                                                             const std::vector<Difference>& changed);
[[nodiscard]] constant_contact::NewContact new_contact(const std::string& address, const Desired& desired,
                                                       const std::vector<ChosenField>& fields);
/// The import row that sets `changed` (none of them clears) on the Contact of `address`.
[[nodiscard]] constant_contact::ImportRow import_row(const std::string& address, const Desired& desired,
                                                     const std::vector<ChosenField>& fields,
                                                     const std::vector<Difference>& changed);

} // namespace muster::sync
