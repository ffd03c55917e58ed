#include <fmt/format.h>

#include "sync/report.hpp"
#include "sync/sentences.hpp"
#include "sync/undo_words.hpp"

namespace muster::sync {
namespace {

class Words : Sentences {
  public:
    using Sentences::Sentences;

    std::string write() {
        write_totals();
        write_lists();
        write_rest();
        write_end();
        return std::move(out_);
    }

  private:
    /// "3 updated, 2 created": only what is there.
    void write_totals() {
        const Totals& t = report_.totals;
        const std::string_view will = report_.preview ? " would be" : "";
        line(fmt::format("{} Reps selected.", t.selected));
        part(t.created, fmt::format("Contacts{} created", will));
        part(t.updated, fmt::format("Contacts{} updated", will));
        part(t.unchanged, "unchanged");
        part(t.ignored_duplicate, "ignored: another Rep with the same address comes first");
        part(t.ignored_no_email, "ignored: no e-mail address");
        part(t.ignored_invalid_email, "ignored: the e-mail address is not usable");
        part(t.held_back_unsubscribed, "held back: unsubscribed");
        part(t.refused, "refused by Constant Contact, or not proved");
        part(t.not_attempted, "not attempted");
        write_sum();
    }

    void write_lists() {
        for (const ListReport& list : report_.lists) {
            std::string text = fmt::format("List \"{}\"", list.name);
            if (list.list_name != list.name) {
                text += fmt::format(" (called \"{}\" in Constant Contact)", list.list_name);
            }
            text += fmt::format(": {} added", list.added);
            if (list.removed > 0) {
                text += fmt::format(", {} taken off", list.removed);
            }
            if (list.held_back_left > 0) {
                text += fmt::format(", {} held back because they left it", list.held_back_left);
            }
            line(fmt::format("{}{}.", text,
                             list.created ? (report_.preview ? " (would be created)" : " (created)") : ""));
        }
        for (const CustomFieldReport& field : report_.custom_fields) {
            if (field.created) {
                line(fmt::format("Custom field \"{}\": {}.", field.label,
                                 report_.preview ? "would be created" : "created"));
            }
        }
    }

    void write_rest() {
        if (report_.attribute_assigned + report_.attribute_cleared > 0) {
            line(fmt::format("Attribute \"Unsubscribed from CC\": {} assigned, {} taken off.",
                             report_.attribute_assigned, report_.attribute_cleared));
        }
        if (report_.preview && report_.new_permissions > 0) {
            line(fmt::format(
                "{} new Contacts will be stated to have given implied permission. Joining a list can start its "
                "automatic mail, and with "
                "confirmed opt-in Constant Contact may ask each of them.",
                report_.new_permissions));
        }
        write_warnings();
    }
};

} // namespace

std::string to_words(const Report& report) {
    return report.undo_of.empty() ? Words(report).write() : undo_words(report);
}

} // namespace muster::sync
