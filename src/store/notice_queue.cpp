#include "store/notice_queue.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "store/core.hpp"
#include "store/report_document.hpp"
#include "store/run_lock.hpp"
#include "store/sealed_places.hpp"
#include "store/sealed_values.hpp"

namespace muster::store {

namespace {

template <class Enum>
struct Word {
    Enum value;
    std::string_view text;
};

constexpr std::array<Word<NoticeKind>, 7> kKinds{{{NoticeKind::RunFailed, "run_failed"},
                                                  {NoticeKind::NeedsConfirmation, "needs_confirmation"},
                                                  {NoticeKind::GrantLost, "grant_lost"},
                                                  {NoticeKind::GrantEnding, "grant_ending"},
                                                  {NoticeKind::RefusedRows, "refused_rows"},
                                                  {NoticeKind::WellAgain, "well_again"},
                                                  {NoticeKind::OptedOutList, "opted_out_list"}}};
constexpr std::array<Word<Channel>, 2> kChannels{{{Channel::Mail, "mail"}, {Channel::Webhook, "webhook"}}};
constexpr std::array<Word<DeliveryState>, 5> kStates{{{DeliveryState::Waiting, "waiting"},
                                                      {DeliveryState::Sending, "sending"},
                                                      {DeliveryState::Sent, "sent"},
                                                      {DeliveryState::GivenUp, "given_up"},
                                                      {DeliveryState::Unknown, "unknown"}}};

template <class Table, class Enum>
std::string_view word_of(const Table& table, Enum value) {
    for (const auto& word : table) {
        if (word.value == value) {
            return word.text;
        }
    }
    return "";
}

template <class Table>
auto value_of(const Table& table, std::string_view text) {
    for (const auto& word : table) {
        if (word.text == text) {
            return word.value;
        }
    }
    throw db::StoreLost("The notices in the store are damaged: \"" + std::string(text) + "\" is unknown.",
                        db::Loss::Damaged);
}

/// From a column on.
OpenProblem read_problem(const db::Cursor& row, int column) {
    return {notice_kind_from(row.text(column)), from_micros(row.number(column + 1)), row.copy(column + 2),
            row.copy(column + 3)};
}

std::vector<OpenProblem> read_problems(Session& session, DatabaseId database) {
    std::vector<OpenProblem> problems;
    for (auto rows = session["problem.all"].query({database.number}); rows.next();) {
        problems.push_back(read_problem(rows, 0));
    }
    return problems;
}

/// What settle() shows, and what it must tidy up.
struct Look {
    NoticeView view;
    std::vector<std::string> died; ///< runs among view.ended whose record says that they are going on
};

bool is_going_on(const std::optional<RunLock>& lock, const std::string& run_id, const Core& core, Instant now) {
    return lock && lock->run_id == run_id && !is_dead(*lock, core.process, now);
}

std::optional<Look> look(Session& session, DatabaseId database, Instant now) {
    auto name = name_of(session, database);
    if (!name) {
        return std::nullopt;
    }
    Look look;
    look.view.database = std::move(*name);
    look.view.problems = read_problems(session, database);
    const auto lock = read_lock(session, database);
    for (auto rows = session["notice_place.all"].query({database.number}); rows.next();) {
        EndedRun run{.run_id = rows.copy(0),
                     .started_by = rows.copy(1),
                     .state = sync::run_state_from(rows.text(2)).value_or(sync::RunState::Failed),
                     .refused = totals_from(rows.text(3)).refused,
                     .message = rows.copy(4),
                     .at = from_micros(rows.number(5)),
                     .is_undo = !rows.text(6).empty()};
        if (run.state == sync::RunState::Running) {
            if (is_going_on(lock, run.run_id, session.core(), now)) {
                continue;
            }
            look.died.push_back(run.run_id);
            run.state = sync::RunState::Failed;
            run.message = kDiedWithoutAWord;
            run.at = now;
        }
        look.view.ended.push_back(std::move(run));
    }
    return look;
}

void add_notice(Session& session, DatabaseId database, const NewNotice& notice, Instant now) {
    const auto notice_id = session.core().new_name();
    session["notice.add"].run(
        {database.number, notice_id, to_text(notice.kind), notice.run_id, notice.detail, to_micros(now)});
    for (const auto& delivery : notice.deliveries) {
        session["delivery.add"].run({database.number, session.core().new_name(), notice_id,
                                     to_text(delivery.channel), delivery.recipient, to_micros(now)});
    }
}

void keep(Session& session, DatabaseId database, const Look& look, const NoticeChange& change, Instant now) {
    for (const auto& run_id : look.died) {
        session["lock.release"].run({database.number, run_id});
    }
    if (!look.died.empty()) {
        fail_abandoned(session, database, now);
    }
    for (const auto& run : look.view.ended) {
        session["notice_place.remove"].run({database.number, run.run_id});
    }
    session["problem.remove_all"].run({database.number});
    for (const auto& problem : change.problems) {
        session["problem.add"].run(
            {database.number, to_text(problem.kind), to_micros(problem.since), problem.run_id, problem.detail});
    }
    for (const auto& notice : change.notices) {
        add_notice(session, database, notice, now);
    }
}

std::vector<Notice> read_notices(Session& session, DatabaseId database, std::size_t limit) {
    std::vector<Notice> notices;
    for (auto rows = session["notice.recent"].query({database.number, limit}); rows.next();) {
        notices.push_back({rows.copy(0), notice_kind_from(rows.text(1)), rows.copy(2), rows.copy(3),
                           from_micros(rows.number(4))});
    }
    return notices;
}

std::vector<DeliveryRecord> read_deliveries(Session& session, DatabaseId database, std::string_view notice_id) {
    std::vector<DeliveryRecord> deliveries;
    for (auto rows = session["delivery.of_notice"].query({database.number, notice_id}); rows.next();) {
        deliveries.push_back({channel_from(rows.text(0)), rows.copy(1), value_of(kStates, rows.text(2)),
                              rows.number(3), from_micros(rows.number(4)), rows.copy(5)});
    }
    return deliveries;
}

/// Of `databases`, in their order, those from which the newest `limit` notices can come: no more than `limit`.
std::vector<DatabaseId> with_newest_notices(Session& session, const std::vector<DatabaseId>& databases,
                                            std::size_t limit) {
    std::map<DatabaseId, std::int64_t> newest;
    for (auto rows = session["notice.newest_of_all"].query({}); rows.next();) {
        if (const auto made_at = rows.optional_number(1)) {
            newest.emplace(DatabaseId{rows.number(0)}, *made_at);
        }
    }
    std::vector<std::pair<std::int64_t, std::size_t>> places; // when, and where in `databases`
    for (std::size_t place = 0; place < databases.size(); ++place) {
        if (const auto found = newest.find(databases[place]); found != newest.end()) {
            places.emplace_back(found->second, place);
        }
    }
    std::ranges::stable_sort(places, std::ranges::greater(), [](const auto& each) { return each.first; });
    places.resize(std::min(places.size(), limit));
    std::ranges::sort(places, {}, [](const auto& each) { return each.second; });
    std::vector<DatabaseId> chosen;
    for (const auto& [made_at, place] : places) {
        chosen.push_back(databases[place]);
    }
    return chosen;
}

bool is_newer_week(Session& session, DatabaseId database, std::int64_t week) {
    auto row = session["opted_out_week.get"].query({database.number});
    // A week that is far ahead was kept by a clock that was wrong.
    return !row.next() || week > row.number(0) || week + 1 < row.number(0);
}

} // namespace

std::string_view to_text(NoticeKind kind) { return word_of(kKinds, kind); }
std::string_view to_text(Channel channel) { return word_of(kChannels, channel); }
std::string_view to_text(DeliveryState state) { return word_of(kStates, state); }
NoticeKind notice_kind_from(std::string_view text) { return value_of(kKinds, text); }
Channel channel_from(std::string_view text) { return value_of(kChannels, text); }

std::vector<Restless> NoticeQueue::look_at_all(Instant before) {
    return read_from(core_, [&](Session& session) {
        std::vector<Restless> all;
        for (auto rows = session["notice.look_at_all"].query({to_micros(before)}); rows.next();) {
            Restless found{.database = {rows.number(0)},
                           .grant = {},
                           .has_matter = rows.flag(2),
                           .has_old_notices = rows.flag(3)};
            if (!rows.is_null(1)) {
                if (const auto bytes = core_.sealer.open(rows.text(1), grant_place(found.database))) {
                    found.grant = unpack_grant(*bytes);
                }
            }
            if (found.grant || found.has_matter || found.has_old_notices) {
                all.push_back(std::move(found));
            }
        }
        return all;
    });
}

void NoticeQueue::settle(DatabaseId database, const Decide& decide) {
    db::retried([&] {
        for (const auto access :
             {db::Access::Read, db::Access::Write}) { // mostly nothing is new, and nobody is kept out
            const auto now = core_.clock.now();
            Session session(core_, access);
            const auto seen = look(session, database, now);
            if (!seen) {
                return;
            }
            const auto change = decide(seen->view);
            if (seen->view.ended.empty() && change.notices.empty() && change.problems == seen->view.problems) {
                return;
            }
            if (access == db::Access::Write) {
                keep(session, database, *seen, change, now);
                session.commit();
            }
        }
    });
}

bool NoticeQueue::is_new_week(DatabaseId database, std::int64_t week) {
    return read_from(core_, [&](Session& session) -> bool { return is_newer_week(session, database, week); });
}

void NoticeQueue::announce_week(DatabaseId database, std::int64_t week, const std::optional<NewNotice>& notice) {
    write(core_, [&](Session& session) {
        if (!name_of(session, database) || !is_newer_week(session, database, week)) {
            return;
        }
        session["opted_out_week.put"].run({database.number, week});
        if (notice) {
            add_notice(session, database, *notice, core_.clock.now());
        }
    });
}

std::vector<OpenProblem> NoticeQueue::problems(DatabaseId database) {
    return read_from(
        core_, [&](Session& session) -> std::vector<OpenProblem> { return read_problems(session, database); });
}

std::vector<NoticeRecord> NoticeQueue::recent(DatabaseId database, std::size_t limit) {
    return read_from(core_, [&](Session& session) {
        std::vector<NoticeRecord> records;
        for (auto& notice : read_notices(session, database, limit)) {
            auto deliveries = read_deliveries(session, database, notice.notice_id);
            records.push_back({std::move(notice), std::move(deliveries)});
        }
        return records;
    });
}

std::map<DatabaseId, std::vector<OpenProblem>> NoticeQueue::problems_of_all() {
    return read_from(core_, [](Session& session) {
        std::map<DatabaseId, std::vector<OpenProblem>> problems;
        for (auto rows = session["problem.of_all"].query({}); rows.next();) {
            problems[DatabaseId{rows.number(0)}].push_back(read_problem(rows, 1));
        }
        return problems;
    });
}

std::vector<DatabaseNotice> NoticeQueue::newest(const std::vector<DatabaseId>& databases, std::size_t limit) {
    return read_from(core_, [&](Session& session) {
        std::vector<DatabaseNotice> found;
        for (const auto database : with_newest_notices(session, databases, limit)) {
            for (auto& notice : read_notices(session, database, limit)) {
                found.push_back({database, {std::move(notice), {}}});
            }
        }
        std::ranges::stable_sort(found, std::ranges::greater(),
                                 [](const DatabaseNotice& each) { return each.record.notice.made_at; });
        found.resize(std::min(found.size(), limit));
        for (auto& each : found) {
            each.record.deliveries = read_deliveries(session, each.database, each.record.notice.notice_id);
        }
        return found;
    });
}

NoticeFigures NoticeQueue::figures() {
    return read_from(core_, [](Session& session) {
        NoticeFigures figures;
        for (auto rows = session["delivery.count_waiting"].query({}); rows.next();) {
            ++figures.databases;
            figures.deliveries_waiting += rows.number(0);
        }
        for (auto rows = session["problem.count_of_all"].query({}); rows.next();) {
            figures.problems.emplace(notice_kind_from(rows.text(0)), rows.number(1));
        }
        return figures;
    });
}

void NoticeQueue::prune(DatabaseId database, Instant before) {
    {
        Session session(core_, db::Access::Read);
        auto oldest = session["notice.oldest"].query({database.number});
        if (!oldest.next() || oldest.is_null(0) || from_micros(oldest.number(0)) >= before) {
            return;
        }
    }
    write(core_, [&](Session& session) { session["notice.prune"].run({database.number, to_micros(before)}); });
}

NoticeQueue Store::notices() { return NoticeQueue(*core_); }

} // namespace muster::store
