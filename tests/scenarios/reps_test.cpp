// Whom a run works on, and what their Contacts hold (R1 to R7), against the sandbox.

#include <gtest/gtest.h>

#include "support/chamber.hpp"

namespace muster::test {
namespace {

using sync::Outcome;
using sync::RunState;
using Strings = std::vector<std::string>;

TEST(Run, FirstRunCreatesContactsAndTheList) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org",
                {{"job_title", "Owner"}, {"phone", "555-0100"}, {"city", "Springfield"}, {"street", "1 Main"}});
    chamber.rep("R2", "M1", "ben@example.org");
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Completed) << report.message;
    EXPECT_EQ(report.totals.created, 2);
    EXPECT_EQ(chamber.members_of("Active Members"), (Strings{"anna@example.org", "ben@example.org"}));
    const auto anna = chamber.contact("anna@example.org");
    EXPECT_EQ(anna.first_name, "First R1");
    EXPECT_EQ(anna.company_name, "Company M1");
    EXPECT_EQ(anna.job_title, "Owner");
    EXPECT_EQ(anna.email.permission, sandbox::Permission::Implicit);
    EXPECT_EQ(chamber.work_phone("anna@example.org"), "555-0100");
    ASSERT_EQ(anna.addresses.size(), 1U);
    EXPECT_EQ(anna.addresses[0].kind, "work");
    EXPECT_TRUE(list_of(report, "Active Members").created);
    EXPECT_EQ(list_of(report, "Active Members").added, 2);
}

TEST(Run, R1_ComparesAddressesWithoutCaseAndKeepsTheContactsSpelling) {
    Chamber chamber;
    chamber.service.add_contact(chamber.account, {.address = "Anna@Example.org", .first_name = "Old"});
    chamber.member("M1");
    chamber.rep("R1", "M1", "  aNNa@example.ORG ");
    const auto report = chamber.run();
    EXPECT_EQ(report.totals.updated, 1);
    EXPECT_EQ(chamber.service.contacts(chamber.account).size(), 1U);
    EXPECT_EQ(chamber.contact("anna@example.org").email.address, "Anna@Example.org");
    EXPECT_EQ(chamber.contact("anna@example.org").first_name, "First R1");
}

TEST(Run, R1_ANewContactGetsTheAddressAsTypedWithItsDomainInAsciiForm) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", " Anna@m\xC3\xBCller.example ");
    EXPECT_EQ(chamber.run().totals.created, 1);
    EXPECT_EQ(chamber.contact("anna@xn--mller-kva.example").email.address, "Anna@xn--mller-kva.example");
}

TEST(Run, R2_AddressesThatAreMissingOrBadAreListedAndStopNothing) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "");
    chamber.rep("R2", "M1", "a@example.org, b@example.org");
    chamber.rep("R3", "M1", "no-at-sign");
    chamber.rep("R4", "M1", "good@example.org");
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(report.totals.ignored_no_email, 1);
    EXPECT_EQ(report.totals.ignored_invalid_email, 2);
    EXPECT_EQ(report.totals.created, 1);
    EXPECT_NE(person(report, "R2").reason->find("two addresses"), std::string::npos)
        << *person(report, "R2").reason;
}

TEST(Run, R2_AnAddressOf51To80CharactersGoesByASingleWrite) {
    Chamber chamber;
    chamber.member("M1");
    const std::string address = std::string(45, 'a') + "@chamber.example"; // 61 characters
    chamber.rep("R1", "M1", address);
    for (int i = 0; i < 20; ++i) {
        chamber.rep("S" + std::to_string(i), "M1", "short" + std::to_string(i) + "@example.org");
    }
    const auto report = chamber.run();
    EXPECT_EQ(report.totals.created, 21);
    EXPECT_EQ(report.calls_by_endpoint.at("POST /contacts"), 1);
    EXPECT_EQ(report.calls_by_endpoint.at("POST /activities/contacts_json_import"), 1);
    EXPECT_EQ(chamber.members_of("Active Members").size(), 21U);
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Run, R3_OnlyTheSelectedAreSent) {
    Chamber chamber;
    chamber.member("M1", "ACT", {{"city", "Springfield"}});
    chamber.member("M2", "ACT", {{"city", "Shelbyville"}});
    chamber.rep("R1", "M1", "one@example.org");
    chamber.rep("R2", "M2", "two@example.org");
    const auto report = chamber.run({.member_filters = {"city=springfield"}});
    EXPECT_EQ(report.totals.selected, 1);
    EXPECT_EQ(chamber.members_of("Active Members"), Strings{"one@example.org"});
}

TEST(Run, R4_TheFirstRepWinsAndTheOthersGroupsAreNotFollowed) {
    Chamber chamber;
    chamber.member("M1", "ACT", {{"company", "Zebra"}, {"file_by", "Aardvark"}});
    chamber.member("M2", "ACT", {{"company", "Bakery"}});
    chamber.rep("R1", "M2", "shared@example.org", {{"groups", "Board"}});
    chamber.rep("R2", "M1", "Shared@example.org");
    const auto report = chamber.run({.groups = {"Board"}});
    EXPECT_EQ(report.totals.created, 1);
    EXPECT_EQ(report.totals.ignored_duplicate, 1);
    EXPECT_EQ(person(report, "R2").outcome, Outcome::Created);
    EXPECT_EQ(person(report, "R1").outcome, Outcome::IgnoredDuplicate);
    EXPECT_NE(person(report, "R1").reason->find("R2"), std::string::npos);
    EXPECT_NE(person(report, "R1").reason->find("Board"), std::string::npos);
    EXPECT_TRUE(chamber.members_of("Board").empty()); // winner in no group, loser in a chosen group: not added
}

TEST(Run, R4_ARepThatTheFiltersLeftOutCannotWin) {
    Chamber chamber;
    chamber.member("M1", "ACT", {{"company", "Aardvark"}});
    chamber.member("M2", "ACT", {{"company", "Bakery"}});
    chamber.rep("R1", "M1", "shared@example.org");
    chamber.rep("R2", "M2", "shared@example.org");
    const auto report = chamber.run({.member_filters = {"company=Bakery"}});
    EXPECT_EQ(person(report, "R2").outcome, Outcome::Created);
    EXPECT_EQ(chamber.contact("shared@example.org").company_name, "Bakery");
}

TEST(Run, TwoSelectedRepsOfOneAddressWinnersMemberDroppedLosersActive) {
    Chamber chamber;
    chamber.member("M1", "DRP", {{"company", "Aardvark"}});
    chamber.member("M2", "ACT", {{"company", "Bakery"}});
    chamber.rep("R1", "M1", "Shared@example.org");
    chamber.rep("R2", "M2", "shared@EXAMPLE.org");
    const auto report = chamber.run();
    EXPECT_EQ(person(report, "R1").outcome, Outcome::Created);
    EXPECT_EQ(chamber.members_of("Active Members").size(), 1U);                // the address stays on the list
    EXPECT_EQ(chamber.contact("shared@example.org").company_name, "Aardvark"); // the details are the winner's
}

TEST(Run, R6_ABlankValueBlanksTheContactAndNothingElseIsTouched) {
    Chamber chamber;
    const auto field = chamber.service.add_field(chamber.account, "Shoe size");
    chamber.service.add_contact(chamber.account, {.address = "anna@example.org",
                                                  .first_name = "Anna",
                                                  .job_title = "Queen",
                                                  .phone = "555-9999",
                                                  .custom_fields = {{"Shoe size", "42"}}});
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"job_title", ""}, {"phone", ""}});
    const auto report = chamber.run();
    EXPECT_EQ(report.totals.updated, 1);
    EXPECT_EQ(chamber.contact("anna@example.org").job_title, "");
    EXPECT_EQ(chamber.work_phone("anna@example.org"), "");
    EXPECT_EQ(chamber.service.value(chamber.account, "anna@example.org", "Shoe size"), "42");
    EXPECT_EQ(chamber.contact("anna@example.org").email.permission, sandbox::Permission::Explicit);
    EXPECT_EQ(chamber.members_of("Active Members").size(), 1U);
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Run, R6_AValueThatIsTooLongIsCutWithAWarningAndIsNoDifferenceLater) {
    Chamber chamber;
    chamber.member("M1");
    const std::string title(60, 'x');
    chamber.rep("R1", "M1", "anna@example.org", {{"job_title", title.c_str()}});
    const auto first = chamber.run();
    EXPECT_EQ(first.state, RunState::Completed); // no reason for exit code 3
    EXPECT_EQ(issue_codes(first), Strings{"value_cut"});
    EXPECT_EQ(chamber.contact("anna@example.org").job_title, std::string(50, 'x'));
    const auto second = chamber.run();
    EXPECT_EQ(second.calls_writes, 0);
    EXPECT_EQ(second.totals.unchanged, 1);
}

TEST(Run, R6_APhoneOver25CharactersIsLeftOutNotCut) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"phone", "555-0100 extension 12345678"}});
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Completed);
    EXPECT_EQ(chamber.work_phone("anna@example.org"), "");
    EXPECT_EQ(issue_codes(report), Strings{"value_cut"});
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Run, R6_AForeignPhoneGoesByASingleWrite) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"phone", "+49 30 1234567"}});
    chamber.rep("R2", "M1", "bea@example.org",
                {{"phone", "030 1234567"}, {"city", "Berlin"}, {"country", "Germany"}});
    const auto report = chamber.run();
    EXPECT_EQ(report.calls_by_endpoint.at("POST /contacts"), 2);
    EXPECT_EQ(chamber.work_phone("anna@example.org"), "+49 30 1234567");
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Run, R6_TheMembersPhoneAndAddressServeWhereTheRepHasNone) {
    Chamber chamber;
    chamber.member("M1", "ACT",
                   {{"phone", "555-0199"}, {"street", "9 Elm"}, {"street2", "Suite 4"}, {"city", "Springfield"}});
    chamber.rep("R1", "M1", "anna@example.org");
    chamber.run();
    EXPECT_EQ(chamber.work_phone("anna@example.org"), "555-0199");
    ASSERT_EQ(chamber.contact("anna@example.org").addresses.size(), 1U);
    EXPECT_EQ(chamber.contact("anna@example.org").addresses[0].street, "9 Elm, Suite 4");
}

TEST(Run, R6_AWinnerOnNoListStillHasItsContact) {
    Chamber chamber;
    chamber.member("M1", "PRO");
    chamber.rep("R1", "M1", "prospect@example.org");
    const auto report = chamber.run();
    EXPECT_EQ(report.totals.created, 1);
    EXPECT_TRUE(chamber.contact("prospect@example.org").lists.empty());
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Run, R6_ManyOnNoListGoThroughTheHoldingListWhichIsEmptyAgain) {
    Chamber chamber;
    chamber.member("M1", "PRO");
    for (int i = 0; i < 60; ++i) {
        chamber.rep("R" + std::to_string(i), "M1", "p" + std::to_string(i) + "@example.org");
    }
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Completed) << report.message;
    EXPECT_EQ(report.totals.created, 60);
    EXPECT_LT(report.calls_total, 20);
    ASSERT_TRUE(chamber.service.list(chamber.account, "Muster holding list"));
    EXPECT_TRUE(chamber.members_of("Muster holding list").empty());
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Run, R6_WhoeverIsPutOnTheHoldingListComesOffIt) {
    Chamber chamber;
    chamber.service.add_contact(
        chamber.account, {.address = "stranger@example.org", .first_name = "S", .lists = {"Muster holding list"}});
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org");
    chamber.run();
    EXPECT_TRUE(chamber.members_of("Muster holding list").empty());
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Run, R7_CustomFieldsAreMadeOnceAndReusedByLabel) {
    Chamber chamber;
    chamber.service.add_field(chamber.account, "member id");
    chamber.member("M1", "COU", {{"joined", "3/4/2020"}});
    chamber.rep("R1", "M1", "anna@example.org",
                {{"username", "anna"}, {"password", "s3cret"}, {"groups", "Zoo;Board"}});
    const Ask ask{.fields = {"username", "Password", "Member ID", "Member Status", "Joined Date", "Rep Groups",
                             "Billing Rep"}};
    const auto report = chamber.run(ask);
    EXPECT_EQ(report.state, RunState::Completed) << report.message;
    const auto value = [&](const char* field) {
        return chamber.service.value(chamber.account, "anna@example.org", field);
    };
    EXPECT_EQ(value("Username"), "anna");
    EXPECT_EQ(value("Password"), "s3cret");
    EXPECT_EQ(value("member id"), "M1");
    EXPECT_EQ(value("Member Status"), "Courtesy");
    EXPECT_EQ(value("Joined Date"), "2020-03-04");
    EXPECT_EQ(value("Rep Groups"), "Board; Zoo");
    EXPECT_EQ(value("Billing Rep"), "No");
    EXPECT_EQ(chamber.service.fields(chamber.account).size(), 7U);
    EXPECT_EQ(chamber.run(ask).calls_writes, 0);
}

TEST(Run, R7_TheImportKeyIsTheNameThatTheServiceReturns) {
    sandbox::Options options;
    options.switches.field_name_case = sandbox::FieldNameCase::Lower;
    Chamber chamber(options);
    chamber.member("M1");
    for (int i = 0; i < 10; ++i) {
        chamber.rep("R" + std::to_string(i), "M1", "p" + std::to_string(i) + "@example.org",
                    {{"courtesy_title", "Dr"}});
    }
    const auto report = chamber.run({.fields = {"Courtesy Title"}});
    EXPECT_EQ(report.state, RunState::Completed) << report.message;
    EXPECT_EQ(chamber.service.value(chamber.account, "p3@example.org", "Courtesy Title"), "Dr");
}

TEST(Run, R7_AFieldOfAnotherTypeIsRefusedAndTheRestGoesOn) {
    Chamber chamber;
    chamber.service.add_field(chamber.account, "Joined Date", "date");
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"username", "anna"}});
    const auto report = chamber.run({.fields = {"Joined Date", "Username"}});
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(issue_codes(report), Strings{"field_refused"});
    EXPECT_EQ(chamber.service.value(chamber.account, "anna@example.org", "Username"), "anna");
}

TEST(Run, R29_AChangedPasswordIsListedWithoutItsValues) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"password", "first"}});
    chamber.run({.fields = {"Password"}});
    chamber.set_rep("R1", {{"password", "second"}});
    const auto report = chamber.run({.fields = {"Password"}});
    EXPECT_EQ(report.totals.updated, 1);
    const std::string document = sync::to_json(report);
    EXPECT_EQ(document.find("first"), std::string::npos);
    EXPECT_EQ(document.find("second"), std::string::npos);
    ASSERT_EQ(person(report, "R1").changes.size(), 1U);
    EXPECT_EQ(person(report, "R1").changes[0].field, "Password");
    EXPECT_EQ(chamber.service.value(chamber.account, "anna@example.org", "Password"), "second");
}

TEST(Run, NamesOfManyKindsArriveAsTheyAre) {
    Chamber chamber;
    chamber.member("M1", "ACT", {{"company", "O'Neil, \"Sons\" & Co"}});
    const Strings names{"D'Arcy",
                        "Smith, Jr.",
                        "\"Quoted\"",
                        "Line\nBreak",
                        "\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x94\xA7",
                        "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D"};
    for (std::size_t i = 0; i < names.size(); ++i) {
        chamber.rep("R" + std::to_string(i), "M1", "n" + std::to_string(i) + "@example.org",
                    {{"last_name", names[i].c_str()}});
    }
    EXPECT_EQ(chamber.run().state, RunState::Completed);
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(chamber.contact("n" + std::to_string(i) + "@example.org").last_name, names[i]);
    }
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Run, TwoRepsSwappedAddresses) {
    Chamber chamber;
    chamber.member("M1");
    chamber.rep("R1", "M1", "one@example.org");
    chamber.rep("R2", "M1", "two@example.org");
    chamber.run();
    chamber.set_rep("R1", {{"email", "two@example.org"}});
    chamber.set_rep("R2", {{"email", "one@example.org"}});
    const auto report = chamber.run();
    EXPECT_EQ(report.totals.updated, 2);
    EXPECT_EQ(chamber.contact("two@example.org").first_name, "First R1");
    EXPECT_EQ(chamber.contact("one@example.org").first_name, "First R2");
}

TEST(Run, ADeletedContactWithTheSameAddressIsRevivedAndCountedAsCreated) {
    Chamber chamber;
    chamber.service.add_contact(chamber.account,
                                {.address = "anna@example.org", .first_name = "Old", .job_title = "Old title"});
    ASSERT_TRUE(chamber.service.delete_contact(chamber.account, "anna@example.org"));
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org");
    const auto report = chamber.run();
    EXPECT_EQ(report.state, RunState::Completed) << report.message;
    EXPECT_EQ(report.totals.created, 1);
    EXPECT_EQ(issue_codes(report), Strings{"revived"});
    const auto anna = chamber.contact("anna@example.org");
    EXPECT_FALSE(anna.deleted_at);
    EXPECT_EQ(anna.first_name, "First R1");
    EXPECT_EQ(anna.job_title, "");
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Run, ADeletedContactWithAForeignPhoneIsRevivedOnNoListToo) {
    for (const char* status : {"ACT", "PRO"}) {
        Chamber chamber;
        chamber.service.add_contact(chamber.account,
                                    {.address = "anna@example.org", .first_name = "Old", .job_title = "Old title"});
        ASSERT_TRUE(chamber.service.delete_contact(chamber.account, "anna@example.org"));
        chamber.member("M1", status);
        chamber.rep("R1", "M1", "anna@example.org", {{"phone", "+49 30 123"}});
        const auto report = chamber.run();
        EXPECT_EQ(report.state, RunState::Completed) << sync::to_json(report);
        EXPECT_FALSE(chamber.contact("anna@example.org").deleted_at);
        EXPECT_EQ(chamber.work_phone("anna@example.org"), "+49 30 123");
        EXPECT_EQ(chamber.contact("anna@example.org").job_title, "");
        EXPECT_EQ(chamber.run().calls_writes, 0);
    }
}

TEST(Run, AContactWithoutEmailIsLeftAlone) {
    Chamber chamber;
    chamber.service.add_contact(chamber.account,
                                {.first_name = "Phone", .lists = {"Active Members"}, .sms_number = "5550100"});
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org");
    const auto report = chamber.run();
    EXPECT_EQ(report.totals.created, 1);
    EXPECT_EQ(list_of(report, "Active Members").removed, 0);
    EXPECT_EQ(chamber.run().calls_writes, 0);
}

TEST(Run, R28_AValueKeptInAnotherFormIsLearnedOnceAndIsNoDifferenceForEver) {
    sandbox::Options options;
    options.switches.full_stop_in_name = sandbox::FullStop::Strip;
    Chamber chamber(options);
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"first_name", "Anna B."}});
    chamber.rep("R2", "M1", "bob@example.org");
    const auto first = chamber.run();
    EXPECT_EQ(first.state, RunState::Completed) << sync::to_json(first);
    EXPECT_EQ(first.warnings.size(), 1U);
    const auto second = chamber.run();
    EXPECT_EQ(second.calls_writes, 0);
    EXPECT_TRUE(second.warnings.empty());
}

TEST(Run, R24_AContactThatWouldHoldMoreThan25FieldsKeepsItsOwn) {
    Chamber chamber;
    std::vector<std::pair<std::string, std::string>> own;
    for (int i = 0; i < 25; ++i) {
        const std::string label = "Own " + std::to_string(i);
        chamber.service.add_field(chamber.account, label);
        own.emplace_back(label, "v");
    }
    chamber.service.add_contact(chamber.account,
                                {.address = "anna@example.org", .first_name = "First R1", .custom_fields = own});
    chamber.member("M1");
    chamber.rep("R1", "M1", "anna@example.org", {{"username", "anna"}});
    const auto report = chamber.run({.fields = {"Username"}});
    EXPECT_EQ(report.state, RunState::CompletedWithIssues);
    EXPECT_EQ(issue_codes(report), Strings{"field_refused"});
    EXPECT_EQ(chamber.service.value(chamber.account, "anna@example.org", "Own 7"), "v");
}

} // namespace
} // namespace muster::test
