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
    test::change_details(chamber, reps, 1);
    print("1 % changed, names and fields: full", chamber.run(ask), reps / 500 + 6);
    test::change_details(chamber, reps, 2);
    print("1 % changed, names and fields: quick", chamber.run(quick), 6);
    test::change_a_mix(chamber, reps, 3);
    print("1 % changed, a mix: full", chamber.run(ask), reps / 500 + 15);
    test::change_a_mix(chamber, reps, 4);
    print("1 % changed, a mix: quick", chamber.run(quick), 15);
    print("quiet full run after that", chamber.run(ask), (reps + 5 * (reps / 1000) + 499) / 500 + 2);
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
