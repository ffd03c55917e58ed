#pragma once

// What this process counts for whoever watches it, and how it is written for Prometheus. It names no person, no
// chamber and no address: only kinds, states and numbers.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "net/transport.hpp"
#include "net/worker_pool.hpp"
#include "sync/report.hpp"

namespace muster::app {

/// The day's calls of an API key (R31).
struct QuotaFigures {
    std::string key; ///< a digest
    std::int64_t used = 0;
    std::int64_t limit = 0;
};

/// What the store says at a moment, of all databases.
struct StoreFigures {
    std::optional<QuotaFigures> quota;       ///< nothing without an API key
    std::map<std::string, std::int64_t> due; ///< scheduled updates by readiness
    std::int64_t late = 0;                   ///< of these, due for longer than an hour
    std::int64_t databases = 0;
    std::map<std::string, std::int64_t> problems; ///< databases by what somebody has to see to
    std::int64_t deliveries_waiting = 0;          ///< of notices
};

/// What is true at the moment of a look.
struct Figures {
    net::WorkerLoad runs;
    net::WorkerLoad previews;
    std::optional<StoreFigures> store; ///< nothing: it does not answer
};

/// Safe from any thread.
class Metrics {
  public:
    explicit Metrics(Instant started);
    Metrics(const Metrics&) = delete;
    Metrics& operator=(const Metrics&) = delete;
    ~Metrics();

    /// A run, preview or undo that is over, and how long it took; nothing: it never began.
    void count_run(const sync::Report& report, std::optional<Microseconds> took);
    /// A request to Constant Contact's `server`, "api" or "auth".
    void count_call(std::string_view server, const tl::expected<net::Response, net::TransportError>& answer);
    /// Attempts to deliver a notice.
    void count_deliveries(std::string_view result, std::int64_t number);
    /// A request that the back office answered.
    void count_request(std::string_view kind, int status);
    /// Somebody met a store that could not be read or written.
    void count_lost_store(std::string_view met_by);

    /// All that was counted, and the figures, as the text of Prometheus (version 0.0.4).
    [[nodiscard]] std::string text(const Figures& figures) const;

  private:
    struct Counters;
    std::unique_ptr<Counters> counters_;
};

/// A transport that counts what leaves through it; what goes to an address below `auth_url` is the authorization
/// server's. The metrics outlive it.
[[nodiscard]] std::unique_ptr<net::Transport> counted(std::unique_ptr<net::Transport> transport,
                                                      std::string auth_url, Metrics& metrics);

} // namespace muster::app
