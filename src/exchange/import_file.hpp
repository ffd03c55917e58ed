#pragma once

// One file as it is handed to an import: where it is, how messages call it, and which of its columns are meant.

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "exchange/decoder.hpp"
#include "exchange/file_kind.hpp"

namespace muster::exchange {

struct ImportFile {
    ImportFile(std::string where, Encoding has = Encoding::Automatic) // NOLINT(google-explicit-constructor): a path
        : path(std::move(where)), name(path), encoding(has) {}

    std::string path;
    std::string name; ///< as messages call it
    Encoding encoding;
    /// For each heading the column that its cells go to, "" to leave it out. Not given: by the headings.
    std::optional<std::vector<std::string>> columns = {};
};

/// For each heading the column that its name means, "" for none.
[[nodiscard]] std::vector<std::string> recognise_columns(FileKind kind, const std::vector<std::string>& headings);

/// A heading that means a column although it is not called so, or that is to be left out.
struct HeadingRule {
    std::string text;             ///< as written, for messages
    std::optional<FileKind> kind; ///< not given: wherever heading and column are
    std::string heading;
    std::string column; ///< "": left out
};

/// "Heading=column", "Heading=", either with "members:" or another kind before it. The last "=" counts.
[[nodiscard]] Result<HeadingRule> parse_heading_rule(std::string_view text);

} // namespace muster::exchange
