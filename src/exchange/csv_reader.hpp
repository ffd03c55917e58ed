#pragma once

// A streaming reader of comma separated values (RFC 4180) that knows the place of everything it does not like. It
// reads on behind every problem; memory is bounded by the limits below.

#include <cstddef>
#include <cstdint>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "exchange/decoder.hpp"

namespace muster::exchange {

inline constexpr std::size_t kLongestCell = 64 * 1024;  ///< bytes of UTF-8
inline constexpr std::size_t kLongestRow = 1024 * 1024; ///< bytes of UTF-8, all cells together
inline constexpr std::size_t kMostCells = 1024;

/// What makes a row unusable, and where. Lines are physical ones, from 1; so are cells.
struct CsvProblem {
    std::uint64_t line = 0;
    std::size_t cell = 0;
    std::string reason;
};

/// One row. The texts are valid until the next row is read.
struct CsvRow {
    std::uint64_t line = 0;                ///< where it begins
    std::vector<std::string_view> cells;   ///< UTF-8 and without NUL, if there is no problem
    std::vector<std::uint64_t> cell_lines; ///< where each begins
    std::optional<CsvProblem> problem;     ///< the first one
};

class CsvReader {
  public:
    /// `stream` must outlive the reader and be opened in binary mode. `separator` 0: found from the first line.
    explicit CsvReader(std::istream& stream, Encoding encoding = Encoding::Automatic, char separator = '\0');

    /// Reads the next row that is not a blank line; false at the end. Lines end with LF, CR LF or CR.
    [[nodiscard]] bool next(CsvRow& row);

    [[nodiscard]] char separator() const { return separator_; }
    [[nodiscard]] std::string_view encoding_name() const { return decoder_.encoding_name(); }
    [[nodiscard]] std::uint64_t bytes_read() const { return decoder_.bytes_read(); }
    /// True when the stream broke: what was read is not the whole file.
    [[nodiscard]] bool has_failed() const { return decoder_.has_failed(); }

  private:
    enum class CellEnd { Separator, Line, File };
    struct Place {
        std::size_t begin = 0;
        std::size_t length = 0;
    };
    [[nodiscard]] bool has_more();
    void find_separator();
    void count_line_end();
    void read_row(CsvRow& row);
    [[nodiscard]] CellEnd read_plain(CsvRow& row);
    [[nodiscard]] CellEnd read_quoted(CsvRow& row);
    void keep(CsvRow& row, const char* begin, std::size_t length);
    void complain(CsvRow& row, std::uint64_t line, std::string reason) const;
    void check_texts(CsvRow& row) const;

    Decoder decoder_;
    std::string text_; // decoded, from position_ on not read yet
    std::size_t position_ = 0;
    std::uint64_t line_ = 1;
    char separator_;
    bool stops_plain_[256] = {}; // bytes that end a run of plain text
    std::string row_text_;       // all cells of the row one behind the other
    std::vector<Place> places_;
    std::size_t cell_begin_ = 0;
};

} // namespace muster::exchange
