#include "store/notice_queue.hpp"

#include "store_fixture.hpp"

namespace muster::store {
namespace {

using namespace std::chrono_literals;

class NoticeQueueTest : public StoreTest {
  protected:
    NoticeQueueTest() {
        store_ = open();
        database_ = store_->add_database("Main").value();
    }

    static sync::Report a_run(const std::string& run_id, sync::RunState state = sync::RunState::Running) {
        sync::Report report;
        report.run_id = run_id;
        report.database = "Main";
        report.started_by = "Ana Berg";
        report.state = state;
        report.started_at = FakeClock::kStart;
        return report;
    }
    /// A store as the process has it that was killed since.
    std::unique_ptr<Store> open_as_dead_process() {
        auto dead = options();
        dead.process.start_time -= 1; // the number of this process, given out again
        return Store::open(dead).value();
    }
    /// What settle shows; it keeps nothing unless `change` says so.
    NoticeView view(const NoticeChange& change = {}) {
        NoticeView seen;
        store_->notices().settle(database_, [&](const NoticeView& view) {
            seen = view;
            return change;
        });
        return seen;
    }
    void add_notice(std::vector<NewDelivery> deliveries, std::string detail = "It failed.") {
        store_->notices().settle(database_, [&](const NoticeView& view) {
            return NoticeChange{view.problems, {{NoticeKind::RunFailed, "run-1", detail, deliveries}}};
        });
    }
    std::string delivery_states() {
        std::string states;
        for (const auto& record : store_->notices().recent(database_, 100)) {
            for (const auto& delivery : record.deliveries) {
                states += std::string(states.empty() ? "" : " ") + std::string(to_text(delivery.state));
            }
        }
        return states;
    }

    std::unique_ptr<Store> store_;
    DatabaseId database_;
};

TEST_F(NoticeQueueTest, R33_ARunHasItsPlaceBeforeItGoesOnAndKeepsItUntilItIsSettled) {
    const auto journal = store_->journal(database_);
    ASSERT_TRUE(journal->begin(a_run("run-1"), clock_.now()));
    EXPECT_TRUE(view().ended.empty()); // it is going on
    auto finished = a_run("run-1", sync::RunState::CompletedWithIssues);
    finished.totals.refused = 2;
    finished.message = "Two were refused.";
    finished.finished_at = clock_.now() + 1min;
    journal->finish(finished);
    store_ = open(); // the place outlives the process
    const auto seen = view();
    ASSERT_EQ(seen.ended.size(), 1U);
    EXPECT_EQ(seen.database, "Main");
    EXPECT_EQ(seen.ended[0].run_id, "run-1");
    EXPECT_EQ(seen.ended[0].started_by, "Ana Berg");
    EXPECT_EQ(seen.ended[0].state, sync::RunState::CompletedWithIssues);
    EXPECT_EQ(seen.ended[0].refused, 2);
    EXPECT_EQ(seen.ended[0].message, "Two were refused.");
    EXPECT_EQ(seen.ended[0].at, FakeClock::kStart + 1min);
    EXPECT_TRUE(view().ended.empty()); // settled
}

TEST_F(NoticeQueueTest, R33_ARunThatGetsNoPlaceDoesNotBegin) {
    run_sql("ALTER TABLE notice_places RENAME TO taken_away");
    EXPECT_ANY_THROW((void)store_->journal(database_)->begin(a_run("run-1"), clock_.now()));
    EXPECT_TRUE(store_->journal(database_)->runs(10).empty());
    EXPECT_FALSE(store_->running(database_));
}

TEST_F(NoticeQueueTest, APreviewTakesNoPlace) {
    auto preview = a_run("run-1", sync::RunState::Completed);
    preview.preview = true;
    store_->journal(database_)->record(preview);
    EXPECT_TRUE(view().ended.empty());
}

TEST_F(NoticeQueueTest, R33_ARunWhoseProcessDiedHasFailed) {
    ASSERT_TRUE(open_as_dead_process()->journal(database_)->begin(a_run("run-1"), clock_.now()));
    const auto seen = view();
    ASSERT_EQ(seen.ended.size(), 1U);
    EXPECT_EQ(seen.ended[0].state, sync::RunState::Failed);
    EXPECT_NE(seen.ended[0].message.find("its process was stopped"), std::string::npos);
    EXPECT_EQ(store_->show_run("run-1")->state, sync::RunState::Failed);
    EXPECT_TRUE(view().ended.empty());
    EXPECT_TRUE(store_->journal(database_)->begin(a_run("run-2"), clock_.now())) << "the lock is free";
}

TEST_F(NoticeQueueTest, ASlowCallIsNoDeath) {
    ASSERT_TRUE(store_->journal(database_)->begin(a_run("run-1"), clock_.now()));
    clock_.advance(11min); // the lease ran out 9.5 minutes ago
    EXPECT_TRUE(view().ended.empty());
    clock_.advance(1min);
    EXPECT_EQ(view().ended.size(), 1U);
}

TEST_F(NoticeQueueTest, RunsAreShownInTheOrderInWhichTheyBegan) {
    ASSERT_TRUE(open_as_dead_process()->journal(database_)->begin(a_run("run-2"), clock_.now()));
    const auto journal = store_->journal(database_);
    ASSERT_TRUE(journal->begin(a_run("run-1"), clock_.now())); // takes over
    journal->finish(a_run("run-1", sync::RunState::Completed));
    const auto seen = view();
    ASSERT_EQ(seen.ended.size(), 2U);
    EXPECT_EQ(seen.ended[0].run_id, "run-2");
    EXPECT_EQ(seen.ended[0].state, sync::RunState::Failed);
    EXPECT_EQ(seen.ended[1].run_id, "run-1");
}

TEST_F(NoticeQueueTest, ProblemsAreKeptAsTheyWereDecided) {
    const std::vector<OpenProblem> problems{
        {NoticeKind::RunFailed, FakeClock::kStart, "run-1", "It failed."},
        {NoticeKind::GrantLost, FakeClock::kStart + 1h, "", "Refused."},
    };
    (void)view({problems, {}});
    EXPECT_EQ(store_->notices().problems(database_), problems);
    (void)view();
    EXPECT_TRUE(store_->notices().problems(database_).empty());
}

TEST_F(NoticeQueueTest, ADatabaseThatIsGoneHasNothingToSettle) {
    const auto other = store_->add_database("Other").value();
    ASSERT_TRUE(store_->remove_database(other));
    store_->notices().settle(other, [](const NoticeView&) -> NoticeChange { throw std::logic_error("asked"); });
    store_->notices().announce_week(other, 1, std::nullopt);
    EXPECT_TRUE(store_->notices().recent(other, 10).empty());
}

TEST_F(NoticeQueueTest, DatabasesKeepTheirNoticesApart) {
    const auto other = store_->add_database("Other").value();
    add_notice({{Channel::Webhook, ""}});
    (void)view({{{NoticeKind::RunFailed, FakeClock::kStart, "", ""}}, {}});
    EXPECT_TRUE(store_->notices().recent(other, 10).empty());
    EXPECT_TRUE(store_->notices().problems(other).empty());
    EXPECT_FALSE(store_->notices().claim(other, {}));
    EXPECT_EQ(store_->notices().with_deliveries(), std::vector<DatabaseId>{database_});
}

TEST_F(NoticeQueueTest, R34_ALookAtAllFindsThoseWithSomethingToSettleOrToDrop) {
    const auto before = clock_.now() - 24h;
    const auto found = [&] {
        std::string words;
        for (const auto& each : store_->notices().look_at_all(before)) {
            words += store_->database_name(each.database).value() + (each.grant ? " grant" : "") +
                     (each.has_matter ? " matter" : "") + (each.has_old_notices ? " old" : "") + ". ";
        }
        return words;
    };
    EXPECT_EQ(found(), "");
    (void)view({{{NoticeKind::RunFailed, FakeClock::kStart, "run-1", "It failed."}}, {}});
    const auto connected = store_->add_database("Connected").value();
    constant_contact::Grant grant;
    grant.access_token = "token";
    EXPECT_TRUE(store_->grants(connected)->store(grant).value());
    const auto lost = store_->add_database("Lost").value();
    EXPECT_TRUE(store_->grants(lost)->store(grant).value());
    const auto lost_grant = store_->grants(lost)->load().value().value();
    EXPECT_TRUE(store_->grants(lost)->mark_lost(lost_grant.generation, "Refused.", clock_.now()));
    const auto old = store_->add_database("Old").value();
    clock_.set(before - 1s);
    store_->notices().announce_week(old, 1, NewNotice{NoticeKind::OptedOutList, "", "1 Rep.", {}});
    EXPECT_EQ(found(), "Connected grant. Lost matter. Main matter. Old old. ");
}

TEST_F(NoticeQueueTest, R34_AClaimedDeliveryIsNobodyElses) {
    add_notice({{Channel::Mail, "a@example.org"}});
    const auto other_process = open();
    auto claimed = store_->notices().claim(database_, {});
    ASSERT_TRUE(claimed);
    EXPECT_EQ(claimed->recipient, "a@example.org");
    EXPECT_EQ(claimed->attempts, 1);
    EXPECT_EQ(claimed->notice.kind, NoticeKind::RunFailed);
    EXPECT_EQ(claimed->notice.run_id, "run-1");
    EXPECT_EQ(claimed->notice.detail, "It failed.");
    EXPECT_FALSE(other_process->notices().claim(database_, {}));
    EXPECT_EQ(delivery_states(), "sending");
    store_->notices().finish(*claimed, {DeliveryState::Sent, 1, clock_.now(), ""});
    EXPECT_EQ(delivery_states(), "sent");
    EXPECT_FALSE(store_->notices().claim(database_, {}));
}

TEST_F(NoticeQueueTest, R34_AnAttemptOfADeadProcessIsNotRepeated) {
    add_notice({{Channel::Mail, "a@example.org"}});
    ASSERT_TRUE(open_as_dead_process()->notices().claim(database_, {}));
    store_->notices().lose_abandoned(database_);
    EXPECT_EQ(delivery_states(), "unknown");
    EXPECT_FALSE(store_->notices().claim(database_, {}));
    EXPECT_NE(store_->notices().recent(database_, 1)[0].deliveries[0].reason, "");
}

TEST_F(NoticeQueueTest, R34_AnAttemptUnderWayIsLeftAloneUntilItTookImpossiblyLong) {
    add_notice({{Channel::Mail, "a@example.org"}});
    const auto claimed = store_->notices().claim(database_, {});
    ASSERT_TRUE(claimed);
    clock_.advance(10min);
    store_->notices().lose_abandoned(database_);
    EXPECT_EQ(delivery_states(), "sending");
    clock_.advance(1s);
    store_->notices().lose_abandoned(database_);
    EXPECT_EQ(delivery_states(), "unknown");
    store_->notices().finish(*claimed, {DeliveryState::Waiting, 1, clock_.now(), ""}); // too late
    EXPECT_EQ(delivery_states(), "unknown");
}

TEST_F(NoticeQueueTest, R34_ADeliveryWaitsForItsTimeButNotForAClockThatWasSetBack) {
    add_notice({{Channel::Mail, "a@example.org"}});
    const auto claimed = store_->notices().claim(database_, {});
    ASSERT_TRUE(claimed);
    store_->notices().finish(*claimed, {DeliveryState::Waiting, 1, clock_.now() + 1h, "down"});
    clock_.advance(59min);
    EXPECT_FALSE(store_->notices().claim(database_, {}));
    clock_.set(FakeClock::kStart - 24h);
    const auto again = store_->notices().claim(database_, {});
    ASSERT_TRUE(again);
    EXPECT_EQ(again->attempts, 2);
    EXPECT_EQ(again->delivery_id, claimed->delivery_id);
}

TEST_F(NoticeQueueTest, AChannelCanBeLeftOut) {
    add_notice({{Channel::Mail, "a@example.org"}, {Channel::Webhook, ""}});
    EXPECT_FALSE(store_->notices().claim(database_, {.mail = false, .webhook = false}));
    const auto webhook = store_->notices().claim(database_, {.mail = false});
    ASSERT_TRUE(webhook);
    EXPECT_EQ(webhook->channel, Channel::Webhook);
    EXPECT_FALSE(store_->notices().claim(database_, {.mail = false}));
    EXPECT_TRUE(store_->notices().claim(database_, {.webhook = false}));
}

TEST_F(NoticeQueueTest, R34_AWeekIsAnnouncedOnce) {
    const NewNotice list{NoticeKind::OptedOutList, "", "2 Reps.", {{Channel::Mail, "a@example.org"}}};
    EXPECT_TRUE(store_->notices().is_new_week(database_, 2968));
    store_->notices().announce_week(database_, 2968, list);
    store_->notices().announce_week(database_, 2968, list);
    EXPECT_FALSE(store_->notices().is_new_week(database_, 2968));
    EXPECT_FALSE(store_->notices().is_new_week(database_, 2967)); // the clock was set back over midnight
    EXPECT_EQ(store_->notices().recent(database_, 10).size(), 1U);
    store_->notices().announce_week(database_, 2969, std::nullopt);
    EXPECT_FALSE(store_->notices().is_new_week(database_, 2969));
    EXPECT_EQ(store_->notices().recent(database_, 10).size(), 1U);
    EXPECT_TRUE(store_->notices().is_new_week(database_, 2900)); // the kept one was years ahead
}

TEST_F(NoticeQueueTest, OldNoticesGoWithTheirDeliveries) {
    add_notice({{Channel::Mail, "a@example.org"}});
    clock_.advance(48h);
    add_notice({{Channel::Mail, "b@example.org"}});
    store_->notices().prune(database_, clock_.now() - 24h);
    const auto left = store_->notices().recent(database_, 10);
    ASSERT_EQ(left.size(), 1U);
    EXPECT_EQ(left[0].deliveries[0].recipient, "b@example.org");
    EXPECT_EQ(store_->notices().claim(database_, {})->recipient, "b@example.org");
    EXPECT_FALSE(store_->notices().claim(database_, {}));
}

TEST_F(NoticeQueueTest, R29_APersonIsForgottenInNoticesToo) {
    add_notice({}, "The Contact Ana@Example.org is in the way.");
    (void)view({{{NoticeKind::RunFailed, FakeClock::kStart, "run-1", "ana@example.org is in the way."}}, {}});
    (void)store_->forget(database_, "ana@example.org");
    EXPECT_EQ(store_->notices().recent(database_, 1)[0].notice.detail, "The Contact (forgotten) is in the way.");
    EXPECT_EQ(store_->notices().problems(database_)[0].detail, "(forgotten) is in the way.");
}

TEST_F(NoticeQueueTest, WhatIsOpenOrWaitsIsCountedOverAllDatabases) {
    const auto other = store_->add_database("Other").value();
    const auto fail_in = [&](DatabaseId database) {
        store_->notices().settle(database, [&](const NoticeView&) {
            return NoticeChange{{{NoticeKind::RunFailed, FakeClock::kStart, "run-1", "It failed."}},
                                {{NoticeKind::RunFailed, "run-1", "It failed.", {{Channel::Mail, "a@b.example"}}}}};
        });
    };
    fail_in(database_);
    fail_in(other);
    const auto figures = store_->notices().figures();
    EXPECT_EQ(figures.databases, 2);
    EXPECT_EQ(figures.problems, (std::map<NoticeKind, std::int64_t>{{NoticeKind::RunFailed, 2}}));
    EXPECT_EQ(figures.deliveries_waiting, 2);
    EXPECT_EQ(store_->notices().problems_of_all().at(other).at(0).run_id, "run-1");
}

TEST_F(NoticeQueueTest, TheNewestNoticesAreThoseOfTheDatabasesThatAreNamed) {
    const auto other = store_->add_database("Other").value();
    const auto notice_in = [&](DatabaseId database, const std::string& run_id) {
        store_->notices().settle(database, [&](const NoticeView& view) {
            return NoticeChange{view.problems, {{NoticeKind::RunFailed, run_id, "", {}}}};
        });
        clock_.advance(1min);
    };
    notice_in(database_, "first");
    notice_in(other, "second");
    notice_in(database_, "third");
    const auto newest = [&](const std::vector<DatabaseId>& databases, std::size_t limit) {
        std::vector<std::string> runs;
        for (const auto& each : store_->notices().newest(databases, limit)) {
            runs.push_back(each.record.notice.run_id);
        }
        return runs;
    };
    using Runs = std::vector<std::string>;
    EXPECT_EQ(newest({database_, other}, 2), (Runs{"third", "second"}));
    EXPECT_EQ(newest({database_, other}, 9), (Runs{"third", "second", "first"}));
    EXPECT_EQ(newest({other}, 9), Runs{"second"});
    EXPECT_EQ(newest({}, 9), Runs{});
}

} // namespace
} // namespace muster::store
