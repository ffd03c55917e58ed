#include <algorithm>

#include <fmt/format.h>

#include "app/selections.hpp"
#include "base/text.hpp"
#include "web/present.hpp"

namespace muster::web {

namespace {

void write(json::Writer& writer, const sync::ListReport& list) {
    writer.object()
        .member("name", list.name)
        .member("list_name", list.list_name)
        .member("list_id", list.list_id)
        .member("created", list.created)
        .member("added", list.added)
        .member("removed", list.removed)
        .member("held_back_left", list.held_back_left)
        .end();
}

void write_calls(json::Writer& writer, const sync::Report& report) {
    writer.key("removals")
        .object()
        .member("planned", report.removals_planned)
        .member("limit", report.removals_limit)
        .member("confirmed", report.removals_confirmed)
        .end();
    writer.key("api_calls")
        .object()
        .member("estimated", report.calls_estimated)
        .member("total", report.calls_total)
        .member("writes", report.calls_writes)
        .member("token", report.calls_token)
        .key("by_endpoint")
        .object();
    for (const auto& [endpoint, calls] : report.calls_by_endpoint) {
        writer.member(endpoint, calls);
    }
    writer.end().end();
    writer.key("quota")
        .object()
        .member("used_today", report.quota_used_today)
        .member("limit", report.quota_limit)
        .member("resets_at", format_instant(report.quota_resets_at))
        .end();
}

void write_what_it_did(json::Writer& writer, const sync::Report& report) {
    writer.key("lists").array();
    for (const auto& list : report.lists) {
        write(writer, list);
    }
    writer.end().key("custom_fields").array();
    for (const auto& field : report.custom_fields) {
        writer.object().member("label", field.label).member("created", field.created).end();
    }
    writer.end()
        .key("attribute")
        .object()
        .member("name", roster::kUnsubscribedAttribute)
        .member("assigned", report.attribute_assigned)
        .member("cleared", report.attribute_cleared)
        .end();
    writer.member("opted_out_made_mailable", report.opted_out_made_mailable);
}

/// The report's lines as sentences.
std::vector<std::string> sentences(const sync::Report& report) { return split_list(sync::to_words(report), '\n'); }

std::string_view place_word(app::ExplainedRep::Place place) {
    switch (place) {
    case app::ExplainedRep::Place::Winner:
        return "winner";
    case app::ExplainedRep::Place::Duplicate:
        return "duplicate";
    case app::ExplainedRep::Place::NotSelected:
        return "not_selected";
    case app::ExplainedRep::Place::InvalidEmail:
        break;
    }
    return "invalid_email";
}

std::string source_words(const app::UsedSelections& used) {
    const std::string what = app::describe(used.selections);
    switch (used.source) {
    case app::SelectionSource::LastRun:
        return fmt::format("The selections of the last run: {}.", what);
    case app::SelectionSource::Automatic:
        return fmt::format("The automatic selections: {}.", what);
    case app::SelectionSource::Everything:
        break;
    }
    return fmt::format("No run yet and nothing saved, so: {}.", what);
}

void write(json::Writer& writer, const app::ExplainedRep& rep) {
    const auto& [row, place, reason] = rep;
    writer.object()
        .member("rep_id", row.rep.rep_id)
        .member("name", row.rep.display_name())
        .member("member_id", row.member.member_id)
        .member("company", row.member.company)
        .member("status", row.status.code)
        .member("active", row.is_active())
        .member("place", place_word(place))
        .member("reason", reason)
        .end();
}

void write(json::Writer& writer, const std::optional<app::KnownContact>& known) {
    if (!known) {
        writer.null();
        return;
    }
    writer.object()
        .member("contact_id", known->contact.contact_id)
        .member("email", known->contact.address)
        .member("permission", known->contact.permission_to_send)
        .member("unsubscribed", known->contact.is_opted_out())
        .member("deleted", known->contact.is_deleted)
        .member("lists", known->lists)
        .member("left_lists", known->left_lists)
        .end();
}

} // namespace

void write(json::Writer& writer, const sync::Totals& totals) {
    writer.object()
        .member("selected", totals.selected)
        .member("created", totals.created)
        .member("updated", totals.updated)
        .member("unchanged", totals.unchanged)
        .member("ignored_duplicate", totals.ignored_duplicate)
        .member("ignored_no_email", totals.ignored_no_email)
        .member("ignored_invalid_email", totals.ignored_invalid_email)
        .member("held_back_unsubscribed", totals.held_back_unsubscribed)
        .member("refused", totals.refused)
        .member("not_attempted", totals.not_attempted)
        .end();
}

void write(json::Writer& writer, const sync::RunSummary& run) {
    writer.object().member("run_id", run.run_id).member("started_by", run.started_by);
    write_or_null(writer, "undo_of", run.undo_of);
    writer.member("preview", run.preview)
        .member("depth", run.depth)
        .member("state", sync::to_text(run.state))
        .key("totals");
    write(writer, run.totals);
    writer.member("started_at", format_instant(run.started_at));
    write_moment(writer, "finished_at", run.finished_at);
    writer.member("message", run.message)
        .member("calls_estimated", run.calls_estimated)
        .member("calls_total", run.calls_total)
        .end();
}

void write(json::Writer& writer, const sync::Person& person) {
    writer.object()
        .member("email", person.email)
        .member("rep_id", person.rep_id)
        .member("name", person.name)
        .member("outcome", sync::to_text(person.outcome))
        .key("changes")
        .array();
    for (const auto& change : person.changes) {
        writer.object()
            .member("field", change.field)
            .member("old", change.old_value)
            .member("new", change.new_value)
            .end();
    }
    writer.end()
        .member("lists_added", person.lists_added)
        .member("lists_removed", person.lists_removed)
        .member("lists_held_back", person.lists_held_back)
        .member("reason", person.reason)
        .end();
}

void write(json::Writer& writer, const sync::Issue& issue) {
    writer.object()
        .member("code", issue.code)
        .member("rep_id", issue.rep_id)
        .member("email", issue.email)
        .member("message", issue.message)
        .end();
}

void write(json::Writer& writer, const app::RunProgress& progress, Instant now) {
    using std::chrono::duration_cast, std::chrono::seconds;
    const auto left =
        progress.time_left ? std::optional(duration_cast<seconds>(*progress.time_left).count()) : std::nullopt;
    writer.object()
        .member("phase", sync::to_text(progress.now.phase))
        .member("done", progress.now.done)
        .member("total", progress.now.total)
        .member("what", progress.now.what)
        .member("elapsed_seconds", std::max<std::int64_t>(duration_cast<seconds>(progress.elapsed(now)).count(), 0))
        .member("left_seconds", left)
        .member("cancelled_by", progress.cancelled_by)
        .member("calls", progress.now.calls)
        .member("calls_estimated", progress.now.calls_estimated)
        .end();
}

void write(json::Writer& writer, const app::RunView& view, MayOperate may_operate, Instant now) {
    const auto& report = view.report;
    writer.object()
        .member("run_id", report.run_id)
        .member("database", report.database)
        .member("started_by", report.started_by);
    write_or_null(writer, "undo_of", report.undo_of);
    writer.member("preview", report.preview)
        .member("depth", report.depth)
        .member("state", sync::to_text(report.state));
    writer.key("account").object().member("id", report.account_id).member("name", report.account_name).end();
    writer.key("totals");
    write(writer, report.totals);
    write_what_it_did(writer, report);
    write_calls(writer, report);
    writer.member("started_at", format_instant(report.started_at));
    write_moment(writer, "finished_at", report.finished_at);
    writer.member("message", report.message)
        .member("words", sentences(report))
        .member("warnings", report.warnings)
        .member("issue_count", view.issues)
        .key("tabs")
        .object();
    for (const auto& [tab, people] : view.people.by_tab) {
        writer.member(store::to_text(tab), people);
    }
    writer.end().member("new_permissions", report.new_permissions).key("selections");
    write(writer, roster::selections_from_json(report.selections_json).value_or(roster::Selections{}));
    writer.key("progress");
    if (view.progress && !view.progress->end) {
        write(writer, *view.progress, now);
    } else {
        writer.null();
    }
    const bool may = may_operate == MayOperate::Yes;
    writer.key("can")
        .object()
        .member("cancel", may && view.can.cancel)
        .member("begin", may && view.can.begin)
        .member("confirm", may && view.can.confirm)
        .member("retry", may && view.can.repeat)
        .member("undo", may && view.can.undo)
        .end()
        .end();
}

void write(json::Writer& writer, const app::Explanation& explanation) {
    writer.object()
        .member("address", explanation.address)
        .member("selections", source_words(explanation.selections))
        .key("reps")
        .array();
    for (const auto& rep : explanation.reps) {
        write(writer, rep);
    }
    writer.end().key("contact");
    write(writer, explanation.contact);
    write_moment(writer, "read_at", explanation.read_at);
    writer.key("last_outcome");
    if (explanation.last_outcome) {
        writer.object().key("run");
        write(writer, explanation.last_outcome->first);
        writer.key("person");
        write(writer, explanation.last_outcome->second);
        writer.end();
    } else {
        writer.null();
    }
    writer.end();
}

} // namespace muster::web
