#pragma once

// Several `muster serve`, each taking itself for a machine of its own, on one site: one store, one account, one
// clock, which stands still until the test moves it or a run has to wait. Each has a door of its own to the
// service, where its requests are counted and can be held.

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "cli/browser.hpp"
#include "cli/process.hpp"
#include "faults/play.hpp"
#include "faults/site.hpp"
#include "net/server.hpp"

namespace muster::test {

/// At which request of a node, from 1, and on which side of the service's doing.
struct Hold {
    int request = 0; ///< 0: none
    bool is_after = false;
};

class Node {
  public:
    /// `store_url` "": the site's.
    Node(Site& site, const std::string& machine, const std::string& store_url = "");
    Node(const Node&) = delete;
    Node& operator=(const Node&) = delete;
    ~Node(); ///< by SIGKILL, unless it has ended

    [[nodiscard]] const std::string& url() const { return url_; }
    [[nodiscard]] const std::string& first_link() const { return link_; }
    [[nodiscard]] int requests();
    [[nodiscard]] int writes(); ///< requests that may have changed something

    /// Counts from the requests that it has made so far.
    void hold(Hold hold);
    void await_held();
    [[nodiscard]] bool is_held();
    void let_go();

    void signal(int number) { process_->signal(number); }
    void kill();
    /// Until the log has this word.
    [[nodiscard]] std::string log_until(const std::string& word) { return process_->read_error_until(word); }

  private:
    net::Response pass(const net::Request& request);

    Site& site_;
    std::mutex mutex_;
    std::condition_variable changed_;
    int requests_ = 0, writes_ = 0;
    Hold hold_;
    bool is_held_ = false;
    bool is_over_ = false; ///< killed and waited for
    std::unique_ptr<net::Server> door_;
    std::unique_ptr<Background> process_;
    std::string url_, link_;
};

/// The value at a JSON pointer, as text; "(absent)".
[[nodiscard]] std::string value_at(const std::string& body, const std::string& pointer);

} // namespace muster::test
