#include "faults/play.hpp"

#include <gtest/gtest.h>

#include "base/email.hpp"
#include "base/json.hpp"
#include "faults/site_scene.hpp"

namespace muster::test {

namespace {

bool took_effect(const sync::Person& person) {
    return person.outcome == sync::Outcome::Created || person.outcome == sync::Outcome::Updated ||
           person.outcome == sync::Outcome::RemovedFromList;
}

} // namespace

void push_and_edit(Site& site) {
    connect(site);
    fill(site);
    site.done(sync_words());
    edit(site);
}

std::vector<std::string> submitted(Site& site, const std::set<std::string>& but_for) {
    std::vector<std::string> moves;
    for (const auto& request : site.service->log()) {
        if (request.method != "POST" || !request.path.starts_with("/activities/") || request.status >= 300) {
            continue;
        }
        const auto body = json::Document::parse(request.body).value();
        json::Problems problems;
        const json::Reader root(body, problems);
        const auto note = [&](const std::string& who) {
            root["list_ids"].each([&](const json::Reader& list) {
                if (!but_for.contains(who)) {
                    moves.push_back(request.path + " " + who + " " + list.text_or(""));
                }
            });
        };
        root["import_data"].each([&](const json::Reader& row) { note(row["email"].text_or("")); });
        root["source"]["contact_ids"].each([&](const json::Reader& id) { note(id.text_or("")); });
    }
    return moves;
}

void expect_nothing_twice(Site& site, const std::set<std::string>& but_for) {
    std::set<std::string> seen;
    for (const std::string& move : submitted(site, but_for)) {
        EXPECT_TRUE(seen.insert(move).second) << move << " was submitted twice";
    }
}

std::set<std::string> deeds(const std::vector<sync::Report>& runs) {
    std::set<std::string> all;
    for (const sync::Report& run : runs) {
        for (const sync::Person& person : run.people) {
            if (!took_effect(person)) {
                continue;
            }
            const std::string who = email_key(person.email);
            for (const auto& list : person.lists_added) {
                all.insert(who + " on " + list);
            }
            for (const auto& list : person.lists_removed) {
                all.insert(who + " off " + list);
            }
            for (const auto& change : person.changes) {
                all.insert(who + " " + change.field + ": " + change.new_value.value_or("(secret)"));
            }
        }
    }
    return all;
}

void expect_ended(const std::vector<sync::Report>& runs) {
    for (const sync::Report& run : runs) {
        EXPECT_NE(run.state, sync::RunState::Running) << run.run_id;
        EXPECT_TRUE(run.finished_at) << run.run_id;
        EXPECT_EQ(run.totals.selected, run.totals.sum());
        EXPECT_EQ(run.opted_out_made_mailable, 0);
    }
}

void expect_nobody_made_mailable(const std::map<std::string, std::string>& before,
                                 const std::map<std::string, std::string>& after) {
    for (const auto& [address, text] : before) {
        if (text.starts_with("unsubscribed")) {
            EXPECT_TRUE(after.at(address).starts_with("unsubscribed")) << address;
        }
    }
}

} // namespace muster::test
