// Two nodes on one PostgreSQL: how much more they plan in the same time than one does. Each is a process of its own
// with a database of its own; the server is on the same machine, so that the cores are theirs and its.

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <thread>

#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "planned_chamber.hpp"
#include "support/store_place.hpp"

namespace {

using namespace muster::bench;

constexpr int kReps = 20'000;
constexpr int kPlans = 10;
constexpr unsigned kJudgedCores = 6;
constexpr double kLeast = 1.8;

std::string name_of(int node) { return "Chamber " + std::to_string(node); }

/// Seconds on the wall until all of them have made their plans.
double seconds_of(int nodes, const std::string& url, const std::string& key_file) {
    const auto start = std::chrono::steady_clock::now();
    for (int node = 0; node < nodes; ++node) {
        if (::fork() == 0) {
            const auto store = open_store(url, key_file);
            std::size_t removals = 0;
            for (int i = 0; i < kPlans; ++i) {
                removals += make_plan(*store, name_of(node)).plan.removals.size();
            }
            ::_exit(removals == kPlans * kReps / 1'000 ? 0 : 1);
        }
    }
    for (int node = 0; node < nodes; ++node) {
        int status = 0;
        if (::wait(&status) < 0 || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
            stop("A node did not plan what it should.");
        }
    }
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

} // namespace

int main() {
    if (!muster::test::on_postgresql()) {
        std::puts("Two nodes: skipped, MUSTER_TEST_POSTGRESQL names no server (./run bench starts one).");
        return 0;
    }
    std::string folder = (std::filesystem::temp_directory_path() / "muster-bench-XXXXXX").string();
    if (::mkdtemp(folder.data()) == nullptr) {
        stop("No folder for the key.");
    }
    const std::string url = muster::test::store_url(folder);
    const std::string key_file = folder + "/muster.key";
    {
        const auto store = open_store(url, key_file);
        add_chamber(*store, name_of(0), kReps);
        add_chamber(*store, name_of(1), kReps);
    }
    static_cast<void>(seconds_of(2, url, key_file)); // the server has read and counted the rows before it counts
    const double one = seconds_of(1, url, key_file);
    const double two = seconds_of(2, url, key_file);
    const double times = 2 * one / two;
    const unsigned cores = std::thread::hardware_concurrency();
    std::printf("| nodes on one PostgreSQL | plans of %d Reps | throughput, in times of one | at least |\n"
                "|---|---|---|---|\n| 2 on %u cores | %d each | %.2f | %.1f%s |\n",
                kReps, cores, kPlans, times, kLeast, cores < kJudgedCores ? " on 6 cores; not judged" : "");
    std::filesystem::remove_all(folder);
    return cores >= kJudgedCores && times < kLeast ? 1 : 0;
}
