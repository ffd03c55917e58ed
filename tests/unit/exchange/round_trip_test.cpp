#include <string>
#include <vector>

#include "base/text.hpp"
#include "exchange/export.hpp"
#include "exchange/import.hpp"
#include "exchange/sample.hpp"
#include "roster/fields.hpp"
#include "support/properties.hpp"
#include "unit/exchange/chamber_folder.hpp"

namespace muster::exchange {
namespace {

std::vector<roster::Member> members_of(MemoryRecordBook& book) {
    std::vector<roster::Member> members;
    book.each_member([&](const roster::Member& member) { members.push_back(member); });
    return members;
}

std::vector<roster::Rep> reps_of(MemoryRecordBook& book) {
    std::vector<roster::Rep> reps;
    book.each_rep([&](const roster::Rep& rep) { reps.push_back(rep); });
    return reps;
}

std::vector<roster::MemberStatus> statuses_of(MemoryRecordBook& book) {
    std::vector<roster::MemberStatus> statuses;
    book.each_status([&](const roster::MemberStatus& status) { statuses.push_back(status); });
    return statuses;
}

/// Exports the book and imports the files into an empty one; "" or what went wrong.
std::string carry_over(MemoryRecordBook& from, MemoryRecordBook& to) {
    const ChamberFolder folder;
    const std::string statuses = folder.path("statuses.csv");
    const std::string members = folder.path("members.csv");
    const std::string reps = folder.path("reps.csv");
    const auto exported = export_records(from, {statuses, members, reps}, {.with_passwords = true});
    if (!exported) {
        return exported.error().message;
    }
    const auto imported = import_records({.statuses = statuses, .members = members, .reps = reps}, to);
    if (!imported) {
        return imported.error().message;
    }
    return imported->errors.empty() ? std::string() : imported->errors.front().text();
}

/// Fills every column that takes it with a text of troublesome characters.
template <class Record>
void fill(Record& record, const std::vector<std::string_view>& columns) {
    const auto piece = rc::gen::element<std::string>("a", "B", "é", " ", ",", "\"", "\n", "\r\n", "\r", ";", "=",
                                                     "'", "כ", "漢", "😀", "\t");
    for (const std::string_view column : columns) {
        const bool is_reference =
            column == "member_id" || column == "rep_id" || column == "status" || column == "code";
        if (is_reference) {
            continue;
        }
        const std::string text =
            *rc::gen::oneOf(rc::gen::map(rc::gen::resize(5, rc::gen::container<std::vector<std::string>>(piece)),
                                         [](const std::vector<std::string>& pieces) { return join(pieces, ""); }),
                            rc::gen::element<std::string>("yes", "2020-02-29", "x;y"));
        const auto set = set_field(record, column, text); // what it refuses stays blank
        RC_ASSERT(set.has_value() || set.error().code == Code::Invalid);
    }
}

RC_GTEST_PROP(RoundTrip, ExportingAndImportingIntoAnEmptyDatabaseGivesTheSameData, ()) {
    MemoryRecordBook book;
    roster::MemberStatus status;
    status.code = "ACT, \"new\"";
    fill(status, roster::status_columns());
    book.put_status(status);
    const int members = *rc::gen::inRange(0, 4);
    int reps = 0;
    for (int i = 0; i < members; ++i) {
        roster::Member member;
        member.member_id = "M;" + std::to_string(i);
        member.company = "Company";
        member.status = status.code;
        fill(member, roster::member_columns());
        book.put_member(member);
        for (int left = *rc::gen::inRange(0, 3); left > 0; --left) {
            roster::Rep rep;
            rep.rep_id = "R," + std::to_string(++reps);
            rep.member_id = member.member_id;
            fill(rep, roster::rep_columns());
            book.put_rep(rep);
        }
    }
    MemoryRecordBook copy;
    RC_ASSERT(carry_over(book, copy) == "");
    RC_ASSERT(statuses_of(copy) == statuses_of(book));
    RC_ASSERT(members_of(copy) == members_of(book));
    RC_ASSERT(reps_of(copy) == reps_of(book));
}

TEST(RoundTrip, TheSampleChamberComesBackAsItWas) {
    MemoryRecordBook book;
    ASSERT_TRUE(make_sample(book, {.members = 300, .seed = 7}));
    MemoryRecordBook copy;
    ASSERT_EQ(carry_over(book, copy), "");
    EXPECT_TRUE(statuses_of(copy) == statuses_of(book));
    EXPECT_TRUE(members_of(copy) == members_of(book));
    EXPECT_TRUE(reps_of(copy) == reps_of(book));
}

} // namespace
} // namespace muster::exchange
