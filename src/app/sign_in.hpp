#pragma once

// Signing in and staying signed in. A session belongs to a user, whose rights are looked up at each request, so
// that a change of role or a removal counts at once. Tokens are handed out once and kept as digests only; whoever
// guesses is slowed down, here and in other processes alike.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/installation.hpp"
#include "base/result.hpp"
#include "staff/audit.hpp"
#include "staff/sessions.hpp"
#include "staff/staff_book.hpp"
#include "staff/users.hpp"

namespace muster::app {

/// Where a request comes from.
struct Visitor {
    std::string address; ///< of the person's machine, as far as it is known
    std::string agent;   ///< the browser as it calls itself
};

struct SignedIn {
    staff::User user;
    staff::Session session;

    [[nodiscard]] staff::Actor actor() const { return {user.id, user.name, session.address}; }
};

struct NewSession {
    std::string token; ///< for the cookie; known to nobody else
    SignedIn who;
};

struct SignInRequest {
    std::string name;
    std::string password;
    std::string code; ///< of the second factor or a recovery code, "" until it is asked for
    Visitor from;
};

struct SignInAnswer {
    std::optional<NewSession> session; ///< nothing: the password is right, and the second factor's code is needed
};

/// Code::NotAllowed if it is not right, with the same words and after the same time whether there is such a user or
/// not; Code::Busy with how long to wait after too many failures.
[[nodiscard]] Result<SignInAnswer> sign_in(Installation& installation, const SignInRequest& request);
/// Nothing for a token that is unknown or whose session is over.
[[nodiscard]] std::optional<SignedIn> authenticate(Installation& installation, std::string_view token);
void sign_out(Installation& installation, const SignedIn& who);

/// Whether the password was given within staff::kFreshFor.
[[nodiscard]] bool is_fresh(Installation& installation, const SignedIn& who);
/// The password once more. Codes of sign_in.
[[nodiscard]] Result<SignedIn> confirm_fresh(Installation& installation, const SignedIn& who,
                                             std::string_view password);
/// The user's other sessions end. Code::Invalid if the new password will not do, else the codes of sign_in.
[[nodiscard]] Result<void> change_own_password(Installation& installation, const SignedIn& who,
                                               std::string_view current, std::string_view password);

// --- Sessions.
[[nodiscard]] std::vector<staff::UserSession> sessions(Installation& installation); ///< newest first
/// Code::NotFound if it is over already.
[[nodiscard]] Result<void> end_session(Installation& installation, const staff::Actor& actor,
                                       std::string_view session_id);
[[nodiscard]] Result<void> end_sessions(Installation& installation, const staff::Actor& actor,
                                        std::string_view user_name);

// --- One-time links. What is handed out is the token to put into a URL.
/// There is no administrator of all databases.
[[nodiscard]] bool needs_first_administrator(Installation& installation);
/// Takes the place of one that was made before.
[[nodiscard]] std::string make_first_administrator_link(Installation& installation);
/// Makes the administrator and signs in. Code::NotAllowed if the link is used up, expired, or not needed any more;
/// Code::Invalid for a name or a password that will not do, and then the link still counts.
[[nodiscard]] Result<NewSession> set_up(Installation& installation, std::string_view token, const std::string& name,
                                        const std::string& password, const Visitor& from);
/// Signs that user in, once. Code::NotFound if there is none.
[[nodiscard]] Result<std::string> make_sign_in_link(Installation& installation, std::string_view user_name);
/// Code::NotAllowed if the link is used up or expired.
[[nodiscard]] Result<NewSession> sign_in_by_link(Installation& installation, std::string_view token,
                                                 const Visitor& from);

// --- One's second factor; app::remove_second_factor takes it off.
struct Enrolment {
    std::string secret; ///< Base32, to be typed into an authenticator
    std::string url;    ///< the same as otpauth:, for a picture
};
/// Begins anew if one was begun; it counts once it is confirmed. Code::Conflict if one is in force.
[[nodiscard]] Result<Enrolment> begin_second_factor(Installation& installation, const SignedIn& who);
/// By a code of it; the recovery codes, to be shown this once. Code::Invalid if the code is not right, or none was
/// begun.
[[nodiscard]] Result<std::vector<std::string>> confirm_second_factor(Installation& installation,
                                                                     const SignedIn& who, std::string_view code);

} // namespace muster::app
