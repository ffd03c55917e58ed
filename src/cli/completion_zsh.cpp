#include <fmt/format.h>

#include "cli/completion_places.hpp"

namespace muster::cli {

namespace {

constexpr const char* kScript = R"zsh(#compdef muster
# zsh completion for muster, made by: muster completion zsh

_muster_at() {
    below=() flags=() takes=() files=() folders=()
    case $1 in
@PLACES@
    esac
    flags+=(@FLAGS@)
    takes+=(@TAKES@)
    files+=(@FILES@)
    folders+=(@FOLDERS@)
}

_muster_choices() {
    choices=()
    case $1 in
@CHOICES@
    esac
}

_muster() {
    local word before='' place='' index
    local -a below flags takes files folders choices
    _muster_at ''
    for ((index = 2; index < CURRENT; index++)); do
        word=${words[index]}
        if [[ -n $before ]]; then
            before=''
        elif [[ $word == -* ]]; then
            (( ${takes[(Ie)$word]} )) && before=$word
        elif [[ $place$word != help ]] && (( ${below[(I)${(b)word}:*]} )); then
            place+=${place:+ }$word
            _muster_at $place
        fi
    done
    if [[ -z $before && $PREFIX == --*=* ]]; then
        before=${PREFIX%%=*}
        compset -P '*='
    fi
    _muster_choices "$place:$before"
    if [[ -z $before && $PREFIX == -* ]]; then
        _describe -o flag flags
    elif (( $#choices )); then
        compadd -a choices
    elif [[ -n $before ]]; then
        if (( ${files[(Ie)$before]} )); then
            _files
        elif (( ${folders[(Ie)$before]} )); then
            _files -/
        fi
    elif (( ${files[(Ie)ARGUMENT]} )); then
        _files
    else
        _describe command below
    fi
}

if [[ $funcstack[1] == _muster ]]; then
    _muster "$@"
else
    compdef _muster muster
fi
)zsh";

std::string quoted(const std::string& text) { return "'" + filled_in(text, {{"'", "'\\''"}, {"\n", " "}}) + "'"; }

std::string list(const std::vector<std::string>& texts) {
    std::string out;
    for (const auto& text : texts) {
        out += (out.empty() ? "" : " ") + (text.empty() ? "ARGUMENT" : quoted(text));
    }
    return out;
}

/// As _describe takes them.
std::string described(const std::vector<CompletionWord>& words) {
    std::vector<std::string> texts;
    for (const auto& word : words) {
        texts.push_back(word.text + ":" + word.help);
    }
    return list(texts);
}

std::string clause(const CompletionPlace& place) {
    std::string body;
    const auto add = [&](const char* name, const std::string& words) {
        if (!words.empty()) {
            body += fmt::format(" {}=({})", name, words);
        }
    };
    add("below", described(place.below));
    add("flags", described(place.flags));
    add("takes", list(place.takes));
    add("files", list(place.files));
    add("folders", list(place.folders));
    return body.empty() ? "" : fmt::format("        ('{}'){} ;;\n", place.path, body);
}

std::string choice_clauses(const CompletionPlace& place) {
    std::string out;
    for (const auto& [flag, values] : place.choices) {
        out += fmt::format("        ('{}:{}') choices=({}) ;;\n", place.path, flag, list(values));
    }
    return out;
}

} // namespace

std::string zsh_completion() {
    const auto everywhere = completion_everywhere();
    return filled_in(kScript, {{"@PLACES@\n", of_each_place(clause)},
                               {"@CHOICES@\n", of_each_place(choice_clauses)},
                               {"@FLAGS@", described(everywhere.flags)},
                               {"@TAKES@", list(everywhere.takes)},
                               {"@FILES@", list(everywhere.files)},
                               {"@FOLDERS@", list(everywhere.folders)}});
}

} // namespace muster::cli
