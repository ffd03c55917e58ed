#include "sync/contact_book.hpp"

#include <deque>
#include <optional>
#include <unordered_map>

#include "base/email.hpp"
#include "base/id_table.hpp"
#include "base/packing.hpp"
#include "base/text_pool.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

constexpr std::int64_t kDeleted = 1, kOptedOut = 2;
constexpr std::int64_t kWork = 0; // the number of "work", the kind that Muster manages

/// Numbers for texts of which there are few: ids of lists and fields, permissions, kinds.
class Words {
  public:
    Words() { static_cast<void>(number("work")); }
    std::int64_t number(const std::string& word) {
        const auto [known, is_new] = numbers_.try_emplace(word, static_cast<std::int64_t>(words_.size()));
        if (is_new) {
            words_.push_back(word);
        }
        return known->second;
    }
    [[nodiscard]] std::optional<std::int64_t> find(const std::string& word) const {
        const auto known = numbers_.find(word);
        return known == numbers_.end() ? std::nullopt : std::optional(known->second);
    }
    [[nodiscard]] const std::string& operator[](std::int64_t number) const {
        return words_.at(static_cast<std::size_t>(number));
    }

  private:
    std::unordered_map<std::string, std::int64_t> numbers_;
    std::deque<std::string> words_;
};

// In the packed form stands first what is asked most: flags, address key, lists, id.

std::string pack(const cc::Contact& contact, Words& words) {
    Packer into;
    const auto put_word = [&](const std::string& word) { into.put(words.number(word)); };
    into.put((contact.is_deleted ? kDeleted : 0) | (contact.is_opted_out() ? kOptedOut : 0));
    const std::string key = contact.address.empty() ? "" : email_key(contact.address);
    into.put(key).put_all(contact.list_memberships, put_word).append(PackedId(contact.contact_id).bytes());
    into.put(key == contact.address ? std::string_view{} : contact.address);
    put_word(contact.permission_to_send);
    into.put(contact.opt_out_date);
    put_word(contact.opt_out_source);
    const cc::CoreProperties& core = contact.core;
    into.put(core.first_name).put(core.last_name).put(core.job_title).put(core.company_name);
    into.put(core.birthday_month).put(core.birthday_day).put(core.anniversary);
    into.put(contact.updated_at);
    into.put_all(contact.custom_fields, [&](const cc::CustomFieldValue& field) {
        put_word(field.custom_field_id);
        into.put(field.value).put_all(field.choice_ids, [&](const std::string& id) { into.put(id); });
    });
    into.put_all(contact.phone_numbers, [&](const cc::PhoneNumber& phone) {
        put_word(phone.kind);
        into.put(phone.phone_number);
    });
    into.put_all(contact.street_addresses, [&](const cc::StreetAddress& address) {
        put_word(address.kind);
        into.put(address.street).put(address.city).put(address.state);
        into.put(address.postal_code).put(address.country);
    });
    return into.bytes();
}

void unpack(std::string_view bytes, const Words& words, cc::Contact& contact) {
    Unpacker from(bytes);
    const auto take_word = [&](std::string& word) { word = words[from.number()]; };
    const std::int64_t flags = from.number();
    contact.is_deleted = (flags & kDeleted) != 0;
    const std::string_view key = from.view();
    from.take_all_into(contact.list_memberships, take_word);
    PackedId::unpack(from, contact.contact_id);
    const std::string_view spelling = from.view();
    contact.address.assign(spelling.empty() ? key : spelling);
    take_word(contact.permission_to_send);
    contact.opt_out_date = from.optional_instant();
    take_word(contact.opt_out_source);
    cc::CoreProperties& core = contact.core;
    from.text(core.first_name);
    from.text(core.last_name);
    from.text(core.job_title);
    from.text(core.company_name);
    core.birthday_month = from.optional_number();
    core.birthday_day = from.optional_number();
    from.text(core.anniversary);
    contact.updated_at = from.optional_instant();
    from.take_all_into(contact.custom_fields, [&](cc::CustomFieldValue& field) {
        take_word(field.custom_field_id);
        from.text(field.value);
        from.take_all_into(field.choice_ids, [&](std::string& id) { from.text(id); });
    });
    from.take_all_into(contact.phone_numbers, [&](cc::PhoneNumber& phone) {
        take_word(phone.kind);
        from.text(phone.phone_number);
    });
    from.take_all_into(contact.street_addresses, [&](cc::StreetAddress& address) {
        take_word(address.kind);
        for (std::string* text :
             {&address.street, &address.city, &address.state, &address.postal_code, &address.country}) {
            from.text(*text);
        }
    });
}

void glance(std::string_view bytes, ContactGlance& glance) {
    Unpacker from(bytes);
    const auto skip_numbers = [&](int count) {
        for (; count > 0; --count) {
            static_cast<void>(from.number());
        }
    };
    const auto skip_optional = [&] { skip_numbers(from.flag() ? 1 : 0); };
    const std::int64_t flags = from.number();
    glance.is_deleted = (flags & kDeleted) != 0;
    glance.is_opted_out = (flags & kOptedOut) != 0;
    static_cast<void>(from.view()); // key
    from.take_all_into(glance.lists, [&](std::int64_t& list) { list = from.number(); });
    glance.packed_id = PackedId::take(from);
    static_cast<void>(from.view()); // spelling
    skip_numbers(1);                // permission
    skip_optional();
    skip_numbers(1);
    for (std::string_view& text : glance.core) {
        text = from.view();
    }
    skip_optional(); // birthday, anniversary, date of the change
    skip_optional();
    static_cast<void>(from.view());
    skip_optional();
    from.take_all_into(glance.custom_fields, [&](auto& field) {
        field.first = from.number();
        field.second = from.view();
        for (auto choices = from.number(); choices > 0; --choices) {
            static_cast<void>(from.view());
        }
    });
    glance.work_phone = {};
    glance.other_phones = 0;
    bool has_phone = false;
    for (auto phones = from.number(); phones > 0; --phones) {
        const bool is_work = from.number() == kWork;
        const std::string_view phone = from.view();
        glance.work_phone = is_work && !has_phone ? phone : glance.work_phone;
        glance.other_phones += is_work ? 0 : 1;
        has_phone |= is_work;
    }
    glance.address.fill({});
    bool has_address = false;
    for (auto addresses = from.number(); addresses > 0; --addresses) {
        const bool is_first = from.number() == kWork && !has_address;
        for (std::string_view& text : glance.address) {
            const std::string_view value = from.view();
            text = is_first ? value : text;
        }
        has_address |= is_first;
    }
}

} // namespace

struct ContactBook::Pages {
    TextPool pool;
    std::deque<std::uint64_t> places; ///< of the packed Contacts in the pool
    Words words;

    [[nodiscard]] Unpacker at(std::size_t place) const { return Unpacker(pool.from(places[place])); }
    [[nodiscard]] bool has(std::size_t place, std::int64_t flag) const { return (at(place).number() & flag) != 0; }
};

ContactBook::ContactBook() : pages_(std::make_shared<Pages>()) {}

ContactBook::ContactBook(std::initializer_list<cc::Contact> contacts) : ContactBook() {
    for (const cc::Contact& contact : contacts) {
        push_back(contact);
    }
}

ContactBook::Pages& ContactBook::own() {
    if (pages_.use_count() > 1) {
        pages_ = std::make_shared<Pages>(*pages_);
    }
    return *pages_;
}

std::size_t ContactBook::size() const { return pages_->places.size(); }

void ContactBook::push_back(const cc::Contact& contact) {
    Pages& pages = own();
    pages.places.push_back(pages.pool.put(pack(contact, pages.words)));
}

void ContactBook::replace(std::size_t place, const cc::Contact& contact) {
    Pages& pages = own();
    pages.places.at(place) = pages.pool.put(pack(contact, pages.words));
}

cc::Contact ContactBook::operator[](std::size_t place) const {
    cc::Contact contact;
    read(place, contact);
    return contact;
}

void ContactBook::read(std::size_t place, cc::Contact& into) const {
    unpack(pages_->pool.from(pages_->places[place]), pages_->words, into);
}

void ContactBook::read(std::size_t place, ContactGlance& into) const {
    glance(pages_->pool.from(pages_->places[place]), into);
}

std::optional<std::int64_t> ContactBook::number(const std::string& id) const { return pages_->words.find(id); }

std::string ContactBook::contact_id(std::size_t place) const {
    Unpacker from = pages_->at(place);
    static_cast<void>(from.number());
    static_cast<void>(from.view());
    for (auto lists = from.number(); lists > 0; --lists) {
        static_cast<void>(from.number());
    }
    std::string id;
    PackedId::unpack(from, id);
    return id;
}

std::string_view ContactBook::key(std::size_t place) const {
    Unpacker from = pages_->at(place);
    static_cast<void>(from.number());
    return from.view();
}

bool ContactBook::is_deleted(std::size_t place) const { return pages_->has(place, kDeleted); }
bool ContactBook::is_opted_out(std::size_t place) const { return pages_->has(place, kOptedOut); }

bool ContactBook::is_on(std::size_t place, std::optional<std::int64_t> list) const {
    if (!list) {
        return false;
    }
    Unpacker from = pages_->at(place);
    static_cast<void>(from.number());
    static_cast<void>(from.view());
    bool is_on = false;
    for (auto lists = from.number(); lists > 0; --lists) {
        is_on |= from.number() == *list;
    }
    return is_on;
}

} // namespace muster::sync
