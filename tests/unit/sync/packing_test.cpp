// Rows packed into imports: JSON or CSV, whichever takes fewer, and filled to their limits.

#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "base/text.hpp"
#include "constant_contact/client.hpp"
#include "sync/packing.hpp"

namespace muster::sync {
namespace {

namespace cc = constant_contact;

struct Rows {
    std::vector<ImportRow> rows;
    std::vector<cc::ImportRow> cells;

    void add(cc::ImportRow row) {
        ImportRow& added = rows.emplace_back();
        added.contact = cells.size();
        added.full = cc::encode_json_row(row);
        added.bare = cc::encode_json_row({row.front()});
        added.adds = {0};
        added.is_new = true;
        cells.push_back(std::move(row));
    }
    /// `count` rows of a name and, if there is one, a city.
    void add(std::size_t count, const std::string& name, const std::string& city = "") {
        for (std::size_t i = 0; i < count; ++i) {
            cc::ImportRow row{{"email", "a" + std::to_string(100'000 + i) + "@example.org"}, {"last_name", name}};
            if (!city.empty()) {
                row.emplace_back("work_city", city);
            }
            add(std::move(row));
        }
    }
    [[nodiscard]] Packing pack() const {
        return pack_imports(rows, [this](const ImportRow& row) { return cells[row.contact]; });
    }
};

std::size_t bytes_of(const ImportBatch& batch) {
    const std::size_t lists = batch.lists.size();
    return batch.heading.empty()
               ? cc::Client::json_import_overhead(lists) + join(batch.rows, ",").size()
               : cc::Client::csv_import_overhead(lists) + batch.heading.size() + join(batch.rows, "").size();
}

/// All rows, each once, below the limits; and no import is less than nine tenths full while rows are left.
void expect_sound(const Rows& rows, const std::vector<ImportBatch>& imports) {
    std::multiset<std::size_t> contacts;
    for (std::size_t k = 0; k < imports.size(); ++k) {
        const ImportBatch& batch = imports[k];
        const std::size_t bytes = bytes_of(batch);
        EXPECT_LT(bytes, 4'000'000U);
        EXPECT_LE(batch.rows.size(), batch.heading.empty() ? 40'000U : 39'999U);
        const bool is_followed = k + 1 < imports.size() && imports[k + 1].heading == batch.heading;
        EXPECT_TRUE(!is_followed || bytes >= 3'600'000 || batch.rows.size() >= 36'000) << bytes;
        contacts.insert(batch.contacts.begin(), batch.contacts.end());
    }
    EXPECT_EQ(contacts.size(), rows.rows.size());
    EXPECT_EQ(std::set<std::size_t>(contacts.begin(), contacts.end()).size(), rows.rows.size());
}

TEST(Packing, RowsThatWouldFillTwoImportsOfJsonGoAsOneOfCsv) {
    Rows rows;
    rows.add(35'000, std::string(90, 'n'));
    const Packing packing = rows.pack();
    ASSERT_EQ(packing.imports.size(), 1U);
    EXPECT_EQ(packing.calls, 1);
    EXPECT_EQ(packing.imports[0].heading, "email,last_name\r\n");
    EXPECT_EQ(packing.imports[0].rows[1], "a100001@example.org," + std::string(90, 'n') + "\r\n");
    EXPECT_EQ(packing.imports[0].contacts[1], 1U);
    expect_sound(rows, packing.imports);
    for (const ImportBatch& half : halves_of(packing.imports[0])) {
        EXPECT_EQ(half.heading, "email,last_name\r\n");
        EXPECT_EQ(half.rows.size(), 17'500U);
    }
}

TEST(Packing, CsvTakesOneRowLessThanJsonForItsHeading) {
    const std::string name(60, 'n'); // JSON would take three imports by their bytes
    Rows fitting;
    fitting.add(79'998, name);
    const Packing two = fitting.pack();
    ASSERT_EQ(two.imports.size(), 2U);
    EXPECT_EQ(two.imports[0].rows.size(), 39'999U);
    EXPECT_EQ(two.imports[1].rows.size(), 39'999U);
    expect_sound(fitting, two.imports);
    Rows over;
    over.add(79'999, name);
    const Packing three = over.pack();
    EXPECT_EQ(three.imports.size(), 3U);
    EXPECT_EQ(three.imports[0].heading, ""); // CSV saves nothing
    expect_sound(over, three.imports);
}

TEST(Packing, R6_RowsWithAStreetAddressGoAsJsonBesideThoseThatGoAsCsv) {
    Rows rows;
    rows.add(35'000, std::string(90, 'n'));
    rows.add(22'000, std::string(90, 'n'), "Eugene");
    const Packing packing = rows.pack();
    ASSERT_EQ(packing.imports.size(), 2U); // as JSON only: three
    for (const ImportBatch& batch : packing.imports) {
        EXPECT_EQ(batch.heading.empty(), batch.contacts.front() >= 35'000);
        EXPECT_EQ(batch.heading.empty(), batch.rows.back().find("Eugene") != std::string::npos);
    }
    expect_sound(rows, packing.imports);
}

TEST(Packing, RowsWithOtherColumnsGoInOtherImportsOfCsv) {
    Rows rows;
    rows.add(35'000, std::string(90, 'n'));
    for (int i = 0; i < 35'000; ++i) {
        rows.add({{"email", "b" + std::to_string(i) + "@example.org"}, {"job_title", std::string(90, 't')}});
    }
    const Packing packing = rows.pack();
    ASSERT_EQ(packing.imports.size(), 2U);
    EXPECT_EQ(packing.imports[0].heading, "email,job_title\r\n");
    EXPECT_EQ(packing.imports[1].heading, "email,last_name\r\n");
    expect_sound(rows, packing.imports);
}

TEST(Packing, ImportsAreFilledWhileRowsAreLeft) {
    for (const std::size_t length : {1U, 90U, 2000U}) {
        Rows rows;
        rows.add(length == 2000 ? 10'000 : 90'000, std::string(length, 'n'), "Eugene");
        const Packing packing = rows.pack();
        EXPECT_GE(packing.imports.size(), 3U);
        expect_sound(rows, packing.imports);
    }
}

} // namespace
} // namespace muster::sync
