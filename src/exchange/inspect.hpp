#pragma once

// A first look at a CSV file of unknown make, for a person who is to say what its columns mean. Nothing is
// imported.

#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "exchange/import_file.hpp"

namespace muster::exchange {

inline constexpr std::size_t kRowsShown = 20;
inline constexpr std::size_t kCellShown = 200; ///< characters

struct Inspection {
    std::string encoding; ///< "UTF-8", "UTF-16" or "Windows-1252"
    char separator = ',';
    std::vector<std::string> headings;
    std::vector<std::vector<std::string>> rows; ///< the first kRowsShown, cells cut; bad ones as far as they go
    std::optional<FileKind> kind;               ///< nothing: the headings do not tell
    std::vector<std::string> warnings;          ///< what is wrong with these rows
};

/// Code::Invalid for a file that no mapping makes usable: empty, no text, two equal headings.
[[nodiscard]] Result<Inspection> inspect(const ImportFile& file);

} // namespace muster::exchange
