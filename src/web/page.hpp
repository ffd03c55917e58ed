#pragma once

// Pages of long lists: which rows were asked for, and the document around them.

#include <cstdint>

#include "base/json.hpp"
#include "web/input.hpp"

namespace muster::web {

inline constexpr std::int64_t kMostRows = 500;
inline constexpr std::int64_t kRowsUnlessAsked = 100;

struct PageAsked {
    std::int64_t offset = 0;
    std::int64_t limit = kRowsUnlessAsked;
};
/// The parameters `offset` and `limit`.
[[nodiscard]] inline PageAsked read_page(Query& query) {
    return {query.number("offset", 0, INT64_MAX).value_or(0),
            query.number("limit", 1, kMostRows).value_or(kRowsUnlessAsked)};
}

/// {"total", "offset", "rows"}, each row by `write_row(writer, row)`.
template <class Rows, class WriteRow>
void write_page(json::Writer& writer, std::int64_t total, std::int64_t offset, const Rows& rows,
                const WriteRow& write_row) {
    writer.object().member("total", total).member("offset", offset).key("rows").array();
    for (const auto& row : rows) {
        write_row(writer, row);
    }
    writer.end().end();
}

} // namespace muster::web
