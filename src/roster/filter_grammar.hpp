#pragma once

// The grammar of filter expressions, without what the fields mean: `field=V1,V2`, `!=`, `<=`, `>=`, `~`. For
// filter.cpp only.

#include <string_view>

#include "base/result.hpp"
#include "roster/filter.hpp"

namespace muster::roster {

/// Splits an expression. `field` is left as typed; Code::Invalid says what is missing.
[[nodiscard]] Result<Criterion> parse_expression(std::string_view expression);

/// "=", "!=", "<=", ">=" or "~".
[[nodiscard]] std::string_view sign_of(Operator op);

} // namespace muster::roster
