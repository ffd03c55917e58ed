#include "constant_contact/wire.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <functional>
#include <utility>

#include "base/text.hpp"

namespace muster::constant_contact {

namespace {

using json::Reader;

/// Some services write numbers as texts; a text of digits counts as its number.
std::optional<std::int64_t> lenient_integer(const Reader& reader) {
    if (!reader.is_string()) {
        return reader.integer();
    }
    const std::string text = reader.text_or("");
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (text.empty() || problem != std::errc() || end != text.data() + text.size()) {
        return std::nullopt;
    }
    return number;
}

/// Times only inform; one that cannot be read is as good as none.
std::optional<Instant> time_of(const Reader& reader) {
    if (!reader.is_string()) {
        return std::nullopt;
    }
    const auto instant = parse_instant(reader.text_or(""));
    return instant ? std::optional(*instant) : std::nullopt;
}

bool is_set(const Reader& reader) {
    return reader.present() && !(reader.is_string() && reader.text_or("").empty());
}

std::string id_of(const Reader& reader) {
    std::string id = reader.required_text();
    if (id.empty() && reader.is_string()) {
        reader.complain("It is empty.");
    }
    return id;
}

CoreProperties core_of(const Reader& contact) {
    CoreProperties core;
    core.first_name = contact["first_name"].text_or("");
    core.last_name = contact["last_name"].text_or("");
    core.job_title = contact["job_title"].text_or("");
    core.company_name = contact["company_name"].text_or("");
    core.birthday_month = lenient_integer(contact["birthday_month"]);
    core.birthday_day = lenient_integer(contact["birthday_day"]);
    core.anniversary = contact["anniversary"].text_or("");
    return core;
}

void email_of(const Reader& email, Contact& contact) {
    if (!email.present()) {
        return;
    }
    if (!email.is_object()) {
        email.complain("It is no object.");
        return;
    }
    contact.address = email["address"].text_or("");
    contact.permission_to_send = email["permission_to_send"].text_or("");
    contact.opt_out_date = time_of(email["opt_out_date"]);
    contact.opt_out_source = email["opt_out_source"].text_or("");
    // An opt-out date is there only while somebody is opted out (contract, 5.1); in doubt nothing is sent (R13).
    if (contact.permission_to_send.empty() && is_set(email["opt_out_date"])) {
        contact.permission_to_send = "unsubscribed";
    }
}

CustomFieldValue custom_field_value_of(const Reader& field) {
    CustomFieldValue value;
    value.custom_field_id = id_of(field["custom_field_id"]);
    const Reader text = field["value"];
    value.value = text.present() && !text.is_string() ? text.raw() : text.text_or("");
    field["choice_ids"].each([&](const Reader& choice) {
        if (choice.present()) {
            value.choice_ids.push_back(choice.raw());
        }
    });
    return value;
}

StreetAddress street_address_of(const Reader& address) {
    StreetAddress result;
    result.kind = address["kind"].text_or("");
    result.street = address["street"].text_or("");
    result.city = address["city"].text_or("");
    result.state = address["state"].text_or("");
    result.postal_code = address["postal_code"].text_or("");
    result.country = address["country"].text_or("");
    return result;
}

Contact contact_of(const Reader& reader) {
    Contact contact;
    contact.contact_id = id_of(reader["contact_id"]);
    email_of(reader["email_address"], contact);
    contact.core = core_of(reader);
    contact.updated_at = time_of(reader["updated_at"]);
    contact.is_deleted = is_set(reader["deleted_at"]);
    reader["custom_fields"].each(
        [&](const Reader& field) { contact.custom_fields.push_back(custom_field_value_of(field)); });
    reader["phone_numbers"].each([&](const Reader& phone) {
        contact.phone_numbers.push_back({phone["phone_number"].text_or(""), phone["kind"].text_or("")});
    });
    reader["street_addresses"].each(
        [&](const Reader& address) { contact.street_addresses.push_back(street_address_of(address)); });
    reader["list_memberships"].each(
        [&](const Reader& list) { contact.list_memberships.push_back(list.required_text()); });
    return contact;
}

ContactList list_of(const Reader& reader) {
    return {.list_id = id_of(reader["list_id"]),
            .name = reader["name"].required_text(),
            .membership_count = lenient_integer(reader["membership_count"]).value_or(0)};
}

CustomField custom_field_of(const Reader& reader) {
    return {.custom_field_id = id_of(reader["custom_field_id"]),
            .label = reader["label"].required_text(),
            .name = reader["name"].text_or(""),
            .type = reader["type"].text_or("")};
}

/// A state that nobody has heard of is not final: it is asked for again, within the bounds of the run.
ActivityState state_of(const std::string& text) {
    constexpr ActivityState kStates[] = {ActivityState::Initialized, ActivityState::Processing,
                                         ActivityState::Completed,   ActivityState::Cancelled,
                                         ActivityState::Failed,      ActivityState::TimedOut};
    const auto* const found = std::find_if(std::begin(kStates), std::end(kStates), [&](ActivityState state) {
        return to_text(state) == ascii_lower(text);
    });
    return found == std::end(kStates) ? ActivityState::Processing : *found;
}

Activity activity_of(const Reader& reader) {
    Activity activity;
    activity.activity_id = id_of(reader["activity_id"]);
    activity.state = state_of(reader["state"].text_or(""));
    activity.created_at = time_of(reader["created_at"]);
    const Reader status = reader["status"];
    const auto count = [&](std::string_view name) { return lenient_integer(status[name]).value_or(0); };
    activity.items_total = count("items_total_count");
    activity.items_completed = count("items_completed_count");
    activity.person_count = count("person_count");
    activity.error_count = count("error_count");
    activity.correctable_count = count("correctable_count");
    activity.cannot_add_to_list_count = count("cannot_add_to_list_count");
    reader["activity_errors"].each([&](const Reader& error) {
        activity.errors.push_back(error.is_string() ? error.text_or("") : error.raw());
    });
    return activity;
}

std::string next_link_of(const Reader& root) {
    const Reader links = root["_links"];
    if (links.present() && !links.is_object()) {
        links.complain("It is no object.");
        return {};
    }
    const Reader next = links["next"];
    if (next.present() && !next.is_object()) {
        next.complain("It is no object.");
        return {};
    }
    return next["href"].text_or("");
}

Error first_problem(const json::Problems& problems) {
    const json::Problem& first = problems.front();
    return Error{Code::Invalid, "The answer is not what it should be: " +
                                    (first.pointer.empty() ? std::string("the document") : first.pointer) + ": " +
                                    first.message};
}

template <class T, class Decode>
Result<T> read_one(const json::Document& document, Decode decode) {
    json::Problems problems;
    const Reader root(document, problems);
    if (!root.is_object()) {
        root.complain("It is no object.");
    }
    T value = decode(root);
    if (!problems.empty()) {
        return tl::unexpected(first_problem(problems));
    }
    return value;
}

template <class T, class Decode>
Result<Page<T>> read_page(const json::Document& document, std::string_view key, Decode decode) {
    return read_one<Page<T>>(document, [&](const Reader& root) {
        Page<T> page;
        const Reader items = root[key];
        if (!items.present()) {
            items.complain("It is missing.");
        }
        items.each([&](const Reader& element) { page.items.push_back(decode(element)); });
        page.next = next_link_of(root);
        return page;
    });
}

bool is_header_safe(std::string_view token) {
    return std::all_of(token.begin(), token.end(), [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return byte > 0x20 && byte < 0x7f;
    });
}

constexpr std::int64_t kSafeLife = 3'600;
constexpr std::int64_t kLongestLife = 7 * 86'400;
constexpr std::size_t kTokenBodyLimit = 256 * 1024;

std::int64_t between(std::int64_t number, std::int64_t least, std::int64_t most) {
    return std::clamp(number, least, most);
}

/// A number or a text of digits; anything else is as good as none.
std::int64_t seconds_of(const Reader& reader, std::int64_t otherwise) {
    const bool usable = reader.is_string() || (reader.present() && !reader.is_object() && !reader.is_array());
    const std::int64_t seconds = usable ? lenient_integer(reader).value_or(otherwise) : otherwise;
    return seconds > 0 ? seconds : otherwise;
}

} // namespace

Result<Page<Contact>> read_contacts(const json::Document& document) {
    return read_page<Contact>(document, "contacts", contact_of);
}

Result<Page<ContactList>> read_lists(const json::Document& document) {
    return read_one<Page<ContactList>>(document, [](const Reader& root) {
        Page<ContactList> page;
        const Reader items = root["lists"];
        if (!items.present()) {
            items.complain("It is missing.");
        }
        items.each([&](const Reader& element) {
            if (!is_set(element["deleted_at"])) {
                page.items.push_back(list_of(element));
            }
        });
        page.next = next_link_of(root);
        return page;
    });
}

Result<Page<CustomField>> read_custom_fields(const json::Document& document) {
    return read_page<CustomField>(document, "custom_fields", custom_field_of);
}

Result<Page<Activity>> read_activities(const json::Document& document) {
    return read_page<Activity>(document, "activities", activity_of);
}

Result<Contact> read_contact(const json::Document& document) { return read_one<Contact>(document, contact_of); }

Result<ContactList> read_list(const json::Document& document) { return read_one<ContactList>(document, list_of); }

Result<CustomField> read_custom_field(const json::Document& document) {
    return read_one<CustomField>(document, custom_field_of);
}

Result<Activity> read_activity(const json::Document& document) { return read_one<Activity>(document, activity_of); }

Result<Account> read_account(const json::Document& document) {
    return read_one<Account>(document, [](const Reader& root) {
        return Account{.encoded_account_id = id_of(root["encoded_account_id"]),
                       .organization_name = root["organization_name"].text_or(""),
                       .contact_email = root["contact_email"].text_or("")};
    });
}

Result<TokenAnswer> read_token(std::string_view body) {
    TRY_ASSIGN(const json::Document document, json::Document::parse(body, kTokenBodyLimit));
    json::Problems problems;
    const Reader root(document, problems);
    if (!root.is_object()) {
        root.complain("It is no object.");
    }
    TokenAnswer answer;
    answer.access_token = id_of(root["access_token"]);
    answer.refresh_token = root["refresh_token"].text_or("");
    if (!problems.empty()) {
        return tl::unexpected(first_problem(problems));
    }
    if (!is_header_safe(answer.access_token)) {
        return fail(Code::Invalid,
                    "The answer is not what it should be: /access_token: It holds characters that no token has.");
    }
    json::Problems ignored;
    const Reader lenient(document, ignored);
    answer.expires_in =
        std::chrono::seconds(between(seconds_of(lenient["expires_in"], kSafeLife), 1, kLongestLife));
    return answer;
}

Result<DevicePrompt> read_device_prompt(std::string_view body) {
    TRY_ASSIGN(const json::Document document, json::Document::parse(body, kTokenBodyLimit));
    TRY_ASSIGN(DevicePrompt prompt, read_one<DevicePrompt>(document, [](const Reader& root) {
                   DevicePrompt read;
                   read.device_code = id_of(root["device_code"]);
                   read.user_code = id_of(root["user_code"]);
                   read.verification_uri = id_of(root["verification_uri"]);
                   read.verification_uri_complete = root["verification_uri_complete"].text_or("");
                   return read;
               }));
    json::Problems ignored;
    const Reader lenient(document, ignored);
    prompt.expires_in = std::chrono::seconds(between(seconds_of(lenient["expires_in"], 600), 1, 3'600));
    prompt.interval = std::chrono::seconds(between(seconds_of(lenient["interval"], 5), 1, 60));
    return prompt;
}

} // namespace muster::constant_contact
