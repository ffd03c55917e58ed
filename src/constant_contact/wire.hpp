#pragma once

// How resources stand in JSON: answers in, request bodies out. Unknown members are passed over, null counts as
// absent; a wrong type is noted among the document's problems, and whoever reads decides what that means.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "constant_contact/errors.hpp"
#include "constant_contact/resources.hpp"
#include "constant_contact/tokens.hpp"

namespace muster::constant_contact {

/// One page of a collection and the link to the next as it came; "" on the last page, which may leave `_links` out,
/// or give null or an empty object (contract, 5.2).
template <class T>
struct Page {
    std::vector<T> items;
    std::string next;
};

/// A whole answer read; the error says what is wrong and where. A page without its array is an error, never an
/// empty page: it would look like an empty account.
[[nodiscard]] Result<Page<Contact>> read_contacts(const json::Document& document);
[[nodiscard]] Result<Page<ContactList>> read_lists(const json::Document& document);
[[nodiscard]] Result<Page<CustomField>> read_custom_fields(const json::Document& document);
[[nodiscard]] Result<Page<Activity>> read_activities(const json::Document& document);
[[nodiscard]] Result<Contact> read_contact(const json::Document& document);
[[nodiscard]] Result<ContactList> read_list(const json::Document& document);
[[nodiscard]] Result<CustomField> read_custom_field(const json::Document& document);
[[nodiscard]] Result<Activity> read_activity(const json::Document& document);
[[nodiscard]] Result<Account> read_account(const json::Document& document);

/// What the token endpoint answers with a status of 2xx. Without a usable `expires_in` an hour is taken.
[[nodiscard]] Result<TokenAnswer> read_token(std::string_view body);
[[nodiscard]] Result<DevicePrompt> read_device_prompt(std::string_view body);

/// Request bodies. Permission is in none of them (R13).
[[nodiscard]] std::string encode_new_contact(const NewContact& contact);
[[nodiscard]] std::string encode_contact_update(const ContactUpdate& update);
[[nodiscard]] std::string encode_json_import(const std::vector<std::string>& rows,
                                             const std::vector<std::string>& list_ids);
[[nodiscard]] std::string encode_list_removal(const std::vector<std::string>& contact_ids,
                                              const std::vector<std::string>& list_ids);
/// multipart/form-data with the parts `file` and `list_ids`.
[[nodiscard]] std::string encode_csv_import(std::string_view csv, const std::vector<std::string>& list_ids,
                                            std::string_view boundary);

} // namespace muster::constant_contact
