#pragma once

// List Views over the API: the parameters that each takes, and its page. What a list shows is read by its own
// route.

#include <span>
#include <string>
#include <string_view>

#include "app/list_view.hpp"
#include "web/call.hpp"
#include "web/page.hpp"

namespace muster::web {

inline constexpr std::size_t kLongestSearch = 200;

struct ListAsked {
    PageAsked page;
    app::SortedBy order;
    std::string search;
};

/// The parameters `offset`, `limit`, `sort`, `descending` and `search`. The first of `sorts` is the order in which
/// the list opens.
[[nodiscard]] inline ListAsked read_list(Query& query, std::span<const std::string_view> sorts) {
    ListAsked asked{.page = read_page(query),
                    .order = {.descending = query.yes_no("descending").value_or(false)},
                    .search = query.text("search", kLongestSearch).value_or("")};
    if (const auto sort = query.choice("sort", sorts); sort && *sort > 0) {
        asked.order.column = sorts[*sort];
    }
    return asked;
}

/// The page of what a list shows, each row by `write_row(writer, row)`.
template <class Shown, class WriteRow>
[[nodiscard]] Answer list_answer(Call& call, const ListAsked& asked, const Shown& shown,
                                 const WriteRow& write_row) {
    TRY_ASSIGN(const auto page, app::list_page(call.installation(), call.database(), shown, asked.order,
                                               {asked.page.offset, asked.page.limit}));
    json::Writer writer;
    write_page(writer, page.total, asked.page.offset, page.rows, write_row);
    return json_answer(writer);
}

} // namespace muster::web
