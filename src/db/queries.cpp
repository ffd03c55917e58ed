#include "db/queries.hpp"

#include <stdexcept>

#include "base/text.hpp"

namespace muster::db {

namespace {

constexpr std::string_view kNameLine = "-- name:";
constexpr std::string_view kManyLine = "-- rows: many";

std::string_view take_line(std::string_view& rest) {
    const auto end = rest.find('\n');
    const auto line = rest.substr(0, end);
    rest.remove_prefix(end == std::string_view::npos ? rest.size() : end + 1);
    return line;
}

} // namespace

Result<void> Queries::add(std::string_view file_text) {
    Query* current = nullptr;
    while (!file_text.empty()) {
        const auto line = take_line(file_text);
        if (line.starts_with(kNameLine)) {
            const std::string name(trim(line.substr(kNameLine.size())));
            const auto [place, added] = by_name_.emplace(name, Query{name, "", false});
            if (!added || name.empty()) {
                return fail(Code::Invalid, "The query name \"" + name + "\" is blank or given twice.");
            }
            current = &place->second;
            continue;
        }
        if (current != nullptr && trim(line) == kManyLine) {
            current->many = true;
            continue;
        }
        if (trim(line).empty() || trim(line).starts_with("--")) {
            continue;
        }
        if (current == nullptr) {
            return fail(Code::Invalid,
                        "A query file has SQL before its first name: \"" + std::string(line) + "\".");
        }
        current->sql.append(line).append("\n");
    }
    return {};
}

const Query& Queries::operator[](std::string_view name) const {
    const auto found = by_name_.find(name);
    if (found == by_name_.end()) {
        throw std::logic_error("There is no query named " + std::string(name) + ".");
    }
    return found->second;
}

void Queries::each(const std::function<void(const Query&)>& visit) const {
    for (const auto& [name, query] : by_name_) {
        visit(query);
    }
}

} // namespace muster::db
