// A file of Reps imported as `muster import` does, against `sqlite3 .import` of the same file into one table with
// the same indexes, as far as the file has their columns. Figures are ratios of CPU time, each in a process of its
// own. `bench_import [REPS]`: so many Reps in all (100,000).

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include <stdlib.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "app/databases.hpp"
#include "app/transfer.hpp"
#include "base/cancel.hpp"
#include "base/random.hpp"

namespace {

using namespace muster;
namespace fs = std::filesystem;

constexpr std::size_t kReps = 100'000;

struct Folder {
    Folder() {
        std::string name = (fs::temp_directory_path() / "muster-bench-XXXXXX").string();
        path = ::mkdtemp(name.data());
    }
    ~Folder() {
        std::error_code ignored; // a folder that stays harms nobody
        fs::remove_all(path, ignored);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
    [[nodiscard]] std::string file(const std::string& name) const { return (path / name).string(); }

    fs::path path;
};

/// A store with one database, opened anew.
struct Chamber {
    Chamber(const Folder& folder, const std::string& name) {
        app::Settings settings;
        settings.store = "sqlite:" + folder.file(name + ".db");
        settings.key_file = folder.file(name + ".key");
        installation = app::Installation::open(settings, {clock, random}).value();
        const auto known = installation->store().find_database("Main");
        database = known ? *known : app::add_database(*installation, "Main").value().id;
    }
    exchange::ImportSummary import(const exchange::ImportFiles& files) {
        const CancelToken cancel;
        return app::import_records(*installation, database, files, {}, cancel).value().summary;
    }

    SystemClock clock;
    SeededRandom random{1};
    std::unique_ptr<app::Installation> installation;
    store::DatabaseId database;
};

[[noreturn]] void give_up(const std::string& what) {
    std::fprintf(stderr, "%s\n", what.c_str());
    std::exit(1);
}

struct Use {
    double seconds = 0;
    long megabytes = 0; ///< at its peak
};

/// CPU time of `body` in a process of its own.
Use measure(const std::function<int()>& body) {
    std::fflush(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::_exit(body());
    }
    int status = 0;
    rusage use{};
    if (child < 0 || ::wait4(child, &status, 0, &use) != child || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        give_up("A measured process failed.");
    }
    const auto seconds = [](const timeval& time) {
        return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
    };
    return {seconds(use.ru_utime) + seconds(use.ru_stime), use.ru_maxrss / 1024};
}

/// The columns of an export, with the indexes that the store keeps over what comes from the file.
constexpr const char* kTable =
    "CREATE TABLE reps (rep_id TEXT NOT NULL UNIQUE, member_id TEXT NOT NULL, courtesy_title TEXT NOT NULL,"
    " first_name TEXT NOT NULL, middle_name TEXT NOT NULL, last_name TEXT NOT NULL, suffix TEXT NOT NULL,"
    " salutation TEXT NOT NULL, job_title TEXT NOT NULL, email TEXT NOT NULL, phone TEXT NOT NULL,"
    " mobile TEXT NOT NULL, fax TEXT NOT NULL, street TEXT NOT NULL, street2 TEXT NOT NULL, city TEXT NOT NULL,"
    " state TEXT NOT NULL, postal_code TEXT NOT NULL, country TEXT NOT NULL, username TEXT NOT NULL,"
    " billing_rep TEXT NOT NULL, groups TEXT NOT NULL, attributes TEXT NOT NULL);"
    "CREATE INDEX reps_in_order ON reps (member_id, last_name, first_name);"
    "CREATE INDEX reps_of_member ON reps (member_id);"
    "CREATE INDEX reps_by_name ON reps (last_name, first_name);"
    "CREATE INDEX reps_by_email ON reps (email);";

int run_sqlite(const Folder& folder) {
    const auto file = fmt::format(".import --csv --skip 1 {} reps", folder.file("reps.csv"));
    ::execlp("sqlite3", "sqlite3", "-bail", folder.file("bare.db").c_str(), kTable, file.c_str(), nullptr);
    return 1;
}

} // namespace

int main(int argc, char** argv) {
    const std::size_t reps = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : kReps;
    const Folder folder;
    measure([&] {
        Chamber sample(folder, "sample");
        app::make_sample(*sample.installation, sample.database, {.members = reps * 9 / 20}).value();
        const exchange::ExportFiles files{folder.file("statuses.csv"), folder.file("members.csv"),
                                          folder.file("reps.csv")};
        app::export_records(*sample.installation, sample.database, files, {}).value();
        Chamber chamber(folder, "muster");
        exchange::ImportFiles first;
        first.statuses = exchange::ImportFile(folder.file("statuses.csv"));
        first.members = exchange::ImportFile(folder.file("members.csv"));
        return chamber.import(first).error_count == 0 ? 0 : 1;
    });
    const auto import = [&] {
        Chamber chamber(folder, "muster");
        exchange::ImportFiles files;
        files.reps = exchange::ImportFile(folder.file("reps.csv"));
        const auto summary = chamber.import(files);
        std::printf("| %llu Reps, %llu MB |", static_cast<unsigned long long>(summary.files.front().rows),
                    static_cast<unsigned long long>(fs::file_size(folder.path / "reps.csv") / 1'000'000));
        std::fflush(nullptr);
        return summary.error_count == 0 ? 0 : 1;
    };
    std::printf("| CSV import | CPU, in times of sqlite3 .import (at most 3) | peak MB |\n|---|---|---|\n");
    const Use product = measure(import);
    const Use bare = measure([&] { return run_sqlite(folder); });
    std::printf(" %.2f (%.2f s / %.2f s) | %ld |\n", product.seconds / bare.seconds, product.seconds, bare.seconds,
                product.megabytes);
    return 0;
}
