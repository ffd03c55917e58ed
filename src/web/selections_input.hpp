#pragma once

// Selections as a body brings them.

#include "app/selections.hpp"
#include "base/json.hpp"

namespace muster::web {

/// Problems are noted; whether groups, fields and filters are known is the use case's to say.
[[nodiscard]] app::SelectionTexts read_selections(const json::Reader& value);
/// The members `member_filter` and `rep_filter` of an object.
[[nodiscard]] app::FilterTexts read_filters(const json::Reader& object);

} // namespace muster::web
