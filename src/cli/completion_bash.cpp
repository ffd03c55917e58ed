#include <fmt/format.h>

#include "base/text.hpp"
#include "cli/completion_places.hpp"

namespace muster::cli {

namespace {

// A flag and its value with "=" between them reach the function as three words.
constexpr const char* kScript = R"bash(# bash completion for muster, made by: muster completion bash

_muster_at() {
    below='' flags='' takes='' files='' folders=''
    case $1 in
@PLACES@
    esac
    flags+=' @FLAGS@'
    takes=" $takes @TAKES@ "
    files=" $files @FILES@ "
    folders=" $folders @FOLDERS@ "
}

_muster_choices() {
    case $1 in
@CHOICES@
    esac
}

_muster() {
    local current=${COMP_WORDS[COMP_CWORD]} word before='' place='' index
    local below flags takes files folders choices=''
    COMPREPLY=()
    _muster_at ''
    for ((index = 1; index < COMP_CWORD; index++)); do
        word=${COMP_WORDS[index]}
        if [[ $before ]]; then
            [[ $word == '=' ]] || before=''
        elif [[ $word == -* ]]; then
            [[ $takes == *" $word "* ]] && before=$word
        elif [[ $place$word != help && " $below " == *" $word "* ]]; then
            place+=${place:+ }$word
            _muster_at "$place"
        fi
    done
    [[ $current == '=' ]] && current=''
    if [[ ! $before && $current == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$flags" -- "$current")
        return 0
    fi
    choices=$(_muster_choices "$place:$before")
    if [[ $choices ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$choices" -- "$current")
    elif [[ $files == *" ${before:-ARGUMENT} "* ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$current")
    elif [[ $folders == *" ${before:-ARGUMENT} "* ]]; then
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -d -- "$current")
    elif [[ ! $before ]]; then
        mapfile -t COMPREPLY < <(compgen -W "$below" -- "$current")
    fi
    return 0
}

complete -F _muster muster
)bash";

/// Words of the table hold no blank and no quote; "" stands for the arguments.
std::string words(const std::vector<std::string>& texts) {
    std::vector<std::string> named;
    for (const auto& text : texts) {
        named.push_back(text.empty() ? "ARGUMENT" : text);
    }
    return join(named, " ");
}

std::string clause(const CompletionPlace& place) {
    std::string body;
    const auto add = [&](const char* name, const std::vector<std::string>& texts) {
        if (!texts.empty()) {
            body += fmt::format(" {}='{}'", name, words(texts));
        }
    };
    add("below", texts_of(place.below));
    add("flags", texts_of(place.flags));
    add("takes", place.takes);
    add("files", place.files);
    add("folders", place.folders);
    return body.empty() ? "" : fmt::format("        '{}'){} ;;\n", place.path, body);
}

std::string choice_clauses(const CompletionPlace& place) {
    std::string out;
    for (const auto& [flag, values] : place.choices) {
        out += fmt::format("        '{}:{}') echo '{}' ;;\n", place.path, flag, words(values));
    }
    return out;
}

} // namespace

std::string bash_completion() {
    const auto everywhere = completion_everywhere();
    return filled_in(kScript, {{"@PLACES@\n", of_each_place(clause)},
                               {"@CHOICES@\n", of_each_place(choice_clauses)},
                               {"@FLAGS@", words(texts_of(everywhere.flags))},
                               {"@TAKES@", words(everywhere.takes)},
                               {"@FILES@", words(everywhere.files)},
                               {"@FOLDERS@", words(everywhere.folders)}});
}

} // namespace muster::cli
