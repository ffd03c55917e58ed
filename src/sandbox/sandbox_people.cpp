// The acts of people for callers in this process.

#include <fmt/format.h>

#include "sandbox/people.hpp"

namespace muster::sandbox {

namespace {

/// Runs `act` on the account under the lock, after everything that is due has happened.
template <class Act>
auto acting(World& world, const AccountId& account, const Act& act) -> decltype(act(std::declval<Account&>())) {
    const std::lock_guard lock(world.mutex);
    world.advance();
    Account* found = world.account(account);
    if (found == nullptr) {
        return fail(Code::NotFound, fmt::format("The sandbox has no account \"{}\".", account));
    }
    return act(*found);
}

} // namespace

Result<void> Sandbox::opt_out(const AccountId& account, std::string_view address, Source source,
                              std::string_view reason) {
    return acting(*world_, account,
                  [&](Account& a) { return people_opt_out(*world_, a, address, source, reason); });
}

Result<void> Sandbox::resubscribe(const AccountId& account, std::string_view address) {
    return acting(*world_, account, [&](Account& a) { return people_resubscribe(*world_, a, address); });
}

Result<void> Sandbox::leave_list(const AccountId& account, std::string_view address, std::string_view list) {
    return acting(*world_, account, [&](Account& a) { return people_leave(*world_, a, address, list); });
}

Result<void> Sandbox::join_list(const AccountId& account, std::string_view address, std::string_view list) {
    return acting(*world_, account, [&](Account& a) { return people_join(*world_, a, address, list); });
}

Result<void> Sandbox::delete_contact(const AccountId& account, std::string_view address) {
    return acting(*world_, account, [&](Account& a) { return people_delete(*world_, a, address); });
}

Result<void> Sandbox::edit_contact(const AccountId& account, std::string_view address, const ContactEdit& edit) {
    return acting(*world_, account, [&](Account& a) { return people_edit(*world_, a, address, edit); });
}

Result<std::string> Sandbox::add_contact(const AccountId& account, const NewContact& contact) {
    return acting(*world_, account, [&](Account& a) { return people_add(*world_, a, contact); });
}

Result<std::string> Sandbox::add_list(const AccountId& account, std::string_view name) {
    return acting(*world_, account, [&](Account& a) { return people_add_list(*world_, a, name); });
}

Result<void> Sandbox::rename_list(const AccountId& account, std::string_view list, std::string_view name) {
    return acting(*world_, account, [&](Account& a) { return people_rename_list(*world_, a, list, name); });
}

Result<void> Sandbox::delete_list(const AccountId& account, std::string_view list) {
    return acting(*world_, account, [&](Account& a) { return people_delete_list(*world_, a, list); });
}

Result<std::string> Sandbox::add_field(const AccountId& account, std::string_view label, std::string_view type) {
    return acting(*world_, account, [&](Account& a) { return people_add_field(*world_, a, label, type); });
}

Result<void> Sandbox::delete_field(const AccountId& account, std::string_view field) {
    return acting(*world_, account, [&](Account& a) { return people_delete_field(*world_, a, field); });
}

Result<std::string> Sandbox::add_tag(const AccountId& account, std::string_view name) {
    return acting(*world_, account, [&](Account& a) { return people_add_tag(*world_, a, name); });
}

Result<void> Sandbox::tag_contact(const AccountId& account, std::string_view address, std::string_view tag) {
    return acting(*world_, account, [&](Account& a) { return people_tag(*world_, a, address, tag); });
}

} // namespace muster::sandbox
