// What the wizard offers, counts and remembers, and the saved automatic selections.

#include "app/daily_update.hpp"
#include "app/selection_counts.hpp"
#include "app/selections.hpp"
#include "app/start_update.hpp"
#include "web/call.hpp"
#include "web/present.hpp"
#include "web/selections_input.hpp"
#include "web/starting.hpp"

namespace muster::web {

namespace {

std::string_view kind_word(roster::ValueKind kind) {
    switch (kind) {
    case roster::ValueKind::Text:
        return "text";
    case roster::ValueKind::Id:
        return "id";
    case roster::ValueKind::YesNo:
        return "yes_no";
    case roster::ValueKind::Date:
        return "date";
    case roster::ValueKind::Number:
        break;
    }
    return "number";
}

void write_fields(json::Writer& writer, const std::vector<app::FilterPageField>& fields) {
    writer.array();
    for (const auto& field : fields) {
        writer.object().member("name", field.name).member("kind", kind_word(field.kind)).key("values").array();
        for (const auto& known : field.values) {
            writer.value(known.value);
        }
        writer.end().end();
    }
    writer.end();
}

Answer get_selection_choices(Call& call) {
    auto& installation = call.installation();
    TRY_ASSIGN(const auto member_fields,
               app::filter_page(installation, call.database(), roster::FilterKind::Member));
    TRY_ASSIGN(const auto rep_fields, app::filter_page(installation, call.database(), roster::FilterKind::Rep));
    json::Writer writer;
    writer.object().key("custom_fields").array();
    for (const auto field : roster::offered_custom_fields()) {
        writer.value(roster::label(field));
    }
    writer.end().key("member_fields");
    write_fields(writer, member_fields);
    writer.key("rep_fields");
    write_fields(writer, rep_fields);
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
    writer.object()
        .member("members", counts.members)
        .member("reps", counts.reps)
        .member("usable", counts.addresses)
        .end();
    return json_answer(writer);
}

Answer get_manual_choices(Call& call) {
    TRY_ASSIGN(const auto choices, app::manual_choices(call.installation(), call.database()));
    json::Writer writer;
    write(writer, choices.value_or(roster::Selections{}));
    return json_answer(writer);
}

Answer auto_update_answer(Call& call, const std::optional<app::AutomaticUpdate>& update) {
    const auto selections = update ? update->selections : roster::Selections{};
    TRY_ASSIGN(const auto next,
               app::next_run(call.installation(), call.database(), call.installation().clock().now()));
    json::Writer writer;
    writer.object()
        .member("saved", update.has_value())
        .member("enabled", update && update->is_on)
        .key("selections");
    write(writer, selections);
    writer.member("description", app::describe(selections)).key("next_run");
    write(writer, next);
    writer.end();
    return json_answer(writer);
}

Answer get_auto_update(Call& call) {
    TRY_ASSIGN(const auto update, app::automatic_update(call.installation(), call.database()));
    return auto_update_answer(call, update);
}

Answer save_auto_update(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    const Fields fields(body.root(), {"enabled", "selections"});
    const bool is_on = fields.required_yes_no("enabled");
    const auto texts = read_selections(fields["selections"]);
    TRY(body.check());
    const app::Starter by{.name = call.who().user.name, .may_send_passwords = may_send_passwords(call)};
    const auto saved = app::save_automatic(call.installation(), call.database(), by, texts, is_on);
    if (!saved) {
        return tl::unexpected(to_problem(call, saved.error()));
    }
    call.note("", is_on ? "on" : "off");
    return auto_update_answer(call, *saved);
}

} // namespace

std::vector<Route> selection_routes() {
    using enum Access;
    using enum Content;
    return {
        {"GET", "/databases/{database}/selection-choices", "getSelectionChoices", Viewer, get_selection_choices},
        {"POST", "/databases/{database}/selection-count", "countSelection", Viewer, count_selection, "", Json},
        {"GET", "/databases/{database}/manual-choices", "getManualChoices", Viewer, get_manual_choices},
        {"GET", "/databases/{database}/auto-update", "getAutoUpdate", Viewer, get_auto_update},
        {"PUT", "/databases/{database}/auto-update", "saveAutoUpdate", Administrator, save_auto_update,
         "auto-update.set", Json, FreshSignIn::Sometimes},
    };
}

} // namespace muster::web
