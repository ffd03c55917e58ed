// How a plan is packed into calls: the limits of an import, by rows and by bytes, and who goes one by one.

#include <algorithm>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "constant_contact/client.hpp"
#include "sync/script.hpp"

namespace muster::sync {
namespace {

namespace cc = constant_contact;

/// With a `city` they go as JSON, whatever it takes (R6).
Plan plan_of_new_contacts(std::size_t count, const std::string& text = "", const std::string& city = "") {
    Plan plan;
    plan.lists.push_back({"Active Members", "active members", "list-1", "Active Members", false, ""});
    for (std::size_t i = 0; i < count; ++i) {
        PlannedContact contact;
        contact.key = contact.address = "a" + std::to_string(100'000 + i) + "@example.org";
        contact.rep_id = "R" + std::to_string(i);
        contact.outcome = Outcome::Created;
        contact.desired.core = {text, text, text, text, {}, {}, ""};
        contact.desired.address.city = city;
        contact.differences = differences_from_nothing(contact.desired, {});
        contact.lists_wanted = contact.lists_to_add = {0};
        plan.contacts.push_back(std::move(contact));
    }
    plan.new_permissions = static_cast<std::int64_t>(count);
    return plan;
}

std::size_t body_bytes(const ImportBatch& batch) {
    std::size_t bytes = cc::Client::json_import_overhead(batch.lists.size());
    for (const std::string& row : batch.rows) {
        bytes += row.size() + 1;
    }
    return bytes;
}

TEST(Script, AnImportOfExactly40000RowsIsOneAndOf40001Two) {
    EXPECT_EQ(make_script(plan_of_new_contacts(40'000), true).imports.size(), 1U);
    const Script script = make_script(plan_of_new_contacts(40'001), true);
    ASSERT_EQ(script.imports.size(), 2U);
    EXPECT_EQ(script.imports[0].rows.size(), 40'000U);
    EXPECT_EQ(script.imports[1].rows.size(), 1U);
}

TEST(Script, RowsAddingUpToJustUnderAndJustOver4000000BytesAreSplitBetweenThem) {
    const std::string text(50, 't');
    const std::string city = "Eugene";
    const std::size_t row =
        make_script(plan_of_new_contacts(20, text, city), true).imports.at(0).rows[0].size() + 1;
    const std::size_t fitting = (3'999'999 - cc::Client::json_import_overhead(1)) / row;
    ASSERT_LT(fitting, 40'000U);
    const Script fits = make_script(plan_of_new_contacts(fitting, text, city), true);
    ASSERT_EQ(fits.imports.size(), 1U);
    EXPECT_LT(body_bytes(fits.imports[0]), 4'000'000U);
    EXPECT_GE(body_bytes(fits.imports[0]) + row, 4'000'000U);
    const Script over = make_script(plan_of_new_contacts(fitting + 1, text, city), true);
    ASSERT_EQ(over.imports.size(), 2U);
    for (const ImportBatch& batch : over.imports) {
        EXPECT_LT(body_bytes(batch), 4'000'000U);
    }
}

TEST(Script, AFewNewContactsGoOneByOneAndManyByImport) {
    const Script few = make_script(plan_of_new_contacts(2), true);
    EXPECT_EQ(few.creates.size(), 2U);
    EXPECT_TRUE(few.imports.empty());
    const Script many = make_script(plan_of_new_contacts(20), true);
    EXPECT_TRUE(many.creates.empty());
    EXPECT_EQ(many.imports.size(), 1U);
}

TEST(Script, R14_EveryImportCarriesOnlyListsThatAreRightForAllOfItsRows) {
    Plan plan = plan_of_new_contacts(200);
    for (std::size_t list = 1; list <= 6; ++list) {
        const std::string name = "Group " + std::to_string(list);
        plan.lists.push_back({name, name, "list-" + std::to_string(list + 1), name, false, ""});
    }
    for (std::size_t i = 0; i < plan.contacts.size(); ++i) {
        for (std::size_t list = 1; list <= 6; ++list) {
            if ((i * 7 + list * 3) % 5 < 2) {
                plan.contacts[i].lists_to_add.push_back(list);
                plan.contacts[i].lists_wanted.push_back(list);
            }
        }
    }
    const Script script = make_script(plan, true);
    std::set<std::pair<std::size_t, std::size_t>> sent;
    for (const auto* batches : {&script.imports, &script.memberships}) {
        for (const ImportBatch& batch : *batches) {
            for (const std::size_t contact : batch.contacts) {
                for (const std::size_t list : batch.lists) {
                    const auto& wanted = plan.contacts[contact].lists_wanted;
                    EXPECT_NE(std::ranges::find(wanted, list), wanted.end());
                    sent.emplace(contact, list);
                }
            }
        }
    }
    for (std::size_t i = 0; i < plan.contacts.size(); ++i) { // and nothing is forgotten
        for (const std::size_t list : plan.contacts[i].lists_to_add) {
            EXPECT_TRUE(sent.contains({i, list}));
        }
    }
    EXPECT_LE(script.imports.size() + script.memberships.size(), 7U);
}

TEST(Script, R6_WhereNoListCanBeAddedAnyMoreAllOnNoListGoOneByOne) {
    Plan plan = plan_of_new_contacts(60);
    for (PlannedContact& contact : plan.contacts) {
        contact.lists_wanted.clear();
        contact.lists_to_add.clear();
    }
    EXPECT_EQ(make_script(plan, true).via_holding.size(), 60U);
    const Script without = make_script(plan, false);
    EXPECT_TRUE(without.via_holding.empty());
    EXPECT_EQ(without.creates.size(), 60U);
}

} // namespace
} // namespace muster::sync
