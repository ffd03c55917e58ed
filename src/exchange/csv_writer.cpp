#include "exchange/csv_writer.hpp"

#include "base/text.hpp"

namespace muster::exchange {
namespace {

bool runs_as_formula(std::string_view text) {
    return !text.empty() && std::string_view("=+-@\t\r").find(text.front()) != std::string_view::npos;
}

} // namespace

CsvWriter& CsvWriter::cell(std::string_view text) {
    if (cells_++ > 0) {
        text_ += separator_;
    }
    const bool defused = formulas_ == Formulas::Defused && runs_as_formula(text);
    const char special[] = {separator_, '"', '\n', '\r', '\0'};
    const bool like_blank_line = cells_ == 1 && trim(text).empty(); // quoted, so that no row is taken for one
    if (!like_blank_line && text.find_first_of(special) == std::string_view::npos) {
        text_ += defused ? "'" : "";
        text_ += text;
        return *this;
    }
    text_ += '"';
    text_ += defused ? "'" : "";
    for (const char c : text) {
        text_.append(c == '"' ? 2 : 1, c);
    }
    text_ += '"';
    return *this;
}

void CsvWriter::end_row() {
    text_ += '\n';
    cells_ = 0;
}

} // namespace muster::exchange
