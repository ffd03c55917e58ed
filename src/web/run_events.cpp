#include "web/run_events.hpp"

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "app/history.hpp"
#include "app/sign_in.hpp"
#include "app/staff.hpp"
#include "base/json.hpp"
#include "web/present.hpp"

namespace muster::web {

namespace {

void send_end(net::EventStream& events, std::uint64_t id, const std::string& run_id, sync::RunState state) {
    json::Writer writer;
    writer.object().member("run_id", run_id).member("state", sync::to_text(state)).end();
    events.send(std::to_string(id), "finished", writer.text());
    events.close();
}

void send_progress(net::EventStream& events, const app::RunProgress& progress, Instant now) {
    if (progress.end) {
        send_end(events, progress.sequence, progress.run_id, progress.end->state);
        return;
    }
    json::Writer writer;
    write(writer, progress, now);
    events.send(std::to_string(progress.sequence), "progress", writer.text());
}

} // namespace

std::uint64_t last_event_id(const net::Request& request) {
    const std::string_view text = request.headers.get("Last-Event-ID").value_or("");
    std::uint64_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    return error == std::errc() && end == text.data() + text.size() ? id : 0;
}

RunEvents::~RunEvents() {
    std::map<std::uint64_t, std::unique_ptr<Stream>> streams;
    {
        const std::lock_guard lock(mutex_);
        streams.swap(streams_);
    }
    for (const auto& [number, stream] : streams) {
        stream->events->when_over({}); // it may outlive this
        stream->events->close();
    }
}

Result<std::shared_ptr<net::EventStream>> RunEvents::watch(const Watcher& watcher) {
    auto stream = std::make_unique<Stream>();
    stream->watcher = watcher;
    stream->events = std::make_shared<net::EventStream>();
    const auto events = stream->events;
    if (office_.board().find(watcher.database, watcher.run_id)) {
        auto& clock = office_.installation().clock();
        TRY_ASSIGN(stream->subscription,
                   office_.board().subscribe(watcher.database, watcher.run_id, watcher.seen,
                                             [events, &clock](const app::RunProgress& progress) {
                                                 send_progress(*events, progress, clock.now());
                                             }));
    } else {
        TRY_ASSIGN(stream->is_off_board, tell_of_other(watcher, *events));
    }
    const std::lock_guard lock(mutex_);
    const auto number = next_++;
    events->when_over([this, number] { drop(number); });
    streams_.emplace(number, std::move(stream));
    return events;
}

Result<bool> RunEvents::tell_of_other(const Watcher& watcher, net::EventStream& events) {
    TRY_ASSIGN(const auto view,
               app::view_run(office_.installation(), office_.board(), watcher.database, watcher.run_id));
    if (view.report.state == sync::RunState::Running) {
        return true;
    }
    send_end(events, watcher.seen + 1, watcher.run_id, view.report.state);
    return false;
}

void RunEvents::drop(std::uint64_t number) {
    std::unique_ptr<Stream> gone; // ends its subscription outside of the lock
    const std::lock_guard lock(mutex_);
    if (const auto found = streams_.find(number); found != streams_.end()) {
        gone = std::move(found->second);
        streams_.erase(found);
    }
}

bool RunEvents::may_still_watch(const Watcher& watcher, const std::vector<staff::UserSession>& sessions) {
    const auto session =
        std::ranges::find_if(sessions, [&](const auto& one) { return one.session.id == watcher.session_id; });
    if (session == sessions.end() || !staff::is_alive(session->session, office_.installation().clock().now())) {
        return false;
    }
    const auto user = app::find_user(office_.installation(), session->user_name);
    return user && staff::may(*user, staff::Role::Viewer, watcher.database.number);
}

void RunEvents::look_after() {
    struct Look {
        Watcher watcher;
        std::shared_ptr<net::EventStream> events; // shared: with the server, which writes it out
        bool is_off_board;
    };
    std::vector<Look> looks;
    {
        const std::lock_guard lock(mutex_);
        for (const auto& [number, stream] : streams_) {
            looks.push_back({stream->watcher, stream->events, stream->is_off_board});
        }
    }
    if (looks.empty()) {
        return;
    }
    const auto sessions = app::sessions(office_.installation()); // looking does not keep them alive
    for (const auto& look : looks) {
        if (!may_still_watch(look.watcher, sessions)) {
            look.events->close();
        } else if (look.is_off_board) {
            if (const auto told = tell_of_other(look.watcher, *look.events); !told) {
                look.events->close(); // its database is gone
            }
        }
    }
}

std::size_t RunEvents::watched() {
    const std::lock_guard lock(mutex_);
    return streams_.size();
}

} // namespace muster::web
