#include <fmt/format.h>

#include "cli/completion_places.hpp"

namespace muster::cli {

namespace {

// A function of fish sees no variable of its caller, so there is one function for each question.
constexpr const char* kScript = R"fish(# fish completion for muster, made by: muster completion fish

function __muster_below
    switch "$argv"
@BELOW@
    end
end

function __muster_flags
    printf '%s\t%s\n' @FLAGS@
    switch "$argv"
@OWN_FLAGS@
    end
end

function __muster_takes
    printf '%s\n' @TAKES@
    switch "$argv"
@OWN_TAKES@
    end
end

# Of the flag $argv[2], or of the arguments where it is ""; what is typed so far is $argv[3].
function __muster_values
    switch "$argv[2]"
        case @FILES@
            __fish_complete_path "$argv[3]"
    end
    switch "$argv[1]:$argv[2]"
@VALUES@
    end
end

function __muster_complete
    set -l current (commandline --current-token --cut-at-cursor)
    set -l place
    set -l before ''
    set -l tokens (commandline --tokenize --cut-at-cursor --current-process)
    set -e tokens[1]
    for word in $tokens
        if test -n "$before"
            set before ''
        else if string match --quiet -- '-*' $word
            contains -- $word (__muster_takes $place)
            and set before $word
        else if test "$place$word" != help
            contains -- $word (__muster_below $place | string replace --regex '\t.*' '')
            and set --append place $word
        end
    end
    if test -n "$before"
        __muster_values "$place" $before "$current"
    else if string match --quiet -- '--*=*' $current
        set -l parts (string split --max 1 = -- $current)
        string replace --regex -- '^' "$parts[1]=" (__muster_values "$place" $parts[1] "$parts[2]")
    else if string match --quiet -- '-*' $current
        __muster_flags $place
    else
        __muster_below $place
        __muster_values "$place" '' "$current"
    end
end

complete --command muster --no-files --arguments '(__muster_complete)'
)fish";

std::string quoted(const std::string& text) {
    return "'" + filled_in(text, {{"\\", "\\\\"}, {"'", "\\'"}, {"\n", " "}}) + "'";
}

std::string list(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& text : texts) {
        out += (out.empty() ? "" : " ") + quoted(text);
    }
    return out;
}

/// Word and help by turns, as printf takes them.
std::string described(const std::vector<CompletionWord>& words) {
    std::vector<std::string> texts;
    for (const auto& word : words) {
        texts.push_back(word.text);
        texts.push_back(word.help);
    }
    return list(texts);
}

/// A clause of a switch; "" where it has nothing to do.
std::string clause(const std::string& what, const char* command, const std::string& words) {
    return words.empty() ? "" : fmt::format("        case {}\n            {} {}\n", quoted(what), command, words);
}

constexpr const char* kLines = "printf '%s\\n'";
constexpr const char* kDescribed = "printf '%s\\t%s\\n'";

std::string below_clause(const CompletionPlace& place) {
    return clause(place.path, kDescribed, described(place.below));
}
std::string flags_clause(const CompletionPlace& place) {
    return clause(place.path, kDescribed, described(place.flags));
}
std::string takes_clause(const CompletionPlace& place) { return clause(place.path, kLines, list(place.takes)); }

std::string value_clauses(const CompletionPlace& place) {
    std::string out;
    for (const auto& [flag, values] : place.choices) {
        out += clause(place.path + ":" + flag, kLines, list(values));
    }
    for (const auto& flag : place.files) {
        out += clause(place.path + ":" + flag, "__fish_complete_path", "\"$argv[3]\"");
    }
    for (const auto& flag : place.folders) {
        out += clause(place.path + ":" + flag, "__fish_complete_directories", "\"$argv[3]\"");
    }
    return out;
}

} // namespace

std::string fish_completion() {
    const auto everywhere = completion_everywhere();
    return filled_in(kScript, {{"@BELOW@\n", of_each_place(below_clause)},
                               {"@FLAGS@", described(everywhere.flags)},
                               {"@OWN_FLAGS@\n", of_each_place(flags_clause)},
                               {"@TAKES@", list(everywhere.takes)},
                               {"@OWN_TAKES@\n", of_each_place(takes_clause)},
                               {"@FILES@", list(everywhere.files)},
                               {"@VALUES@\n", of_each_place(value_clauses)}});
}

} // namespace muster::cli
