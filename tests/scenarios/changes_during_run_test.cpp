// What people do in the account, and in the database, while a run is going on: before each of its requests (R7,
// R10, R11, R13, R14, R16, R17, R22). The run ends as documented, the next one brings everything into step, and the
// one after it finds nothing to do.

#include <algorithm>
#include <functional>
#include <set>

#include <gtest/gtest.h>

#include "support/chamber.hpp"

namespace muster::test {
namespace {

using sync::RunState;
using Names = std::set<std::string>;

constexpr const char* kActive = "Active Members";

Ask first_ask() { return {.groups = {"Board", "Golf"}, .fields = {"Username"}}; }
Ask second_ask() { return {.groups = {"Board", "Golf", "Fresh"}, .fields = {"Username", "Fax"}}; }

/// Before the run that is disturbed: everybody as a first run left them.
void set_stage(Chamber& chamber) {
    chamber.is_judged = false; // each is judged elsewhere; here there are too many
    chamber.member("M1");
    chamber.member("M2", "PRO");
    const auto rep = [&](const char* id, const char* email, const char* groups) {
        chamber.rep(id, "M1", email, {{"groups", groups}, {"username", id}, {"job_title", "Boss"}});
    };
    rep("Same", "same@example.org", "Board;Golf");
    rep("Import", "import@example.org", "Board");
    rep("Put", "put@example.org", "Board");
    rep("Join", "join@example.org", "");
    rep("Gone", "gone@example.org", "Board");
    rep("Out", "out@example.org", "Board");
    EXPECT_EQ(chamber.run(first_ask()).state, RunState::Completed);
    EXPECT_TRUE(chamber.service.opt_out(chamber.account, "out@example.org"));
    EXPECT_EQ(chamber.run(first_ask()).state, RunState::Completed);
    // Now a run makes each kind of write: a field, a list, imports, a PUT, a POST, a removal.
    chamber.set_rep("Import", {{"username", "other"}, {"fax", "555-0100"}});
    chamber.set_rep("Put", {{"job_title", ""}});
    chamber.set_rep("Join", {{"groups", "Golf"}});
    chamber.book.remove_rep("Gone");
    chamber.rep("New", "M1", "new@example.org", {{"groups", "Board;Fresh"}, {"username", "New"}});
    chamber.rep("Far", "M1", "far@example.org", {{"phone", "+49 30 123"}});
    chamber.rep("Idle", "M2", "idle@example.org");
    chamber.service.clear_log();
}

/// What the rules want of an account that is in step, and what a story makes of it.
struct Ending {
    Names opted_out{"out@example.org"};
    std::map<std::string, Names> left{}; ///< lists by address (R14)
    std::map<std::string, std::string> list_names{{"Board", "Board"}, {"Golf", "Golf"}, {"Fresh", "Fresh"}};
};

Names lists_of(Chamber& chamber, const sandbox::Contact& contact) {
    Names names;
    for (const sandbox::List& list : chamber.service.lists(chamber.account)) {
        if (contact.is_on(list.id)) {
            names.insert(list.name);
        }
    }
    return names;
}

void expect_rep_in_step(Chamber& chamber, const roster::Rep& rep, const Ending& ending) {
    SCOPED_TRACE(rep.rep_id);
    const auto contact = chamber.service.contact(chamber.account, rep.email);
    ASSERT_TRUE(contact);
    const bool is_out = ending.opted_out.contains(rep.email);
    EXPECT_EQ(contact->is_unsubscribed(), is_out);
    EXPECT_EQ(chamber.has_attribute(rep.rep_id), is_out);
    if (is_out) {
        return;
    }
    EXPECT_FALSE(contact->deleted_at);
    EXPECT_EQ(contact->first_name, rep.first_name);
    EXPECT_EQ(contact->job_title, rep.job_title);
    EXPECT_EQ(chamber.service.value(chamber.account, rep.email, "Username"), rep.username);
    EXPECT_EQ(chamber.service.value(chamber.account, rep.email, "Fax"), rep.fax);
    Names wanted;
    if (rep.member_id == "M1") {
        wanted.insert(kActive);
    }
    for (const std::string& group : rep.groups) {
        wanted.insert(ending.list_names.at(group));
    }
    if (const auto left = ending.left.find(rep.email); left != ending.left.end()) {
        for (const std::string& list : left->second) {
            wanted.erase(list);
        }
    }
    Names on = lists_of(chamber, *contact);
    std::erase_if(on, [&](const std::string& name) { // nobody is taken off the list of a group that was renamed
        return name != kActive &&
               std::ranges::none_of(ending.list_names, [&](const auto& list) { return list.second == name; });
    });
    EXPECT_EQ(on, wanted);
}

void expect_in_step(Chamber& chamber, const Ending& ending) {
    Names active;
    chamber.book.each_rep([&](const roster::Rep& rep) {
        expect_rep_in_step(chamber, rep, ending);
        if (rep.member_id == "M1") {
            active.insert(rep.email);
        }
    });
    for (const std::string& address : chamber.members_of(kActive)) {
        EXPECT_TRUE(active.contains(address)) << address << " is on Active Members"; // R8
    }
    Names names;
    for (const sandbox::List& list : chamber.service.lists(chamber.account)) {
        EXPECT_TRUE(names.insert(list.name).second) << "two lists \"" << list.name << '"';
    }
    for (const auto& [group, name] : ending.list_names) {
        EXPECT_TRUE(names.contains(name)) << name;
    }
    EXPECT_EQ(names.contains("Board"),
              std::ranges::any_of(ending.list_names, [](const auto& list) { return list.second == "Board"; }) ||
                  ending.list_names.contains("Directors"));
}

struct Story {
    std::function<bool(Chamber&)> event; ///< false if there was nothing for it to happen to
    std::function<Ending(Chamber&, std::size_t)> ending = [](Chamber&, std::size_t) { return Ending{}; };
    Ask next = second_ask(); ///< of the runs after it
    std::function<void(Chamber&)> set = [](Chamber&) {};
};

/// Plays the story with its event before the nth request; false if the run has fewer.
bool play(const Story& story, std::size_t nth) {
    SCOPED_TRACE("before request " + std::to_string(nth));
    Chamber chamber;
    story.set(chamber);
    set_stage(chamber);
    std::size_t requests = 0;
    bool has_happened = false;
    chamber.on_request = [&](const net::Request&, bool is_answered) {
        if (!is_answered && ++requests == nth) {
            has_happened = story.event(chamber);
        }
    };
    const auto report = chamber.run(second_ask());
    if (requests < nth) {
        return false;
    }
    chamber.on_request = nullptr;
    EXPECT_TRUE(report.state == RunState::Completed || report.state == RunState::CompletedWithIssues)
        << report.message;
    EXPECT_EQ(report.totals.selected, report.totals.sum());
    EXPECT_EQ(report.opted_out_made_mailable, 0);
    const Ending ending = has_happened ? story.ending(chamber, nth) : Ending{};
    const auto next = chamber.run(story.next);
    EXPECT_EQ(next.state, RunState::Completed) << sync::to_json(next);
    expect_in_step(chamber, ending);
    const auto quiet = chamber.run(story.next);
    EXPECT_EQ(quiet.calls_writes, 0) << sync::to_json(quiet);
    return true;
}

void at_each_request(const Story& story) {
    std::size_t nth = 1;
    while (!::testing::Test::HasFailure() && play(story, nth)) {
        ++nth;
    }
    EXPECT_GT(nth, 12U); // the sweep has swept something
}

const std::vector<std::string> kPeople{"same@example.org", "import@example.org", "put@example.org",
                                       "join@example.org", "new@example.org",    "far@example.org"};

/// The number of the request, from 1, that matches first; 0: none.
std::size_t request_with(Chamber& chamber, const std::string& path, const std::string& part) {
    const auto log = chamber.service.log();
    const auto found = std::ranges::find_if(log, [&](const sandbox::LoggedRequest& request) {
        return request.path == path && request.body.find(part) != std::string::npos;
    });
    return found == log.end() ? 0 : static_cast<std::size_t>(found - log.begin()) + 1;
}

TEST(ChangesDuringRun, R13_R17_WhoOptsOutStaysOut) {
    for (const std::string& who : kPeople) {
        SCOPED_TRACE(who);
        at_each_request(
            {.event = [&](Chamber& c) { return c.service.opt_out(c.account, who).has_value(); },
             .ending = [&](Chamber&, std::size_t) { return Ending{.opted_out = {"out@example.org", who}}; }});
    }
}

TEST(ChangesDuringRun, R14_WhatIsLostByAnOptOutWasNotLeft) {
    for (std::size_t nth = 1; nth < 40; ++nth) {
        SCOPED_TRACE(nth);
        Chamber chamber;
        ASSERT_TRUE(chamber.service.set_switch("lists_after_opt_out", "drop"));
        set_stage(chamber);
        std::size_t requests = 0;
        chamber.on_request = [&](const net::Request&, bool is_answered) {
            if (!is_answered && ++requests == nth) {
                EXPECT_TRUE(chamber.service.opt_out(chamber.account, "same@example.org"));
            }
        };
        static_cast<void>(chamber.run(second_ask()));
        chamber.on_request = nullptr;
        if (requests < nth) {
            EXPECT_GT(nth, 12U);
            return;
        }
        static_cast<void>(chamber.run(second_ask()));
        EXPECT_TRUE(chamber.has_attribute("Same"));
        EXPECT_TRUE(chamber.service.resubscribe(chamber.account, "same@example.org"));
        EXPECT_EQ(chamber.run(second_ask()).state, RunState::Completed);
        expect_in_step(chamber, {});
        ASSERT_FALSE(HasFailure());
    }
    ADD_FAILURE() << "the run never came to its end";
}

TEST(ChangesDuringRun, R14_WhoLeavesAListStaysOff) {
    for (const std::string who : {"same@example.org", "import@example.org", "put@example.org"}) {
        SCOPED_TRACE(who);
        at_each_request(
            {.event = [&](Chamber& c) { return c.service.leave_list(c.account, who, "Board").has_value(); },
             .ending = [&](Chamber&, std::size_t) { return Ending{.left = {{who, {"Board"}}}}; }});
    }
}

/// Whether a list may be lost, or a leaving be overwritten, by an import of the Contact that is in flight: the
/// event came after the last look before it, and not after it.
bool is_in_flight(Chamber& chamber, const std::string& who, std::size_t nth) {
    const auto sent = request_with(chamber, "/activities/contacts_json_import", who);
    const auto log = chamber.service.log();
    std::size_t looked = 0;
    for (std::size_t i = 0; i + 1 < sent; ++i) {
        looked = log[i].method == "GET" && log[i].path == "/contact_lists" ? i + 1 : looked;
    }
    return nth > looked && nth <= sent;
}

// The import of its other properties carries a list that the Contact was on when it was last looked at.
TEST(ChangesDuringRun, R14_R17_OnlyAnImportInFlightMayOverwriteALeaving) {
    bool was_overwritten = false;
    at_each_request(
        {.event =
             [](Chamber& c) { return c.service.leave_list(c.account, "import@example.org", kActive).has_value(); },
         .ending =
             [&](Chamber& c, std::size_t nth) {
                 Ending ending;
                 const bool is_on = lists_of(c, c.contact("import@example.org")).contains(kActive);
                 EXPECT_TRUE(!is_on || is_in_flight(c, "import@example.org", nth));
                 was_overwritten = was_overwritten || is_on;
                 if (!is_on) {
                     ending.left = {{"import@example.org", {kActive}}};
                 }
                 return ending;
             }});
    EXPECT_TRUE(was_overwritten); // the window that the documentation names is there
}

TEST(ChangesDuringRun, R11_AListThatIsDeletedIsMadeAnewAndFilled) {
    for (const std::string list : {"Board", "Golf", kActive}) {
        SCOPED_TRACE(list);
        at_each_request({.event = [&](Chamber& c) { return c.service.delete_list(c.account, list).has_value(); }});
    }
}

TEST(ChangesDuringRun, R11_AListThatIsRenamedIsTheSameList) {
    at_each_request(
        {.event = [](Chamber& c) { return c.service.rename_list(c.account, "Board", "The Board").has_value(); },
         .ending =
             [](Chamber&, std::size_t) {
                 Ending ending;
                 ending.list_names["Board"] = "The Board";
                 return ending;
             }});
}

TEST(ChangesDuringRun, R11_AListThatIsMadeAnewThereIsReusedAndFilled) {
    for (const std::string list : {"Board", "Golf", kActive}) {
        SCOPED_TRACE(list);
        at_each_request({.event = [&](Chamber& c) {
            return c.service.delete_list(c.account, list).has_value() && c.service.add_list(c.account, list);
        }});
    }
}

TEST(ChangesDuringRun, R11_AListThatSomebodyElseMakesFirstIsReused) {
    at_each_request({.event = [](Chamber& c) { return c.service.add_list(c.account, "Fresh").has_value(); }});
}

TEST(ChangesDuringRun, R7_ACustomFieldThatIsDeletedIsMadeAnewAndFilled) {
    at_each_request(
        {.event = [](Chamber& c) { return c.service.delete_field(c.account, "Username").has_value(); }});
}

TEST(ChangesDuringRun, R7_ACustomFieldThatIsMadeAnewThereIsReusedAndFilled) {
    at_each_request({.event = [](Chamber& c) {
        return c.service.delete_field(c.account, "Username").has_value() &&
               c.service.add_field(c.account, "Username").has_value();
    }});
}

TEST(ChangesDuringRun, R7_ACustomFieldThatSomebodyElseMakesFirstIsReused) {
    at_each_request({.event = [](Chamber& c) { return c.service.add_field(c.account, "Fax").has_value(); }});
}

TEST(ChangesDuringRun, R14_AContactThatIsDeletedComesBackOnItsLists) {
    for (const std::string& who : kPeople) {
        SCOPED_TRACE(who);
        Names before;
        const auto event = [&](Chamber& c) {
            const auto contact = c.service.contact(c.account, who);
            before = contact ? lists_of(c, *contact) : Names{};
            return c.service.delete_contact(c.account, who).has_value();
        };
        const auto ending = [&](Chamber& c, std::size_t nth) {
            const sandbox::Contact contact = c.contact(who);
            Names lost = before;
            for (const std::string& list : lists_of(c, contact)) {
                lost.erase(list);
            }
            if (contact.deleted_at || lost.empty()) {
                return Ending{};
            }
            // An import in flight has brought it back at once, and nothing tells that from a leaving.
            EXPECT_TRUE(is_in_flight(c, who, nth));
            return Ending{.left = {{who, lost}}};
        };
        at_each_request({.event = event, .ending = ending});
    }
}

TEST(ChangesDuringRun, R1_AContactWhoseAddressIsChangedThereIsNoLongerTheRepsContact) {
    for (const std::string who :
         {"same@example.org", "import@example.org", "put@example.org", "join@example.org"}) {
        SCOPED_TRACE(who);
        at_each_request({.event = [&](Chamber& c) {
            return c.service.edit_contact(c.account, who, {.address = "elsewhere@example.org"}).has_value();
        }});
    }
}

TEST(ChangesDuringRun, R16_TheAttributeComesBackWhenSomebodyDeletesIt) {
    at_each_request(
        {.event = [](Chamber& c) { return c.book.remove_attribute(roster::kUnsubscribedAttribute).has_value(); }});
}

TEST(ChangesDuringRun, R11_ARenamedGroupGetsAListOfItsNewName) {
    Ask next = second_ask();
    next.groups[0] = "Directors";
    at_each_request({.event = [](Chamber& c) { return c.book.rename_group("Board", "Directors").has_value(); },
                     .ending =
                         [](Chamber&, std::size_t) {
                             Ending ending;
                             ending.list_names.erase("Board");
                             ending.list_names["Directors"] = "Directors";
                             return ending;
                         },
                     .next = next});
}

/// The stored grant is exchanged for one of another account just before the nth request; false if the run has
/// fewer.
bool play_other_account(std::size_t nth) {
    SCOPED_TRACE("before request " + std::to_string(nth));
    Chamber chamber;
    set_stage(chamber);
    const auto other = chamber.service.add_account("Somebody else's Chamber");
    chamber.service.add_contact(other, {.address = "out@example.org", .first_name = "S"});
    chamber.service.add_contact(other, {.address = "same@example.org", .first_name = "S"});
    EXPECT_TRUE(chamber.service.opt_out(other, "same@example.org"));
    const auto right = *chamber.grants.cell().grant;
    std::size_t requests = 0;
    chamber.on_request = [&](const net::Request&, bool is_answered) {
        if (!is_answered && ++requests == nth) {
            chamber.service.expire_access_tokens(chamber.account);
            chamber.grants.cell().grant->refresh_token = chamber.service.issue_token(other).refresh_token;
        }
    };
    const auto report = chamber.run(second_ask());
    if (requests < nth) {
        return false;
    }
    chamber.on_request = nullptr;
    EXPECT_EQ(report.state, RunState::NotConnected) << report.message;
    EXPECT_EQ(sync::exit_code(report.state), 5);
    for (const auto& request : chamber.service.log()) {
        EXPECT_TRUE(request.account != other || request.path == "/account/summary")
            << request.method << " " << request.path << " went to the other account";
    }
    EXPECT_TRUE(chamber.has_attribute("Out"));
    EXPECT_FALSE(chamber.has_attribute("Same"));
    auto again = right;
    const auto tokens = chamber.service.issue_token(chamber.account);
    again.access_token = tokens.access_token;
    again.refresh_token = tokens.refresh_token;
    chamber.grants.cell().grant = again; // somebody has connected the right account
    EXPECT_EQ(chamber.run(second_ask()).state, RunState::Completed);
    expect_in_step(chamber, {});
    EXPECT_EQ(chamber.run(second_ask()).calls_writes, 0);
    return true;
}

TEST(ChangesDuringRun, R22_AGrantThatAnswersForAnotherAccountStopsTheRunBeforeItReadsOrWritesThere) {
    std::size_t nth = 1;
    for (; play_other_account(nth); ++nth) {
        ASSERT_FALSE(HasFailure()) << "before request " << nth;
    }
    EXPECT_GT(nth, 12U);
}

} // namespace
} // namespace muster::test
