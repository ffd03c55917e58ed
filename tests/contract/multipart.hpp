#pragma once

// The parts of a multipart/form-data body, as strictly as the tests need them.

#include <string>
#include <vector>

#include "base/result.hpp"

namespace muster::contract {

struct Part {
    std::string name;
    std::string file_name; ///< "" for a plain field
    std::string body;
};

[[nodiscard]] Result<std::vector<Part>> read_multipart(const std::string& content_type, const std::string& body);

} // namespace muster::contract
