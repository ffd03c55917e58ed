#pragma once

// The databases of an installation.

#include <string>
#include <vector>

#include "app/installation.hpp"
#include "base/result.hpp"
#include "store/store.hpp"

namespace muster::app {

[[nodiscard]] Result<store::Database> add_database(Installation& installation, const std::string& name);
[[nodiscard]] Result<store::Database> rename_database(Installation& installation, const std::string& name,
                                                      const std::string& to);

/// `confirmed` must be the name once more; Code::Invalid otherwise, so that nobody removes a database by a slip.
[[nodiscard]] Result<store::Database> remove_database(Installation& installation, const std::string& name,
                                                      const std::string& confirmed);

} // namespace muster::app
