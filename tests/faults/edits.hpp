#pragma once

// Edits of a store whose disk gets full.

#include <cstdint>
#include <optional>
#include <string>

#include "db/errors.hpp"
#include "store/store.hpp"

namespace muster::test {

/// The `number`th edit: two Members, both or none. Whether it was acknowledged.
[[nodiscard]] bool add_pair(store::Store& store, store::DatabaseId database, std::int64_t number);

struct Edits {
    std::int64_t acknowledged = 0;
    std::optional<db::Loss> loss; ///< of the first that was refused
    std::string why;
};
[[nodiscard]] Edits edit_until_refused(store::Store& store, store::DatabaseId database);

} // namespace muster::test
