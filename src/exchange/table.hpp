#pragma once

// A CSV file with headings, row by row. Refuses files that cannot be meant; it knows nothing of columns and
// records.

#include <cstddef>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "exchange/csv_reader.hpp"
#include "exchange/import_file.hpp"

namespace muster::exchange {

class Table {
  public:
    /// Opens the file and reads its headings. Code::Invalid with the file's name when it cannot be read, is empty
    /// or has two equal headings.
    [[nodiscard]] static Result<Table> open(const ImportFile& file);

    /// The next row; one with more or fewer cells than headings has a problem.
    [[nodiscard]] bool next(CsvRow& row);
    /// Code::Invalid when the file broke off while it was read.
    [[nodiscard]] Result<void> check_complete() const;

    [[nodiscard]] const std::vector<std::string>& headings() const { return headings_; } ///< as written, trimmed
    [[nodiscard]] std::uint64_t heading_line() const { return heading_line_; }
    [[nodiscard]] char separator() const { return reader_->separator(); }
    [[nodiscard]] std::string_view encoding_name() const { return reader_->encoding_name(); }
    [[nodiscard]] std::uint64_t bytes_read() const { return reader_->bytes_read(); }
    [[nodiscard]] std::uint64_t bytes_in_all() const { return bytes_in_all_; }

  private:
    Table() = default;
    [[nodiscard]] Result<void> read_headings();

    std::string name_;
    std::unique_ptr<std::ifstream> stream_; // the reader refers to it
    std::unique_ptr<CsvReader> reader_;
    std::uint64_t bytes_in_all_ = 0;
    std::vector<std::string> headings_;
    std::uint64_t heading_line_ = 0;
};

} // namespace muster::exchange
