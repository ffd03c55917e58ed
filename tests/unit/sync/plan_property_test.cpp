// Whatever the database and the account hold, a plan obeys the rules. Random chambers, small alphabets, many
// collisions.

#include "support/properties.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/email.hpp"
#include "support/memory_record_book.hpp"
#include "sync/plan.hpp"

namespace muster::sync {
namespace {

namespace cc = constant_contact;

struct World {
    MemoryRecordBook book;
    StoredAccount account;
    roster::Selections selections;
    std::vector<std::string> groups{"Board", "Golf"};
};

/// Of any size from the first trial on: small worlds have nobody who stands as wanted.
int number(int below) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, below)); }
bool coin() { return number(2) == 1; }
template <class T>
T one_of(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(number(static_cast<int>(values.size())))];
}

/// As a run would have left it, but for one thing in some.
void bring_into_step(World& world, cc::Contact& contact) {
    const std::string key = contact.address.empty() ? "" : email_key(contact.address);
    bool is_found = false;
    world.book.each([&](const roster::RosterRow& row) {
        if (is_found || key.empty() || row.rep.email.empty() || email_key(row.rep.email) != key) {
            return;
        }
        is_found = true;
        std::vector<CutValue> cuts;
        const Desired desired = desired_properties(row, {}, cuts);
        contact.core = desired.core;
        if (!desired.phone.empty()) {
            contact.phone_numbers = {{desired.phone, "work"}};
        }
        contact.street_addresses = {desired.address};
        contact.custom_fields = {{"f1", row.rep.username, {}}};
        contact.list_memberships = {"am"};
        world.account.memberships.set({contact.contact_id, "am", MembershipState::Confirmed});
        for (const std::string& group : row.rep.groups) {
            if (group == "Board") {
                contact.list_memberships.emplace_back("board");
                world.account.memberships.set({contact.contact_id, "board", MembershipState::Confirmed});
            }
        }
    });
    switch (number(10)) {
    case 0:
        contact.core.job_title = "Chef";
        break;
    case 1:
        contact.phone_numbers.clear();
        break;
    case 2:
        contact.street_addresses.clear();
        break;
    case 3:
        contact.list_memberships.clear();
        break;
    case 4:
        contact.custom_fields = {{"f1", "other", {}}};
        break;
    case 5:
        contact.phone_numbers = {{"1", "home"}, {"2", "mobile"}, {"3", "other"}};
        break;
    default:
        break;
    }
}

World any_world() {
    static const std::vector<std::string> kAddresses{"a@x.org", "A@X.org", "b@x.org", "c@x.org",
                                                     "d@x.org", "",        "bad",     "e@x.org "};
    World world;
    for (const auto& status : roster::shipped_statuses()) {
        world.book.put_status(status);
    }
    for (int m = 0; m < 3; ++m) {
        roster::Member member;
        member.member_id = "M" + std::to_string(m);
        member.company = one_of<std::string>({"Alpha", "Beta", "alpha"});
        member.status = one_of<std::string>({"ACT", "COU", "DRP", "PRO"});
        world.book.put_member(member);
    }
    const int reps = 2 + number(8);
    for (int r = 0; r < reps; ++r) {
        roster::Rep rep;
        rep.rep_id = "R" + std::to_string(r);
        rep.member_id = "M" + std::to_string(number(3));
        rep.first_name = one_of<std::string>({"", "Ann", "Bob"});
        rep.last_name = one_of<std::string>({"", "Z", "Y"});
        rep.email = one_of(kAddresses);
        if (coin()) {
            rep.groups.emplace_back("Board");
        }
        if (coin()) {
            rep.groups.emplace_back("Golf");
        }
        if (number(4) == 0) {
            rep.attributes.emplace_back(roster::kUnsubscribedAttribute);
        }
        rep.phone = one_of<std::string>({"", "555-0100", "+49 30 123"});
        rep.address.city = one_of<std::string>({"", "Springfield", std::string(60, 'x')});
        rep.username = one_of<std::string>({"", "user"});
        world.book.put_rep(rep);
    }
    world.account.account_lists = {{"am", "Active Members", 0}, {"board", "Board", 0}};
    world.account.custom_fields = {{"f1", "Username", "username", "string"}};
    std::set<std::string> taken;
    const int contacts = 2 + number(6);
    for (int c = 0; c < contacts; ++c) {
        cc::Contact contact;
        contact.contact_id = "C" + std::to_string(c);
        contact.address = one_of<std::string>({"a@x.org", "B@x.org", "c@X.org", "d@x.org", "stranger@x.org", ""});
        if (!contact.address.empty() && !taken.insert(email_key(contact.address)).second) {
            continue;
        }
        contact.permission_to_send =
            one_of<std::string>({"implicit", "explicit", "unsubscribed", "pending_confirmation"});
        contact.is_deleted = number(4) == 0;
        contact.core.first_name = one_of<std::string>({"", "Ann"});
        for (const char* list : {"am", "board"}) {
            if (!contact.is_deleted && coin()) {
                contact.list_memberships.emplace_back(list);
            }
            if (number(3) == 0) {
                world.account.memberships.set(
                    {contact.contact_id, list, coin() ? MembershipState::Confirmed : MembershipState::Left});
            }
        }
        if (number(4) > 0) {
            bring_into_step(world, contact);
        }
        world.account.contacts.push_back(contact);
    }
    if (coin()) {
        world.selections.custom_fields = {"Username"};
    }
    if (coin()) {
        world.selections.list_groups = {"Board", "golf"};
    }
    if (coin()) {
        world.selections.rep_filter = roster::Filter::parse(roster::FilterKind::Rep, {"last_name=Z,Y"}).value();
    }
    return world;
}

Plan plan_of(World& world, const AccountView& view, Keep keep = Keep::All) {
    return make_plan(world.book, world.groups, view, world.selections, {}, keep);
}

const Sealer& sealer() {
    static const Sealer kSealer = *Sealer::create(std::string(32, 'k'));
    return kSealer;
}

RC_GTEST_PROP(PlanProperty, R27_TotalsAddUp, ()) {
    World world = any_world();
    const Plan plan = plan_of(world, AccountView(world.account, sealer()));
    RC_ASSERT(plan.totals.selected == plan.totals.sum());
}

RC_GTEST_PROP(PlanProperty, R13_NothingIsPlannedForAnOptedOutAddress, ()) {
    World world = any_world();
    const AccountView view(world.account, sealer());
    const Plan plan = plan_of(world, view);
    for (const PlannedContact& contact : plan.contacts) {
        if (view.is_opted_out(contact.key)) {
            RC_ASSERT(contact.outcome == Outcome::HeldBackUnsubscribed);
            RC_ASSERT(!contact.is_write());
            RC_ASSERT(contact.lists_to_add.empty());
        }
    }
}

RC_GTEST_PROP(PlanProperty, R8_R9_OnlyAndAllWhoMatchNoActiveRepComeOff, ()) {
    World world = any_world();
    const AccountView view(world.account, sealer());
    const Plan plan = plan_of(world, view);
    std::set<std::string> active;
    world.book.each([&](const roster::RosterRow& row) {
        if (row.is_active() && !row.rep.email.empty()) {
            active.insert(email_key(row.rep.email));
        }
    });
    std::set<std::string> removed;
    for (const PlannedRemoval& removal : plan.removals) {
        RC_ASSERT(!active.contains(email_key(removal.address)));
        removed.insert(removal.contact_id);
    }
    for (const cc::Contact& contact : view.contacts()) {
        const bool on = std::ranges::find(contact.list_memberships, "am") != contact.list_memberships.end();
        const bool should_go = on && !contact.address.empty() && !active.contains(email_key(contact.address));
        RC_ASSERT(should_go == removed.contains(contact.contact_id));
    }
    for (const PlannedContact& contact : plan.contacts) {
        const bool wanted = std::ranges::find(contact.lists_wanted, std::size_t{0}) != contact.lists_wanted.end();
        if (wanted) {
            RC_ASSERT(active.contains(contact.key));
        }
    }
}

RC_GTEST_PROP(PlanProperty, R14_NobodyIsAddedToAListThatHeLeft, ()) {
    World world = any_world();
    AccountView view(world.account, sealer());
    view.apply(find_leavings(view));
    const Plan plan = plan_of(world, view);
    for (const PlannedContact& contact : plan.contacts) {
        for (const std::size_t list : contact.lists_to_add) {
            if (!contact.contact_id.empty() && !plan.lists[list].list_id.empty()) {
                RC_ASSERT(view.membership(contact.contact_id, plan.lists[list].list_id) != MembershipState::Left);
            }
        }
    }
}

RC_GTEST_PROP(PlanProperty, R4_EachAddressIsPlannedOnceAndItsRepIsTheFirstSelected, ()) {
    World world = any_world();
    const Plan plan = plan_of(world, AccountView(world.account, sealer()));
    std::set<std::string> seen;
    for (const PlannedContact& contact : plan.contacts) {
        RC_ASSERT(seen.insert(contact.key).second);
        std::string first;
        world.book.each([&](const roster::RosterRow& row) {
            const auto parsed = parse_email(row.rep.email);
            if (first.empty() && parsed && parsed->key == contact.key && world.selections.accepts(row)) {
                first = row.rep.rep_id;
            }
        });
        RC_ASSERT(first == contact.rep_id);
    }
}

RC_GTEST_PROP(PlanProperty, R16_AfterTheChangesTheAttributeIsRightForEveryKnownAddress, ()) {
    World world = any_world();
    const AccountView view(world.account, sealer());
    const Plan plan = plan_of(world, view);
    world.book.each([&](const roster::RosterRow& row) {
        bool has = std::ranges::find(row.rep.attributes, std::string(roster::kUnsubscribedAttribute)) !=
                   row.rep.attributes.end();
        for (const AttributeChange& change : plan.attribute) {
            has = change.rep_id == row.rep.rep_id ? change.assigned : has;
        }
        const std::string key = row.rep.email.empty() ? "" : email_key(row.rep.email);
        const auto contact = view.find(key);
        if (view.is_opted_out(key)) {
            RC_ASSERT(has);
        } else if (contact && !contact->is_deleted) {
            RC_ASSERT(!has);
        }
    });
}

RC_GTEST_PROP(PlanProperty, R25_ThePlanIsTheSameForTheSameInput, ()) {
    World world = any_world();
    const AccountView view(world.account, sealer());
    const Plan one = plan_of(world, view);
    const Plan two = plan_of(world, view);
    RC_ASSERT(one.totals == two.totals);
    RC_ASSERT(one.contacts.size() == two.contacts.size());
    for (std::size_t i = 0; i < one.contacts.size(); ++i) {
        RC_ASSERT(one.contacts[i].address == two.contacts[i].address);
        RC_ASSERT(one.contacts[i].lists_to_add == two.contacts[i].lists_to_add);
    }
}

/// What of a planned Contact somebody acts on or reads.
std::string in_words(const PlannedContact& planned) {
    std::string text = planned.key + " " + planned.address + " " + planned.rep_id + " " + planned.name + " " +
                       planned.contact_id + " " + std::string(to_text(planned.outcome));
    for (const Difference& difference : planned.differences) {
        text += " " + difference.field + ":" + difference.old_value + ">" + difference.new_value;
    }
    const auto add = [&](const char* name, const std::vector<std::size_t>& lists) {
        text += name;
        for (const std::size_t list : lists) {
            text += std::to_string(list);
        }
    };
    add(" wanted ", planned.leaves_active_members ? std::vector<std::size_t>{} : planned.lists_wanted);
    add(" add ", planned.lists_to_add);
    add(" held ", planned.lists_held_back);
    const cc::CoreProperties& core = planned.desired.core;
    return text + " desired " + core.first_name + "|" + core.last_name + "|" + core.company_name + "|" +
           (planned.desired.phone_left_out ? "" : planned.desired.phone) + "|" + planned.desired.address.city +
           (planned.single_only ? " single" : "") + (planned.leaves_active_members ? " leaves" : "");
}

std::vector<std::string> in_words(const std::vector<AttributeChange>& changes) {
    std::vector<std::string> words;
    for (const AttributeChange& change : changes) {
        words.push_back(change.rep_id + (change.assigned ? " gets " : " loses ") + change.address_key);
    }
    return words;
}

std::multiset<std::string> in_words(const std::vector<Issue>& issues) {
    std::multiset<std::string> words;
    for (const Issue& issue : issues) {
        words.insert(issue.code + " " + issue.rep_id.value_or("") + " " + issue.message);
    }
    return words;
}

std::multiset<std::string> in_words(const std::vector<RememberedMembership>& memberships) {
    std::multiset<std::string> words;
    for (const RememberedMembership& one : memberships) {
        words.insert(one.contact_id + " " + one.list_id);
    }
    return words;
}

void expect_the_same_but_for_the_unchanged(World& world) {
    const AccountView view(world.account, sealer());
    const Plan all = plan_of(world, view);
    const Plan concerned = plan_of(world, view, Keep::Concerned);
    std::vector<std::string> expected, found;
    for (const PlannedContact& contact : all.contacts) {
        if (contact.outcome != Outcome::Unchanged || !contact.lists_held_back.empty()) {
            expected.push_back(in_words(contact));
        }
    }
    for (const PlannedContact& contact : concerned.contacts) {
        found.push_back(in_words(contact));
    }
    RC_ASSERT(found == expected);
    RC_ASSERT(concerned.left_out == static_cast<std::int64_t>(all.contacts.size() - expected.size()));
    RC_ASSERT(concerned.totals == all.totals);
    RC_ASSERT(in_words(concerned.attribute) == in_words(all.attribute));
    RC_ASSERT(in_words(concerned.attribute_after_create) == in_words(all.attribute_after_create));
    RC_ASSERT(in_words(concerned.issues) == in_words(all.issues));
    RC_ASSERT(in_words(concerned.confirmed.remember) == in_words(all.confirmed.remember));
    RC_ASSERT(concerned.removals.size() == all.removals.size());
    for (std::size_t k = 0; k < all.removals.size(); ++k) {
        RC_ASSERT(concerned.removals[k].address == all.removals[k].address);
        RC_ASSERT(concerned.removals[k].winner.has_value() == all.removals[k].winner.has_value());
    }
    RC_CLASSIFY(concerned.left_out > 0, "somebody is left out");
}

RC_GTEST_PROP(PlanProperty, APlanThatListsOnlyTheConcernedLeavesOutTheUnchangedAndNobodyElse, ()) {
    World world = any_world();
    expect_the_same_but_for_the_unchanged(world);
}

TEST(PlanOfTheConcerned, LeavesOutWhoStandsAsWantedAndKnowsTheValuesOfWhoIsFoundLate) {
    World world;
    for (const auto& status : roster::shipped_statuses()) {
        world.book.put_status(status);
    }
    for (const auto& [id, status] : {std::pair("M1", "ACT"), {"M2", "DRP"}}) {
        roster::Member member;
        member.member_id = id;
        member.company = "Alpha";
        member.status = status;
        world.book.put_member(member);
    }
    const auto put_rep = [&](const char* id, const char* member, const char* email) {
        roster::Rep rep;
        rep.rep_id = id;
        rep.member_id = member;
        rep.first_name = "Ann";
        rep.last_name = "Z";
        rep.email = email;
        world.book.put_rep(rep);
    };
    put_rep("R1", "M1", "ann@x.org");
    put_rep("R2", "M2", "late@x.org"); // wins, and is not active
    put_rep("R3", "M1", "late@x.org"); // but this one is
    world.account.account_lists = {{"am", "Active Members", 0}};
    for (const auto& [id, address] : {std::pair("C1", "ann@x.org"), {"C2", "late@x.org"}}) {
        cc::Contact contact;
        contact.contact_id = id;
        contact.address = address;
        contact.permission_to_send = "implicit";
        contact.core.first_name = "Ann";
        contact.core.last_name = "Z";
        contact.core.company_name = "Alpha";
        if (contact.contact_id == "C1") {
            contact.list_memberships = {"am"};
        }
        world.account.contacts.push_back(contact);
    }
    world.account.memberships.set({"C1", "am", MembershipState::Confirmed});
    const Plan plan = plan_of(world, AccountView(world.account, sealer()), Keep::Concerned);
    EXPECT_EQ(plan.left_out, 1);
    EXPECT_EQ(plan.totals.unchanged, 1);
    ASSERT_EQ(plan.contacts.size(), 1U);
    EXPECT_EQ(plan.contacts[0].rep_id, "R2");
    EXPECT_EQ(plan.contacts[0].lists_to_add, std::vector<std::size_t>{0});
    EXPECT_EQ(plan.contacts[0].desired.core.last_name, "Z"); // a row that only adds to a list says a name again
}

} // namespace
} // namespace muster::sync
