#include "cli/report_text.hpp"

#include <array>
#include <cctype>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::cli {

namespace {

using sync::Outcome;

struct Section {
    Outcome outcome;
    std::string_view done;
    std::string_view planned;
};

constexpr std::array kSections{
    Section{Outcome::Created, "Created", "Would be created"},
    Section{Outcome::Updated, "Updated", "Would be updated"},
    Section{Outcome::RemovedFromList, "Taken off Active Members", "Would be taken off Active Members"},
    Section{Outcome::HeldBackUnsubscribed, "Held back, because they unsubscribed",
            "Held back, because they unsubscribed"},
    Section{Outcome::Refused, "Refused, or not proved", "Refused"},
    Section{Outcome::IgnoredDuplicate, "Ignored, because another Rep with the same address comes first",
            "Ignored, because another Rep with the same address comes first"},
    Section{Outcome::IgnoredInvalidEmail, "Ignored, because the address is not usable",
            "Ignored, because the address is not usable"},
    Section{Outcome::IgnoredNoEmail, "Ignored, because there is no address",
            "Ignored, because there is no address"},
    Section{Outcome::NotAttempted, "Not attempted", "Not attempted"},
    Section{Outcome::Unchanged, "Unchanged", "Unchanged"},
};

bool is_outcome(const std::string& code) {
    for (const auto& section : kSections) {
        if (sync::to_text(section.outcome) == code) {
            return true;
        }
    }
    return false;
}

/// Of an undo, whose people are "updated" back, or left alone.
std::string_view heading(const Section& section, const sync::Report& report, bool is_planned) {
    if (!report.undo_of.empty() && section.outcome == Outcome::Updated) {
        return is_planned ? "Would be set back" : "Set back";
    }
    if (!report.undo_of.empty() && section.outcome == Outcome::Unchanged) {
        return "Left as they are";
    }
    return is_planned ? section.planned : section.done;
}

std::string change_text(const sync::FieldChange& change) {
    if (!change.old_value && !change.new_value) {
        return change.field + " changed"; // a secret (R29)
    }
    const auto shown = [](const std::optional<std::string>& value) {
        return value && !value->empty() ? fmt::format("\"{}\"", *value) : std::string("blank");
    };
    return fmt::format("{} {} → {}", change.field, shown(change.old_value), shown(change.new_value));
}

std::string person_text(const sync::Person& person) {
    std::string text = person.name;
    if (!person.email.empty()) {
        text += (text.empty() ? "" : " ") + fmt::format("<{}>", person.email);
    }
    if (person.rep_id) {
        text += fmt::format(" ({})", *person.rep_id);
    }
    std::vector<std::string> parts;
    if (person.outcome == Outcome::Updated) { // what is new about a new Contact is all of it
        for (const auto& change : person.changes) {
            parts.push_back(change_text(change));
        }
    }
    const auto add = [&](std::string_view verb, const std::vector<std::string>& lists) {
        if (!lists.empty()) {
            parts.push_back(fmt::format("{} {}", verb, join(lists, ", ")));
        }
    };
    add("on to", person.lists_added);
    add("off", person.lists_removed);
    add("not put back on", person.lists_held_back);
    if (person.reason) {
        parts.push_back(*person.reason);
    }
    return parts.empty() ? text : text + ": " + join(parts, "; ");
}

void add_section(std::string& out, std::string_view heading, const std::vector<std::string>& lines,
                 std::size_t most, const std::string& run_id) {
    if (lines.empty()) {
        return;
    }
    out += fmt::format("{} ({}):\n", heading, lines.size());
    for (std::size_t i = 0; i < lines.size() && i < most; ++i) {
        out += "  " + lines[i] + "\n";
    }
    if (lines.size() > most) {
        out += fmt::format("  … and {} more; all of them: muster runs show {}\n", lines.size() - most, run_id);
    }
}

/// R26: a run that asks for confirmation names everyone whom it would take off Active Members.
std::vector<std::string> all_removals(const sync::Report& report) {
    std::vector<std::string> lines;
    for (const auto& person : report.people) {
        if (!person.lists_removed.empty()) {
            lines.push_back(fmt::format("{} <{}>", person.name, person.email));
        }
    }
    return lines;
}

std::vector<std::string> issue_lines(const sync::Report& report, bool revived) {
    std::vector<std::string> lines;
    for (const auto& issue : report.issues) {
        if (!is_outcome(issue.code) && (issue.code == "revived") == revived) {
            lines.push_back(issue.message);
        }
    }
    return lines;
}

} // namespace

std::string people_text(const sync::Report& report, std::size_t most) {
    std::string out;
    const bool asks = report.state == sync::RunState::NeedsConfirmation;
    if (asks) {
        const auto lines = all_removals(report);
        add_section(out, "Would be taken off Active Members", lines, lines.size(), report.run_id);
    }
    for (const auto& section : kSections) {
        if (asks && section.outcome == Outcome::RemovedFromList) {
            continue;
        }
        std::vector<std::string> lines;
        for (const auto& person : report.people) {
            if (person.outcome == section.outcome) {
                lines.push_back(person_text(person));
            }
        }
        add_section(out, heading(section, report, report.preview || asks), lines, most, report.run_id);
    }
    if (!report.undo_of.empty()) {
        return out; // each person's reason says it
    }
    add_section(out, "Deleted in Constant Contact, and coming back", issue_lines(report, true), most,
                report.run_id); // R25
    add_section(out, "To know", issue_lines(report, false), most, report.run_id);
    return out;
}

std::string report_text(const sync::Report& report, std::size_t most) {
    std::string text = people_text(report, most);
    text += (text.empty() ? "" : "\n") + sync::to_words(report);
    if (report.state == sync::RunState::NeedsConfirmation) {
        text += fmt::format("If it is right that they come off, run again with --confirm-removals {}.",
                            report.removals_planned);
    }
    while (text.ends_with('\n')) {
        text.pop_back();
    }
    return text;
}

void RunProgress::progress(const sync::Progress& progress) {
    // A step says all by itself ("Connecting"), but what is sent or proved ("Contacts") needs the phase.
    const bool is_bare = progress.phase == sync::Phase::Sending || progress.phase == sync::Phase::Proving;
    std::string step = progress.what;
    if (is_bare || step.empty()) {
        step = std::string(sync::to_text(progress.phase)) + (step.empty() ? "" : " " + step);
        step.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(step.front())));
    }
    line_.show(step, progress.done, progress.total);
}

} // namespace muster::cli
