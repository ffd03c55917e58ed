#pragma once

// Contacts: what several files of this folder share. Internal to this folder.

#include "sandbox/body.hpp"
#include "sandbox/call.hpp"

namespace muster::sandbox {

/// The subresources of `include`.
struct Include {
    bool custom_fields = false;
    bool list_memberships = false;
    bool phone_numbers = false;
    bool street_addresses = false;
    bool taggings = false;
    bool notes = false;

    [[nodiscard]] static Include all() { return {true, true, true, true, true, true}; }
};
[[nodiscard]] std::optional<Include> include_of(std::string_view text);

void write_contact(json::Writer& writer, const World& world, const Contact& contact, const Include& include);

/// A contact as a request describes it: what is absent is not set.
struct ContactInput {
    struct EmailInput {
        std::string address;
        std::optional<Permission> permission;
        std::optional<std::string> opt_in_source;
        std::optional<std::string> opt_out_reason;
    };
    std::optional<EmailInput> email;
    std::string first_name;
    std::string last_name;
    std::string job_title;
    std::string company_name;
    std::int64_t birthday_month = 0;
    std::int64_t birthday_day = 0;
    std::string anniversary;
    std::string source; ///< create_source or update_source
    std::optional<std::vector<FieldValue>> custom_fields;
    std::optional<std::vector<Phone>> phones;
    std::optional<std::vector<StreetAddress>> addresses;
    std::optional<std::vector<std::string>> lists;
    std::optional<std::vector<std::string>> tags;
    std::optional<std::vector<Note>> notes;
    std::optional<SmsChannel> sms;
};
/// Reads the body of POST (`source_key` create_source) or PUT (update_source); what is wrong goes to `errors`.
[[nodiscard]] ContactInput read_contact(const json::Reader& body, std::string_view source_key, Call& call,
                                        Errors& errors);

/// The person or the account ends the subscription (section 5.5).
void unsubscribe(const World& world, Contact& contact, std::string_view source, std::string_view reason,
                 Instant now);
/// Mail may be sent again.
void subscribe(Contact& contact, Permission permission, std::string_view source, Instant now);
/// The contact is hidden and loses its lists (section 5.7).
void mark_deleted(Contact& contact, Instant now);
/// Joins a list; false if it is on 50 already. Moves updated_at where the switch says so.
bool join_list(const World& world, Contact& contact, const std::string& list_id, Instant now);
void leave_list(const World& world, Contact& contact, const std::string& list_id, Instant now);
/// A new contact that is not in the account yet: id, times, first permission.
[[nodiscard]] Contact new_contact(const World& world, std::string_view source, Instant now);
/// Sets the email of a contact that has none: permission as given, confirmed opt-in applied.
void give_email(const World& world, Contact& contact, std::string_view address, Permission permission,
                std::string_view source, Instant now);

/// `YYYY-MM-DD` of one of the documented date forms; nothing for anything else.
[[nodiscard]] std::optional<std::string> anniversary_of(std::string_view text);
[[nodiscard]] bool is_birthday(std::int64_t month, std::int64_t day);
/// Whether a text has the form of an address; the sandbox's own reading, far from complete on purpose.
[[nodiscard]] bool looks_like_address(std::string_view text);
/// Whether the typed field can hold the value.
[[nodiscard]] bool can_hold(const Field& field, std::string_view value);

} // namespace muster::sandbox
