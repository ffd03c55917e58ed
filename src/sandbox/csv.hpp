#pragma once

// CSV and multipart bodies, as far as imports and exports need them. Internal to this folder.

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "net/http.hpp"

namespace muster::sandbox {

/// At most `most` records; quoted cells may hold commas, quotes and line breaks. Blank lines are left out.
[[nodiscard]] std::vector<std::vector<std::string>> parse_csv(std::string_view text, std::size_t most);
/// A cell for a CSV file, quoted where it must be.
[[nodiscard]] std::string csv_cell(std::string_view text);

struct FormPart {
    std::string name;
    std::string file_name;
    std::string body;
};
/// Nothing if the request is no multipart/form-data.
[[nodiscard]] std::optional<std::vector<FormPart>> parse_multipart(const net::Request& request);

} // namespace muster::sandbox
