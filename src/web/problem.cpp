#include "web/problem.hpp"

#include <fmt/format.h>

namespace muster::web {

namespace {

struct KindRow {
    std::string_view word;
    int status;
    std::string_view title;
};

KindRow row_of(ProblemKind kind) {
    switch (kind) {
    case ProblemKind::SignIn:
        return {"sign-in", 401, "Sign in"};
    case ProblemKind::SecondFactor:
        return {"second-factor", 401, "The second factor is needed"};
    case ProblemKind::FreshSignIn:
        return {"fresh-sign-in", 403, "The password is needed once more"};
    case ProblemKind::NotAllowed:
        return {"not-allowed", 403, "Not allowed"};
    case ProblemKind::NotFound:
        return {"not-found", 404, "Not found"};
    case ProblemKind::Invalid:
        return {"invalid", 422, "Something is not right"};
    case ProblemKind::Malformed:
        return {"invalid", 400, "The request is not understood"};
    case ProblemKind::Conflict:
        return {"conflict", 409, "It is there already"};
    case ProblemKind::Changed:
        return {"changed", 409, "Somebody changed it meanwhile"};
    case ProblemKind::Busy:
        return {"busy", 409, "Somebody else is at it"};
    case ProblemKind::FirstRunNeedsPreview:
        return {"first-run-needs-preview", 409, "The first run needs a preview"};
    case ProblemKind::UndoNeedsPreview:
        return {"undo-needs-preview", 409, "An undo needs a preview"};
    case ProblemKind::NotConnected:
        return {"not-connected", 409, "Not connected"};
    case ProblemKind::WrongOrigin:
        return {"wrong-origin", 403, "Refused: it came from another site"};
    case ProblemKind::WrongMethod:
        return {"wrong-method", 405, "Not possible here"};
    case ProblemKind::WrongType:
        return {"wrong-type", 415, "Another kind of content is needed"};
    case ProblemKind::TooMany:
        return {"too-many", 429, "Too many attempts"};
    case ProblemKind::TooLarge:
        return {"too-large", 413, "Too large"};
    case ProblemKind::Unavailable:
        return {"unavailable", 503, "Not possible just now"};
    case ProblemKind::Failed:
        break;
    }
    return {"failed", 500, "It failed"};
}

ProblemKind kind_for(Code code) {
    switch (code) {
    case Code::Invalid:
        return ProblemKind::Invalid;
    case Code::NotFound:
        return ProblemKind::NotFound;
    case Code::Conflict:
        return ProblemKind::Conflict;
    case Code::Busy:
        return ProblemKind::Busy;
    case Code::NotAllowed:
        return ProblemKind::NotAllowed;
    case Code::Unavailable:
    case Code::Cancelled:
        return ProblemKind::Unavailable;
    case Code::Failed:
        break;
    }
    return ProblemKind::Failed;
}

} // namespace

std::string_view to_text(ProblemKind kind) { return row_of(kind).word; }
int status_of(ProblemKind kind) { return row_of(kind).status; }

Problem::Problem(Error error) : kind(kind_for(error.code)), detail(std::move(error.message)) {}

net::Response to_response(const Problem& problem) { return to_response(problem, status_of(problem.kind)); }

net::Response to_response(const Problem& problem, int status) {
    const KindRow row = row_of(problem.kind);
    json::Writer writer;
    writer.object()
        .member("type", fmt::format("/problems/{}", row.word))
        .member("title", row.title)
        .member("status", status)
        .member("detail", problem.detail);
    if (!problem.errors.empty()) {
        writer.key("errors").array();
        for (const auto& error : problem.errors) {
            writer.object().member("pointer", error.pointer).member("message", error.message).end();
        }
        writer.end();
    }
    net::Response response{.status = status, .headers = {}, .body = writer.end().take()};
    response.headers.add("Content-Type", "application/problem+json");
    if (status == 401) { // RFC 9110, 15.5.2; a scheme that no browser asks people about
        response.headers.add("WWW-Authenticate", "Session realm=\"Muster\"");
    }
    return response;
}

} // namespace muster::web
