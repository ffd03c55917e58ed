#pragma once

// An installation with a real store in a folder of its own, a sandbox as its Constant Contact, and a clock that is
// cranked. Tests see each request before it leaves and may hold it there.

#include <atomic>
#include <filesystem>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <string>
#include <utility>

#include <stdlib.h>

#include <gtest/gtest.h>

#include "app/databases.hpp"
#include "app/job_runner.hpp"
#include "app/progress_board.hpp"
#include "app/records.hpp"
#include "base/random.hpp"
#include "sandbox/sandbox.hpp"
#include "support/fake_clock.hpp"
#include "support/sandbox_transport.hpp"
#include "support/store_place.hpp"

namespace muster::app {

/// A door that opens once, for threads that wait before it.
class Gate {
  public:
    void open() {
        if (!opened_.exchange(true)) {
            promise_.set_value();
        }
    }
    void pass() const { future_.wait(); }

  private:
    std::atomic<bool> opened_ = false;
    std::promise<void> promise_;
    std::shared_future<void> future_ = promise_.get_future().share();
};

class OfficeTest : public ::testing::Test {
  protected:
    static constexpr const char* kHost = "http://127.0.0.1:8900";

    OfficeTest() : service_({.calls_per_second = 0, .token_calls_per_second = 0}, clock_, sandbox_random_) {
        std::string name = (std::filesystem::temp_directory_path() / "muster-office-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        settings_.store = test::store_url(folder_);
        settings_.key_file = (folder_ / "muster.key").string();
        settings_.ctct_api_url = std::string(kHost) + "/v3";
        settings_.ctct_auth_url = std::string(kHost) + "/oauth2/default/v1";
        settings_.ctct_client_id = "sandbox-client";
        installation_ = open();
        database_ = add_database(*installation_, "Main").value().id;
        account_ = service_.add_account("Main Street Chamber");
    }
    ~OfficeTest() override {
        installation_.reset();
        std::error_code ignored; // a folder that stays harms nobody
        std::filesystem::remove_all(folder_, ignored);
    }

    /// As another process would open it.
    std::unique_ptr<Installation> open() {
        return Installation::open(
                   settings_,
                   {clock_, random_,
                    [this] { return std::make_unique<HookedSandboxTransport>(service_, clock_, on_request_); }})
            .value();
    }

    void connect_to(store::DatabaseId database, const sandbox::AccountId& account) {
        const auto tokens = service_.issue_token(account);
        constant_contact::Grant grant;
        grant.access_token = tokens.access_token;
        grant.refresh_token = tokens.refresh_token;
        grant.renewed_at = clock_.now();
        grant.granted_at = clock_.now();
        grant.access_expires_at = clock_.now() + tokens.expires_in;
        grant.account_id = account;
        grant.account_name = "Main Street Chamber";
        grant.account_checked = true;
        grant.granted_by = "ada";
        ASSERT_TRUE(installation_->store().bind_account(database, account, grant.account_name));
        ASSERT_TRUE(installation_->store().grants(database)->store(grant).value());
    }
    void connect_main() { connect_to(database_, account_); }

    void add_reps(int count, int from = 0) {
        if (from == 0) {
            ASSERT_TRUE(edit_member(*installation_, database_, EditMode::Add, "M1",
                                    {{"company", "Bakery"}, {"status", "ACT"}}));
        }
        for (int i = from; i < from + count; ++i) {
            const auto number = std::to_string(i);
            ASSERT_TRUE(edit_rep(*installation_, database_, EditMode::Add, "R" + number,
                                 {{"member_id", "M1"},
                                  {"first_name", "First" + number},
                                  {"last_name", "Last" + number},
                                  {"email", "a" + number + "@example.org"}}));
        }
    }

    /// Waits for a run of the board, however long it takes, and gives its last word.
    RunProgress wait_for_end(ProgressBoard& board, const std::string& run_id) {
        std::promise<RunProgress> last;
        for (const auto& database : installation_->store().databases()) {
            const auto subscription = board.subscribe(database.id, run_id, 0, [&](const RunProgress& progress) {
                if (progress.end) {
                    last.set_value(progress);
                }
            });
            if (subscription) {
                return last.get_future().get();
            }
        }
        throw std::runtime_error("Nobody is at run " + run_id + ".");
    }

    [[nodiscard]] sync::Report report_of(const std::string& run_id, sync::RunState state) const {
        sync::Report report;
        report.run_id = run_id;
        report.database = "Main";
        report.started_by = "ada";
        report.state = state;
        report.started_at = clock_.now();
        return report;
    }

    /// Called in the thread of the run before each request leaves. Set while nothing runs.
    std::function<void(const net::Request&)> on_request_;

    std::filesystem::path folder_;
    FakeClock clock_;
    SystemRandom random_; // from several threads
    SeededRandom sandbox_random_{1};
    sandbox::Sandbox service_;
    Settings settings_;
    std::unique_ptr<Installation> installation_;
    store::DatabaseId database_;
    sandbox::AccountId account_;
};

/// Why it was refused, or "(taken)".
template <class T>
std::string refusal(const Result<T>& result) {
    return result ? "(taken)" : result.error().message;
}

} // namespace muster::app
