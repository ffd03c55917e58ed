#pragma once

// Constant Contact's resources as values, in its own words (contract, sections 5, 7, 8, 10 and 11).

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace muster::constant_contact {

/// Limits of a Contact (contract, 5.1), in characters.
inline constexpr std::size_t kNameLimit = 50; ///< first_name, last_name, job_title, company_name
inline constexpr std::size_t kCustomFieldValueLimit = 255;
inline constexpr std::size_t kCustomFieldsPerContact = 25;
inline constexpr std::size_t kCustomFieldsPerAccount = 100;
inline constexpr std::size_t kPhonesPerContact = 3;
inline constexpr std::size_t kPhoneLimit = 25;
inline constexpr std::size_t kStreetLimit = 255;
inline constexpr std::size_t kAddressPartLimit = 50; ///< city, state, postal_code, country
inline constexpr std::size_t kListsPerContact = 50;
inline constexpr std::size_t kListsPerAccount = 1000;
inline constexpr std::size_t kListNameLimit = 255;
/// Limits of one bulk import and one list removal (contract, 10.2 and 10.3).
inline constexpr std::size_t kImportBytes = 4'000'000; ///< the body must be smaller
inline constexpr std::size_t kImportRows = 40'000;     ///< JSON rows, or CSV lines with the heading
inline constexpr std::size_t kRemovalIds = 500;
inline constexpr std::size_t kListsPerActivity = 50;

struct CustomFieldValue {
    std::string custom_field_id;
    std::string value;
    std::vector<std::string>
        choice_ids; ///< for select fields; each as its JSON ("\"000001\"", "7"), sent back as it came

    bool operator==(const CustomFieldValue&) const = default;
};

struct PhoneNumber {
    std::string phone_number;
    std::string kind; ///< home, work, mobile, other

    bool operator==(const PhoneNumber&) const = default;
};

struct StreetAddress {
    std::string kind; ///< home, work, other
    std::string street, city, state, postal_code, country;

    bool operator==(const StreetAddress&) const = default;
};

/// The core properties of a Contact: a PUT nulls those that it leaves out (contract, 5.5).
struct CoreProperties {
    std::string first_name, last_name, job_title, company_name;
    std::optional<std::int64_t> birthday_month, birthday_day;
    std::string anniversary;

    bool operator==(const CoreProperties&) const = default;
};

struct Contact {
    std::string contact_id;
    std::string address;            ///< "" for a Contact without e-mail (SMS only)
    std::string permission_to_send; ///< explicit, implicit, not_set, pending_confirmation, temp_hold, unsubscribed;
                                    ///< "" without e-mail
    std::optional<Instant> opt_out_date;
    std::string opt_out_source;
    CoreProperties core;
    std::optional<Instant> updated_at;
    bool is_deleted = false; ///< `deleted_at` is present
    std::vector<CustomFieldValue> custom_fields;
    std::vector<PhoneNumber> phone_numbers;
    std::vector<StreetAddress> street_addresses;
    std::vector<std::string> list_memberships; ///< list ids

    [[nodiscard]] bool is_opted_out() const { return permission_to_send == "unsubscribed"; }
    [[nodiscard]] bool is_on(const std::string& list_id) const {
        return std::find(list_memberships.begin(), list_memberships.end(), list_id) != list_memberships.end();
    }
    bool operator==(const Contact&) const = default;
};

/// What GET /contacts is asked for. Everything is AND-ed; `status` is always sent.
struct ContactQuery {
    std::string status = "all";
    std::string email;              ///< exact address, or ""
    std::vector<std::string> lists; ///< up to 25 ids
    std::optional<Instant> updated_after;
    std::optional<Instant> optout_after;
    bool with_subresources = true; ///< include custom_fields, list_memberships, phone_numbers, street_addresses
    std::size_t limit = 500;
};

struct ContactList {
    std::string list_id;
    std::string name;
    std::int64_t membership_count = 0;
};

struct CustomField {
    std::string custom_field_id;
    std::string label;
    std::string name; ///< the server's; the key of imports is "cf:" and this
    std::string type;
};

/// A Contact to be made by POST. Permission is never part of it (R13).
struct NewContact {
    std::string address;
    CoreProperties core;
    std::vector<CustomFieldValue> custom_fields;
    std::vector<PhoneNumber> phone_numbers;
    std::vector<StreetAddress> street_addresses;
    std::vector<std::string> list_memberships;
};

/// A Contact to be changed by PUT: all of the core, and those subresources that have a value, each as a whole.
struct ContactUpdate {
    std::string address; ///< the Contact's own spelling
    CoreProperties core;
    std::optional<std::vector<CustomFieldValue>> custom_fields;
    std::optional<std::vector<PhoneNumber>> phone_numbers;
    std::optional<std::vector<StreetAddress>> street_addresses;
    std::optional<std::vector<std::string>> list_memberships; ///< never empty: see contract, section 15
};

/// One row of a bulk import: property name as the import takes it ("email", "first_name", "work_street",
/// "cf:username") and value. Blank values are left out by the caller: an import does not clear (contract, 10.2).
using ImportRow = std::vector<std::pair<std::string, std::string>>;
/// The row as it stands in the JSON body, so that a packer can count its bytes.
[[nodiscard]] std::string encode_json_row(const ImportRow& row);
/// One line of a CSV import with its line break (RFC 4180): the heading, or a row with the heading's columns in its
/// order.
[[nodiscard]] std::string encode_csv_line(const std::vector<std::string>& cells);

enum class ActivityState { Initialized, Processing, Completed, Cancelled, Failed, TimedOut };
[[nodiscard]] bool is_final(ActivityState state);
[[nodiscard]] std::string_view to_text(ActivityState state);

struct Activity {
    std::string activity_id;
    ActivityState state = ActivityState::Initialized;
    std::optional<Instant> created_at;
    std::int64_t items_total = 0;
    std::int64_t items_completed = 0;
    std::int64_t person_count = 0;
    std::int64_t error_count = 0;
    std::int64_t correctable_count = 0;
    std::int64_t cannot_add_to_list_count = 0;
    std::vector<std::string> errors; ///< activity_errors, the service's own words
};

struct Account {
    std::string encoded_account_id;
    std::string organization_name;
    std::string contact_email;
};

} // namespace muster::constant_contact
