#pragma once

// The names of one kind in a database (Rep Groups, Rep Attributes, attributes of Members) and their numbers.
// Records keep numbers, so that a renamed group is renamed everywhere.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "store/core.hpp"

namespace muster::store {

inline constexpr std::string_view kGroup = "group";
inline constexpr std::string_view kAttribute = "attribute";
inline constexpr std::string_view kMemberAttribute = "member";

/// "3,7,12": ascending, each once; how a record keeps its names.
using Numbers = std::vector<std::int64_t>;
[[nodiscard]] std::string to_text(const Numbers& numbers);
[[nodiscard]] Numbers to_numbers(std::string_view text);

class Names {
  public:
    Names(Session& session, DatabaseId database, std::string_view kind);

    [[nodiscard]] std::optional<std::int64_t> find(std::string_view name) const;
    [[nodiscard]] const std::string& spelling(std::int64_t number) const { return names_[index(number)].name; }
    std::int64_t find_or_add(std::string_view name);
    void rename(std::int64_t number, std::string_view name);
    void remove(std::int64_t number);

    /// Missing names are added; blank ones are left out.
    [[nodiscard]] Numbers find_or_add(const std::vector<std::string>& names);
    /// Spelled out into `names`, sorted by name key.
    void spell(std::string_view numbers, std::vector<std::string>& names) const;

  private:
    struct Entry {
        std::string name;
        std::string key;
    };
    [[nodiscard]] static std::size_t index(std::int64_t number) { return static_cast<std::size_t>(number); }
    Session& session_;
    DatabaseId database_;
    std::string kind_;
    std::vector<Entry> names_; // by number
    std::unordered_map<std::string, std::int64_t> by_key_;
};

} // namespace muster::store
