// What is done to many Reps at once, chosen by their ids or by what a list shows.

#include <algorithm>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/text.hpp"
#include "store/core.hpp"
#include "store/list_view_shown.hpp"
#include "store/names.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace {

/// Record numbers, each once, in their order; the ids that are missing go into `changes`.
Result<Numbers> resolve(Session& session, DatabaseId database, const ChosenReps& chosen, RepChanges& changes) {
    Numbers numbers;
    if (chosen.shown) {
        TRY_ASSIGN(const auto list, RepList::of(session, database, *chosen.shown, {}));
        for (auto rows = list.ask(session, ListQuestion::Numbers, {}); rows.next();) {
            numbers.push_back(rows.number(0));
        }
    } else {
        TRY(name_of(session, database));
        for (const auto& id : chosen.rep_ids) {
            if (auto row = session["rep.number"].query({database.number, id}); row.next()) {
                numbers.push_back(row.number(0));
            } else {
                changes.missing.push_back(id);
            }
        }
        std::sort(numbers.begin(), numbers.end());
        numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    }
    changes.chosen = static_cast<std::int64_t>(numbers.size() + changes.missing.size());
    if (chosen.expected && *chosen.expected != changes.chosen) {
        return fail(Code::Conflict,
                    fmt::format("The list was changed meanwhile: it shows {} Reps now, not {}. Nothing "
                                "was done; look at it again.",
                                changes.chosen, *chosen.expected));
    }
    return numbers;
}

/// Gives one name to Reps or takes it from them, as StoreRecordBook::put_rep would one by one.
class NameGiver {
  public:
    /// `names` has the name.
    NameGiver(Session& session, DatabaseId database, const Names& names, std::string_view kind,
              std::string_view name, NameChange change)
        : session_(session),
          database_(database),
          kind_(kind),
          number_(names.find(name).value()),
          change_(change),
          now_(to_micros(session.core().clock.now())),
          is_unsubscribed_(kind == kAttribute && name_key(name) == name_key(roster::kUnsubscribedAttribute)) {}

    /// False if it was so already.
    bool apply(std::int64_t rep) {
        Numbers groups;
        Numbers attributes;
        std::string unsubscribed_for;
        {
            auto row = session_["rep.change_state"].query({database_.number, rep});
            if (!row.next()) {
                return false;
            }
            groups = to_numbers(row.text(0));
            attributes = to_numbers(row.text(1));
            unsubscribed_for = row.copy(3);
            if (is_unsubscribed_) { // R16: it belongs to the address that the Rep has now
                unsubscribed_for = change_ == NameChange::Give ? email_key(row.text(2)) : "";
            }
        }
        if (!change(kind_ == kGroup ? groups : attributes)) {
            return false;
        }
        session_[change_ == NameChange::Give ? "rep_names.add" : "rep_names.remove"].run(
            {database_.number, kind_, number_, rep});
        session_["rep.put_names"].run(
            {database_.number, rep, to_text(groups), to_text(attributes), unsubscribed_for, now_});
        session_["rep_list.touch"].run({database_.number, rep, now_});
        return true;
    }

  private:
    bool change(Numbers& numbers) const {
        const auto place = std::lower_bound(numbers.begin(), numbers.end(), number_);
        const bool has = place != numbers.end() && *place == number_;
        if (has == (change_ == NameChange::Give)) {
            return false;
        }
        if (has) {
            numbers.erase(place);
        } else {
            numbers.insert(place, number_);
        }
        return true;
    }

    Session& session_;
    DatabaseId database_;
    std::string_view kind_;
    std::int64_t number_;
    NameChange change_;
    std::int64_t now_;
    bool is_unsubscribed_;
};

} // namespace

Result<RepChanges> Store::change_names(DatabaseId database, const ChosenReps& chosen, NameKind kind,
                                       std::string_view name, NameChange change) {
    return write(*core_, scope_of(database), [&](Session& session) -> Result<RepChanges> {
        RepChanges changes;
        TRY_ASSIGN(const auto reps, resolve(session, database, chosen, changes));
        const auto stored_kind = kind == NameKind::Group ? kGroup : kAttribute;
        const Names names(session, database, stored_kind);
        if (!names.find(name)) {
            return fail(Code::NotFound, fmt::format("There is no Rep {} \"{}\".",
                                                    kind == NameKind::Group ? "Group" : "Attribute", name));
        }
        NameGiver giver(session, database, names, stored_kind, name, change);
        for (const auto rep : reps) {
            ++(giver.apply(rep) ? changes.changed : changes.unchanged);
        }
        return changes;
    });
}

Result<RepChanges> Store::remove_reps(DatabaseId database, const ChosenReps& chosen) {
    return write(*core_, scope_of(database), [&](Session& session) -> Result<RepChanges> {
        RepChanges changes;
        TRY_ASSIGN(const auto reps, resolve(session, database, chosen, changes));
        for (const auto rep : reps) {
            changes.changed += session["rep.remove_by_number"].count_changed({database.number, rep});
        }
        session["database.add_to_counts"].run({database.number, 0, -changes.changed});
        return changes;
    });
}

} // namespace muster::store
