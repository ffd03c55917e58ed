#include "sync/plan.hpp"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include <fmt/format.h>

#include "base/email.hpp"
#include "base/text.hpp"
#include "sync/plan_attribute.hpp"
#include "sync/plan_lists.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

using roster::RosterRow;

/// One pass over the Reps, then the Contacts of the winners, then the list that must be exact.
class Planner {
  public:
    Planner(const AccountView& account, const roster::Selections& selections, const Limits& limits)
        : account_(account), selections_(selections), limits_(limits) {}

    Plan make(roster::RosterReader& reps, const std::vector<std::string>& groups) {
        plan_lists(plan_, groups, account_, selections_);
        plan_fields(plan_, account_, selections_);
        reps.each([this](const RosterRow& row) { look_at(row); });
        for (std::size_t i = 0; i < plan_.contacts.size(); ++i) {
            decide(plan_.contacts[i]);
        }
        plan_removals();
        plan_holding_list();
        for (const PlannedContact& contact : plan_.contacts) {
            plan_.totals.count(contact.outcome);
        }
        return std::move(plan_);
    }

  private:
    // --- the pass over the Reps ---------------------------------------------------------------------------------

    void look_at(const RosterRow& row) {
        const std::string_view typed = trim(row.rep.email);
        const auto parsed = parse_email(typed);
        const std::string key = parsed ? parsed->key : typed.empty() ? "" : email_key(typed);
        if (row.is_active()) {
            has_active_rep_ = true;
            if (!key.empty()) {
                active_keys_.insert(key); // also one that is not deliverable: whatever it matches there stays (R8)
            }
        }
        const bool assigned = plan_attribute(plan_, row, key, account_);
        if (assigned && !account_.is_opted_out(key)) {
            kept_attribute_[key].push_back(row.rep.rep_id); // goes once this run has created the Contact
        }
        if (assigned == has_unsubscribed_attribute(row)) {
            select(row, typed, parsed);
        } else {
            RosterRow as_left = row; // filters see the attribute as R16 will leave it (R25)
            std::erase_if(as_left.rep.attributes, is_unsubscribed_attribute);
            if (assigned) {
                as_left.rep.attributes.emplace_back(roster::kUnsubscribedAttribute);
            }
            select(as_left, typed, parsed);
        }
    }

    void select(const RosterRow& row, std::string_view typed,
                const tl::expected<EmailAddress, std::string>& parsed) {
        if (!selections_.accepts(row)) {
            return;
        }
        ++plan_.totals.selected;
        if (typed.empty()) {
            ignore(row, Outcome::IgnoredNoEmail, "There is no e-mail address.");
        } else if (!parsed) {
            ignore(row, Outcome::IgnoredInvalidEmail,
                   fmt::format("\"{}\" is no usable e-mail address: {}.", typed, parsed.error()));
        } else if (const auto [found, is_new] = winners_.try_emplace(parsed->key, plan_.contacts.size()); is_new) {
            add_winner(row, *parsed);
        } else {
            ignore_duplicate(row, plan_.contacts[found->second]);
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

    void ignore_duplicate(const RosterRow& row, const PlannedContact& winner) {
        std::vector<std::string> not_followed;
        for (const std::size_t list : lists_of(row)) {
            const bool winner_has = std::ranges::find(winner.lists_wanted, list) != winner.lists_wanted.end();
            if (!winner_has) {
                not_followed.push_back(plan_.lists[list].name);
            }
        }
        std::string reason = fmt::format("{} ({}) comes first with this address.", winner.name, winner.rep_id);
        if (!not_followed.empty()) {
            reason += fmt::format(" Not followed: {}.", join(not_followed, ", "));
        }
        ignore(row, Outcome::IgnoredDuplicate, std::move(reason));
    }

    /// The chosen groups' lists that the Rep is in; Active Members is judged later.
    [[nodiscard]] std::vector<std::size_t> lists_of(const RosterRow& row) const {
        std::vector<std::size_t> result;
        for (std::size_t i = 1; i < plan_.lists.size(); ++i) {
            const PlannedList& list = plan_.lists[i];
            if (list.refused.empty() &&
                std::ranges::any_of(row.rep.groups, [&](const auto& name) { return name_key(name) == list.key; })) {
                result.push_back(i);
            }
        }
        return result;
    }

    void add_winner(const RosterRow& row, const EmailAddress& address) {
        PlannedContact contact;
        contact.key = address.key;
        contact.address = address.address;
        contact.rep_id = row.rep.rep_id;
        contact.name = row.rep.display_name();
        std::vector<CutValue> cuts;
        contact.desired = desired_properties(row, plan_.fields, cuts);
        for (CutValue& cut_value : cuts) {
            plan_.issues.push_back({"value_cut", contact.rep_id, contact.address, std::move(cut_value.message)});
        }
        contact.lists_wanted = lists_of(row);
        plan_.contacts.push_back(std::move(contact));
    }

    // --- the winners' Contacts ----------------------------------------------------------------------------------

    void decide(PlannedContact& planned) {
        if (account_.is_opted_out(planned.key)) {
            hold_back(planned);
            return;
        }
        if (plan_.lists[0].refused.empty() && active_keys_.contains(planned.key)) {
            planned.lists_wanted.insert(planned.lists_wanted.begin(), 0); // R9
        }
        const cc::Contact* contact = account_.find(planned.key);
        if (contact == nullptr) {
            planned.outcome = Outcome::Created;
            planned.differences = differences_from_nothing(planned.desired, plan_.fields);
            planned.lists_to_add = planned.lists_wanted;
            ++plan_.new_permissions;
        } else {
            planned.address = contact->address;
            planned.contact_id = contact->contact_id;
            compare(planned, *contact);
        }
        const bool sends_phone =
            std::ranges::any_of(planned.differences, [](const auto& d) { return !d.custom && d.field == "phone"; });
        planned.single_only = code_points(planned.address) > kLongestImportAddress ||
                              (planned.desired.needs_single_write && sends_phone);
        if (planned.outcome == Outcome::Created) {
            clear_attribute_after_create(planned.key);
        }
    }

    void hold_back(PlannedContact& planned) {
        planned.outcome = Outcome::HeldBackUnsubscribed;
        planned.lists_wanted.clear();
        planned.reason = "The address has unsubscribed; nothing is sent for it.";
        if (const cc::Contact* contact = account_.find(planned.key)) {
            planned.address = contact->address;
            planned.contact_id = contact->contact_id;
        }
        plan_.issues.push_back({"held_back_unsubscribed", planned.rep_id, planned.address, planned.reason});
    }

    void compare(PlannedContact& planned, const cc::Contact& contact) {
        refuse_what_does_not_fit(planned, contact);
        planned.differences = differences(planned.desired, plan_.fields, contact, account_);
        choose_lists(planned, contact);
        planned.is_revived = contact.is_deleted;
        if (contact.is_deleted) {
            planned.outcome = Outcome::Created;
            plan_.issues.push_back(
                {"revived", planned.rep_id, planned.address,
                 fmt::format("{} was deleted in Constant Contact and comes back.", planned.name)});
        } else if (!planned.differences.empty() || !planned.lists_to_add.empty()) {
            planned.outcome = Outcome::Updated;
        }
    }

    /// Three phones, three addresses and 25 fields are what a Contact holds; its own stay (R6, R7).
    void refuse_what_does_not_fit(PlannedContact& planned, const cc::Contact& contact) {
        const auto other_phones =
            std::ranges::count_if(contact.phone_numbers, [](const auto& phone) { return phone.kind != "work"; });
        if (!planned.desired.phone.empty() && other_phones >= 3) {
            planned.desired.phone_left_out = true;
            plan_.issues.push_back({"field_refused", planned.rep_id, planned.address,
                                    "The Contact has three other phones, as many as Constant Contact takes; the "
                                    "work phone is not sent."});
        }
        std::size_t held = 0;
        for (const cc::CustomFieldValue& value : contact.custom_fields) {
            const bool managed = std::ranges::any_of(plan_.fields, [&](const ChosenField& field) {
                return field.refused.empty() && field.custom_field_id == value.custom_field_id;
            });
            held += managed ? 0 : 1;
        }
        for (std::size_t i = 0; i < plan_.fields.size(); ++i) {
            if (!plan_.fields[i].refused.empty() || planned.desired.custom[i].empty()) {
                continue;
            }
            const std::string& id = plan_.fields[i].custom_field_id;
            const std::string present = id.empty() ? "" : custom_value(contact, id);
            if (held < cc::kCustomFieldsPerContact) {
                ++held;
            } else {
                planned.desired.custom[i] = present;
                plan_.issues.push_back({"field_refused", planned.rep_id, planned.address,
                                        fmt::format("The Contact holds {} custom fields, as many as Constant "
                                                    "Contact takes; \"{}\" is not sent.",
                                                    held, plan_.fields[i].label)});
            }
        }
    }

    void choose_lists(PlannedContact& planned, const cc::Contact& contact) {
        std::size_t on_lists = contact.list_memberships.size();
        std::vector<std::size_t> wanted;
        for (const std::size_t index : planned.lists_wanted) { // Active Members first, then groups by name
            const PlannedList& list = plan_.lists[index];
            const bool is_on = !list.list_id.empty() && std::ranges::find(contact.list_memberships, list.list_id) !=
                                                            contact.list_memberships.end();
            const auto remembered =
                list.list_id.empty() ? std::nullopt : account_.membership(contact.contact_id, list.list_id);
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

    void clear_attribute_after_create(const std::string& key) {
        if (const auto kept = kept_attribute_.find(key); kept != kept_attribute_.end()) {
            for (const std::string& rep_id : kept->second) {
                plan_.attribute_after_create.push_back({rep_id, false, key});
            }
        }
    }

    // --- lists that are kept exact
    // --------------------------------------------------------------------------------

    void plan_removals() {
        const std::string& list_id = plan_.lists[0].list_id;
        std::int64_t members = 0;
        for (const cc::Contact& contact : account_.contacts()) {
            if (list_id.empty() || contact.address.empty() ||
                std::ranges::find(contact.list_memberships, list_id) == contact.list_memberships.end()) {
                continue;
            }
            ++members;
            const std::string key = email_key(contact.address);
            if (active_keys_.contains(key)) {
                continue;
            }
            PlannedRemoval removal{contact.contact_id, contact.address, std::nullopt};
            if (const auto winner = winners_.find(key); winner != winners_.end()) {
                removal.winner = winner->second;
                PlannedContact& planned = plan_.contacts[winner->second];
                planned.leaves_active_members = true;
                planned.outcome = planned.outcome == Outcome::Unchanged ? Outcome::Updated : planned.outcome; // R27
            }
            plan_.removals.push_back(std::move(removal));
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
        for (const cc::Contact& contact : account_.contacts()) {
            if (std::ranges::find(contact.list_memberships, plan_.holding_list_id) !=
                contact.list_memberships.end()) {
                plan_.holding_members.push_back(contact.contact_id);
            }
        }
    }

    const AccountView& account_;
    const roster::Selections& selections_;
    const Limits& limits_;
    Plan plan_;
    bool has_active_rep_ = false;
    std::unordered_set<std::string> active_keys_;
    std::unordered_map<std::string, std::size_t> winners_;
    std::unordered_map<std::string, std::vector<std::string>> kept_attribute_; ///< Reps that keep it, by address
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
               const roster::Selections& selections, const Limits& limits) {
    return Planner(account, selections, limits).make(reps, groups);
}

} // namespace muster::sync
