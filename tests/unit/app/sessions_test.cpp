// Sessions and one-time links.

#include <chrono>

#include "staff_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;
using staff::Role;

class Sessions : public StaffTest {
  protected:
    /// A request every twenty minutes.
    void stay_active(const NewSession& session, Microseconds duration) {
        const auto until = clock_.now() + duration;
        while (clock_.now() < until) {
            clock_.advance(20min);
            static_cast<void>(is_in(session));
        }
    }
};

TEST_F(Sessions, EndAfterAnHourWithoutARequest) {
    add("Ana");
    const auto session = enter("Ana");
    clock_.advance(59min);
    EXPECT_TRUE(is_in(session));
    clock_.advance(59min);
    EXPECT_TRUE(is_in(session));
    clock_.advance(60min);
    EXPECT_FALSE(is_in(session));
}

TEST_F(Sessions, EndAfterTwelveHoursOfWork) {
    add("Ana");
    const auto session = enter("Ana");
    stay_active(session, 11h + 40min);
    EXPECT_TRUE(is_in(session));
    clock_.advance(20min);
    EXPECT_FALSE(is_in(session));
}

TEST_F(Sessions, EndOnTheServerWhenTheUserSignsOut) {
    add("Ana");
    const auto here = enter("Ana");
    const auto elsewhere = enter("Ana");
    sign_out(*installation_, *authenticate(*installation_, here.token));
    EXPECT_FALSE(is_in(here));
    EXPECT_TRUE(is_in(elsewhere));
}

TEST_F(Sessions, AreListedNewestFirstAndEndedByAnAdministrator) {
    add("Ana");
    add("Ben", Role::Viewer);
    const auto ben = enter("Ben");
    clock_.advance(10min);
    enter("Ana");
    EXPECT_TRUE(is_in(ben));
    const auto all = sessions(*installation_);
    ASSERT_EQ(all.size(), 2U);
    EXPECT_EQ(all[0].user_name, "Ana");
    EXPECT_EQ(all[1].user_name, "Ben");
    EXPECT_EQ(all[1].session.created, FakeClock::kStart);
    EXPECT_EQ(all[1].session.last_seen, FakeClock::kStart + 10min);
    EXPECT_EQ(find_user(*installation_, "Ben").value().last_seen, FakeClock::kStart + 10min);
    ASSERT_TRUE(end_session(*installation_, kConsole, all[1].session.id));
    EXPECT_FALSE(is_in(ben));
    EXPECT_EQ(code_of(end_session(*installation_, kConsole, all[1].session.id)), Code::NotFound);
    EXPECT_EQ(sessions(*installation_).size(), 1U);
}

TEST_F(Sessions, AreNotListedWhenTheyAreOver) {
    add("Ana");
    enter("Ana");
    clock_.advance(60min);
    EXPECT_TRUE(sessions(*installation_).empty());
}

TEST_F(Sessions, OfOneUserEndTogether) {
    add("Ana");
    add("Ben");
    const auto first = enter("Ana");
    const auto second = enter("Ana");
    const auto other = enter("Ben");
    ASSERT_TRUE(end_sessions(*installation_, kConsole, "Ana"));
    EXPECT_FALSE(is_in(first));
    EXPECT_FALSE(is_in(second));
    EXPECT_TRUE(is_in(other));
    EXPECT_EQ(code_of(end_sessions(*installation_, kConsole, "Nobody")), Code::NotFound);
}

TEST_F(Sessions, AreAtMostTwentyOfOneUser) {
    add("Ana");
    add("Ben");
    const auto other = enter("Ben");
    clock_.advance(1s);
    const auto first = enter("Ana");
    clock_.advance(1s);
    const auto second = enter("Ana");
    for (int i = 3; i <= 20; ++i) {
        clock_.advance(1s);
        enter("Ana");
    }
    EXPECT_TRUE(is_in(first));
    clock_.advance(1s);
    const auto last = enter("Ana");
    EXPECT_FALSE(is_in(first));
    EXPECT_TRUE(is_in(second));
    EXPECT_TRUE(is_in(last));
    EXPECT_TRUE(is_in(other));
}

TEST_F(Sessions, KeepABoundedPieceOfWhatTheBrowserCallsItself) {
    add("Ana");
    const auto answer = sign_in(*installation_, {"Ana", kPassword, "", {"192.0.2.1", std::string(5'000, 'x')}});
    EXPECT_EQ(answer.value().session->who.session.agent.size(), 200U);
}

TEST_F(Sessions, CountInEveryProcess) {
    add("Ana");
    const auto session = enter("Ana");
    const auto other = open();
    const auto who = authenticate(*other, session.token);
    ASSERT_TRUE(who);
    sign_out(*other, *who);
    EXPECT_FALSE(is_in(session));
}

// --- One-time links.

class Links : public StaffTest {};

const Visitor kVisitor{"192.0.2.1", "Firefox"};

TEST_F(Links, MakeTheFirstAdministratorOnce) {
    EXPECT_TRUE(needs_first_administrator(*installation_));
    const auto token = make_first_administrator_link(*installation_);
    EXPECT_EQ(token.size(), 22U);
    const auto session = set_up(*installation_, token, "Ana", kPassword, kVisitor);
    ASSERT_TRUE(session) << refusal(session);
    EXPECT_TRUE(is_in(*session));
    EXPECT_TRUE(staff::may_run_installation(session->who.user));
    EXPECT_FALSE(needs_first_administrator(*installation_));
    EXPECT_EQ(code_of(set_up(*installation_, token, "Ben", kPassword, kVisitor)), Code::NotAllowed);
    EXPECT_EQ(list_users(*installation_).size(), 1U);
    EXPECT_EQ(deeds(), std::vector<std::string>{"user.add"});
}

TEST_F(Links, StillCountAfterAPasswordThatWillNotDo) {
    const auto token = make_first_administrator_link(*installation_);
    EXPECT_EQ(code_of(set_up(*installation_, token, "Ana", "password", kVisitor)), Code::Invalid);
    EXPECT_EQ(code_of(set_up(*installation_, token, " ", kPassword, kVisitor)), Code::Invalid);
    EXPECT_TRUE(set_up(*installation_, token, "Ana", kPassword, kVisitor));
}

TEST_F(Links, MakeNoAdministratorWithoutTheTokenThatWasPrintedLast) {
    EXPECT_EQ(code_of(set_up(*installation_, "", "Ana", kPassword, kVisitor)), Code::NotAllowed);
    const auto first = make_first_administrator_link(*installation_);
    const auto second = make_first_administrator_link(*installation_);
    EXPECT_EQ(code_of(set_up(*installation_, first, "Ana", kPassword, kVisitor)), Code::NotAllowed);
    EXPECT_TRUE(set_up(*installation_, second, "Ana", kPassword, kVisitor));
}

TEST_F(Links, MakeNoSecondFirstAdministrator) {
    const auto token = make_first_administrator_link(*installation_);
    add("Ana");
    const auto second = set_up(*installation_, token, "Ben", kPassword, kVisitor);
    EXPECT_EQ(code_of(second), Code::NotAllowed);
    EXPECT_EQ(refusal(second), "There is an administrator already. Sign in.");
}

TEST_F(Links, AreNeededUntilThereIsAnAdministratorOfAllDatabases) {
    add("Ben", Role::Viewer);
    EXPECT_TRUE(needs_first_administrator(*installation_));
    const auto token = make_first_administrator_link(*installation_);
    EXPECT_EQ(code_of(set_up(*installation_, token, "ben", kPassword, kVisitor)), Code::Conflict);
    EXPECT_TRUE(set_up(*installation_, token, "Ana", kPassword, kVisitor));
}

TEST_F(Links, OfTheFirstAdministratorExpireAfterADay) {
    const auto token = make_first_administrator_link(*installation_);
    clock_.advance(24h);
    EXPECT_EQ(code_of(set_up(*installation_, token, "Ana", kPassword, kVisitor)), Code::NotAllowed);
}

TEST_F(Links, SignAUserInOnce) {
    add("Ana");
    EXPECT_EQ(code_of(make_sign_in_link(*installation_, "Nobody")), Code::NotFound);
    const auto token = make_sign_in_link(*installation_, "Ana").value();
    const auto session = sign_in_by_link(*installation_, token, kVisitor);
    ASSERT_TRUE(session) << refusal(session);
    EXPECT_EQ(authenticate(*installation_, session->token)->user.name, "Ana");
    EXPECT_TRUE(is_fresh(*installation_, session->who));
    EXPECT_EQ(code_of(sign_in_by_link(*installation_, token, kVisitor)), Code::NotAllowed);
}

TEST_F(Links, ThatSignInExpireAfterHalfAnHourAndGoWithTheirUser) {
    add("Ana");
    add("Ben");
    const auto late = make_sign_in_link(*installation_, "Ana").value();
    clock_.advance(30min);
    EXPECT_EQ(code_of(sign_in_by_link(*installation_, late, kVisitor)), Code::NotAllowed);
    const auto gone = make_sign_in_link(*installation_, "Ben").value();
    ASSERT_TRUE(remove_user(*installation_, kConsole, "Ben"));
    EXPECT_EQ(code_of(sign_in_by_link(*installation_, gone, kVisitor)), Code::NotAllowed);
}

TEST_F(Links, ServeOnlyTheirOwnPurpose) {
    const auto set_up_token = make_first_administrator_link(*installation_);
    EXPECT_EQ(code_of(sign_in_by_link(*installation_, set_up_token, kVisitor)), Code::NotAllowed);
    add("Ben", Role::Viewer);
    const auto sign_in_token = make_sign_in_link(*installation_, "Ben").value();
    EXPECT_EQ(code_of(set_up(*installation_, sign_in_token, "Ana", kPassword, kVisitor)), Code::NotAllowed);
}

} // namespace
} // namespace muster::app
