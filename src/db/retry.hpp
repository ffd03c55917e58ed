#pragma once

// Trying a transaction again where others wrote the same at the same time.

#include "db/errors.hpp"

namespace muster::db {

inline constexpr int kAttempts = 10;

/// Runs `body`, which makes one whole transaction, again from the start when it meets a conflict. It must bear
/// that: nothing outside the store may be changed by it before its end.
template <class Body>
auto retried(Body&& body) -> decltype(body()) {
    for (int left = kAttempts;; --left) {
        try {
            return body();
        } catch (const StoreLost& lost) {
            if (lost.loss() != Loss::Conflict || left <= 1) {
                throw;
            }
        }
    }
}

} // namespace muster::db
