// Counts API calls of whole runs against the sandbox, in process: exact, whatever the machine.

#include <cstdio>

#include "support/big_chamber.hpp"

namespace {

using namespace muster;

void print(const char* what, const sync::Report& report, long long bound) {
    std::printf("| %-46s | %6lld | %6lld | %6lld | %9lld | %-22s |\n", what,
                static_cast<long long>(report.calls_total), static_cast<long long>(report.calls_writes), bound,
                static_cast<long long>(report.calls_estimated), std::string(sync::to_text(report.state)).c_str());
}

void measure(int reps, long long first_push) {
    sandbox::Options options;
    options.activity_delay = std::chrono::seconds(2);
    test::Chamber chamber(options);
    chamber.is_judged = false;
    test::fill_big(chamber, reps);
    const test::Ask ask = test::big_ask();
    test::Ask quick = ask;
    quick.depth = sync::Depth::Quick;
    std::printf("| **%d Reps, 10 groups, 8 custom fields** %*s|\n", reps, 20, "");
    print("first push into an empty account", chamber.run(ask), first_push);
    print("quiet full run", chamber.run(ask), (reps + 499) / 500 + 2);
    print("quiet quick run", chamber.run(quick), 2);
    for (int i = 0; i < reps; i += 100) {
        chamber.set_rep("R" + std::to_string(i), {{"last_name", "Newname"}, {"username", "changed"}});
    }
    print("1 % changed: names and fields", chamber.run(ask), reps / 500 + 6);
    std::printf("  most calls in any sliding second: %lld of 4\n",
                static_cast<long long>(chamber.service.most_calls_in_a_second()));
}

} // namespace

int main() {
    std::setvbuf(stdout, nullptr, _IOLBF, 0);
    std::printf("| %-46s | %6s | %6s | %6s | %9s | %-22s |\n|---|---|---|---|---|---|\n", "run", "calls", "writes",
                "target", "estimated", "state");
    measure(5'000, 50);
    measure(50'000, 145);
    return 0;
}
