// What a Rep says a Contact should hold, and what a write of it leaves as it is (R6, R7).

#include <gtest/gtest.h>

#include "sync/managed.hpp"

namespace muster::sync {
namespace {

namespace cc = constant_contact;

class NothingLearned final : public LearnedForms {
  public:
    bool is_kept_form(const std::string&, const std::string&, const std::string&,
                      const std::string&) const override {
        return false;
    }
};

roster::RosterRow row() {
    roster::RosterRow row;
    row.rep.rep_id = "R1";
    row.rep.first_name = " Anna ";
    row.rep.last_name = "Berg";
    row.member.company = "Berg & Co";
    row.member.phone = "555-0100";
    row.rep.username = "anna";
    return row;
}

std::vector<ChosenField> username() {
    return {{roster::CustomField::Username, "Username", "field-1", "cf:Username", false, ""}};
}

cc::Contact contact() {
    cc::Contact contact;
    contact.contact_id = "id-1";
    contact.address = "Anna@example.org";
    contact.core = {"Anna", "Old", "Boss", "Berg & Co", 11, 24, "2006-11-15"};
    contact.custom_fields = {{"field-9", "theirs", {}}, {"field-8", "", {"3", "4"}}};
    contact.phone_numbers = {{"555-0001", "home"}, {"555-0002", "work"}};
    contact.street_addresses = {{"home", "1 Elm", "X", "", "", ""}};
    contact.list_memberships = {"list-1"};
    return contact;
}

TEST(Managed, DifferencesNameFieldOldAndNew) {
    std::vector<CutValue> cuts;
    const Desired desired = desired_properties(row(), username(), cuts);
    const auto found = differences(desired, username(), contact(), NothingLearned());
    ASSERT_EQ(found.size(), 4U);
    EXPECT_EQ(found[0].field, "last_name");
    EXPECT_EQ(found[0].old_value, "Old");
    EXPECT_EQ(found[0].new_value, "Berg");
    EXPECT_EQ(found[1].field, "job_title");
    EXPECT_TRUE(found[1].clears());
    EXPECT_EQ(found[2].field, "phone");
    EXPECT_EQ(found[3].field, "Username");
    EXPECT_TRUE(cuts.empty());
}

TEST(Managed, R6_APutKeepsBirthdayAnniversaryOtherFieldsPhonesAndAddresses) {
    std::vector<CutValue> cuts;
    const Desired desired = desired_properties(row(), username(), cuts);
    const auto changed = differences(desired, username(), contact(), NothingLearned());
    const cc::ContactUpdate update = contact_update(contact(), desired, username(), changed);
    EXPECT_EQ(update.address, "Anna@example.org"); // its own spelling (R1)
    EXPECT_EQ(update.core, (cc::CoreProperties{"Anna", "Berg", "", "Berg & Co", 11, 24, "2006-11-15"}));
    EXPECT_EQ(update.custom_fields,
              (std::vector<cc::CustomFieldValue>{
                  {"field-9", "theirs", {}}, {"field-8", "", {"3", "4"}}, {"field-1", "anna", {}}}));
    EXPECT_EQ(update.phone_numbers, (std::vector<cc::PhoneNumber>{{"555-0001", "home"}, {"555-0100", "work"}}));
    EXPECT_FALSE(update.street_addresses); // nothing differs there: not sent at all
    EXPECT_FALSE(update.list_memberships);
}

TEST(Managed, R6_AnImportRowHoldsWhatDiffersAndNoBlankValue) {
    std::vector<CutValue> cuts;
    auto with_address = row();
    with_address.rep.address = {"2 Oak", "Floor 3", "Springfield", "OR", "97403", ""};
    const Desired desired = desired_properties(with_address, username(), cuts);
    std::vector<Difference> changed = differences(desired, username(), contact(), NothingLearned());
    const cc::ImportRow import = import_row("Anna@example.org", desired, username(), changed);
    EXPECT_EQ(import, (cc::ImportRow{{"email", "Anna@example.org"},
                                     {"last_name", "Berg"},
                                     {"work_phone", "555-0100"},
                                     {"work_street", "2 Oak, Floor 3"},
                                     {"work_city", "Springfield"},
                                     {"work_state", "OR"},
                                     {"work_zip", "97403"},
                                     {"cf:Username", "anna"}}));
}

TEST(Managed, R6_ValuesAreCutAtAGraphemeBoundaryByCodePoints) {
    auto long_row = row();
    const std::string family =
        "\xF0\x9F\x91\xA8\xE2\x80\x8D\xF0\x9F\x91\xA9\xE2\x80\x8D\xF0\x9F\x91\xA7"; // one grapheme of five code
                                                                                    // points
    long_row.rep.last_name = std::string(48, 'x') + family;
    std::vector<CutValue> cuts;
    EXPECT_EQ(desired_properties(long_row, {}, cuts).core.last_name, std::string(48, 'x'));
    ASSERT_EQ(cuts.size(), 1U);
    EXPECT_EQ(cuts[0].field, "last_name");
}

TEST(Managed, R29_ACutPasswordIsNotShown) {
    auto secret = row();
    secret.rep.password = std::string(300, 'p');
    std::vector<CutValue> cuts;
    static_cast<void>(desired_properties(
        secret, {{roster::CustomField::Password, "Password", "f", "cf:Password", false, ""}}, cuts));
    ASSERT_EQ(cuts.size(), 1U);
    EXPECT_EQ(cuts[0].message.find("pppp"), std::string::npos);
}

} // namespace
} // namespace muster::sync
