// What the columns of a file mean: a line of headings under a rule. The first line is the rule, the others are
// headings; whatever is mapped has a place for each heading, and no column twice.

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "exchange/mapping.hpp"
#include "require.hpp"

using muster::fuzz::require;
namespace exchange = muster::exchange;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::vector<std::string> lines = muster::split_list(muster::fuzz::as_text(data, size), '\n');
    if (lines.empty()) {
        return 0;
    }
    std::vector<exchange::HeadingRule> rules;
    if (auto rule = exchange::parse_heading_rule(lines.front())) {
        rules.push_back(std::move(*rule));
    } else {
        require(!rule.error().message.empty());
    }
    lines.erase(lines.begin());
    static_cast<void>(exchange::guess_kind(lines));
    for (const exchange::FileKind kind : exchange::kFileKinds) {
        exchange::Mapping mapping(rules);
        const auto mapped = mapping.map(kind, exchange::ImportFile("members.csv"), {lines, 1});
        if (!mapped) {
            require(!mapped.error().message.empty());
            continue;
        }
        require(mapped->columns_of_cells.size() == lines.size());
        std::set<std::size_t> used;
        for (const std::size_t column : mapped->columns_of_cells) {
            require(column == exchange::kColumnIgnored ||
                    (column < exchange::columns_of(kind).size() && used.insert(column).second));
        }
    }
    return 0;
}
