// muster key rotate: another key for everything sealed.

#include <filesystem>
#include <fstream>
#include <iterator>

#include "store_fixture.hpp"

namespace muster::store {
namespace {

class KeyRotation : public StoreTest {
  protected:
    KeyRotation() : store_(open()), database_(store_->add_database("Main").value()) {
        change(*store_, database_, [](roster::RecordBook& book) {
            for (const auto& status : roster::shipped_statuses()) {
                book.put_status(status);
            }
            book.put_member(a_member("M1", "Oak Street Bakery"));
            auto rep = a_rep("R1", "M1", "Anna", "Diaz");
            rep.password = "sesame";
            book.put_rep(rep);
        });
        constant_contact::Grant grant;
        grant.refresh_token = "refresh";
        EXPECT_TRUE(store_->grants(database_)->store(grant).value());
        for (int i = 0; i < 1'200; ++i) { // more than two pages
            contacts_.contacts.push_back(contact(i));
        }
        contacts_.learned = {{"c0", "first_name", "a", "b"}};
        store_->account(database_)->apply(contacts_, {});
    }

    static constant_contact::Contact contact(int i) {
        constant_contact::Contact made;
        made.contact_id = "c" + std::to_string(i);
        made.address = "a" + std::to_string(i) + "@example.org";
        made.permission_to_send = "implicit";
        return made;
    }
    void expect_everything_opens(Store& store) {
        std::string password;
        store.make_roster_reader(database_, WithPasswords::Yes)->each([&](const roster::RosterRow& row) {
            password = row.rep.password;
        });
        EXPECT_EQ(password, "sesame");
        EXPECT_EQ(store.grants(database_)->load().value().value().refresh_token, "refresh");
        const auto account = store.account(database_)->load();
        ASSERT_EQ(account.contacts.size(), 1'200U);
        EXPECT_EQ(account.contacts[7].contact_id, "c1003"); // by id
    }

    sync::AccountChanges contacts_;
    std::unique_ptr<Store> store_;
    DatabaseId database_;
};

std::string content_of(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), {}};
}

TEST_F(KeyRotation, EverythingOpensWithTheNewKeyOnly) {
    const auto rotated = store_->rotate_key();
    ASSERT_TRUE(rotated) << rotated.error().message;
    EXPECT_EQ(rotated->resealed, 1'202); // a password, a grant, the Contacts
    expect_everything_opens(*store_);
    store_ = open();
    expect_everything_opens(*store_);
    EXPECT_TRUE(store_->account(database_)->load().learned.empty()); // learned anew
    store_.reset();
    std::filesystem::copy_file(rotated->old_key_file, rotated->key_file,
                               std::filesystem::copy_options::overwrite_existing);
    const auto refused = Store::open(options());
    ASSERT_FALSE(refused);
    EXPECT_NE(refused.error().message.find("is not the one of this store"), std::string::npos);
}

TEST_F(KeyRotation, WhoeverHasTheStoreOpenWritesNoMore) {
    const auto other = open();
    ASSERT_TRUE(store_->rotate_key());
    const auto refused = other->grants(database_)->store({});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().message,
              "The store has another key since this program opened it. Start the program again.");
    expect_everything_opens(*store_);
}

TEST_F(KeyRotation, WaitsForARun) {
    sync::Report report;
    report.run_id = "run-1";
    report.started_at = clock_.now();
    ASSERT_TRUE(store_->journal(database_)->begin(report, clock_.now()));
    EXPECT_EQ(store_->rotate_key().error().code, Code::Busy);
}

TEST_F(KeyRotation, CutOffBetweenTheStoreAndTheFilesItIsCompletedByWhoeverOpensTheStore) {
    const auto rotated = store_->rotate_key().value();
    store_.reset();
    std::filesystem::rename(rotated.key_file, rotated.key_file + ".next"); // as it was before both renamings
    std::filesystem::rename(rotated.old_key_file, rotated.key_file);
    store_ = open();
    expect_everything_opens(*store_);
    store_.reset();
    std::filesystem::rename(rotated.key_file, rotated.key_file + ".next"); // and as it was between them
    store_ = open();
    expect_everything_opens(*store_);
    EXPECT_TRUE(std::filesystem::exists(rotated.old_key_file));
}

TEST_F(KeyRotation, CutOffBeforeItsCommitItIsBegunAgainWithTheSameKey) {
    const auto next = create_key_file(key_path() + ".next").value();
    store_ = open();
    expect_everything_opens(*store_);
    ASSERT_TRUE(store_->rotate_key());
    EXPECT_EQ(content_of(key_path()), next);
}

} // namespace
} // namespace muster::store
