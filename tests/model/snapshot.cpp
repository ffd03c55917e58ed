#include "model/snapshot.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::model {
namespace {

std::string rest_of(const sandbox::Contact& contact) {
    std::string text = fmt::format("{}-{} {} {} ", contact.birthday_month, contact.birthday_day,
                                   contact.anniversary, contact.sms.number);
    for (const sandbox::Phone& phone : contact.phones) {
        text += phone.kind == "work" ? "" : phone.kind + phone.number + " ";
    }
    for (const sandbox::StreetAddress& one : contact.addresses) {
        text += one.kind == "work" ? "" : one.kind + one.street + one.city + one.country + " ";
    }
    for (const std::string& tag : contact.tags) {
        text += tag + " ";
    }
    for (const sandbox::Note& note : contact.notes) {
        text += note.content + " ";
    }
    return text;
}

Seen see(const sandbox::Contact& contact, const std::vector<sandbox::Field>& fields) {
    Seen seen{contact.email.address,
              address_key(contact.email.address),
              contact.email.permission,
              contact.deleted_at.has_value(),
              {},
              {contact.lists.begin(), contact.lists.end()},
              rest_of(contact)};
    seen.values = {{"first_name", contact.first_name},
                   {"last_name", contact.last_name},
                   {"job_title", contact.job_title},
                   {"company_name", contact.company_name},
                   {"phone", ""},
                   {"street", ""},
                   {"city", ""},
                   {"state", ""},
                   {"postal_code", ""},
                   {"country", ""}};
    for (const sandbox::Phone& phone : contact.phones) {
        if (phone.kind == "work") {
            seen.values["phone"] = phone.number;
        }
    }
    for (const sandbox::StreetAddress& one : contact.addresses) {
        if (one.kind == "work") {
            seen.values["street"] = one.street;
            seen.values["city"] = one.city;
            seen.values["state"] = one.state;
            seen.values["postal_code"] = one.postal_code;
            seen.values["country"] = one.country;
        }
    }
    for (const sandbox::Field& field : fields) {
        seen.values["cf:" + field.label] = contact.field(field.id).value_or("");
    }
    return seen;
}

} // namespace

std::string address_key(const std::string& address) { return ascii_lower(trim(address)); }

const Seen* Snapshot::at(const std::string& key) const {
    const auto found = std::ranges::find_if(contacts, [&](const auto& entry) { return entry.second.key == key; });
    return key.empty() || found == contacts.end() ? nullptr : &found->second;
}

Snapshot look(test::Chamber& chamber) {
    Snapshot snapshot;
    const auto fields = chamber.service.fields(chamber.account);
    for (const sandbox::Contact& contact : chamber.service.contacts(chamber.account)) {
        snapshot.contacts[contact.id] = see(contact, fields);
    }
    for (const sandbox::List& list : chamber.service.lists(chamber.account)) {
        snapshot.lists[list.id] = list.name;
    }
    for (const sandbox::Field& field : fields) {
        snapshot.fields[name_key(field.label)] = field.type;
    }
    return snapshot;
}

bool Record::has_attribute() const {
    return std::ranges::any_of(rep.attributes,
                               [](const auto& name) { return name_key(name) == "unsubscribed from cc"; });
}

std::vector<Record> records(test::Chamber& chamber) {
    std::vector<Record> all;
    chamber.book.each_rep([&](const roster::Rep& rep) {
        const auto member = chamber.book.find_member(rep.member_id);
        all.push_back({rep, *member, *chamber.book.find_status(member->status)});
    });
    return all;
}

} // namespace muster::model
