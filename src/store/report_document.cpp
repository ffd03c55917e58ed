#include "store/report_document.hpp"

#include <array>
#include <utility>

#include "base/json.hpp"
#include "base/time.hpp"
#include "db/errors.hpp"

namespace muster::store {

namespace {

using sync::Report;
using sync::Totals;

constexpr std::array kTotals{
    std::pair{"selected", &Totals::selected},
    std::pair{"created", &Totals::created},
    std::pair{"updated", &Totals::updated},
    std::pair{"unchanged", &Totals::unchanged},
    std::pair{"ignored_duplicate", &Totals::ignored_duplicate},
    std::pair{"ignored_no_email", &Totals::ignored_no_email},
    std::pair{"ignored_invalid_email", &Totals::ignored_invalid_email},
    std::pair{"held_back_unsubscribed", &Totals::held_back_unsubscribed},
    std::pair{"refused", &Totals::refused},
    std::pair{"not_attempted", &Totals::not_attempted},
};

constexpr std::array kNumbers{
    std::pair{"attribute_assigned", &Report::attribute_assigned},
    std::pair{"attribute_cleared", &Report::attribute_cleared},
    std::pair{"opted_out_made_mailable", &Report::opted_out_made_mailable},
    std::pair{"removals_planned", &Report::removals_planned},
    std::pair{"removals_limit", &Report::removals_limit},
    std::pair{"calls_estimated", &Report::calls_estimated},
    std::pair{"calls_total", &Report::calls_total},
    std::pair{"calls_writes", &Report::calls_writes},
    std::pair{"calls_token", &Report::calls_token},
    std::pair{"quota_used_today", &Report::quota_used_today},
    std::pair{"quota_limit", &Report::quota_limit},
    std::pair{"new_permissions", &Report::new_permissions},
};

constexpr std::array kTexts{
    std::pair{"run_id", &Report::run_id},
    std::pair{"undo_of", &Report::undo_of},
    std::pair{"database", &Report::database},
    std::pair{"started_by", &Report::started_by},
    std::pair{"depth", &Report::depth},
    std::pair{"account_id", &Report::account_id},
    std::pair{"account_name", &Report::account_name},
    std::pair{"message", &Report::message},
    std::pair{"selections_json", &Report::selections_json},
};

[[noreturn]] void damaged(const std::string& why) {
    throw db::StoreLost("The history in the store is damaged: " + why, db::Loss::Damaged);
}

/// A document that this file wrote, read by `read`.
template <class Read>
auto parse(std::string_view text, Read read) {
    const auto document = json::Document::parse(text);
    if (!document) {
        damaged(document.error().message);
    }
    json::Problems problems;
    auto value = read(json::Reader(*document, problems));
    if (!problems.empty()) {
        damaged(problems.front().pointer + " " + problems.front().message);
    }
    return value;
}

std::vector<std::string> texts_from(const json::Reader& array) {
    std::vector<std::string> texts;
    array.each([&](const json::Reader& text) { texts.push_back(text.text_or("")); });
    return texts;
}

void write_totals(json::Writer& out, const Totals& totals) {
    out.object();
    for (const auto& [name, field] : kTotals) {
        out.member(name, totals.*field);
    }
    out.end();
}

Totals read_totals(const json::Reader& from) {
    Totals totals;
    for (const auto& [name, field] : kTotals) {
        totals.*field = from[name].integer_or(0);
    }
    return totals;
}

void write_lists(json::Writer& out, const Report& report) {
    out.key("lists").array();
    for (const auto& list : report.lists) {
        out.object().member("name", list.name).member("list_name", list.list_name).member("list_id", list.list_id);
        out.member("created", list.created).member("added", list.added).member("removed", list.removed);
        out.member("held_back_left", list.held_back_left).end();
    }
    out.end().key("custom_fields").array();
    for (const auto& field : report.custom_fields) {
        out.object().member("label", field.label).member("created", field.created).end();
    }
    out.end();
}

void read_lists(const json::Reader& from, Report& report) {
    from["lists"].each([&](const json::Reader& list) {
        report.lists.push_back({list["name"].text_or(""), list["list_name"].text_or(""),
                                list["list_id"].text_or(""), list["created"].boolean().value_or(false),
                                list["added"].integer_or(0), list["removed"].integer_or(0),
                                list["held_back_left"].integer_or(0)});
    });
    from["custom_fields"].each([&](const json::Reader& field) {
        report.custom_fields.push_back({field["label"].text_or(""), field["created"].boolean().value_or(false)});
    });
}

std::int64_t micros(Instant instant) { return to_micros(instant); }

Report read_report(const json::Reader& from) {
    Report report;
    for (const auto& [name, field] : kTexts) {
        report.*field = from[name].text_or("");
    }
    for (const auto& [name, field] : kNumbers) {
        report.*field = from[name].integer_or(0);
    }
    report.preview = from["preview"].boolean().value_or(false);
    const auto state = sync::run_state_from(from["state"].text_or(""));
    if (!state) {
        from["state"].complain("is no state of a run");
    }
    report.state = state.value_or(sync::RunState::Failed);
    report.totals = read_totals(from["totals"]);
    read_lists(from, report);
    report.removals_confirmed = from["removals_confirmed"].integer();
    from["calls_by_endpoint"].each_member([&](std::string_view endpoint, const json::Reader& calls) {
        report.calls_by_endpoint.emplace(endpoint, calls.integer_or(0));
    });
    report.quota_resets_at = from_micros(from["quota_resets_at"].integer_or(0));
    report.warnings = texts_from(from["warnings"]);
    report.started_at = from_micros(from["started_at"].integer_or(0));
    if (const auto finished = from["finished_at"].integer()) {
        report.finished_at = from_micros(*finished);
    }
    return report;
}

sync::Person read_person(const json::Reader& from) {
    sync::Person person;
    person.email = from["email"].text_or("");
    person.rep_id = from["rep_id"].text();
    person.name = from["name"].text_or("");
    const auto outcome = sync::outcome_from(from["outcome"].text_or(""));
    if (!outcome) {
        from["outcome"].complain("is no outcome");
    }
    person.outcome = outcome.value_or(sync::Outcome::NotAttempted);
    from["changes"].each([&](const json::Reader& change) {
        person.changes.push_back({change["field"].text_or(""), change["old"].text(), change["new"].text()});
    });
    person.lists_added = texts_from(from["lists_added"]);
    person.lists_removed = texts_from(from["lists_removed"]);
    person.lists_held_back = texts_from(from["lists_held_back"]);
    person.reason = from["reason"].text();
    if (const auto intention = from["intention"]; intention.present()) {
        person.intention = {sync::outcome_from(intention["outcome"].text_or("")).value_or(sync::Outcome::Updated),
                            texts_from(intention["lists_added"]), texts_from(intention["lists_removed"])};
    }
    return person;
}

} // namespace

std::string to_document(const Totals& totals) {
    json::Writer out;
    write_totals(out, totals);
    return out.take();
}

std::string to_document(const Report& report) {
    json::Writer out;
    out.object();
    for (const auto& [name, field] : kTexts) {
        out.member(name, report.*field);
    }
    for (const auto& [name, field] : kNumbers) {
        out.member(name, report.*field);
    }
    out.member("preview", report.preview).member("state", sync::to_text(report.state));
    out.key("totals");
    write_totals(out, report.totals);
    write_lists(out, report);
    out.member("removals_confirmed", report.removals_confirmed);
    out.key("calls_by_endpoint").object();
    for (const auto& [endpoint, calls] : report.calls_by_endpoint) {
        out.member(endpoint, calls);
    }
    out.end().member("quota_resets_at", micros(report.quota_resets_at));
    out.member("warnings", report.warnings).member("started_at", micros(report.started_at));
    out.member("finished_at", report.finished_at ? std::optional(micros(*report.finished_at)) : std::nullopt);
    return out.end().take();
}

std::string to_document(const sync::Person& person) {
    json::Writer out;
    out.object().member("email", person.email).member("rep_id", person.rep_id).member("name", person.name);
    out.member("outcome", sync::to_text(person.outcome)).key("changes").array();
    for (const auto& change : person.changes) {
        out.object().member("field", change.field).member("old", change.old_value);
        out.member("new", change.new_value).end();
    }
    out.end().member("lists_added", person.lists_added).member("lists_removed", person.lists_removed);
    out.member("lists_held_back", person.lists_held_back).member("reason", person.reason);
    if (person.intention) {
        out.key("intention").object().member("outcome", sync::to_text(person.intention->outcome));
        out.member("lists_added", person.intention->lists_added);
        out.member("lists_removed", person.intention->lists_removed).end();
    }
    return out.end().take();
}

std::string to_document(const sync::Issue& issue) {
    json::Writer out;
    out.object().member("code", issue.code).member("rep_id", issue.rep_id).member("email", issue.email);
    return out.member("message", issue.message).end().take();
}

Report report_from(std::string_view document) { return parse(document, read_report); }
Totals totals_from(std::string_view document) { return parse(document, read_totals); }
sync::Person person_from(std::string_view document) { return parse(document, read_person); }

sync::Issue issue_from(std::string_view document) {
    return parse(document, [](const json::Reader& from) {
        return sync::Issue{from["code"].text_or(""), from["rep_id"].text(), from["email"].text(),
                           from["message"].text_or("")};
    });
}

} // namespace muster::store
