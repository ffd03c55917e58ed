#include "sync/script.hpp"

#include <algorithm>
#include <utility>

#include "base/email.hpp"
#include "base/text.hpp"
#include "constant_contact/client.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

/// What a job may take beyond its own call, where the service is slow; single writes take none.
constexpr std::int64_t kSlowJob = 2;

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
        return std::move(script_);
    }

  private:
    [[nodiscard]] const PlannedContact& contact(std::size_t i) const { return plan_.contacts[i]; }

    /// Lists of this run that the Contact is on already and belongs on: an import may carry them without moving
    /// anybody.
    [[nodiscard]] static std::vector<std::size_t> standing_lists(const PlannedContact& planned) {
        std::vector<std::size_t> lists;
        std::ranges::copy_if(planned.lists_wanted, std::back_inserter(lists), [&](std::size_t list) {
            return std::ranges::find(planned.lists_to_add, list) == planned.lists_to_add.end();
        });
        return lists;
    }

    void sort_out(std::size_t i) {
        const PlannedContact& planned = contact(i);
        const bool by_import = code_points(planned.address) <= kLongestImportAddress;
        if (planned.single_only && !(planned.is_revived && by_import)) {
            (planned.contact_id.empty() ? script_.creates : script_.updates).push_back(i);
            return;
        }
        const bool needs_put = this->needs_put(planned);
        if (needs_put) {
            (planned.is_revived ? script_.updates_after_import : script_.updates).push_back(i);
        }
        if (needs_put && !planned.is_revived && planned.lists_to_add.empty()) {
            return;
        }
        ImportRow row{i,
                      cc::encode_json_row(cells(planned)),
                      address_only(planned),
                      planned.lists_to_add,
                      standing_lists(planned),
                      is_new(planned)};
        (row.adds.empty() && row.stands_on.empty() ? listless_ : rows_).push_back(std::move(row));
    }

    /// What an import cannot do: clear a value, or set a telephone number that imports do not take (R6).
    [[nodiscard]] static bool needs_put(const PlannedContact& planned) {
        return planned.single_only || planned.clears();
    }

    [[nodiscard]] static bool is_new(const PlannedContact& planned) {
        return planned.contact_id.empty() || planned.is_revived;
    }

    /// What is only to join a list says a name again, so that it shows among what has changed (R28).
    [[nodiscard]] cc::ImportRow cells(const PlannedContact& planned) const {
        if (needs_put(planned)) {
            return {{"email", planned.address}};
        }
        std::vector<Difference> said = planned.differences;
        const cc::CoreProperties& core = planned.desired.core;
        if (said.empty() && !core.last_name.empty()) {
            said.push_back({"last_name", "", core.last_name, std::nullopt, false});
        } else if (said.empty() && !core.company_name.empty()) {
            said.push_back({"company_name", "", core.company_name, std::nullopt, false});
        }
        return import_row(planned.address, planned.desired, plan_.fields, said);
    }

    /// R6: many go through the holding list, few one by one. A deleted Contact comes back only with a list.
    void choose_for_listless() {
        const auto revived =
            std::ranges::count_if(listless_, [&](const ImportRow& row) { return contact(row.contact).is_revived; });
        const auto many = static_cast<std::int64_t>(listless_.size());
        const std::int64_t own_list = plan_.holding_list_id.empty() ? 1 : 0;
        const std::int64_t bulk = own_list + 1 + kSlowJob + (many + 499) / 500 + kSlowJob;
        const bool all_by_holding = may_use_holding_ && many > bulk;
        for (ImportRow& row : listless_) {
            const PlannedContact& planned = contact(row.contact);
            if (all_by_holding || (may_use_holding_ && planned.is_revived && revived > 0)) {
                row.adds = {kHoldingIndex};
                script_.via_holding.push_back(row.contact);
                rows_.push_back(std::move(row));
            } else {
                (planned.contact_id.empty() ? script_.creates : script_.updates).push_back(row.contact);
            }
        }
    }

    /// A few rows that need no list memberships written on existing Contacts are cheaper one by one.
    void choose_bulk_or_single() {
        Packing packing = pack_imports(rows_, [this](const ImportRow& row) { return cells(contact(row.contact)); });
        const bool all_single = std::ranges::all_of(rows_, [&](const ImportRow& row) {
            const PlannedContact& planned = contact(row.contact);
            return !planned.is_revived && !planned.clears() &&
                   (planned.contact_id.empty() || planned.lists_to_add.empty());
        });
        if (all_single && static_cast<std::int64_t>(rows_.size()) < packing.calls + kSlowJob) {
            for (const ImportRow& row : rows_) {
                (contact(row.contact).contact_id.empty() ? script_.creates : script_.updates)
                    .push_back(row.contact);
            }
            return;
        }
        script_.imports = std::move(packing.imports);
        script_.memberships = std::move(packing.memberships);
    }

    const Plan& plan_;
    bool may_use_holding_;
    Script script_;
    std::vector<ImportRow> rows_;
    std::vector<ImportRow> listless_;
};

} // namespace

Script make_script(const Plan& plan, bool may_use_holding) { return ScriptWriter(plan, may_use_holding).write(); }

} // namespace muster::sync
