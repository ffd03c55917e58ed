// CSV out.

#include "app/transfer.hpp"
#include "web/call.hpp"

#include <fmt/format.h>

namespace muster::web {

namespace {

Answer export_records(Call& call) {
    auto query = call.query({"for_spreadsheet"});
    const bool for_spreadsheet = query.yes_no("for_spreadsheet").value_or(false);
    TRY(query.check());
    const auto kind = exchange::find_file_kind(call.value("kind"));
    if (!kind) {
        return refuse(ProblemKind::NotFound, "There are exports of statuses, members and reps.");
    }
    TRY_ASSIGN(auto csv, app::export_text(call.installation(), call.database(), *kind, for_spreadsheet));
    return csv_answer(std::move(csv), fmt::format("{}.csv", exchange::to_text(*kind)));
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
