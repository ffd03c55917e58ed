#pragma once

// What goes wrong, as the API tells it: a problem document (RFC 9457) whose detail is a whole sentence for people.

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/result.hpp"
#include "net/http.hpp"

namespace muster::web {

/// What the caller can do about it; the last part of the document's `type`.
enum class ProblemKind {
    SignIn,       ///< nobody is signed in, or name and password do not fit
    SecondFactor, ///< the code of the second factor is asked for
    FreshSignIn,  ///< the password is asked for once more
    NotAllowed,
    NotFound,
    Invalid,   ///< understood, and not right; `errors` say where
    Malformed, ///< not understood at all; told as invalid
    Conflict,
    Changed, ///< somebody else changed it since it was read
    Busy,
    FirstRunNeedsPreview,
    UndoNeedsPreview,
    NotConnected,
    WrongOrigin, ///< the request came from another site, or for another one
    WrongMethod,
    WrongType,
    TooMany,
    TooLarge,
    Unavailable,
    Failed,
};
[[nodiscard]] std::string_view to_text(ProblemKind kind);
[[nodiscard]] int status_of(ProblemKind kind);

struct Problem {
    Problem(ProblemKind what, std::string sentence, json::Problems places = {})
        : kind(what), detail(std::move(sentence)), errors(std::move(places)) {}
    /// By the error's code; the message is for people anyway.
    Problem(Error error); // NOLINT(google-explicit-constructor): TRY passes errors of the use cases on

    ProblemKind kind;
    std::string detail;
    json::Problems errors; ///< each with a JSON pointer into the body, or "?name" for a query parameter
};

/// A value, or what to tell instead.
template <class T>
using Checked = tl::expected<T, Problem>;

[[nodiscard]] inline tl::unexpected<Problem> refuse(ProblemKind kind, std::string detail) {
    return tl::unexpected(Problem(kind, std::move(detail)));
}

[[nodiscard]] net::Response to_response(const Problem& problem);
/// With a status that says it more exactly than the kind's own.
[[nodiscard]] net::Response to_response(const Problem& problem, int status);

} // namespace muster::web
