#include "planned_chamber.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <utility>
#include <vector>

#include <sys/resource.h>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "roster/record_book.hpp"

namespace muster::bench {

namespace {

namespace cc = constant_contact;

constexpr int kGroups = 10;

roster::Selections selections() {
    roster::Selections selected;
    for (int i = 0; i < kGroups; ++i) {
        selected.list_groups.push_back(fmt::format("Committee {}", i));
    }
    selected.custom_fields = {"Username", "Salutation",    "Middle Name", "Member ID",
                              "Rep ID",   "Member Status", "Member Type", "Mobile"};
    return selected;
}

std::string uuid(int kind, int number) { return fmt::format("{:08x}-5a1e-11ee-8c99-{:012x}", kind, number); }
std::string address_of(int i) { return fmt::format("person{}@chamber{}.example", i, i % 977); }
std::string list_id(int list) { return uuid(1, list); }

roster::Rep make_rep(int i) {
    roster::Rep rep;
    rep.rep_id = fmt::format("R{}", i);
    rep.member_id = fmt::format("M{}", i / 2);
    rep.first_name = fmt::format("Anna{}", i % 311);
    rep.middle_name = "Q";
    rep.last_name = fmt::format("Bergmann{}", i % 1009);
    rep.salutation = "Dear colleague";
    rep.job_title = "Owner";
    rep.email = address_of(i);
    rep.mobile = "541-555-0199";
    rep.username = fmt::format("user{}", i);
    for (int g = 0; g < i % 4; ++g) {
        rep.groups.push_back(fmt::format("Committee {}", (i / 4 + g) % kGroups));
    }
    return rep;
}

void fill_records(store::Store& store, store::DatabaseId database, int reps) {
    const auto done = store.edit(database, store::WithPasswords::No, [&](roster::RecordBook& book) -> Result<void> {
        for (int g = 0; g < kGroups; ++g) {
            TRY(book.add_group(fmt::format("Committee {}", g)));
        }
        roster::Member member;
        member.status = "ACT";
        member.type = "Business";
        member.address = {"12 Main Street", "", "Springfield", "OR", "97403", ""};
        member.phone = "541-555-0100";
        for (int i = 0; i < reps; ++i) {
            if (i % 2 == 0) {
                member.member_id = fmt::format("M{}", i / 2);
                member.company = fmt::format("Company {} and Sons", (i / 2) * 7919 % 1'000'003);
                book.put_member(member);
            }
            book.put_rep(make_rep(i));
        }
        return {};
    });
    if (!done) {
        stop(done.error().message);
    }
}

void fill_account(store::Store& store, store::DatabaseId database, int reps) {
    const auto now = SystemClock().now();
    sync::AccountChanges changes;
    changes.account_lists.emplace();
    changes.account_lists->push_back({list_id(0), "Active Members", reps});
    for (int g = 0; g < kGroups; ++g) {
        changes.account_lists->push_back({list_id(g + 1), fmt::format("Committee {}", g), reps / 7});
    }
    changes.custom_fields.emplace();
    for (const std::string& name : selections().custom_fields) {
        changes.custom_fields->push_back(
            {uuid(2, static_cast<int>(changes.custom_fields->size())), name, name, "string"});
    }
    for (const auto& list : *changes.account_lists) {
        changes.lists.push_back({name_key(list.name), list.list_id});
    }
    const auto& fields = *changes.custom_fields;
    const auto account = store.account(database);
    account->apply(changes, {});
    for (int from = 0; from < reps; from += 10'000) {
        sync::AccountChanges part;
        for (int i = from; i < std::min(reps, from + 10'000); ++i) {
            const roster::Rep rep = make_rep(i);
            cc::Contact contact;
            contact.contact_id = uuid(3, i);
            contact.address = rep.email;
            contact.permission_to_send = "implicit";
            contact.core.first_name = i % 100 == 0 ? "Before" : rep.first_name;
            contact.core.last_name = rep.last_name;
            contact.core.job_title = rep.job_title;
            contact.core.company_name = fmt::format("Company {} and Sons", (i / 2) * 7919 % 1'000'003);
            contact.updated_at = now;
            contact.phone_numbers = {{"541-555-0100", "work"}};
            contact.street_addresses = {{"work", "12 Main Street", "Springfield", "OR", "97403", ""}};
            const std::vector<std::string> values{rep.username, rep.salutation, rep.middle_name, rep.member_id,
                                                  rep.rep_id,   "Active",       "Business",      rep.mobile};
            for (std::size_t f = 0; f < fields.size(); ++f) {
                contact.custom_fields.push_back({fields[f].custom_field_id, values[f], {}});
            }
            contact.list_memberships = {list_id(0)};
            for (int g = 0; g < i % 4; ++g) {
                contact.list_memberships.push_back(list_id((i / 4 + g) % kGroups + 1));
            }
            for (const std::string& list : contact.list_memberships) {
                part.remember.push_back({contact.contact_id, list, sync::MembershipState::Confirmed});
            }
            if (i % 1000 == 0) {
                contact.contact_id = uuid(4, i);
                contact.address = "stranger." + contact.address;
            }
            part.contacts.push_back(contact);
        }
        account->apply(part, {});
    }
}

} // namespace

void stop(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(1);
}

std::unique_ptr<store::Store> open_store(const std::string& url, const std::string& key_file) {
    static SystemClock clock;
    static SystemRandom random;
    auto opened = store::Store::open({.url = url, .key_file = key_file, .clock = clock, .random = random});
    if (!opened) {
        stop(opened.error().message);
    }
    return std::move(*opened);
}

void add_chamber(store::Store& store, const std::string& name, int reps) {
    const auto database = store.add_database(name).value();
    fill_records(store, database, reps);
    fill_account(store, database, reps);
}

double cpu_seconds(int who) {
    rusage use{};
    ::getrusage(who, &use);
    return static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

Planned make_plan(store::Store& store, const std::string& name) {
    const auto database = store.find_database(name).value();
    const auto sealer = Sealer::create(std::string(Sealer::kKeyBytes, 'k')).value();
    std::vector<std::string> groups;
    for (int g = 0; g < kGroups; ++g) {
        groups.push_back(fmt::format("Committee {}", g));
    }
    const auto reader = store.make_roster_reader(database, store::WithPasswords::No);
    const double start = cpu_seconds(RUSAGE_SELF);
    const sync::AccountView view(store.account(database)->load(), sealer);
    const double loaded = cpu_seconds(RUSAGE_SELF);
    sync::Plan plan = sync::make_plan(*reader, groups, view, selections(), {});
    const double planned = cpu_seconds(RUSAGE_SELF);
    return {loaded - start, planned - loaded, std::move(plan)};
}

} // namespace muster::bench
