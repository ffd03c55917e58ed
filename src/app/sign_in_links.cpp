// One-time links: the first administrator, and signing in without a password.

#include "app/sign_in.hpp"
#include "app/staff.hpp"
#include "app/staff_steps.hpp"

namespace muster::app {

namespace {

using staff::LinkKind;
using staff::StaffBook;

Result<staff::Link> require_link(Installation& installation, StaffBook& book, LinkKind kind,
                                 std::string_view token) {
    const auto link = book.find_link(staff::token_digest(token));
    if (!link || link->kind != kind || link->expires <= installation.clock().now()) {
        return fail(Code::NotAllowed, kind == LinkKind::SignIn
                                          ? "This link was used already, or is too old. Sign in with your password."
                                          : "This link was used already, or is too old. Start the server anew: it "
                                            "prints another one while there is no administrator.");
    }
    return *link;
}

Result<void> check_set_up(Installation& installation, StaffBook& book, std::string_view token) {
    TRY(require_link(installation, book, LinkKind::FirstAdministrator, token));
    if (has_administrator(book)) {
        return fail(Code::NotAllowed, "There is an administrator already. Sign in.");
    }
    return {};
}

} // namespace

bool needs_first_administrator(Installation& installation) {
    return installation.store().read_staff([](StaffBook& book) { return !has_administrator(book); });
}

std::string make_first_administrator_link(Installation& installation) {
    auto token = random_token(installation.random(), staff::kTokenBytes);
    const auto expires = installation.clock().now() + staff::kFirstAdministratorLinkFor;
    installation.store().change_staff([&](StaffBook& book) {
        book.remove_links(LinkKind::FirstAdministrator);
        book.add_link({LinkKind::FirstAdministrator, "", expires}, staff::token_digest(token));
    });
    return token;
}

Result<NewSession> set_up(Installation& installation, std::string_view token, const std::string& name,
                          const std::string& password, const Visitor& from) {
    TRY(installation.store().read_staff([&](StaffBook& book) { return check_set_up(installation, book, token); }));
    TRY(staff::check_user_name(name));
    TRY_ASSIGN(const auto hash, hash_new_password(installation, password));
    return installation.store().edit_staff([&](StaffBook& book) -> Result<NewSession> {
        TRY(check_set_up(installation, book, token));
        TRY_ASSIGN(const auto user,
                   enter_user(installation, book, {name, hash, staff::Role::Administrator, staff::Scope::all()}));
        book.remove_links(LinkKind::FirstAdministrator);
        auto session = start_session(installation, book, user, from);
        note(installation, book, session.who.actor(),
             {.action = "user.add", .record = user.name, .details = "the first administrator"});
        return session;
    });
}

Result<std::string> make_sign_in_link(Installation& installation, std::string_view user_name) {
    TRY_ASSIGN(const auto user, find_user(installation, user_name));
    auto token = random_token(installation.random(), staff::kTokenBytes);
    const auto expires = installation.clock().now() + staff::kSignInLinkFor;
    return installation.store().edit_staff([&](StaffBook& book) -> Result<std::string> {
        book.add_link({LinkKind::SignIn, user.id, expires}, staff::token_digest(token));
        return token;
    });
}

Result<NewSession> sign_in_by_link(Installation& installation, std::string_view token, const Visitor& from) {
    return installation.store().edit_staff([&](StaffBook& book) -> Result<NewSession> {
        TRY_ASSIGN(const auto link, require_link(installation, book, LinkKind::SignIn, token));
        book.remove_link(staff::token_digest(token));
        const auto user = book.find_user(link.user_id); // there: its links go with it
        auto session = start_session(installation, book, *user, from);
        note(installation, book, session.who.actor(),
             {.action = "sign_in", .record = user->name, .details = "by a one-time link"});
        return session;
    });
}

} // namespace muster::app
