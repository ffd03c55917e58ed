#include "roster/order.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace muster::roster {
namespace {

struct Entry {
    std::string company;
    std::string file_by;
    std::string last_name;
    std::string first_name;
    std::int64_t record_number;
};

SortKey key_of(const Entry& entry) {
    Member member;
    member.company = entry.company;
    member.file_by = entry.file_by;
    Rep rep;
    rep.last_name = entry.last_name;
    rep.first_name = entry.first_name;
    rep.record_number = entry.record_number;
    return sort_key(rep, member);
}

void expect_order(const std::vector<Entry>& entries) {
    for (std::size_t i = 1; i < entries.size(); ++i) {
        EXPECT_LT(key_of(entries[i - 1]), key_of(entries[i])) << "between " << i - 1 << " and " << i;
    }
}

TEST(Order, R4_ComparesFilingThenLastNameThenFirstNameThenRecordNumber) {
    expect_order({{"Alpha", "", "Young", "Zoe", 9},
                  {"Beta", "", "Adams", "Zoe", 8},
                  {"Beta", "", "Berg", "Anna", 7},
                  {"Beta", "", "Berg", "Bert", 5},
                  {"Beta", "", "Berg", "Bert", 6}});
}

TEST(Order, R4_FileByComesBeforeCompany) {
    expect_order({{"The Harbor Bakery", "Harbor Bakery, The", "A", "A", 2}, {"Marina", "", "A", "A", 1}});
}

TEST(Order, R4_ABlankFileByIsNone) {
    Member member;
    member.company = "Zeta";
    member.file_by = "  ";
    EXPECT_EQ(filing_key(member), "zeta");
}

TEST(Order, R4_CaseAndMarksDoNotCount) {
    EXPECT_EQ(key_of({"ÉCLAIR", "", "MÜLLER", "Zoë", 1}), key_of({"eclair", "", "Muller", "zoe", 1}));
    expect_order({{"A", "", "Muller", "", 1}, {"A", "", "Müller", "", 2}, {"A", "", "mullex", "", 1}});
}

TEST(Order, R4_ABlankNameComesFirst) { expect_order({{"A", "", "", "Zoe", 2}, {"A", "", "Adams", "", 1}}); }

TEST(Order, R4_OtherScriptsFollowInTheOrderOfTheirCodePoints) {
    expect_order({{"zzz", "", "", "", 4}, {"Ωmega", "", "", "", 3}, {"Шах", "", "", "", 2}, {"漢", "", "", "", 1}});
}

} // namespace
} // namespace muster::roster
