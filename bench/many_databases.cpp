// Many databases due at the same minute on one API key, against the sandbox in process: calls, order, and what each
// database costs the host, by CPU time, as a ratio to that of the fewest. Run it with MUSTER_TEST_POSTGRESQL set
// for PostgreSQL.

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <vector>

#include "app/job_runner.hpp"
#include "app/metrics_page.hpp"
#include "app/notices.hpp"
#include "app/progress_board.hpp"
#include "db/connection.hpp"
#include "support/host.hpp"
#include "support/store_place.hpp"

namespace {

using namespace muster;

constexpr int kReps = 50;
constexpr int kLooks = 20; ///< of each kind, of which the average counts

/// CPU seconds of this process.
double cpu() {
    timespec spent{};
    ::clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &spent);
    return static_cast<double>(spent.tv_sec) + static_cast<double>(spent.tv_nsec) / 1e9;
}

template <class Body>
double cost_of(int times, const Body& body) {
    const double before = cpu();
    for (int i = 0; i < times; ++i) {
        body();
    }
    return (cpu() - before) / times;
}

std::int64_t number(const std::string& store_url, const char* sql) {
    const auto connection = test::connect(store_url);
    const db::Query query{"bench.number", sql};
    auto row = (*connection)[query].query({});
    return row.next() ? row.number(0) : 0;
}

std::int64_t bytes_of(const std::string& store_url) {
    return number(store_url, test::on_postgresql()
                                 ? "SELECT pg_database_size(current_database())"
                                 : "SELECT page_count * page_size FROM pragma_page_count, pragma_page_size");
}

struct Table {
    std::string name;
    std::int64_t bytes = 0; ///< with its indexes
    std::int64_t rows = 0;
};

/// The largest first.
std::vector<Table> tables_of(const std::string& store_url) {
    const auto connection = test::connect(store_url);
    const db::Query sizes{
        "bench.tables", test::on_postgresql()
                            ? "SELECT relname, pg_total_relation_size(relid) AS size FROM pg_stat_user_tables"
                              " ORDER BY size DESC"
                            : "SELECT m.tbl_name, sum(s.pgsize) AS size FROM dbstat AS s"
                              " JOIN sqlite_schema AS m ON m.name = s.name GROUP BY m.tbl_name ORDER BY size DESC"};
    std::vector<Table> tables;
    for (auto rows = (*connection)[sizes].query({}); rows.next();) {
        tables.push_back({rows.copy(0), rows.number(1), 0});
    }
    for (auto& table : tables) {
        table.rows = number(store_url, ("SELECT count(*) FROM " + table.name).c_str());
    }
    return tables;
}

/// What a night came to.
struct Night {
    std::int64_t calls = 0;
    std::int64_t most = 0;    ///< of one database
    std::int64_t waiting = 0; ///< for the next day's calls
    std::int64_t out_of_order = 0;
    double cpu = 0;
};

Night play(test::Host& host, int day) {
    host.go_to_due(day);
    const auto due = host.due();
    Night night;
    std::vector<app::ScheduledRun> runs;
    night.cpu = cost_of(1, [&] { runs = host.run_all_due(); });
    Instant last{};
    for (const auto& run : runs) {
        if (!run.report) {
            std::fprintf(stderr, "%s\n", run.message.c_str());
            std::exit(1);
        }
        night.calls += run.report->calls_total;
        night.most = std::max(night.most, run.report->calls_total);
        night.waiting += run.report->state == sync::RunState::QuotaExhausted ? 1 : 0;
        night.out_of_order += run.report->started_at < last ? 1 : 0;
        last = run.report->started_at;
    }
    for (std::size_t i = 0; i < runs.size() && i < due.size(); ++i) {
        night.out_of_order += runs[i].report->database == due[i].name ? 0 : 1;
    }
    return night;
}

/// What the host pays beside the runs, in CPU seconds.
struct Looks {
    double due = 0, scrape = 0, notices = 0, states = 0;
};

Looks look(test::Host& host) {
    auto& installation = *host.installation;
    app::ProgressBoard board(host.clock);
    app::JobRunner runner(installation, board);
    app::MetricsPage page(installation, runner);
    Looks looks;
    looks.due = cost_of(kLooks, [&] { static_cast<void>(host.due()); });
    looks.scrape = cost_of(kLooks, [&] {
        host.clock.advance(std::chrono::minutes(1)); // whatever it keeps for a while is read again
        static_cast<void>(page.text());
    });
    looks.notices = cost_of(kLooks, [&] {
        app::look_for_changes(installation);
        static_cast<void>(app::deliver_due(installation, app::notice_doors(), CancelToken()));
    });
    looks.states = cost_of(kLooks, [&] { static_cast<void>(app::daily_states(installation, host.clock.now())); });
    return looks;
}

struct Measured {
    int databases = 0;
    Night first, full, quick, short_of_calls;
    Looks looks;
    std::int64_t bytes = 0;
    std::vector<Table> tables;
};

Measured measure(int databases) {
    test::Host host;
    const auto empty = bytes_of(host.store_url());
    for (int i = 0; i < databases; ++i) {
        host.add("chamber" + std::to_string(i), kReps);
    }
    Measured measured{.databases = databases};
    host.set_calls_per_day(1'000'000);
    measured.first = play(host, 1);
    measured.full = play(host, 2);
    host.set_calls_per_day(databases * 26); // not enough to read all in full, by what that is reckoned to take
    measured.quick = play(host, 3);
    host.set_calls_per_day(databases * 3);
    for (std::size_t i = 0; i < host.databases.size(); i += 5) {
        host.edit(host.databases[i], 20, "Treasurer");
    }
    measured.short_of_calls = play(host, 4);
    measured.looks = look(host);
    measured.bytes = (bytes_of(host.store_url()) - empty) / databases;
    measured.tables = tables_of(host.store_url());
    return measured;
}

void print(const char* what, int databases, const Night& night, double cpu_of_fewest) {
    std::printf("| %-36s | %9d | %7lld | %10.1f | %8lld | %7lld | %12lld | %9.2f |\n", what, databases,
                static_cast<long long>(night.calls), static_cast<double>(night.calls) / databases,
                static_cast<long long>(night.most), static_cast<long long>(night.waiting),
                static_cast<long long>(night.out_of_order), night.cpu / databases / cpu_of_fewest);
}

void print_looks(const Measured& measured, const Measured& fewest) {
    const auto times = [&](double now, double then) { return now / then; };
    std::printf(
        "| %9d | %9.1f | %9.1f | %9.1f | %9.1f | %9.2f | %18lld |\n", measured.databases,
        times(measured.looks.due, fewest.looks.due), times(measured.looks.scrape, fewest.looks.scrape),
        times(measured.looks.notices, fewest.looks.notices), times(measured.looks.states, fewest.looks.states),
        measured.looks.due / (measured.quick.cpu / measured.databases), static_cast<long long>(measured.bytes));
}

/// Those that take more than a hundredth.
void print_tables(const Measured& measured) {
    std::printf("\n| table                | rows a database | bytes a database |\n|---|---|---|\n");
    for (const auto& table : measured.tables) {
        if (table.bytes / measured.databases * 100 > measured.bytes) {
            std::printf("| %-20s | %15.1f | %16lld |\n", table.name.c_str(),
                        static_cast<double>(table.rows) / measured.databases,
                        static_cast<long long>(table.bytes / measured.databases));
        }
    }
}

} // namespace

int main(int count, char** words) {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::vector<int> sizes{10, 100, 1'000};
    if (count > 1) {
        sizes = {10, std::atoi(words[1])};
    }
    std::vector<Measured> all;
    std::printf(
        "| night                                | databases |   calls | a database | the most | waiting | out of "
        "order | CPU each |\n|---|---|---|---|---|---|---|---|\n");
    for (const int size : sizes) {
        all.push_back(measure(size));
        const auto& now = all.back();
        const auto& fewest = all.front();
        print("first: everybody is sent", size, now.first, fewest.first.cpu / fewest.databases);
        print("quiet, calls enough for full runs", size, now.full, fewest.full.cpu / fewest.databases);
        print("quiet, not enough", size, now.quick, fewest.quick.cpu / fewest.databases);
        print("short of calls, one in five changed", size, now.short_of_calls,
              fewest.short_of_calls.cpu / fewest.databases);
    }
    std::printf("\n| databases | due       | /metrics  | notices   | states    | due / run | bytes a database   "
                "|\n|---|---|---|---|---|---|---|\n");
    for (const auto& measured : all) {
        print_looks(measured, all.front());
    }
    print_tables(all.back());
    return 0;
}
