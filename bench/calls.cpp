// Counts API calls of whole runs against the sandbox, in process: exact, whatever the machine.

#include <algorithm>
#include <cstdio>
#include <map>
#include <string>

#include "support/big_chamber.hpp"

namespace {

using namespace muster;

/// `bound`: 0 where none is set.
void print(const char* what, const sync::Report& report, long long bound) {
    std::printf("| %-46s | %6lld | %6lld | %6s | %9lld | %-22s |\n", what,
                static_cast<long long>(report.calls_total), static_cast<long long>(report.calls_writes),
                bound > 0 ? std::to_string(bound).c_str() : "", static_cast<long long>(report.calls_estimated),
                std::string(sync::to_text(report.state)).c_str());
}

/// How full imports are while rows are left: of the bytes or of the rows that the service takes, whichever is more.
class Filling {
  public:
    void watch(const net::Request& request) {
        const auto lists = request.body.rfind("\"list_ids\"");
        if (request.target.find("_json_import") == std::string::npos || lists == std::string::npos) {
            return;
        }
        const auto [last, is_first] = last_.try_emplace(request.body.substr(lists), 0.0);
        if (!is_first) { // it was followed by another for the same lists
            least_ = std::min(least_, last->second);
            ++filled_;
        }
        std::size_t rows = 0;
        for (auto at = request.body.find("\"email\""); at != std::string::npos;
             at = request.body.find("\"email\"", at + 1)) {
            ++rows;
        }
        last->second =
            std::max(static_cast<double>(request.body.size()) / 4'000'000, static_cast<double>(rows) / 40'000);
    }
    void print() const {
        if (filled_ > 0) {
            std::printf("  imports that left rows for another: %d, at least %.1f %% full (90)\n", filled_,
                        least_ * 100);
        }
    }

  private:
    std::map<std::string, double> last_; ///< by lists
    double least_ = 1;
    int filled_ = 0;
};

void measure(int reps, long long first_push) {
    sandbox::Options options;
    options.activity_delay = std::chrono::seconds(2);
    test::Chamber chamber(options);
    chamber.is_judged = false;
    Filling filling;
    chamber.on_request = [&](const net::Request& request, bool is_answered) {
        if (!is_answered) {
            filling.watch(request);
        }
    };
    test::fill_big(chamber, reps);
    const test::Ask ask = test::big_ask();
    test::Ask quick = ask;
    quick.depth = sync::Depth::Quick;
    std::printf("| **%d Reps, 10 groups, 8 custom fields** %*s|\n", reps, 20, "");
    print("first push into an empty account", chamber.run(ask), first_push);
    chamber.on_request = nullptr;
    print("quiet full run", chamber.run(ask), (reps + 499) / 500 + 2);
    print("quiet quick run", chamber.run(quick), 2);
    test::change_details(chamber, reps, 1);
    print("1 % changed, names and fields: full", chamber.run(ask), reps / 500 + 6);
    test::change_details(chamber, reps, 2);
    print("1 % changed, names and fields: quick", chamber.run(quick), 6);
    test::change_a_mix(chamber, reps, 3);
    print("1 % changed, a mix: full", chamber.run(ask), reps == 5'000 ? 25 : 0);
    test::change_a_mix(chamber, reps, 4);
    print("1 % changed, a mix: quick", chamber.run(quick), reps == 5'000 ? 15 : 0);
    print("quiet full run after that", chamber.run(ask), (reps + 5 * (reps / 1000) + 499) / 500 + 2);
    filling.print();
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
