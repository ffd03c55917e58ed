#pragma once

// Writes comma separated values (RFC 4180, UTF-8, lines end with LF) into a string that the caller empties as it
// likes.

#include <cstddef>
#include <string>
#include <string_view>

namespace muster::exchange {

/// Whether cells that a spreadsheet would run as formulas (they begin with = + - @, a tab or a carriage return) get
/// an apostrophe.
enum class Formulas { AsTheyAre, Defused };

class CsvWriter {
  public:
    explicit CsvWriter(Formulas formulas = Formulas::AsTheyAre, char separator = ',')
        : formulas_(formulas), separator_(separator) {}

    CsvWriter& cell(std::string_view text);
    void end_row();

    [[nodiscard]] std::string& text() { return text_; }

  private:
    Formulas formulas_;
    char separator_;
    std::string text_;
    std::size_t cells_ = 0;
};

} // namespace muster::exchange
