#pragma once

// Which column the cells below a heading go to: by the heading's name, by rules, or as somebody chose. Refuses what
// cannot be meant. It reads no files.

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "exchange/import_file.hpp"

namespace muster::exchange {

inline constexpr std::size_t kColumnIgnored = static_cast<std::size_t>(-1);

/// Of longer headings only the beginning is repeated to people.
inline constexpr std::size_t kHeadingShown = 60;

/// The kind that most of the headings fit; nothing if none is better than the others.
[[nodiscard]] std::optional<FileKind> guess_kind(const std::vector<std::string>& headings);

/// The headings of one file.
struct Headings {
    std::vector<std::string> texts; ///< trimmed
    std::uint64_t line = 0;         ///< where they are in the file
};

struct MappedColumns {
    std::vector<std::size_t> columns_of_cells; ///< for each cell its place in columns_of(kind), or kColumnIgnored
    std::vector<std::string> warnings;         ///< what is ignored unasked
};

/// The rules of one import, over all of its files.
class Mapping {
  public:
    explicit Mapping(std::vector<HeadingRule> rules);

    /// All files before the first is mapped.
    void see(FileKind kind, const std::vector<std::string>& headings);
    /// Code::Invalid for a rule about a heading that no file has.
    [[nodiscard]] Result<void> check_all_seen() const;
    /// Code::Invalid with the file's name if two headings go to one column, none goes to the key, or the choice
    /// that comes with the file does not fit it.
    [[nodiscard]] Result<MappedColumns> map(FileKind kind, const ImportFile& file, const Headings& headings);
    /// After all files: Code::Invalid for a rule about a column that none could have.
    [[nodiscard]] Result<void> check_all_used() const;

  private:
    struct Used {
        HeadingRule rule;
        bool is_seen = false;
        bool is_used = false;

        [[nodiscard]] bool is_about(FileKind file, const std::string& heading) const;
    };
    struct Target {
        std::string column;
        bool is_chosen = false; ///< not merely recognised
    };
    [[nodiscard]] Result<Target> find_target(FileKind kind, const ImportFile& file, const std::string& heading);
    [[nodiscard]] Result<std::vector<Target>> find_targets(FileKind kind, const ImportFile& file,
                                                           const Headings& headings);

    std::vector<Used> rules_;
};

} // namespace muster::exchange
