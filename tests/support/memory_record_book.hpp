#pragma once

// A database's records in maps: a RecordBook without a store, and its Reps in the order of R4 for tests of whoever
// reads them.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/email.hpp"
#include "base/text.hpp"
#include "base/time.hpp"
#include "roster/order.hpp"
#include "roster/record_book.hpp"
#include "roster/records.hpp"

namespace muster {

class MemoryRecordBook final : public roster::RecordBook, public roster::RosterReader {
  public:
    /// What new and changed Reps get as their time.
    void set_now(Instant now) { now_ = now; }
    /// How often something was put or removed.
    [[nodiscard]] std::size_t writes() const { return writes_; }
    [[nodiscard]] std::size_t member_count() const { return members_.size(); }
    [[nodiscard]] std::size_t rep_count() const { return reps_.size(); }
    /// Key of the address that "Unsubscribed from CC" was assigned for, "" if it is not assigned (R16).
    [[nodiscard]] std::string unsubscribed_for(std::string_view rep_id) const {
        const auto found = unsubscribed_for_.find(std::string(rep_id));
        return found == unsubscribed_for_.end() ? std::string() : found->second;
    }

    [[nodiscard]] std::optional<roster::MemberStatus> find_status(std::string_view code) override {
        return find(statuses_, name_key(code));
    }
    void put_status(const roster::MemberStatus& status) override {
        ++writes_;
        statuses_[name_key(status.code)] = status;
    }
    [[nodiscard]] Result<void> remove_status(std::string_view code) override {
        ++writes_;
        if (members_with_status(code) > 0) {
            return fail(Code::Invalid, "Members have this status.");
        }
        if (statuses_.erase(name_key(code)) == 0) {
            return fail(Code::NotFound, "There is no such status.");
        }
        return {};
    }
    [[nodiscard]] std::int64_t members_with_status(std::string_view code) const {
        return std::count_if(members_.begin(), members_.end(), [key = name_key(code)](const auto& entry) {
            return name_key(entry.second.status) == key;
        });
    }
    [[nodiscard]] std::optional<roster::Member> find_member(std::string_view member_id) override {
        return find(members_, std::string(member_id));
    }
    void put_member(const roster::Member& member) override {
        ++writes_;
        if (!find_status(member.status)) {
            throw std::logic_error("put_member: no such status: " + member.status);
        }
        roster::Member stored = member;
        spell(member_attributes_, stored.attributes);
        const auto known = members_.find(member.member_id);
        stored.record_number = known == members_.end() ? ++last_member_ : known->second.record_number;
        members_[member.member_id] = std::move(stored);
    }
    [[nodiscard]] Result<void> remove_member(std::string_view member_id) override {
        ++writes_;
        if (!reps_of(member_id).empty()) {
            return fail(Code::Invalid, "The Member has Reps; remove them first.");
        }
        if (members_.erase(std::string(member_id)) == 0) {
            return fail(Code::NotFound, "There is no such Member.");
        }
        return {};
    }
    [[nodiscard]] std::vector<std::string> reps_of(std::string_view member_id) override {
        std::vector<std::string> ids;
        each_rep([&](const roster::Rep& rep) {
            if (rep.member_id == member_id) {
                ids.push_back(rep.rep_id);
            }
        });
        return ids;
    }

    [[nodiscard]] std::optional<roster::Rep> find_rep(std::string_view rep_id) override {
        return find(reps_, std::string(rep_id));
    }
    void put_rep(const roster::Rep& rep) override {
        ++writes_;
        if (!members_.contains(rep.member_id)) {
            throw std::logic_error("put_rep: no such Member: " + rep.member_id);
        }
        roster::Rep stored = rep;
        spell(groups_, stored.groups);
        spell(rep_attributes_, stored.attributes);
        const auto known = reps_.find(rep.rep_id);
        const bool was_set = known != reps_.end() && has_unsubscribed(known->second);
        if (known == reps_.end()) {
            stored.record_number = ++last_rep_;
            stored.created = now_;
            stored.updated = now_;
        } else {
            stored.record_number = known->second.record_number;
            stored.created = known->second.created;
            stored.updated = known->second.updated;
            if (stored != known->second) {
                stored.updated = now_;
            }
        }
        if (!has_unsubscribed(stored)) {
            unsubscribed_for_.erase(rep.rep_id);
        } else if (!was_set) {
            unsubscribed_for_[rep.rep_id] = email_key(stored.email);
        }
        reps_[rep.rep_id] = std::move(stored);
    }
    void remove_rep(std::string_view rep_id) override {
        ++writes_;
        reps_.erase(std::string(rep_id));
        unsubscribed_for_.erase(std::string(rep_id));
    }

    void each_status(const std::function<void(const roster::MemberStatus&)>& visit) override {
        for (const auto& [key, status] : statuses_) {
            visit(status);
        }
    }
    void each_member(const std::function<void(const roster::Member&)>& visit) override {
        in_order(members_, visit);
    }
    void each_rep(const std::function<void(const roster::Rep&)>& visit) override { in_order(reps_, visit); }

    [[nodiscard]] std::vector<Named> groups() override { return counted(groups_, &roster::Rep::groups); }
    [[nodiscard]] std::vector<Named> attributes() override {
        return counted(rep_attributes_, &roster::Rep::attributes);
    }
    [[nodiscard]] std::optional<std::string> find_group(std::string_view name) override {
        return find(groups_, name_key(name));
    }
    [[nodiscard]] std::optional<std::string> find_attribute(std::string_view name) override {
        return find(rep_attributes_, name_key(name));
    }
    [[nodiscard]] Result<void> add_group(std::string_view name) override { return add(groups_, name); }
    [[nodiscard]] Result<void> rename_group(std::string_view from, std::string_view to) override {
        return rename(groups_, &roster::Rep::groups, from, to);
    }
    [[nodiscard]] Result<void> remove_group(std::string_view name) override {
        return remove(groups_, &roster::Rep::groups, name);
    }
    [[nodiscard]] Result<void> add_attribute(std::string_view name) override { return add(rep_attributes_, name); }
    [[nodiscard]] Result<void> rename_attribute(std::string_view from, std::string_view to) override {
        return rename(rep_attributes_, &roster::Rep::attributes, from, to);
    }
    [[nodiscard]] Result<void> remove_attribute(std::string_view name) override {
        return remove(rep_attributes_, &roster::Rep::attributes, name);
    }

    void look(const std::function<void(roster::RosterState&)>& look) override {
        State state(*this);
        look(state);
    }

  private:
    using Names = std::map<std::string, std::string>; // spelling by name key

    class State final : public roster::RosterState {
      public:
        explicit State(const MemoryRecordBook& book) : book_(book) {
            for (const auto& [id, rep] : book.reps_) {
                order_.emplace_back(roster::sort_key(rep, book.members_.at(rep.member_id)), id);
            }
            std::sort(order_.begin(), order_.end());
        }
        void each_while(const std::function<bool(const roster::RosterRow&)>& visit) override {
            for (const auto& [key, id] : order_) {
                if (!visit(row(id))) {
                    return;
                }
            }
        }
        /// Against every order that could pass for one that is meant.
        void each_as_stored(const std::function<void(const roster::RosterRow&)>& visit) override {
            for (auto entry = order_.rbegin(); entry != order_.rend(); ++entry) {
                visit(row(entry->second));
            }
        }
        void each_of(const std::vector<std::int64_t>& record_numbers,
                     const std::function<void(const roster::RosterRow&)>& visit) override {
            for (const auto& [key, id] : order_) {
                if (std::count(record_numbers.begin(), record_numbers.end(), book_.reps_.at(id).record_number) >
                    0) {
                    visit(row(id));
                }
            }
        }

      private:
        [[nodiscard]] roster::RosterRow row(const std::string& id) const {
            roster::RosterRow row;
            row.rep = book_.reps_.at(id);
            row.member = book_.members_.at(row.rep.member_id);
            row.status = book_.statuses_.at(name_key(row.member.status));
            row.unsubscribed_for = book_.unsubscribed_for(id);
            return row;
        }

        const MemoryRecordBook& book_;
        std::vector<std::pair<roster::SortKey, std::string>> order_;
    };

    template <class Value>
    static std::optional<Value> find(const std::map<std::string, Value>& values, const std::string& key) {
        const auto found = values.find(key);
        return found == values.end() ? std::nullopt : std::optional<Value>(found->second);
    }

    template <class Record>
    static void in_order(const std::map<std::string, Record>& records,
                         const std::function<void(const Record&)>& visit) {
        std::vector<const Record*> order;
        for (const auto& [id, record] : records) {
            order.push_back(&record);
        }
        std::sort(order.begin(), order.end(), [](const Record* left, const Record* right) {
            return left->record_number < right->record_number;
        });
        for (const Record* record : order) {
            visit(*record);
        }
    }

    /// Gives names the spelling in which each came first (R12), sorted, each once.
    static void spell(Names& known, std::vector<std::string>& names) {
        Names chosen;
        for (const std::string& name : names) {
            const std::string key = name_key(name);
            chosen.emplace(key, known.emplace(key, name).first->second);
        }
        names.clear();
        for (const auto& [key, name] : chosen) {
            names.push_back(name);
        }
    }

    using NamesOfRep = std::vector<std::string> roster::Rep::*;

    [[nodiscard]] Result<void> add(Names& known, std::string_view name) {
        ++writes_;
        const auto [first, is_new] = known.emplace(name_key(name), std::string(trim(name)));
        if (!is_new) {
            return fail(Code::Conflict, "There is a \"" + first->second + "\" already.");
        }
        return {};
    }
    [[nodiscard]] Result<void> rename(Names& known, NamesOfRep field, std::string_view from, std::string_view to) {
        ++writes_;
        const auto found = known.find(name_key(from));
        if (found == known.end()) {
            return fail(Code::NotFound, "There is no such name.");
        }
        const auto taken = known.find(name_key(to));
        if (taken != known.end() && taken != found) {
            return fail(Code::Conflict, "There is a \"" + taken->second + "\" already.");
        }
        const std::string old_name = found->second;
        known.erase(found);
        known.emplace(name_key(to), std::string(trim(to)));
        for (auto& [id, rep] : reps_) {
            std::replace((rep.*field).begin(), (rep.*field).end(), old_name, std::string(trim(to)));
            spell(known, rep.*field);
        }
        return {};
    }
    [[nodiscard]] Result<void> remove(Names& known, NamesOfRep field, std::string_view name) {
        ++writes_;
        const auto found = known.find(name_key(name));
        if (found == known.end()) {
            return fail(Code::NotFound, "There is no such name.");
        }
        for (auto& [id, rep] : reps_) {
            std::erase(rep.*field, found->second);
        }
        known.erase(found);
        return {};
    }

    static bool has_unsubscribed(const roster::Rep& rep) {
        const std::string wanted = name_key(roster::kUnsubscribedAttribute);
        return std::any_of(rep.attributes.begin(), rep.attributes.end(),
                           [&](const std::string& name) { return name_key(name) == wanted; });
    }

    std::vector<Named> counted(const Names& names, std::vector<std::string> roster::Rep::* field) const {
        std::vector<Named> result;
        for (const auto& [key, name] : names) {
            const auto holders = std::count_if(reps_.begin(), reps_.end(), [&, spelling = name](const auto& entry) {
                const auto& held = entry.second.*field;
                return std::find(held.begin(), held.end(), spelling) != held.end();
            });
            result.push_back(Named{name, static_cast<std::int64_t>(holders)});
        }
        return result;
    }

    std::map<std::string, roster::MemberStatus> statuses_; // by name key of the code
    std::map<std::string, roster::Member> members_;
    std::map<std::string, roster::Rep> reps_;
    std::map<std::string, std::string> unsubscribed_for_;
    Names groups_;
    Names rep_attributes_;
    Names member_attributes_;
    std::int64_t last_member_ = 0;
    std::int64_t last_rep_ = 0;
    std::size_t writes_ = 0;
    Instant now_ =
        Instant(std::chrono::sys_days(Date(std::chrono::year(2026), std::chrono::month(11), std::chrono::day(23))));
};

} // namespace muster
