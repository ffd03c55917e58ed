#pragma once

// For shells, which do not know what the store is built on.

#include <exception>

namespace muster::app {

/// The store could not be read or written; any other one is a mistake or a lack of this machine.
[[nodiscard]] bool is_lost_store(const std::exception& error);

} // namespace muster::app
