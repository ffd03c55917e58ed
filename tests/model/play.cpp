#include "model/play.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include "base/log.hpp"
#include "model/judge.hpp"
#include "model/stage.hpp"

namespace muster::model {
namespace {

using sync::RunState;
using test::Ask;
using test::Chamber;

struct Killed {};

Ask ask_of(const Wish& wish) {
    Ask ask;
    ask.groups = wish.groups;
    ask.fields = wish.fields;
    switch (wish.filter) {
    case Wish::Filter::All:
        break;
    case Wish::Filter::ActiveStatus:
        ask.member_filters = {"status=ACT"};
        break;
    case Wish::Filter::Board:
        ask.rep_filters = {"group=Board"};
        break;
    case Wish::Filter::NotUnsubscribed:
        ask.rep_filters = {"attribute!=Unsubscribed from CC"};
        break;
    case Wish::Filter::Berg:
        ask.rep_filters = {"last_name=berg"};
        break;
    case Wish::Filter::Nobody:
        ask.rep_filters = {"rep_id=nobody"};
        break;
    }
    ask.limits.put_back_left = wish.puts_back;
    ask.limits.removal_count = wish.is_tight ? 1 : 10;
    ask.confirmed = wish.confirms ? std::optional<std::int64_t>(3) : std::nullopt;
    ask.all_people = true;
    ask.depth = wish.is_quick ? sync::Depth::Quick : sync::Depth::Full;
    return ask;
}

bool has_work_in_queue(Chamber& chamber) {
    return std::ranges::any_of(chamber.service.activities(chamber.account),
                               [](const sandbox::Activity& activity) { return !activity.is_over(); });
}

bool has_switch(const History& history, std::string_view start) {
    return std::ranges::any_of(history.switches, [&](const std::string& one) { return one.starts_with(start); });
}

sandbox::Options options_of(const History& history) {
    sandbox::Options options;
    for (const std::string& one : history.switches) {
        if (one == "slow_activities") {
            options.activity_delay = std::chrono::minutes(11); // longer than there is between two runs
        } else {
            EXPECT_TRUE(sandbox::set_switch(options.switches, one)) << one;
        }
    }
    return options;
}

class Player {
  public:
    Player(const History& history, const Sabotage& sabotage)
        : history_(history), sabotage_(sabotage), chamber_(options_of(history)) {
        set_log_level(LogLevel::Error);
        chamber_.is_judged = false; // ten times as fast; other tests judge every request
        set_stage(chamber_);
    }

    Complaints play(const Act& act) {
        complaints_.clear();
        ++tally_.acts;
        if (is_run(act.verb)) {
            run(act);
        } else {
            act_and_note(act);
        }
        return complaints_;
    }

    [[nodiscard]] const Tally& tally() const { return tally_; }

  private:
    void act_and_note(const Act& act) {
        const Snapshot before = look(chamber_);
        perform(chamber_, act);
        const Snapshot after = look(chamber_);
        rules_.note(before, after, records(chamber_));
        if (act.verb == Verb::PutBack) {
            rules_.put_back(after, address_key(mailbox(act.a)));
        }
    }

    void complain(std::string_view rule, const std::string& what) {
        complaints_.push_back(fmt::format("{}: {}", rule, what));
    }

    /// Selections that name a group deleted since: a warning, the rest runs.
    void leave_out_missing_groups(Wish& wish) {
        const auto known = chamber_.book.groups();
        std::erase_if(wish.groups, [&](const std::string& name) {
            return std::ranges::find(known, name, &MemoryRecordBook::Named::name) == known.end();
        });
    }

    void run(const Act& act) {
        Wish wish = wish_of(act);
        const Ask ask = ask_of(wish);
        leave_out_missing_groups(wish);
        std::optional<sync::Report> shown;
        if (act.verb == Verb::Preview || (act.verb == Verb::Run && wish.previews_first)) {
            const bool is_settled = !has_work_in_queue(chamber_);
            sync::Report report = preview(ask, is_settled);
            shown = is_settled ? std::optional(std::move(report)) : std::nullopt;
        }
        if (act.verb == Verb::Preview) {
            return;
        }
        const Snapshot before = look(chamber_);
        const auto records_before = records(chamber_);
        const bool was_at_work = has_work_in_queue(chamber_);
        if (!was_at_work) {
            pending_.clear();
        }
        const Expectation expected = rules_.expect(before, records_before, wish);
        middle_.reset();
        const auto report = let_run(act, ask);
        if (sabotage_) {
            sabotage_(chamber_);
        }
        const Snapshot after = look(chamber_);
        const auto records_after = records(chamber_);
        Trial trial{wish, expected, rules_, before, after, records_before, records_after};
        trial.report = report ? &*report : nullptr;
        trial.middle = middle_ ? &*middle_ : nullptr;
        trial.is_disturbed = act.verb == Verb::TroubledRun || was_at_work;
        trial.pending = pending_;
        trial.names_stay_taken = has_switch(history_, "deleted_list_name=taken");
        trial.may_refuse = !history_.switches.empty();
        trial.strips_full_stops = has_switch(history_, "full_stop_in_name=strip");
        judge(act, trial);
        count(trial);
        if (shown && report && !was_at_work) {
            compare(*shown, *report);
        }
        learn(trial);
        if (has_work_in_queue(chamber_)) {
            pending_.push_back(expected);
        }
        if (report && wish.repeats && act.verb == Verb::Run && report->state == RunState::Completed &&
            !was_at_work) {
            repeat(ask, expected.is_vague);
        }
        tidy_up(report);
        may_have_lost_grant_ = !trial.is_completed() || act.verb == Verb::TroubledRun;
    }

    /// The run itself; nothing if it was killed.
    std::optional<sync::Report> let_run(const Act& act, const Ask& ask) {
        int requests = 0, places = 0;
        const Crossing crossed = crossing(act.c);
        chamber_.on_request = [&](const net::Request&, bool is_answered) {
            requests += is_answered ? 0 : 1;
            if (act.verb == Verb::CrossedRun && !is_answered && requests == crossed.request) {
                act_and_note(crossed.act);
                middle_ = look(chamber_);
            }
            if (act.verb == Verb::KilledRun && ++places > static_cast<int>(act.c)) {
                throw Killed{};
            }
        };
        chamber_.on_progress = [&](const sync::Progress&, const CancelToken& cancel) {
            if (act.verb == Verb::KilledRun && ++places > static_cast<int>(act.c)) {
                throw Killed{};
            }
            if (act.verb == Verb::CancelledRun && ++places > static_cast<int>(act.c)) {
                cancel.cancel();
            }
        };
        if (act.verb == Verb::TroubledRun) {
            chamber_.service.inject(trouble(act.c));
        }
        std::optional<sync::Report> report;
        try {
            report = chamber_.run(ask);
        } catch (const Killed&) {
            chamber_.bury_dead_run();
        }
        chamber_.on_request = nullptr;
        chamber_.on_progress = nullptr;
        chamber_.service.clear_faults();
        return report;
    }

    void judge(const Act& act, const Trial& trial) {
        for (const std::string& complaint : judge_always(trial)) {
            complaints_.push_back(complaint);
        }
        if (trial.report == nullptr) {
            return;
        }
        const RunState state = trial.report->state;
        const bool is_undisturbed = (act.verb == Verb::Run || act.verb == Verb::QuickRun) && !trial.is_disturbed;
        if (trial.report->totals.selected != trial.report->totals.sum()) {
            complain("R27", "the totals do not add up");
        }
        if (trial.report->opted_out_made_mailable != 0) {
            complain("R13", "the report counts somebody made mailable");
        }
        if (state == RunState::NeedsConfirmation) {
            if (trial.expected.is_stopped == Truth::No && !trial.is_disturbed && trial.middle == nullptr) {
                complain("R26", "it was stopped");
            }
            if (trial.before != trial.after && trial.middle == nullptr && !trial.is_disturbed) {
                complain("R26", "it was stopped and has written");
            }
        } else if (is_undisturbed && !trial.is_completed() &&
                   !(state == RunState::NotConnected && may_have_lost_grant_)) {
            complain("R24", fmt::format("it ended {}: {}", sync::to_text(state), trial.report->message));
        }
        const bool is_exact = trial.middle == nullptr && trial.pending.empty() && !trial.expected.is_vague;
        if (trial.is_completed() && is_exact) {
            ++tally_.exact;
            tally_.quick += trial.is_full() ? 0 : 1;
            for (const std::string& complaint : judge_completed(trial)) {
                complaints_.push_back(complaint);
            }
        }
    }

    void count(const Trial& trial) {
        ++tally_.runs;
        tally_.stopped += trial.report != nullptr && trial.report->state == RunState::NeedsConfirmation ? 1 : 0;
        if (!trial.is_completed()) {
            ++tally_.cut_off;
            return;
        }
        tally_.refused += static_cast<int>(trial.report->totals.refused);
        for (const sync::ListReport& list : trial.report->lists) {
            tally_.held_back += static_cast<int>(list.held_back_left);
            tally_.removed += static_cast<int>(list.removed);
        }
    }

    void learn(const Trial& trial) {
        Rules::Ended ended{trial.expected,  trial.before,        trial.after, {}, {},
                           trial.is_full(), trial.wish.puts_back};
        if (trial.is_completed() && trial.middle == nullptr && !trial.expected.is_vague && trial.pending.empty()) {
            ended.list_ids = trial.list_ids();
            ended.refused = trial.refused();
            rules_.learn_completed(ended, trial.records_after);
        } else {
            rules_.learn_unfinished(ended, trial.records_after);
        }
    }

    sync::Report preview(Ask ask, bool is_settled) {
        const Snapshot before = look(chamber_);
        const std::string records_before = chamber_.end_state();
        sync::Report report = chamber_.preview(std::move(ask));
        if (is_settled && (look(chamber_) != before || chamber_.end_state() != records_before)) {
            complain("R25", "a preview has changed something");
        }
        if (report.calls_writes != 0) {
            complain("R25", "a preview has written");
        }
        tidy_up(report);
        return report;
    }

    /// R25: previewing and then running does exactly what was shown.
    void compare(const sync::Report& shown, const sync::Report& done) {
        if (done.state != RunState::Completed) {
            return;
        }
        ++tally_.previewed;
        if (!(shown.totals == done.totals)) {
            complain("R25", fmt::format("shown {}, done {}", sync::to_json(shown), sync::to_json(done)));
        }
        for (const sync::Person& person : done.people) {
            const auto before = std::ranges::find_if(shown.people, [&](const sync::Person& one) {
                return one.rep_id == person.rep_id && address_key(one.email) == address_key(person.email);
            });
            if (before == shown.people.end() || before->outcome != person.outcome ||
                before->lists_added != person.lists_added || before->lists_removed != person.lists_removed ||
                before->lists_held_back != person.lists_held_back ||
                before->changes.size() != person.changes.size()) {
                complain("R25", person.email + " was shown otherwise");
            }
        }
        for (const sync::ListReport& list : done.lists) {
            const auto before = std::ranges::find(shown.lists, list.name, &sync::ListReport::name);
            if (before == shown.lists.end() || before->added != list.added || before->removed != list.removed ||
                before->created != list.created) {
                complain("R25", list.name + " was shown otherwise");
            }
        }
    }

    /// R24: with nothing changed it makes no write call and changes nothing.
    void repeat(const Ask& ask, bool is_vague) {
        const Snapshot before = look(chamber_);
        const std::string records_before = chamber_.end_state();
        const sync::Report report = chamber_.run(ask);
        ++tally_.repeated;
        if (report.calls_writes != 0 && !is_vague) {
            complain("R24", fmt::format("the second run has written: {}", sync::to_json(report)));
        }
        if (look(chamber_) != before || chamber_.end_state() != records_before) {
            complain("R24", "the second run has changed something");
        }
    }

    /// What a person or the night does about a run that ended badly.
    void tidy_up(const std::optional<sync::Report>& report) {
        if (report && report->state == RunState::QuotaExhausted) {
            chamber_.clock.set(next_utc_midnight(chamber_.clock.now()));
        }
        auto& cell = chamber_.grants.cell();
        if (!cell.grant || !cell.lost_reason.empty()) {
            const sandbox::Tokens tokens = chamber_.service.issue_token(chamber_.account);
            constant_contact::Grant grant = MemoryGrants::good_grant(chamber_.clock.now());
            grant.access_token = tokens.access_token;
            grant.refresh_token = tokens.refresh_token;
            grant.account_id = chamber_.account;
            grant.account_checked = true;
            cell.lost_reason.clear();
            EXPECT_TRUE(chamber_.grants.store(grant).value_or(false));
        }
    }

    const History& history_;
    const Sabotage& sabotage_;
    Chamber chamber_;
    Rules rules_;
    Complaints complaints_;
    Tally tally_;
    std::optional<Snapshot> middle_;
    bool may_have_lost_grant_ = false; ///< cut off between the answer of the token endpoint and keeping it
    std::vector<Expectation> pending_; ///< of runs whose work may still be in the queue
};

} // namespace

Tally& Tally::operator+=(const Tally& other) {
    for (int Tally::* count :
         {&Tally::acts, &Tally::runs, &Tally::exact, &Tally::quick, &Tally::cut_off, &Tally::stopped,
          &Tally::repeated, &Tally::previewed, &Tally::refused, &Tally::held_back, &Tally::removed}) {
        this->*count += other.*count;
    }
    return *this;
}

Played play(const History& history, const Sabotage& sabotage) {
    ::testing::TestPartResultArray failures; // what the chamber itself expects of every run
    const ::testing::ScopedFakeTestPartResultReporter reporter(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
    Player player(history, sabotage);
    for (std::size_t at = 0; at < history.acts.size(); ++at) {
        Complaints complaints = player.play(history.acts[at]);
        if (failures.size() > 0) {
            complaints.push_back(fmt::format("chamber: {}", failures.GetTestPartResult(0).message()));
        }
        if (!complaints.empty()) {
            return {Finding{at, complaints.front()}, player.tally()};
        }
    }
    return {std::nullopt, player.tally()};
}

} // namespace muster::model
