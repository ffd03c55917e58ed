#include "web/cookie.hpp"

#include <gtest/gtest.h>

namespace muster::web {
namespace {

std::optional<std::string> token_in(std::initializer_list<const char*> cookies, Way way) {
    net::Request request;
    for (const auto* cookie : cookies) {
        request.headers.add("Cookie", cookie);
    }
    return session_cookie(request, way);
}

TEST(SessionCookie, IsBoundToTheHostUnderTls) {
    EXPECT_EQ(set_session_cookie("T", Way::Secure), "__Host-muster=T; Path=/; HttpOnly; SameSite=Lax; Secure");
    EXPECT_EQ(set_session_cookie("T", Way::Plain), "muster=T; Path=/; HttpOnly; SameSite=Lax");
}

TEST(SessionCookie, GoesAwayWithoutAToken) {
    EXPECT_EQ(set_session_cookie("", Way::Secure),
              "__Host-muster=; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=0");
}

TEST(SessionCookie, IsFoundAmongOthers) {
    EXPECT_EQ(token_in({"a=1; muster=T; b=2"}, Way::Plain), "T");
    EXPECT_EQ(token_in({"a=1", "muster=T"}, Way::Plain), "T");
    EXPECT_EQ(token_in({"__Host-muster=S; muster=T"}, Way::Secure), "S");
    EXPECT_EQ(token_in({"muster=T"}, Way::Secure), std::nullopt);
    EXPECT_EQ(token_in({"xmuster=T; muster2=T"}, Way::Plain), std::nullopt);
    EXPECT_EQ(token_in({}, Way::Plain), std::nullopt);
}

TEST(SessionCookie, CountsOnlyIfThereIsOne) {
    EXPECT_EQ(token_in({"muster=T; muster=U"}, Way::Plain), std::nullopt);
    EXPECT_EQ(token_in({"muster=T", "muster=U"}, Way::Plain), std::nullopt);
}

} // namespace
} // namespace muster::web
