// What a run works on: what the wizard offers, what was chosen last, and how many that selects.

#include "app/daily_update.hpp"
#include "app/selection_counts.hpp"
#include "app/start_update.hpp"
#include "web/call.hpp"
#include "web/present.hpp"
#include "web/selections_input.hpp"
#include "web/starting.hpp"

namespace muster::web {

namespace {

std::string_view kind_word(roster::ValueKind kind) {
    switch (kind) {
    case roster::ValueKind::Id:
        return "id";
    case roster::ValueKind::YesNo:
        return "yes_no";
    case roster::ValueKind::Date:
        return "date";
    case roster::ValueKind::Number:
        return "number";
    case roster::ValueKind::Text:
        break;
    }
    return "text";
}

Answer list_groups(Call& call) {
    TRY_ASSIGN(const auto groups, app::groups_for_mover(call.installation(), call.database()));
    json::Writer writer;
    writer.array();
    for (const auto& group : groups) {
        writer.object().member("name", group.name).member("reps", group.reps).member("usable", group.with_address);
        writer.key("reason");
        group.refused.empty() ? writer.null() : writer.value(group.refused);
        writer.end();
    }
    writer.end();
    return json_answer(writer);
}

void write_fields(json::Writer& writer, std::string_view name, const std::vector<app::FilterPageField>& fields) {
    writer.key(name).array();
    for (const auto& field : fields) {
        writer.object().member("name", field.name).member("kind", kind_word(field.kind));
        writer.member("values", field.values).end();
    }
    writer.end();
}

Answer get_choices(Call& call) {
    TRY_ASSIGN(const auto members,
               app::filter_page(call.installation(), call.database(), roster::FilterKind::Member));
    TRY_ASSIGN(const auto reps, app::filter_page(call.installation(), call.database(), roster::FilterKind::Rep));
    json::Writer writer;
    writer.object().key("custom_fields").array();
    for (const auto field : roster::offered_custom_fields()) {
        writer.value(roster::label(field));
    }
    writer.end();
    write_fields(writer, "member_fields", members);
    write_fields(writer, "rep_fields", reps);
    writer.end();
    return json_answer(writer);
}

Answer count_selection(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"member_filter", "rep_filter"});
    const auto filters = read_filters(body.root());
    TRY(body.check());
    const auto turn = call.counts().begin(call.who().session.id); // who types on asks anew
    TRY_ASSIGN(const auto counts,
               app::count_selection(call.installation(), call.database(), filters, turn.token()));
    json::Writer writer;
    writer.object().member("members", counts.members).member("reps", counts.reps);
    writer.member("usable", counts.addresses).end();
    return json_answer(writer);
}

Answer get_manual_choices(Call& call) {
    TRY_ASSIGN(const auto choices, app::manual_choices(call.installation(), call.database()));
    json::Writer writer;
    write(writer, choices.value_or(roster::Selections{}));
    return json_answer(writer);
}

Answer answer_automatic(Call& call, const std::optional<app::AutomaticUpdate>& saved) {
    const auto update = saved.value_or(app::AutomaticUpdate{});
    TRY_ASSIGN(const auto next,
               app::next_run(call.installation(), call.database(), call.installation().clock().now()));
    json::Writer writer;
    writer.object().member("saved", saved.has_value()).member("enabled", update.is_on).key("selections");
    write(writer, update.selections);
    write_off(writer, app::off_for_undo(call.installation(), call.database()));
    writer.member("description", app::describe(update.selections)).key("next_run");
    write(writer, next);
    writer.end();
    return json_answer(writer);
}

Answer get_automatic(Call& call) {
    TRY_ASSIGN(const auto saved, app::automatic_update(call.installation(), call.database()));
    return answer_automatic(call, saved);
}

Answer save_automatic(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"enabled", "selections"});
    const bool is_on = fields.required_yes_no("enabled");
    fields.require("selections");
    const auto texts = read_selections(fields["selections"]);
    TRY(body.check());
    const app::Starter by{call.who().user.name, may_send_passwords(call)};
    const auto saved = app::save_automatic(call.installation(), call.database(), by, texts, is_on);
    if (!saved) {
        return tl::unexpected(to_problem(call, saved.error()));
    }
    call.note("", is_on ? "on" : "off");
    return answer_automatic(call, *saved);
}

} // namespace

std::vector<Route> selection_routes() {
    using enum Access;
    using enum Content;
    return {
        {"GET", "/databases/{database}/groups", "listGroups", Viewer, list_groups},
        {"GET", "/databases/{database}/selection-choices", "getSelectionChoices", Viewer, get_choices},
        {"POST", "/databases/{database}/selection-count", "countSelection", Viewer, count_selection, "", Json},
        {"GET", "/databases/{database}/manual-choices", "getManualChoices", Viewer, get_manual_choices},
        {"GET", "/databases/{database}/auto-update", "getAutoUpdate", Viewer, get_automatic},
        {"PUT", "/databases/{database}/auto-update", "saveAutoUpdate", Administrator, save_automatic,
         "auto-update.set", Json, FreshSignIn::Sometimes},
    };
}

} // namespace muster::web
