// Plans of more people than are read one by one: the walk over all must decide as the walk over few does.

#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "support/memory_record_book.hpp"
#include "sync/plan.hpp"

namespace muster::sync {
namespace {

/// Counts the walks.
class CountingReader final : public roster::RosterReader {
  public:
    explicit CountingReader(MemoryRecordBook& book) : book_(book) {}

    void look(const std::function<void(roster::RosterState&)>& look) override {
        book_.look([&](roster::RosterState& state) {
            State counting(*this, state);
            look(counting);
        });
    }

    int all = 0, few = 0;

  private:
    class State final : public roster::RosterState {
      public:
        State(CountingReader& reader, roster::RosterState& state) : reader_(reader), state_(state) {}
        void each_while(const std::function<bool(const roster::RosterRow&)>& visit) override {
            ++reader_.all;
            state_.each_while(visit);
        }
        void each_as_stored(const std::function<void(const roster::RosterRow&)>& visit) override {
            state_.each_as_stored(visit);
        }
        void each_of(const std::vector<std::int64_t>& record_numbers,
                     const std::function<void(const roster::RosterRow&)>& visit) override {
            ++reader_.few;
            state_.each_of(record_numbers, visit);
        }

      private:
        CountingReader& reader_;
        roster::RosterState& state_;
    };

    MemoryRecordBook& book_;
};

class LargePlan : public testing::TestWithParam<int> {
  protected:
    /// Every tenth Rep has the address of the one before it.
    void SetUp() override {
        book_.put_status({.code = "ACT", .description = "Active", .active_member = true});
        roster::Member member;
        member.member_id = "M1";
        member.company = "Berg";
        member.status = "ACT";
        book_.put_member(member);
        for (int i = 0; i < GetParam(); ++i) {
            roster::Rep rep;
            rep.rep_id = fmt::format("R{}", i);
            rep.member_id = "M1";
            rep.last_name = fmt::format("Berg {}", i * 7919 % 1'000);
            rep.email = fmt::format("person{}@example.org", i % 10 == 9 ? i - 1 : i);
            book_.put_rep(rep);
        }
    }

    MemoryRecordBook book_;
    Sealer sealer_ = Sealer::create(std::string(Sealer::kKeyBytes, 'k')).value();
};

TEST_P(LargePlan, R4_TheFirstRepWinsHoweverTheRepsAreWalked) {
    CountingReader reader(book_);
    const AccountView nothing(StoredAccount{}, sealer_);
    const Plan plan = make_plan(reader, {}, nothing, {}, {});
    EXPECT_EQ(reader.all, GetParam() > 1'000 ? 1 : 0);
    EXPECT_EQ(reader.few, GetParam() > 1'000 ? 0 : 1);

    std::vector<std::string> winners, ignored;
    std::set<std::string> taken;
    book_.each([&](const roster::RosterRow& row) {
        (taken.insert(row.rep.email).second ? winners : ignored).push_back(row.rep.rep_id);
    });
    std::vector<std::string> planned, left;
    for (const PlannedContact& contact : plan.contacts) {
        planned.push_back(contact.rep_id);
    }
    for (const Person& person : plan.ignored) {
        left.push_back(person.rep_id.value());
    }
    EXPECT_EQ(planned, winners);
    EXPECT_EQ(left, ignored);
    EXPECT_EQ(plan.totals.selected, GetParam());
    EXPECT_EQ(plan.totals.created, static_cast<std::int64_t>(winners.size()));
    EXPECT_EQ(plan.left_out, 0);
}

INSTANTIATE_TEST_SUITE_P(FewAndMany, LargePlan, testing::Values(50, 1'100));

} // namespace
} // namespace muster::sync
