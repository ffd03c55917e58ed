// The program as it is shipped, but for two things: it goes by a clock that a test shares with it, and it takes
// itself for a machine of its own.
//
//     muster_node CLOCK_FILE MACHINE ARGUMENT...
//
// With MUSTER_NODE_PATIENT it waits a day for a lost store, longer than a test may take. // Where it serves, its
// main thread and those that look at the clock again and again sleep until the test has moved the clock; all others
// move it on themselves.

#include <array>
#include <chrono>
#include <cstdlib>
#include <string_view>
#include <thread>

#include <pthread.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/random.hpp"
#include "cli/program.hpp"
#include "support/shared_clock.hpp"

namespace {

class NodeClock final : public muster::SharedClock {
  public:
    NodeClock(const char* path, bool serves) : SharedClock(path), serves_(serves), program_(name_of_thread()) {}

    bool sleep_until(muster::Instant wake, const muster::CancelToken& cancel) override {
        if (!serves_ || !is_watch()) {
            return SharedClock::sleep_until(wake, cancel);
        }
        while (now() < wake && !cancel.is_cancelled()) {
            std::this_thread::sleep_for(std::chrono::milliseconds(1)); // the test moves the clock, in its own time
        }
        return !cancel.is_cancelled();
    }

  private:
    static std::string name_of_thread() {
        std::array<char, 16> name{};
        ::pthread_getname_np(::pthread_self(), name.data(), name.size());
        return name.data();
    }
    /// Background loops have names of their own.
    [[nodiscard]] bool is_watch() const {
        return ::syscall(SYS_gettid) == ::getpid() || name_of_thread() != program_;
    }

    const bool serves_;
    const std::string program_;
};

} // namespace

int main(int argc, char** argv) {
    if (argc < 4) {
        return 127;
    }
    NodeClock clock(argv[1], std::string_view(argv[3]) == "serve");
    muster::SystemRandom random;
    auto process = muster::store::this_process();
    process.host += std::string("/") + argv[2];
    muster::app::Surroundings surroundings{.clock = clock, .random = random, .process = process};
    if (std::getenv("MUSTER_NODE_PATIENT") != nullptr) {
        surroundings.store_patience = std::chrono::hours(24);
    }
    return muster::cli::run_program({argv + 3, argv + argc}, surroundings);
}
