// Reps: their List View, one by one, and the Procedures.

#include <fmt/format.h>

#include "app/procedures.hpp"
#include "app/record_details.hpp"
#include "app/records.hpp"
#include "web/call.hpp"
#include "web/list_page.hpp"
#include "web/present.hpp"
#include "web/record_input.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestCode = 255;
constexpr std::size_t kLongestName = 1020;
/// The first is the order in which the list opens (R4).
constexpr std::string_view kSorts[] = {"order",     "rep_id", "last_name", "first_name", "company",
                                       "job_title", "email",  "city",      "status",     "updated"};
constexpr std::string_view kProcedures[] = {"add_to_group", "delete_from_group", "assign_attribute",
                                            "clear_attribute", "delete_reps"};

void write_row(json::Writer& writer, const store::RepListRow& row) {
    writer.object()
        .member("rep_id", row.rep_id)
        .member("member_id", row.member_id)
        .member("company", row.company)
        .member("first_name", row.first_name)
        .member("last_name", row.last_name)
        .member("job_title", row.job_title)
        .member("email", row.email)
        .member("phone", row.phone)
        .member("city", row.city)
        .member("groups", row.groups)
        .member("attributes", row.attributes)
        .member("status", row.status)
        .member("active", row.is_active)
        .member("billing_rep", row.billing_rep)
        .member("updated", format_instant(row.updated))
        .end();
}

Answer list_reps(Call& call) {
    auto query = call.query(
        {"offset", "limit", "search", "descending", "sort", "member", "group", "attribute", "status", "active"});
    const ListAsked asked = read_list(query, kSorts);
    const store::ShownReps shown{.search = asked.search,
                                 .member_id = query.text("member", kLongestCode),
                                 .group = query.text("group", kLongestName),
                                 .attribute = query.text("attribute", kLongestName),
                                 .status = query.text("status", kLongestCode),
                                 .active = query.yes_no("active")};
    TRY(query.check());
    return list_answer(call, asked, shown, write_row);
}

Answer rep_answer(Call& call, const std::string& rep_id, int status = 200) {
    TRY_ASSIGN(const auto found, app::find_rep(call.installation(), call.database(), rep_id));
    json::Writer writer;
    writer.object()
        .member("rep_id", found.rep.rep_id)
        .member("version", found.version)
        .member("company", found.member.company)
        .member("status", found.status.code)
        .member("active", found.status.active_member)
        .member("has_password", found.has_password)
        .member("created", format_instant(found.rep.created))
        .member("updated", format_instant(found.rep.updated));
    write_fields(writer, found.rep, roster::rep_columns());
    writer.end();
    return json_answer(writer, status);
}

Answer get_rep(Call& call) { return rep_answer(call, call.value("rep_id")); }

Answer add_rep(Call& call) {
    TRY_ASSIGN(const auto input, read_new_record(call));
    TRY_ASSIGN(const auto rep,
               app::edit_rep(call.installation(), call.database(), app::EditMode::Add, input.id, input.fields));
    call.note(rep.rep_id);
    return rep_answer(call, rep.rep_id, 201);
}

Answer change_rep(Call& call) {
    TRY_ASSIGN(const auto input, read_changed_record(call));
    const auto rep = app::edit_rep(call.installation(), call.database(), app::EditMode::Set, call.value("rep_id"),
                                   input.fields, input.version);
    if (!rep) {
        return tl::unexpected(changed_meanwhile(rep.error()));
    }
    call.note(rep->rep_id, field_words(input.fields));
    return rep_answer(call, rep->rep_id);
}

Answer remove_rep(Call& call) {
    TRY(app::remove_rep(call.installation(), call.database(), call.value("rep_id")));
    call.note(call.value("rep_id"));
    return no_content();
}

store::ShownReps read_shown(const json::Reader& value) {
    const Fields fields(value, {"search", "member", "group", "attribute", "status", "active"});
    return {.search = fields.text("search", kLongestSearch).value_or(""),
            .member_id = fields.text("member", kLongestCode),
            .group = fields.text("group", kLongestName),
            .attribute = fields.text("attribute", kLongestName),
            .status = fields.text("status", kLongestCode),
            .active = fields.yes_no("active")};
}

store::ChosenReps read_choice(const json::Reader& value) {
    const Fields fields(value, {"rep_ids", "all_of", "expected"});
    store::ChosenReps chosen{.rep_ids = fields.texts("rep_ids", app::kMostChosenIds, kLongestName)};
    if (fields.has("all_of")) {
        chosen.shown = read_shown(fields["all_of"]);
    }
    chosen.expected = fields.number("expected", 0, INT64_MAX);
    if (fields.has("rep_ids") == fields.has("all_of")) {
        value.complain("Exactly one of rep_ids and all_of is needed.");
    }
    return chosen;
}

Answer run_procedure(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"procedure", "name", "reps"});
    const auto procedure = fields.required_choice("procedure", kProcedures);
    const bool removes = kProcedures[procedure] == "delete_reps";
    const auto name =
        removes ? fields.text("name", kLongestName).value_or("") : fields.required_text("name", kLongestName);
    const auto chosen = read_choice(fields["reps"]);
    TRY(body.check());
    auto& installation = call.installation();
    TRY_ASSIGN(const auto changes, removes
                                       ? app::remove_reps(installation, call.database(), chosen)
                                       : app::run_procedure(installation, call.database(),
                                                            static_cast<app::Procedure>(procedure), chosen, name));
    call.note(name, fmt::format("{}: {} of {} Reps", kProcedures[procedure], changes.changed, changes.chosen));
    json::Writer writer;
    writer.object().member("matched", changes.chosen).member("changed", changes.changed).end();
    return json_answer(writer);
}

} // namespace

std::vector<Route> rep_routes() {
    using enum Access;
    using enum Content;
    return {
        {"GET", "/databases/{database}/reps", "listReps", Viewer, list_reps},
        {"POST", "/databases/{database}/reps", "addRep", Operator, add_rep, "rep.add", Json},
        {"GET", "/databases/{database}/reps/{rep_id}", "getRep", Viewer, get_rep},
        {"PATCH", "/databases/{database}/reps/{rep_id}", "changeRep", Operator, change_rep, "rep.set", Json},
        {"DELETE", "/databases/{database}/reps/{rep_id}", "removeRep", Operator, remove_rep, "rep.remove"},
        {"POST", "/databases/{database}/procedures", "runProcedure", Operator, run_procedure, "rep.procedure",
         Json},
    };
}

} // namespace muster::web
