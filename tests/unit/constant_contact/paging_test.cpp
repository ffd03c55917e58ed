#include "constant_contact/paging.hpp"

#include <gtest/gtest.h>

namespace muster::constant_contact {
namespace {

constexpr const char* kFirst = "https://api.cc.email/v3/contacts?status=all&limit=500";

TEST(PageTrail, FollowsAPathOnTheSameHost) {
    PageTrail trail(kFirst);
    EXPECT_EQ(trail.url(), kFirst);
    ASSERT_TRUE(trail.follow("/v3/contacts?cursor=bGltaXQ9NTAw"));
    EXPECT_EQ(trail.url(), "https://api.cc.email/v3/contacts?cursor=bGltaXQ9NTAw");
    ASSERT_TRUE(trail.follow("/v3/contacts?cursor=second"));
    EXPECT_EQ(trail.url(), "https://api.cc.email/v3/contacts?cursor=second");
}

TEST(PageTrail, FollowsAWholeAddressOfTheSameOrigin) {
    PageTrail trail(kFirst);
    ASSERT_TRUE(trail.follow("https://api.cc.email/v3/contacts?cursor=x"));
    EXPECT_EQ(trail.url(), "https://api.cc.email/v3/contacts?cursor=x");
    PageTrail local("http://127.0.0.1:8900/v3/contacts?limit=1");
    ASSERT_TRUE(local.follow("http://127.0.0.1:8900/v3/contacts?cursor=x"));
}

TEST(PageTrail, RefusesEveryLinkThatLeadsAway) {
    for (const char* href : {"https://evil.example/v3/contacts?cursor=x",
                             "http://api.cc.email/v3/contacts?cursor=x",
                             "https://api.cc.email:8443/v3/contacts?cursor=x",
                             "https://api.cc.email.evil.example/v3/contacts?cursor=x",
                             "https://user@api.cc.email/v3/contacts?cursor=x",
                             "https://api.cc.email@evil.example/v3/contacts?cursor=x",
                             "//evil.example/v3/contacts?cursor=x",
                             "/v3/contact_lists?cursor=x",
                             "/v3/contacts/../contact_lists?cursor=x",
                             "/v3/contacts/sign_up_form",
                             "/contacts?cursor=x",
                             "contacts?cursor=x",
                             "?cursor=x",
                             "javascript:alert(1)",
                             "file:///etc/passwd",
                             "/v3/contacts?cursor=a b",
                             "/v3/contacts?cursor=a\r\nX: y",
                             "/v3/contacts\\?cursor=x",
                             "/v3/contacts?cursor=x#y",
                             "/v3/contacts%2f?cursor=x"}) {
        PageTrail trail(kFirst);
        EXPECT_FALSE(trail.follow(href)) << href;
        EXPECT_EQ(trail.url(), kFirst) << href;
    }
}

TEST(PageTrail, RefusesAPageThatWasReadAlready) {
    PageTrail trail(kFirst);
    EXPECT_FALSE(trail.follow("/v3/contacts?status=all&limit=500"));
    ASSERT_TRUE(trail.follow("/v3/contacts?cursor=a"));
    EXPECT_FALSE(trail.follow("/v3/contacts?cursor=a"));
    ASSERT_TRUE(trail.follow("/v3/contacts?cursor=b"));
    EXPECT_FALSE(trail.follow("https://api.cc.email/v3/contacts?cursor=a")) << "a circle of two pages";
}

TEST(PageTrail, RefusesALinkWithoutEndAndPagesWithoutEnd) {
    PageTrail trail(kFirst);
    EXPECT_FALSE(trail.follow("/v3/contacts?cursor=" + std::string(PageTrail::kMaxLinkBytes, 'x')));
    for (std::size_t page = 2; page <= PageTrail::kMaxPages; ++page) {
        ASSERT_TRUE(trail.follow("/v3/contacts?cursor=" + std::to_string(page)));
    }
    EXPECT_FALSE(trail.follow("/v3/contacts?cursor=one-more"));
}

} // namespace
} // namespace muster::constant_contact
