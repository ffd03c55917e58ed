#pragma once

// The progress of runs as server-sent events, for any number of people at once. Each stream belongs to a session:
// when that is over, so is the stream.

#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "app/office.hpp"
#include "app/sign_in.hpp"
#include "base/result.hpp"
#include "net/event_stream.hpp"
#include "net/http.hpp"

namespace muster::web {

/// Whose stream it is, and of what.
struct Watcher {
    std::string session_id;
    store::DatabaseId database;
    std::string run_id;
    std::uint64_t seen = 0; ///< the last event that the browser has, 0 for none
};

/// Safe from any thread. The office outlives it.
class RunEvents {
  public:
    explicit RunEvents(app::Office& office) : office_(office) {}
    RunEvents(const RunEvents&) = delete;
    RunEvents& operator=(const RunEvents&) = delete;
    ~RunEvents();

    /// Code::NotFound if there is no such run, Code::Unavailable if too many watch. A run that has ended gives its
    /// last event at once; one that nobody tells of gives it once that has ended.
    [[nodiscard]] Result<std::shared_ptr<net::EventStream>> watch(const Watcher& watcher);

    /// Closes the streams of sessions that are over or may not see the database any more, and tells of runs off the
    /// board that have ended. To be called every few seconds.
    void look_after();

    [[nodiscard]] std::size_t watched();

  private:
    struct Stream {
        Watcher watcher;
        std::shared_ptr<net::EventStream> events;      // shared: with the server, which writes it out
        app::ProgressBoard::Subscription subscription; ///< of a run on the board
        bool is_off_board = false;
    };
    /// Tells of the end of a run that is not on the board; true if it goes on.
    [[nodiscard]] Result<bool> tell_of_other(const Watcher& watcher, net::EventStream& events);
    [[nodiscard]] bool may_still_watch(const Watcher& watcher, const std::vector<staff::UserSession>& sessions);
    void drop(std::uint64_t number);

    app::Office& office_;
    std::mutex mutex_;
    std::map<std::uint64_t, std::unique_ptr<Stream>> streams_;
    std::uint64_t next_ = 1;
};

/// What a browser that comes back has seen already; 0 for nothing.
[[nodiscard]] std::uint64_t last_event_id(const net::Request& request);

} // namespace muster::web
