#include "sync/plan.hpp"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/text.hpp"
#include "sync/address_table.hpp"
#include "sync/plan_attribute.hpp"
#include "sync/plan_lists.hpp"
#include "sync/sieve.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

using roster::RosterRow;

/// Two passes over the Reps: the sieve finds those that concern the plan, then these are decided in the order of
/// R4. Then follows the list that must be exact. Winners for whom nothing is to be done or told are counted, not
/// kept: a million of them is the usual day.
class Planner {
  public:
    Planner(const AccountView& account, const roster::Selections& selections, const Limits& limits, Keep keep)
        : account_(account), selections_(selections), limits_(limits), keep_(keep), addresses_(account) {}

    Plan make(roster::RosterState& reps, const std::vector<std::string>& groups) {
        plan_lists(plan_, groups, account_, selections_);
        plan_fields(plan_, account_, selections_);
        active_members_ = number_of(plan_.lists[0].list_id);
        for (const PlannedList& list : plan_.lists) {
            remembered_lists_.push_back(account_.memberships().number_of_list(list.list_id));
        }
        look_at(reps);
        plan_removals();
        plan_holding_list();
        sum_up();
        return std::move(plan_);
    }

  private:
    /// In the book of Contacts; nothing for what is still to be created.
    [[nodiscard]] std::optional<std::int64_t> number_of(const std::string& id) const {
        return id.empty() ? std::nullopt : account_.contacts().number(id);
    }

    // --- the passes over the Reps -------------------------------------------------------------------------------

    void look_at(roster::RosterState& reps) {
        Sieve sieve(plan_, account_, selections_, addresses_, keep_);
        reps.each_as_stored([&](const RosterRow& row) { sieve.look_at(row); });
        has_active_rep_ = sieve.has_active_rep();
        const auto decide = [this](const RosterRow& row) { look_at(row); };
        if (sieve.is_coarse()) {
            reps.each(decide);
        } else {
            plan_.totals.selected = winners_ = sieve.quiet();
            reps.each_of(sieve.concerned(), decide);
        }
    }

    void look_at(const RosterRow& row) {
        const RepAddress address = address_of(row, account_);
        const AttributeWish attribute = attribute_wish(row, address.key, address.place, account_);
        plan_attribute(plan_, row, address.key, attribute);
        if (attribute.wanted && !account_.is_opted_out(address.key)) {
            kept_attribute_[address.key].push_back(row.rep.rep_id); // goes once this run has created the Contact
        }
        if (attribute.wanted == attribute.has) {
            select(row, address);
        } else {
            RosterRow as_left = row; // filters see the attribute as R16 will leave it (R25)
            std::erase_if(as_left.rep.attributes, is_unsubscribed_attribute);
            if (attribute.wanted) {
                as_left.rep.attributes.emplace_back(roster::kUnsubscribedAttribute);
            }
            select(as_left, address);
        }
    }

    void select(const RosterRow& row, const RepAddress& address) {
        if (!selections_.accepts(row)) {
            return;
        }
        ++plan_.totals.selected;
        if (address.typed.empty()) {
            ignore(row, Outcome::IgnoredNoEmail, "There is no e-mail address.");
            return;
        }
        if (!address.parsed) {
            ignore(row, Outcome::IgnoredInvalidEmail,
                   fmt::format("\"{}\" is no usable e-mail address: {}.", address.typed, address.parsed.error()));
            return;
        }
        const std::size_t number = addresses_.number(address.key, address.place);
        if (addresses_.has_winner(number)) {
            ignore_duplicate(row, number);
        } else {
            add_winner(row, address, number);
        }
    }

    void ignore(const RosterRow& row, Outcome outcome, std::string reason) {
        plan_.totals.count(outcome);
        Person person;
        person.email = std::string(trim(row.rep.email));
        person.rep_id = row.rep.rep_id;
        person.name = row.rep.display_name();
        person.outcome = outcome;
        person.reason = reason;
        plan_.issues.push_back({std::string(to_text(outcome)), person.rep_id,
                                person.email.empty() ? std::nullopt : std::optional(person.email),
                                std::move(reason)});
        plan_.ignored.push_back(std::move(person));
    }

    void ignore_duplicate(const RosterRow& row, std::size_t address) {
        const AddressTable::Winner winner = addresses_.winner(address);
        std::vector<std::string> not_followed;
        for (const std::size_t list : group_lists_.of(row.rep.groups)) {
            if (std::ranges::find(winner.lists, list) == winner.lists.end()) {
                not_followed.push_back(plan_.lists[list].name);
            }
        }
        std::string reason = fmt::format("{} ({}) comes first with this address.", winner.name, winner.rep_id);
        if (!not_followed.empty()) {
            reason += fmt::format(" Not followed: {}.", join(not_followed, ", "));
        }
        ignore(row, Outcome::IgnoredDuplicate, std::move(reason));
    }

    void add_winner(const RosterRow& row, const RepAddress& address, std::size_t number) {
        ++winners_;
        std::vector<CutValue> cuts;
        PlannedContact planned;
        planned.key = address.key;
        planned.address = address.parsed->address;
        planned.rep_id = row.rep.rep_id;
        planned.name = row.rep.display_name();
        planned.desired = desired_properties(row, plan_.fields, cuts);
        planned.lists_wanted = group_lists_.of(row.rep.groups);
        addresses_.set_winner(number, {planned.rep_id, planned.name, planned.lists_wanted});
        for (CutValue& cut_value : cuts) {
            plan_.issues.push_back({"value_cut", planned.rep_id, planned.address, std::move(cut_value.message)});
        }
        if (account_.is_opted_out(planned.key)) {
            hold_back(planned, address.place);
        } else {
            compare(planned, address.place);
            place_on_lists(planned, addresses_.is_active(number));
        }
        if (address.place && !addresses_.is_active(number) &&
            account_.contacts().is_on(*address.place, active_members_)) {
            planned.leaves_active_members = true;
            planned.outcome = planned.outcome == Outcome::Unchanged ? Outcome::Updated : planned.outcome; // R27
        }
        if (keep_ == Keep::All || planned.outcome != Outcome::Unchanged || !planned.lists_held_back.empty()) {
            addresses_.set_planned(number, plan_.contacts.size());
            plan_.contacts.push_back(std::move(planned));
        }
    }

    // --- the winners' Contacts ----------------------------------------------------------------------------------

    /// What the Contact of a winner lacks but for lists.
    void compare(PlannedContact& planned, std::optional<std::size_t> place) {
        if (!place) {
            planned.outcome = Outcome::Created;
            planned.differences = differences_from_nothing(planned.desired, plan_.fields);
            ++plan_.new_permissions;
        } else {
            const cc::Contact& contact = read(*place);
            planned.address = contact.address;
            planned.contact_id = contact.contact_id;
            planned.is_revived = contact.is_deleted;
            refuse_what_does_not_fit(plan_, planned, contact);
            planned.differences = differences(planned.desired, plan_.fields, contact, account_);
            if (contact.is_deleted) {
                planned.outcome = Outcome::Created;
                plan_.issues.push_back(
                    {"revived", planned.rep_id, planned.address,
                     fmt::format("{} was deleted in Constant Contact and comes back.", planned.name)});
            } else if (!planned.differences.empty()) {
                planned.outcome = Outcome::Updated;
            }
        }
        const bool sends_phone =
            std::ranges::any_of(planned.differences, [](const auto& d) { return !d.custom && d.field == "phone"; });
        planned.single_only = code_points(planned.address) > kLongestImportAddress ||
                              (planned.desired.needs_single_write && sends_phone);
    }

    /// R9, R10, R14 for a winner that is not held back.
    void place_on_lists(PlannedContact& planned, bool is_active) {
        if (is_active && plan_.lists[0].refused.empty()) {
            planned.lists_wanted.insert(planned.lists_wanted.begin(), 0); // R9
        }
        if (planned.contact_id.empty()) {
            planned.lists_to_add = planned.lists_wanted;
            return;
        }
        choose_lists(planned, read(account_.place_of(planned.key).value()));
        if (!planned.lists_to_add.empty() && planned.outcome == Outcome::Unchanged) {
            planned.outcome = Outcome::Updated;
        }
    }

    /// A Contact of the account, until the next one is read.
    const cc::Contact& read(std::size_t place) {
        if (read_place_ != place) {
            account_.contacts().read(place, read_);
            read_place_ = place;
        }
        return read_;
    }

    void hold_back(PlannedContact& planned, std::optional<std::size_t> place) {
        planned.outcome = Outcome::HeldBackUnsubscribed;
        planned.lists_wanted.clear();
        planned.reason = "The address has unsubscribed; nothing is sent for it.";
        if (place) {
            planned.address = read(*place).address;
            planned.contact_id = read(*place).contact_id;
        }
        plan_.issues.push_back({"held_back_unsubscribed", planned.rep_id, planned.address, planned.reason});
    }

    void choose_lists(PlannedContact& planned, const cc::Contact& contact) {
        const auto memberships = account_.memberships().of(contact.contact_id);
        std::size_t on_lists = contact.list_memberships.size();
        std::vector<std::size_t> wanted;
        for (const std::size_t index : planned.lists_wanted) { // Active Members first, then groups by name
            const PlannedList& list = plan_.lists[index];
            const bool is_on = !list.list_id.empty() && contact.is_on(list.list_id);
            const auto remembered = memberships.find(remembered_lists_[index]);
            if (is_on) {
                if (remembered != MembershipState::Confirmed) {
                    plan_.confirmed.remember.push_back(
                        {contact.contact_id, list.list_id, MembershipState::Confirmed});
                }
            } else if (remembered == MembershipState::Left && !limits_.put_back_left) {
                planned.lists_held_back.push_back(index);
                plan_.issues.push_back(
                    {"left_list", planned.rep_id, planned.address,
                     fmt::format("{} left the list \"{}\" and is not put back.", planned.name, list.name)});
                continue;
            } else if (on_lists >= cc::kListsPerContact) {
                plan_.issues.push_back({"list_refused", planned.rep_id, planned.address,
                                        fmt::format("The Contact is on {} lists, as many as Constant Contact "
                                                    "allows; it is not added to \"{}\".",
                                                    on_lists, list.name)});
                continue;
            } else {
                ++on_lists;
                planned.lists_to_add.push_back(index);
            }
            wanted.push_back(index);
        }
        planned.lists_wanted = std::move(wanted);
    }

    // --- lists that are kept exact
    // --------------------------------------------------------------------------------

    void plan_removals() {
        const ContactBook& contacts = account_.contacts();
        std::int64_t members = 0;
        for (std::size_t place = 0; place < contacts.size(); ++place) {
            const std::string_view key = contacts.key(place);
            if (key.empty() || !contacts.is_on(place, active_members_)) {
                continue;
            }
            ++members;
            if (addresses_.is_active(place)) {
                continue;
            }
            const auto address = addresses_.find(key); // another record may have the same one
            if (address && addresses_.is_active(*address)) {
                continue;
            }
            plan_.removals.push_back({contacts.contact_id(place), contacts[place].address,
                                      address ? addresses_.planned(*address) : std::nullopt});
        }
        std::ranges::sort(plan_.removals, {}, &PlannedRemoval::address);
        plan_.active_members_before = members;
        plan_.removal_limit = std::max(limits_.removal_count, members * limits_.removal_percent / 100);
        plan_.no_active_rep = !has_active_rep_ && members > 0;
    }

    void plan_holding_list() {
        if (plan_.holding_list_id.empty()) {
            return;
        }
        const ContactBook& contacts = account_.contacts();
        const auto holding_list = number_of(plan_.holding_list_id);
        for (std::size_t place = 0; place < contacts.size(); ++place) {
            if (contacts.is_on(place, holding_list)) {
                plan_.holding_members.push_back(contacts.contact_id(place));
            }
        }
    }

    // --- the end ------------------------------------------------------------------------------------------------

    void sum_up() {
        for (const PlannedContact& contact : plan_.contacts) {
            plan_.totals.count(contact.outcome);
            if (contact.outcome == Outcome::Created) {
                clear_attribute_after_create(contact.key);
            }
        }
        plan_.left_out = winners_ - static_cast<std::int64_t>(plan_.contacts.size());
        plan_.totals.unchanged += plan_.left_out;
    }

    void clear_attribute_after_create(const std::string& key) {
        if (const auto kept = kept_attribute_.find(key); kept != kept_attribute_.end()) {
            for (const std::string& rep_id : kept->second) {
                plan_.attribute_after_create.push_back({rep_id, false, key});
            }
        }
    }

    const AccountView& account_;
    const roster::Selections& selections_;
    const Limits& limits_;
    Keep keep_;
    Plan plan_;
    bool has_active_rep_ = false;
    std::int64_t winners_ = 0;
    AddressTable addresses_;
    GroupLists group_lists_{plan_.lists};
    std::optional<std::int64_t> active_members_;               ///< of the book of Contacts
    std::vector<std::optional<std::size_t>> remembered_lists_; ///< parallel to plan_.lists: numbers in memberships
    std::unordered_map<std::string, std::vector<std::string>> kept_attribute_; ///< Reps that keep it, by address
    cc::Contact read_;
    std::optional<std::size_t> read_place_;
};

} // namespace

bool PlannedContact::clears() const {
    return !contact_id.empty() && std::ranges::any_of(differences, &Difference::clears);
}

bool Plan::needs_confirmation(std::optional<std::int64_t> confirmed_removals) const {
    const auto planned = static_cast<std::int64_t>(removals.size());
    if (confirmed_removals) {
        return planned > *confirmed_removals;
    }
    return planned > removal_limit || (no_active_rep && planned > 0);
}

bool Plan::writes() const {
    return std::ranges::any_of(contacts, &PlannedContact::is_write) || !removals.empty() ||
           !holding_members.empty() || std::ranges::any_of(lists, &PlannedList::to_create) ||
           std::ranges::any_of(fields, &ChosenField::to_create);
}

bool Plan::moves_anybody() const {
    return !removals.empty() || !holding_members.empty() || std::ranges::any_of(lists, &PlannedList::to_create) ||
           std::ranges::any_of(contacts, [](const PlannedContact& contact) {
               return contact.is_write() && (contact.is_revived || !contact.lists_to_add.empty());
           });
}

Plan make_plan(roster::RosterReader& reps, const std::vector<std::string>& groups, const AccountView& account,
               const roster::Selections& selections, const Limits& limits, Keep keep) {
    Plan plan;
    reps.look_until_done(
        [&](roster::RosterState& state) { plan = Planner(account, selections, limits, keep).make(state, groups); });
    return plan;
}

} // namespace muster::sync
