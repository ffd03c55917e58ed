#pragma once

// One account's records with the indexes that keep 50,000 contacts fast. No rules of the service here.

#include <deque>

#include "base/random.hpp"
#include "sandbox/state.hpp"

namespace muster::sandbox {

/// How addresses of an account compare: in lower case.
[[nodiscard]] std::string address_key(std::string_view address);

class Account {
  public:
    std::string id;
    std::string name;
    std::deque<List> lists;
    std::deque<Field> fields;
    std::deque<Tag> tags;
    std::deque<Activity> activities; ///< oldest first

    /// Contacts in the order they were made; none ever leaves (a deleted one is marked).
    [[nodiscard]] const std::deque<Contact>& contacts() const { return contacts_; }
    [[nodiscard]] std::deque<Contact>& contacts() { return contacts_; }

    Contact& add(Contact contact);
    /// Null if there is none.
    [[nodiscard]] Contact* contact(std::string_view contact_id);
    [[nodiscard]] Contact* contact_at(std::string_view address);
    [[nodiscard]] Contact* contact_with_sms(std::string_view number);
    void change_address(Contact& contact, std::string_view address);
    void change_sms(Contact& contact, std::string_view number);

    [[nodiscard]] List* list(std::string_view list_id); ///< also a deleted one
    [[nodiscard]] List* live_list(std::string_view list_id);
    [[nodiscard]] List* list_named(std::string_view id_or_name); ///< live
    [[nodiscard]] Field* field(std::string_view field_id);
    [[nodiscard]] Field* field_named(std::string_view id_label_or_name);
    [[nodiscard]] Tag* tag(std::string_view tag_id);
    [[nodiscard]] Activity* activity(std::string_view activity_id);
    [[nodiscard]] std::size_t live_lists() const;

    /// Members per list id, in one pass. `active_only` counts those that can be mailed.
    [[nodiscard]] std::unordered_map<std::string, std::int64_t> list_counts(bool active_only) const;
    /// Places in contacts() sorted by contact id; made again when contacts were added.
    [[nodiscard]] const std::vector<std::size_t>& by_id_order();

  private:
    std::deque<Contact> contacts_;
    std::unordered_map<std::string, std::size_t> by_id_;
    std::unordered_map<std::string, std::size_t> by_address_;
    std::unordered_map<std::string, std::size_t> by_sms_;
    std::vector<std::size_t> id_order_;
};

/// Active as the service counts it: not deleted, and mail may be sent.
[[nodiscard]] bool is_active(const Contact& contact);

/// Takes the contact out of the list; false if it was not on it.
bool take_off_list(Contact& contact, std::string_view list_id);

} // namespace muster::sandbox
