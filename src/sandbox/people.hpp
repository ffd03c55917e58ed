#pragma once

// What people do at the keyboard of Constant Contact or in their mail: for tests, the control address and the pages
// alike. Internal to this folder.

#include "sandbox/contacts.hpp"

namespace muster::sandbox {

[[nodiscard]] Result<void> people_opt_out(World& world, Account& account, std::string_view address, Source source,
                                          std::string_view reason);
[[nodiscard]] Result<void> people_resubscribe(World& world, Account& account, std::string_view address);
[[nodiscard]] Result<void> people_leave(World& world, Account& account, std::string_view address,
                                        std::string_view list);
[[nodiscard]] Result<void> people_join(World& world, Account& account, std::string_view address,
                                       std::string_view list);
[[nodiscard]] Result<void> people_delete(World& world, Account& account, std::string_view address);
[[nodiscard]] Result<void> people_edit(World& world, Account& account, std::string_view address,
                                       const ContactEdit& edit);
[[nodiscard]] Result<std::string> people_add(World& world, Account& account, const NewContact& contact);
[[nodiscard]] Result<std::string> people_add_list(World& world, Account& account, std::string_view name);
[[nodiscard]] Result<void> people_rename_list(World& world, Account& account, std::string_view list,
                                              std::string_view name);
[[nodiscard]] Result<void> people_delete_list(World& world, Account& account, std::string_view list);
[[nodiscard]] Result<std::string> people_add_field(World& world, Account& account, std::string_view label,
                                                   std::string_view type);
[[nodiscard]] Result<void> people_delete_field(World& world, Account& account, std::string_view field);
[[nodiscard]] Result<std::string> people_add_tag(World& world, Account& account, std::string_view name);
[[nodiscard]] Result<void> people_tag(World& world, Account& account, std::string_view address,
                                      std::string_view tag);

} // namespace muster::sandbox
