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

int number(int below) { return *rc::gen::inRange(0, below); }
bool coin() { return number(2) == 1; }
template <class T>
T one_of(const std::vector<T>& values) {
    return values[static_cast<std::size_t>(number(static_cast<int>(values.size())))];
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
    const int reps = number(10);
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
        world.book.put_rep(rep);
    }
    world.account.account_lists = {{"am", "Active Members", 0}, {"board", "Board", 0}};
    std::set<std::string> taken;
    const int contacts = number(7);
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
                world.account.memberships.push_back(
                    {contact.contact_id, list, coin() ? MembershipState::Confirmed : MembershipState::Left});
            }
        }
        world.account.contacts.push_back(contact);
    }
    if (coin()) {
        world.selections.list_groups = {"Board", "golf"};
    }
    if (coin()) {
        world.selections.rep_filter = roster::Filter::parse(roster::FilterKind::Rep, {"last_name=Z,Y"}).value();
    }
    return world;
}

Plan plan_of(World& world, const AccountView& view) {
    return make_plan(world.book, world.groups, view, world.selections, {});
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
        const cc::Contact* contact = view.find(key);
        if (view.is_opted_out(key)) {
            RC_ASSERT(has);
        } else if (contact != nullptr && !contact->is_deleted) {
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

} // namespace
} // namespace muster::sync
