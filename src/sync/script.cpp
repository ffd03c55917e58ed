#include "sync/script.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "base/email.hpp"
#include "base/text.hpp"
#include "constant_contact/client.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

/// Polls that a round of bulk activities is reckoned to take.
constexpr std::int64_t kPollsPerRound = 2;

struct Row {
    std::size_t contact;
    std::string encoded;
    std::vector<std::size_t> lists; ///< never empty
};

/// Cuts rows of one set of lists into imports that stay below the limits (contract, 10.2).
void pack(const std::vector<const Row*>& rows, const std::vector<std::size_t>& lists,
          std::vector<ImportBatch>& batches) {
    const std::size_t overhead = cc::Client::json_import_overhead(lists.size());
    std::size_t bytes = cc::kImportBytes;
    ImportBatch* batch = nullptr;
    for (const Row* row : rows) {
        const std::size_t size = row->encoded.size() + 1; // and its comma
        if (batch == nullptr || batch->rows.size() >= cc::kImportRows || bytes + size >= cc::kImportBytes) {
            batch = &batches.emplace_back();
            batch->lists = lists;
            bytes = overhead;
        }
        bytes += size;
        batch->rows.push_back(row->encoded);
        batch->contacts.push_back(row->contact);
    }
}

std::vector<ImportBatch> pack_by_lists(const std::vector<Row>& rows) {
    std::map<std::vector<std::size_t>, std::vector<const Row*>> groups;
    for (const Row& row : rows) {
        groups[row.lists].push_back(&row);
    }
    std::vector<ImportBatch> batches;
    for (const auto& [lists, members] : groups) {
        for (std::size_t from = 0; from < lists.size(); from += cc::kListsPerActivity) {
            const auto to = std::min(lists.size(), from + cc::kListsPerActivity);
            pack(members,
                 {lists.begin() + static_cast<std::ptrdiff_t>(from),
                  lists.begin() + static_cast<std::ptrdiff_t>(to)},
                 batches);
        }
    }
    return batches;
}

std::string address_only(const PlannedContact& contact) {
    return cc::encode_json_row({{"email", contact.address}});
}

class ScriptWriter {
  public:
    ScriptWriter(const Plan& plan, bool may_use_holding) : plan_(plan), may_use_holding_(may_use_holding) {}

    Script write() {
        for (std::size_t i = 0; i < plan_.contacts.size(); ++i) {
            if (plan_.contacts[i].is_write()) {
                sort_out(i);
            }
        }
        choose_for_listless();
        choose_bulk_or_single();
        choose_packing();
        count_calls();
        return std::move(script_);
    }

  private:
    [[nodiscard]] const PlannedContact& contact(std::size_t i) const { return plan_.contacts[i]; }

    /// A list of this run that the Contact is on already and belongs on: an import may carry it without moving
    /// anybody.
    [[nodiscard]] std::vector<std::size_t> standing_list(const PlannedContact& planned) const {
        for (const std::size_t list : planned.lists_wanted) {
            if (std::ranges::find(planned.lists_to_add, list) == planned.lists_to_add.end()) {
                return {list};
            }
        }
        return {};
    }

    void sort_out(std::size_t i) {
        const PlannedContact& planned = contact(i);
        const bool by_import = code_points(planned.address) <= kLongestImportAddress;
        if (planned.single_only && !(planned.is_revived && by_import)) {
            (planned.contact_id.empty() ? script_.creates : script_.updates).push_back(i);
            return;
        }
        // What an import cannot do, a PUT does: clear a value, or set a telephone number that imports do not take
        // (R6).
        const bool needs_put = planned.single_only || planned.clears();
        if (needs_put) {
            (planned.is_revived ? script_.updates_after_import : script_.updates).push_back(i);
        }
        std::vector<std::size_t> lists = planned.lists_to_add;
        if (needs_put && !planned.is_revived) {
            if (!lists.empty()) {
                rows_.push_back({i, address_only(planned),
                                 std::move(lists)}); // a PUT does not carry memberships if it can be helped
            }
            return;
        }
        if (lists.empty()) {
            lists = standing_list(planned);
        }
        (lists.empty() ? listless_ : rows_)
            .push_back({i, needs_put ? address_only(planned) : encode(planned), std::move(lists)});
    }

    [[nodiscard]] std::string encode(const PlannedContact& planned) const {
        return cc::encode_json_row(import_row(planned.address, planned.desired, plan_.fields, planned.differences));
    }

    /// R6: many go through the holding list, few one by one. A deleted Contact comes back only with a list.
    void choose_for_listless() {
        const auto revived =
            std::ranges::count_if(listless_, [&](const Row& row) { return contact(row.contact).is_revived; });
        const auto many = static_cast<std::int64_t>(listless_.size());
        const std::int64_t own_list = plan_.holding_list_id.empty() ? 1 : 0;
        const std::int64_t bulk = own_list + 1 + kPollsPerRound + (many + 499) / 500 + kPollsPerRound;
        const bool all_by_holding = may_use_holding_ && many > bulk;
        for (Row& row : listless_) {
            const PlannedContact& planned = contact(row.contact);
            if (all_by_holding || (may_use_holding_ && planned.is_revived && revived > 0)) {
                row.lists = {kHoldingIndex};
                script_.via_holding.push_back(row.contact);
                rows_.push_back(std::move(row));
            } else {
                (planned.contact_id.empty() ? script_.creates : script_.updates).push_back(row.contact);
            }
        }
    }

    /// A few rows that need no list memberships written on existing Contacts are cheaper one by one.
    void choose_bulk_or_single() {
        const bool all_single = std::ranges::all_of(rows_, [&](const Row& row) {
            const PlannedContact& planned = contact(row.contact);
            return !planned.is_revived && !planned.clears() &&
                   (planned.contact_id.empty() || planned.lists_to_add.empty());
        });
        const auto singles = static_cast<std::int64_t>(rows_.size());
        if (!all_single || singles >= static_cast<std::int64_t>(pack_by_lists(rows_).size()) + kPollsPerRound) {
            return;
        }
        for (const Row& row : rows_) {
            (contact(row.contact).contact_id.empty() ? script_.creates : script_.updates).push_back(row.contact);
        }
        rows_.clear();
    }

    /// By set of lists, or properties once and then addresses by list: whichever takes fewer calls.
    void choose_packing() {
        std::vector<ImportBatch> by_set = pack_by_lists(rows_);
        std::vector<Row> first = rows_;
        std::vector<Row> rest;
        for (Row& row : first) {
            for (std::size_t k = 1; k < row.lists.size(); ++k) {
                rest.push_back({row.contact, address_only(contact(row.contact)), {row.lists[k]}});
            }
            row.lists.resize(1);
        }
        std::vector<ImportBatch> properties = pack_by_lists(first);
        std::vector<ImportBatch> memberships = pack_by_lists(rest);
        const std::size_t rounds = memberships.empty() ? 0 : static_cast<std::size_t>(kPollsPerRound);
        if (by_set.size() <= properties.size() + memberships.size() + rounds) {
            script_.imports = std::move(by_set);
        } else {
            script_.imports = std::move(properties);
            script_.memberships = std::move(memberships);
        }
    }

    void count_calls() {
        const auto count = [](const auto& list) { return static_cast<std::int64_t>(list.size()); };
        script_.calls =
            count(script_.imports) + count(script_.memberships) + count(script_.creates) + count(script_.updates);
        script_.calls +=
            (script_.imports.empty() ? 0 : kPollsPerRound) + (script_.memberships.empty() ? 0 : kPollsPerRound);
        if (!script_.via_holding.empty()) {
            script_.calls += plan_.holding_list_id.empty() ? 1 : 0;
        }
        const std::int64_t off_holding = count(script_.via_holding) + count(plan_.holding_members);
        const std::int64_t removals = (count(plan_.removals) + 499) / 500 + (off_holding + 499) / 500;
        script_.calls += removals + (removals > 0 ? kPollsPerRound : 0);
    }

    const Plan& plan_;
    bool may_use_holding_;
    Script script_;
    std::vector<Row> rows_;
    std::vector<Row> listless_;
};

} // namespace

Script make_script(const Plan& plan, bool may_use_holding) { return ScriptWriter(plan, may_use_holding).write(); }

std::int64_t estimate_calls(const Plan& plan, const Script& script, std::size_t contacts_in_account) {
    if (!plan.writes()) {
        return 0;
    }
    constexpr std::int64_t kLookAgain = 2; // opt-outs and list counts directly before the first write (R17)
    std::int64_t calls = kLookAgain + script.calls + std::ranges::count_if(plan.lists, &PlannedList::to_create) +
                         std::ranges::count_if(plan.fields, &ChosenField::to_create);
    const auto sent = std::ranges::count_if(plan.contacts, &PlannedContact::is_write);
    const auto touched = sent + static_cast<std::int64_t>(plan.removals.size());
    const auto whole = (static_cast<std::int64_t>(contacts_in_account) + plan.new_permissions + 499) / 500;
    if (touched > 0) {
        calls += std::min(std::max<std::int64_t>(whole, 1), std::max<std::int64_t>((sent + 499) / 500, 1) + 1);
    }
    return calls + (plan.moves_anybody() ? 1 : 0); // the list counts at the end
}

} // namespace muster::sync
