#include "base/json.hpp"
#include "sync/report.hpp"

namespace muster::sync {
namespace {

using json::Writer;

std::optional<std::string> text_or_nothing(const std::string& text) {
    return text.empty() ? std::nullopt : std::optional(text);
}

void write_totals(Writer& w, const Totals& t) {
    w.key("totals").object();
    w.member("selected", t.selected).member("created", t.created).member("updated", t.updated);
    w.member("unchanged", t.unchanged).member("ignored_duplicate", t.ignored_duplicate);
    w.member("ignored_no_email", t.ignored_no_email).member("ignored_invalid_email", t.ignored_invalid_email);
    w.member("held_back_unsubscribed", t.held_back_unsubscribed).member("refused", t.refused);
    w.member("not_attempted", t.not_attempted);
    w.end();
}

void write_lists(Writer& w, const Report& report) {
    w.key("lists").array();
    for (const ListReport& list : report.lists) {
        w.object().member("name", list.name).member("list_name", list.list_name);
        w.member("list_id", text_or_nothing(list.list_id));
        w.member("created", list.created).member("added", list.added).member("removed", list.removed);
        w.member("held_back_left", list.held_back_left).end();
    }
    w.end();
    w.key("custom_fields").array();
    for (const CustomFieldReport& field : report.custom_fields) {
        w.object().member("label", field.label).member("created", field.created).end();
    }
    w.end();
}

void write_calls(Writer& w, const Report& report) {
    w.key("api_calls").object();
    w.member("estimated", report.calls_estimated).member("total", report.calls_total);
    w.member("writes", report.calls_writes).member("token", report.calls_token);
    w.key("by_endpoint").object();
    for (const auto& [endpoint, calls] : report.calls_by_endpoint) {
        w.member(endpoint, calls);
    }
    w.end().end();
    w.key("quota").object().member("used_today", report.quota_used_today).member("limit", report.quota_limit);
    w.member("resets_at", format_instant(report.quota_resets_at)).end();
}

void write_person(Writer& w, const Person& person) {
    w.object()
        .member("email", person.email)
        .member("rep_id", person.rep_id)
        .member("outcome", to_text(person.outcome));
    w.key("changes").array();
    for (const FieldChange& change : person.changes) {
        w.object()
            .member("field", change.field)
            .member("old", change.old_value)
            .member("new", change.new_value)
            .end();
    }
    w.end();
    w.member("lists_added", person.lists_added).member("lists_removed", person.lists_removed);
    w.member("lists_held_back", person.lists_held_back).member("reason", person.reason).end();
}

} // namespace

std::string to_json(const Report& report) {
    Writer w(2);
    w.object().member("schema", 1);
    w.member("run_id", report.run_id).member("undo_of", text_or_nothing(report.undo_of));
    w.member("database", report.database).member("started_by", report.started_by);
    w.member("preview", report.preview).member("depth", report.depth).member("state", to_text(report.state));
    w.key("account").object().member("id", text_or_nothing(report.account_id));
    w.member("name", text_or_nothing(report.account_name)).end();
    write_totals(w, report.totals);
    write_lists(w, report);
    w.key("attribute").object().member("name", "Unsubscribed from CC");
    w.member("assigned", report.attribute_assigned).member("cleared", report.attribute_cleared).end();
    w.member("opted_out_made_mailable", report.opted_out_made_mailable);
    w.key("removals").object().member("planned", report.removals_planned).member("limit", report.removals_limit);
    w.member("confirmed", report.removals_confirmed).end();
    write_calls(w, report);
    w.key("issues").array();
    for (const Issue& issue : report.issues) {
        w.object().member("code", issue.code).member("rep_id", issue.rep_id).member("email", issue.email);
        w.member("message", issue.message).end();
    }
    w.end();
    w.key("people").array();
    for (const Person& person : report.people) {
        write_person(w, person);
    }
    w.end();
    w.member("warnings", report.warnings);
    w.member("new_permissions", report.new_permissions);
    w.member("message", report.message);
    w.member("started_at", format_instant(report.started_at));
    w.member("finished_at", report.finished_at ? std::optional(format_instant(*report.finished_at)) : std::nullopt)
        .end();
    return w.take();
}

} // namespace muster::sync
