#pragma once

// What a store that cannot do its work throws. Nobody below the top of a command, request, job or thread catches
// it: what was committed is kept, what was not is rolled back, and the next run completes it.

#include <stdexcept>
#include <string>

namespace muster::db {

/// The store cannot be read or written any more: disk full, locked too long, damaged, gone. The message is a
/// sentence for people.
class StoreLost : public std::runtime_error {
  public:
    using std::runtime_error::runtime_error;
};

} // namespace muster::db
