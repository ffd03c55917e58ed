#pragma once

// The way of every request: where it came from, which route it is for, who asks and whether that person may, then
// the handler, the audit log and the headers. What may be done by whom stands in the table of routes and is held
// here, nowhere else.

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include "app/office.hpp"
#include "app/selection_counts.hpp"
#include "net/http.hpp"
#include "net/server.hpp"
#include "web/call.hpp"
#include "web/router.hpp"
#include "web/run_events.hpp"

namespace muster::web {

/// Safe from any thread.
class Dispatcher {
  public:
    /// The office outlives it.
    Dispatcher(app::Office& office, Reach reach);
    Dispatcher(const Dispatcher&) = delete;
    Dispatcher& operator=(const Dispatcher&) = delete;

    [[nodiscard]] net::Response handle(const net::Request& request);
    /// How long a body may be, by the head of its request: uploads are for people who are signed in here. Looks at
    /// nothing but memory.
    [[nodiscard]] std::size_t body_limit(const net::Request& head);
    /// What the edge answers by itself, as everything else here is answered.
    [[nodiscard]] net::Response own_answer(const net::OwnAnswer& answer) const;
    [[nodiscard]] RunEvents& events() { return events_; }

  private:
    [[nodiscard]] Answer answer(const net::Request& request, const Arrival& arrival);
    [[nodiscard]] Answer answer_call(const net::Request& request, const Arrival& arrival, std::string_view path);
    [[nodiscard]] Answer run(Call& call);
    [[nodiscard]] Checked<void> let_in(Call& call);
    [[nodiscard]] Checked<void> find_database(Call& call);
    void remember(const std::string& token);

    app::Office& office_;
    const Reach reach_;
    app::NewestWins counts_;
    RunEvents events_;
    const Router router_;
    std::mutex mutex_;
    std::unordered_set<std::string> met_; ///< digests of tokens that were good lately; guarded by mutex_
};

} // namespace muster::web
