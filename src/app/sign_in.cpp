#include "app/sign_in.hpp"

#include <fmt/format.h>

#include "app/staff_steps.hpp"
#include "base/crypto.hpp"
#include "base/text.hpp"
#include "staff/guesses.hpp"
#include "staff/passwords.hpp"

namespace muster::app {

namespace {

using staff::BookedGuess;
using staff::StaffBook;
using staff::User;

tl::unexpected<Error> wrong_name_or_password() {
    return fail(Code::NotAllowed, "The name or the password is not right.");
}

/// A password that is about to be looked at, its failure booked already.
struct Candidate {
    std::optional<User> user; ///< nothing: there is none of this name
    std::string hash;
    std::vector<BookedGuess> guesses;
};

void take_back(Installation& installation, const std::vector<BookedGuess>& guesses) {
    installation.store().change_staff([&](StaffBook& book) {
        for (const auto& guess : guesses) {
            staff::take_back(book, guess);
        }
    });
}

/// Takes the same time with and without a user. A guess that was not looked at is taken back.
Result<bool> is_right(Installation& installation, const Candidate& candidate, std::string_view password) {
    Result<bool> right = false;
    if (candidate.user) {
        right = installation.passwords().is_right(password, candidate.hash);
    } else if (auto pretended = installation.passwords().pretend(password); !pretended) {
        right = tl::unexpected(std::move(pretended).error());
    }
    if (!right) {
        take_back(installation, candidate.guesses);
    }
    return right;
}

/// A hash of today's cost for one that was made cheaper; "" if that one will do.
Result<std::string> make_dearer(Installation& installation, const std::string& hash, std::string_view password) {
    if (!installation.passwords().is_outdated(hash)) {
        return "";
    }
    return installation.passwords().hash(password);
}

/// Who fails often is slowed down, except where the person is at home: an address from which the account was signed
/// in to lately is counted for itself, so that strangers cannot keep the person out by failing from elsewhere.
std::vector<staff::Subject> subjects_of(Installation& installation, StaffBook& book, const SignInRequest& request) {
    const auto name = name_key(request.name);
    const auto at_home = subject_of(installation, "home", name, request.from.address);
    const auto known = book.signed_in_at(at_home);
    const bool is_known = known && installation.clock().now() - *known < staff::kAddressKnownFor;
    return {{is_known ? at_home : subject_of(installation, "account", name), staff::kAccountLimits},
            {subject_of(installation, "address", staff::network_of(request.from.address)), staff::kAddressLimits}};
}

Result<Candidate> find_candidate(Installation& installation, const SignInRequest& request) {
    return installation.store().edit_staff([&](StaffBook& book) -> Result<Candidate> {
        Candidate candidate;
        TRY_ASSIGN(candidate.guesses,
                   staff::book_guess(book, subjects_of(installation, book, request), installation.clock().now()));
        candidate.user = book.find_user_named(request.name);
        if (candidate.user) {
            candidate.hash = book.password_hash(candidate.user->id);
        }
        return candidate;
    });
}

/// Takes the code if it counts; none counts twice.
bool take_code(Installation& installation, StaffBook& book, const User& user, std::string_view code) {
    auto factor = book.second_factor(user.id);
    if (const auto step = staff::find_step(*factor, code, installation.clock().now())) {
        factor->last_step = *step;
        book.put_second_factor(user.id, *factor);
        return true;
    }
    return book.take_recovery_code(user.id, staff::token_digest(staff::recovery_key(code)));
}

enum class Ending { SignedIn, CodeNeeded, WrongCode, Changed };

class SignIn {
  public:
    SignIn(Installation& installation, const SignInRequest& request, Candidate candidate)
        : installation_(installation), request_(request), candidate_(std::move(candidate)) {}

    /// After the password was right. `dearer_hash`: to be kept from now on, or "".
    Result<SignInAnswer> end(const std::string& dearer_hash) {
        TRY_ASSIGN(const auto ending, installation_.store().edit_staff([&](StaffBook& book) -> Result<Ending> {
            return decide(book, dearer_hash);
        }));
        switch (ending) {
        case Ending::WrongCode:
            return fail(Code::NotAllowed, "The code is not right, or was used already. Wait for the next one.");
        case Ending::Changed:
            return wrong_name_or_password();
        case Ending::SignedIn:
        case Ending::CodeNeeded:
            break;
        }
        return std::move(answer_);
    }

  private:
    Ending decide(StaffBook& book, const std::string& dearer_hash) {
        const auto user = book.find_user(candidate_.user->id);
        if (!user || book.password_hash(user->id) != candidate_.hash) {
            return Ending::Changed; // removed, or given another password, while this one was looked at
        }
        if (user->has_second_factor && request_.code.empty()) {
            for (const auto& guess : candidate_.guesses) {
                staff::take_back(book, guess);
            }
            return Ending::CodeNeeded;
        }
        if (user->has_second_factor && !take_code(installation_, book, *user, request_.code)) {
            note(installation_, book, {user->id, user->name, request_.from.address},
                 {.action = "sign_in.refused", .record = user->name, .details = "code"});
            return Ending::WrongCode;
        }
        let_in(book, *user, dearer_hash);
        return Ending::SignedIn;
    }

    void let_in(StaffBook& book, const User& user, const std::string& dearer_hash) {
        const auto& [of_account, of_address] = std::tie(candidate_.guesses.at(0), candidate_.guesses.at(1));
        book.remove_attempts(of_account.key);
        staff::take_back(book, of_address);
        book.put_signed_in_at(subject_of(installation_, "home", name_key(user.name), request_.from.address),
                              user.id, installation_.clock().now());
        if (!dearer_hash.empty()) {
            book.put_password_hash(user.id, dearer_hash);
        }
        answer_.session = start_session(installation_, book, user, request_.from);
        note(installation_, book, answer_.session->who.actor(), {.action = "sign_in", .record = user.name});
    }

    Installation& installation_;
    const SignInRequest& request_;
    Candidate candidate_;
    SignInAnswer answer_;
};

void note_refusal(Installation& installation, const SignInRequest& request, const std::optional<User>& user) {
    installation.store().change_staff([&](StaffBook& book) {
        // Not what was typed: people type their password into the wrong field.
        const auto name = user ? user->name : "unknown";
        note(installation, book, {user ? user->id : "", name, request.from.address},
             {.action = "sign_in.refused", .record = name, .details = user ? "password" : "no such user"});
    });
}

/// The password of somebody who is signed in. Failures at the door do not count here, and these not there.
Result<std::string> confirm(Installation& installation, const SignedIn& who, std::string_view password) {
    TRY_ASSIGN(const auto candidate, installation.store().edit_staff([&](StaffBook& book) -> Result<Candidate> {
        Candidate found{who.user, book.password_hash(who.user.id), {}};
        TRY_ASSIGN(found.guesses,
                   staff::book_guess(book,
                                     {{subject_of(installation, "confirm", who.user.id), staff::kAccountLimits}},
                                     installation.clock().now()));
        return found;
    }));
    TRY_ASSIGN(const bool right, is_right(installation, candidate, password));
    if (!right) {
        return fail(Code::NotAllowed, "The password is not right.");
    }
    take_back(installation, candidate.guesses);
    return candidate.hash;
}

} // namespace

std::string subject_of(Installation& installation, std::string_view kind, std::string_view of,
                       std::string_view and_of) {
    const auto digest = installation.sealer().digest(fmt::format("staff/{}/{}/{}", kind, of, and_of));
    return hex({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

Result<SignInAnswer> sign_in(Installation& installation, const SignInRequest& request) {
    TRY_ASSIGN(const auto candidate, find_candidate(installation, request));
    TRY_ASSIGN(const bool right, is_right(installation, candidate, request.password));
    if (!right) {
        note_refusal(installation, request, candidate.user);
        return wrong_name_or_password();
    }
    TRY_ASSIGN(const auto dearer_hash, make_dearer(installation, candidate.hash, request.password));
    return SignIn(installation, request, candidate).end(dearer_hash);
}

Result<SignedIn> confirm_fresh(Installation& installation, const SignedIn& who, std::string_view password) {
    TRY(confirm(installation, who, password));
    const auto now = installation.clock().now();
    return installation.store().edit_staff([&](StaffBook& book) -> Result<SignedIn> {
        book.note_authenticated(who.session.id, now);
        SignedIn confirmed = who;
        confirmed.session.authenticated = now;
        return confirmed;
    });
}

Result<void> change_own_password(Installation& installation, const SignedIn& who, std::string_view current,
                                 std::string_view password) {
    TRY(staff::check_password(password));
    TRY_ASSIGN(const auto before, confirm(installation, who, current));
    TRY_ASSIGN(const auto hash, hash_new_password(installation, password));
    return installation.store().edit_staff([&](StaffBook& book) -> Result<void> {
        if (book.password_hash(who.user.id) != before) {
            return fail(Code::Conflict, "Your password was changed meanwhile. Sign in with the new one.");
        }
        book.put_password_hash(who.user.id, hash);
        book.remove_sessions(who.user.id, who.session.id);
        book.note_authenticated(who.session.id, installation.clock().now());
        note(installation, book, who.actor(), {.action = "user.password", .record = who.user.name});
        return {};
    });
}

} // namespace muster::app
