// A List View page of 100,000 Reps through the use case that the browser's route calls, against the bare SQL query
// of the same rows on a connection of the same kind. Figures are ratios of the 99th percentiles of CPU time; where
// MUSTER_TEST_POSTGRESQL names a server, whose CPU time nobody sees here, of the time on the wall.

#include <algorithm>
#include <cstdio>
#include <deque>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <stdlib.h>
#include <time.h>

#include <fmt/format.h>

#include "app/databases.hpp"
#include "app/list_view.hpp"
#include "app/transfer.hpp"
#include "base/random.hpp"
#include "db/connection.hpp"
#include "support/store_place.hpp"

namespace {

using namespace muster;

constexpr std::size_t kMembers = 45'000; // 100,000 Reps
constexpr std::int64_t kRows = 100;
constexpr int kRounds = 100;

/// What is shown: as the use case takes it, and as SQL over the rows `k` that lists sort and search by.
struct Shown {
    const char* what;
    store::ShownReps reps;
    std::string from = "rep_list AS k";
    std::string where = "k.database_id = $1";
};

struct Sort {
    app::SortedBy by;
    const char* keys;
    bool is_indexed = false; ///< where nothing is restricted
};

const std::vector<Shown>& lists() {
    static const std::vector<Shown> kLists{
        {"all", {}},
        {"search \"mar\"",
         {.search = "mar"},
         "rep_list AS k",
         "k.database_id = $1 AND k.search_key LIKE '%mar%' ESCAPE '\\'"},
        {"search \"ann bakery\"",
         {.search = "ann bakery"},
         "rep_list AS k",
         "k.database_id = $1 AND k.search_key LIKE '%ann%' ESCAPE '\\' AND k.search_key LIKE '%bakery%' ESCAPE "
         "'\\'"},
        {"active Members",
         {.active = true},
         "rep_list AS k",
         "k.database_id = $1 AND k.status_key IN (SELECT code_key FROM statuses WHERE database_id = $1 AND "
         "active_member = 1)"},
        {"group Ambassadors",
         {.group = "Ambassadors"},
         "rep_names AS g CROSS JOIN rep_list AS k",
         "g.database_id = $1 AND g.kind = 'group' AND g.number = (SELECT number FROM value_names WHERE database_id "
         "= $1 AND kind = 'group' AND name_key = 'ambassadors') AND k.database_id = $1 AND k.record_number = "
         "g.rep_number"},
    };
    return kLists;
}

const Sort kSorts[] = {
    {{}, "k.filed_under, k.name_key, k.record_number", true},
    {{"last_name", false}, "k.name_key, k.record_number", true},
    {{"email", true}, "k.email_key DESC, k.record_number DESC", true},
    {{"city", false}, "k.city_key, k.record_number"},
    {{"updated", true}, "k.updated_at DESC, k.record_number DESC"},
};

/// The rows first, then what is shown of them: the quickest that a person who knows the tables would write.
std::string bare_query(const Shown& shown, const Sort& sort) {
    const bool is_all = shown.reps == store::ShownReps{};
    std::string from = shown.from;
    std::string where = shown.where;
    std::string keys = sort.keys;
    if (is_all && sort.by.column.empty()) { // R4 has an index on the Reps themselves
        from = "reps AS k";
        keys = "k.filed_under, k.last_key, k.first_key, k.record_number";
    } else if (!shown.reps.group && !(is_all && sort.is_indexed)) {
        where += " AND k.record_number > 0"; // where all are looked at, the order in which they lie is the quickest
    }
    // SQLite takes the tables of a CROSS JOIN in that order, and conditions with it; PostgreSQL orders by itself.
    const char* const join = test::on_postgresql() ? "JOIN" : "CROSS JOIN";
    return fmt::format(
        "SELECT r.rep_id, r.record_number, r.first_name, r.last_name, r.job_title, m.company, m.member_id, r.email,"
        " r.phone, r.city, m.city, r.group_numbers, r.attribute_numbers, s.code, s.description, s.active_member,"
        " r.billing_rep, r.updated_at"
        " FROM (SELECT k.record_number AS number FROM {} WHERE {} ORDER BY {} LIMIT {} OFFSET $2) AS page"
        " {} rep_list AS k ON k.database_id = $1 AND k.record_number = page.number"
        " JOIN reps AS r ON r.database_id = $1 AND r.record_number = k.record_number"
        " JOIN members AS m ON m.database_id = $1 AND m.record_number = r.member_number"
        " JOIN statuses AS s ON s.database_id = $1 AND s.code_key = m.status_key ORDER BY {}",
        from, where, keys, kRows, join, sort.keys);
}

struct Chamber {
    Chamber() {
        std::string name = (std::filesystem::temp_directory_path() / "muster-bench-XXXXXX").string();
        folder = ::mkdtemp(name.data());
        app::Settings settings;
        settings.store = test::store_url(folder);
        settings.key_file = (folder / "muster.key").string();
        installation = app::Installation::open(settings, {clock, random}).value();
        database = app::add_database(*installation, "Main").value().id;
        reps = app::make_sample(*installation, database, {.members = kMembers}).value().reps;
        connection = test::connect(settings.store);
    }
    ~Chamber() {
        connection.reset();
        installation.reset();
        std::error_code ignored; // a folder that stays harms nobody
        std::filesystem::remove_all(folder, ignored);
    }
    Chamber(const Chamber&) = delete;
    Chamber& operator=(const Chamber&) = delete;

    SystemClock clock;
    SeededRandom random{1};
    std::filesystem::path folder;
    std::unique_ptr<app::Installation> installation;
    store::DatabaseId database;
    std::size_t reps = 0;
    std::unique_ptr<db::Connection> connection;
};

std::int64_t nanoseconds() {
    static const clockid_t kClock = test::on_postgresql() ? CLOCK_MONOTONIC : CLOCK_THREAD_CPUTIME_ID;
    timespec now{};
    ::clock_gettime(kClock, &now);
    return now.tv_sec * 1'000'000'000LL + now.tv_nsec;
}

template <class Body>
std::int64_t timed(Body&& body) {
    const auto begin = nanoseconds();
    body();
    return nanoseconds() - begin;
}

double p99(std::vector<std::int64_t> times) {
    std::ranges::sort(times);
    return static_cast<double>(times[times.size() * 99 / 100 - 1]);
}

store::ListPage<store::RepListRow> product_page(Chamber& chamber, const Shown& shown, const Sort& sort,
                                                std::int64_t offset) {
    return app::list_page(*chamber.installation, chamber.database, shown.reps, sort.by, {offset, kRows}).value();
}

/// The ratio of a page. Both walk over all rows; the bare query keeps their ids, which must be those of the page.
double measure(Chamber& chamber, const Shown& shown, const Sort& sort, const db::Query& query,
               std::int64_t offset) {
    std::vector<std::int64_t> product;
    std::vector<std::int64_t> bare;
    std::vector<std::string> ids;
    store::ListPage<store::RepListRow> page;
    for (int round = 0; round < kRounds; ++round) {
        bare.push_back(timed([&] {
            ids.clear();
            auto rows = (*chamber.connection)[query].query({chamber.database.number, offset});
            while (rows.next()) {
                ids.push_back(rows.copy(0));
            }
        }));
        product.push_back(timed([&] { page = product_page(chamber, shown, sort, offset); }));
    }
    const bool is_same = std::ranges::equal(page.rows, ids, {}, &store::RepListRow::rep_id);
    if (!is_same || ids.empty()) {
        std::fprintf(stderr, "%s by \"%s\" at row %lld: the query gives other rows.\n", shown.what,
                     sort.by.column.c_str(), static_cast<long long>(offset));
        ::exit(1);
    }
    return p99(product) / p99(bare);
}

} // namespace

int main() {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    Chamber chamber;
    std::printf("p99 of a List View page of %zu Reps, in times of the bare query (at most 3)\n\n", chamber.reps);
    std::printf("| %-20s | %7s | %-15s | %6s | %6s | %6s |\n|---|---|---|---|---|---|\n", "shown", "Reps",
                "sorted by", "first", "middle", "last");
    std::deque<db::Query> queries; // a connection keeps each at its address
    double worst = 0;
    for (const auto& shown : lists()) {
        for (const auto& sort : kSorts) {
            const auto& query = queries.emplace_back(db::Query{"bare", bare_query(shown, sort)});
            const auto total = product_page(chamber, shown, sort, 0).total;
            const double first = measure(chamber, shown, sort, query, 0);
            const double middle = measure(chamber, shown, sort, query, total / 2);
            const double last = measure(chamber, shown, sort, query, std::max<std::int64_t>(0, total - kRows));
            worst = std::max({worst, first, middle, last});
            const auto by =
                (sort.by.column.empty() ? "order of R4" : sort.by.column) + (sort.by.descending ? ", down" : "");
            std::printf("| %-20s | %7lld | %-15s | %6.2f | %6.2f | %6.2f |\n", shown.what,
                        static_cast<long long>(total), by.c_str(), first, middle, last);
        }
    }
    std::printf("\nworst: %.2f\n", worst);
    return 0;
}
