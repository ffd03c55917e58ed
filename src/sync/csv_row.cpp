#include "sync/csv_row.hpp"

#include <algorithm>
#include <array>
#include <string_view>
#include <vector>

namespace muster::sync {
namespace cc = constant_contact;
namespace {

bool is_csv_column(std::string_view key) {
    constexpr std::array<std::string_view, 6> kColumns{"email",     "first_name",   "last_name",
                                                       "job_title", "company_name", "work_phone"};
    return key.starts_with("cf:") || std::ranges::find(kColumns, key) != kColumns.end();
}

} // namespace

std::optional<CsvRow> csv_row(const cc::ImportRow& row) {
    std::vector<std::string> heading;
    std::vector<std::string> cells;
    for (const auto& [key, value] : row) {
        const bool is_plain = value.find_first_of(key == "email" ? "\r\n" : "@\r\n") == std::string::npos;
        if (!is_csv_column(key) || !is_plain || value.empty()) {
            return std::nullopt;
        }
        heading.push_back(key);
        cells.push_back(value);
    }
    return CsvRow{cc::encode_csv_line(heading), cc::encode_csv_line(cells)};
}

} // namespace muster::sync
