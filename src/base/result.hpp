#pragma once

// Errors as values: what a caller can do something about comes back as Result<T>; what nobody below the top can
// handle (a lost store, no memory, a programmer's mistake) is thrown and caught once per command, request, job or
// thread.

#include <string>
#include <string_view>
#include <utility>

#include <tl/expected.hpp>

namespace muster {

/// What the caller can do about an error, never where it came from.
enum class Code {
    Invalid,     ///< the input is wrong; the message says where and what is right (exit code 2)
    NotFound,    ///< the named thing does not exist (exit code 2)
    Conflict,    ///< it exists already, or belongs to somebody else
    Busy,        ///< somebody else is at it just now; the message says who and since when (exit code 7)
    NotAllowed,  ///< refused by the other side or by a rule
    Unavailable, ///< may work later: network, disk full, database locked
    Cancelled,   ///< a person stopped it (exit code 130)
    Failed,      ///< anything else; final
};

/// An error for the person who reads it: a whole sentence with the value and the next step, never a secret.
struct Error {
    Code code = Code::Failed;
    std::string message;

    /// The same error with context put in front: "members.csv: line 3: …".
    [[nodiscard]] Error prefixed(std::string_view context) const {
        return Error{code, std::string(context) + ": " + message};
    }
};

template <class T>
using Result = tl::expected<T, Error>;

[[nodiscard]] inline tl::unexpected<Error> fail(Code code, std::string message) {
    return tl::unexpected(Error{code, std::move(message)});
}

} // namespace muster

#define MUSTER_JOIN_(a, b) a##b
#define MUSTER_JOIN(a, b) MUSTER_JOIN_(a, b)

/// Returns the error of `expression` from this function, or goes on.
#define TRY(expression)                                                                                            \
    do {                                                                                                           \
        if (auto try_result_ = (expression); !try_result_) {                                                       \
            return tl::unexpected(std::move(try_result_).error());                                                 \
        }                                                                                                          \
    } while (false)

/// TRY_ASSIGN(auto x, f()): returns the error of f(), or binds its value.
#define TRY_ASSIGN(declaration, expression) TRY_ASSIGN_(MUSTER_JOIN(try_result_, __LINE__), declaration, expression)
#define TRY_ASSIGN_(temporary, declaration, expression)                                                            \
    auto temporary = (expression);                                                                                 \
    if (!temporary) {                                                                                              \
        return tl::unexpected(std::move(temporary).error());                                                       \
    }                                                                                                              \
    declaration = std::move(*temporary)
