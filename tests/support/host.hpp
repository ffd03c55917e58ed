#pragma once

// A host of many small databases on one API key: a real store in a folder of its own, an account in the sandbox for
// each database, the schedule on, and a clock that is cranked.

#include <deque>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "app/daily_update.hpp"
#include "app/installation.hpp"
#include "base/random.hpp"
#include "sandbox/sandbox.hpp"
#include "support/fake_clock.hpp"

namespace muster::test {

class Host {
  public:
    static constexpr const char* kKey = "sandbox-client";
    static constexpr const char* kDue = "02:30"; ///< UTC
    /// The day before the first on which databases that were there are due.
    static constexpr Instant kStart{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23} +
                                    std::chrono::hours{12}};

    /// A database with its account.
    struct Hosted {
        std::string name;
        store::DatabaseId id;
        sandbox::AccountId account;
    };

    explicit Host(sandbox::Options options = {});
    ~Host();
    Host(const Host&) = delete;
    Host& operator=(const Host&) = delete;

    /// As another process would open it.
    [[nodiscard]] std::unique_ptr<app::Installation> open();
    [[nodiscard]] std::string store_url() const;

    /// With its Reps, two a Member, half of them on the list "Board"; connected, and its automatic update on.
    const Hosted& add(const std::string& name, int reps);
    /// So that its next run has something to send: each of so many Reps gets this job title.
    void edit(const Hosted& hosted, int reps, const std::string& job_title);
    /// A day's number of calls, for the keeper and for the service.
    void set_calls_per_day(std::int64_t calls);
    [[nodiscard]] std::int64_t used_today();

    /// To the minute at which everything is due: the `day`th after kStart.
    void go_to_due(int day);
    [[nodiscard]] std::vector<app::DueUpdate> due();
    /// Everything that is ready, one after the other.
    std::vector<app::ScheduledRun> run_all_due();
    /// The newest first; previews, too.
    [[nodiscard]] std::vector<sync::RunSummary> runs_of(const Hosted& hosted);
    [[nodiscard]] std::string job_title(const Hosted& hosted, int rep);

    /// Called before each request leaves. Set while nothing runs.
    std::function<void(const net::Request&)> on_request;

    FakeClock clock{kStart};
    SystemRandom random; ///< from several threads
    SeededRandom sandbox_random{1};
    sandbox::Sandbox service;
    std::unique_ptr<app::Installation> installation;
    std::deque<Hosted> databases; ///< in the order in which they were added

  private:
    std::filesystem::path folder_;
};

} // namespace muster::test
