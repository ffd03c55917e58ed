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

const std::vector<GeneralFlag>& general_flags() {
    static const std::vector<GeneralFlag> table{
        {"--json", "", "print one JSON document on standard output and nothing else there"},
        {"--quiet", "-q", "no progress and no messages, only results, warnings and errors"},
        {"--help", "-h", "help for the command before it"},
        {"--version", "", "which version this is"},
    };
    return table;
}

const std::vector<ExitRow>& exit_table() {
    static const std::vector<ExitRow> table{
        {Exit::Done, "done, nothing to complain about"},
        {Exit::Failed, "failed; what was done so far is kept"},
        {Exit::Usage, "wrong use: an unknown name, a bad flag, a bad file"},
        {Exit::Issues, "done with issues; or differences, or bad rows, were found"},
        {Exit::NeedsConfirmation, "needs confirmation; nothing was sent"},
        {Exit::NotConnected, "not connected to Constant Contact, or no longer"},
        {Exit::QuotaExhausted, "the day's API quota is used up"},
        {Exit::Busy, "another run of this database is going on"},
        {Exit::Cancelled, "stopped by Ctrl-C or SIGTERM"},
    };
    return table;
}

const std::vector<Command>& command_table() {
    static const std::vector<Command> table = [] {
        std::vector<Command> all;
        for (auto group :
             {database_commands(), exchange_commands(), record_commands(), table_commands(), connection_commands(),
              sync_commands(), automatic_commands(), history_commands(), person_commands(), setting_commands(),
              store_commands(), staff_commands(), serve_commands(), trial_commands(), help_commands()}) {
            all.insert(all.end(), std::make_move_iterator(group.begin()), std::make_move_iterator(group.end()));
        }
        return all;
    }();
    return table;
}

} // namespace muster::cli
