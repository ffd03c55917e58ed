// Contacts by the hundred thousand.

#include <chrono>

#include <gtest/gtest.h>

#include "sync/contact_book.hpp"

namespace muster::sync {
namespace {

namespace cc = constant_contact;

/// One with a value in every place.
cc::Contact full(const std::string& id, const std::string& address) {
    cc::Contact contact;
    contact.contact_id = id;
    contact.address = address;
    contact.permission_to_send = "unsubscribed";
    contact.opt_out_date = Instant(std::chrono::seconds(1'764'000'000));
    contact.opt_out_source = "Contact";
    contact.core = {"Anna", "Diaz", "Owner", "Oak Street Bakery", 11, 25, "2006-11-15"};
    contact.updated_at = Instant(std::chrono::seconds(1'764'000'001));
    contact.is_deleted = true;
    contact.list_memberships = {"list-2", "list-1"};
    contact.custom_fields = {{"field-1", "value", {}}, {"field-2", "", {"choice-1", "choice-2"}}};
    contact.phone_numbers = {{"1", "home"}, {"555-0100", "work"}, {"2", "work"}};
    contact.street_addresses = {{"home", "a", "b", "c", "d", "e"},
                                {"work", "1 Oak St", "Springfield", "IL", "62701", "USA"}};
    return contact;
}

cc::Contact small(const std::string& id, const std::string& address) {
    cc::Contact contact;
    contact.contact_id = id;
    contact.address = address;
    contact.permission_to_send = "implicit";
    return contact;
}

TEST(ContactBook, GivesBackWhatWasPut) {
    const cc::Contact anna = full("1", "Anna@Example.org");
    const ContactBook book{anna, small("2", "ben@example.org"), small("3", "")};
    ASSERT_EQ(book.size(), 3U);
    EXPECT_EQ(book[0], anna);
    EXPECT_EQ(book[1], small("2", "ben@example.org"));
    EXPECT_EQ(book[2], small("3", ""));
    cc::Contact again = anna; // its memory is used again
    book.read(1, again);
    EXPECT_EQ(again, small("2", "ben@example.org"));
}

TEST(ContactBook, AnswersWithoutUnpacking) {
    const ContactBook book{full("1", "Anna@Example.org"), small("2", "ben@example.org"), small("3", "")};
    EXPECT_EQ(book.contact_id(0), "1");
    EXPECT_EQ(book.key(0), "anna@example.org");
    EXPECT_EQ(book.key(2), "");
    EXPECT_TRUE(book.is_deleted(0));
    EXPECT_FALSE(book.is_deleted(1));
    EXPECT_TRUE(book.is_opted_out(0));
    EXPECT_FALSE(book.is_opted_out(1));
    EXPECT_TRUE(book.is_on(0, "list-1"));
    EXPECT_FALSE(book.is_on(1, "list-1"));
    EXPECT_FALSE(book.is_on(0, "list-9"));
}

TEST(ContactBook, AGlanceShowsWhatIsCompared) {
    const ContactBook book{full("1", "anna@example.org")};
    ContactGlance glance;
    book.read(0, glance);
    EXPECT_TRUE(glance.is_deleted);
    EXPECT_EQ(glance.core, (std::array<std::string_view, 4>{"Anna", "Diaz", "Owner", "Oak Street Bakery"}));
    EXPECT_EQ(glance.work_phone, "555-0100");
    EXPECT_EQ(glance.address, (std::array<std::string_view, 5>{"1 Oak St", "Springfield", "IL", "62701", "USA"}));
    ASSERT_EQ(glance.custom_fields.size(), 2U);
    EXPECT_EQ(glance.custom_fields[0], std::pair(*book.number("field-1"), std::string_view("value")));
    EXPECT_EQ(glance.lists, (std::vector<std::int64_t>{*book.number("list-2"), *book.number("list-1")}));
    EXPECT_EQ(book.number("field-9"), std::nullopt);
}

TEST(ContactBook, ACopySharesUntilOneChanges) {
    ContactBook book{small("1", "anna@example.org"), small("2", "ben@example.org")};
    const ContactBook before = book;
    book.replace(0, full("1", "anna@example.org"));
    book.push_back(small("3", "cleo@example.org"));
    EXPECT_EQ(before.size(), 2U);
    EXPECT_EQ(before[0], small("1", "anna@example.org"));
    EXPECT_EQ(book.size(), 3U);
    EXPECT_EQ(book[0], full("1", "anna@example.org"));
    std::vector<std::string> ids;
    for (const cc::Contact& contact : book) {
        ids.push_back(contact.contact_id);
    }
    EXPECT_EQ(ids, (std::vector<std::string>{"1", "2", "3"}));
}

} // namespace
} // namespace muster::sync
