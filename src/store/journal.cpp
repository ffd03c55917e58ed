#include "store/journal.hpp"

#include <fmt/format.h>

#include "base/email.hpp"
#include "store/report_document.hpp"
#include "store/run_lock.hpp"
#include "store/schedule_ledger.hpp"

namespace muster::store {

namespace {

std::optional<std::int64_t> micros(const std::optional<Instant>& instant) {
    return instant ? std::optional(to_micros(*instant)) : std::nullopt;
}

std::optional<Instant> instant_at(const db::Cursor& row, int column) {
    return row.is_null(column) ? std::nullopt : std::optional(from_micros(row.number(column)));
}

sync::RunState state_at(const db::Cursor& row, int column) {
    const auto state = sync::run_state_from(row.text(column));
    if (!state) {
        throw db::StoreLost("The history in the store is damaged: \"" + row.copy(column) +
                                "\" is no state of a run.",
                            db::Loss::Damaged);
    }
    return *state;
}

class StoreJournal final : public sync::Journal {
  public:
    StoreJournal(Core& core, DatabaseId database) : core_(core), database_(database) {}

    Result<void> begin(const sync::Report& report, Instant now) override {
        auto begun = write(core_, scope_of_all(database_), [&](Session& session) -> Result<void> {
            TRY_ASSIGN(const auto name, name_of(session, database_));
            TRY(check_claim(session, database_, report));
            if (const auto lock = read_lock(session, database_)) {
                if (!is_abandoned(*lock, core_.process, now)) {
                    return busy(*lock, name);
                }
                session["lock.release"].run({database_.number, lock->run_id});
            }
            fail_abandoned(session, database_, now);
            put_run(session, report);
            session["notice_place.add"].run({database_.number, report.run_id}); // R33
            const auto& process = core_.process;
            session["lock.put"].run({database_.number, report.run_id, report.started_by, to_micros(now),
                                     process.host, process.pid, process.start_time, to_micros(now + kRunLease)});
            return {};
        });
        if (begun) {
            own_run_ = report.run_id;
        }
        return begun;
    }

    void record(const sync::Report& report) override {
        change([&](Session& session) { put_all(session, report); });
    }

    void intend(const sync::Report& report) override { record(report); }

    std::vector<sync::Report> cut_off_runs() override {
        return read_from(core_, [&](Session& session) -> std::vector<sync::Report> {
            std::vector<std::string> ids;
            for (auto rows = session["run.cut_off"].query({database_.number, kDiedWithoutAWord}); rows.next();) {
                ids.push_back(rows.copy(0));
            }
            std::vector<sync::Report> reports;
            for (const auto& run_id : ids) {
                if (auto report = read_report(session, run_id)) {
                    reports.push_back(std::move(*report));
                }
            }
            return reports;
        });
    }

    bool has_written(const std::string& run_id) override {
        return read_from(core_,
                         [&](Session& session) -> bool { return store::has_written(session, database_, run_id); });
    }

    bool has_unproved_writes() override {
        return read_from(core_, [&](Session& session) -> bool {
            return session["step.unproved"]
                .query({database_.number, static_cast<int>(sync::StepState::Intended),
                        static_cast<int>(sync::StepState::Dropped)})
                .next();
        });
    }

    bool keep_alive(const std::string& run_id, Instant now) override {
        return write(core_, scope_of(database_), [&](Session& session) -> bool {
            const auto extended =
                session["lock.extend"].count_changed({database_.number, run_id, to_micros(now + kRunLease)});
            return extended > 0;
        });
    }

    void finish(const sync::Report& report) override {
        change([&](Session& session) {
            put_all(session, report);
            session["lock.release"].run({database_.number, report.run_id});
        });
        own_run_.clear();
    }

    void put_step(const std::string& run_id, const sync::Step& step) override {
        change([&](Session& session) {
            session["step.put"].run({database_.number, run_id, step.number, step.endpoint, step.what, step.rows,
                                     static_cast<int>(step.state), step.activity_id, micros(step.sent_at)});
        });
    }

    std::vector<sync::OpenStep> open_steps() override {
        return read_from(core_, [&](Session& session) -> std::vector<sync::OpenStep> {
            std::vector<sync::OpenStep> steps;
            auto rows = session["step.by_state"].query({database_.number, static_cast<int>(sync::StepState::Sent),
                                                        static_cast<int>(sync::StepState::Accepted)});
            while (rows.next()) {
                steps.push_back({rows.copy(0), read_step(rows)});
            }
            return steps;
        });
    }

    void close_step(const std::string& run_id, std::int64_t number, sync::StepState state) override {
        change([&](Session& session) {
            session["step.close"].run({database_.number, run_id, number, static_cast<int>(state)});
        });
    }

    std::vector<sync::RunSummary> runs(std::size_t limit) override {
        return read_from(core_, [&](Session& session) -> std::vector<sync::RunSummary> {
            std::vector<sync::RunSummary> runs;
            for (auto rows = session["run.list"].query({database_.number, limit}); rows.next();) {
                runs.push_back(read_summary(rows));
            }
            return runs;
        });
    }

    std::optional<sync::Report> last_completed() override {
        return read_from(core_, [&](Session& session) -> std::optional<sync::Report> {
            const auto run_id = last_completed_id(session);
            return run_id ? read_report(session, *run_id) : std::nullopt;
        });
    }

    bool has_completed_run() override {
        return read_from(core_, [&](Session& session) -> bool { return last_completed_id(session).has_value(); });
    }

    std::optional<std::pair<sync::RunSummary, sync::Person>> last_outcome(const std::string& address_key) override {
        return read_from(core_, [&](Session& session) -> std::optional<std::pair<sync::RunSummary, sync::Person>> {
            auto row = session["person.last"].query({database_.number, address_key});
            if (!row.next()) {
                return std::nullopt;
            }
            constexpr int kPerson = 13;
            return std::pair{read_summary(row), person_from(row.text(kPerson))};
        });
    }

  private:
    [[nodiscard]] std::optional<std::string> last_completed_id(Session& session) const {
        auto row = session["run.last_completed"].query({database_.number});
        return row.next() ? std::optional(row.copy(0)) : std::nullopt;
    }

    void put_run(Session& session, const sync::Report& report) const {
        std::int64_t run_number = 0;
        if (auto row = session["run.next_number"].query({database_.number}); row.next()) {
            run_number = row.number(0);
        }
        session["run.put"].run({database_.number, report.run_id, run_number, report.database, report.started_by,
                                report.preview, report.depth, sync::to_text(report.state),
                                to_micros(report.started_at), micros(report.finished_at), report.message,
                                to_document(report.totals), to_document(report), report.undo_of,
                                report.calls_estimated, report.calls_total});
        session["run.count_number"].run({database_.number});
    }

    void put_all(Session& session, const sync::Report& report) const {
        put_run(session, report);
        session["person.remove_all"].run({database_.number, report.run_id});
        session["issue.remove_all"].run({database_.number, report.run_id});
        std::int64_t place = 0;
        for (const auto& person : report.people) {
            const auto index = index_of(person);
            session["person.add"].run({database_.number, report.run_id, ++place, email_key(person.email),
                                       person.rep_id, sync::to_text(person.outcome), to_document(person),
                                       index.tabs, index.list_keys, index.search_text});
        }
        place = 0;
        for (const auto& issue : report.issues) {
            session["issue.add"].run({database_.number, report.run_id, ++place, email_key(issue.email.value_or("")),
                                      to_document(issue), issue.code});
        }
    }

    /// One transaction of this journal's run, or of a preview.
    template <class Body>
    void change(Body&& body) {
        write(core_, scope_of(database_), [&](Session& session) {
            check_fence(session, database_, own_run_);
            body(session);
        });
    }

    Core& core_;
    DatabaseId database_;
    std::string own_run_; ///< that has begun and not ended
};

} // namespace

sync::RunSummary read_summary(const db::Cursor& row) {
    return {.run_id = row.copy(0),
            .database = row.copy(1),
            .started_by = row.copy(2),
            .undo_of = row.copy(10),
            .preview = row.flag(3),
            .depth = row.copy(4),
            .state = state_at(row, 5),
            .totals = totals_from(row.text(9)),
            .started_at = from_micros(row.number(6)),
            .finished_at = instant_at(row, 7),
            .message = row.copy(8),
            .calls_estimated = row.number(11),
            .calls_total = row.number(12)};
}

sync::Step read_step(const db::Cursor& row) {
    return {.number = row.number(1),
            .endpoint = row.copy(2),
            .what = row.copy(3),
            .rows = row.number(4),
            .state = static_cast<sync::StepState>(row.number(5)),
            .activity_id = row.copy(6),
            .sent_at = instant_at(row, 7)};
}

namespace {

struct StoredReport {
    DatabaseId database;
    sync::Report report; ///< without people and issues
};

std::optional<StoredReport> read_stored(Session& session, std::string_view run_id) {
    auto row = session["run.get"].query({run_id});
    if (!row.next()) {
        return std::nullopt;
    }
    StoredReport stored{{row.number(0)}, report_from(row.text(1))};
    stored.report.state = state_at(row, 2); // a run that was taken over has its end only in the columns
    stored.report.finished_at = instant_at(row, 3);
    stored.report.message = row.copy(4);
    return stored;
}

} // namespace

std::optional<sync::Report> read_summary_report(Session& session, DatabaseId database, std::string_view run_id) {
    auto stored = read_stored(session, run_id);
    return stored && stored->database == database ? std::optional(std::move(stored->report)) : std::nullopt;
}

std::optional<sync::Report> read_report(Session& session, std::string_view run_id) {
    auto stored = read_stored(session, run_id);
    if (!stored) {
        return std::nullopt;
    }
    auto& report = stored->report;
    for (auto rows = session["person.all"].query({stored->database.number, run_id}); rows.next();) {
        report.people.push_back(person_from(rows.text(0)));
    }
    for (auto rows = session["issue.all"].query({stored->database.number, run_id}); rows.next();) {
        report.issues.push_back(issue_from(rows.text(0)));
    }
    return std::move(report);
}

std::unique_ptr<sync::Journal> Store::journal(DatabaseId database) {
    return std::make_unique<StoreJournal>(*core_, database);
}

} // namespace muster::store
