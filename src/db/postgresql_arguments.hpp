#pragma once

// Parameters as libpq takes them. Internal to this folder.

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <libpq-fe.h>

#include "db/statement.hpp"

namespace muster::db {

inline constexpr Oid kBytea = 17, kInt8 = 20, kText = 25;

/// Texts and bytes go as they are, so that no byte of them means anything. They are not copied.
class Arguments {
  public:
    Arguments(std::span<const Parameter> parameters, std::string_view sql);

    [[nodiscard]] int count() const { return static_cast<int>(values_.size()); }
    [[nodiscard]] const Oid* types() const { return types_.data(); }
    [[nodiscard]] const char* const* values() const { return values_.data(); }
    [[nodiscard]] const int* lengths() const { return lengths_.data(); }
    [[nodiscard]] const int* formats() const { return formats_.data(); }

  private:
    std::vector<std::string> numbers_; // reserved: their texts stay where they are
    std::vector<Oid> types_;
    std::vector<const char*> values_;
    std::vector<int> lengths_, formats_;
};

} // namespace muster::db
