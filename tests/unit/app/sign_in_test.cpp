#include "app/sign_in.hpp"

#include <chrono>

#include "staff_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;

class SigningIn : public StaffTest {
  protected:
    void fail_times(int times, const std::string& name, const std::string& address = "192.0.2.1") {
        for (int i = 0; i < times; ++i) {
            EXPECT_EQ(code_of(try_sign_in(name, "wrong password", "", address)), Code::NotAllowed) << i;
        }
    }
};

TEST_F(SigningIn, GivesATokenThatIsTheUsers) {
    const auto ana = add("Ana");
    const auto session = enter("  aNA ");
    EXPECT_EQ(session.token.size(), 22U); // 128 bits in Base64
    const auto who = authenticate(*installation_, session.token);
    ASSERT_TRUE(who);
    EXPECT_EQ(who->user.id, ana.id);
    EXPECT_EQ(who->session.address, "192.0.2.1");
    EXPECT_EQ(who->session.agent, "Firefox");
    EXPECT_EQ(who->actor().name, "Ana");
}

TEST_F(SigningIn, GivesANewTokenEachTime) {
    add("Ana");
    const auto first = enter("Ana");
    const auto second = enter("Ana");
    EXPECT_NE(first.token, second.token);
    EXPECT_TRUE(is_in(first));
    EXPECT_TRUE(is_in(second));
}

TEST_F(SigningIn, SaysTheSameForAWrongPasswordAndAnUnknownName) {
    add("Ana");
    const auto wrong = try_sign_in("Ana", "wrong password");
    const auto unknown = try_sign_in("Nobody", "wrong password");
    EXPECT_EQ(code_of(wrong), Code::NotAllowed);
    EXPECT_EQ(code_of(unknown), Code::NotAllowed);
    EXPECT_EQ(refusal(wrong), "The name or the password is not right.");
    EXPECT_EQ(refusal(unknown), refusal(wrong));
}

TEST_F(SigningIn, ComparesPasswordsToTheLastCharacter) {
    add("Ana");
    EXPECT_FALSE(try_sign_in("Ana", "Correct horse battery"));
    EXPECT_FALSE(try_sign_in("Ana", "correct horse battery "));
    EXPECT_FALSE(try_sign_in("Ana", ""));
}

TEST_F(SigningIn, RefusesATokenThatNobodyHas) {
    add("Ana");
    enter("Ana");
    EXPECT_FALSE(authenticate(*installation_, ""));
    EXPECT_FALSE(authenticate(*installation_, "AAAAAAAAAAAAAAAAAAAAAA"));
}

TEST_F(SigningIn, HashesAnewWhenTheCostHasRisen) {
    add("Ana");
    const auto hash = [&] {
        return installation_->store().read_staff(
            [](staff::StaffBook& book) { return book.password_hash(book.users().front().id); });
    };
    const auto before = hash();
    EXPECT_NE(before.find("m=8,t=1"), std::string::npos) << before;
    enter("Ana");
    EXPECT_EQ(hash(), before);
    installation_ = open({2, 16384});
    enter("Ana");
    EXPECT_NE(hash().find("m=16,t=2"), std::string::npos) << hash();
    installation_ = open(kCheap);
    enter("Ana");
    EXPECT_NE(hash().find("m=16,t=2"), std::string::npos) << "it became cheaper";
}

// --- Guessing.

TEST_F(SigningIn, SlowsGuessesAtAnAccountDownAndLetsTheRightPasswordInAfterTheWait) {
    add("Ana");
    fail_times(5, "Ana");
    const auto slowed = try_sign_in("Ana", kPassword);
    EXPECT_EQ(code_of(slowed), Code::Busy);
    EXPECT_EQ(refusal(slowed), "Too many attempts failed. Try again in 1 second.");
    clock_.advance(999'999us);
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword)), Code::Busy);
    clock_.advance(1us);
    EXPECT_TRUE(try_sign_in("Ana", kPassword));
    EXPECT_EQ(code_of(try_sign_in("Ana", "wrong password")), Code::NotAllowed); // the count began anew
}

TEST_F(SigningIn, NeverLocksAnAccountForLongerThanAMinute) {
    add("Ana");
    fail_times(5, "Ana", "198.51.100.7");
    for (int i = 0; i < 40; ++i) {
        clock_.advance(1min);
        fail_times(1, "Ana", "198.51.100.7");
    }
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword)), Code::Busy);
    clock_.advance(1min);
    EXPECT_TRUE(try_sign_in("Ana", kPassword));
}

TEST_F(SigningIn, SlowsGuessesAtAnUnknownAccountInTheSameWay) {
    add("Ana");
    fail_times(5, "Nobody");
    EXPECT_EQ(refusal(try_sign_in("nobody ", "wrong password")),
              "Too many attempts failed. Try again in 1 second.");
}

TEST_F(SigningIn, SlowsAnAddressDownThatTriesManyAccounts) {
    add("Ana");
    for (int i = 0; i < 20; ++i) {
        fail_times(1, "user " + std::to_string(i), "198.51.100.7");
    }
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword, "", "198.51.100.7")), Code::Busy);
    EXPECT_TRUE(try_sign_in("Ana", kPassword, "", "192.0.2.1"));
    clock_.advance(1s);
    EXPECT_TRUE(try_sign_in("Ana", kPassword, "", "198.51.100.7"));
}

TEST_F(SigningIn, TakesAWholeIpv6NetworkForOneAddress) {
    add("Ana");
    for (int i = 0; i < 20; ++i) {
        fail_times(1, "user " + std::to_string(i), "2001:db8:1:2::" + std::to_string(i));
    }
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword, "", "2001:db8:1:2:ffff::1")), Code::Busy);
    EXPECT_TRUE(try_sign_in("Ana", kPassword, "", "2001:db8:1:3::1"));
}

TEST_F(SigningIn, LetsNoStrangerSlowAPersonDownAtTheUsualAddress) {
    add("Ana");
    enter("Ana");
    fail_times(5, "Ana", "198.51.100.7");
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword, "", "198.51.100.7")), Code::Busy);
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword, "", "203.0.113.1")), Code::Busy);
    EXPECT_TRUE(try_sign_in("Ana", kPassword));
}

TEST_F(SigningIn, SlowsGuessesDownAtTheUsualAddressToo) {
    add("Ana");
    enter("Ana");
    fail_times(5, "Ana");
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword)), Code::Busy);
}

TEST_F(SigningIn, CountsGuessesOfAllProcesses) {
    add("Ana");
    fail_times(5, "Ana");
    const auto other = open();
    EXPECT_EQ(code_of(sign_in(*other, {"Ana", kPassword, "", {"192.0.2.1", ""}})), Code::Busy);
}

TEST_F(SigningIn, LeavesThoseInPeaceWhoAreSignedIn) {
    add("Ana");
    const auto session = enter("Ana");
    fail_times(5, "Ana");
    EXPECT_TRUE(is_in(session));
    const auto who = authenticate(*installation_, session.token);
    EXPECT_TRUE(confirm_fresh(*installation_, *who, kPassword));
}

TEST_F(SigningIn, ForgetsFailuresOfWhichNothingCameForAWhile) {
    add("Ana");
    fail_times(5, "Ana");
    clock_.advance(15min);
    fail_times(5, "Ana");
}

TEST_F(SigningIn, LocksNobodyOutWhenTheClockIsSetBack) {
    add("Ana");
    fail_times(5, "Ana");
    clock_.set(FakeClock::kStart - 24h);
    EXPECT_TRUE(try_sign_in("Ana", kPassword));
}

// --- The password once more.

TEST_F(SigningIn, CountsAsFreshForTenMinutes) {
    add("Ana");
    const auto session = enter("Ana");
    EXPECT_TRUE(is_fresh(*installation_, *authenticate(*installation_, session.token)));
    clock_.advance(10min);
    const auto who = authenticate(*installation_, session.token);
    EXPECT_FALSE(is_fresh(*installation_, *who));
    const auto confirmed = confirm_fresh(*installation_, *who, kPassword);
    ASSERT_TRUE(confirmed);
    EXPECT_TRUE(is_fresh(*installation_, *confirmed));
    EXPECT_TRUE(is_fresh(*installation_, *authenticate(*installation_, session.token)));
}

TEST_F(SigningIn, SlowsGuessesOfThePasswordOfASessionDown) {
    add("Ana");
    const auto session = enter("Ana");
    const auto who = *authenticate(*installation_, session.token);
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(code_of(confirm_fresh(*installation_, who, "wrong password")), Code::NotAllowed);
    }
    EXPECT_EQ(code_of(confirm_fresh(*installation_, who, kPassword)), Code::Busy);
    EXPECT_TRUE(try_sign_in("Ana", kPassword)); // the door is another matter
    clock_.advance(1s);
    EXPECT_TRUE(confirm_fresh(*installation_, who, kPassword));
}

TEST_F(SigningIn, ChangesOnesOwnPasswordAndEndsTheOtherSessions) {
    add("Ana");
    const auto here = enter("Ana");
    const auto elsewhere = enter("Ana");
    const auto who = *authenticate(*installation_, here.token);
    EXPECT_EQ(code_of(change_own_password(*installation_, who, "wrong password", "another password 1")),
              Code::NotAllowed);
    EXPECT_EQ(code_of(change_own_password(*installation_, who, kPassword, "password1")), Code::Invalid);
    EXPECT_TRUE(is_in(elsewhere));
    ASSERT_TRUE(change_own_password(*installation_, who, kPassword, "another password 1"));
    EXPECT_TRUE(is_in(here));
    EXPECT_FALSE(is_in(elsewhere));
    EXPECT_FALSE(try_sign_in("Ana", kPassword));
    EXPECT_TRUE(try_sign_in("Ana", "another password 1"));
}

TEST_F(SigningIn, StandsInTheAuditLogWithWhatFailed) {
    add("Ana");
    clock_.advance(1s);
    fail_times(1, "Ana");
    clock_.advance(1s);
    fail_times(1, "my secret password");
    clock_.advance(1s);
    enter("Ana");
    const auto page = audit_log(*installation_, {.action = "sign_in"}, {});
    ASSERT_EQ(page.entries.size(), 3U);
    EXPECT_EQ(page.entries[0].deed.action, "sign_in");
    EXPECT_EQ(page.entries[0].actor.name, "Ana");
    EXPECT_EQ(page.entries[0].actor.origin, "192.0.2.1");
    EXPECT_EQ(page.entries[1].deed.action, "sign_in.refused");
    EXPECT_EQ(page.entries[1].actor.name, "unknown");
    EXPECT_EQ(page.entries[2].deed.record, "Ana");
    EXPECT_EQ(page.entries[2].deed.details, "password");
}

} // namespace
} // namespace muster::app
