#pragma once

// The words that the sample chamber is made of. For the sample only.

#include <span>
#include <string_view>

namespace muster::exchange {

/// A name as written, and its letters for addresses.
struct Written {
    std::string_view name;
    std::string_view ascii;
};

/// Names that go together. Of each hundred Reps `share` are from here.
struct NamePool {
    int share;
    std::span<const Written> first;
    std::span<const Written> last;
    bool family_first = false; ///< where the salutation begins with the family name
};

struct City {
    std::string_view city;
    std::string_view state;
    std::string_view postal_code;
    std::string_view country; ///< blank: United States
};

[[nodiscard]] std::span<const NamePool> name_pools();
[[nodiscard]] std::span<const City> home_cities();
[[nodiscard]] std::span<const City> foreign_cities();
[[nodiscard]] std::span<const std::string_view> streets();
[[nodiscard]] std::span<const std::string_view> company_places(); ///< "Harbor"
[[nodiscard]] std::span<const std::string_view> company_trades(); ///< "Bakery"
[[nodiscard]] std::span<const std::string_view> long_companies(); ///< above 50 characters
[[nodiscard]] std::span<const std::string_view> odd_companies();  ///< marks, quotes, commas, an emoji
[[nodiscard]] std::span<const std::string_view> member_types();
[[nodiscard]] std::span<const std::string_view> member_attributes();
[[nodiscard]] std::span<const std::string_view> rep_attributes();
[[nodiscard]] std::span<const std::string_view> group_names();
[[nodiscard]] std::span<const std::string_view> job_titles();
[[nodiscard]] std::span<const std::string_view> long_job_titles(); ///< above 50 characters

} // namespace muster::exchange
