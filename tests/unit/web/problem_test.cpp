#include "web/problem.hpp"

#include <gtest/gtest.h>

namespace muster::web {
namespace {

TEST(Problem, IsADocumentOfRfc9457WithASentence) {
    const auto response = to_response({ProblemKind::NotFound, "There is no run \"7\"."});
    EXPECT_EQ(response.status, 404);
    EXPECT_EQ(response.headers.get("Content-Type"), "application/problem+json");
    EXPECT_EQ(response.body, R"({"type":"/problems/not-found","title":"Not found","status":404,)"
                             R"("detail":"There is no run \"7\"."})");
}

TEST(Problem, NamesThePlaces) {
    const auto response = to_response(
        {ProblemKind::Invalid, "/name: A text is missing here.", {{"/name", "A text is missing here."}}});
    EXPECT_EQ(response.status, 422);
    EXPECT_NE(response.body.find(R"("errors":[{"pointer":"/name","message":"A text is missing here."}])"),
              std::string::npos)
        << response.body;
}

TEST(Problem, FollowsFromTheCodeOfAnError) {
    struct Case {
        Code code;
        int status;
        std::string_view word;
    };
    for (const auto& [code, status, word] : {
             Case{Code::Invalid, 422, "invalid"},
             Case{Code::NotFound, 404, "not-found"},
             Case{Code::Conflict, 409, "conflict"},
             Case{Code::Busy, 409, "busy"},
             Case{Code::NotAllowed, 403, "not-allowed"},
             Case{Code::Unavailable, 503, "unavailable"},
             Case{Code::Cancelled, 503, "unavailable"},
             Case{Code::Failed, 500, "failed"},
         }) {
        const Problem problem(Error{code, "So it is."});
        EXPECT_EQ(to_text(problem.kind), word);
        EXPECT_EQ(status_of(problem.kind), status);
        EXPECT_EQ(problem.detail, "So it is.");
    }
}

TEST(Problem, TellsABrowserThatASignInIsWanted) {
    EXPECT_EQ(to_response({ProblemKind::SignIn, "Sign in first."}).headers.get("WWW-Authenticate"),
              "Session realm=\"Muster\"");
    EXPECT_EQ(to_response({ProblemKind::NotAllowed, "No."}).headers.get("WWW-Authenticate"), std::nullopt);
}

} // namespace
} // namespace muster::web
