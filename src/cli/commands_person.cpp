#include <fmt/format.h>

#include "app/why.hpp"
#include "base/text.hpp"
#include "cli/command.hpp"
#include "cli/present.hpp"

namespace muster::cli {

namespace {

std::string_view to_text(app::ExplainedRep::Place place) {
    switch (place) {
    case app::ExplainedRep::Place::Winner:
        return "winner";
    case app::ExplainedRep::Place::Duplicate:
        return "ignored_duplicate";
    case app::ExplainedRep::Place::NotSelected:
        return "not_selected";
    case app::ExplainedRep::Place::InvalidEmail:
        return "ignored_invalid_email";
    }
    return "";
}

std::string_view to_text(app::SelectionSource source) {
    switch (source) {
    case app::SelectionSource::LastRun:
        return "last_run";
    case app::SelectionSource::Automatic:
        return "automatic";
    case app::SelectionSource::Everything:
        return "everything";
    }
    return "";
}

std::string winner_of(const app::Explanation& explanation) {
    for (const auto& rep : explanation.reps) {
        if (rep.place == app::ExplainedRep::Place::Winner) {
            return rep.row.rep.rep_id;
        }
    }
    return "";
}

void write_contact(json::Writer& writer, const app::KnownContact& known) {
    const auto& contact = known.contact;
    writer.object().member("contact_id", contact.contact_id).member("email", contact.address);
    writer.member("permission_to_send", contact.permission_to_send).member("opted_out", contact.is_opted_out());
    writer.member("opt_out_date",
                  contact.opt_out_date ? std::optional(format_instant(*contact.opt_out_date)) : std::nullopt);
    writer.member("deleted", contact.is_deleted)
        .member("lists", known.lists)
        .member("left_lists", known.left_lists)
        .end();
}

std::string explanation_document(const app::Explanation& explanation) {
    auto writer = begin_document();
    writer.member("database", explanation.database).member("address", explanation.address);
    writer.key("selections").object().member("source", to_text(explanation.selections.source));
    writer.key("used").raw(roster::to_json(explanation.selections.selections)).end();
    const std::string winner = winner_of(explanation);
    writer.member("winner", winner.empty() ? std::optional<std::string>() : winner).key("reps").array();
    for (const auto& [row, place, reason] : explanation.reps) {
        writer.object().member("rep_id", row.rep.rep_id).member("name", row.rep.display_name());
        writer.member("member_id", row.member.member_id)
            .member("company", row.member.company)
            .member("email", row.rep.email);
        writer.member("active", row.is_active()).member("selected", place != app::ExplainedRep::Place::NotSelected);
        writer.member("place", to_text(place)).member("reason", reason).member("groups", row.rep.groups);
        writer.member("unsubscribed_attribute", !row.unsubscribed_for.empty()).end();
    }
    writer.end()
        .member("opted_out", explanation.contact && explanation.contact->contact.is_opted_out())
        .key("contact");
    if (explanation.contact) {
        write_contact(writer, *explanation.contact);
    } else {
        writer.null();
    }
    writer.member("read_at",
                  explanation.read_at ? std::optional(format_instant(*explanation.read_at)) : std::nullopt);
    writer.key("last_outcome");
    if (explanation.last_outcome) {
        const auto& [run, person] = *explanation.last_outcome;
        writer.object().member("run_id", run.run_id).member("started_at", format_instant(run.started_at));
        writer.member("preview", run.preview)
            .member("outcome", sync::to_text(person.outcome))
            .member("rep_id", person.rep_id)
            .member("reason", person.reason);
        writer.member("lists_added", person.lists_added).member("lists_removed", person.lists_removed);
        writer.member("lists_held_back", person.lists_held_back).end();
    } else {
        writer.null();
    }
    return writer.end().take();
}

std::string or_none(const std::vector<std::string>& names) { return names.empty() ? "none" : join(names, ", "); }

std::string contact_words(const app::Explanation& explanation) {
    if (!explanation.contact) {
        return explanation.read_at ? fmt::format("The account had no such Contact when it was last read ({}).",
                                                 format_instant(*explanation.read_at))
                                   : std::string("The account has not been read yet.");
    }
    const auto& contact = explanation.contact->contact;
    std::string out = fmt::format("Contact {}{}: ", contact.address, contact.is_deleted ? " (deleted)" : "");
    if (contact.is_opted_out()) {
        out +=
            fmt::format("unsubscribed{}. Nothing is sent for this address.",
                        contact.opt_out_date ? " on " + format_instant(*contact.opt_out_date).substr(0, 10) : "");
    } else {
        const bool is_mailable =
            contact.permission_to_send == "implicit" || contact.permission_to_send == "explicit";
        out += fmt::format("{} (permission: {}).", is_mailable ? "may be sent mail" : "is sent no mail now",
                           contact.permission_to_send);
    }
    out += fmt::format("\nOn the lists: {}.", or_none(explanation.contact->lists));
    if (!explanation.contact->left_lists.empty()) {
        out += fmt::format("\nLeft, and is not put back on: {}. To lift that: muster put-back --database \"{}\" {}",
                           or_none(explanation.contact->left_lists), explanation.database, explanation.address);
    }
    return out;
}

std::string explanation_words(const app::Explanation& explanation) {
    std::string out = fmt::format("{} in \"{}\", with {}:\n", explanation.address, explanation.database,
                                  app::describe(explanation.selections.selections));
    if (explanation.reps.empty()) {
        out += "  No Rep has this address.\n";
    }
    for (const auto& [row, place, reason] : explanation.reps) {
        out += fmt::format("  {} ({}), {}, {}{}\n    {}\n", row.rep.display_name(), row.rep.rep_id,
                           row.member.company, row.is_active() ? "active" : "not active",
                           row.rep.groups.empty() ? "" : ", groups: " + join(row.rep.groups, ", "), reason);
    }
    out += contact_words(explanation) + "\n";
    if (!explanation.last_outcome) {
        return out + "No run in the history names this address.";
    }
    const auto& [run, person] = *explanation.last_outcome;
    return out + fmt::format("Last named in the {} {} of {}: {}{}.", run.preview ? "preview" : "run", run.run_id,
                             format_instant(run.started_at), sync::to_text(person.outcome),
                             person.reason ? " (" + *person.reason + ")" : "");
}

Result<Exit> why(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto explanation,
               app::explain_address(*target.installation, target.database, given.value("ADDRESS")));
    session.console().document(explanation_document(explanation));
    session.console().say(explanation_words(explanation));
    return Exit::Done;
}

Result<Exit> forget(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto forgotten,
               app::forget_person(*target.installation, target.database, given.value("ADDRESS")));
    auto writer = begin_document();
    writer.member("address", given.value("ADDRESS"))
        .member("outcomes", forgotten.outcomes)
        .member("contacts", forgotten.contacts);
    session.console().document(writer.member("opt_out_kept", forgotten.opt_out_kept).end().text());
    session.console().say(
        fmt::format("Erased {} entries of the history and {} Contacts of the account view.{} The records and the "
                    "Constant Contact account are as they were.",
                    forgotten.outcomes, forgotten.contacts,
                    forgotten.opt_out_kept ? " That this address unsubscribed stays known." : ""));
    return Exit::Done;
}

Result<Exit> put_back(Session& session, const Given& given) {
    TRY_ASSIGN(const auto target, open_target(session, given));
    TRY_ASSIGN(const auto lifted,
               app::put_back(*target.installation, target.database, given.value("ADDRESS"), given.value("--list")));
    auto writer = begin_document();
    session.console().document(
        writer.member("address", given.value("ADDRESS")).member("lists", lifted).end().text());
    session.console().say(lifted == 0
                              ? fmt::format("{} has left no such list; nothing changed.", given.value("ADDRESS"))
                              : fmt::format("The next run may put {} back on {} {}.", given.value("ADDRESS"),
                                            lifted, lifted == 1 ? "list" : "lists"));
    return Exit::Done;
}

} // namespace

std::vector<Command> person_commands() {
    const Argument address{"ADDRESS", "e-mail address"};
    const std::vector<Flag> database{database_flag()};
    return {
        {"why",
         "explain one address: who counts, what is known, what happened last",
         {address},
         database,
         SideEffects::Nothing,
         {"muster why --database Main anna@example.org"},
         why,
         ""},
        {"put-back",
         "let a person who left a list be put on it again",
         {address},
         joined(database, {{"--list", FlagKind::Value, "NAME", "this list only", false}}),
         SideEffects::Records,
         {},
         put_back,
         ""},
        {"forget",
         "erase a person from history and account view",
         {address},
         database,
         SideEffects::Records,
         {},
         forget,
         "That an address unsubscribed stays known. Records and the Constant Contact account are not touched."},
    };
}

} // namespace muster::cli
