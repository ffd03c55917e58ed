#include "support/properties.hpp"

#include <map>
#include <set>

#include "base/text.hpp"
#include "store_fixture.hpp"
#include "support/memory_record_book.hpp"

namespace muster::store {
namespace {

using Ids = std::vector<std::string>;
using RosterReader = StoreTest;

TEST_F(RosterReader, R4_WalksByFilingNameLastNameFirstNameAndRecordNumber) {
    const auto store = open();
    const auto database = store->add_database("Main").value();
    change(*store, database, [](roster::RecordBook& book) {
        book.put_member(a_member("M1", "Zander"));
        book.put_member(a_member("M2", "émile's"));
        auto filed = a_member("M3", "The Anchor");
        filed.file_by = "Anchor";
        book.put_member(filed);
        book.put_rep(a_rep("R1", "M1", "Anna", "Berg"));
        book.put_rep(a_rep("R2", "M2", "Ben", "Cole"));
        book.put_rep(a_rep("R3", "M2", "Ben", "berg"));
        book.put_rep(a_rep("R4", "M2", "ÁNNA", "Berg"));
        book.put_rep(a_rep("R5", "M3", "Ben", "Zoll"));
        book.put_rep(a_rep("R6", "M2", "anna", "BERG"));
    });
    EXPECT_EQ(walk(*store, database), (Ids{"R5", "R4", "R6", "R3", "R2", "R1"}));
    change(*store, database, [](roster::RecordBook& book) {
        auto member = book.find_member("M1").value();
        member.file_by = "Aal";
        book.put_member(member);
    });
    EXPECT_EQ(walk(*store, database), (Ids{"R1", "R5", "R4", "R6", "R3", "R2"}));
}

TEST_F(RosterReader, GivesEachRepItsMemberAndThatMembersStatus) {
    const auto store = open();
    const auto database = store->add_database("Main").value();
    change(*store, database, [](roster::RecordBook& book) {
        book.put_member(a_member("M1", "Same name", "act"));
        book.put_member(a_member("M2", "Same name", "DRP"));
        book.put_rep(a_rep("R1", "M1", "A", "A"));
        book.put_rep(a_rep("R2", "M2", "B", "B"));
        book.put_rep(a_rep("R3", "M1", "C", "C"));
    });
    Ids seen;
    store->make_roster_reader(database, WithPasswords::No)->each([&](const roster::RosterRow& row) {
        EXPECT_EQ(row.rep.member_id, row.member.member_id);
        EXPECT_EQ(row.member.status, row.status.code);
        seen.push_back(row.rep.rep_id + row.member.member_id + (row.is_active() ? "active" : "not"));
    });
    EXPECT_EQ(seen, (Ids{"R1M1active", "R2M2not", "R3M1active"}));
}

TEST_F(RosterReader, WalksThemAsTheyLieAndAFewInTheOrderOfR4) {
    const auto store = open();
    const auto database = store->add_database("Main").value();
    change(*store, database, [](roster::RecordBook& book) {
        book.put_member(a_member("M1", "Zander"));
        book.put_member(a_member("M2", "Émile"));
        book.put_rep(a_rep("R1", "M1", "Anna", "Berg"));
        book.put_rep(a_rep("R2", "M2", "Ben", "Cole"));
        book.put_rep(a_rep("R3", "M2", "Ben", "Berg"));
        book.put_rep(a_rep("R4", "M2", "Ben", "Berg"));
    });
    const auto reader = store->make_roster_reader(database, WithPasswords::No);
    std::map<std::string, std::int64_t> numbers;
    std::multiset<std::string> stored;
    reader->look([&](roster::RosterState& reps) {
        reps.each_as_stored([&](const roster::RosterRow& row) {
            stored.insert(row.rep.rep_id + row.member.company);
            numbers[row.rep.rep_id] = row.rep.record_number;
        });
    });
    EXPECT_EQ(stored, (std::multiset<std::string>{"R1Zander", "R2Émile", "R3Émile", "R4Émile"}));
    Ids few;
    reader->look([&](roster::RosterState& reps) {
        reps.each_of({numbers["R1"], numbers["R4"], 99, numbers["R3"]},
                     [&](const roster::RosterRow& row) { few.push_back(row.rep.rep_id + row.member.company); });
    });
    EXPECT_EQ(few, (Ids{"R3Émile", "R4Émile", "R1Zander"}));
}

TEST_F(RosterReader, SeesOneStateInAllWalksOfOneLook) {
    const auto store = open();
    const auto database = store->add_database("Main").value();
    change(*store, database, [](roster::RecordBook& book) {
        book.put_member(a_member("M1", "Berg"));
        book.put_rep(a_rep("R1", "M1", "A", "A"));
    });
    Ids seen;
    store->make_roster_reader(database, WithPasswords::No)->look([&](roster::RosterState& reps) {
        reps.each_as_stored([&](const roster::RosterRow& row) { seen.push_back(row.rep.rep_id); });
        change(*store, database, [](roster::RecordBook& book) { book.put_rep(a_rep("R2", "M1", "B", "B")); });
        reps.each([&](const roster::RosterRow& row) { seen.push_back(row.rep.rep_id); });
    });
    EXPECT_EQ(seen, (Ids{"R1", "R1"}));
}

TEST_F(RosterReader, SeesOneStateThroughoutAPass) {
    const auto store = open();
    const auto database = store->add_database("Main").value();
    change(*store, database, [](roster::RecordBook& book) {
        book.put_member(a_member("M1", "Berg"));
        book.put_rep(a_rep("R1", "M1", "A", "A"));
        book.put_rep(a_rep("R2", "M1", "B", "B"));
    });
    Ids seen;
    store->make_roster_reader(database, WithPasswords::No)->each([&](const roster::RosterRow& row) {
        if (seen.empty()) {
            change(*store, database, [](roster::RecordBook& book) { book.remove_rep("R2"); });
        }
        seen.push_back(row.rep.rep_id);
    });
    EXPECT_EQ(seen, (Ids{"R1", "R2"}));
    EXPECT_EQ(walk(*store, database), (Ids{"R1"}));
}

// Whatever is done to the records, the store holds the same as maps do.
class AgainstMaps : public StoreTest {
  protected:
    static roster::Rep any_rep() {
        const auto name = rc::gen::element<std::string>("", "Berg", "berg", "Ärger", "Zoë", "O'Hara");
        auto rep =
            a_rep("R" + std::to_string(*rc::gen::inRange(0, 6)), "M" + std::to_string(*rc::gen::inRange(0, 3)),
                  *name, *name, *rc::gen::element<std::string>("", "a@x.org", " B@X.org"));
        const auto names = rc::gen::container<std::vector<std::string>>(
            rc::gen::element<std::string>("Board", "BOARD", "Golf", "Unsubscribed from CC"));
        rep.groups = *names;
        rep.attributes = *names;
        rep.password = *rc::gen::element<std::string>("", "x");
        return rep;
    }

    static void one_step(roster::RecordBook& book, int kind, const roster::Rep& rep, const std::string& name) {
        if (kind < 5) {
            book.put_rep(rep);
        } else if (kind == 5) {
            book.remove_rep(rep.rep_id);
        } else if (kind == 6) {
            auto member = a_member(rep.member_id, rep.last_name, rep.billing_rep ? "DRP" : "ACT");
            member.attributes = rep.attributes;
            book.put_member(member);
        } else if (kind == 7) {
            (void)book.remove_group(name).has_value();
        } else if (kind == 8) {
            (void)book.rename_group(name, rep.first_name.empty() ? "Club" : rep.first_name).has_value();
        } else {
            (void)book.add_group(name).has_value();
        }
    }

    static void expect_equal(roster::RecordBook& left, roster::RecordBook& right) {
        std::vector<roster::Rep> left_reps, right_reps;
        left.each_rep([&](const roster::Rep& rep) { left_reps.push_back(rep); });
        right.each_rep([&](const roster::Rep& rep) { right_reps.push_back(rep); });
        RC_ASSERT(left_reps.size() == right_reps.size());
        for (std::size_t i = 0; i < left_reps.size(); ++i) {
            RC_ASSERT(left_reps[i] == right_reps[i]);
        }
        const auto same = [](const auto& a, const auto& b) { return a.name == b.name && a.reps == b.reps; };
        const auto left_groups = left.groups(), right_groups = right.groups();
        RC_ASSERT(
            std::equal(left_groups.begin(), left_groups.end(), right_groups.begin(), right_groups.end(), same));
    }

    void compare(Store& store, DatabaseId database) {
        MemoryRecordBook maps;
        maps.set_now(clock_.now());
        const auto done = store.edit(database, WithPasswords::Yes, [&](roster::RecordBook& book) -> Result<void> {
            for (const auto& status : roster::shipped_statuses()) {
                maps.put_status(status);
            }
            for (const auto* id : {"M0", "M1", "M2"}) {
                book.put_member(a_member(id, "Same"));
                maps.put_member(a_member(id, "Same"));
            }
            const auto steps = *rc::gen::inRange(0, 40);
            for (int i = 0; i < steps; ++i) {
                const auto kind = *rc::gen::inRange(0, 10);
                const auto rep = any_rep();
                const auto name = *rc::gen::element<std::string>("Board", "golf", "Club", "Berg");
                one_step(book, kind, rep, name);
                one_step(maps, kind, rep, name);
            }
            return {};
        });
        RC_ASSERT(done.has_value());
        look(store, database, WithPasswords::Yes, [&](roster::RecordBook& book) { expect_equal(book, maps); });
        std::vector<std::string> mine, theirs;
        store.make_roster_reader(database, WithPasswords::Yes)->each([&](const roster::RosterRow& row) {
            mine.push_back(everything(row));
        });
        maps.each([&](const roster::RosterRow& row) { theirs.push_back(everything(row)); });
        RC_ASSERT(mine == theirs);
        RC_ASSERT(store.describe_database(database)->reps == static_cast<std::int64_t>(mine.size()));
    }

    static std::string everything(const roster::RosterRow& row) {
        return row.rep.rep_id + row.member.company + row.status.code + row.unsubscribed_for + row.rep.password +
               join(row.rep.groups, ";") + join(row.rep.attributes, ";") + join(row.member.attributes, ";");
    }
};

TEST_F(AgainstMaps, R4_EditsAndWalksAreTheSame) {
    const auto store = open();
    int databases = 0;
    EXPECT_TRUE(rc::check([&] { compare(*store, store->add_database(std::to_string(++databases)).value()); }));
}

} // namespace
} // namespace muster::store
