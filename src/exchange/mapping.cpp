#include "exchange/mapping.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "base/text.hpp"
#include "roster/fields.hpp"

namespace muster::exchange {
namespace {

/// A guess needs at least so much: the key counts twice.
constexpr std::size_t kLeastScore = 2;

using Columns = std::vector<std::string_view>;

std::string_view shown(const std::string& heading) { return cut(heading, kHeadingShown); }

tl::unexpected<Error> no_such_column(const Columns& columns, std::string_view where, std::string_view column) {
    return fail(Code::Invalid, fmt::format("{}: there is no column \"{}\". Known columns: {}.", where,
                                           cut(column, kHeadingShown), fmt::join(columns, ", ")));
}

std::size_t place_of(const Columns& columns, std::string_view column) {
    return static_cast<std::size_t>(std::find(columns.begin(), columns.end(), column) - columns.begin());
}

std::size_t score_of(FileKind kind, const std::vector<std::string>& headings) {
    std::size_t score = 0;
    for (const std::string& column : recognise_columns(kind, headings)) {
        score += column.empty() ? 0 : column == columns_of(kind).front() ? 2 : 1;
    }
    return score;
}

} // namespace

std::string_view to_text(FileKind kind) {
    switch (kind) {
    case FileKind::Statuses:
        return "statuses";
    case FileKind::Members:
        return "members";
    case FileKind::Reps:
        break;
    }
    return "reps";
}

std::optional<FileKind> find_file_kind(std::string_view text) {
    for (const auto kind : kFileKinds) {
        if (to_text(kind) == text) {
            return kind;
        }
    }
    return std::nullopt;
}

const std::vector<std::string_view>& columns_of(FileKind kind) {
    switch (kind) {
    case FileKind::Statuses:
        return roster::status_columns();
    case FileKind::Members:
        return roster::member_columns();
    case FileKind::Reps:
        break;
    }
    return roster::rep_columns();
}

Result<HeadingRule> parse_heading_rule(std::string_view text) {
    HeadingRule rule{.text = std::string(text), .kind = {}, .heading = {}, .column = {}};
    const auto equals = text.rfind('=');
    std::string_view heading = text.substr(0, equals);
    for (const auto kind : kFileKinds) {
        const std::string prefix = std::string(to_text(kind)) + ":";
        if (!rule.kind && heading.starts_with(prefix)) {
            rule.kind = kind;
            heading.remove_prefix(prefix.size());
        }
    }
    rule.heading = trim(heading);
    if (equals == std::string_view::npos || rule.heading.empty()) {
        return fail(Code::Invalid,
                    fmt::format("\"{}\" is no mapping: write HEADING=COLUMN, or HEADING= to leave a column out.",
                                cut(text, kHeadingShown)));
    }
    rule.column = trim(text.substr(equals + 1));
    return rule;
}

std::vector<std::string> recognise_columns(FileKind kind, const std::vector<std::string>& headings) {
    std::vector<std::string> columns;
    for (const std::string& heading : headings) {
        columns.emplace_back(roster::find_column(columns_of(kind), heading));
    }
    return columns;
}

std::optional<FileKind> guess_kind(const std::vector<std::string>& headings) {
    std::optional<FileKind> best;
    std::size_t most = kLeastScore - 1;
    for (const auto kind : kFileKinds) {
        const std::size_t score = score_of(kind, headings);
        if (score > most) {
            best = kind;
            most = score;
        } else if (score == most) {
            best.reset();
        }
    }
    return best;
}

Mapping::Mapping(std::vector<HeadingRule> rules) {
    for (auto& rule : rules) {
        rules_.push_back({std::move(rule)});
    }
}

bool Mapping::Used::is_about(FileKind file, const std::string& heading) const {
    return rule.kind.value_or(file) == file && roster::heading_key(rule.heading) == roster::heading_key(heading);
}

void Mapping::see(FileKind kind, const std::vector<std::string>& headings) {
    for (auto& use : rules_) {
        use.is_seen = use.is_seen || std::any_of(headings.begin(), headings.end(), [&](const std::string& heading) {
                          return use.is_about(kind, heading);
                      });
    }
}

Result<void> Mapping::check_all_seen() const {
    for (const auto& use : rules_) {
        if (!use.is_seen) {
            return fail(Code::Invalid, fmt::format("\"{}\": no file to be imported has the heading \"{}\".",
                                                   use.rule.text, shown(use.rule.heading)));
        }
    }
    return {};
}

/// Where the rules, or else its name, lead a heading.
Result<Mapping::Target> Mapping::find_target(FileKind kind, const ImportFile& file, const std::string& heading) {
    const Columns& columns = columns_of(kind);
    Target target{std::string(roster::find_column(columns, heading))};
    const HeadingRule* decided = nullptr;
    for (auto& use : rules_) {
        const HeadingRule& rule = use.rule;
        if (!use.is_about(kind, heading)) {
            continue;
        }
        const auto column = roster::find_column(columns, rule.column);
        if (column.empty() && !rule.column.empty()) {
            if (rule.kind) {
                return no_such_column(columns, fmt::format("\"{}\"", rule.text), rule.column);
            }
            continue; // it may be meant for another file
        }
        if (decided != nullptr) {
            return fail(Code::Invalid,
                        fmt::format("{}: \"{}\" and \"{}\" are both about the heading \"{}\"; choose one. In front "
                                    "of a heading, \"members:\" and the like say which file is meant.",
                                    file.name, decided->text, rule.text, shown(heading)));
        }
        decided = &rule;
        use.is_used = true;
        target = {std::string(column), true};
    }
    return target;
}

Result<std::vector<Mapping::Target>> Mapping::find_targets(FileKind kind, const ImportFile& file,
                                                           const Headings& headings) {
    std::vector<Target> targets;
    if (!file.columns) {
        for (const std::string& heading : headings.texts) {
            TRY_ASSIGN(auto target, heading.empty() ? Result<Target>(Target{}) : find_target(kind, file, heading));
            targets.push_back(std::move(target));
        }
        return targets;
    }
    if (file.columns->size() != headings.texts.size()) {
        return fail(Code::Invalid, fmt::format("{}: the mapping names {} columns, where the headings are {}.",
                                               file.name, file.columns->size(), headings.texts.size()));
    }
    for (std::size_t cell = 0; cell < headings.texts.size(); ++cell) {
        const std::string& chosen = (*file.columns)[cell];
        const auto column = roster::find_column(columns_of(kind), chosen);
        if (column.empty() && !chosen.empty()) {
            return no_such_column(columns_of(kind), file.name, chosen);
        }
        if (!column.empty() && headings.texts[cell].empty()) {
            return fail(Code::Invalid, fmt::format("{}: column {} has no heading; give it one to import it as {}.",
                                                   file.name, cell + 1, column));
        }
        targets.push_back({std::string(column), true});
    }
    return targets;
}

Result<MappedColumns> Mapping::map(FileKind kind, const ImportFile& file, const Headings& headings) {
    TRY_ASSIGN(const auto targets, find_targets(kind, file, headings));
    const Columns& columns = columns_of(kind);
    MappedColumns mapped;
    std::vector<std::size_t> cells_of_columns(columns.size(), kColumnIgnored);
    for (std::size_t cell = 0; cell < targets.size(); ++cell) {
        const auto& [column, is_chosen] = targets[cell];
        const std::string& heading = headings.texts[cell];
        if (column.empty()) {
            mapped.columns_of_cells.push_back(kColumnIgnored);
            if (!is_chosen) {
                mapped.warnings.push_back(
                    heading.empty()
                        ? fmt::format("{}: column {} has no heading and is ignored.", file.name, cell + 1)
                        : fmt::format("{}: the column \"{}\" is unknown and is ignored.", file.name,
                                      shown(heading)));
            }
            continue;
        }
        const std::size_t place = place_of(columns, column);
        if (cells_of_columns[place] != kColumnIgnored) {
            return fail(Code::Invalid,
                        fmt::format("{}: \"{}\" and \"{}\" both go to the column {}; leave one out.", file.name,
                                    shown(headings.texts[cells_of_columns[place]]), shown(heading), column));
        }
        cells_of_columns[place] = cell;
        mapped.columns_of_cells.push_back(place);
    }
    if (cells_of_columns.front() == kColumnIgnored && file.columns) {
        return fail(Code::Invalid, fmt::format("{}: no heading is mapped to the column {}, which tells the records "
                                               "apart; choose one.",
                                               file.name, columns.front()));
    }
    if (cells_of_columns.front() == kColumnIgnored) {
        return no_such_column(columns, fmt::format("{}: line {}", file.name, headings.line), columns.front());
    }
    return mapped;
}

Result<void> Mapping::check_all_used() const {
    for (const auto& use : rules_) {
        if (!use.is_used) {
            return fail(Code::Invalid, fmt::format("\"{}\": no file with this heading can have the column \"{}\".",
                                                   use.rule.text, cut(use.rule.column, kHeadingShown)));
        }
    }
    return {};
}

} // namespace muster::exchange
