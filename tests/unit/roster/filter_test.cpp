#include "roster/filter.hpp"

#include <initializer_list>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/time.hpp"

namespace muster::roster {
namespace {

Date date(int year, unsigned month, unsigned day) {
    return {std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
}

RosterRow example() {
    RosterRow row;
    row.member.member_id = "M1";
    row.member.company = "Smith, Jones & Söhne";
    row.member.status = "ACT";
    row.member.type = "Retail";
    row.member.attributes = {"Family owned", "VIP"};
    row.member.address.city = "New  Halden";
    row.member.address.state = "NY";
    row.member.address.postal_code = "01234";
    row.member.joined = date(2020, 2, 29);
    row.status = {.code = "ACT", .description = "Active", .active_member = true};
    row.rep.rep_id = "R17";
    row.rep.first_name = "Zoë";
    row.rep.last_name = "O'Brien";
    row.rep.job_title = "Head of R&D";
    row.rep.email = "Zoe@Example.org";
    row.rep.groups = {"Ambassadors", "Board of Directors"};
    row.rep.attributes = {"Key contact"};
    row.rep.billing_rep = true;
    row.rep.created = *parse_instant("2026-01-31T23:59:59Z");
    row.rep.updated = *parse_instant("2026-02-01T00:00:00Z");
    return row;
}

bool accepts(FilterKind kind, const std::string& expression, const RosterRow& row) {
    const auto filter = Filter::parse(kind, {expression});
    EXPECT_TRUE(filter) << expression << ": " << filter.error().message;
    return filter && filter->accepts(row);
}

void expect_accepted(FilterKind kind, const RosterRow& row, std::initializer_list<std::string> expressions) {
    for (const std::string& expression : expressions) {
        EXPECT_TRUE(accepts(kind, expression, row)) << expression;
    }
}

void expect_left_out(FilterKind kind, const RosterRow& row, std::initializer_list<std::string> expressions) {
    for (const std::string& expression : expressions) {
        EXPECT_FALSE(accepts(kind, expression, row)) << expression;
    }
}

std::string error_of(FilterKind kind, const std::string& expression) {
    const auto filter = Filter::parse(kind, {expression});
    EXPECT_FALSE(filter) << expression;
    if (filter) {
        return {};
    }
    EXPECT_EQ(filter.error().code, Code::Invalid);
    return filter.error().message;
}

TEST(Filter, R3_EveryMemberFieldOfTheContractFilters) {
    expect_accepted(FilterKind::Member, example(),
                    {"member_id=m1", "company=\"smith, jones & SÖHNE\"", "company~jones", "status=act",
                     "status=active", "active=yes", "type=retail", "city=new halden", "state=ny",
                     "postal_code=01234", "joined=2020-02-29", "dropped=", "attribute=vip", "member_id!=M2",
                     "Member ID=M1"});
    expect_left_out(FilterKind::Member, example(),
                    {"member_id=M11", "company=Smith", "company~\"jones  & sons\"", "status=DRP", "active=no",
                     "type=", "city=Halden", "postal_code=1234", "joined=2020-03-01", "dropped=2020-01-01",
                     "attribute=Green", "status!=Active", "attribute!=VIP,Green"});
}

TEST(Filter, R3_EveryRepFieldOfTheContractFilters) {
    expect_accepted(FilterKind::Rep, example(),
                    {"rep_id=r17", "first_name=ZOË", "last_name=o'brien", "job_title~r&d", "email=zoe@example.ORG",
                     "has_email=yes", "group=board of directors", "attribute=KEY CONTACT", "billing_rep=1",
                     "created=2026-01-31", "updated=2/1/2026", "group!=Golf Outing", "email~@example."});
    expect_left_out(FilterKind::Rep, example(),
                    {"rep_id=R1", "first_name=Zoe", "last_name=", "job_title=R&D", "email=zoe", "has_email=no",
                     "group=Board", "attribute=VIP", "billing_rep=no", "created=2026-02-01", "updated<=2026-01-31",
                     "group!=Golf Outing,ambassadors"});
}

TEST(Filter, R3_ValuesOfOneCriterionAreOredAndCriteriaAreAnded) {
    const auto parse = [](std::vector<std::string> expressions) {
        return Filter::parse(FilterKind::Member, expressions).value();
    };
    EXPECT_TRUE(parse({"status=DRP,ACT"}).accepts(example()));
    EXPECT_TRUE(parse({"status=DRP,ACT", "state=NY"}).accepts(example()));
    EXPECT_FALSE(parse({"status=DRP,ACT", "state=SD"}).accepts(example()));
    EXPECT_TRUE(parse({}).accepts(example()));
    EXPECT_TRUE(Filter().accepts(example()));
}

TEST(Filter, RangesIncludeTheirEndsAndABlankDateIsInNoRange) {
    expect_accepted(FilterKind::Member, example(),
                    {"joined<=2020-02-29", "joined>=2020-02-29", "joined>=1999-01-01"});
    expect_left_out(FilterKind::Member, example(),
                    {"joined<=2020-02-28", "joined>=2020-03-01", "dropped<=2999-01-01", "dropped>=1900-01-01"});
}

TEST(Filter, ABlankValueMatchesWhatIsBlank) {
    RosterRow row;
    expect_accepted(FilterKind::Rep, row, {"group=", "attribute=", "last_name=", "email=\"\"", "group=Board,"});
    expect_accepted(FilterKind::Member, row, {"joined=", "company=", "attribute="});
    expect_left_out(FilterKind::Rep, row, {"group!=", "last_name!=", "group~a"});
    expect_left_out(FilterKind::Member, row, {"joined!="});
    expect_accepted(FilterKind::Rep, example(), {"group!=", "last_name!="});
    row.rep.last_name = " \t ";
    expect_accepted(FilterKind::Rep, row, {"last_name="});
}

TEST(Filter, HasEmailMeansAnAddressThatIsUsable) {
    RosterRow row = example();
    for (const std::string address : {"", "n/a", "a@example.org; b@example.org", "a@"}) {
        row.rep.email = address;
        expect_left_out(FilterKind::Rep, row, {"has_email=yes"});
        expect_accepted(FilterKind::Rep, row, {"has_email=no", "has_email!=x"});
    }
}

TEST(Filter, DatesOfRecordsCompareByTheirDayInUtc) {
    RosterRow row;
    row.rep.created = *parse_instant("1969-12-31T23:59:59Z");
    expect_accepted(FilterKind::Rep, row, {"created=1969-12-31", "created<=1969-12-31"});
    expect_left_out(FilterKind::Rep, row, {"created>=1970-01-01"});
}

TEST(Filter, LooksAtTheAttributesThatTheRowHasNow) {
    RosterRow row = example();
    row.rep.attributes.emplace_back("Unsubscribed from CC");
    expect_accepted(FilterKind::Rep, row, {"attribute=unsubscribed from cc"});
    expect_left_out(FilterKind::Rep, row, {"attribute!=Unsubscribed from CC"});
}

TEST(Filter, TextsOfAnyLengthAndScriptCompareWithoutCase) {
    RosterRow row;
    row.member.company = std::string(400, 'A') + " Ärzte";
    expect_accepted(FilterKind::Member, row, {"company=" + std::string(400, 'a') + " ärzte", "company~aaa ÄRZ"});
    row.member.company = "\xD0\x9E\xD0\x9E\xD0\x9E \xCE\xA3\xCF\x8C\xCF\x86"; // Cyrillic and Greek capitals
    expect_accepted(FilterKind::Member, row, {"company=ооо σόφ"});
}

TEST(Filter, AnUnknownFieldIsAnErrorThatListsTheKnownOnes) {
    const std::string of_members = error_of(FilterKind::Member, "colour=red");
    EXPECT_NE(of_members.find("\"colour\""), std::string::npos) << of_members;
    EXPECT_NE(
        of_members.find("member_id, company, status, active, type, city, state, postal_code, joined, dropped, "
                        "attribute."),
        std::string::npos)
        << of_members;
    const std::string of_reps = error_of(FilterKind::Rep, "city=Lakeshore");
    EXPECT_NE(of_reps.find("rep_id, first_name, last_name, job_title, email, has_email, group, attribute, "
                           "billing_rep, created, updated."),
              std::string::npos)
        << of_reps;
}

TEST(Filter, AValueOfTheWrongKindIsAnErrorThatListsTheKnownFields) {
    for (const std::string expression :
         {"joined=yesterday", "joined<=", "joined>=2020-02-30", "active=perhaps", "postal_code<=5", "company>=A",
          "member_id<=M5", "active<=yes", "joined<=2020-01-01,2021-01-01", "joined~2020", "company~",
          "company~\" \"", "company~\"a\",\"b\""}) {
        const std::string message = error_of(FilterKind::Member, expression);
        EXPECT_NE(message.find("Fields of a Member filter: member_id"), std::string::npos) << message;
    }
    EXPECT_NE(error_of(FilterKind::Member, "postal_code<=5").find("only dates and numbers"), std::string::npos);
}

TEST(Filter, ComparesByCriteriaAndTwoEmptyOnesAreEqual) {
    const auto one = Filter::parse(FilterKind::Rep, {"attribute=VIP"}).value();
    EXPECT_EQ(one, Filter::parse(FilterKind::Rep, {"Attribute=VIP"}).value());
    EXPECT_NE(one, Filter::parse(FilterKind::Member, {"attribute=VIP"}).value());
    EXPECT_EQ(Filter::parse(FilterKind::Rep, {}).value(), Filter());
    EXPECT_TRUE(Filter().is_empty());
    EXPECT_FALSE(one.is_empty());
    EXPECT_EQ(one.expressions(), std::vector<std::string>{"attribute=VIP"});
}

} // namespace
} // namespace muster::roster
