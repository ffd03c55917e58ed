#pragma once

// What a store that cannot do its work throws. Nobody below the top of a command, request, job or thread catches
// it: what was committed is kept, what was not is rolled back, and the next run completes it.

#include <stdexcept>
#include <string>
#include <string_view>

namespace muster::db {

/// Why a store is lost, as far as it can be told.
enum class Loss {
    Locked,       ///< another process holds it longer than the patience
    DiskFull,     ///< no room to write
    NotWritable,  ///< rights, or a read-only file system
    NotADatabase, ///< the file is something else
    Damaged,      ///< the file is a database with faults
    Gone,         ///< the file cannot be opened or read any more
    Removed,      ///< a record that another one belongs to was removed meanwhile
    Fenced,       ///< somebody else has taken over what this belongs to
    Conflict,     ///< others wrote the same at the same time; nothing was kept, and trying again is right
    Broken,       ///< the connection to its server broke; nothing was kept, and trying again is right
    Unclear,      ///< the connection broke while this was kept, and nobody can tell whether it was
    Other,
};

/// For people: what happened to the store at `place` and what to do. Losses that depend on the kind of store are
/// told by its adapter; here they are a plain sentence with the detail.
[[nodiscard]] std::string sentence(Loss loss, std::string_view place, std::string_view detail);

/// The store cannot be read or written any more: disk full, locked too long, damaged, gone. The message is a
/// sentence for people.
class StoreLost : public std::runtime_error {
  public:
    explicit StoreLost(const std::string& message, Loss loss = Loss::Other)
        : std::runtime_error(message), loss_(loss) {}
    [[nodiscard]] Loss loss() const noexcept { return loss_; }

  private:
    Loss loss_;
};

} // namespace muster::db
