#include <stdexcept>

#include "store_fixture.hpp"

namespace muster::store {
namespace {

using namespace std::chrono_literals;
using staff::StaffBook;

class StaffBooks : public StoreTest {
  protected:
    static staff::User a_user(const std::string& id, const std::string& name) {
        staff::User user;
        user.id = id;
        user.name = name;
        user.role = staff::Role::Operator;
        user.created = FakeClock::kStart;
        return user;
    }
    static staff::Session a_session(const std::string& id, const std::string& user_id, Instant now) {
        return {id, user_id, now, now, now, "192.0.2.1", "Firefox"};
    }
};

TEST_F(StaffBooks, KeepAUserAsItIs) {
    const auto store = open();
    const auto main = store->add_database("Main").value();
    auto ana = a_user("u1", "Ana");
    ana.scope.databases = {main.number};
    store->change_staff([&](StaffBook& book) { book.add_user(ana, "hash 1"); });
    const auto again = open();
    const auto looked = again->read_staff([&](StaffBook& book) {
        EXPECT_EQ(book.users(), std::vector{ana});
        EXPECT_EQ(book.find_user("u1"), ana);
        EXPECT_EQ(book.find_user_named(" ANA "), ana);
        EXPECT_FALSE(book.find_user("u2"));
        EXPECT_FALSE(book.find_user_named("u1"));
        EXPECT_EQ(book.password_hash("u1"), "hash 1");
        EXPECT_EQ(book.password_hash("u2"), "");
        return true;
    });
    EXPECT_TRUE(looked);
}

TEST_F(StaffBooks, UndoWhatEndsInAnError) {
    const auto store = open();
    const auto done = store->edit_staff([&](StaffBook& book) -> Result<void> {
        book.add_user(a_user("u1", "Ana"), "hash");
        return fail(Code::Invalid, "no");
    });
    EXPECT_FALSE(done);
    EXPECT_TRUE(store->read_staff([](StaffBook& book) { return book.users(); }).empty());
}

TEST_F(StaffBooks, CannotBeWrittenToWhileReading) {
    const auto store = open();
    const auto remove = [](StaffBook& book) {
        book.remove_user("u1");
        return true;
    };
    EXPECT_THROW((void)store->read_staff(remove), std::logic_error);
}

TEST_F(StaffBooks, SealTheSecretOfASecondFactor) {
    const std::string secret = "12345678901234567890";
    {
        const auto store = open();
        store->change_staff([&](StaffBook& book) {
            book.add_user(a_user("u1", "Ana"), "hash");
            book.add_user(a_user("u2", "Ben"), "hash");
            book.put_second_factor("u1", {secret, false, -1});
            EXPECT_FALSE(book.find_user("u1")->has_second_factor);
            book.put_second_factor("u1", {secret, true, 17});
            EXPECT_TRUE(book.find_user("u1")->has_second_factor);
            const auto factor = book.second_factor("u1");
            EXPECT_EQ(factor->secret, secret);
            EXPECT_TRUE(factor->is_confirmed);
            EXPECT_EQ(factor->last_step, 17);
            EXPECT_FALSE(book.second_factor("u2"));
        });
    }
    EXPECT_EQ(test::bytes_of(folder_).find(secret), std::string::npos);
}

TEST_F(StaffBooks, TakeARecoveryCodeOnceAndFromItsUserOnly) {
    const auto store = open();
    store->change_staff([&](StaffBook& book) {
        book.add_user(a_user("u1", "Ana"), "hash");
        book.add_user(a_user("u2", "Ben"), "hash");
        book.put_recovery_codes("u1", {"d1", "d2"});
        EXPECT_FALSE(book.take_recovery_code("u2", "d1"));
        EXPECT_TRUE(book.take_recovery_code("u1", "d1"));
        EXPECT_FALSE(book.take_recovery_code("u1", "d1"));
        book.put_recovery_codes("u1", {"d3"});
        EXPECT_FALSE(book.take_recovery_code("u1", "d2"));
        book.remove_second_factor("u1");
        EXPECT_FALSE(book.take_recovery_code("u1", "d3"));
    });
}

TEST_F(StaffBooks, ForgetEverythingOfARemovedUser) {
    const auto store = open();
    const auto main = store->add_database("Main").value();
    auto ana = a_user("u1", "Ana");
    ana.scope.databases = {main.number};
    store->change_staff([&](StaffBook& book) {
        book.add_user(ana, "hash");
        book.put_second_factor("u1", {"secret", true, 1});
        book.put_recovery_codes("u1", {"d1"});
        book.add_session(a_session("s1", "u1", FakeClock::kStart), "t1");
        book.add_link({staff::LinkKind::SignIn, "u1", FakeClock::kStart + 1h}, "t2");
        book.put_signed_in_at("home", "u1", FakeClock::kStart);
        book.remove_user("u1");
    });
    store->change_staff([&](StaffBook& book) {
        EXPECT_TRUE(book.users().empty());
        EXPECT_FALSE(book.find_session("t1"));
        EXPECT_FALSE(book.find_link("t2"));
        EXPECT_FALSE(book.signed_in_at("home"));
        book.add_user(a_user("u1", "Ana"), "hash"); // even under the same id
        EXPECT_FALSE(book.second_factor("u1"));
        EXPECT_FALSE(book.take_recovery_code("u1", "d1"));
        EXPECT_TRUE(book.find_user("u1")->scope.databases.empty());
    });
}

TEST_F(StaffBooks, SweepWhatIsOverAndNothingElse) {
    const auto store = open();
    const auto now = FakeClock::kStart;
    store->change_staff([&](StaffBook& book) {
        book.add_user(a_user("u1", "Ana"), "hash");
        auto idle = a_session("s1", "u1", now - 60min);
        auto old = a_session("s2", "u1", now - 12h);
        old.last_seen = now;
        auto alive = a_session("s3", "u1", now - 59min);
        book.add_session(idle, "t1");
        book.add_session(old, "t2");
        book.add_session(alive, "t3");
        book.add_link({staff::LinkKind::SignIn, "u1", now}, "l1");
        book.add_link({staff::LinkKind::SignIn, "u1", now + 1us}, "l2");
        book.put_attempts("a1", {9, now - 15min});
        book.put_attempts("a2", {9, now - 14min});
        book.put_signed_in_at("h1", "u1", now - 90 * 24h);
        book.put_signed_in_at("h2", "u1", now - 89 * 24h);
        book.sweep(now);
        EXPECT_FALSE(book.find_session("t1"));
        EXPECT_FALSE(book.find_session("t2"));
        EXPECT_EQ(book.find_session("t3"), alive);
        EXPECT_FALSE(book.find_link("l1"));
        EXPECT_TRUE(book.find_link("l2"));
        EXPECT_EQ(book.attempts("a1"), staff::Attempts{});
        EXPECT_EQ(book.attempts("a2"), (staff::Attempts{9, now - 14min}));
        EXPECT_FALSE(book.signed_in_at("h1"));
        EXPECT_EQ(book.signed_in_at("h2"), now - 89 * 24h);
    });
}

TEST_F(StaffBooks, ReadAtMost500EntriesOfTheLogAtOnce) {
    const auto store = open();
    store->change_staff([&](StaffBook& book) {
        for (int i = 0; i < 501; ++i) {
            book.add_entry({"e" + std::to_string(1000 + i), FakeClock::kStart, {}, {.action = "rep.set"}});
        }
    });
    const auto page = store->read_staff([](StaffBook& book) { return book.entries({}, {.limit = 100'000}); });
    EXPECT_EQ(page.total, 501);
    EXPECT_EQ(page.entries.size(), 500U);
    EXPECT_EQ(page.entries.front().id, "e1500");
    EXPECT_TRUE(store->read_staff([](StaffBook& book) { return book.entries({}, {.limit = -1}); }).entries.empty());
}

} // namespace
} // namespace muster::store
