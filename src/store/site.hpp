#pragma once

// Where a store is, as far as opening it depends on its kind. Internal to this folder.

#include <string>

#include "base/result.hpp"
#include "db/pool.hpp"
#include "store/store.hpp"

namespace muster::store {

struct Site {
    std::string place;    ///< for messages
    std::string key_file; ///< where it is unless somebody says otherwise; "": somebody must
    db::Pool::Open connect;
};

/// Makes folder and file where they are missing, for their owner only. Code::Invalid: the URL names no store.
[[nodiscard]] Result<Site> site_of(const OpenOptions& options);

} // namespace muster::store
