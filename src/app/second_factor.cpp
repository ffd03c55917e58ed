// Setting up a second factor.

#include "app/sign_in.hpp"
#include "app/staff_steps.hpp"
#include "base/crypto.hpp"

namespace muster::app {

namespace {

using staff::StaffBook;

std::vector<std::string> digests(const std::vector<std::string>& codes) {
    std::vector<std::string> out;
    for (const auto& code : codes) {
        out.push_back(staff::token_digest(staff::recovery_key(code)));
    }
    return out;
}

} // namespace

Result<Enrolment> begin_second_factor(Installation& installation, const SignedIn& who) {
    const auto secret = staff::new_secret(installation.random());
    return installation.store().edit_staff([&](StaffBook& book) -> Result<Enrolment> {
        if (const auto known = book.second_factor(who.user.id); known && known->is_confirmed) {
            return fail(Code::Conflict,
                        "You have a second factor already. Take it off before you set up another one.");
        }
        book.put_second_factor(who.user.id, {.secret = secret});
        return Enrolment{base32(secret), staff::otpauth_url(who.user.name, secret)};
    });
}

Result<std::vector<std::string>> confirm_second_factor(Installation& installation, const SignedIn& who,
                                                       std::string_view code) {
    const auto codes = staff::new_recovery_codes(installation.random());
    return installation.store().edit_staff([&](StaffBook& book) -> Result<std::vector<std::string>> {
        auto factor = book.second_factor(who.user.id);
        if (!factor || factor->is_confirmed) {
            return fail(Code::Invalid, "No second factor waits to be confirmed. Begin to set one up.");
        }
        const auto step = staff::find_step(*factor, code, installation.clock().now());
        if (!step) {
            return fail(Code::Invalid, "The code is not right. Type the one that the authenticator shows now, and "
                                       "check that its clock is right.");
        }
        book.put_second_factor(who.user.id, {factor->secret, true, *step});
        book.put_recovery_codes(who.user.id, digests(codes));
        note(installation, book, who.actor(), {.action = "user.second_factor", .record = who.user.name});
        return codes;
    });
}

} // namespace muster::app
