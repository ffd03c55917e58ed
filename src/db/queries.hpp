#pragma once

// The named queries of a program: SQL that lives in .sql files, each piece under a line `-- name: subject.what`.

#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace muster::db {

struct Query {
    std::string name; ///< for messages and figures
    std::string sql;
    bool many =
        false; ///< gives rows without bound (`-- rows: many` under its name), read only within a transaction
};

class Queries {
  public:
    /// Adds the queries of one file. Code::Invalid: a name given twice, or SQL before the first name.
    [[nodiscard]] Result<void> add(std::string_view file_text);
    /// Throws std::logic_error for a name that nobody wrote. The query lives as long as this.
    [[nodiscard]] const Query& operator[](std::string_view name) const;
    void each(const std::function<void(const Query&)>& visit) const;
    [[nodiscard]] std::size_t size() const { return by_name_.size(); }

  private:
    std::map<std::string, Query, std::less<>> by_name_; // a map: addresses of its queries stay
};

} // namespace muster::db
