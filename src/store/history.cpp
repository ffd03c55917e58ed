// The history across runs: showing, shortening, forgetting.

#include <algorithm>
#include <array>

#include "base/email.hpp"
#include "base/text.hpp"
#include "store/account_store.hpp"
#include "store/journal.hpp"
#include "store/run_lock.hpp"
#include "store/store.hpp"

namespace muster::store {

namespace cc = constant_contact;

namespace {

constexpr std::string_view kForgotten = "(forgotten)";

/// `text` with every occurrence of the address replaced, in whatever case it stands there.
std::string without_address(std::string_view text, std::string_view address_key) {
    const auto lower = ascii_lower(text); // same length: places in it are places in `text`
    std::string result;
    std::size_t from = 0;
    for (auto at = lower.find(address_key); at != std::string::npos; at = lower.find(address_key, from)) {
        result.append(text.substr(from, at - from)).append(kForgotten);
        from = at + address_key.size();
    }
    return result.append(text.substr(from));
}

/// Reports and steps name people in sentences too.
void forget_in_sentences(Session& session, DatabaseId database, std::string_view address_key) {
    struct Sentences {
        std::string run_id, first, second;
        std::int64_t number = 0;
    };
    const auto has = [&](std::string_view text) {
        return ascii_lower(text).find(address_key) != std::string::npos;
    };
    std::vector<Sentences> runs, steps;
    for (auto rows = session["run.reports"].query({database.number}); rows.next();) {
        if (has(rows.text(1)) || has(rows.text(2))) {
            runs.push_back({rows.copy(0), without_address(rows.text(1), address_key),
                            without_address(rows.text(2), address_key), 0});
        }
    }
    for (auto rows = session["step.texts"].query({database.number}); rows.next();) {
        if (has(rows.text(2))) {
            steps.push_back({rows.copy(0), without_address(rows.text(2), address_key), "", rows.number(1)});
        }
    }
    for (const auto& run : runs) {
        session["run.rewrite"].run({database.number, run.run_id, run.first, run.second});
    }
    for (const auto& step : steps) {
        session["step.rewrite"].run({database.number, step.run_id, step.number, step.first});
    }
}

/// What notices say of a run may name people too.
void forget_in_notices(Session& session, DatabaseId database, std::string_view address_key,
                       std::string_view texts_query, std::string_view rewrite_query) {
    std::vector<std::pair<std::string, std::string>> changed;
    for (auto rows = session[texts_query].query({database.number}); rows.next();) {
        if (auto text = without_address(rows.text(1), address_key); text != rows.text(1)) {
            changed.emplace_back(rows.copy(0), std::move(text));
        }
    }
    for (const auto& [key, text] : changed) {
        session[rewrite_query].run({database.number, key, text});
    }
}

/// All that stays of a Contact who opted out: whose address it is, and that it opted out.
cc::Contact only_opt_out(const cc::Contact& contact) {
    cc::Contact rest;
    rest.contact_id = contact.contact_id;
    rest.address = contact.address;
    rest.permission_to_send = contact.permission_to_send;
    rest.opt_out_date = contact.opt_out_date;
    rest.opt_out_source = contact.opt_out_source;
    rest.is_deleted = contact.is_deleted;
    return rest;
}

void forget_contacts(Session& session, DatabaseId database, std::string_view address_key, Forgotten& forgotten) {
    std::vector<cc::Contact> contacts;
    for (auto rows = session["contact.by_address"].query({database.number, address_key}); rows.next();) {
        contacts.push_back(open_contact(rows, session.core().sealer, database));
    }
    for (const auto& contact : contacts) {
        session["membership.forget"].run({database.number, contact.contact_id});
        session["learned.forget"].run({database.number, contact.contact_id});
        session["contact.remove"].run({database.number, contact.contact_id});
        ++forgotten.contacts;
        if (contact.is_opted_out()) {
            put_contact(session, database, only_opt_out(contact));
            forgotten.opt_out_kept = true;
        }
    }
    session["view.count_contacts"].run({database.number});
}

} // namespace

std::optional<RunningRun> Store::running(DatabaseId database) {
    return read_from(*core_, [&](Session& session) -> std::optional<RunningRun> {
        const auto lock = read_lock(session, database);
        if (!lock || is_abandoned(*lock, core_->process, core_->clock.now())) {
            return std::nullopt;
        }
        return RunningRun{lock->run_id, lock->started_by, lock->started_at};
    });
}

std::optional<sync::Report> Store::show_run(std::string_view run_id) {
    return read_from(*core_,
                     [&](Session& session) -> std::optional<sync::Report> { return read_report(session, run_id); });
}

std::optional<DatabaseId> Store::database_of_run(std::string_view run_id) {
    return read_from(*core_, [&](Session& session) -> std::optional<DatabaseId> {
        auto row = session["run.get"].query({run_id});
        return row.next() ? std::optional(DatabaseId{row.number(0)}) : std::nullopt;
    });
}

std::vector<sync::Step> Store::steps_of_run(std::string_view run_id) {
    const auto database = database_of_run(run_id);
    if (!database) {
        return {};
    }
    return read_from(*core_, [&](Session& session) {
        std::vector<sync::Step> steps;
        for (auto rows = session["step.of_run"].query({database->number, run_id}); rows.next();) {
            steps.push_back(read_step(rows));
        }
        return steps;
    });
}

namespace {

/// Of a step whose call went out; one that was dropped certainly never took effect.
constexpr std::array kWentOut{static_cast<int>(sync::StepState::Sent), static_cast<int>(sync::StepState::Accepted),
                              static_cast<int>(sync::StepState::Proved)};

} // namespace

bool has_written(Session& session, DatabaseId database, std::string_view run_id) {
    return session["run.wrote"].query({database.number, run_id, kWentOut[0], kWentOut[1], kWentOut[2]}).next();
}

bool Store::has_written(DatabaseId database, std::string_view run_id) {
    return read_from(*core_,
                     [&](Session& session) -> bool { return store::has_written(session, database, run_id); });
}

std::vector<sync::RunSummary> Store::writers_after(DatabaseId database, std::string_view run_id) {
    return read_from(*core_, [&](Session& session) -> std::vector<sync::RunSummary> {
        std::vector<sync::RunSummary> runs;
        for (auto rows = session["run.writers_after"].query(
                 {database.number, run_id, kWentOut[0], kWentOut[1], kWentOut[2]});
             rows.next();) {
            runs.push_back(read_summary(rows));
        }
        return runs;
    });
}

std::int64_t Store::prune_history(DatabaseId database, Instant now, std::int64_t days) {
    return write(*core_, scope_of(database), [&](Session& session) -> std::int64_t {
        std::vector<std::string> runs;
        const auto before = now - std::chrono::days(days);
        for (auto rows = session["history.detailed"].query({database.number, to_micros(before)}); rows.next();) {
            runs.push_back(rows.copy(0));
        }
        for (const auto& run_id : runs) {
            session["person.remove_all"].run({database.number, run_id});
            session["issue.remove_all"].run({database.number, run_id});
            session["step.remove_closed"].run({database.number, run_id, static_cast<int>(sync::StepState::Sent),
                                               static_cast<int>(sync::StepState::Accepted)});
        }
        return static_cast<std::int64_t>(runs.size());
    });
}

Forgotten Store::forget(DatabaseId database, std::string_view address_key) {
    const auto key = email_key(address_key);
    if (key.empty()) {
        return {}; // the blank address is nobody's
    }
    return write(*core_, scope_of_all(database), [&](Session& session) {
        Forgotten forgotten;
        forgotten.outcomes = session["person.forget"].count_changed({database.number, key});
        forgotten.outcomes += session["issue.forget"].count_changed({database.number, key});
        forget_contacts(session, database, key, forgotten);
        forget_in_sentences(session, database, key);
        forget_in_notices(session, database, key, "notice.texts", "notice.rewrite");
        forget_in_notices(session, database, key, "problem.texts", "problem.rewrite");
        return forgotten;
    });
}

} // namespace muster::store
