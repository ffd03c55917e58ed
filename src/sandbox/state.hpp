#pragma once

// What an account holds, as plain values: the words and fields of contract sections 5 to 10.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/time.hpp"

namespace muster::sandbox {

enum class Permission { Explicit, Implicit, NotSet, PendingConfirmation, TempHold, Unsubscribed };
[[nodiscard]] std::string_view name_of(Permission permission);
[[nodiscard]] std::optional<Permission> permission_named(std::string_view name);

struct Email {
    std::string address; ///< "": the contact has none
    Permission permission = Permission::Implicit;
    Instant created_at{};
    Instant updated_at{};
    std::string opt_in_source; ///< "Contact" or "Account"
    std::optional<Instant> opt_in_date;
    std::string opt_out_source; ///< "Contact" or "Account"; "" unless unsubscribed
    std::optional<Instant> opt_out_date;
    std::string opt_out_reason;
    std::string confirm_status = "off";
};

struct Phone {
    std::string id;
    std::string number;
    std::string kind; ///< home, work, mobile, other
    Instant created_at{};
    Instant updated_at{};
};

struct StreetAddress {
    std::string id;
    std::string kind; ///< home, work, other
    std::string street;
    std::string city;
    std::string state;
    std::string postal_code;
    std::string country;
    Instant created_at{};
    Instant updated_at{};
};

struct FieldValue {
    std::string field_id;
    std::string value;
    std::vector<std::string> choice_ids;
};

struct Note {
    std::string id;
    std::string content;
    Instant created_at{};
};

struct SmsChannel {
    std::string id;
    std::string number; ///< without the dial code; "": none
    std::string dial_code = "1";
    std::string country_code = "US";
    std::string permission = "explicit"; ///< explicit, not_set, pending_confirmation, unsubscribed
    Instant opt_in_date{};
};

struct Contact {
    std::string id;
    Email email;
    std::string first_name;
    std::string last_name;
    std::string job_title;
    std::string company_name;
    std::int64_t birthday_month = 0; ///< 0: none
    std::int64_t birthday_day = 0;
    std::string anniversary;
    std::string create_source = "Account";
    std::string update_source = "Account";
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> deleted_at;
    std::vector<FieldValue> custom_fields;
    std::vector<Phone> phones;
    std::vector<StreetAddress> addresses;
    std::vector<std::string> lists; ///< ids
    std::vector<std::string> tags;  ///< ids
    std::vector<Note> notes;
    SmsChannel sms;
    bool resubscribe_asked = false; ///< the one mail of PUT /contacts/resubscribe has been sent
    std::vector<std::string> resubscribe_lists;

    [[nodiscard]] bool is_unsubscribed() const {
        return !email.address.empty() && email.permission == Permission::Unsubscribed;
    }
    [[nodiscard]] bool is_on(std::string_view list_id) const;
    [[nodiscard]] std::optional<std::string> field(std::string_view field_id) const;
};

struct List {
    std::string id;
    std::string name;
    std::string description;
    bool favorite = false;
    Instant created_at{};
    Instant updated_at{};
    std::optional<Instant> deleted_at;
};

struct Choice {
    std::int64_t id = 0;
    std::string label;
    std::int64_t order = 0;
};

struct Field {
    std::string id;
    std::string label;
    std::string name; ///< made from the label
    std::string type = "string";
    std::string metadata; ///< JSON as it was sent; "" if none was
    std::optional<std::int64_t> version;
    std::vector<Choice> choices;
    Instant created_at{};
    Instant updated_at{};
};

struct Tag {
    std::string id;
    std::string name;
    std::string source;
    Instant created_at{};
    Instant updated_at{};
};

/// One bulk job (contract, section 10).
struct Activity {
    enum class Fate { Completed, Failed, TimedOut, Cancelled, Stuck };
    enum class RowLoss { None, Refused, NoReason, Lost };

    std::string id;
    std::string kind; ///< last part of its path, "list_delete" also for DELETE /contact_lists/{id}
    std::string body; ///< the request; empty once the job is over
    std::string state = "initialized";
    std::string source_file_name;
    Instant created_at{};
    Instant updated_at{};
    Instant due_at{};
    std::optional<Instant> started_at;
    std::optional<Instant> completed_at;
    std::vector<std::string> errors;
    std::vector<std::pair<std::string, std::int64_t>> counters; ///< of `status`, in order
    std::string result;                                         ///< the file of an export

    Fate fate = Fate::Completed;
    bool takes_effect = true; ///< false: the job ends without having done anything
    RowLoss row_loss = RowLoss::None;
    std::vector<std::size_t> lost_rows; ///< places in an import, from 0
    std::string loss_reason;

    [[nodiscard]] bool is_over() const { return state != "initialized" && state != "processing"; }
    [[nodiscard]] std::int64_t counter(std::string_view name) const; ///< 0 if there is none
};

} // namespace muster::sandbox
