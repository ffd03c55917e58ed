#pragma once

// A database's account and journal kept in memory as the store would keep them.

#include <algorithm>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/email.hpp"
#include "roster/records.hpp"
#include "support/memory_record_book.hpp"
#include "sync/account_view.hpp"
#include "sync/journal.hpp"

namespace muster::test {

class MemoryAccount final : public sync::AccountStore {
  public:
    explicit MemoryAccount(MemoryRecordBook& book) : book_(book) {}

    sync::StoredAccount load() override {
        sync::StoredAccount account = stored_;
        for (const auto& [id, contact] : contacts_) {
            account.contacts.push_back(contact);
        }
        for (const auto& [key, state] : memberships_) {
            account.memberships.set({key.first, key.second, state});
        }
        return account;
    }

    void apply(const sync::AccountChanges& changes, const std::vector<sync::AttributeChange>& attributes) override {
        if (changes.replace_contacts) {
            contacts_.clear();
        }
        for (const auto& contact : changes.contacts) {
            contacts_.insert_or_assign(contact.contact_id, contact);
        }
        for (const auto& membership : changes.forget) {
            memberships_.erase({membership.contact_id, membership.list_id});
        }
        for (const auto& membership : changes.remember) {
            memberships_[{membership.contact_id, membership.list_id}] = membership.state;
        }
        stored_.learned.insert(stored_.learned.end(), changes.learned.begin(), changes.learned.end());
        for (const auto& list : changes.lists) {
            std::erase_if(stored_.lists, [&](const auto& known) { return known.group_key == list.group_key; });
            stored_.lists.push_back(list);
        }
        stored_.custom_fields = changes.custom_fields.value_or(stored_.custom_fields);
        stored_.account_lists = changes.account_lists.value_or(stored_.account_lists);
        if (changes.full_read_at || changes.forget_full_read) {
            stored_.full_read_at = changes.full_read_at;
        }
        stored_.optouts_read_at = changes.optouts_read_at ? changes.optouts_read_at : stored_.optouts_read_at;
        for (const sync::AttributeChange& change : attributes) {
            set_attribute(change);
        }
    }

    std::int64_t lift(const std::string& contact_id, const std::string& list_id) override {
        return static_cast<std::int64_t>(std::erase_if(memberships_, [&](const auto& known) {
            return known.first.first == contact_id && (list_id.empty() || known.first.second == list_id) &&
                   known.second == sync::MembershipState::Left;
        }));
    }

  private:
    void set_attribute(const sync::AttributeChange& change) {
        auto rep = book_.find_rep(change.rep_id);
        if (!rep) {
            return;
        }
        std::erase(rep->attributes, std::string(roster::kUnsubscribedAttribute));
        book_.put_rep(*rep);
        if (change.assigned) {
            rep->attributes.emplace_back(roster::kUnsubscribedAttribute);
            book_.put_rep(*rep);
        }
    }
    MemoryRecordBook& book_;
    sync::StoredAccount stored_; ///< all but the two below
    std::map<std::string, constant_contact::Contact> contacts_;
    std::map<std::pair<std::string, std::string>, sync::MembershipState> memberships_; ///< by contact and list
};

class MemoryJournal final : public sync::Journal {
  public:
    Result<void> begin(const sync::Report& report, Instant) override {
        if (!holder.empty()) {
            return fail(Code::Busy, "Another run is going on.");
        }
        holder = report.run_id;
        return {};
    }
    void record(const sync::Report& report) override {
        intentions.erase(report.run_id);
        reports.push_back(report);
    }
    void intend(const sync::Report& report) override { intentions.insert_or_assign(report.run_id, report); }
    std::vector<sync::Report> cut_off_runs() override {
        std::vector<sync::Report> cut_off;
        for (const auto& [run_id, report] : intentions) {
            if (run_id != holder) {
                cut_off.push_back(report);
            }
        }
        return cut_off;
    }
    bool has_written(const std::string& run_id) override {
        return std::ranges::any_of(steps, [&](const auto& known) {
            return known.first.first == run_id && known.second.state != sync::StepState::Intended &&
                   known.second.state != sync::StepState::Dropped;
        });
    }
    bool has_unproved_writes() override { return has_unproved_writes_; }
    bool keep_alive(const std::string& run_id, Instant) override { return holder == run_id; }
    void finish(const sync::Report& report) override {
        record(report);
        const bool is_complete =
            report.state == sync::RunState::Completed || report.state == sync::RunState::CompletedWithIssues;
        has_unproved_writes_ = has_unproved_writes_ && !is_complete;
        holder.clear();
    }
    void put_step(const std::string& run_id, const sync::Step& step) override {
        steps[{run_id, step.number}] = step;
        has_unproved_writes_ = has_unproved_writes_ || step.state == sync::StepState::Sent;
    }
    std::vector<sync::OpenStep> open_steps() override {
        std::vector<sync::OpenStep> open;
        for (const auto& [key, step] : steps) {
            if (step.state == sync::StepState::Sent || step.state == sync::StepState::Accepted) {
                open.push_back({key.first, step});
            }
        }
        return open;
    }
    void close_step(const std::string& run_id, std::int64_t number, sync::StepState state) override {
        steps[{run_id, number}].state = state;
    }
    std::vector<sync::RunSummary> runs(std::size_t) override { return {}; }
    std::optional<sync::Report> last_completed() override {
        return reports.empty() ? std::nullopt : std::optional(reports.back());
    }
    bool has_completed_run() override { return !reports.empty(); }
    std::optional<std::pair<sync::RunSummary, sync::Person>> last_outcome(const std::string&) override {
        return std::nullopt;
    }

    std::string holder; ///< run id that has the lock
    std::map<std::pair<std::string, std::int64_t>, sync::Step> steps;
    std::vector<sync::Report> reports;              ///< finished and recorded ones, oldest first
    std::map<std::string, sync::Report> intentions; ///< of runs that have not ended, by id

  private:
    bool has_unproved_writes_ = false;
};

} // namespace muster::test
