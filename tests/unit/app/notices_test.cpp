// R34 with runs in front: what becomes of a run, of a grant and of a week reaches people by mail, by webhook and on
// the Dashboard, once per change of state.

#include "app/notices.hpp"

#include <algorithm>

#include "app/daily_update.hpp"
#include "app/options.hpp"
#include "app/schedule.hpp"
#include "app/selections.hpp"
#include "app/update_contacts.hpp"
#include "base/crypto.hpp"
#include "support/unobserved.hpp"
#include "unit/app/office_fixture.hpp"

namespace muster::app {
namespace {

using namespace std::chrono_literals;
using sandbox::FaultKind;
using sync::RunState;
using Fate = net::MailOutcome::Fate;
using Texts = std::vector<std::string>;

constexpr const char* kOffice = "office@chamber.example";

class NoticesTest : public OfficeTest {
  protected:
    NoticesTest() {
        settings_.webhook_secret = "shared";
        installation_ = open();
        connect_main();
        add_reps(3);
        set_main("notify", kOffice);
        set("smtp_url", "smtp://127.0.0.1:2525");
        set("mail_from", "muster@chamber.example");
        set("webhook_url", "https://hooks.example.org/muster");
        EXPECT_TRUE(set_schedule(*installation_, {"13:00", "UTC", true}));
        save_automatic_update(*installation_, database_, {{}, true});
    }

    void set_main(const std::string& key, const std::string& value) {
        ASSERT_TRUE(set_database_options(*installation_, database_, {{key, value}}));
    }
    void set(const std::string& key, const std::string& value) {
        ASSERT_TRUE(set_installation_options(*installation_, {{key, value}}));
    }

    /// The run of the next day's 13:00, "running" if it left no report.
    RunState scheduled(Installation& installation) {
        const auto today = std::chrono::floor<std::chrono::days>(clock_.now()) + 13h;
        clock_.set(clock_.now() < today ? today : today + 24h);
        return make_due(installation);
    }
    RunState scheduled() { return scheduled(*installation_); }
    RunState make_due(Installation& installation) {
        const auto due = due_now(installation, clock_.now()).value();
        EXPECT_EQ(due.size(), 1U);
        auto run = run_scheduled(installation, due.at(0), observer_, {});
        last_ = run.report.value_or(sync::Report{});
        return run.report ? last_.state : RunState::Running;
    }
    /// The scheduled run of a process that is heard of no more.
    void begin_without_a_word() {
        clock_.set(std::chrono::floor<std::chrono::days>(clock_.now()) + 13h);
        const auto due = due_now(*installation_, clock_.now()).value().at(0).due;
        sync::Report report;
        report.run_id = "silent-run";
        report.started_by = "schedule";
        report.started_at = clock_.now();
        const schedule::Claim claim{
            .database = due.database, .local_day = due.local_day, .due = due.due, .run_id = report.run_id};
        auto& store = installation_->store();
        const auto claimed = store.schedule_ledger()->claim(claim, clock_.now());
        ASSERT_TRUE(std::holds_alternative<schedule::Granted>(claimed));
        ASSERT_TRUE(store.journal(database_)->begin(report, clock_.now()));
    }
    RunState by_hand(std::optional<std::int64_t> confirmed = std::nullopt) {
        UpdateRequest request;
        request.started_by = "ada";
        request.confirmed_removals = confirmed;
        last_ = update_contacts(*installation_, database_, request, observer_, {}).value();
        return last_.state;
    }

    /// As the back office does every minute, from any process.
    DeliveryTally look(Installation& installation) {
        look_for_changes(installation);
        return deliver_due(installation,
                           {[this](const net::MailServer&, const net::Mail& mail, const CancelToken&) {
                                mails_.push_back(mail);
                                told_.push_back(mail.to.at(0) + ": " + mail.subject);
                                return mail_outcome_;
                            },
                            [this] { return std::make_unique<Hook>(*this); }},
                           {});
    }
    DeliveryTally look() { return look(*installation_); }
    /// What left since the last time that somebody asked, mail first.
    Texts told() {
        (void)look();
        std::ranges::sort(told_);
        return std::exchange(told_, {});
    }
    Texts on_dashboard() {
        Texts texts;
        for (const auto& notice : open_notices(*installation_, {database_})) {
            texts.push_back(notice.text);
        }
        return texts;
    }
    Texts fates() {
        Texts texts;
        for (const auto& notice : recent_notices(*installation_, {database_}, 50)) {
            for (const auto& delivery : notice.deliveries) {
                texts.push_back(std::string(store::to_text(delivery.channel)) + " " +
                                std::string(store::to_text(delivery.state)));
            }
        }
        return texts;
    }
    /// As both channels tell it.
    static Texts both(const std::string& subject, const std::string& kind) {
        return {std::string(kOffice) + ": Muster, Main: " + subject, "webhook: " + kind};
    }

    void break_account() {
        service_.inject({.method = "GET", .path = "/contacts", .kind = FaultKind::HtmlOk, .times = 0});
    }

    test::Unobserved observer_;
    sync::Report last_;
    std::vector<net::Mail> mails_;
    std::vector<net::Request> posts_;
    net::MailOutcome mail_outcome_{Fate::Sent, ""};
    /// 0: no answer came.
    int hook_status_ = 200;

  private:
    class Hook final : public net::Transport {
      public:
        explicit Hook(NoticesTest& test) : test_(test) {}
        tl::expected<net::Response, net::TransportError> send(const net::Request& request,
                                                              const CancelToken&) override {
            test_.posts_.push_back(request);
            const auto from = request.body.find("\"kind\":\"") + 8;
            test_.told_.push_back("webhook: " + request.body.substr(from, request.body.find('"', from) - from));
            if (test_.hook_status_ == 0) {
                return tl::unexpected(
                    net::TransportError{net::TransportError::Kind::NoAnswer, "The line was cut."});
            }
            return net::Response{.status = test_.hook_status_, .headers = {}, .body = {}};
        }

      private:
        NoticesTest& test_;
    };

    Texts told_;
};

TEST_F(NoticesTest, R34_ALookAtQuietDatabasesAsksForAllAtOnce) {
    const auto cost = [&] {
        const auto before = db::statements_begun().load();
        EXPECT_TRUE(told().empty());
        return db::statements_begun() - before;
    };
    const auto of_one = cost();
    EXPECT_GT(of_one, 0);
    constant_contact::Grant grant;
    grant.access_token = "token";
    grant.refresh_token = "another";
    grant.renewed_at = grant.granted_at = clock_.now();
    for (const auto* name : {"B", "C", "D", "E"}) {
        const auto database = installation_->store().add_database(name).value();
        ASSERT_TRUE(installation_->store().grants(database)->store(grant).value());
    }
    EXPECT_EQ(cost(), of_one);
}

TEST_F(NoticesTest, R34_NobodyHearsAnythingWhileAllIsWell) {
    for (int day = 0; day < 3; ++day) {
        EXPECT_EQ(scheduled(), RunState::Completed);
        EXPECT_EQ(by_hand(), RunState::Completed);
        EXPECT_EQ(told(), Texts{});
    }
    EXPECT_EQ(on_dashboard(), Texts{});
    EXPECT_TRUE(recent_notices(*installation_, {database_}, 50).empty());
}

TEST_F(NoticesTest, R34_AFailureIsToldOnceAndThatAllIsWellOnceAfterIt) {
    EXPECT_EQ(scheduled(), RunState::Completed);
    break_account();
    EXPECT_EQ(scheduled(), RunState::Failed);
    EXPECT_EQ(told(), both("The scheduled update failed", "run_failed"));
    EXPECT_EQ(on_dashboard(), Texts{"The scheduled update failed. " + last_.message});
    clock_.advance(24h);
    EXPECT_EQ(scheduled(), RunState::Failed);
    EXPECT_EQ(told(), Texts{});
    ASSERT_EQ(on_dashboard().size(), 1U);
    EXPECT_EQ(open_notices(*installation_, {database_})[0].run_id, last_.run_id); // the newest one
    service_.clear_faults();
    clock_.advance(24h);
    EXPECT_EQ(scheduled(), RunState::Completed);
    EXPECT_EQ(told(), both("All is well again", "well_again"));
    EXPECT_EQ(on_dashboard(), Texts{});
    EXPECT_EQ(scheduled(), RunState::Completed);
    EXPECT_EQ(told(), Texts{});
}

TEST_F(NoticesTest, R34_TheMailSaysWhatHappenedAndWhatToDo) {
    set("public_url", "https://crm.example.org/");
    break_account();
    EXPECT_EQ(scheduled(), RunState::Failed);
    (void)look();
    ASSERT_EQ(mails_.size(), 1U);
    EXPECT_EQ(mails_[0].from, "muster@chamber.example");
    EXPECT_TRUE(mails_[0].message_id.ends_with("@chamber.example")) << mails_[0].message_id;
    const auto noticed = format_instant(mails_[0].date);
    EXPECT_EQ(mails_[0].text,
              "The scheduled update failed.\n\nDatabase: Main\nNoticed: " + noticed.substr(0, 10) + " " +
                  noticed.substr(11, 5) + " UTC\nRun: " + last_.run_id + "\n\n" + last_.message +
                  "\n\nThe next run completes what this one left. If it fails again, look at the run: Constant "
                  "Contact, Runs.\n\nOn the command line: muster runs show " +
                  last_.run_id + "\n\nhttps://crm.example.org/databases/" + std::to_string(database_.number) +
                  "/runs/" + last_.run_id +
                  "\n\nMuster says this once, and writes again when something else is wrong or all is well.\n");
}

TEST_F(NoticesTest, R34_TheWebhookIsSignedAndCanTellRepeatsApart) {
    break_account();
    EXPECT_EQ(scheduled(), RunState::Failed);
    (void)look();
    ASSERT_EQ(posts_.size(), 1U);
    const auto& post = posts_[0];
    EXPECT_EQ(post.target, "https://hooks.example.org/muster");
    EXPECT_EQ(post.headers.get("Content-Type"), "application/json");
    const auto id = post.headers.get("X-Muster-Delivery").value_or("");
    EXPECT_NE(id, "");
    EXPECT_TRUE(post.body.starts_with(R"({"schema":1,"id":")" + std::string(id) +
                                      R"(","kind":"run_failed","database":"Main","state":"open","message":")"))
        << post.body;
    EXPECT_NE(post.body.find(R"("run_id":")" + last_.run_id + "\""), std::string::npos) << post.body;
    const auto digest = hmac_sha256("shared", post.body);
    EXPECT_EQ(post.headers.get("X-Muster-Signature"),
              "sha256=" + hex({reinterpret_cast<const char*>(digest.data()), digest.size()}));
}

TEST_F(NoticesTest, R34_ARunThatNeedsConfirmationIsToldUntilSomebodyConfirms) {
    EXPECT_EQ(scheduled(), RunState::Completed);
    set_main("removal_limit_count", "0");
    set_main("removal_limit_percent", "0");
    ASSERT_TRUE(edit_rep(*installation_, database_, EditMode::Set, "R0", {{"email", "new@example.org"}}));
    EXPECT_EQ(scheduled(), RunState::NeedsConfirmation);
    EXPECT_EQ(told(), both("The scheduled update waits for your confirmation", "needs_confirmation"));
    EXPECT_EQ(
        on_dashboard(),
        Texts{"The scheduled update waits for your confirmation. 1 Contact would come off Active Members; 0 are "
              "allowed without asking. Nothing was sent."});
    EXPECT_EQ(scheduled(), RunState::NeedsConfirmation);
    EXPECT_EQ(told(), Texts{});
    EXPECT_EQ(by_hand(1), RunState::Completed);
    EXPECT_EQ(told(), both("All is well again", "well_again"));
    EXPECT_EQ(on_dashboard(), Texts{});
}

TEST_F(NoticesTest, R34_ALostGrantIsToldOnceUntilSomebodyConnectsAgain) {
    EXPECT_EQ(scheduled(), RunState::Completed);
    service_.revoke_grants(account_);
    EXPECT_EQ(scheduled(), RunState::NotConnected);
    EXPECT_EQ(told(), both("The connection with Constant Contact is lost", "grant_lost"));
    EXPECT_EQ(on_dashboard().size(), 1U);
    clock_.advance(24h);
    EXPECT_TRUE(due_now(*installation_, clock_.now()).value().empty());
    EXPECT_EQ(by_hand(), RunState::NotConnected);
    EXPECT_EQ(told(), Texts{});
    clock_.advance(1h);
    connect_main();
    EXPECT_EQ(told(), both("All is well again", "well_again")); // no run is needed for that
    EXPECT_EQ(on_dashboard(), Texts{});
}

TEST_F(NoticesTest, R34_AGrantThatIsFoundLostByAPersonIsToldToo) {
    service_.revoke_grants(account_);
    EXPECT_EQ(by_hand(), RunState::NotConnected);
    EXPECT_EQ(told(), both("The connection with Constant Contact is lost", "grant_lost"));
}

TEST_F(NoticesTest, R34_AGrantThatRunsOutSoonIsToldTwoWeeksBefore) {
    EXPECT_EQ(scheduled(), RunState::Completed);
    clock_.set(FakeClock::kStart + std::chrono::days(166) - 1min);
    EXPECT_EQ(told(), Texts{});
    clock_.set(FakeClock::kStart + std::chrono::days(166));
    EXPECT_EQ(told(), both("The connection with Constant Contact runs out soon", "grant_ending"));
    EXPECT_EQ(on_dashboard(),
              Texts{"The connection with Constant Contact runs out soon. If no run renews it, it ends "
                    "on 2027-05-22."});
    clock_.advance(24h);
    EXPECT_EQ(told(), Texts{});
    EXPECT_EQ(scheduled(), RunState::Completed); // renews it
    EXPECT_EQ(told(), both("All is well again", "well_again"));
}

TEST_F(NoticesTest, R34_RefusedRepsAreToldUntilTheyPass) {
    service_.inject({.method = "POST",
                     .path = "/activities/contacts_json_import",
                     .kind = FaultKind::RowsRefused,
                     .times = 0,
                     .rows = {0},
                     .text = "The address is on a blocklist."});
    service_.inject({.method = "POST", .path = "/contacts", .kind = FaultKind::Status, .times = 0, .status = 400});
    EXPECT_EQ(scheduled(), RunState::CompletedWithIssues);
    EXPECT_EQ(told(), both("The scheduled update was done, but not for everybody", "refused_rows"));
    EXPECT_EQ(on_dashboard(),
              Texts{"The scheduled update was done, but not for everybody. 1 Rep was refused, or could "
                    "not be proved to have arrived. Everybody else was taken care of."});
    EXPECT_EQ(scheduled(), RunState::CompletedWithIssues);
    EXPECT_EQ(told(), Texts{});
    service_.clear_faults();
    EXPECT_EQ(scheduled(), RunState::Completed);
    EXPECT_EQ(told(), both("All is well again", "well_again"));
}

TEST_F(NoticesTest, R34_WhoeverStartedARunSeesForThemselvesWhatBecameOfIt) {
    break_account();
    EXPECT_EQ(by_hand(), RunState::Failed);
    EXPECT_EQ(told(), Texts{});
    EXPECT_EQ(on_dashboard(), Texts{});
}

TEST_F(NoticesTest, R34_AScheduledRunThatCannotBeginHasFailed) {
    auto settings = settings_;
    settings.ctct_client_id = "";
    const auto without_key = Installation::open(settings, {clock_, random_}).value();
    EXPECT_EQ(scheduled(*without_key), RunState::Running);
    EXPECT_EQ(told(), both("The scheduled update failed", "run_failed"));
    clock_.advance(15min); // it is tried again
    EXPECT_EQ(make_due(*without_key), RunState::Running);
    EXPECT_EQ(told(), Texts{});
    clock_.advance(15min);
    EXPECT_EQ(make_due(*installation_), RunState::Completed);
    EXPECT_EQ(told(), both("All is well again", "well_again"));
}

TEST_F(NoticesTest, R33_ARunWhoseProcessDiedIsToldByAnother) {
    begin_without_a_word();
    const auto other_process = open();
    (void)look(*other_process);
    EXPECT_EQ(told(), Texts{}); // it may only be slow
    clock_.advance(13min);
    (void)look(*other_process);
    EXPECT_EQ(told(), both("The scheduled update failed", "run_failed"));
    EXPECT_EQ(scheduled(), RunState::Completed);
    EXPECT_EQ(told(), both("All is well again", "well_again"));
}

class WeeklyListTest : public NoticesTest {
  protected:
    WeeklyListTest() {
        EXPECT_TRUE(add_group(*installation_, database_, "Board"));
        EXPECT_TRUE(edit_rep(*installation_, database_, EditMode::Set, "R1", {{"groups", "Board"}}));
        EXPECT_EQ(by_hand(), RunState::Completed);
    }
    void opt_out(const std::string& address) {
        EXPECT_TRUE(service_.opt_out(account_, address));
        EXPECT_EQ(by_hand(), RunState::Completed);
    }
};

TEST_F(WeeklyListTest, R34_IsSentOnlyWhereItIsAskedFor) {
    opt_out("a1@example.org");
    EXPECT_EQ(told(), Texts{});
}

TEST_F(WeeklyListTest, R34_NamesOnceAWeekWhoOptedOutAndIsStillInAGroup) {
    set_main("weekly_opt_out_list", "yes");
    EXPECT_EQ(told(), Texts{}); // nobody opted out
    opt_out("a0@example.org");  // in no group
    opt_out("a1@example.org");
    EXPECT_EQ(told(), Texts{}); // this week was looked at
    clock_.set(FakeClock::kStart + std::chrono::days(6) + 12h - 1min);
    EXPECT_EQ(told(), Texts{});
    clock_.advance(1min); // Monday
    EXPECT_EQ(told(),
              Texts{std::string(kOffice) + ": Muster, Main: These people opted out and are still in Rep Groups"});
    EXPECT_EQ(
        mails_.back().text,
        "These people opted out and are still in Rep Groups.\n\nDatabase: Main\nNoticed: 2026-11-30 00:00 "
        "UTC\n\n1 Rep.\n\nFirst1 Last1, Bakery <a1@example.org>: Board\n\nNo run sends them anything. Take them "
        "off their groups if they are to get no other mail either.\n");
    EXPECT_EQ(told(), Texts{});
    EXPECT_EQ(on_dashboard(), Texts{});
    clock_.advance(std::chrono::days(7));
    EXPECT_EQ(told().size(), 1U);
    ASSERT_TRUE(edit_rep(*installation_, database_, EditMode::Set, "R1", {{"groups", ""}}));
    clock_.advance(std::chrono::days(7));
    EXPECT_EQ(told(), Texts{});
}

TEST_F(WeeklyListTest, R34_NamesWhoIsOnItWhenItIsSent) {
    set_main("weekly_opt_out_list", "yes");
    opt_out("a1@example.org");
    mail_outcome_ = {Fate::NotSent, "No server answers."};
    EXPECT_EQ(look().postponed, 1);
    ASSERT_TRUE(edit_rep(*installation_, database_, EditMode::Set, "R1", {{"groups", ""}}));
    mail_outcome_ = {Fate::Sent, ""};
    clock_.advance(1min);
    EXPECT_EQ(look().given_up, 1);
    EXPECT_EQ(mails_.size(), 1U);
}

class DeliveryTest : public NoticesTest {
  protected:
    DeliveryTest() {
        break_account();
        EXPECT_EQ(scheduled(), RunState::Failed);
        made_at_ = clock_.now();
    }
    Instant made_at_; // of the notice
};

TEST_F(DeliveryTest, R34_WhatCouldNotBeSentIsSentLaterAndNothingTwice) {
    mail_outcome_ = {Fate::NotSent, "No server answers."};
    hook_status_ = 503;
    EXPECT_EQ(look().postponed, 2);
    EXPECT_EQ(look().postponed, 0); // not before a minute has passed
    clock_.advance(1min);
    hook_status_ = 200;
    const auto second = look();
    EXPECT_EQ(second.sent, 1);
    EXPECT_EQ(second.postponed, 1);
    clock_.advance(1min);
    EXPECT_EQ(mails_.size(), 2U);
    EXPECT_EQ(look().postponed, 0); // the pauses grow
    clock_.advance(1min);
    mail_outcome_ = {Fate::Sent, ""};
    EXPECT_EQ(look().sent, 1);
    EXPECT_EQ(mails_.size(), 3U);
    EXPECT_EQ(mails_[0].message_id, mails_[2].message_id); // the same message
    EXPECT_EQ(posts_.size(), 2U);
    EXPECT_EQ(posts_[0].headers.get("X-Muster-Delivery"), posts_[1].headers.get("X-Muster-Delivery"));
    clock_.advance(24h);
    EXPECT_EQ(look().sent, 0);
    EXPECT_EQ(fates(), (Texts{"mail sent", "webhook sent"}));
}

TEST_F(DeliveryTest, R34_WhatMayHaveArrivedIsNotSentAgain) {
    mail_outcome_ = {Fate::Unknown, "No answer came."};
    hook_status_ = 0;
    EXPECT_EQ(look().unknown, 2);
    clock_.advance(24h);
    EXPECT_EQ(look().unknown, 0);
    EXPECT_EQ(mails_.size(), 1U);
    EXPECT_EQ(posts_.size(), 1U);
    EXPECT_EQ(fates(), (Texts{"mail unknown", "webhook unknown"}));
}

TEST_F(DeliveryTest, R34_WhatIsRefusedForGoodIsGivenUp) {
    mail_outcome_ = {Fate::Refused, "There is no such mailbox."};
    EXPECT_EQ(look().given_up, 1);
    clock_.advance(24h);
    EXPECT_EQ(look().given_up, 0);
    EXPECT_EQ(fates(), (Texts{"mail given_up", "webhook sent"}));
}

TEST_F(DeliveryTest, R34_AServerThatStaysAwayIsTriedForThreeDays) {
    hook_status_ = 500;
    while (look().given_up == 0) {
        clock_.advance(1h);
        ASSERT_LT(posts_.size(), 100U);
    }
    EXPECT_GE(clock_.now() - made_at_, std::chrono::days(3));
    EXPECT_LT(clock_.now() - made_at_, std::chrono::days(3) + 2h);
    const auto attempts = posts_.size();
    clock_.advance(24h);
    (void)look();
    EXPECT_EQ(posts_.size(), attempts);
}

TEST_F(DeliveryTest, R34_MailWaitsUntilThereIsAServer) {
    set("smtp_url", "");
    EXPECT_EQ(look().postponed, 1);
    EXPECT_TRUE(mails_.empty());
    set("smtp_url", "smtp://127.0.0.1:2525");
    clock_.advance(1min);
    EXPECT_EQ(look().sent, 1);
    EXPECT_EQ(mails_.size(), 1U);
}

TEST_F(DeliveryTest, R34_WhoIsNoRecipientAnyMoreGetsNothing) {
    set_main("notify", "another@chamber.example");
    set("webhook_url", "");
    EXPECT_EQ(look().given_up, 2);
    EXPECT_TRUE(mails_.empty());
    EXPECT_TRUE(posts_.empty());
}

TEST_F(DeliveryTest, R34_TwoProcessesSendNothingTwice) {
    const auto other_process = open();
    look_for_changes(*installation_);
    look_for_changes(*other_process);
    EXPECT_EQ(look(*other_process).sent, 2);
    EXPECT_EQ(look().sent, 0);
    EXPECT_EQ(mails_.size(), 1U);
    EXPECT_EQ(posts_.size(), 1U);
}

} // namespace
} // namespace muster::app
