// What happens to a contact when somebody unsubscribes, joins, leaves or deletes, whoever asked for it.

#include <array>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "sandbox/contacts.hpp"

namespace muster::sandbox {

void unsubscribe(const World& world, Contact& contact, std::string_view source, std::string_view reason,
                 Instant now) {
    Email& email = contact.email;
    email.permission = Permission::Unsubscribed;
    email.opt_out_source = source;
    email.opt_out_date = now;
    email.opt_out_reason = reason;
    email.updated_at = now; // and never the contact's own updated_at: contract, section 5.3
    contact.resubscribe_asked = false;
    if (world.switches().lists_after_opt_out == Kept::Drop) {
        contact.lists.clear();
    }
}

void subscribe(Contact& contact, Permission permission, std::string_view source, Instant now) {
    Email& email = contact.email;
    email.permission = permission;
    email.opt_in_source = source;
    email.opt_in_date = now;
    email.opt_out_source.clear();
    email.opt_out_date.reset();
    email.opt_out_reason.clear();
    email.updated_at = now;
}

void mark_deleted(Contact& contact, Instant now) {
    if (!contact.deleted_at) {
        contact.deleted_at = now;
        contact.lists.clear();
    }
}

bool join_list(const World& world, Contact& contact, const std::string& list_id, Instant now) {
    if (contact.is_on(list_id)) {
        return true;
    }
    if (contact.lists.size() >= kMaxListsPerContact) {
        return false;
    }
    contact.lists.push_back(list_id);
    if (world.switches().membership_moves_updated_at == OnOff::On) {
        contact.updated_at = now;
    }
    return true;
}

void leave_list(const World& world, Contact& contact, const std::string& list_id, Instant now) {
    if (take_off_list(contact, list_id) && world.switches().membership_moves_updated_at == OnOff::On) {
        contact.updated_at = now;
    }
}

Contact new_contact(const World& world, std::string_view source, Instant now) {
    Contact contact;
    contact.id = world.new_id();
    contact.create_source = source;
    contact.update_source = source;
    contact.created_at = now;
    contact.updated_at = now;
    return contact;
}

void give_email(const World& world, Contact& contact, std::string_view address, Permission permission,
                std::string_view source, Instant now) {
    Email& email = contact.email;
    email.address =
        world.switches().store_addresses_lower == OnOff::On ? ascii_lower(address) : std::string(address);
    email.created_at = now;
    email.updated_at = now;
    email.permission = permission;
    email.opt_in_source = source;
    email.opt_in_date = now;
    email.confirm_status = "off";
    const bool confirms = world.switches().confirmed_opt_in == OnOff::On && permission == Permission::Explicit;
    if (confirms) {
        email.permission = Permission::PendingConfirmation;
        email.confirm_status = "pending";
        email.opt_in_date.reset();
    }
    if (permission == Permission::Unsubscribed) {
        unsubscribe(world, contact, source, "", now);
    }
}

namespace {

std::optional<int> number_of(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && !text.empty() ? std::optional(number)
                                                                                     : std::nullopt;
}

std::optional<std::string> date_of(int year, int month, int day) {
    const Date date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                    std::chrono::day(static_cast<unsigned>(day))};
    return year > 0 && month > 0 && day > 0 && date.ok() ? std::optional(format_date(date)) : std::nullopt;
}

} // namespace

std::optional<std::string> anniversary_of(std::string_view text) {
    const char separator = text.find('/') != std::string_view::npos ? '/' : '-';
    const auto first = text.find(separator);
    const auto second = first == std::string_view::npos ? first : text.find(separator, first + 1);
    if (second == std::string_view::npos) {
        return std::nullopt;
    }
    const auto a = number_of(text.substr(0, first));
    const auto b = number_of(text.substr(first + 1, second - first - 1));
    const auto c = number_of(text.substr(second + 1));
    if (!a || !b || !c) {
        return std::nullopt;
    }
    return first == 4 ? date_of(*a, *b, *c) : date_of(*c, *a, *b);
}

bool is_birthday(std::int64_t month, std::int64_t day) {
    constexpr std::array<std::int64_t, 12> kDays{31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (month == 0 && day == 0) {
        return true;
    }
    return month >= 1 && month <= 12 && day >= 1 && day <= kDays.at(static_cast<std::size_t>(month - 1));
}

bool looks_like_address(std::string_view text) {
    const auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.find('@', at + 1) != std::string_view::npos) {
        return false;
    }
    const std::string_view domain = text.substr(at + 1);
    const bool dotted = domain.find('.') != std::string_view::npos && domain.front() != '.' &&
                        domain.back() != '.' && domain.find("..") == std::string_view::npos;
    return dotted && text.find_first_of(" \t\r\n,;:<>()[]\"\\") == std::string_view::npos;
}

bool can_hold(const Field& field, std::string_view value) {
    if (field.type == "number" || field.type == "currency") {
        const auto digits = value.find_first_not_of("0123456789.,-+$ ");
        return digits == std::string_view::npos && value.find_first_of("0123456789") != std::string_view::npos;
    }
    if (field.type == "boolean") {
        const std::string lower = ascii_lower(value);
        return lower == "true" || lower == "false" || lower == "yes" || lower == "no";
    }
    if (field.type == "date") {
        return field.version.value_or(1) == 1 || anniversary_of(value).has_value();
    }
    if (field.type == "datetime") {
        return parse_instant(value).has_value() || anniversary_of(value).has_value();
    }
    if (field.type == "single_select" || field.type == "multi_select") {
        for (const auto& choice : field.choices) {
            if (choice.label == value) {
                return true;
            }
        }
        return false;
    }
    return true;
}

} // namespace muster::sandbox
