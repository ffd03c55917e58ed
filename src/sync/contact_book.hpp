#pragma once

// Contacts by the hundred thousand: each is packed to some 200 bytes, and unpacked when somebody asks for it.

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <iterator>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "constant_contact/resources.hpp"

namespace muster::sync {

/// What is compared most of a Contact, without copies: it lasts until the book changes. Lists and fields are
/// numbered by the book.
struct ContactGlance {
    bool is_deleted = false;
    bool is_opted_out = false;
    std::string_view packed_id;              ///< as PackedId packs it
    std::array<std::string_view, 4> core;    ///< first name, last name, job title, company name
    std::string_view work_phone;             ///< the first of that kind, as in `work_phone`
    std::array<std::string_view, 5> address; ///< the first of kind work: street, city, state, postal code, country
    std::size_t other_phones = 0;            ///< of other kinds
    std::vector<std::pair<std::int64_t, std::string_view>> custom_fields;
    std::vector<std::int64_t> lists;
};

/// A sequence of Contacts. Copying is cheap: copies share what they hold until one of them changes.
class ContactBook {
  public:
    ContactBook();
    ContactBook(std::initializer_list<constant_contact::Contact> contacts);

    [[nodiscard]] std::size_t size() const;
    [[nodiscard]] bool empty() const { return size() == 0; }
    void push_back(const constant_contact::Contact& contact);
    /// Puts another Contact in the place of one.
    void replace(std::size_t place, const constant_contact::Contact& contact);

    [[nodiscard]] constant_contact::Contact operator[](std::size_t place) const;
    /// The same into a Contact whose memory is used again: for walks over all.
    void read(std::size_t place, constant_contact::Contact& into) const;
    void read(std::size_t place, ContactGlance& into) const;
    /// The number of a list or custom field in a glance; nothing where no Contact has it.
    [[nodiscard]] std::optional<std::int64_t> number(const std::string& id) const;
    /// What can be known without unpacking.
    [[nodiscard]] std::string contact_id(std::size_t place) const;
    /// The address key; lasts until the book changes.
    [[nodiscard]] std::string_view key(std::size_t place) const;
    [[nodiscard]] bool is_deleted(std::size_t place) const;
    [[nodiscard]] bool is_opted_out(std::size_t place) const;
    [[nodiscard]] bool is_on(std::size_t place, const std::string& list_id) const {
        return is_on(place, number(list_id));
    }
    /// `list`: as `number` gave it.
    [[nodiscard]] bool is_on(std::size_t place, std::optional<std::int64_t> list) const;

    class Iterator {
      public:
        using iterator_category = std::input_iterator_tag;
        using value_type = constant_contact::Contact;
        using difference_type = std::ptrdiff_t;
        using pointer = void;
        using reference = constant_contact::Contact;

        Iterator() = default;
        Iterator(const ContactBook& book, std::size_t place) : book_(&book), place_(place) {}
        constant_contact::Contact operator*() const { return (*book_)[place_]; }
        Iterator& operator++() {
            ++place_;
            return *this;
        }
        Iterator operator++(int) {
            const Iterator before = *this;
            ++place_;
            return before;
        }
        bool operator==(const Iterator&) const = default;

      private:
        const ContactBook* book_ = nullptr;
        std::size_t place_ = 0;
    };
    [[nodiscard]] Iterator begin() const { return {*this, 0}; }
    [[nodiscard]] Iterator end() const { return {*this, size()}; }

  private:
    struct Pages;
    [[nodiscard]] Pages& own();
    std::shared_ptr<Pages> pages_;
};

} // namespace muster::sync
