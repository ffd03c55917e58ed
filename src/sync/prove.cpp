#include "sync/prove.hpp"

#include <algorithm>
#include <cctype>
#include <iterator>
#include <map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/text.hpp"
#include "sync/cost.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

/// The same value but for punctuation, blanks, case and marks: a form in which the service may keep it.
bool is_form_of(std::string_view sent, std::string_view kept) {
    const auto core = [](std::string_view text) {
        std::string folded = fold(text);
        std::erase_if(folded, [](unsigned char c) { return c < 0x80 && std::isalnum(c) == 0; });
        return folded;
    };
    return core(sent) == core(kept);
}

using Send = std::function<Answer<void>(const ImportBatch&)>;

class Prover {
  public:
    Prover(Session& session, BulkWork& work, const Send& send)
        : session_(session), plan_(session.plan), work_(work), send_(send) {}

    Answer<void> prove() {
        for (std::size_t i = 0; i < plan_.contacts.size(); ++i) {
            if (session_.fates[i] == Fate::Sent) {
                waiting_.emplace(plan_.contacts[i].key, i);
            }
        }
        to_prove_ = static_cast<std::int64_t>(waiting_.size());
        TRY(read_back());
        for (const std::size_t i : still_waiting()) {
            give_up(i);
        }
        TRY(prove_removals());
        work_.close();
        changes_.forget_full_read = session_.report.depth == "quick" && is_in_doubt();
        keep();
        return {};
    }

  private:
    /// Something was not proved: what the run took for known may be no longer so.
    [[nodiscard]] bool is_in_doubt() const {
        return std::ranges::any_of(plan_.issues, [](const Issue& issue) { return issue.code == "unproved"; });
    }
    /// Whether list counts are others than before the push.
    [[nodiscard]] bool has_moved_anybody() const { return session_.removals_sent || plan_.moves_anybody(); }

    [[nodiscard]] std::vector<std::size_t> still_waiting() const {
        std::vector<std::size_t> left;
        std::ranges::transform(waiting_, std::back_inserter(left), [](const auto& entry) { return entry.second; });
        std::ranges::sort(left);
        return left;
    }

    Answer<void> read_back() {
        if (work_.is_open() && waiting_.size() <= kSmallRound) {
            TRY(work_.give_time());
            TRY(read_once());
            TRY(read_counts());
            if (waiting_.empty() && counts_agree()) {
                return {};
            }
        }
        const bool is_again = work_.is_open() && has_read_counts();
        TRY(work_.wait());
        TRY(read_all());
        TRY(repeat());
        return is_again || !has_read_counts() ? read_counts() : Answer<void>{};
    }

    Answer<void> repeat() {
        while (true) {
            const auto batches = work_.to_repeat([this](std::size_t i) {
                const auto found = waiting_.find(plan_.contacts[i].key);
                return found != waiting_.end() && found->second == i;
            });
            if (batches.empty()) {
                return {};
            }
            for (const ImportBatch& batch : batches) {
                TRY(send_(batch));
            }
            std::erase_if(waiting_,
                          [this](const auto& entry) { return session_.fates[entry.second] != Fate::Sent; });
            TRY(work_.wait());
            TRY(read_all());
        }
    }

    /// What shows most with the fewest calls.
    Answer<void> read_once() {
        const auto sent = static_cast<std::int64_t>(waiting_.size());
        session_.progress(Phase::Proving, 0, to_prove_, "Contacts");
        switch (cheapest({sent, account_size(), true, {}}).reading) {
        case Reading::ChangedSince: {
            cc::ContactQuery changed;
            changed.updated_after = work_.began_at();
            return read(changed);
        }
        case Reading::WholeAccount:
            return read({});
        case Reading::ByAddress:
        case Reading::ByList:
            break;
        }
        return read_by_address();
    }

    /// What it does not show is looked for person by person, or in the whole account.
    Answer<void> read_all() {
        TRY(read_once());
        const auto left = static_cast<std::int64_t>(waiting_.size());
        return cheapest({left, account_size(), false, {}}).reading == Reading::WholeAccount ? read({})
                                                                                            : read_by_address();
    }

    Answer<void> read_by_address() {
        for (const std::size_t i : still_waiting()) {
            cc::ContactQuery one;
            one.email = plan_.contacts[i].address;
            TRY(read(one));
        }
        return {};
    }

    [[nodiscard]] std::int64_t account_size() const {
        return static_cast<std::int64_t>(session_.view.contacts().size()) + plan_.new_permissions;
    }

    /// The list counts, if they are others than before the push.
    Answer<void> read_counts() {
        if (has_moved_anybody()) {
            TRY_ASSIGN(changes_.account_lists, session_.ports.client.lists());
        }
        return {};
    }
    [[nodiscard]] bool has_read_counts() const { return changes_.account_lists.has_value(); }

    /// Whether the removals show in the counts of their lists.
    [[nodiscard]] bool counts_agree() const {
        for (std::size_t list = 0; list < plan_.lists.size(); ++list) {
            const auto removals = sent_removals(list);
            if (!removals.empty() && !count_agrees(plan_.lists[list].list_id, removals)) {
                return false;
            }
        }
        return true;
    }
    [[nodiscard]] bool count_agrees(const std::string& list_id, const std::vector<std::size_t>& removals) const {
        const auto list = std::ranges::find(*changes_.account_lists, list_id, &cc::ContactList::list_id);
        return list != changes_.account_lists->end() &&
               list->membership_count == expected_members(list_id, removals);
    }

    Answer<void> read(const cc::ContactQuery& query) {
        TRY(session_.checkpoint());
        return session_.ports.client.each_contact(query, [this](cc::Contact&& contact) {
            if (const auto found = waiting_.find(email_key(contact.address)); found != waiting_.end()) {
                if (judge(found->second, contact)) {
                    waiting_.erase(found);
                    session_.progress(Phase::Proving, to_prove_ - static_cast<std::int64_t>(waiting_.size()),
                                      to_prove_, "Contacts");
                } else {
                    last_seen_.insert_or_assign(found->second, contact);
                }
            }
            read_.insert_or_assign(contact.contact_id, std::move(contact));
        });
    }

    /// True if everything that was sent for it is there, or was learned as kept in another form.
    bool judge(std::size_t i, const cc::Contact& contact) {
        const PlannedContact& planned = plan_.contacts[i];
        if (contact.is_opted_out()) {
            session_.fates[i] = Fate::HeldBack; // it arrived meanwhile; nothing re-subscribes it (R17)
            return true;
        }
        if (contact.is_deleted || !missing_lists(planned, contact).empty()) {
            return false;
        }
        std::vector<LearnedValue> learned;
        for (const Difference& difference : differences(planned.desired, plan_.fields, contact, session_.view)) {
            const auto sent = std::ranges::find(planned.differences, difference.field, &Difference::field);
            if (sent == planned.differences.end()) {
                continue; // not ours: somebody changed it meanwhile, the next run sees to it
            }
            if (!is_kept(*sent, difference.old_value)) {
                return false;
            }
            learned.push_back(learn(contact.contact_id, difference));
        }
        for (LearnedValue& value : learned) {
            changes_.learned.push_back(std::move(value));
        }
        session_.fates[i] = Fate::Proved;
        for (const std::size_t list : planned.lists_wanted) {
            const std::string& list_id = plan_.lists[list].list_id;
            if (contact.is_on(list_id)) {
                changes_.remember.push_back({contact.contact_id, list_id, MembershipState::Confirmed});
            }
        }
        return true;
    }

    [[nodiscard]] static bool is_kept(const Difference& sent, const std::string& kept) {
        if (sent.new_value.empty()) {
            return false; // was to be cleared, and is not
        }
        return is_form_of(sent.new_value, kept) || (!kept.empty() && kept != sent.old_value);
    }

    LearnedValue learn(const std::string& contact_id, const Difference& difference) {
        const std::string field = difference.custom ? "cf:" + difference.field : difference.field;
        session_.report.warnings.push_back(
            difference.is_secret
                ? fmt::format("Constant Contact keeps a {} in another form than sent.", difference.field)
                : fmt::format("Constant Contact keeps the {} \"{}\" as \"{}\".", difference.field,
                              difference.new_value, difference.old_value));
        return {contact_id, field, value_digest(session_.ports.sealer, contact_id, field, difference.new_value),
                value_digest(session_.ports.sealer, contact_id, field, difference.old_value)};
    }

    [[nodiscard]] std::vector<std::string> missing_lists(const PlannedContact& planned,
                                                         const cc::Contact& contact) const {
        std::vector<std::string> missing;
        for (const std::size_t list : planned.lists_to_add) {
            if (!contact.is_on(plan_.lists[list].list_id)) {
                missing.push_back(plan_.lists[list].name);
            }
        }
        return missing;
    }

    /// What could not be proved counts as refused, with the best reason there is (R27, R28).
    void give_up(std::size_t i) {
        std::string reason;
        const std::string said = work_.reason(i);
        if (!said.empty()) {
            reason = said;
        } else if (const auto seen = last_seen_.find(i); seen == last_seen_.end()) {
            reason = "Constant Contact reported no error, but the Contact is not there.";
        } else if (const auto missing = missing_lists(plan_.contacts[i], seen->second); !missing.empty()) {
            reason = fmt::format("Constant Contact reported no error, but the Contact is not on {}.",
                                 join(missing, ", "));
        } else {
            reason = "Constant Contact reported no error, but not everything that was sent is there.";
        }
        if (said.empty() && !work_.unassigned().empty()) {
            reason += fmt::format(" It said of this import: {}", work_.unassigned());
        }
        session_.refuse(i, "unproved",
                        reason +
                            (session_.request.undo ? " Another undo tries again." : " The next run tries again."));
    }

    [[nodiscard]] const cc::Contact& newest(const cc::Contact& known) const {
        const auto found = read_.find(known.contact_id);
        return found == read_.end() ? known : found->second;
    }

    /// Those that were sent for one list, as indices of Plan::removals: not who was held back from an undo (R13).
    [[nodiscard]] std::vector<std::size_t> sent_removals(std::size_t list) const {
        std::vector<std::size_t> removals;
        for (std::size_t k = 0; session_.removals_sent && k < plan_.removals.size(); ++k) {
            if (plan_.removals[k].list == list && !session_.is_held_back(plan_.removals[k])) {
                removals.push_back(k);
            }
        }
        return removals;
    }

    Answer<void> prove_removals() {
        for (std::size_t list = 0; list < plan_.lists.size(); ++list) {
            if (const auto removals = sent_removals(list); !removals.empty()) {
                TRY(prove_removals(plan_.lists[list], removals));
            }
        }
        return {};
    }

    /// One call where the count tells; else the list, or the persons, whichever is cheaper.
    Answer<void> prove_removals(const PlannedList& planned, const std::vector<std::size_t>& removals) {
        const std::string& list_id = planned.list_id;
        std::unordered_set<std::string> still_on;
        if (!count_agrees(list_id, removals)) {
            const auto list = std::ranges::find(*changes_.account_lists, list_id, &cc::ContactList::list_id);
            if (list != changes_.account_lists->end()) { // else nobody is on it
                TRY(read_members(list_id, list->membership_count, removals, still_on));
            }
        }
        for (const std::size_t k : removals) {
            const PlannedRemoval& removal = plan_.removals[k];
            session_.removal_proved[k] = !still_on.contains(removal.contact_id);
            if (!session_.removal_proved[k]) {
                plan_.issues.push_back({"unproved",
                                        {},
                                        removal.address,
                                        fmt::format("The Contact is still on {}. {} tries again.", planned.name,
                                                    session_.request.undo ? "Another undo" : "The next run")});
            } else if (const auto known = session_.view.find_id(removal.contact_id)) {
                cc::Contact off = newest(*known);
                std::erase(off.list_memberships, list_id);
                read_.insert_or_assign(off.contact_id, std::move(off));
            }
        }
        return {};
    }

    [[nodiscard]] std::int64_t expected_members(const std::string& list_id,
                                                const std::vector<std::size_t>& removals) const {
        std::unordered_set<std::string> removed;
        for (const std::size_t k : removals) {
            removed.insert(plan_.removals[k].contact_id);
        }
        const ContactBook& contacts = session_.view.contacts();
        const auto list = contacts.number(list_id);
        std::int64_t members = 0;
        for (std::size_t place = 0; place < contacts.size(); ++place) {
            if (contacts.is_on(place, list)) {
                const std::string id = contacts.contact_id(place);
                members += read_.contains(id) || removed.contains(id) ? 0 : 1;
            }
        }
        for (const auto& [id, contact] : read_) {
            members += contact.is_on(list_id) && !removed.contains(id) ? 1 : 0;
        }
        return members;
    }

    Answer<void> read_members(const std::string& list_id, std::int64_t members,
                              const std::vector<std::size_t>& removals, std::unordered_set<std::string>& still_on) {
        const auto note = [&](const cc::Contact& contact) {
            if (contact.is_on(list_id)) {
                still_on.insert(contact.contact_id);
            }
        };
        const auto people = static_cast<std::int64_t>(removals.size());
        if (cheapest({people, account_size(), false, members}).reading != Reading::ByAddress) {
            cc::ContactQuery on_list;
            on_list.lists = {list_id};
            return session_.ports.client.each_contact(on_list, [&](cc::Contact&& contact) { note(contact); });
        }
        for (const std::size_t k : removals) {
            cc::ContactQuery one;
            one.email = plan_.removals[k].address;
            TRY(session_.ports.client.each_contact(one, [&](cc::Contact&& contact) { note(contact); }));
        }
        return {};
    }

    /// Where a count is another than this run made it, somebody came or left meanwhile: what is kept is the count
    /// that was proved, so that the next quick run sees the difference (R8).
    void keep_proved_counts() {
        for (cc::ContactList& list : *changes_.account_lists) {
            const cc::ContactList* before = session_.view.find_list(list.list_id);
            if (before != nullptr && list.list_id != plan_.holding_list_id) {
                list.membership_count = before->membership_count + moved(list.list_id);
            }
        }
    }

    /// Contacts that this run put on a list, less those that it took off.
    [[nodiscard]] std::int64_t moved(const std::string& list_id) const {
        std::int64_t count = 0;
        for (std::size_t i = 0; i < plan_.contacts.size(); ++i) {
            const std::vector<std::size_t>& added = plan_.contacts[i].lists_to_add;
            count += session_.fates[i] == Fate::Proved &&
                             std::ranges::any_of(
                                 added, [&](std::size_t list) { return plan_.lists[list].list_id == list_id; })
                         ? 1
                         : 0;
        }
        for (std::size_t k = 0; k < plan_.removals.size(); ++k) {
            const bool is_off =
                session_.removal_proved[k] && plan_.lists[plan_.removals[k].list].list_id == list_id;
            count -= is_off ? 1 : 0;
        }
        return count;
    }

    void keep() {
        if (changes_.account_lists) {
            keep_proved_counts();
        }
        for (const auto& [id, contact] : read_) {
            changes_.contacts.push_back(contact);
        }
        std::vector<AttributeChange> attribute;
        for (const AttributeChange& change : plan_.attribute_after_create) {
            const auto created = std::ranges::find(plan_.contacts, change.address_key, &PlannedContact::key);
            if (created != plan_.contacts.end() &&
                session_.fates[static_cast<std::size_t>(created - plan_.contacts.begin())] == Fate::Proved) {
                attribute.push_back(change);
                ++plan_.attribute_cleared;
            }
        }
        session_.keep(changes_, attribute);
    }

    Session& session_;
    Plan& plan_;
    BulkWork& work_;
    const Send& send_;
    std::int64_t to_prove_ = 0;                              ///< how many waited when the reading began
    std::unordered_map<std::string, std::size_t> waiting_;   ///< address key to contact, sent and not yet proved
    std::unordered_map<std::size_t, cc::Contact> last_seen_; ///< as last read, where that was no proof
    std::map<std::string, cc::Contact> read_;                ///< everything read, by id
    AccountChanges changes_;
};

} // namespace

Answer<void> prove(Session& session, BulkWork& work, const Send& send) {
    return Prover(session, work, send).prove();
}

} // namespace muster::sync
