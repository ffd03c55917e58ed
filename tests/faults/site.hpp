#pragma once

// An installation as it stands on a disk, with real processes working on it and a sandbox behind a real socket, all
// by one clock. A site can be copied, so that the same moment is played again and again.

#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "base/random.hpp"
#include "cli/process.hpp"
#include "net/server.hpp"
#include "sandbox/sandbox.hpp"
#include "store/store.hpp"
#include "support/shared_clock.hpp"

namespace muster::test {

/// Where a process dies by SIGKILL.
struct Death {
    enum class At {
        Nowhere,
        BeforeCommit,  ///< of the store
        BeforeRequest, ///< it has reached the service, which has done nothing yet
        AfterRequest,  ///< the service has done it; the answer never comes
    };
    At at = At::Nowhere;
    int number = 0; ///< from 1
};
[[nodiscard]] std::string to_text(const Death& death);

class Site {
  public:
    Site(); ///< with a store of its own
    /// As `base` is now, with a store of its own as well. No process is at work on it.
    explicit Site(Site& base);
    /// With a store that the caller has made, or copied.
    explicit Site(std::string store_url);
    Site(Site& base, std::string store_url);
    ~Site();
    Site(const Site&) = delete;
    Site& operator=(const Site&) = delete;

    /// Runs the program to its end, which may be its death.
    Outcome muster(const std::vector<std::string>& arguments, const Death& death = {});
    /// The same, and the test fails unless it ends with 0.
    void done(const std::vector<std::string>& arguments);
    /// What it and others like it are started with. `service`: where they reach it, "" for the site's own door.
    [[nodiscard]] Environment environment(const std::string& service_url = "") const;
    [[nodiscard]] std::string clock_path() const;
    /// What the service says to one request, and to one at a time.
    net::Response serve(const net::Request& request);
    /// A file for it to read; its path.
    [[nodiscard]] std::string write(const std::string& name, const std::string& text) const;

    /// Everything that people can see of the account, of what is remembered of it, and of the records; the same
    /// text for the same state, whatever ids there are.
    [[nodiscard]] std::string end_state();
    /// What people can see of each Contact, by address.
    [[nodiscard]] std::map<std::string, std::string> contacts();
    /// Runs, newest first, with everything in them; previews left out.
    [[nodiscard]] std::vector<sync::Report> history();

    /// Called at each request of a process, before the service does anything and once it has, with the number from
    /// 1.
    std::function<void(int number, bool is_done)> on_request;

    std::filesystem::path folder;
    SharedClock clock;
    SeededRandom random{20261125}; ///< another one in each copy
    std::unique_ptr<sandbox::Sandbox> service;
    sandbox::AccountId account;

  private:
    Site(std::filesystem::path where, std::string store_url);
    Site(Site& base, std::filesystem::path where, std::string store_url);
    void open_service(sandbox::Options options);
    net::Response answer(const net::Request& request);
    void tell(bool is_done) const;
    void kill();
    [[nodiscard]] std::unique_ptr<store::Store> open_store();
    std::string of_account(store::Store& store, store::DatabaseId database);

    std::string store_url_;
    std::mutex mutex_; ///< one request at a time
    Death death_;
    int requests_ = 0;
    std::mutex process_mutex_;
    std::condition_variable started_;
    Background* process_ = nullptr;       ///< null until it has started
    std::unique_ptr<net::Server> server_; // goes first: its workers use the sandbox
};

} // namespace muster::test
