#pragma once

// A value against a schema: the part of JSON Schema that the descriptions use, the vendor's (OpenAPI 3.0) and ours
// (3.1, where null is a type).

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "contract/description.hpp"
#include "contract/openapi.hpp"

namespace muster::contract {

enum class Direction { Request, Answer };

class SchemaCheck {
  public:
    SchemaCheck(const Node& root, Direction direction, Violations& violations)
        : root_(root), direction_(direction), violations_(violations) {}

    /// Unknown members are violations both ways, save `cf:<name>` keys where the description has its placeholder
    /// for them.
    void check(const Node& schema, const json::Reader& value) const;
    /// A parameter's text. A schema with the format "csv" takes several, separated by commas.
    void check_parameter(const Node& schema, const std::string& name, const std::string& text) const;

  private:
    void check_object(const Node& schema, const json::Reader& value) const;
    void check_member(const Node& schema, std::string_view key, const json::Reader& value) const;
    void check_array(const Node& schema, const json::Reader& value) const;
    void check_text(const Node& schema, const std::string& place, const std::string& text) const;
    void check_number(const Node& schema, const std::string& place, double number) const;
    [[nodiscard]] bool admits_null(const Node& unresolved) const;
    [[nodiscard]] bool check_choices(const Node& schema, const json::Reader& value) const;
    void complain(const std::string& place, std::string_view what) const;

    const Node& root_;
    Direction direction_;
    Violations& violations_;
};

} // namespace muster::contract
