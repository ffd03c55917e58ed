#pragma once

// Which process of which machine somebody is, so that the lock of a dead process is taken over at once (R23).

#include <cstdint>
#include <string>

namespace muster::store {

struct ProcessIdentity {
    std::string host; ///< machine, boot and process namespace: process numbers mean something only inside one
    std::int64_t pid = 0;
    std::int64_t start_time =
        0; ///< in clock ticks since boot: a process number is given out again, this with it is not

    bool operator==(const ProcessIdentity&) const = default;
};

/// From /proc.
[[nodiscard]] ProcessIdentity this_process();
/// True if `process` is of the same host as `here` and is certainly not running any more.
[[nodiscard]] bool is_gone(const ProcessIdentity& process, const ProcessIdentity& here);

} // namespace muster::store
