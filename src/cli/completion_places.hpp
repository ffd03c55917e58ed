#pragma once

// What may be typed at each place of the command line, as the scripts of completion.hpp need it.

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace muster::cli {

struct CompletionWord {
    std::string text;
    std::string help;
};

/// The values of a flag, or with "" of the arguments.
struct CompletionChoices {
    std::string of;
    std::vector<std::string> values;
};

/// Behind the words of a command, or behind words that further ones must follow; "" is the beginning.
struct CompletionPlace {
    std::string path; ///< "database add"
    std::vector<CompletionWord> below;
    std::vector<CompletionWord> flags; ///< of this command only
    std::vector<std::string> takes;    ///< flags that a value follows
    std::vector<std::string> files;    ///< flags whose value is a file; "" for the arguments
    std::vector<std::string> folders;
    std::vector<CompletionChoices> choices;
};

/// The beginning first.
[[nodiscard]] std::vector<CompletionPlace> completion_places();
/// What `text_of` makes of each place, one behind the other.
[[nodiscard]] std::string of_each_place(const std::function<std::string(const CompletionPlace&)>& text_of);
/// What every place has besides; its path and `below` are empty.
[[nodiscard]] CompletionPlace completion_everywhere();

[[nodiscard]] std::vector<std::string> texts_of(const std::vector<CompletionWord>& words);
/// `text` with each `name` (of `{"@NAME@", value}`) replaced.
[[nodiscard]] std::string filled_in(std::string text, const std::vector<CompletionWord>& values);

[[nodiscard]] std::string bash_completion();
[[nodiscard]] std::string zsh_completion();
[[nodiscard]] std::string fish_completion();

} // namespace muster::cli
