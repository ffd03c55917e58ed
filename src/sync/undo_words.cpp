#include "sync/undo_words.hpp"

#include <utility>

#include <fmt/format.h>

namespace muster::sync {
namespace {

class UndoWords {
  public:
    explicit UndoWords(const Report& report) : report_(report) {}

    std::string write() {
        write_totals();
        write_lists();
        line("Unsubscribes cannot be undone. Contacts, lists and custom fields that the run made stay.");
        if (!report_.preview && report_.calls_writes > 0) {
            line("The automatic update of this database is off until a person switches it on.");
        }
        line("The next run would do the rest again.");
        for (const std::string& warning : report_.warnings) {
            line("{}", warning);
        }
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

    void write_totals() {
        const Totals& t = report_.totals;
        line("Undo of run {}, which changed {} people.", report_.undo_of, t.selected);
        const auto part = [&](std::int64_t number, std::string_view what) {
            if (number > 0) {
                line("  {:>7}  {}", number, what);
            }
        };
        part(t.updated, report_.preview ? "Contacts would be set back" : "Contacts set back");
        part(t.unchanged, "left as they are: changed since, set back already, or not to be undone");
        part(t.held_back_unsubscribed, "held back: unsubscribed");
        part(t.refused, "refused by Constant Contact, or not proved");
        part(t.not_attempted, "not attempted");
        line("  {:>7}  in all", t.sum());
    }

    void write_lists() {
        for (const ListReport& list : report_.lists) {
            if (list.added + list.removed + list.held_back_left == 0) {
                continue;
            }
            std::string text =
                fmt::format("List \"{}\": {} taken off, {} put back", list.name, list.removed, list.added);
            if (list.held_back_left > 0) {
                text += fmt::format(", {} held back because they left it", list.held_back_left);
            }
            line("{}.", text);
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

std::string undo_words(const Report& report) { return UndoWords(report).write(); }

} // namespace muster::sync
