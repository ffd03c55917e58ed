
#include "store_fixture.hpp"

namespace muster::store {
namespace {

namespace cc = constant_contact;
using namespace std::chrono_literals;

cc::Contact a_contact(std::string id, std::string address, std::string permission = "implicit") {
    cc::Contact contact;
    contact.contact_id = std::move(id);
    contact.address = std::move(address);
    contact.permission_to_send = std::move(permission);
    return contact;
}

cc::Contact a_full_contact() {
    auto contact = a_contact("c-1", "Anna@Example.org", "unsubscribed");
    contact.opt_out_date = from_micros(-5);
    contact.opt_out_source = "Contact";
    contact.core = {"Anna", "Bérg", "Head", "Berg & Sons", 2, 29, "2001-01-01"};
    contact.updated_at = from_micros(1'790'000'000'000'000);
    contact.is_deleted = true;
    contact.custom_fields = {{"f-1", "topsecret value", {}}, {"f-2", "", {"\"000001\"", "7"}}};
    contact.phone_numbers = {{"1", "work"}, {"2", "home"}};
    contact.street_addresses = {{"work", "1 High Street", "Springfield", "IL", "62701", "US"}};
    contact.list_memberships = {"l-1", "l-2"};
    return contact;
}

class Account : public StoreTest {
  protected:
    Account()
        : store_(open()), database_(store_->add_database("Main").value()), account_(store_->account(database_)) {}

    std::vector<std::string> ids() {
        std::vector<std::string> ids;
        for (const auto& contact : account_->load().contacts) {
            ids.push_back(contact.contact_id);
        }
        return ids;
    }
    std::vector<std::string> memberships() {
        std::vector<std::string> all;
        account_->load().memberships.each([&](const sync::RememberedMembership& one) {
            all.push_back(one.contact_id + " " + one.list_id +
                          (one.state == sync::MembershipState::Left ? " left" : " confirmed"));
        });
        return all;
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
    std::unique_ptr<sync::AccountStore> account_;
};

TEST_F(Account, IsEmptyBeforeTheFirstRead) {
    const auto stored = account_->load();
    EXPECT_TRUE(stored.contacts.empty());
    EXPECT_TRUE(stored.account_lists.empty());
    EXPECT_EQ(stored.full_read_at, std::nullopt);
    EXPECT_EQ(stored.optouts_read_at, std::nullopt);
}

TEST_F(Account, GivesBackEveryPropertyOfAContact) {
    account_->apply({.contacts = {a_full_contact()}}, {});
    const auto stored = account_->load();
    ASSERT_EQ(stored.contacts.size(), 1U);
    const auto& contact = stored.contacts[0];
    const auto expected = a_full_contact();
    EXPECT_EQ(contact.contact_id, "c-1");
    EXPECT_EQ(contact.address, "Anna@Example.org");
    EXPECT_EQ(contact.permission_to_send, "unsubscribed");
    EXPECT_EQ(contact.opt_out_date, expected.opt_out_date);
    EXPECT_EQ(contact.opt_out_source, "Contact");
    EXPECT_EQ(contact.core, expected.core);
    EXPECT_EQ(contact.updated_at, expected.updated_at);
    EXPECT_TRUE(contact.is_deleted);
    EXPECT_EQ(contact.custom_fields, expected.custom_fields);
    EXPECT_EQ(contact.phone_numbers, expected.phone_numbers);
    EXPECT_EQ(contact.street_addresses, expected.street_addresses);
    EXPECT_EQ(contact.list_memberships, expected.list_memberships);
}

TEST_F(Account, ContactsAreSealedOnTheDisk) {
    account_->apply({.contacts = {a_full_contact()}}, {});
    const auto bytes = test::bytes_of(folder_);
    EXPECT_NE(bytes.find("anna@example.org"), std::string::npos);
    EXPECT_EQ(bytes.find("topsecret"), std::string::npos);
    EXPECT_EQ(bytes.find("High Street"), std::string::npos);
}

TEST_F(Account, AFullReadForgetsWhatIsNotInIt) {
    account_->apply({.contacts = {a_contact("a", "a@x.org"), a_contact("b", "b@x.org")}}, {});
    account_->apply({.contacts = {a_contact("c", "c@x.org")}}, {});
    EXPECT_EQ(ids(), (std::vector<std::string>{"a", "b", "c"}));
    auto changed = a_contact("b", "new@x.org");
    account_->apply({.replace_contacts = true, .contacts = {changed, a_contact("d", "d@x.org")}}, {});
    EXPECT_EQ(ids(), (std::vector<std::string>{"b", "d"}));
    EXPECT_EQ(account_->load().contacts[0].address, "new@x.org");
}

TEST_F(Account, KeepsListsFieldsAndTimesUntilNewOnesCome) {
    account_->apply({.lists = {{"board", "l-1"}},
                     .custom_fields = std::vector<cc::CustomField>{{"f-1", "Username", "username", "string"}},
                     .account_lists = std::vector<cc::ContactList>{{"l-1", "Board \"x\"", 3}},
                     .full_read_at = clock_.now(),
                     .optouts_read_at = clock_.now() + 1s},
                    {});
    account_->apply({.lists = {{"board", "l-2"}, {"active members", "l-3"}}, .optouts_read_at = clock_.now() + 5s},
                    {});
    const auto stored = account_->load();
    ASSERT_EQ(stored.custom_fields.size(), 1U);
    EXPECT_EQ(stored.custom_fields[0].name, "username");
    EXPECT_EQ(stored.custom_fields[0].type, "string");
    ASSERT_EQ(stored.account_lists.size(), 1U);
    EXPECT_EQ(stored.account_lists[0].name, "Board \"x\"");
    EXPECT_EQ(stored.account_lists[0].membership_count, 3);
    EXPECT_EQ(stored.full_read_at, clock_.now());
    account_->apply({.forget_full_read = true}, {});
    EXPECT_EQ(account_->load().full_read_at, std::nullopt);
    EXPECT_EQ(stored.optouts_read_at, clock_.now() + 5s);
    ASSERT_EQ(stored.lists.size(), 2U);
    EXPECT_EQ(stored.lists[1].group_key + stored.lists[1].list_id, "boardl-2");
    account_->apply({.account_lists = std::vector<cc::ContactList>{}}, {});
    EXPECT_TRUE(account_->load().account_lists.empty());
}

TEST_F(Account, R14_MembershipsAreSetForgottenAndLifted) {
    using enum sync::MembershipState;
    account_->apply(
        {.remember = {{"a", "l-1", Confirmed}, {"a", "l-2", Left}, {"a", "l-3", Left}, {"b", "l-1", Left}}}, {});
    account_->apply({.remember = {{"a", "l-1", Left}}, .forget = {{"b", "l-1", Confirmed}}}, {});
    EXPECT_EQ(memberships(), (std::vector<std::string>{"a l-1 left", "a l-2 left", "a l-3 left"}));
    EXPECT_EQ(account_->lift("a", "l-1"), 1);
    account_->apply({.remember = {{"a", "l-4", Confirmed}}}, {});
    EXPECT_EQ(account_->lift("a", ""), 2);
    EXPECT_EQ(memberships(), std::vector<std::string>{"a l-4 confirmed"});
    EXPECT_EQ(account_->lift("nobody", ""), 0);
}

TEST_F(Account, R28_LearnedValuesKeepTheirBytes) {
    const std::string sent("\0\xff\x01", 3), kept("\0\0", 2);
    account_->apply({.learned = {{"a", "first_name", sent, "old"}, {"a", "first_name", "other", kept}}}, {});
    account_->apply({.learned = {{"a", "first_name", sent, kept}}}, {});
    const auto learned = account_->load().learned;
    ASSERT_EQ(learned.size(), 2U);
    EXPECT_EQ(learned[0].sent_digest, sent);
    EXPECT_EQ(learned[0].kept_digest, kept);
    EXPECT_EQ(learned[1].sent_digest, "other");
}

TEST_F(Account, R16_TheAttributeIsCreatedAssignedAndTakenOff) {
    change(*store_, database_, [](roster::RecordBook& book) {
        book.put_member(a_member("M1", "Berg"));
        for (const auto* id : {"R1", "R2", "R3"}) {
            auto rep = a_rep(id, "M1", "Anna", id, "anna@x.org");
            rep.attributes = {"VIP"};
            book.put_rep(rep);
        }
    });
    const auto made = clock_.now();
    clock_.advance(1h);
    account_->apply({}, {});
    look(*store_, database_, WithPasswords::No, [](roster::RecordBook& book) {
        EXPECT_EQ(book.find_attribute("unsubscribed from cc"), "Unsubscribed from CC");
    });
    account_->apply({}, {{"R1", true, "anna@x.org"}, {"R2", true, "anna@x.org"}, {"gone", true, "anna@x.org"}});
    account_->apply({}, {{"R2", false, ""}, {"R3", false, ""}, {"R1", true, "new@x.org"}});
    EXPECT_EQ(unsubscribed_for("R1"), "new@x.org");
    EXPECT_EQ(unsubscribed_for("R2"), "");
    look(*store_, database_, WithPasswords::No, [&](roster::RecordBook& book) {
        EXPECT_EQ(book.find_rep("R1")->attributes, (std::vector<std::string>{"Unsubscribed from CC", "VIP"}));
        EXPECT_EQ(book.find_rep("R1")->updated, made);
        EXPECT_EQ(book.find_rep("R2")->attributes, (std::vector<std::string>{"VIP"}));
        EXPECT_EQ(book.attributes().at(0).reps, 1);
    });
}

TEST_F(Account, R17_AllOrNothingIsApplied) {
    run_sql("ALTER TABLE remembered_lists RENAME TO taken_away");
    EXPECT_ANY_THROW(account_->apply({.contacts = {a_contact("a", "a@x.org")}, .lists = {{"board", "l-1"}}}, {}));
    run_sql("ALTER TABLE taken_away RENAME TO remembered_lists");
    EXPECT_TRUE(ids().empty());
    account_->apply({.contacts = {a_contact("a", "a@x.org")}, .lists = {{"board", "l-1"}}}, {});
    EXPECT_EQ(ids(), (std::vector<std::string>{"a"}));
}

TEST_F(Account, DatabasesDoNotSeeEachOther) {
    const auto other = store_->add_database("Other").value();
    account_->apply(
        {.contacts = {a_contact("a", "a@x.org")}, .remember = {{"a", "l", sync::MembershipState::Left}}}, {});
    const auto theirs = store_->account(other);
    theirs->apply({.replace_contacts = true, .contacts = {a_contact("b", "b@x.org")}}, {});
    EXPECT_EQ(theirs->lift("a", ""), 0);
    EXPECT_EQ(store_->forget(other, "a@x.org").contacts, 0);
    EXPECT_EQ(ids(), (std::vector<std::string>{"a"}));
}

TEST_F(Account, R22_OneAccountBelongsToOneDatabase) {
    const auto other = store_->add_database("Other").value();
    EXPECT_FALSE(store_->bound_account(database_).has_value());
    ASSERT_TRUE(store_->bind_account(database_, "acc-1", "Main Street"));
    ASSERT_TRUE(store_->bind_account(database_, "acc-1", "Main Street renamed"));
    EXPECT_EQ(store_->bound_account(database_)->account_name, "Main Street renamed");
    EXPECT_EQ(store_->describe_database(database_)->account_id, "acc-1");
    const auto refused = store_->bind_account(other, "acc-1", "Main Street");
    EXPECT_EQ(refused.error().code, Code::Conflict);
    EXPECT_NE(refused.error().message.find("\"Main\""), std::string::npos) << refused.error().message;
    EXPECT_EQ(store_->bind_account(database_, "acc-2", "Second").error().code, Code::Conflict);
    store_->release_account(database_);
    EXPECT_TRUE(store_->bind_account(other, "acc-1", "Main Street"));
    ASSERT_TRUE(store_->remove_database(other));
    EXPECT_TRUE(store_->bind_account(database_, "acc-1", "Main Street"));
}

class Grants : public Account {
  protected:
    Grants() : grants_(store_->grants(database_)) {}
    cc::Grant a_grant(std::int64_t generation = 0) {
        cc::Grant grant;
        grant.access_token = "access-token-" + std::to_string(generation);
        grant.refresh_token = "refresh-token";
        grant.access_expires_at = clock_.now() + 24h;
        grant.renewed_at = clock_.now();
        grant.account_id = "acc-1";
        grant.account_name = "Main Street";
        grant.account_checked = true;
        grant.granted_by = "cli";
        grant.granted_at = clock_.now();
        grant.generation = generation;
        return grant;
    }
    std::unique_ptr<cc::GrantStore> grants_;
};

TEST_F(Grants, AreGivenBackWholeAndSealedOnTheDisk) {
    EXPECT_EQ(grants_->load().value().has_value(), false);
    EXPECT_TRUE(grants_->store(a_grant()).value());
    const auto grant = store_->grants(database_)->load().value().value();
    EXPECT_EQ(grant.access_token, "access-token-0");
    EXPECT_EQ(grant.refresh_token, "refresh-token");
    EXPECT_EQ(grant.access_expires_at, clock_.now() + 24h);
    EXPECT_EQ(grant.account_id, "acc-1");
    EXPECT_TRUE(grant.account_checked);
    EXPECT_EQ(grant.granted_by, "cli");
    EXPECT_EQ(grant.generation, 0);
    EXPECT_TRUE(store_->describe_database(database_)->connected);
    EXPECT_EQ(test::bytes_of(folder_).find("refresh-token"), std::string::npos);
}

TEST_F(Grants, OnlyTheNextGenerationReplacesAGrant) {
    EXPECT_FALSE(grants_->store(a_grant(1)).value());
    EXPECT_TRUE(grants_->store(a_grant(0)).value());
    EXPECT_FALSE(grants_->store(a_grant(0)).value());
    EXPECT_FALSE(grants_->store(a_grant(2)).value());
    EXPECT_TRUE(grants_->store(a_grant(1)).value());
    EXPECT_FALSE(open()->grants(database_)->store(a_grant(1)).value());
    EXPECT_EQ(grants_->load().value()->generation, 1);
}

TEST_F(Grants, R21_ALostGrantLoadsAsNothingAndKeepsTheReason) {
    ASSERT_TRUE(grants_->store(a_grant(0)).value());
    ASSERT_TRUE(grants_->store(a_grant(1)).value());
    ASSERT_TRUE(grants_->mark_lost(0, "too old", clock_.now()));
    EXPECT_TRUE(grants_->load().value().has_value());
    EXPECT_FALSE(store_->lost_grant(database_).has_value());
    ASSERT_TRUE(grants_->mark_lost(1, "invalid_grant", clock_.now()));
    EXPECT_FALSE(grants_->load().value().has_value());
    EXPECT_FALSE(store_->describe_database(database_)->connected);
    EXPECT_EQ(store_->lost_grant(database_)->reason, "invalid_grant");
    EXPECT_EQ(store_->lost_grant(database_)->at, clock_.now());
    EXPECT_FALSE(grants_->store(a_grant(2)).value());
    EXPECT_TRUE(grants_->store(a_grant(0)).value());
    EXPECT_FALSE(store_->lost_grant(database_).has_value());
}

TEST_F(Grants, ARefresherFromBeforeANewLoginChangesNothing) {
    ASSERT_TRUE(grants_->store(a_grant(0)).value());
    const auto second_store = open();
    const auto old_refresher = second_store->grants(database_);
    ASSERT_TRUE(old_refresher->load().value().has_value());
    store_->disconnect(database_);
    EXPECT_FALSE(old_refresher->store(a_grant(1)).value());
    ASSERT_TRUE(grants_->store(a_grant(0)).value());
    EXPECT_FALSE(old_refresher->store(a_grant(1)).value());
    ASSERT_TRUE(old_refresher->mark_lost(0, "invalid_grant", clock_.now()));
    EXPECT_TRUE(grants_->load().value().has_value());
}

TEST_F(Grants, DisconnectingForgetsTheGrantAndReleasesTheAccount) {
    ASSERT_TRUE(store_->bind_account(database_, "acc-1", "Main Street"));
    ASSERT_TRUE(grants_->store(a_grant(0)).value());
    store_->disconnect(database_);
    EXPECT_FALSE(grants_->load().value().has_value());
    EXPECT_FALSE(store_->bound_account(database_).has_value());
    EXPECT_FALSE(store_->lost_grant(database_).has_value());
}

TEST_F(Grants, OneRefresherAtATime) {
    const auto second_store = open();
    const auto second = second_store->grants(database_);
    const auto until = clock_.now() + 30s;
    EXPECT_TRUE(grants_->take_refresh_lease(clock_.now(), until).value());
    EXPECT_TRUE(grants_->take_refresh_lease(clock_.now(), until).value());
    EXPECT_FALSE(second->take_refresh_lease(clock_.now(), until).value());
    second->release_refresh_lease();
    EXPECT_FALSE(second->take_refresh_lease(clock_.now(), until).value());
    EXPECT_TRUE(second->take_refresh_lease(until, until + 30s).value());
    EXPECT_FALSE(grants_->take_refresh_lease(until, until + 30s).value());
    second->release_refresh_lease();
    EXPECT_TRUE(grants_->take_refresh_lease(until, until + 30s).value());
}

TEST_F(Grants, R24_ARefresherWhoseProcessIsDeadHoldsNobodyUp) {
    auto process = this_process();
    process.pid = kNoProcess;
    const auto until = clock_.now() + 30s;
    ASSERT_TRUE(open_as(process)->grants(database_)->take_refresh_lease(clock_.now(), until).value());
    EXPECT_TRUE(grants_->take_refresh_lease(clock_.now(), until).value());
    grants_->release_refresh_lease();
    process.host = "elsewhere"; // nobody can tell
    ASSERT_TRUE(open_as(process)->grants(database_)->take_refresh_lease(clock_.now(), until).value());
    EXPECT_FALSE(grants_->take_refresh_lease(clock_.now(), until).value());
}

TEST_F(Grants, ALeaseFromBeforeTheClockWasSetBackHoldsNobodyUp) {
    const auto second_store = open();
    const auto second = second_store->grants(database_);
    ASSERT_TRUE(grants_->take_refresh_lease(clock_.now(), clock_.now() + 30s).value());
    EXPECT_TRUE(second->take_refresh_lease(clock_.now() - 1h, clock_.now() - 1h + 30s).value());
}

} // namespace
} // namespace muster::store
