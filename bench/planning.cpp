// Planning for a very large chamber: CPU time against the sqlite3 shell doing the scan and the anti-join, memory
// for each Rep, and growth. Each measurement is a process of its own, so that its peak is its own.

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <optional>
#include <string>

#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "planned_chamber.hpp"

namespace {

using namespace muster::bench;

constexpr const char* kName = "Big";
constexpr double kMostTimes = 2.0;       // of the shell's CPU time
constexpr double kMostBytes = 600.0;     // a Rep
constexpr double kMostTimeGrowth = 11.0; // from 100,000 to 1,000,000 Reps
constexpr double kMostMemoryGrowth = 10.0;

/// What a measuring process tells on its standard output.
struct Figures {
    double loading = 0, planning = 0; ///< CPU seconds
    double peak = 0;                  ///< bytes
    int changed = 0, removals = 0;
};

/// The body of a measuring process.
int plan_and_tell(const std::string& path) {
    const auto store = open_store("sqlite:" + path);
    const auto planned = make_plan(*store, kName);
    rusage use{};
    ::getrusage(RUSAGE_SELF, &use);
    const auto changed = planned.plan.totals.created + planned.plan.totals.updated;
    std::printf("%f %f %f %lld %zu\n", planned.loading, planned.planning, static_cast<double>(use.ru_maxrss) * 1024,
                static_cast<long long>(changed), planned.plan.removals.size());
    return 0;
}

void fill(const std::string& path, int reps) { add_chamber(*open_store("sqlite:" + path), kName, reps); }

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
