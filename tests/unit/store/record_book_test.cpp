
#include "base/text.hpp"
#include "store_fixture.hpp"

namespace muster::store {
namespace {

using namespace std::chrono_literals;
using Names = std::vector<std::string>;

class RecordBook : public StoreTest {
  protected:
    RecordBook() : store_(open()), database_(store_->add_database("Main").value()) {
        change(*store_, database_,
               [](roster::RecordBook& book) { book.put_member(a_member("M1", "Berg & Sons")); });
    }
    std::optional<roster::Rep> rep(const std::string& id) {
        std::optional<roster::Rep> found;
        look(*store_, database_, WithPasswords::No, [&](roster::RecordBook& book) { found = book.find_rep(id); });
        return found;
    }
    void put(const roster::Rep& rep) {
        change(*store_, database_, [&](roster::RecordBook& book) { book.put_rep(rep); });
    }
    std::string unsubscribed_for(const std::string& id) {
        std::string key = "no such Rep";
        store_->make_roster_reader(database_, WithPasswords::No)->each([&](const roster::RosterRow& row) {
            if (row.rep.rep_id == id) {
                key = row.unsubscribed_for;
            }
        });
        return key;
    }

    std::unique_ptr<Store> store_;
    DatabaseId database_;
};

TEST_F(RecordBook, GivesBackEveryFieldOfAMember) {
    auto member = a_member("M7", "Öl & Söhne", "cou");
    member.file_by = "Soehne";
    member.type = "Associate";
    member.attributes = {"Founder", "Sponsor"};
    member.address = {"1 High Street", "Floor 2", "Springfield", "IL", "62701", "US"};
    member.phone = "217 555 0101";
    member.website = "https://example.org";
    member.joined = Date{std::chrono::year{2020} / 2 / 29};
    change(*store_, database_, [&](roster::RecordBook& book) { book.put_member(member); });
    member.record_number = 2;
    member.status = "COU";
    look(*store_, database_, WithPasswords::No, [&](roster::RecordBook& book) {
        EXPECT_EQ(book.find_member("M7"), member);
        EXPECT_EQ(book.find_member("m7"), std::nullopt);
        Names ids;
        book.each_member([&](const roster::Member& each) { ids.push_back(each.member_id); });
        EXPECT_EQ(ids, (Names{"M1", "M7"}));
    });
}

TEST_F(RecordBook, GivesBackEveryFieldOfARep) {
    auto one = a_rep("R1", "M1", "Anna", "O'Hara \"Ann\"", " Anna@Example.ORG ");
    one.courtesy_title = "Dr.";
    one.middle_name = "B.";
    one.suffix = "Jr.";
    one.salutation = "Dear Anna";
    one.job_title = "Head,\nSales";
    one.phone = "1";
    one.mobile = "2";
    one.fax = "3";
    one.address = {"a", "b", "c", "d", "e", "f"};
    one.username = "anna";
    one.password = "hunter2 \xF0\x9F\x98\x80";
    one.billing_rep = true;
    one.groups = {"Ambassadors", "Board"};
    one.attributes = {"VIP"};
    put(one);
    one.record_number = 1;
    one.created = one.updated = clock_.now();
    EXPECT_EQ(rep("R1"), one);
    EXPECT_EQ(rep("r1"), std::nullopt);
}

TEST_F(RecordBook, PasswordsAreReadOnlyWhereTheyWereAskedFor) {
    auto one = a_rep("R1", "M1", "Anna", "Berg");
    one.password = "secret";
    put(one);
    for (const auto passwords : {WithPasswords::No, WithPasswords::Yes}) {
        const std::string expected = passwords == WithPasswords::Yes ? "secret" : "";
        look(*store_, database_, passwords, [&](roster::RecordBook& book) {
            book.each_rep([&](const roster::Rep& each) { EXPECT_EQ(each.password, expected); });
        });
        store_->make_roster_reader(database_, passwords)->each([&](const roster::RosterRow& row) {
            EXPECT_EQ(row.rep.password, expected);
        });
    }
}

TEST_F(RecordBook, PasswordsAreNeverInClearOnTheDisk) {
    auto one = a_rep("R1", "M1", "Anna", "Visible");
    one.password = "correct horse battery";
    put(one);
    const auto bytes = test::bytes_of(folder_);
    EXPECT_NE(bytes.find("Visible"), std::string::npos);
    EXPECT_EQ(bytes.find("correct horse"), std::string::npos);
}

TEST_F(RecordBook, APasswordMovedToAnotherRepDoesNotOpen) {
    auto one = a_rep("R1", "M1", "Anna", "Berg");
    one.password = "secret";
    put(one);
    put(a_rep("R2", "M1", "Ben", "Berg"));
    run_sql("UPDATE reps SET sealed_password = (SELECT sealed_password FROM reps WHERE rep_id = 'R1')");
    EXPECT_EQ(rep("R1")->password, "secret");
    EXPECT_THROW((void)rep("R2"), db::StoreLost);
}

TEST_F(RecordBook, AnEditThatFailsLeavesNothingBehind) {
    const auto result = store_->edit(database_, WithPasswords::No, [](roster::RecordBook& book) -> Result<int> {
        book.put_rep(a_rep("R1", "M1", "Anna", "Berg"));
        EXPECT_TRUE(book.find_rep("R1"));
        return fail(Code::Invalid, "line 3 is wrong");
    });
    EXPECT_EQ(result.error().message, "line 3 is wrong");
    EXPECT_EQ(rep("R1"), std::nullopt);
    EXPECT_THROW((void)store_->edit(database_, WithPasswords::No,
                                    [](roster::RecordBook& book) -> Result<void> {
                                        book.put_rep(a_rep("R1", "M1", "Anna", "Berg"));
                                        throw std::runtime_error("power cut");
                                    }),
                 std::runtime_error);
    EXPECT_EQ(rep("R1"), std::nullopt);
    put(a_rep("R9", "M1", "Ina", "Berg"));
    EXPECT_EQ(rep("R9")->record_number, 1);
}

TEST_F(RecordBook, AnEditOfARemovedDatabaseIsAnswered) {
    ASSERT_TRUE(store_->remove_database(database_));
    const auto result =
        store_->edit(database_, WithPasswords::No, [](roster::RecordBook&) -> Result<int> { return 1; });
    EXPECT_EQ(result.error().code, Code::NotFound);
}

TEST_F(RecordBook, ReadingRefusesToWrite) {
    look(*store_, database_, WithPasswords::No, [](roster::RecordBook& book) {
        EXPECT_THROW(book.put_rep(a_rep("R1", "M1", "Anna", "Berg")), std::logic_error);
        EXPECT_THROW((void)book.add_group("Board"), std::logic_error);
    });
}

TEST_F(RecordBook, R4_RecordNumbersAreNeverGivenOutAgain) {
    put(a_rep("R1", "M1", "Anna", "Berg"));
    put(a_rep("R2", "M1", "Ben", "Berg"));
    change(*store_, database_, [](roster::RecordBook& book) { book.remove_rep("R2"); });
    put(a_rep("R2", "M1", "Ben", "Berg"));
    EXPECT_EQ(rep("R2")->record_number, 3);
}

TEST_F(RecordBook, UpdatedMovesOnlyWhenSomethingElseDid) {
    auto one = a_rep("R1", "M1", "Anna", "Berg");
    one.groups = {"Board"};
    put(one);
    const auto made = clock_.now();
    clock_.advance(1h);
    one.groups = {" board "};
    put(one);
    EXPECT_EQ(rep("R1")->updated, made);
    one.job_title = "Chair";
    put(one);
    EXPECT_EQ(rep("R1")->updated, made + 1h);
    EXPECT_EQ(rep("R1")->created, made);
    clock_.advance(1h);
    one.groups.clear();
    put(one);
    EXPECT_EQ(rep("R1")->updated, made + 2h);
}

TEST_F(RecordBook, R12_TheFirstSpellingOfAGroupStays) {
    auto one = a_rep("R1", "M1", "Anna", "Berg");
    one.groups = {"Board of  Directors", "BOARD OF DIRECTORS", "", "Ambassadors"};
    put(one);
    EXPECT_EQ(rep("R1")->groups, (Names{"Ambassadors", "Board of  Directors"}));
    change(*store_, database_, [](roster::RecordBook& book) {
        const auto refused = book.add_group("board OF directors");
        EXPECT_EQ(refused.error().code, Code::Conflict);
        EXPECT_NE(refused.error().message.find("\"Board of  Directors\""), std::string::npos);
        EXPECT_TRUE(book.add_group("Élan"));
        EXPECT_EQ(book.find_group(" ÉLAN"), "Élan");
        EXPECT_EQ(book.find_group("Elan"), std::nullopt);
    });
}

TEST_F(RecordBook, GroupsAreCountedRenamedAndRemovedEverywhere) {
    for (const auto* id : {"R1", "R2"}) {
        auto one = a_rep(id, "M1", "Anna", "Berg");
        one.groups = {"Alpha", "Board"};
        put(one);
    }
    change(*store_, database_, [](roster::RecordBook& book) {
        EXPECT_EQ(book.rename_group("alpha", "BOARD").error().code, Code::Conflict);
        EXPECT_EQ(book.rename_group("none", "x").error().code, Code::NotFound);
        EXPECT_TRUE(book.rename_group("alpha", "Zeta"));
        EXPECT_TRUE(book.rename_group("zeta", "ZETA"));
    });
    EXPECT_EQ(rep("R1")->groups, (Names{"Board", "ZETA"}));
    change(*store_, database_, [](roster::RecordBook& book) {
        book.remove_rep("R2");
        EXPECT_EQ(book.groups().at(0).name, "Board");
        EXPECT_EQ(book.groups().at(0).reps, 1);
        EXPECT_TRUE(book.remove_group("board"));
        EXPECT_EQ(book.remove_group("board").error().code, Code::NotFound);
    });
    EXPECT_EQ(rep("R1")->groups, (Names{"ZETA"}));
    look(*store_, database_, WithPasswords::No,
         [](roster::RecordBook& book) { EXPECT_EQ(book.groups().size(), 1U); });
}

TEST_F(RecordBook, AttributesAreRenamedAndRemovedLikeGroups) {
    auto one = a_rep("R1", "M1", "Anna", "Berg");
    one.groups = {"Board"};
    one.attributes = {"VIP", "Sponsor"};
    put(one);
    change(*store_, database_, [](roster::RecordBook& book) {
        EXPECT_EQ(book.add_attribute(" vip ").error().code, Code::Conflict);
        EXPECT_EQ(book.add_attribute("  ").error().code, Code::Invalid);
        EXPECT_TRUE(book.add_attribute("Guest"));
        EXPECT_EQ(book.rename_attribute("VIP", "sponsor").error().code, Code::Conflict);
        EXPECT_EQ(book.rename_attribute("nobody", "X").error().message, "There is no Rep Attribute \"nobody\".");
        EXPECT_TRUE(book.rename_attribute("vip", "Patron"));
        EXPECT_TRUE(book.remove_attribute("SPONSOR"));
        EXPECT_EQ(book.remove_attribute("Sponsor").error().code, Code::NotFound);
    });
    EXPECT_EQ(rep("R1")->attributes, (Names{"Patron"}));
    EXPECT_EQ(rep("R1")->groups, (Names{"Board"}));
    look(*store_, database_, WithPasswords::No, [](roster::RecordBook& book) {
        EXPECT_EQ(book.attributes().size(), 2U);
        EXPECT_EQ(book.groups().size(), 1U);
    });
}

TEST_F(RecordBook, AStatusIsRemovedOnceNoMemberHasIt) {
    change(*store_, database_, [](roster::RecordBook& book) {
        EXPECT_EQ(book.remove_status("ACT").error().message,
                  "The Member Status ACT still has 1 Member(s). Give them another one first.");
        EXPECT_TRUE(book.remove_status("cou"));
        EXPECT_EQ(book.find_status("COU"), std::nullopt);
        EXPECT_EQ(book.remove_status("COU").error().code, Code::NotFound);
    });
}

TEST_F(RecordBook, RepAttributesAndMemberAttributesAreApart) {
    change(*store_, database_, [](roster::RecordBook& book) {
        auto member = a_member("M2", "Harbour");
        member.attributes = {"Sponsor"};
        book.put_member(member);
        auto one = a_rep("R1", "M2", "Anna", "Berg");
        one.attributes = {"VIP", "sponsor"};
        book.put_rep(one);
        EXPECT_EQ(book.attributes().size(), 2U);
        EXPECT_EQ(book.find_attribute("SPONSOR"), "sponsor");
        EXPECT_EQ(book.find_member("M2")->attributes, (Names{"Sponsor"}));
    });
}

TEST_F(RecordBook, AMemberWithRepsIsNotRemoved) {
    put(a_rep("R1", "M1", "Anna", "Berg"));
    put(a_rep("R2", "M1", "Ben", "Berg"));
    change(*store_, database_, [](roster::RecordBook& book) {
        const auto refused = book.remove_member("M1");
        EXPECT_EQ(refused.error().code, Code::Invalid);
        EXPECT_NE(refused.error().message.find("R1, R2"), std::string::npos) << refused.error().message;
        EXPECT_EQ(book.reps_of("M1"), (Names{"R1", "R2"}));
        book.remove_rep("R1");
        book.remove_rep("R2");
        EXPECT_TRUE(book.remove_member("M1"));
        EXPECT_EQ(book.find_member("M1"), std::nullopt);
        EXPECT_EQ(book.remove_member("M1").error().code, Code::NotFound);
    });
}

TEST_F(RecordBook, R16_TheAttributeBelongsToTheAddressItWasAssignedFor) {
    auto one = a_rep("R1", "M1", "Anna", "Berg", " Anna@Example.org");
    put(one);
    EXPECT_EQ(unsubscribed_for("R1"), "");
    one.attributes = {"unsubscribed from cc"};
    put(one);
    EXPECT_EQ(unsubscribed_for("R1"), "anna@example.org");
    one.email = "new@example.org";
    put(one);
    EXPECT_EQ(unsubscribed_for("R1"), "anna@example.org");
    one.attributes.clear();
    put(one);
    EXPECT_EQ(unsubscribed_for("R1"), "");
    one.attributes = {"Unsubscribed from CC"};
    put(one);
    EXPECT_EQ(unsubscribed_for("R1"), "new@example.org");
}

TEST_F(RecordBook, StatusesCompareWithoutCase) {
    change(*store_, database_, [](roster::RecordBook& book) {
        auto status = book.find_status("act").value();
        EXPECT_TRUE(status.active_member);
        status.code = "ACT";
        status.active_member = false;
        status.pays_dues = status.members_only_access = true;
        book.put_status(status);
        EXPECT_EQ(book.find_status("Act"), status);
        EXPECT_EQ(book.find_status("none"), std::nullopt);
    });
}

TEST_F(RecordBook, DatabasesDoNotSeeEachOther) {
    const auto other = store_->add_database("Other").value();
    change(*store_, database_, [](roster::RecordBook& book) {
        auto one = a_rep("R1", "M1", "Anna", "Berg");
        one.groups = {"Board"};
        book.put_rep(one);
    });
    change(*store_, other, [](roster::RecordBook& book) {
        EXPECT_EQ(book.find_member("M1"), std::nullopt);
        EXPECT_EQ(book.find_rep("R1"), std::nullopt);
        EXPECT_TRUE(book.groups().empty());
        book.put_member(a_member("M1", "Another"));
        book.put_rep(a_rep("R1", "M1", "Zoe", "Zander"));
        book.remove_rep("R1");
    });
    EXPECT_EQ(rep("R1")->first_name, "Anna");
}

TEST_F(RecordBook, TwoStoresOnOneFileSeeEachOthersEdits) {
    const auto second = open();
    put(a_rep("R1", "M1", "Anna", "Berg"));
    EXPECT_EQ(walk(*second, database_), (Names{"R1"}));
    change(*second, database_, [](roster::RecordBook& book) { book.remove_rep("R1"); });
    EXPECT_EQ(rep("R1"), std::nullopt);
}

} // namespace
} // namespace muster::store
