// Planning for a very large chamber: CPU time against the sqlite3 shell doing the scan and the anti-join, memory
// for each Rep, and growth. Each measurement is a process of its own, so that its peak is its own.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "base/crypto.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "roster/record_book.hpp"
#include "store/store.hpp"
#include "sync/plan.hpp"

namespace {

using namespace muster;
namespace cc = constant_contact;

constexpr int kGroups = 10;
constexpr double kMostTimes = 2.0;       // of the shell's CPU time
constexpr double kMostBytes = 600.0;     // a Rep
constexpr double kMostTimeGrowth = 11.0; // from 100,000 to 1,000,000 Reps
constexpr double kMostMemoryGrowth = 10.0;

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

[[noreturn]] void stop(const std::string& message) {
    std::fprintf(stderr, "%s\n", message.c_str());
    std::exit(1);
}

std::unique_ptr<store::Store> open(const std::string& path) {
    static SystemClock clock;
    static SystemRandom random;
    auto opened = store::Store::open({.url = "sqlite:" + path, .clock = clock, .random = random});
    if (!opened) {
        stop(opened.error().message);
    }
    return std::move(*opened);
}

store::DatabaseId database_of(store::Store& store) { return store.find_database("Big").value(); }

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

/// The account as a run left it, but for one Contact in a hundred; and one stranger on Active Members for a
/// thousand.
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

void fill(const std::string& path, int reps) {
    const auto store = open(path);
    const auto database = store->add_database("Big").value();
    fill_records(*store, database, reps);
    fill_account(*store, database, reps);
}

double cpu_seconds(int who) {
    rusage use{};
    ::getrusage(who, &use);
    return static_cast<double>(use.ru_utime.tv_sec + use.ru_stime.tv_sec) +
           static_cast<double>(use.ru_utime.tv_usec + use.ru_stime.tv_usec) / 1e6;
}

/// What a measuring process tells on its standard output.
struct Figures {
    double loading = 0, planning = 0; ///< CPU seconds
    double peak = 0;                  ///< bytes
    int changed = 0, removals = 0;
};

/// The body of a measuring process.
int plan_and_tell(const std::string& path) {
    const auto store = open(path);
    const auto database = database_of(*store);
    const auto sealer = Sealer::create(std::string(Sealer::kKeyBytes, 'k')).value();
    std::vector<std::string> groups;
    for (int g = 0; g < kGroups; ++g) {
        groups.push_back(fmt::format("Committee {}", g));
    }
    const auto reader = store->make_roster_reader(database, store::WithPasswords::No);
    const double start = cpu_seconds(RUSAGE_SELF);
    const sync::AccountView view(store->account(database)->load(), sealer);
    const double loaded = cpu_seconds(RUSAGE_SELF);
    const sync::Plan plan = sync::make_plan(*reader, groups, view, selections(), {});
    const double planned = cpu_seconds(RUSAGE_SELF);
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    const auto changed = plan.totals.created + plan.totals.updated;
    std::printf("%f %f %f %lld %zu\n", loaded - start, planned - loaded, static_cast<double>(use.ru_maxrss) * 1024,
                static_cast<long long>(changed), plan.removals.size());
    return 0;
}

std::string output_of(const std::string& command) {
    FILE* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        stop("Could not start: " + command);
    }
    std::string text;
    char buffer[4096];
    for (std::size_t n = 0; (n = std::fread(buffer, 1, sizeof buffer, pipe)) > 0;) {
        text.append(buffer, n);
    }
    if (::pclose(pipe) != 0) {
        stop("Failed: " + command);
    }
    return text;
}

Figures measure(const std::string& self, const std::string& path) {
    Figures figures;
    const std::string told = output_of(fmt::format("'{}' --plan '{}'", self, path));
    if (std::sscanf(told.c_str(), "%lf %lf %lf %d %d", &figures.loading, &figures.planning, &figures.peak,
                    &figures.changed, &figures.removals) != 5) {
        stop("A measurement told nothing: " + told);
    }
    return figures;
}

/// CPU seconds of the shell: every column of the Reps read, each probed in the Contacts, and the anti-join the
/// other way. Both tables are indexed by address.
double shell_seconds(const std::string& path, const std::string& plain) {
    output_of(fmt::format(
        "sqlite3 '{}' \"ATTACH '{}' AS store;"
        "CREATE TABLE reps AS SELECT lower(email) AS address, * FROM store.reps;"
        "CREATE TABLE contacts AS SELECT address_key AS address, contact_id FROM store.account_contacts;"
        "CREATE INDEX reps_by_address ON reps (address);"
        "CREATE INDEX contacts_by_address ON contacts (address); ANALYZE;\"",
        plain, path));
    const double before = cpu_seconds(RUSAGE_CHILDREN);
    output_of(
        fmt::format("sqlite3 '{}' \".output /dev/null\" "
                    "\"SELECT reps.*, contacts.contact_id FROM reps LEFT JOIN contacts USING (address);\" "
                    "\"SELECT address FROM contacts WHERE NOT EXISTS (SELECT 1 FROM reps WHERE reps.address = "
                    "contacts.address);\"",
                    plain));
    return cpu_seconds(RUSAGE_CHILDREN) - before;
}

const char* judge(bool holds) { return holds ? "yes" : "NO"; }

} // namespace

int main(int argc, char** argv) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    if (argc == 3 && std::string(argv[1]) == "--plan") {
        return plan_and_tell(argv[2]);
    }
    if (argc == 4 && std::string(argv[1]) == "--fill") { // to look closer with a profiler
        fill(argv[2], std::atoi(argv[3]));
        return 0;
    }
    const int most = argc == 2 ? std::atoi(argv[1]) : 1'000'000; // fewer, to try it out
    const std::string self = std::filesystem::read_symlink("/proc/self/exe");
    std::string folder = (std::filesystem::temp_directory_path() / "muster-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        stop("No folder for the stores.");
    }
    std::printf(
        "| Reps and Contacts | planning, CPU s | shell, CPU s | times | peak bytes a Rep | loading, CPU s | "
        "changed | removals |\n|---|---|---|---|---|---|---|---|\n");
    std::optional<Figures> small;
    for (const int reps : {most / 10, most}) {
        const std::string path = fmt::format("{}/{}.db", folder, reps);
        fill(path, reps);
        const Figures figures = measure(self, path);
        const double shell = shell_seconds(path, path + ".plain");
        std::printf("| %d | %.2f | %.2f | %.2f | %.0f | %.2f | %d | %d |\n", reps, figures.planning, shell,
                    figures.planning / shell, figures.peak / reps, figures.loading, figures.changed,
                    figures.removals);
        if (small) {
            std::printf("\n%.1f times the time and %.1f times the memory of a tenth. Holds: time %s, memory %s, "
                        "growth %s.\n",
                        figures.planning / small->planning, figures.peak / small->peak,
                        judge(figures.planning <= kMostTimes * shell), judge(figures.peak <= kMostBytes * reps),
                        judge(figures.planning <= kMostTimeGrowth * small->planning &&
                              figures.peak <= kMostMemoryGrowth * small->peak));
        }
        small = figures;
    }
    std::filesystem::remove_all(folder);
    return 0;
}
