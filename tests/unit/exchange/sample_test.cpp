#include "exchange/sample.hpp"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/email.hpp"
#include "base/text.hpp"
#include "roster/fields.hpp"
#include "unit/exchange/chamber_folder.hpp"

namespace muster::exchange {
namespace {

/// Everything that the sample put into a book, as one text.
std::string all_of(MemoryRecordBook& book) {
    std::string text;
    book.each_member([&](const roster::Member& member) {
        for (const std::string_view column : roster::member_columns()) {
            text += field_text(member, column) + '\x1F';
        }
    });
    book.each_rep([&](const roster::Rep& rep) {
        for (const std::string_view column : roster::rep_columns()) {
            text += field_text(rep, column) + '\x1F';
        }
    });
    return text;
}

struct Sample {
    explicit Sample(const SampleOptions& options = {}) { summary = make_sample(book, options); }
    MemoryRecordBook book;
    Result<SampleSummary> summary;
};

TEST(Sample, Is900MembersAnd2000RepsAnd25GroupsUnlessSaidOtherwise) {
    Sample sample;
    ASSERT_TRUE(sample.summary) << sample.summary.error().message;
    EXPECT_EQ(sample.summary->members, 900U);
    EXPECT_EQ(sample.summary->reps, 2000U);
    EXPECT_EQ(sample.book.member_count(), 900U);
    EXPECT_EQ(sample.book.rep_count(), 2000U);
    EXPECT_EQ(sample.book.groups().size(), 25U);
    for (const auto& group : sample.book.groups()) {
        EXPECT_GE(group.reps, 5) << group.name;
    }
    EXPECT_FALSE(sample.book.attributes().empty());
    EXPECT_FALSE(sample.book.find_attribute("Unsubscribed from CC"));
}

TEST(Sample, IsTheSameForTheSameSeedAndAnotherForAnother) {
    Sample first({.members = 60, .seed = 3});
    Sample second({.members = 60, .seed = 3});
    Sample other({.members = 60, .seed = 4});
    EXPECT_TRUE(all_of(first.book) == all_of(second.book));
    EXPECT_FALSE(all_of(first.book) == all_of(other.book));
}

TEST(Sample, AddressesAreOfReservedDomainsAndMissingBadAndDoubleOnesHaveTheirShares) {
    Sample sample;
    std::map<std::string, std::set<std::string>> members_by_address;
    int missing = 0;
    int bad = 0;
    int long_ones = 0;
    int reps_with_address = 0;
    std::set<std::string> reasons;
    sample.book.each_rep([&](const roster::Rep& rep) {
        if (rep.email.empty()) {
            ++missing;
            return;
        }
        const auto email = parse_email(rep.email);
        if (!email) {
            ++bad;
            reasons.insert(email.error());
            return;
        }
        ++reps_with_address;
        long_ones += code_points(email->address) > 50 ? 1 : 0;
        members_by_address[email->key].insert(rep.member_id);
        const std::string domain = email->key.substr(email->key.find('@') + 1);
        EXPECT_TRUE(domain == "example.com" || domain == "example.org" || domain == "example.net" ||
                    domain.ends_with(".example"))
            << rep.email;
    });
    const auto doubles = reps_with_address - static_cast<int>(members_by_address.size());
    EXPECT_GE(missing, 70);
    EXPECT_LE(missing, 130);
    EXPECT_GE(bad, 10);
    EXPECT_LE(bad, 35);
    EXPECT_GE(reasons.size(), 4U);
    EXPECT_GE(doubles, 90);
    EXPECT_LE(doubles, 150);
    EXPECT_GE(long_ones, 3);
    const auto shared = std::count_if(members_by_address.begin(), members_by_address.end(),
                                      [](const auto& entry) { return entry.second.size() > 1; });
    EXPECT_GE(shared, 80);
}

TEST(Sample, MembersHaveTheShippedStatusesInRealisticShares) {
    Sample sample;
    std::map<std::string, int> members;
    sample.book.each_member([&](const roster::Member& member) {
        ++members[member.status];
        EXPECT_EQ(member.dropped.has_value(), member.status == "DRP") << member.member_id;
        if (member.dropped) {
            EXPECT_LT(*member.joined, *member.dropped) << member.member_id;
        }
    });
    EXPECT_EQ(members.size(), 5U);
    EXPECT_GE(members["ACT"], 650);
    EXPECT_GE(members["DRP"], 60);
    EXPECT_GE(members["COU"], 15);
}

TEST(Sample, EveryTextIsTextAndNamesAreOfManyScripts) {
    Sample sample;
    std::string names;
    std::size_t longest_company = 0;
    std::size_t longest_job = 0;
    sample.book.each_rep([&](const roster::Rep& rep) {
        for (const std::string_view column : roster::rep_columns()) {
            EXPECT_TRUE(is_valid_utf8(field_text(rep, column))) << rep.rep_id << " " << column;
        }
        names += rep.first_name + rep.last_name;
        longest_job = std::max(longest_job, code_points(rep.job_title));
    });
    sample.book.each_member([&](const roster::Member& member) {
        longest_company = std::max(longest_company, code_points(member.company));
    });
    for (const std::string_view sign : {"ñ", "ł", "'", "-", "α", "е", "ا", "ה", "王", "藤", "さ"}) {
        EXPECT_NE(names.find(sign), std::string::npos) << sign;
    }
    EXPECT_GT(longest_company, 50U);
    EXPECT_GT(longest_job, 50U);
}

TEST(Sample, IsMadeInAnEmptyDatabaseOnly) {
    Chamber chamber;
    const auto summary = make_sample(chamber.book);
    ASSERT_FALSE(summary);
    EXPECT_EQ(summary.error().code, Code::Conflict);
}

TEST(Sample, ASmallOneIsWhole) {
    Sample sample({.members = 1, .seed = 1});
    ASSERT_TRUE(sample.summary);
    EXPECT_EQ(sample.summary->reps, 2U);
    Sample none({.members = 0, .seed = 1});
    ASSERT_TRUE(none.summary);
    EXPECT_EQ(none.summary->reps, 0U);
}

} // namespace
} // namespace muster::exchange
