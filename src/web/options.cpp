#include "web/options.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kLongestValue = 4000;

std::string_view kind_word(app::OptionKind kind) {
    switch (kind) {
    case app::OptionKind::Number:
        return "number";
    case app::OptionKind::YesNo:
        return "yes_no";
    default:
        return "text";
    }
}

} // namespace

net::Response options_answer(const std::vector<app::OptionRow>& rows, const std::vector<app::Assignment>& values) {
    json::Writer writer;
    writer.array();
    for (const auto& row : rows) {
        const auto value = std::ranges::find(values, row.key, &app::Assignment::first);
        writer.object()
            .member("key", row.key)
            .member("value", value == values.end() ? std::string(row.standard) : value->second)
            .member("standard", row.standard)
            .member("range", app::range_words(row))
            .member("help", row.help)
            .member("kind", kind_word(row.kind))
            .end();
    }
    writer.end();
    return json_answer(writer);
}

Checked<std::vector<app::Assignment>> read_options(Call& call) {
    TRY_ASSIGN(const auto body, call.body());
    auto changes = read_pairs(body.root(), kLongestValue);
    if (!body.root().is_object()) {
        body.root().complain("An object is missing here.");
    }
    TRY(body.check());
    return changes;
}

std::string option_words(const std::vector<app::OptionRow>& rows, const std::vector<app::Assignment>& changes) {
    std::vector<std::string> words;
    for (const auto& [key, value] : changes) {
        const auto row = std::ranges::find(rows, key, &app::OptionRow::key);
        words.push_back(row != rows.end() && kind_word(row->kind) != "text" ? key + "=" + value : key);
    }
    return join(words, "; ");
}

} // namespace muster::web
