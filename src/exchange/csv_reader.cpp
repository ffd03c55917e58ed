#include "exchange/csv_reader.hpp"

#include <algorithm>
#include <cstring>

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::exchange {
namespace {

constexpr char kQuote = '"';
constexpr std::size_t kHeadingToLookAt = 64 * 1024;

unsigned char byte_of(char c) { return static_cast<unsigned char>(c); }

/// True when every byte is ASCII and none is NUL; eight at a time, as nearly all rows are.
bool is_simple(std::string_view text) {
    constexpr std::uint64_t kHigh = 0x8080808080808080U;
    constexpr std::uint64_t kOnes = 0x0101010101010101U;
    std::size_t place = 0;
    for (; place + 8 <= text.size(); place += 8) {
        std::uint64_t word = 0;
        std::memcpy(&word, text.data() + place, 8);
        if (((word | ((word - kOnes) & ~word)) & kHigh) != 0) {
            return false;
        }
    }
    return std::all_of(text.begin() + static_cast<std::ptrdiff_t>(place), text.end(),
                       [](char c) { return c != '\0' && byte_of(c) < 0x80; });
}

} // namespace

CsvReader::CsvReader(std::istream& stream, Encoding encoding, char separator)
    : decoder_(stream, encoding), separator_(separator) {
    for (const char c : {'\n', '\r', kQuote}) {
        stops_plain_[byte_of(c)] = true;
    }
    if (separator_ == '\0') {
        find_separator();
    }
    stops_plain_[byte_of(separator_)] = true;
}

bool CsvReader::has_more() {
    while (position_ >= text_.size()) {
        text_.clear();
        position_ = 0;
        if (!decoder_.read_more(text_)) {
            return false;
        }
    }
    return true;
}

/// The separator that the first line holds most of, outside quotes.
void CsvReader::find_separator() {
    while (text_.size() < kHeadingToLookAt && decoder_.read_more(text_)) {
    }
    std::size_t commas = 0;
    std::size_t semicolons = 0;
    std::size_t tabs = 0;
    bool quoted = false;
    bool begun = false;
    for (const char c : text_) {
        if (c == kQuote) {
            quoted = !quoted;
        } else if (!quoted && (c == '\n' || c == '\r') && begun) {
            break;
        } else if (!quoted) {
            commas += c == ',' ? 1 : 0;
            semicolons += c == ';' ? 1 : 0;
            tabs += c == '\t' ? 1 : 0;
        }
        begun = begun || (c != '\n' && c != '\r' && c != ' ');
    }
    separator_ = ',';
    if (semicolons > commas && semicolons >= tabs) {
        separator_ = ';';
    } else if (tabs > commas) {
        separator_ = '\t';
    }
}

/// Takes LF, CR LF or CR.
void CsvReader::count_line_end() {
    const bool carriage_return = text_[position_] == '\r';
    ++position_;
    ++line_;
    if (carriage_return && has_more() && text_[position_] == '\n') {
        ++position_;
    }
}

void CsvReader::complain(CsvRow& row, std::uint64_t line, std::string reason) const {
    if (!row.problem) {
        row.problem = CsvProblem{line, places_.size() + 1, std::move(reason)};
    }
}

/// Adds to the cell that is being read, within the limits; what does not fit is a problem and is dropped.
void CsvReader::keep(CsvRow& row, const char* begin, std::size_t length) {
    if (row_text_.size() - cell_begin_ + length > kLongestCell) {
        complain(row, row.cell_lines.back(),
                 fmt::format("The cell is longer than {} KiB; perhaps a double quote before it is not closed.",
                             kLongestCell / 1024));
        return;
    }
    if (row_text_.size() + length > kLongestRow) {
        complain(row, row.line, fmt::format("The row is longer than {} KiB.", kLongestRow / 1024));
        return;
    }
    row_text_.append(begin, length);
}

CsvReader::CellEnd CsvReader::read_plain(CsvRow& row) {
    while (has_more()) {
        const std::size_t begin = position_;
        while (position_ < text_.size() && !stops_plain_[byte_of(text_[position_])]) {
            ++position_;
        }
        keep(row, text_.data() + begin, position_ - begin);
        if (position_ == text_.size()) {
            continue;
        }
        const char stop = text_[position_];
        if (stop == separator_) {
            ++position_;
            return CellEnd::Separator;
        }
        if (stop != kQuote) {
            count_line_end();
            return CellEnd::Line;
        }
        complain(row, line_,
                 "There is a double quote within a cell that does not begin with one; put the whole cell in double "
                 "quotes and write \"\" for each quote in it.");
        keep(row, &stop, 1);
        ++position_;
    }
    return CellEnd::File;
}

CsvReader::CellEnd CsvReader::read_quoted(CsvRow& row) {
    const std::uint64_t opened_on = line_;
    ++position_;
    while (has_more()) {
        const std::size_t begin = position_;
        while (position_ < text_.size() && text_[position_] != kQuote && text_[position_] != '\n' &&
               text_[position_] != '\r') {
            ++position_;
        }
        keep(row, text_.data() + begin, position_ - begin);
        if (position_ == text_.size()) {
            continue;
        }
        const char stop = text_[position_];
        if (stop != kQuote) {
            keep(row, &stop, 1);
            ++position_;
            const bool pair = stop == '\r' && has_more() && text_[position_] == '\n';
            line_ += pair ? 0 : 1; // CR LF counts once, at its LF
            continue;
        }
        ++position_;
        if (!has_more()) {
            return CellEnd::File;
        }
        if (text_[position_] == kQuote) {
            keep(row, &stop, 1);
            ++position_;
            continue;
        }
        if (!stops_plain_[byte_of(text_[position_])]) {
            complain(row, line_,
                     "Behind the closing double quote of a cell comes more text; write \"\" for a quote in it.");
        }
        return read_plain(row);
    }
    if (row.problem && row.problem->cell == places_.size() + 1) {
        row.problem.reset(); // "too long" follows from this
    }
    complain(row, opened_on, fmt::format("The double quote on line {} is never closed.", opened_on));
    return CellEnd::File;
}

void CsvReader::read_row(CsvRow& row) {
    row.line = line_;
    row.cells.clear();
    row.cell_lines.clear();
    row.problem.reset();
    row_text_.clear();
    places_.clear();
    CellEnd end = CellEnd::Separator;
    while (end == CellEnd::Separator) {
        cell_begin_ = row_text_.size();
        row.cell_lines.push_back(line_);
        end = has_more() && text_[position_] == kQuote ? read_quoted(row) : read_plain(row);
        if (places_.size() < kMostCells) {
            places_.push_back(Place{cell_begin_, row_text_.size() - cell_begin_});
        } else {
            complain(row, line_, fmt::format("The row has more than {} cells.", kMostCells));
            row_text_.resize(cell_begin_);
            row.cell_lines.pop_back();
        }
    }
    for (const Place& place : places_) {
        row.cells.push_back(std::string_view(row_text_).substr(place.begin, place.length));
    }
}

void CsvReader::check_texts(CsvRow& row) const {
    if (row.problem || is_simple(row_text_)) {
        return;
    }
    for (std::size_t i = 0; i < row.cells.size(); ++i) {
        const std::string_view cell = row.cells[i];
        if (!is_valid_utf8(cell)) {
            row.problem = CsvProblem{row.cell_lines[i], i + 1,
                                     fmt::format("The cell holds bytes that are not text in {}; save the file as "
                                                 "UTF-8, or say which encoding it has.",
                                                 decoder_.encoding_name())};
            return;
        }
        if (cell.find('\0') != std::string_view::npos) {
            row.problem = CsvProblem{row.cell_lines[i], i + 1, "The cell holds a NUL character; leave it out."};
            return;
        }
    }
}

bool CsvReader::next(CsvRow& row) {
    while (has_more()) {
        const bool quoted = text_[position_] == kQuote;
        read_row(row);
        const bool blank_line = !quoted && row.cells.size() == 1 && !row.problem && trim(row.cells.front()).empty();
        if (!blank_line) {
            check_texts(row);
            return true;
        }
    }
    return false;
}

} // namespace muster::exchange
