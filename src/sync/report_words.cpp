#include <fmt/format.h>

#include "sync/report.hpp"
#include "sync/undo_words.hpp"

namespace muster::sync {
namespace {

class Words {
  public:
    explicit Words(const Report& report) : report_(report) {}

    std::string write() {
        write_totals();
        write_lists();
        write_rest();
        write_calls();
        if (!report_.message.empty()) {
            line("{}", report_.message);
        }
        line("{} opted-out addresses were made mailable.", report_.opted_out_made_mailable);
        return std::move(out_);
    }

  private:
    template <class... Args>
    void line(fmt::format_string<Args...> format, Args&&... args) {
        out_ += fmt::format(format, std::forward<Args>(args)...);
        out_ += '\n';
    }

    /// "3 updated, 2 created": only what is there.
    void write_totals() {
        const Totals& t = report_.totals;
        const std::string_view will = report_.preview ? " would be" : "";
        line("{} Reps selected.", t.selected);
        const auto part = [&](std::int64_t number, std::string_view what) {
            if (number > 0) {
                line("  {:>7}  {}", number, what);
            }
        };
        part(t.created, fmt::format("Contacts{} created", will));
        part(t.updated, fmt::format("Contacts{} updated", will));
        part(t.unchanged, "unchanged");
        part(t.ignored_duplicate, "ignored: another Rep with the same address comes first");
        part(t.ignored_no_email, "ignored: no e-mail address");
        part(t.ignored_invalid_email, "ignored: the e-mail address is not usable");
        part(t.held_back_unsubscribed, "held back: unsubscribed");
        part(t.refused, "refused by Constant Contact, or not proved");
        part(t.not_attempted, "not attempted");
        line("  {:>7}  in all", t.sum());
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
            line("{}{}.", text, list.created ? (report_.preview ? " (would be created)" : " (created)") : "");
        }
        for (const CustomFieldReport& field : report_.custom_fields) {
            if (field.created) {
                line("Custom field \"{}\": {}.", field.label, report_.preview ? "would be created" : "created");
            }
        }
    }

    void write_rest() {
        if (report_.attribute_assigned + report_.attribute_cleared > 0) {
            line("Attribute \"Unsubscribed from CC\": {} assigned, {} taken off.", report_.attribute_assigned,
                 report_.attribute_cleared);
        }
        if (report_.preview && report_.new_permissions > 0) {
            line("{} new Contacts will be stated to have given implied permission. Joining a list can start its "
                 "automatic mail, and with "
                 "confirmed opt-in Constant Contact may ask each of them.",
                 report_.new_permissions);
        }
        for (const std::string& warning : report_.warnings) {
            line("{}", warning);
        }
    }

    void write_calls() {
        const auto left = report_.quota_limit - report_.quota_used_today;
        if (report_.preview) {
            line("About {} API calls of {} left today.", report_.calls_estimated, left);
        } else {
            line("{} API calls ({} of them writes; {} were estimated), {} left today.", report_.calls_total,
                 report_.calls_writes, report_.calls_estimated, left);
        }
    }

    const Report& report_;
    std::string out_;
};

} // namespace

std::string to_words(const Report& report) {
    return report.undo_of.empty() ? Words(report).write() : undo_words(report);
}

} // namespace muster::sync
