#pragma once

// Trying a transaction again where others wrote the same at the same time, or where the connection broke.

#include "db/errors.hpp"

namespace muster::db {

inline constexpr int kAttempts = 10;   ///< at a transaction that meets conflicts
inline constexpr int kConnections = 4; ///< of a transaction whose connection breaks; each may wait for a server

/// What it means to do a transaction again of which nobody knows whether it was kept.
enum class Twice { Harms, IsAsOnce };

/// Runs `body`, which makes one whole transaction, again from the start when it meets a conflict or its connection
/// breaks. It must bear that: nothing outside the store may be changed by it before its end.
template <class Body>
auto retried(Body&& body, Twice twice = Twice::Harms) -> decltype(body()) {
    for (int attempts = kAttempts, connections = kConnections;;) {
        try {
            return body();
        } catch (const StoreLost& lost) {
            const bool is_broken =
                lost.loss() == Loss::Broken || (lost.loss() == Loss::Unclear && twice == Twice::IsAsOnce);
            const bool may_repeat = lost.loss() == Loss::Conflict ? --attempts > 0 : is_broken && --connections > 0;
            if (!may_repeat) {
                throw;
            }
        }
    }
}

} // namespace muster::db
