#include "store/run_history.hpp"

#include <algorithm>
#include <limits>

#include "base/text.hpp"
#include "store/journal.hpp"
#include "store/report_document.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace {

constexpr std::string_view kActiveMembers = "Active Members";
constexpr int kPiece = 1'000; ///< rows that a walk reads at once
constexpr std::size_t kLongestSearch = 320;

/// For LIKE with ESCAPE '!'.
std::string containing(std::string_view text) {
    std::string pattern = "%";
    for (const char c : text) {
        if (c == '%' || c == '_' || c == '!') {
            pattern += '!';
        }
        pattern += c;
    }
    return pattern + "%";
}

std::string list_pattern(const std::string& list) {
    return list.empty() ? "" : containing("\n" + name_key(list) + "\n");
}

std::string search_pattern(std::string_view search) {
    const auto wanted = cut(trim(search), kLongestSearch);
    return wanted.empty() ? "" : containing(fold(wanted));
}

std::string states_text(const std::vector<sync::RunState>& states) {
    std::string text;
    for (const auto state : states) {
        text += (text.empty() ? "," : "") + std::string(sync::to_text(state)) + ",";
    }
    return text;
}

/// The first number of a query's first row.
std::int64_t number_of(db::Cursor row) { return row.next() ? row.number(0) : 0; }

/// The total where the page itself tells it, so that nothing is read twice: it is not full.
template <class T>
bool tells_total(Page<T>& page, Window window) {
    if (page.rows.size() >= window.limit || (page.rows.empty() && window.offset > 0)) {
        return false;
    }
    page.total = static_cast<std::int64_t>(window.offset + page.rows.size());
    return true;
}

} // namespace

std::string_view to_text(Tab tab) {
    const auto* found = std::find_if(kTabs.begin(), kTabs.end(), [&](const auto& one) { return one.first == tab; });
    return found == kTabs.end() ? "" : found->second;
}

std::optional<Tab> tab_from(std::string_view text) {
    const auto* found =
        std::find_if(kTabs.begin(), kTabs.end(), [&](const auto& one) { return one.second == text; });
    return found == kTabs.end() ? std::nullopt : std::optional(found->first);
}

std::vector<Tab> tabs_of(const sync::Person& person) {
    using sync::Outcome;
    std::vector<Tab> tabs;
    switch (person.outcome) {
    case Outcome::Created:
        tabs.push_back(Tab::New);
        break;
    case Outcome::Updated:
        if (!person.changes.empty()) {
            tabs.push_back(Tab::Changed);
        }
        break;
    case Outcome::HeldBackUnsubscribed:
        tabs.push_back(Tab::Unsubscribed);
        break;
    case Outcome::IgnoredDuplicate:
    case Outcome::IgnoredNoEmail:
    case Outcome::IgnoredInvalidEmail:
        tabs.push_back(Tab::Ignored);
        break;
    case Outcome::Refused:
        tabs.push_back(Tab::Refused);
        break;
    case Outcome::Unchanged:
        tabs.push_back(Tab::Unchanged);
        break;
    case Outcome::NotAttempted:
        tabs.push_back(Tab::NotAttempted);
        break;
    case Outcome::RemovedFromList:
        break;
    }
    if (!person.lists_added.empty() || !person.lists_removed.empty() || !person.lists_held_back.empty()) {
        tabs.push_back(Tab::Lists);
    }
    const auto& removed = person.lists_removed;
    if (std::find(removed.begin(), removed.end(), kActiveMembers) != removed.end()) {
        tabs.push_back(Tab::ComingOff);
    }
    return tabs;
}

PersonIndex index_of(const sync::Person& person) {
    PersonIndex index;
    for (const Tab tab : tabs_of(person)) {
        index.tabs |= static_cast<std::int64_t>(tab);
    }
    for (const auto* lists : {&person.lists_added, &person.lists_removed, &person.lists_held_back}) {
        for (const auto& list : *lists) {
            index.list_keys += (index.list_keys.empty() ? "\n" : "") + name_key(list) + "\n";
        }
    }
    index.search_text = fold(person.email + " " + person.name + " " + person.rep_id.value_or(""));
    return index;
}

Page<sync::RunSummary> Store::page_runs(DatabaseId database, const RunFilter& filter, Window window) {
    return read_from(*core_, [&](Session& session) -> Page<sync::RunSummary> {
        const auto states = states_text(filter.states);
        const int preview = filter.preview ? int{*filter.preview} : -1;
        const auto from = filter.from ? to_micros(*filter.from) : std::numeric_limits<std::int64_t>::min();
        const auto to = filter.to ? to_micros(*filter.to) : std::numeric_limits<std::int64_t>::max();
        Page<sync::RunSummary> page;
        for (auto rows = session["history.page"].query(
                 {database.number, states, preview, filter.started_by, from, to, window.limit, window.offset});
             rows.next();) {
            page.rows.push_back(read_summary(rows));
        }
        page.total = number_of(
            session["history.count"].query({database.number, states, preview, filter.started_by, from, to}));
        return page;
    });
}

std::map<DatabaseId, std::vector<sync::RunSummary>> Store::newest_runs() {
    constexpr int kDatabase = 13; // after those of a summary
    return read_from(*core_, [](Session& session) {
        std::map<DatabaseId, std::vector<sync::RunSummary>> runs;
        for (auto rows = session["run.newest_of_all"].query({}); rows.next();) {
            runs[DatabaseId{rows.number(kDatabase)}].push_back(read_summary(rows));
        }
        return runs;
    });
}

std::optional<sync::Report> Store::run_summary(DatabaseId database, std::string_view run_id) {
    return read_from(*core_, [&](Session& session) -> std::optional<sync::Report> {
        return read_summary_report(session, database, run_id);
    });
}

std::optional<sync::RunSummary> Store::newest_run_after(DatabaseId database, std::string_view run_id) {
    return read_from(*core_, [&](Session& session) -> std::optional<sync::RunSummary> {
        auto row = session["history.run_after"].query({database.number, run_id});
        return row.next() ? std::optional(read_summary(row)) : std::nullopt;
    });
}

Page<sync::Person> Store::page_people(DatabaseId database, std::string_view run_id, const PersonFilter& filter,
                                      Window window) {
    return read_from(*core_, [&](Session& session) -> Page<sync::Person> {
        const auto outcome = filter.outcome ? std::string(sync::to_text(*filter.outcome)) : "";
        const auto tab = filter.tab ? static_cast<std::int64_t>(*filter.tab) : 0;
        const auto list = list_pattern(filter.list);
        const auto search = search_pattern(filter.search);
        Page<sync::Person> page;
        for (auto rows = session["person.page"].query(
                 {database.number, run_id, outcome, tab, list, search, window.limit, window.offset});
             rows.next();) {
            page.rows.push_back(person_from(rows.text(0)));
        }
        if (!tells_total(page, window)) {
            page.total =
                number_of(session["person.count"].query({database.number, run_id, outcome, tab, list, search}));
        }
        return page;
    });
}

PeopleTally Store::tally_people(DatabaseId database, std::string_view run_id) {
    return read_from(*core_, [&](Session& session) -> PeopleTally {
        PeopleTally tally;
        for (auto rows = session["person.tally"].query({database.number, run_id}); rows.next();) {
            const std::int64_t people = rows.number(2);
            if (const auto outcome = sync::outcome_from(rows.text(0))) {
                tally.by_outcome[*outcome] += people;
            }
            for (const auto& [tab, name] : kTabs) {
                if ((rows.number(1) & static_cast<std::int64_t>(tab)) != 0) {
                    tally.by_tab[tab] += people;
                }
            }
        }
        return tally;
    });
}

Page<sync::Issue> Store::page_issues(DatabaseId database, std::string_view run_id, std::string_view code,
                                     Window window) {
    return read_from(*core_, [&](Session& session) -> Page<sync::Issue> {
        Page<sync::Issue> page;
        for (auto rows = session["issue.page"].query({database.number, run_id, code, window.limit, window.offset});
             rows.next();) {
            page.rows.push_back(issue_from(rows.text(0)));
        }
        page.total = number_of(session["issue.count"].query({database.number, run_id, code}));
        return page;
    });
}

namespace {

/// Reads `query` (place, document) from place to place, a piece in each transaction, which another connection may
/// read.
template <class T>
Result<void> walk(Core& core, std::string_view query, DatabaseId database, std::string_view run_id,
                  T (*read)(std::string_view), const std::function<Result<void>(const T&)>& visit) {
    std::int64_t place = 0;
    for (bool is_more = true; is_more;) {
        std::vector<T> piece;
        place = read_from(core, [&](Session& session) {
            piece.clear();
            auto last = place;
            for (auto rows = session[query].query({database.number, run_id, place, kPiece}); rows.next();) {
                last = rows.number(0);
                piece.push_back(read(rows.text(1)));
            }
            return last;
        });
        for (const T& one : piece) {
            TRY(visit(one));
        }
        is_more = piece.size() == kPiece;
    }
    return {};
}

} // namespace

Result<void> Store::each_person(DatabaseId database, std::string_view run_id,
                                const std::function<Result<void>(const sync::Person&)>& visit) {
    return walk(*core_, "person.after", database, run_id, person_from, visit);
}

Result<void> Store::each_issue(DatabaseId database, std::string_view run_id,
                               const std::function<Result<void>(const sync::Issue&)>& visit) {
    return walk(*core_, "issue.after", database, run_id, issue_from, visit);
}

} // namespace muster::store
