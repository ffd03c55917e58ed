#pragma once

// A CSV file with headings: which cell of a row belongs to which column that we know. Refuses files that cannot be
// meant.

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "exchange/csv_reader.hpp"

namespace muster::exchange {

class Table {
  public:
    static constexpr std::size_t kIgnored = static_cast<std::size_t>(-1);

    /// Opens the file and reads its headings. `columns` are the known ones, the first being the key, which must be
    /// there. Code::Invalid with the file's name when it cannot be read, is empty, lacks the key or has two equal
    /// headings.
    [[nodiscard]] static Result<Table> open(const std::string& path, Encoding encoding,
                                            const std::vector<std::string_view>& columns);

    /// The next row; one with more or fewer cells than headings has a problem.
    [[nodiscard]] bool next(CsvRow& row);
    /// Code::Invalid when the file broke off while it was read.
    [[nodiscard]] Result<void> check_complete() const;

    /// For each cell of a row the place of its column in `columns`, or kIgnored.
    [[nodiscard]] const std::vector<std::size_t>& columns_of_cells() const { return columns_of_cells_; }
    [[nodiscard]] const std::vector<std::string>& headings() const { return headings_; } ///< as written
    [[nodiscard]] std::size_t key_cell() const { return key_cell_; }                     ///< from 0
    [[nodiscard]] const std::vector<std::string>& warnings() const { return warnings_; }
    [[nodiscard]] std::uint64_t bytes_read() const { return reader_->bytes_read(); }
    [[nodiscard]] std::uint64_t bytes_in_all() const { return bytes_in_all_; }

  private:
    Table() = default;
    [[nodiscard]] Result<void> read_headings(const std::vector<std::string_view>& columns);

    std::string path_;
    std::unique_ptr<std::ifstream> stream_; // the reader refers to it
    std::unique_ptr<CsvReader> reader_;
    std::uint64_t bytes_in_all_ = 0;
    std::vector<std::string> headings_;
    std::vector<std::size_t> columns_of_cells_;
    std::vector<std::string> warnings_;
    std::size_t key_cell_ = 0;
};

} // namespace muster::exchange
