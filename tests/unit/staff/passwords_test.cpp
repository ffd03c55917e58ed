#include "staff/passwords.hpp"

#include <algorithm>
#include <string>

#include <gtest/gtest.h>

namespace muster::staff {
namespace {

TEST(Passwords, HaveEightTo128Characters) {
    EXPECT_FALSE(check_password("sevench"));
    EXPECT_TRUE(check_password("eightchr"));
    EXPECT_TRUE(check_password(std::string(128, 'x')));
    EXPECT_FALSE(check_password(std::string(129, 'x')));
    EXPECT_FALSE(check_password(""));
}

TEST(Passwords, CountCharactersAndNotBytes) {
    EXPECT_FALSE(check_password("ñññññññ"));
    EXPECT_TRUE(check_password("ñññññññü"));
    std::string longest;
    for (int i = 0; i < 128; ++i) {
        longest += "ñ";
    }
    EXPECT_TRUE(check_password(longest));
    EXPECT_FALSE(check_password(longest + "ñ"));
}

TEST(Passwords, MayHoldAnyCharacter) {
    EXPECT_TRUE(check_password("        9 blanks"));
    EXPECT_TRUE(check_password("all lower case"));
    EXPECT_TRUE(check_password("\xF0\x9F\x90\xB4\xF0\x9F\x90\xB4 correct"));
    EXPECT_FALSE(check_password("no UTF-8 \xFF\xFE"));
}

TEST(Passwords, AreNoneThatEverybodyTries) {
    for (const auto* common : {"password", "PassWord", "12345678", "qwertyuiop", "iloveyou", "trustno1", "p@ssw0rd",
                               "1qaz2wsx", "baseball", "zxcvbnm."}) {
        const auto checked = check_password(common);
        ASSERT_FALSE(checked) << common;
        EXPECT_EQ(checked.error().code, Code::Invalid);
        EXPECT_EQ(checked.error().message,
                  "This password is one of those that everybody tries first. Choose another one.");
    }
    EXPECT_TRUE(check_password("password and more"));
    EXPECT_TRUE(check_password("my baseball"));
}

TEST(Passwords, TheListOfCommonOnesIsThere) {
    const auto list = common_passwords();
    EXPECT_EQ(std::count(list.begin(), list.end(), '\n'), 11'612); // one before each, and one after the last
    EXPECT_EQ(list.front(), '\n');
    EXPECT_EQ(list.back(), '\n');
}

} // namespace
} // namespace muster::staff
