// CSV out.

#include "app/transfer.hpp"
#include "web/call.hpp"

#include <fmt/format.h>

namespace muster::web {

namespace {

constexpr std::string_view kKinds[] = {"statuses", "members", "reps"};
constexpr exchange::ExportedTable kTables[] = {exchange::ExportedTable::Statuses, exchange::ExportedTable::Members,
                                               exchange::ExportedTable::Reps};

Answer export_records(Call& call) {
    auto query = call.query({"for_spreadsheet"});
    const bool for_spreadsheet = query.yes_no("for_spreadsheet").value_or(false);
    TRY(query.check());
    for (std::size_t i = 0; i < std::size(kKinds); ++i) {
        if (call.value("kind") == kKinds[i]) {
            TRY_ASSIGN(auto csv,
                       app::export_text(call.installation(), call.database(), kTables[i], for_spreadsheet));
            return csv_answer(std::move(csv), fmt::format("{}.csv", kKinds[i]));
        }
    }
    return tl::unexpected(Problem{ProblemKind::NotFound, "There are exports of statuses, members and reps."});
}

} // namespace

std::vector<Route> transfer_routes() {
    using enum Access;
    return {
        {"GET", "/databases/{database}/exports/{kind}", "exportRecords", Operator, export_records, "export",
         Content::None, FreshSignIn::Always},
    };
}

} // namespace muster::web
