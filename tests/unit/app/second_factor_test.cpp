#include <chrono>

#include "staff/one_time_codes.hpp"
#include "staff_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;

class SecondFactors : public StaffTest {
  protected:
    SecondFactors() { add("Ana"); }

    SignedIn ana() { return *authenticate(*installation_, enter("Ana").token); }
    /// What Ana's authenticator shows now.
    std::string shown() {
        const auto factor =
            installation_->store()
                .read_staff([](staff::StaffBook& book) { return book.second_factor(book.users().front().id); })
                .value();
        return staff::code_at(factor.secret, to_micros(clock_.now()) / 30'000'000);
    }
    /// Sets it up; its recovery codes. The code that is shown now is used up.
    std::vector<std::string> set_up_factor() {
        const auto who = ana();
        EXPECT_TRUE(begin_second_factor(*installation_, who));
        return confirm_second_factor(*installation_, who, shown()).value();
    }
};

TEST_F(SecondFactors, AreAskedForOnceTheyAreConfirmed) {
    const auto who = ana();
    const auto enrolment = begin_second_factor(*installation_, who);
    ASSERT_TRUE(enrolment);
    EXPECT_EQ(enrolment->secret.size(), 32U);
    EXPECT_TRUE(enrolment->url.starts_with("otpauth://totp/Muster:Ana?secret=" + enrolment->secret + "&"));
    EXPECT_TRUE(try_sign_in("Ana", kPassword).value().session); // not confirmed yet
    EXPECT_EQ(code_of(confirm_second_factor(*installation_, who, "000000")), Code::Invalid);
    EXPECT_EQ(confirm_second_factor(*installation_, who, shown()).value().size(), 8U);
    EXPECT_TRUE(find_user(*installation_, "Ana").value().has_second_factor);

    const auto without_code = try_sign_in("Ana", kPassword);
    ASSERT_TRUE(without_code);
    EXPECT_FALSE(without_code->session);
    clock_.advance(30s);
    EXPECT_TRUE(try_sign_in("Ana", kPassword, shown()).value().session);
}

TEST_F(SecondFactors, AreNotAskedForBeforeThePasswordIsRight) {
    set_up_factor();
    clock_.advance(30s);
    EXPECT_EQ(refusal(try_sign_in("Ana", "wrong password")), "The name or the password is not right.");
    EXPECT_EQ(refusal(try_sign_in("Ana", "wrong password", shown())), "The name or the password is not right.");
}

TEST_F(SecondFactors, TakeNoCodeTwice) {
    set_up_factor();
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword, shown())), Code::NotAllowed); // it has confirmed the factor
    clock_.advance(30s);
    const auto code = shown();
    EXPECT_TRUE(try_sign_in("Ana", kPassword, code));
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword, code)), Code::NotAllowed);
    const auto other = open();
    EXPECT_EQ(code_of(sign_in(*other, {"Ana", kPassword, code, {"192.0.2.1", ""}})), Code::NotAllowed);
}

TEST_F(SecondFactors, CountWrongCodesAsFailures) {
    set_up_factor();
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(code_of(try_sign_in("Ana", kPassword, "000000")), Code::NotAllowed);
        EXPECT_FALSE(i < 4 && !try_sign_in("Ana", kPassword)) << "the password alone begins no new count";
    }
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword)), Code::Busy);
    clock_.advance(30s);
    EXPECT_TRUE(try_sign_in("Ana", kPassword, shown()));
}

TEST_F(SecondFactors, ComeWithRecoveryCodesThatCountOnceEach) {
    const auto codes = set_up_factor();
    EXPECT_TRUE(try_sign_in("Ana", kPassword, codes[3]).value().session);
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword, codes[3])), Code::NotAllowed);
    EXPECT_TRUE(try_sign_in("Ana", kPassword, ascii_lower(codes[4])).value().session);
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword, "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA")), Code::NotAllowed);
}

TEST_F(SecondFactors, AreTakenOffByWhoeverMay) {
    const auto codes = set_up_factor();
    ASSERT_TRUE(remove_second_factor(*installation_, kConsole, "Ana"));
    EXPECT_FALSE(find_user(*installation_, "Ana").value().has_second_factor);
    EXPECT_TRUE(try_sign_in("Ana", kPassword).value().session);
    ASSERT_TRUE(remove_second_factor(*installation_, kConsole, "Ana")); // there is none
    clock_.advance(30s);
    set_up_factor();
    EXPECT_EQ(code_of(try_sign_in("Ana", kPassword, codes[0])), Code::NotAllowed) << "a code of the one before";
}

TEST_F(SecondFactors, AreNotReplacedWhileTheyAreInForce) {
    const auto who = ana();
    EXPECT_EQ(code_of(confirm_second_factor(*installation_, who, "000000")), Code::Invalid); // none was begun
    const auto first = begin_second_factor(*installation_, who).value();
    const auto second = begin_second_factor(*installation_, who).value();
    EXPECT_NE(first.secret, second.secret);
    ASSERT_TRUE(confirm_second_factor(*installation_, who, shown()));
    EXPECT_EQ(code_of(begin_second_factor(*installation_, who)), Code::Conflict);
    EXPECT_EQ(code_of(confirm_second_factor(*installation_, who, shown())), Code::Invalid);
}

} // namespace
} // namespace muster::app
