#include "sync/undo_words.hpp"

#include <utility>

#include <fmt/format.h>

#include "sync/sentences.hpp"

namespace muster::sync {
namespace {

class UndoWords : Sentences {
  public:
    using Sentences::Sentences;

    std::string write() {
        write_totals();
        write_lists();
        line("Unsubscribes cannot be undone. Contacts, lists and custom fields that the run made stay.");
        if (!report_.preview && report_.calls_writes > 0) {
            line("The automatic update of this database is off until a person switches it on.");
        }
        line("The next run would do the rest again.");
        write_warnings();
        write_end();
        return std::move(out_);
    }

  private:
    void write_totals() {
        const Totals& t = report_.totals;
        line(fmt::format("Undo of run {}, which changed {} people.", report_.undo_of, t.selected));
        part(t.updated, report_.preview ? "Contacts would be set back" : "Contacts set back");
        part(t.unchanged, "left as they are: changed since, set back already, or not to be undone");
        part(t.held_back_unsubscribed, "held back: unsubscribed");
        part(t.refused, "refused by Constant Contact, or not proved");
        part(t.not_attempted, "not attempted");
        write_sum();
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
            line(text + ".");
        }
    }
};

} // namespace

std::string undo_words(const Report& report) { return UndoWords(report).write(); }

} // namespace muster::sync
