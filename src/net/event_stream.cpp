#include "net/event_stream.hpp"

#include <algorithm>
#include <utility>

namespace muster::net {
namespace {

void append_field(std::string& out, std::string_view name, std::string_view value) {
    out += name;
    out += ": ";
    out += value;
    out += '\n';
}

std::string on_one_line(std::string_view text) {
    std::string line(text);
    std::ranges::replace_if(line, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    return line;
}

/// A "data" field for each line; CR, LF and CR LF end one.
void append_data(std::string& out, std::string_view data) {
    for (;;) {
        const std::size_t end = std::min(data.find_first_of("\r\n"), data.size());
        append_field(out, "data", data.substr(0, end));
        if (end == data.size()) {
            return;
        }
        data.remove_prefix(data.substr(end).starts_with("\r\n") ? end + 2 : end + 1);
    }
}

std::string as_text(std::string_view id, std::string_view event, std::string_view data) {
    std::string out;
    if (!id.empty()) {
        append_field(out, "id", on_one_line(id));
    }
    if (!event.empty()) {
        append_field(out, "event", on_one_line(event));
    }
    append_data(out, data);
    out += '\n';
    return out;
}

} // namespace

void EventStream::when_over(std::function<void()> hook) {
    const std::lock_guard lock(mutex_);
    hook_ = std::move(hook);
}

bool EventStream::send(std::string_view id, std::string_view event, std::string_view data) {
    const std::string text = as_text(id, event, data);
    const std::lock_guard lock(mutex_);
    if (!open_) {
        return false;
    }
    const bool is_first = queue_.empty(); // for the others, the server has been woken already
    if (text.size() > longest_queue_ - queue_.size()) {
        open_ = false;
        overrun_ = true;
        queue_ = {};
    } else {
        queue_ += text;
    }
    if (is_first || overrun_) {
        wake();
    }
    return open_;
}

void EventStream::close() {
    const std::lock_guard lock(mutex_);
    if (std::exchange(open_, false)) {
        wake();
    }
}

bool EventStream::is_open() const {
    const std::lock_guard lock(mutex_);
    return open_;
}

void EventStream::attach(std::function<void()> wake) {
    const std::lock_guard lock(mutex_);
    wake_ = std::move(wake);
}

std::string EventStream::take() {
    const std::lock_guard lock(mutex_);
    return std::exchange(queue_, {});
}

bool EventStream::is_overrun() const {
    const std::lock_guard lock(mutex_);
    return overrun_;
}

void EventStream::finish() {
    std::function<void()> wake; // destroyed, like the hook, without the lock
    std::function<void()> hook;
    {
        const std::lock_guard lock(mutex_);
        open_ = false;
        queue_ = {};
        wake = std::exchange(wake_, nullptr);
        hook = std::exchange(hook_, nullptr);
    }
    if (hook) {
        hook();
    }
}

void EventStream::wake() const {
    if (wake_) {
        wake_();
    }
}

} // namespace muster::net
