#pragma once

// Trying a transaction again where others wrote the same at the same time, or where the connection broke.

#include "db/errors.hpp"

namespace muster::db {

inline constexpr int kAttempts = 10;   ///< at a transaction that meets conflicts
inline constexpr int kConnections = 4; ///< of a transaction whose connection breaks; each may wait for a server

/// Runs `body`, which makes one whole transaction, again from the start when it meets a conflict or its connection
/// breaks. It must bear that: nothing outside the store may be changed by it before its end.
template <class Body>
auto retried(Body&& body) -> decltype(body()) {
    for (int attempts = kAttempts, connections = kConnections;;) {
        try {
            return body();
        } catch (const StoreLost& lost) {
            const bool may_repeat = lost.loss() == Loss::Conflict ? --attempts > 0
                                    : lost.loss() == Loss::Broken ? --connections > 0
                                                                  : false;
            if (!may_repeat) {
                throw;
            }
        }
    }
}

} // namespace muster::db
