// The shared book under real processes on the machine's clock. Nobody waits: what is judged is the moments they are
// given.

#include <algorithm>
#include <csignal>
#include <vector>

#include <sys/wait.h>
#include <unistd.h>

#include "store_fixture.hpp"

namespace muster::store {
namespace {

namespace cc = constant_contact;
using namespace std::chrono_literals;

constexpr int kProcesses = 4;
constexpr int kCallsEach = 15;

class QuotaProcesses : public StoreTest {
  protected:
    QuotaProcesses() { (void)open(); } // makes the schema
    ~QuotaProcesses() override {
        ::close(pipe_[0]);
        ::close(pipe_[1]);
    }

    /// A process of its own on the store, ended by SIGKILL as soon as its work is done: nothing is closed or saved.
    template <class Work>
    void start(const Work& work) {
        const pid_t child = ::fork();
        ASSERT_GE(child, 0);
        if (child == 0) {
            SystemClock clock;
            auto options = this->options();
            auto store = Store::open({.url = options.url,
                                      .key_file = options.key_file,
                                      .clock = clock,
                                      .random = random_,
                                      .patience = 60s});
            if (!store) {
                ::_exit(1);
            }
            const auto book = (*store)->quota_book();
            work(*book, clock);
            ::raise(SIGKILL);
        }
        children_.push_back(child);
    }
    void tell(Instant moment) const {
        const std::int64_t micros = to_micros(moment);
        if (::write(pipe_[1], &micros, sizeof micros) != sizeof micros) {
            ::_exit(1);
        }
    }
    /// What all were given, in order.
    std::vector<Instant> moments() {
        for (const pid_t child : children_) {
            int status = 0;
            EXPECT_EQ(::waitpid(child, &status, 0), child);
            EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL) << "a process failed";
        }
        std::vector<Instant> all;
        ::close(pipe_[1]);
        pipe_[1] = -1;
        for (std::int64_t micros = 0; ::read(pipe_[0], &micros, sizeof micros) == sizeof micros;) {
            all.push_back(from_micros(micros));
        }
        std::sort(all.begin(), all.end());
        return all;
    }

    cc::QuotaLimits limits_{.calls_per_second = 4, .calls_per_day = 1'000'000};

  private:
    std::vector<pid_t> children_;
    int pipe_[2] = {-1, -1};
    int made_ = ::pipe(pipe_);
};

TEST_F(QuotaProcesses, R31_FourProcessesNeverMakeMoreThanFourCallsInASlidingSecond) {
    for (int process = 0; process < kProcesses; ++process) {
        start([this](cc::QuotaBook& book, Clock& clock) {
            for (int call = 0; call < kCallsEach; ++call) {
                tell(book.book_call("key", clock.now(), limits_).value().go_at);
            }
        });
    }
    const auto all = moments();
    ASSERT_EQ(all.size(), 60U);
    for (std::size_t i = 4; i < all.size(); ++i) {
        EXPECT_GE(all[i] - all[i - 4], 1'085ms) << i; // 85 ms for the way to the service
    }
    // As near as that allows: 14 fours after the first. Who books late only finds the book emptier.
    EXPECT_GE(all.back() - all.front(), 14 * 1'085ms);
}

TEST_F(QuotaProcesses, R31_EveryCallOfAKilledProcessIsCounted) {
    const SystemClock clock;
    const auto first_day = clock.now();
    for (int process = 0; process < kProcesses; ++process) {
        start([this](cc::QuotaBook& book, Clock& machine) {
            tell(book.book_call("key", machine.now(), limits_).value().go_at);
        });
    }
    const auto all = moments();
    ASSERT_EQ(all.size(), 4U);
    const auto book_store = open();
    const auto book = book_store->quota_book();
    std::int64_t used = book->used_today("key", first_day).value();
    if (next_utc_midnight(first_day) <= all.back()) { // the test ran over midnight
        used += book->used_today("key", all.back()).value();
    }
    EXPECT_EQ(used, 4);
}

TEST_F(QuotaProcesses, R31_TheTokenEndpointHasItsOwnSecondForAllProcesses) {
    for (int process = 0; process < kProcesses; ++process) {
        start([this](cc::QuotaBook& book, Clock& clock) {
            for (int call = 0; call < 3; ++call) {
                tell(book.book_token_call("key", clock.now()).value());
            }
        });
    }
    const auto all = moments();
    ASSERT_EQ(all.size(), 12U);
    for (std::size_t i = 1; i < all.size(); ++i) {
        EXPECT_GE(all[i] - all[i - 1], 1'085ms) << i;
    }
    EXPECT_EQ(open()->quota_book()->used_today("key", all.front()).value(), 0);
}

} // namespace
} // namespace muster::store
