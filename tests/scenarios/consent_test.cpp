// Nobody is made mailable again, and what comes back into the database (R13, R16, R17), against the sandbox.

#include <gtest/gtest.h>

#include "support/chamber.hpp"
#include "sync/consent.hpp"

namespace muster::test {
namespace {

using sync::Outcome;
using sync::RunState;
using Strings = std::vector<std::string>;

void fill(Chamber& chamber, int count) {
    chamber.member("M1");
    for (int i = 0; i < count; ++i) {
        chamber.rep("R" + std::to_string(i), "M1", "a" + std::to_string(i) + "@example.org");
    }
    ASSERT_EQ(chamber.run().state, RunState::Completed);
}

TEST(Consent, R13_NothingIsSentForAnAddressThatOptedOut) {
    Chamber chamber;
    fill(chamber, 5);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a2@example.org"));
    for (int i = 0; i < 5; ++i) {
        chamber.set_rep("R" + std::to_string(i), {{"job_title", "Boss"}, {"groups", "Board"}});
    }
    chamber.service.clear_log();
    const auto report = chamber.run({.groups = {"Board"}});
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(report.totals.held_back_unsubscribed, 1);
    EXPECT_EQ(report.totals.updated, 4);
    EXPECT_EQ(chamber.contact("a2@example.org").job_title, "");
    EXPECT_TRUE(chamber.contact("a2@example.org").is_unsubscribed());
    EXPECT_EQ(chamber.members_of("Board").size(), 4U);
    for (const auto& request : chamber.service.log()) {
        EXPECT_EQ(request.body.find("a2@example.org"), std::string::npos) << request.path;
        EXPECT_EQ(request.body.find("permission_to_send"), std::string::npos) << request.path;
        EXPECT_EQ(request.path.find("sign_up_form"), std::string::npos);
    }
}

TEST(Consent, R13_AnOptedOutContactComesOffActiveMembersByTheRemovalActivityOnly) {
    Chamber chamber;
    chamber.member("M2");
    chamber.rep("X1", "M2", "x@example.org");
    fill(chamber, 3);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "x@example.org"));
    chamber.set_member("M2", {{"status", "DRP"}});
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(person(report, "X1").outcome, Outcome::HeldBackUnsubscribed);
    EXPECT_EQ(chamber.members_of("Active Members").size(), 3U);
    EXPECT_TRUE(chamber.contact("x@example.org").is_unsubscribed());
}

TEST(Consent, R13_EverybodyOfAChosenGroupOptedOut) {
    Chamber chamber;
    fill(chamber, 3);
    for (int i = 0; i < 3; ++i) {
        chamber.set_rep("R" + std::to_string(i), {{"groups", "Board"}});
        ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a" + std::to_string(i) + "@example.org"));
    }
    const auto report = chamber.run({.groups = {"Board"}});
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(report.totals.held_back_unsubscribed, 3);
    EXPECT_TRUE(chamber.members_of("Board").empty());
    EXPECT_TRUE(list_of(report, "Board").created);
}

TEST(Consent, R13_UnsubscribedAndDeletedAtOnce) {
    Chamber chamber;
    fill(chamber, 2);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a0@example.org"));
    ASSERT_TRUE(chamber.service.delete_contact(chamber.account, "a0@example.org"));
    const auto report = chamber.run();
    EXPECT_EQ(report.totals.held_back_unsubscribed, 1);
    EXPECT_TRUE(chamber.has_attribute("R0"));
    EXPECT_TRUE(chamber.contact("a0@example.org").deleted_at);
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Consent, R13_PendingOnHoldAndNotSetContactsKeepTheirPermission) {
    using sandbox::Permission;
    Chamber chamber;
    const std::vector<Permission> permissions{Permission::PendingConfirmation, Permission::TempHold,
                                              Permission::NotSet, Permission::Explicit};
    chamber.member("M1");
    for (std::size_t i = 0; i < permissions.size(); ++i) {
        const std::string address = "p" + std::to_string(i) + "@example.org";
        chamber.service.add_contact(
            chamber.account, {.address = address, .job_title = "to be blanked", .permission = permissions[i]});
        chamber.rep("R" + std::to_string(i), "M1", address);
    }
    EXPECT_EQ(chamber.run().totals.updated, 4);
    for (std::size_t i = 0; i < permissions.size(); ++i) {
        EXPECT_EQ(chamber.contact("p" + std::to_string(i) + "@example.org").email.permission, permissions[i]) << i;
    }
}

TEST(Consent, R13_TheCountIsComputedAndWouldCountOne) {
    sync::Consent observing(sync::Consent::Mode::Observe);
    observing.learn_opted_out("out@example.org", "id-1");
    net::Request request{"POST", "http://127.0.0.1/v3/activities/contacts_json_import", {}, ""};
    request.body = R"({"import_data":[{"email":"in@example.org"},{"email":"OUT@example.org"}],"list_ids":["x"]})";
    EXPECT_EQ(observing.before("POST /activities/contacts_json_import", request), std::nullopt);
    EXPECT_EQ(observing.opted_out_made_mailable(), 1);

    sync::Consent enforcing;
    enforcing.learn_opted_out("out@example.org", "id-1");
    EXPECT_TRUE(enforcing.before("POST /activities/contacts_json_import", request));
    EXPECT_EQ(enforcing.opted_out_made_mailable(), 0);
}

TEST(Consent, R13_R15_TheGateRefusesWhatARunMayNeverSend) {
    sync::Consent gate;
    gate.learn_opted_out("out@example.org", "id-1");
    gate.allow_removals_from("active");
    const auto refuses = [&](const char* endpoint, const char* target, const char* body) {
        const std::string text = endpoint;
        return gate.before(text, net::Request{text.substr(0, text.find(' ')), target, {}, body}).has_value();
    };
    EXPECT_TRUE(refuses("POST /contacts/sign_up_form", "/v3/contacts/sign_up_form",
                        R"({"email_address":"in@example.org"})"));
    EXPECT_TRUE(refuses("DELETE /contacts/{contact_id}", "/v3/contacts/id-2", ""));
    EXPECT_TRUE(
        refuses("POST /activities/contact_delete", "/v3/activities/contact_delete", R"({"contact_ids":["id-2"]})"));
    EXPECT_TRUE(refuses("PUT /contacts/{contact_id}", "/v3/contacts/id-1", R"({"update_source":"Account"})"));
    EXPECT_TRUE(refuses(
        "PUT /contacts/{contact_id}", "/v3/contacts/id-2",
        R"({"update_source":"Account","email_address":{"address":"in@example.org","permission_to_send":"explicit"}})"));
    EXPECT_TRUE(refuses("POST /contacts", "/v3/contacts", R"({"email_address":{"address":"Out@Example.org"}})"));
    EXPECT_TRUE(refuses("POST /activities/contacts_file_import", "/v3/activities/contacts_file_import",
                        "email\r\nout@example.org\r\n"));
    EXPECT_TRUE(refuses("POST /activities/remove_list_memberships", "/v3/activities/remove_list_memberships",
                        R"({"source":{"contact_ids":["id-1"]},"list_ids":["board"]})"));
    EXPECT_FALSE(refuses("POST /activities/remove_list_memberships", "/v3/activities/remove_list_memberships",
                         R"({"source":{"contact_ids":["id-1"]},"list_ids":["active"]})"));
    EXPECT_FALSE(refuses("PUT /contacts/{contact_id}", "/v3/contacts/id-2",
                         R"({"update_source":"Account","email_address":{"address":"in@example.org"}})"));
    EXPECT_FALSE(refuses("GET /contacts", "/v3/contacts?status=all", ""));
}

TEST(Attribute, R16_GoesToEveryRepOfTheAddressSelectedOrNotDuplicateOrNot) {
    Chamber chamber;
    fill(chamber, 2);
    chamber.member("M2", "DRP");
    chamber.rep("D1", "M2", "A0@example.org");
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a0@example.org"));
    const auto report = chamber.run({.rep_filters = {"rep_id=nobody"}});
    EXPECT_EQ(report.attribute_assigned, 2);
    EXPECT_TRUE(chamber.has_attribute("R0"));
    EXPECT_TRUE(chamber.has_attribute("D1"));
    EXPECT_FALSE(chamber.has_attribute("R1"));
    const auto again = chamber.run({.rep_filters = {"rep_id=nobody"}});
    EXPECT_EQ(again.attribute_assigned, 0);
}

TEST(Attribute, R16_IsTakenOffWhenTheAddressIsSubscribedAgain) {
    Chamber chamber;
    fill(chamber, 2);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a0@example.org"));
    chamber.run();
    ASSERT_TRUE(chamber.service.resubscribe(chamber.account, "a0@example.org"));
    const auto report = chamber.run();
    EXPECT_EQ(report.attribute_cleared, 1);
    EXPECT_FALSE(chamber.has_attribute("R0"));
}

TEST(Attribute, R16_StaysWhereTheAccountDoesNotKnowTheAddressUnlessItChanged) {
    Chamber chamber;
    fill(chamber, 1);
    chamber.rep("K1", "M1", "keep@unknown.example", {{"attributes", "Unsubscribed from CC"}});
    chamber.rep("K2", "M1", "moved@unknown.example", {{"attributes", "Unsubscribed from CC"}});
    chamber.set_rep("K2", {{"email", "elsewhere@unknown.example"}});
    chamber.run({.rep_filters = {"rep_id=R0"}});
    EXPECT_TRUE(chamber.has_attribute("K1"));
    EXPECT_FALSE(chamber.has_attribute("K2"));
}

TEST(Attribute, R16_AContactThatThisRunCreatedCountsAsKnownAndSubscribed) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"attributes", "Unsubscribed from CC"}});
    const auto report = chamber.run();
    EXPECT_EQ(report.totals.created, 1);
    EXPECT_FALSE(chamber.has_attribute("R1"));
    const auto second = chamber.run();
    EXPECT_EQ(second.attribute_cleared, 0);
    EXPECT_EQ(second.calls_writes, 0);
}

TEST(Attribute, R16_UnsubscribedThenRepDeletedAndEnteredAgain) {
    Chamber chamber;
    fill(chamber, 2);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a0@example.org"));
    chamber.run();
    chamber.book.remove_rep("R0");
    chamber.run();
    chamber.rep("R9", "M1", "a0@example.org");
    chamber.run();
    EXPECT_TRUE(chamber.has_attribute("R9"));
}

TEST(Attribute, R16_ARunCorrectsWhatStaffEdited) {
    Chamber chamber;
    fill(chamber, 2);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a0@example.org"));
    chamber.run();
    chamber.set_rep("R0", {{"attributes", ""}});
    chamber.set_rep("R1", {{"attributes", "Unsubscribed from CC"}});
    chamber.run();
    EXPECT_TRUE(chamber.has_attribute("R0"));
    EXPECT_FALSE(chamber.has_attribute("R1"));
}

TEST(Attribute, R25_FiltersSeeItAsR16WillLeaveItInPreviewAndRunAlike) {
    Chamber chamber;
    fill(chamber, 3);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a0@example.org"));
    const Ask ask{.rep_filters = {"attribute!=Unsubscribed from CC"}};
    Ask preview_ask = ask;
    EXPECT_EQ(chamber.preview(preview_ask).totals.selected, 2);
    EXPECT_FALSE(chamber.has_attribute("R0")); // a preview writes nothing
    EXPECT_EQ(chamber.run(ask).totals.selected, 2);
}

TEST(Attribute, R17_IsKeptWhenThePushThenFails) {
    Chamber chamber;
    fill(chamber, 3);
    ASSERT_TRUE(chamber.service.opt_out(chamber.account, "a0@example.org"));
    chamber.rep("N1", "M1", "new@example.org");
    chamber.service.inject(
        {.method = "POST", .path = "*", .kind = sandbox::FaultKind::Status, .times = 0, .status = 403});
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Failed);
    EXPECT_EQ(report.totals.selected, report.totals.sum());
    EXPECT_TRUE(chamber.has_attribute("R0"));
    chamber.service.clear_faults();
    EXPECT_EQ(chamber.run().totals.created, 1);
}

/// Does something between the pull and the push: directly after the last reading of lists.
struct Between {
    explicit Between(Chamber& chamber, std::function<void()> act) {
        chamber.on_progress = [this, act = std::move(act)](const sync::Progress& progress, const CancelToken&) {
            if (progress.phase == sync::Phase::Recording && !done) {
                done = true;
                act();
            }
        };
    }
    bool done = false;
};

TEST(BetweenPullAndPush, R17_AnOptOutIsHeldBackForEachKindOfWrite) {
    struct Kind {
        const char* name;
        std::vector<std::pair<const char*, const char*>> change;
    };
    for (const int others : {0, 12}) { // single writes, and imports
        for (const char* column : {"job_title", "phone"}) {
            Chamber chamber;
            chamber.member("M1", "ACT");
            chamber.rep("R1", "M1", "anna@example.org", {{column, "555-0100"}});
            for (int i = 0; i < others; ++i) {
                chamber.rep("S" + std::to_string(i), "M1", "s" + std::to_string(i) + "@example.org");
            }
            chamber.run();
            chamber.set_rep("R1", {{column, ""}}); // clears: by PUT
            for (int i = 0; i < others; ++i) {
                chamber.set_rep("S" + std::to_string(i), {{"job_title", "New"}}); // by import
            }
            chamber.service.clear_log();
            const Between between(chamber, [&] {
                EXPECT_TRUE(chamber.service.opt_out(chamber.account, "anna@example.org"));
                if (others > 0) {
                    EXPECT_TRUE(chamber.service.opt_out(chamber.account, "s0@example.org"));
                }
            });
            const auto report = chamber.run();
            EXPECT_EQ(report.state, RunState::Completed);
            EXPECT_EQ(person(report, "R1").outcome, Outcome::HeldBackUnsubscribed);
            EXPECT_TRUE(chamber.has_attribute("R1"));
            for (const auto& request : chamber.service.log()) {
                EXPECT_EQ(request.body.find("anna@example.org"), std::string::npos) << request.path;
                EXPECT_EQ(request.body.find("\"s0@example.org"), std::string::npos) << request.path;
            }
        }
    }
}

TEST(BetweenPullAndPush, R17_ALeavingThatArrivesIsNotOverwritten) {
    Chamber chamber;
    chamber.member("M1");
    for (int i = 0; i < 12; ++i) {
        chamber.rep("R" + std::to_string(i), "M1", "a" + std::to_string(i) + "@example.org", {{"groups", "Board"}});
    }
    chamber.run({.groups = {"Board"}});
    for (int i = 0; i < 12; ++i) {
        chamber.set_rep("R" + std::to_string(i), {{"job_title", "New"}});
    }
    const Between between(chamber, [&] {
        EXPECT_TRUE(chamber.service.leave_list(chamber.account, "a4@example.org", "Active Members"));
        EXPECT_TRUE(chamber.service.leave_list(chamber.account, "a5@example.org", "Board"));
    });
    const auto report = chamber.run({.groups = {"Board"}});
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(chamber.members_of("Active Members").size(), 11U);
    EXPECT_EQ(chamber.members_of("Board").size(), 11U);
    EXPECT_EQ(person(report, "R4").lists_held_back, Strings{"Active Members"});
    EXPECT_EQ(chamber.contact("a4@example.org").job_title, "New");
}

TEST(BetweenPullAndPush, R14_AContactThatIsDeletedThenHasNotLeft) {
    Chamber chamber;
    fill(chamber, 3);
    chamber.set_rep("R1", {{"job_title", "New"}});
    const Between between(chamber,
                          [&] { EXPECT_TRUE(chamber.service.delete_contact(chamber.account, "a1@example.org")); });
    chamber.run();
    EXPECT_TRUE(between.done);
    const auto report = chamber.run(); // it comes back as it was before
    EXPECT_EQ(list_of(report, "Active Members").held_back_left, 0);
    EXPECT_EQ(chamber.members_of("Active Members"),
              (Strings{"a0@example.org", "a1@example.org", "a2@example.org"}));
    EXPECT_EQ(chamber.contact("a1@example.org").job_title, "New");
}

TEST(BetweenPullAndPush, R17_ALeavingWhileTheContactsAreReadIsSeen) {
    Chamber chamber;
    chamber.member("M1");
    for (int i = 0; i < 12; ++i) {
        chamber.rep("R" + std::to_string(i), "M1", "a" + std::to_string(i) + "@example.org");
    }
    chamber.run();
    for (int i = 0; i < 12; ++i) {
        chamber.set_rep("R" + std::to_string(i), {{"job_title", "New"}});
    }
    bool done = false;
    chamber.on_request = [&](const net::Request& request, bool is_answered) {
        if (is_answered && !done && request.target.find("/contacts?") != std::string::npos) {
            done = true;
            EXPECT_TRUE(chamber.service.leave_list(chamber.account, "a4@example.org", "Active Members"));
        }
    };
    const auto report = chamber.run();
    EXPECT_TRUE(done);
    EXPECT_EQ(person(report, "R4").lists_held_back, Strings{"Active Members"});
    EXPECT_EQ(chamber.members_of("Active Members").size(), 11U);
}

} // namespace
} // namespace muster::test
