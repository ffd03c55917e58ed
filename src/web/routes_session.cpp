// Signing in and out, and what a person does with an own account.

#include "app/sign_in.hpp"
#include "app/staff.hpp"
#include "web/call.hpp"
#include "web/present.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestName = 100;
constexpr std::size_t kLongestPassword = 512; // more than is taken: whoever has a longer one is told so
constexpr std::size_t kLongestCode = 40;
constexpr std::size_t kLongestToken = 200;

net::Response session_answer(Call& call, const app::SignedIn& who) {
    json::Writer writer;
    write_session(writer, call, who);
    return json_answer(writer);
}

net::Response begin_session(Call& call, const app::NewSession& session) {
    if (call.signed_in()) {
        app::sign_out(call.installation(), *call.signed_in()); // a browser has one session
    }
    call.set_cookie(session.token);
    return session_answer(call, session.who);
}

/// Who guesses wrong is told what a wrong name is told; who guesses too often waits.
Problem refused_password(const Error& error, ProblemKind kind) {
    if (error.code == Code::NotAllowed) {
        return {kind, error.message};
    }
    return error.code == Code::Busy ? Problem(ProblemKind::TooMany, error.message) : Problem(error);
}

Answer get_setup(Call& call) {
    json::Writer writer;
    writer.object()
        .member("needs_administrator", app::needs_first_administrator(call.installation()))
        .member("version", MUSTER_VERSION)
        .end();
    return json_answer(writer);
}

Answer set_up(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"token", "name", "password"});
    const auto token = fields.required_text("token", kLongestToken);
    const auto name = fields.required_text("name", kLongestName);
    const auto password = fields.required_text("password", kLongestPassword);
    TRY(body.check());
    TRY_ASSIGN(const auto session, app::set_up(call.installation(), token, name, password, call.visitor()));
    return begin_session(call, session);
}

Answer get_session(Call& call) { return session_answer(call, call.who()); }

Answer sign_in(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"name", "password", "code"});
    app::SignInRequest request{.name = fields.required_text("name", kLongestName),
                               .password = fields.required_text("password", kLongestPassword),
                               .code = fields.text("code", kLongestCode).value_or(""),
                               .from = call.visitor()};
    TRY(body.check());
    const auto answer = app::sign_in(call.installation(), request);
    if (!answer) {
        return tl::unexpected(refused_password(answer.error(), ProblemKind::SignIn));
    }
    if (!answer->session) {
        return refuse(ProblemKind::SecondFactor,
                      "Enter the code that your authenticator shows, or a recovery code.");
    }
    return begin_session(call, *answer->session);
}

Answer sign_out(Call& call) {
    app::sign_out(call.installation(), call.who());
    call.set_cookie("");
    return no_content();
}

Answer sign_in_by_link(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const auto token = Fields(body.root(), {"token"}).required_text("token", kLongestToken);
    TRY(body.check());
    TRY_ASSIGN(const auto session, app::sign_in_by_link(call.installation(), token, call.visitor()));
    return begin_session(call, session);
}

Answer freshen_session(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const auto password = Fields(body.root(), {"password"}).required_text("password", kLongestPassword);
    TRY(body.check());
    const auto who = app::confirm_fresh(call.installation(), call.who(), password);
    if (!who) {
        return tl::unexpected(refused_password(who.error(), ProblemKind::FreshSignIn));
    }
    return session_answer(call, *who);
}

Answer change_own_password(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"current", "password"});
    const auto current = fields.required_text("current", kLongestPassword);
    const auto password = fields.required_text("password", kLongestPassword);
    TRY(body.check());
    const auto changed = app::change_own_password(call.installation(), call.who(), current, password);
    if (!changed) {
        Problem problem = refused_password(changed.error(), ProblemKind::Invalid);
        if (problem.kind == ProblemKind::Invalid) {
            const bool is_current = changed.error().code == Code::NotAllowed;
            problem.errors = {{is_current ? "/current" : "/password", changed.error().message}};
        }
        return tl::unexpected(std::move(problem));
    }
    return no_content();
}

Answer begin_second_factor(Call& call) {
    TRY_ASSIGN(const auto enrolment, app::begin_second_factor(call.installation(), call.who()));
    json::Writer writer;
    writer.object().member("secret", enrolment.secret).member("url", enrolment.url).end();
    return json_answer(writer);
}

Answer confirm_second_factor(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const auto code = Fields(body.root(), {"code"}).required_text("code", kLongestCode);
    TRY(body.check());
    const auto codes = app::confirm_second_factor(call.installation(), call.who(), code);
    if (!codes) {
        return tl::unexpected(refused_password(codes.error(), ProblemKind::Invalid));
    }
    json::Writer writer;
    writer.object().member("recovery_codes", *codes).end();
    return json_answer(writer);
}

Answer remove_second_factor(Call& call) {
    TRY(app::remove_second_factor(call.installation(), call.who().actor(), call.who().user.name));
    return no_content();
}

} // namespace

std::vector<Route> session_routes() {
    using enum Access;
    using enum Content;
    return {
        {"GET", "/setup", "getSetup", Public, get_setup},
        {"POST", "/setup", "setUp", Public, set_up, "", Json},
        {"GET", "/session", "getSession", SignedIn, get_session},
        {"POST", "/session", "signIn", Public, sign_in, "", Json},
        {"DELETE", "/session", "signOut", SignedIn, sign_out},
        {"POST", "/session/link", "signInByLink", Public, sign_in_by_link, "", Json},
        {"POST", "/session/fresh", "freshenSession", SignedIn, freshen_session, "", Json},
        {"PUT", "/session/password", "changeOwnPassword", SignedIn, change_own_password, "", Json},
        {"POST", "/session/second-factor", "beginSecondFactor", SignedIn, begin_second_factor, "", None,
         FreshSignIn::Always},
        {"PUT", "/session/second-factor", "confirmSecondFactor", SignedIn, confirm_second_factor, "", Json},
        {"DELETE", "/session/second-factor", "removeSecondFactor", SignedIn, remove_second_factor, "", None,
         FreshSignIn::Always},
    };
}

} // namespace muster::web
