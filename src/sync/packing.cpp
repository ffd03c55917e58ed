#include "sync/packing.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <optional>
#include <utility>

#include "constant_contact/client.hpp"
#include "sync/csv_row.hpp"

namespace muster::sync {
namespace cc = constant_contact;
namespace {

using Lists = std::vector<std::size_t>;

bool holds(const Lists& lists, std::size_t list) { return std::ranges::find(lists, list) != lists.end(); }

/// Rows that go together, before they are cut to the limits of an import.
struct Bundle {
    Lists lists;
    std::vector<const ImportRow*> rows;
    std::vector<bool> is_full;      ///< parallel: with properties
    std::string heading;            ///< of CSV; "": JSON
    std::vector<std::string> lines; ///< parallel, of CSV
    [[nodiscard]] bool is_csv() const { return !heading.empty(); }
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

const std::string& encoded(const Bundle& bundle, std::size_t k) {
    return bundle.is_csv() ? bundle.lines[k] : bundle.is_full[k] ? bundle.rows[k]->full : bundle.rows[k]->bare;
}

/// Cuts a bundle into imports that stay below the limits (contract, 10.2): `open` begins one, `take` adds a row.
template <class Open, class Take>
void cut_up(const Bundle& bundle, Open open, Take take) {
    const std::size_t overhead = bundle.is_csv()
                                     ? cc::Client::csv_import_overhead(bundle.lists.size()) + bundle.heading.size()
                                     : cc::Client::json_import_overhead(bundle.lists.size());
    const std::size_t most_rows = bundle.is_csv() ? cc::kImportRows - 1 : cc::kImportRows;
    const std::size_t comma = bundle.is_csv() ? 0 : 1;
    std::size_t bytes = cc::kImportBytes;
    std::size_t rows = 0;
    for (std::size_t k = 0; k < bundle.rows.size(); ++k) {
        const std::size_t size = encoded(bundle, k).size() + comma;
        if (rows >= most_rows || bytes + size >= cc::kImportBytes) {
            open();
            bytes = overhead;
            rows = 0;
        }
        bytes += size;
        ++rows;
        take(k);
    }
}

std::vector<ImportBatch> cut_up(const std::vector<Bundle>& bundles) {
    std::vector<ImportBatch> batches;
    for (const Bundle& bundle : bundles) {
        cut_up(
            bundle,
            [&] {
                batches.emplace_back().lists = bundle.lists;
                batches.back().heading = bundle.heading;
            },
            [&](std::size_t k) {
                batches.back().rows.push_back(encoded(bundle, k));
                batches.back().contacts.push_back(bundle.rows[k]->contact);
            });
    }
    return batches;
}

std::int64_t count_imports(const Bundle& bundle) {
    std::int64_t imports = 0;
    cut_up(bundle, [&] { ++imports; }, [](std::size_t) {});
    return imports;
}

std::int64_t count_imports(const std::vector<Bundle>& bundles) {
    std::int64_t imports = 0;
    for (const Bundle& bundle : bundles) {
        imports += count_imports(bundle);
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

// --- JSON or CSV

/// Rows of `bundle` that CSV can carry, by their columns.
std::map<std::string, Bundle> csv_bundles(const Bundle& bundle, const CellsOf& cells_of) {
    std::map<std::string, Bundle> bundles;
    for (std::size_t k = 0; k < bundle.rows.size(); ++k) {
        std::optional<CsvRow> csv;
        if (bundle.is_full[k]) {
            csv = csv_row(cells_of(*bundle.rows[k]));
        }
        if (csv) {
            Bundle& same = bundles[csv->heading];
            same.lists = bundle.lists;
            same.heading = std::move(csv->heading);
            same.lines.push_back(std::move(csv->line));
            same.add(*bundle.rows[k], true);
        }
    }
    return bundles;
}

Bundle without(const Bundle& bundle, const Bundle& others) {
    Bundle rest;
    rest.lists = bundle.lists;
    std::size_t next = 0; // both have the rows in the same order
    for (std::size_t k = 0; k < bundle.rows.size(); ++k) {
        if (next < others.rows.size() && others.rows[next] == bundle.rows[k]) {
            ++next;
        } else {
            rest.add(*bundle.rows[k], bundle.is_full[k]);
        }
    }
    return rest;
}

/// One bundle as CSV, by columns, and JSON: one beside the other does not always save an import by itself.
std::vector<Bundle> split_by_form(const Bundle& bundle, const CellsOf& cells_of) {
    std::vector<Bundle> split{bundle};
    for (auto& [heading, csv] : csv_bundles(bundle, cells_of)) {
        Bundle rest = without(split.front(), csv);
        if (count_imports(csv) + count_imports(rest) <= count_imports(split.front())) {
            split.front() = std::move(rest);
            split.push_back(std::move(csv));
        }
    }
    std::erase_if(split, [](const Bundle& part) { return part.rows.empty(); });
    return split;
}

/// Rows with the same columns go as CSV where that saves imports.
void choose_form(std::vector<Bundle>& bundles, const CellsOf& cells_of) {
    std::vector<Bundle> chosen;
    for (Bundle& bundle : bundles) {
        const std::int64_t as_json = count_imports(bundle);
        std::vector<Bundle> split;
        if (as_json > 1) { // else there is nothing to save, as is usual
            split = split_by_form(bundle, cells_of);
        }
        if (!split.empty() && count_imports(split) < as_json) {
            std::ranges::move(split, std::back_inserter(chosen));
        } else {
            chosen.push_back(std::move(bundle));
        }
    }
    bundles = std::move(chosen);
}

Way with_forms(Way way, const CellsOf& cells_of) {
    choose_form(way.imports, cells_of);
    choose_form(way.memberships, cells_of);
    return way;
}

} // namespace

std::vector<ImportBatch> halves_of(const ImportBatch& batch) {
    const auto half = static_cast<std::ptrdiff_t>(batch.rows.size() / 2);
    return {{batch.heading,
             {batch.rows.begin(), batch.rows.begin() + half},
             {batch.contacts.begin(), batch.contacts.begin() + half},
             batch.lists},
            {batch.heading,
             {batch.rows.begin() + half, batch.rows.end()},
             {batch.contacts.begin() + half, batch.contacts.end()},
             batch.lists}};
}

std::int64_t polls_of_round(std::size_t rows) { return rows <= kSmallRound ? 0 : 2; }

Packing pack_imports(const std::vector<ImportRow>& rows, const CellsOf& cells_of) {
    Way best = with_forms({by_set(rows), {}}, cells_of);
    for (Way& way : std::vector<Way>{in_one_round(rows), in_two_rounds(rows)}) {
        Way other = with_forms(std::move(way), cells_of);
        if (calls_of(other) < calls_of(best)) {
            best = std::move(other);
        }
    }
    return {cut_up(best.imports), cut_up(best.memberships), calls_of(best)};
}

} // namespace muster::sync
