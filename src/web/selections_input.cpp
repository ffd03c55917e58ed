#include "web/selections_input.hpp"

#include "web/input.hpp"

namespace muster::web {

namespace {

constexpr std::size_t kMostGroups = 1000;
constexpr std::size_t kMostFields = 100;
constexpr std::size_t kMostCriteria = 100;
constexpr std::size_t kLongestCriterion = 20'000;
constexpr std::size_t kLongestGroup = 1020;
constexpr std::size_t kLongestField = 255;

} // namespace

app::SelectionTexts read_selections(const json::Reader& value) {
    const Fields fields(value, {"list_groups", "custom_fields", "member_filter", "rep_filter"});
    fields.require("list_groups");
    fields.require("custom_fields");
    return {.list_groups = fields.texts("list_groups", kMostGroups, kLongestGroup),
            .custom_fields = fields.texts("custom_fields", kMostFields, kLongestField),
            .filters = read_filters(value)};
}

app::FilterTexts read_filters(const json::Reader& object) {
    app::FilterTexts filters;
    for (const auto& [name, texts] :
         {std::pair{"member_filter", &filters.member}, std::pair{"rep_filter", &filters.rep}}) {
        const json::Reader filter = object[name];
        if (!filter.present()) {
            filter.complain("This is missing.");
        } else if (filter.size() > kMostCriteria) {
            filter.complain("At most 100 entries are allowed here.");
        } else {
            filter.each([&](const json::Reader& one) { texts->push_back(read_text(one, kLongestCriterion)); });
        }
    }
    return filters;
}

} // namespace muster::web
