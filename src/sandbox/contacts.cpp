// Reading contacts: one, a page of many, the counts (contract, sections 5.2, 5.3 and 5.7).

#include "sandbox/contacts.hpp"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::sandbox {

namespace {

constexpr std::size_t kMaxPage = 500;

/// The conditions of GET /contacts; all must hold.
struct Filter {
    std::vector<std::string> statuses;
    std::vector<std::string> sms_statuses;
    std::optional<std::string> email;
    std::unordered_set<std::string> lists;
    std::unordered_set<std::string> tags;
    struct Span {
        std::optional<Instant> after;
        std::optional<Instant> before;
    };
    Span updated;
    Span created;
    Span opted_out;
    Include include;
    bool counts = false;
};

class FilterReader {
  public:
    FilterReader(const Pairs& query, Errors& errors) : query_(query), errors_(errors) {}

    [[nodiscard]] Filter read() {
        Filter filter;
        filter.statuses = words(
            "status", {"all", "active", "deleted", "not_set", "pending_confirmation", "temp_hold", "unsubscribed"});
        filter.sms_statuses =
            words("sms_status", {"all", "explicit", "unsubscribed", "pending_confirmation", "not_set"});
        filter.email = get("email");
        filter.lists = ids("lists", 25);
        filter.tags = ids("tags", 50);
        filter.updated = {time("updated_after"), time("updated_before")};
        filter.created = {time("created_after"), time("created_before")};
        filter.opted_out = {time("optout_after"), time("optout_before")};
        const auto include = include_of(get("include").value_or(""));
        if (!include) {
            errors_.add("include does not have a valid value");
        }
        filter.include = include.value_or(Include{});
        filter.counts = get("include_count") == "true";
        if (get("segment_id")) {
            errors_.add("segment_id: the sandbox has no segments");
        }
        return filter;
    }

  private:
    [[nodiscard]] std::optional<std::string> get(std::string_view name) const {
        for (const auto& [key, value] : query_) {
            if (key == name) {
                return value;
            }
        }
        return std::nullopt;
    }

    [[nodiscard]] std::vector<std::string> words(std::string_view name,
                                                 std::initializer_list<std::string_view> known) {
        auto given = split_list(get(name).value_or(""), ',');
        for (const auto& word : given) {
            if (std::find(known.begin(), known.end(), word) == known.end()) {
                errors_.add(fmt::format("{} does not have a valid value: \"{}\"", name, word));
            }
        }
        return given;
    }

    [[nodiscard]] std::unordered_set<std::string> ids(std::string_view name, std::size_t most) {
        const auto given = split_list(get(name).value_or(""), ',');
        if (given.size() > most) {
            errors_.add(fmt::format("{} holds {} values, at most {} are allowed", name, given.size(), most));
        }
        for (const auto& id : given) {
            if (!is_uuid(id)) {
                errors_.add(fmt::format("{} holds \"{}\", which is in an invalid format", name, id));
            }
        }
        return {given.begin(), given.end()};
    }

    [[nodiscard]] std::optional<Instant> time(std::string_view name) {
        const auto text = get(name);
        if (!text) {
            return std::nullopt;
        }
        const auto instant = parse_instant(*text);
        if (!instant) {
            errors_.add(fmt::format("{} is no ISO 8601 time", name));
            return std::nullopt;
        }
        return *instant;
    }

    const Pairs& query_;
    Errors& errors_;
};

bool has_status(const Contact& contact, const std::string& status, const Switches& switches) {
    const bool deleted = contact.deleted_at.has_value();
    if (status == "all") {
        return true;
    }
    if (status == "deleted") {
        return deleted;
    }
    if (status == "unsubscribed") {
        return contact.is_unsubscribed() && (!deleted || switches.unsubscribed_with_deleted == OnOff::On);
    }
    if (status == "active") {
        return is_active(contact);
    }
    return !deleted && !contact.email.address.empty() && name_of(contact.email.permission) == status;
}

bool has_any_status(const Contact& contact, const Filter& filter, const Switches& switches) {
    if (filter.statuses.empty()) {
        return switches.default_status == DefaultStatus::NotDeleted ? !contact.deleted_at : is_active(contact);
    }
    return std::any_of(filter.statuses.begin(), filter.statuses.end(),
                       [&](const std::string& status) { return has_status(contact, status, switches); });
}

bool has_sms_status(const Contact& contact, const Filter& filter) {
    if (filter.sms_statuses.empty()) {
        return true;
    }
    return !contact.sms.number.empty() &&
           std::any_of(filter.sms_statuses.begin(), filter.sms_statuses.end(), [&](const std::string& status) {
               return status == "all" || status == contact.sms.permission;
           });
}

bool within(const Filter::Span& span, std::optional<Instant> instant, Boundary boundary) {
    if (!span.after && !span.before) {
        return true;
    }
    if (!instant) {
        return false;
    }
    const bool inclusive = boundary == Boundary::Inclusive;
    const bool late_enough = !span.after || (inclusive ? *instant >= *span.after : *instant > *span.after);
    const bool early_enough = !span.before || (inclusive ? *instant <= *span.before : *instant < *span.before);
    return late_enough && early_enough;
}

bool on_any(const std::vector<std::string>& has, const std::unordered_set<std::string>& wanted) {
    return wanted.empty() ||
           std::any_of(has.begin(), has.end(), [&](const auto& id) { return wanted.contains(id); });
}

bool passes(const Contact& contact, const Filter& filter, const Switches& switches) {
    const auto opted_out = contact.is_unsubscribed() ? contact.email.opt_out_date : std::nullopt;
    return has_any_status(contact, filter, switches) && has_sms_status(contact, filter) &&
           (!filter.email || address_key(contact.email.address) == address_key(*filter.email)) &&
           on_any(contact.lists, filter.lists) && on_any(contact.tags, filter.tags) &&
           within(filter.updated, contact.updated_at, switches.after_boundary) &&
           within(filter.created, contact.created_at, switches.after_boundary) &&
           within(filter.opted_out, opted_out, switches.after_boundary);
}

/// The contact at a place of the order that the switch chooses.
const Contact& at_place(Account& account, std::size_t place, Order order) {
    const auto& contacts = account.contacts();
    switch (order) {
    case Order::Newest:
        return contacts[contacts.size() - 1 - place];
    case Order::Id:
        return contacts[account.by_id_order()[place]];
    case Order::Created:
        break;
    }
    return contacts[place];
}

/// Writes a page into `writer`; gives the place of the first contact after it, if there is one.
std::optional<std::size_t> write_page(json::Writer& writer, Call& call, const Filter& filter, std::size_t place,
                                      std::size_t limit) {
    Account& account = *call.account;
    const Switches& switches = call.world.switches();
    std::size_t written = 0;
    std::size_t last = place;
    for (; place < account.contacts().size(); ++place) {
        const Contact& contact = at_place(account, place, switches.order);
        if (!passes(contact, filter, switches)) {
            continue;
        }
        if (written == limit) {
            const bool overlaps = switches.pages_overlap == OnOff::On && limit > 1;
            return overlaps ? last : place;
        }
        write_contact(writer, call.world, contact, filter.include);
        last = place;
        ++written;
    }
    return std::nullopt;
}

std::size_t count_passing(const Account& account, const Filter& filter, const Switches& switches) {
    return static_cast<std::size_t>(
        std::count_if(account.contacts().begin(), account.contacts().end(),
                      [&](const Contact& one) { return passes(one, filter, switches); }));
}

net::Response get_contacts(Call& call) {
    const auto page = page_of(call);
    if (!page) {
        return invalid("contacts", {"cursor is in an invalid format"});
    }
    call.query = page->query;
    Errors errors;
    const Filter filter = FilterReader(call.query, errors).read();
    const auto limit = limit_of(call, kMaxPage);
    if (!limit) {
        errors.add("limit must be a number from 1 to 500");
    }
    if (!errors.empty()) {
        return invalid("contacts", errors.messages());
    }
    json::Writer writer;
    writer.object().key("contacts").array();
    std::optional<std::size_t> next;
    if (filter.email && !filter.email->empty()) { // at most one contact has an address: no need to look at all
        const Contact* contact = call.account->contact_at(*filter.email);
        if (contact != nullptr && passes(*contact, filter, call.world.switches())) {
            write_contact(writer, call.world, *contact, filter.include);
        }
    } else {
        next = write_page(writer, call, filter, page->place, *limit);
    }
    writer.end();
    if (filter.counts) {
        writer.member("contacts_count", count_passing(*call.account, filter, call.world.switches()));
    }
    write_links(writer, call, next);
    writer.end();
    return json_answer(200, writer.take());
}

net::Response get_contact(Call& call) {
    const auto include = include_of(call.parameter("include").value_or(""));
    if (!include) {
        return invalid("contacts", {"include does not have a valid value"});
    }
    if (!is_uuid(call.parts[0])) {
        return invalid("contacts", {"contact_id is in an invalid format."});
    }
    const Contact* contact = call.account->contact(call.parts[0]);
    if (contact == nullptr) {
        return not_found("contacts", "contact");
    }
    json::Writer writer;
    write_contact(writer, call.world, *contact, *include);
    return json_answer(200, writer.take());
}

net::Response get_counts(Call& call) {
    std::int64_t total = 0;
    std::int64_t fresh = 0;
    std::unordered_map<Permission, std::int64_t> by_permission;
    for (const auto& contact : call.account->contacts()) {
        if (contact.deleted_at) {
            continue;
        }
        ++total;
        if (!contact.email.address.empty()) {
            ++by_permission[contact.email.permission];
        }
        const bool is_new = contact.created_at > call.now - std::chrono::days(30);
        fresh += is_active(contact) && is_new ? 1 : 0;
    }
    json::Writer writer;
    writer.object().member("total", total).member("explicit", by_permission[Permission::Explicit]);
    writer.member("implicit", by_permission[Permission::Implicit]);
    writer.member("pending", by_permission[Permission::PendingConfirmation]);
    writer.member("unsubscribed", by_permission[Permission::Unsubscribed]);
    if (call.parameter("include") == "new_subscriber") {
        writer.member("new_subscriber", fresh);
    }
    writer.end();
    return json_answer(200, writer.take());
}

} // namespace

Routes contact_routes() {
    return {
        {"GET", "/contacts", "contact_data", get_contacts},
        {"GET", "/contacts/counts", "contact_data", get_counts},
        {"GET", "/contacts/*", "contact_data", get_contact},
    };
}

} // namespace muster::sandbox
