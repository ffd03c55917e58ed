#pragma once

// Member Filters and Rep Filters (R3): values inside one criterion are OR-ed, criteria are AND-ed, no criterion
// selects all. One grammar for command line, saved selections and pages: `field=V1,V2`, `!=`, `<=`, `>=`, `~`.

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "roster/records.hpp"

namespace muster::roster {

enum class FilterKind { Member, Rep };
enum class Operator { AnyOf, NoneOf, AtMost, AtLeast, Contains };
enum class ValueKind { Text, Id, YesNo, Date, Number };

/// A field that filters know: name as in cli.md, kind of value.
struct FilterField {
    std::string_view name;
    ValueKind kind;
    bool has_many = false; ///< group, attribute
};
[[nodiscard]] const std::vector<FilterField>& filter_fields(FilterKind kind);
/// One criterion. Texts compare by their folded name key (case and surrounding blanks do not count); blank matches
/// blank.
struct Criterion {
    std::string field;
    Operator op = Operator::AnyOf;
    std::vector<std::string> values; ///< as typed

    [[nodiscard]] std::string text() const; ///< in the grammar; parse(text()) is the same criterion
    bool operator==(const Criterion&) const = default;
};

/// A parsed filter of one kind.
class Filter {
  public:
    Filter() = default;
    /// Code::Invalid with the known fields, or what kind of value the field takes.
    [[nodiscard]] static Result<Filter> parse(FilterKind kind, const std::vector<std::string>& expressions);

    [[nodiscard]] bool accepts(const RosterRow& row) const;
    [[nodiscard]] bool is_empty() const { return criteria_.empty(); }
    [[nodiscard]] const std::vector<Criterion>& criteria() const { return criteria_; }
    [[nodiscard]] std::vector<std::string> expressions() const;
    /// Two filters without a criterion are equal: both select all.
    bool operator==(const Filter& other) const {
        return criteria_ == other.criteria_ && (criteria_.empty() || kind_ == other.kind_);
    }

  private:
    FilterKind kind_ = FilterKind::Member;
    std::vector<Criterion> criteria_;
    struct Prepared { // the criterion ready to compare
        std::vector<std::string> keys;
        std::vector<std::int64_t> numbers;
        std::size_t field_index = 0;
    };
    std::vector<Prepared> prepared_;
};

} // namespace muster::roster
