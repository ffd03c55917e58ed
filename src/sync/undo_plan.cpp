#include "sync/undo_plan.hpp"

#include <algorithm>
#include <map>
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

/// Where a property that reports name stands; null for custom fields.
std::string* core_place(Desired& desired, std::string_view field) {
    const std::map<std::string_view, std::string*> places{{"first_name", &desired.core.first_name},
                                                          {"last_name", &desired.core.last_name},
                                                          {"job_title", &desired.core.job_title},
                                                          {"company_name", &desired.core.company_name},
                                                          {"phone", &desired.phone},
                                                          {"street", &desired.address.street},
                                                          {"city", &desired.address.city},
                                                          {"state", &desired.address.state},
                                                          {"postal_code", &desired.address.postal_code},
                                                          {"country", &desired.address.country}};
    const auto found = places.find(field);
    return found == places.end() ? nullptr : found->second;
}

class UndoPlanner {
  public:
    UndoPlanner(const UndoOrder& order, const AccountView& account, const Limits& limits)
        : order_(order), account_(account), limits_(limits) {}

    Plan make(roster::RosterState& reps) {
        find_lists();
        find_fields();
        look_at(reps);
        for (const Person& person : order_.undone.people) {
            if (is_concerned(person)) {
                plan_person(person);
            }
        }
        std::ranges::sort(plan_.removals, {}, [](const PlannedRemoval& removal) {
            return std::pair(removal.list, std::string_view(removal.address));
        });
        say_who_is_missing();
        plan_.totals.selected = static_cast<std::int64_t>(plan_.contacts.size());
        for (const PlannedContact& contact : plan_.contacts) {
            plan_.totals.count(contact.outcome);
        }
        plan_.removal_limit = static_cast<std::int64_t>(plan_.removals.size());
        return std::move(plan_);
    }

  private:
    // --- lists, fields and Reps
    // ---------------------------------------------------------------------------------------

    /// Active Members as it is now, and the undone run's lists as far as they are still there.
    void find_lists() {
        plan_lists(plan_, {}, account_, {});
        PlannedList& active_members = plan_.lists[0];
        active_members.to_create = false; // an undo makes no list
        active_members.refused.clear();
        plan_.issues.clear();
        for (const ListReport& list : order_.undone.lists) {
            if (list.list_id.empty() || account_.find_list(list.list_id) == nullptr) {
                continue;
            }
            if (list.list_id == active_members.list_id) {
                lists_.emplace(list.name, 0);
            } else {
                lists_.emplace(list.name, plan_.lists.size());
                plan_.lists.push_back({list.name, name_key(list.name), list.list_id,
                                       account_.find_list(list.list_id)->name, false, ""});
            }
        }
    }

    void find_fields() {
        roster::Selections named;
        Desired any;
        for (const Person& person : order_.undone.people) {
            for (const FieldChange& change : person.changes) {
                if (core_place(any, change.field) == nullptr &&
                    std::ranges::find(named.custom_fields, change.field) == named.custom_fields.end()) {
                    named.custom_fields.push_back(change.field);
                }
            }
        }
        plan_fields(plan_, account_, named);
        plan_.issues.clear(); // each person's reason says it
        for (ChosenField& field : plan_.fields) {
            if (field.to_create) {
                field.to_create = false; // an undo makes no field
                field.refused = "The account has no such field any more.";
            }
        }
    }

    void look_at(roster::RosterState& reps) {
        reps.each([this](const roster::RosterRow& row) {
            const std::string_view typed = trim(row.rep.email);
            const std::string key = typed.empty() ? "" : email_key(typed);
            if (row.is_active() && !key.empty()) {
                active_keys_.insert(key);
            }
            plan_attribute(plan_, row, key, attribute_wish(row, key, account_.place_of(key), account_));
        });
    }

    // --- a person
    // -----------------------------------------------------------------------------------------------------

    /// Whether the undone run did something for this person, or may have, that no earlier undo has dealt with.
    [[nodiscard]] bool is_concerned(const Person& person) {
        const bool is_touched = person.outcome == Outcome::Created || person.outcome == Outcome::Updated ||
                                !person.lists_removed.empty() || !person.lists_added.empty();
        const bool may_be_touched = person.outcome == Outcome::Refused && !person.changes.empty();
        const std::string key = email_key(person.email);
        return (is_touched || may_be_touched) && !order_.settled.contains(key) && seen_.insert(key).second;
    }

    void plan_person(const Person& person) {
        PlannedContact planned;
        planned.key = email_key(person.email);
        planned.address = person.email;
        planned.rep_id = person.rep_id.value_or("");
        planned.name = person.name;
        reasons_.clear();
        const std::optional<cc::Contact> contact = account_.find(planned.key);
        if (account_.is_opted_out(planned.key)) {
            planned.outcome = Outcome::HeldBackUnsubscribed;
            note(planned, "held_back_unsubscribed",
                 "The address has unsubscribed. That cannot be undone, and nothing is sent for it.");
        } else if (!contact) {
            note(planned, "changed_since", "The account has no Contact of this address any more.");
        } else if (contact->is_deleted) {
            note(planned, "changed_since", "The Contact was deleted in Constant Contact since.");
        } else {
            planned.contact_id = contact->contact_id;
            planned.address = contact->address;
            plan_contact(person, *contact, planned);
        }
        planned.reason = join(reasons_, " ");
        plan_.contacts.push_back(std::move(planned));
    }

    void plan_contact(const Person& person, const cc::Contact& contact, PlannedContact& planned) {
        const auto removals_before = plan_.removals.size();
        plan_properties(person, contact, planned);
        plan_additions(person, contact);
        put_back(person, contact, planned);
        find_standing_lists(contact, planned, removals_before);
        planned.leaves_active_members = plan_.removals.size() > removals_before;
        if (!planned.differences.empty() || !planned.lists_to_add.empty() || planned.leaves_active_members) {
            planned.outcome = Outcome::Updated;
        } else if (reasons_.empty()) {
            reasons_.emplace_back("Nothing of that run is left on this Contact.");
        }
        if (person.outcome == Outcome::Created) {
            reasons_.emplace_back("That run created the Contact; it stays.");
        }
        if (person.outcome == Outcome::Refused) {
            reasons_.emplace_back("What reached it was not proved, so its lists stay as they are.");
        }
        const auto sends_phone = std::ranges::find(planned.differences, "phone", &Difference::field);
        planned.single_only = code_points(planned.address) > kLongestImportAddress ||
                              sends_phone != planned.differences.end(); // whatever form it has (R6)
    }

    void note(const PlannedContact& planned, std::string_view code, std::string reason) {
        plan_.issues.push_back({std::string(code), planned.rep_id_or_nothing(), planned.address, reason});
        reasons_.push_back(std::move(reason));
    }

    // --- properties
    // ---------------------------------------------------------------------------------------------------

    void plan_properties(const Person& person, const cc::Contact& contact, PlannedContact& planned) {
        Desired& desired = planned.desired;
        desired = properties_of(contact, plan_.fields);
        if (person.outcome == Outcome::Created) {
            return; // it had no values before, or was deleted
        }
        const Desired as_it_is = desired;
        bool address_changed = false;
        for (const FieldChange& change : person.changes) {
            const bool is_ours = plan_property(person, change, contact, planned);
            address_changed = address_changed || (is_address_part(change.field) && !is_ours);
        }
        if (address_changed) {
            desired.address = as_it_is.address; // one thing: no half of an old one beside half of a new one
        }
        planned.differences = differences(desired, plan_.fields, contact, account_);
    }

    /// False if the property is not as the undone run left it, nor as it was before.
    bool plan_property(const Person& person, const FieldChange& change, const cc::Contact& contact,
                       PlannedContact& planned) {
        std::string* place = core_place(planned.desired, change.field);
        std::string learned_as = change.field;
        if (place == nullptr) {
            const auto field = std::ranges::find(plan_.fields, change.field, &ChosenField::label);
            if (field == plan_.fields.end() || !field->refused.empty()) {
                note(planned, "not_undoable",
                     fmt::format("The custom field \"{}\" cannot be set back: the account has no such text field.",
                                 change.field));
                return false;
            }
            place = &planned.desired.custom[static_cast<std::size_t>(field - plan_.fields.begin())];
            learned_as = "cf:" + change.field;
        }
        if (!change.old_value || !change.new_value) {
            note(planned, "not_undoable",
                 fmt::format("{} is not set back: its values are in no history.", change.field));
            return true;
        }
        if (*place == *change.old_value) {
            return true;
        }
        const bool is_as_left = *place == *change.new_value ||
                                account_.is_kept_form(contact.contact_id, learned_as, *change.new_value, *place);
        if (is_as_left) {
            *place = *change.old_value;
        } else if (person.outcome != Outcome::Refused) { // else it never arrived
            note(planned, "changed_since",
                 fmt::format("{} was changed since, to \"{}\"; it stays.", change.field, *place));
        }
        return is_as_left;
    }

    // --- lists
    // --------------------------------------------------------------------------------------------------------

    /// What the undone run put the Contact on, it comes off.
    void plan_additions(const Person& person, const cc::Contact& contact) {
        for (const std::string& name : person.lists_added) {
            const auto list = lists_.find(name);
            if (list != lists_.end() && contact.is_on(plan_.lists[list->second].list_id)) {
                plan_.removals.push_back(
                    {contact.contact_id, contact.address, plan_.contacts.size(), list->second});
            }
        }
    }

    /// Back on Active Members only where an active Rep has the address now; a run takes off no other list.
    void put_back(const Person& person, const cc::Contact& contact, PlannedContact& planned) {
        const PlannedList& list = plan_.lists[0];
        if (std::ranges::find(person.lists_removed, list.name) == person.lists_removed.end()) {
            return;
        }
        const auto remembered = account_.membership(contact.contact_id, list.list_id);
        if (!active_keys_.contains(planned.key)) {
            note(planned, "not_undoable",
                 "No Rep of an active Member has this address now, so it does not come back to Active Members.");
        } else if (list.list_id.empty()) {
            note(planned, "not_undoable", "The account has no list Active Members any more.");
        } else if (contact.is_on(list.list_id)) {
            if (remembered != MembershipState::Confirmed) { // put back by an undo that was cut off, or by a person
                plan_.confirmed.remember.push_back({contact.contact_id, list.list_id, MembershipState::Confirmed});
            }
        } else if (remembered == MembershipState::Left && !limits_.put_back_left) {
            planned.lists_held_back.push_back(0);
            note(planned, "left_list", "The Contact left Active Members since and is not put back.");
        } else if (contact.list_memberships.size() >= cc::kListsPerContact) {
            note(
                planned, "list_refused",
                fmt::format("The Contact is on {} lists, as many as Constant Contact allows; it does not come back "
                            "to Active Members.",
                            contact.list_memberships.size()));
        } else {
            planned.lists_to_add.push_back(0);
            planned.lists_wanted.push_back(0);
        }
    }

    /// Lists that an import may name without moving the Contact: it is on them, belongs there and stays (R14).
    void find_standing_lists(const cc::Contact& contact, PlannedContact& planned, std::size_t removals_before) {
        for (std::size_t i = 0; i < plan_.lists.size(); ++i) {
            const std::string& list_id = plan_.lists[i].list_id;
            const bool comes_off =
                std::any_of(plan_.removals.begin() + static_cast<std::ptrdiff_t>(removals_before),
                            plan_.removals.end(), [&](const PlannedRemoval& off) { return off.list == i; });
            const bool is_right = !list_id.empty() && contact.is_on(list_id) &&
                                  account_.membership(contact.contact_id, list_id) == MembershipState::Confirmed &&
                                  (i > 0 || active_keys_.contains(planned.key));
            if (is_right && !comes_off) {
                planned.lists_wanted.push_back(i);
            }
        }
    }

    /// Persons who were erased, or whose details were dropped, are in no history: nothing of theirs is undone.
    void say_who_is_missing() {
        const Totals& totals = order_.undone.totals;
        const auto named = std::ranges::count_if(order_.undone.people, [](const Person& person) {
            return person.outcome == Outcome::Created || person.outcome == Outcome::Updated;
        });
        if (const auto missing = totals.created + totals.updated - named; missing > 0) {
            plan_.warnings.push_back(fmt::format(
                "{} of the people whom that run changed {} in the history no more (forgotten, or dropped "
                "by age); what it did for them stays.",
                missing, missing == 1 ? "is" : "are"));
        }
    }

    const UndoOrder& order_;
    const AccountView& account_;
    const Limits& limits_;
    Plan plan_;
    std::map<std::string, std::size_t> lists_; ///< index of Plan::lists by the undone run's name for it
    std::unordered_set<std::string> active_keys_;
    std::unordered_set<std::string> seen_;
    std::vector<std::string> reasons_; ///< of the person at hand
};

} // namespace

Plan make_undo_plan(const UndoOrder& order, roster::RosterReader& reps, const AccountView& account,
                    const Limits& limits) {
    Plan plan;
    reps.look_until_done(
        [&](roster::RosterState& state) { plan = UndoPlanner(order, account, limits).make(state); });
    return plan;
}

} // namespace muster::sync
