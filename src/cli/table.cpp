#include "cli/command.hpp"

#include <iterator>

namespace muster::cli {

Flag database_flag() { return {"--database", FlagKind::Value, "NAME", "which database", true}; }

std::vector<Flag> filter_flags() {
    return {{"--member-filter", FlagKind::Repeated, "EXPR", "only Members that pass, e.g. status=ACT,COU", false},
            {"--rep-filter", FlagKind::Repeated, "EXPR", "only Reps that pass, e.g. group=Board", false}};
}

std::vector<Flag> selection_flags() {
    return joined({{"--list-group", FlagKind::Repeated, "GROUP", "keep a list of this Rep Group", false},
                   {"--custom-field", FlagKind::Repeated, "FIELD", "send this field, e.g. \"Member ID\"", false}},
                  filter_flags());
}

std::vector<Flag> joined(std::vector<Flag> first, std::vector<Flag> second) {
    first.insert(first.end(), std::make_move_iterator(second.begin()), std::make_move_iterator(second.end()));
    return first;
}

app::FilterTexts given_filters(const Given& given) {
    return {given.values("--member-filter"), given.values("--rep-filter")};
}

app::SelectionTexts given_selections(const Given& given) {
    return {given.values("--list-group"), given.values("--custom-field"), given_filters(given)};
}

const std::vector<Command>& command_table() {
    static const std::vector<Command> table = [] {
        std::vector<Command> all;
        for (auto group :
             {database_commands(), exchange_commands(), record_commands(), table_commands(), connection_commands(),
              sync_commands(), automatic_commands(), history_commands(), person_commands(), setting_commands(),
              staff_commands(), serve_commands(), trial_commands()}) {
            all.insert(all.end(), std::make_move_iterator(group.begin()), std::make_move_iterator(group.end()));
        }
        return all;
    }();
    return table;
}

} // namespace muster::cli
