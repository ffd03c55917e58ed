#include "sync/packing.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "constant_contact/client.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

using Lists = std::vector<std::size_t>;

bool holds(const Lists& lists, std::size_t list) { return std::ranges::find(lists, list) != lists.end(); }

/// Rows that go together, before they are cut to the limits of an import.
struct Bundle {
    Lists lists;
    std::vector<const ImportRow*> rows;
    std::vector<bool> is_full; ///< parallel: with properties
    void add(const ImportRow& row, bool with_properties) {
        rows.push_back(&row);
        is_full.push_back(with_properties);
    }
};

/// Who goes how, and what it takes.
struct Way {
    std::vector<Bundle> imports;
    std::vector<Bundle> memberships;
};

/// Cuts a bundle into imports that stay below the limits (contract, 10.2): `open` begins one, `take` adds a row.
template <class Open, class Take>
void cut_up(const Bundle& bundle, Open open, Take take) {
    const std::size_t overhead = cc::Client::json_import_overhead(bundle.lists.size());
    std::size_t bytes = cc::kImportBytes;
    std::size_t rows = 0;
    for (std::size_t k = 0; k < bundle.rows.size(); ++k) {
        const ImportRow& row = *bundle.rows[k];
        const std::string& encoded = bundle.is_full[k] ? row.full : row.bare;
        const std::size_t size = encoded.size() + 1; // and its comma
        if (rows >= cc::kImportRows || bytes + size >= cc::kImportBytes) {
            open();
            bytes = overhead;
            rows = 0;
        }
        bytes += size;
        ++rows;
        take(row, encoded);
    }
}

std::vector<ImportBatch> cut_up(const std::vector<Bundle>& bundles) {
    std::vector<ImportBatch> batches;
    for (const Bundle& bundle : bundles) {
        cut_up(
            bundle, [&] { batches.emplace_back().lists = bundle.lists; },
            [&](const ImportRow& row, const std::string& encoded) {
                batches.back().rows.push_back(encoded);
                batches.back().contacts.push_back(row.contact);
            });
    }
    return batches;
}

std::int64_t count_imports(const std::vector<Bundle>& bundles) {
    std::int64_t imports = 0;
    for (const Bundle& bundle : bundles) {
        cut_up(bundle, [&] { ++imports; }, [](const ImportRow&, const std::string&) {});
    }
    return imports;
}

std::size_t count_rows(const std::vector<Bundle>& bundles) {
    std::size_t rows = 0;
    for (const Bundle& bundle : bundles) {
        rows += bundle.rows.size();
    }
    return rows;
}

/// Calls to submit it, and to wait between its two rounds.
std::int64_t calls_of(const Way& way) {
    return count_imports(way.imports) + count_imports(way.memberships) +
           (way.memberships.empty() ? 0 : polls_of_round(count_rows(way.imports)));
}

Lists adds_or_standing(const ImportRow& row) { return row.adds.empty() ? Lists{row.stands_on.front()} : row.adds; }

/// One bundle for each set of lists; whoever is on a list already goes along with those who stand or come there.
std::vector<Bundle> by_set(const std::vector<ImportRow>& rows) {
    std::map<Lists, Bundle> bundles;
    for (const ImportRow& row : rows) {
        const Lists lists = adds_or_standing(row);
        Bundle& bundle = bundles[lists];
        bundle.lists = lists;
        bundle.add(row, true);
    }
    std::vector<Bundle> result;
    for (auto& [lists, bundle] : bundles) {
        result.push_back(std::move(bundle));
    }
    return result;
}

/// Lists to which exactly the same rows come go together.
std::vector<Bundle> by_list(std::map<std::size_t, Bundle> columns) {
    std::vector<Bundle> result;
    for (auto& [list, column] : columns) {
        const auto same = std::ranges::find(result, column.rows, &Bundle::rows);
        if (same == result.end()) {
            result.push_back(std::move(column));
        } else {
            same->lists.push_back(list);
            for (std::size_t k = 0; k < column.rows.size(); ++k) {
                same->is_full[k] = same->is_full[k] || column.is_full[k];
            }
        }
    }
    return result;
}

void put_on_lists(const ImportRow& row, const Lists& lists, bool with_properties,
                  std::map<std::size_t, Bundle>& columns) {
    for (const std::size_t list : lists) {
        Bundle& column = columns[list];
        column.lists = {list};
        column.add(row, with_properties);
        with_properties = false; // once is enough
    }
}

/// Contacts that exist, list by list.
std::map<std::size_t, Bundle> existing_by_list(const std::vector<ImportRow>& rows) {
    std::map<std::size_t, Bundle> columns;
    for (const ImportRow& row : rows) {
        if (!row.is_new) {
            put_on_lists(row, adds_or_standing(row), true, columns);
        }
    }
    return columns;
}

/// The bundle that all of `lists` suit when they are added to it, so that who needs exactly these can go along.
Bundle* bundle_to_widen(std::vector<Bundle>& bundles, const Lists& lists) {
    const auto found = std::ranges::find_if(bundles, [&](const Bundle& bundle) {
        return std::ranges::all_of(bundle.lists, [&](std::size_t list) { return holds(lists, list); }) &&
               std::ranges::all_of(bundle.rows, [&](const ImportRow* row) {
                   return std::ranges::all_of(lists, [&](std::size_t list) {
                       return holds(row->stands_on, list) || holds(row->adds, list);
                   });
               });
    });
    return found == bundles.end() ? nullptr : &*found;
}

/// Who exists by list, who is new by set of lists: nothing waits for anything.
Way in_one_round(const std::vector<ImportRow>& rows) {
    std::vector<Bundle> bundles = by_list(existing_by_list(rows));
    std::map<Lists, std::vector<const ImportRow*>> fresh;
    for (const ImportRow& row : rows) {
        if (row.is_new) {
            fresh[row.adds].push_back(&row);
        }
    }
    for (const auto& [lists, members] : fresh) {
        Bundle* bundle = bundle_to_widen(bundles, lists);
        bundle = bundle == nullptr ? &bundles.emplace_back() : bundle;
        bundle->lists = lists;
        for (const ImportRow* row : members) {
            bundle->add(*row, true);
        }
    }
    return {std::move(bundles), {}};
}

/// Who is new and who stays on his lists first, by one list each; then everybody's other lists, one by one.
Way in_two_rounds(const std::vector<ImportRow>& rows) {
    std::map<std::size_t, Bundle> first;
    std::map<std::size_t, Bundle> second;
    for (const ImportRow& row : rows) {
        if (!row.is_new && !row.adds.empty()) {
            put_on_lists(row, row.adds, true, second);
            continue;
        }
        const Lists lists = adds_or_standing(row);
        put_on_lists(row, {lists.front()}, true, first);
        if (row.is_new) {
            put_on_lists(row, {lists.begin() + 1, lists.end()}, false, second);
        }
    }
    return {by_list(std::move(first)), by_list(std::move(second))};
}

} // namespace

std::vector<ImportBatch> halves_of(const ImportBatch& batch) {
    const auto half = static_cast<std::ptrdiff_t>(batch.rows.size() / 2);
    return {{{batch.rows.begin(), batch.rows.begin() + half},
             {batch.contacts.begin(), batch.contacts.begin() + half},
             batch.lists},
            {{batch.rows.begin() + half, batch.rows.end()},
             {batch.contacts.begin() + half, batch.contacts.end()},
             batch.lists}};
}

std::int64_t polls_of_round(std::size_t rows) { return rows <= kSmallRound ? 0 : 2; }

Packing pack_imports(const std::vector<ImportRow>& rows) {
    Way best{by_set(rows), {}};
    for (Way& other : std::vector<Way>{in_one_round(rows), in_two_rounds(rows)}) {
        if (calls_of(other) < calls_of(best)) {
            best = std::move(other);
        }
    }
    return {cut_up(best.imports), cut_up(best.memberships), calls_of(best)};
}

} // namespace muster::sync
