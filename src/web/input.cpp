#include "web/input.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "base/text.hpp"
#include "net/http.hpp"

namespace muster::web {

namespace {

constexpr std::ptrdiff_t kMostPlaces = 100; // that a problem document names

std::string too_long(std::size_t longest) {
    return longest == 0 ? "Nothing is allowed here."
                        : fmt::format("At most {} characters are allowed here.", longest);
}

std::string out_of_range(std::int64_t least, std::int64_t most) {
    return most == INT64_MAX ? fmt::format("Here belongs a whole number of {} or more.", least)
                             : fmt::format("Here belongs a whole number from {} to {}.", least, most);
}

std::string not_on_offer(std::span<const std::string_view> words) {
    return fmt::format("Here belongs one of: {}.", join({words.begin(), words.end()}, ", "));
}

std::optional<std::size_t> place_in(std::span<const std::string_view> words, std::string_view word) {
    const auto found = std::ranges::find(words, word);
    return found == words.end() ? std::nullopt : std::optional<std::size_t>(found - words.begin());
}

} // namespace

std::string read_text(const json::Reader& value, std::size_t longest) {
    std::string text = value.required_text();
    if (code_points(text) > longest) {
        value.complain(too_long(longest));
        return {};
    }
    return text;
}

std::vector<std::pair<std::string, std::string>> read_pairs(const json::Reader& object, std::size_t longest) {
    std::vector<std::pair<std::string, std::string>> pairs;
    object.each_member([&](std::string_view key, const json::Reader& value) {
        pairs.emplace_back(key, read_text(value, longest));
    });
    return pairs;
}

Fields::Fields(json::Reader value, std::initializer_list<std::string_view> known) : value_(std::move(value)) {
    if (!value_.present()) {
        value_.complain("An object is missing here.");
        return;
    }
    value_.each_member([&](std::string_view key, const json::Reader& member) {
        if (std::ranges::find(known, key) == known.end()) {
            member.complain("Nothing of this name is known here.");
        }
    });
}

void Fields::require(std::string_view name) const {
    if (!has(name)) {
        value_[name].complain("This is missing.");
    }
}

std::optional<std::string> Fields::text(std::string_view name, std::size_t longest) const {
    return has(name) ? std::optional(read_text(value_[name], longest)) : std::nullopt;
}

std::string Fields::required_text(std::string_view name, std::size_t longest) const {
    return read_text(value_[name], longest);
}

std::optional<bool> Fields::yes_no(std::string_view name) const { return value_[name].boolean(); }

bool Fields::required_yes_no(std::string_view name) const {
    require(name);
    return yes_no(name).value_or(false);
}

std::optional<std::int64_t> Fields::number(std::string_view name, std::int64_t least, std::int64_t most) const {
    const auto found = value_[name].integer();
    if (found && (*found < least || *found > most)) {
        value_[name].complain(out_of_range(least, most));
    }
    return found;
}

std::int64_t Fields::required_number(std::string_view name, std::int64_t least, std::int64_t most) const {
    require(name);
    return number(name, least, most).value_or(least);
}

std::optional<std::size_t> Fields::choice(std::string_view name, std::span<const std::string_view> words) const {
    const auto word = value_[name].text();
    if (!word) {
        return std::nullopt;
    }
    const auto found = place_in(words, *word);
    if (!found) {
        value_[name].complain(not_on_offer(words));
    }
    return found;
}

std::size_t Fields::required_choice(std::string_view name, std::span<const std::string_view> words) const {
    require(name);
    return choice(name, words).value_or(0);
}

std::vector<std::string> Fields::texts(std::string_view name, std::size_t most, std::size_t longest) const {
    std::vector<std::string> found;
    const json::Reader array = value_[name];
    if (array.is_array() && array.size() > most) {
        array.complain(fmt::format("At most {} entries are allowed here.", most));
        return found;
    }
    array.each([&](const json::Reader& element) { found.push_back(read_text(element, longest)); });
    return found;
}

std::vector<std::int64_t> Fields::numbers(std::string_view name, std::size_t most) const {
    std::vector<std::int64_t> found;
    const json::Reader array = value_[name];
    if (array.is_array() && array.size() > most) {
        array.complain(fmt::format("At most {} entries are allowed here.", most));
        return found;
    }
    array.each([&](const json::Reader& element) {
        if (const auto number = element.integer()) {
            found.push_back(*number);
        } else if (!element.present()) {
            element.complain("Here belongs a whole number.");
        }
    });
    return found;
}

std::vector<std::pair<std::string, std::string>> Fields::pairs(std::string_view name, std::size_t longest) const {
    return read_pairs(value_[name], longest);
}

Checked<Body> Body::parse(std::string_view text) {
    auto document = json::Document::parse(text);
    if (!document) {
        return refuse(ProblemKind::Malformed, std::move(document.error().message));
    }
    return Body(std::make_unique<State>(State{std::move(*document), {}}));
}

Checked<void> Body::check() const { return check_problems(state_->problems); }

Query::Query(std::string_view text, std::initializer_list<std::string_view> known) : pairs_(net::parse_form(text)) {
    for (std::size_t i = 0; i < pairs_.size(); ++i) {
        const std::string& name = pairs_[i].first;
        if (std::ranges::find(known, name) == known.end()) {
            complain(name, "No parameter of this name is known here.");
        } else if (find(name) != &pairs_[i].second) {
            complain(name, "This is given more than once.");
        } else if (!is_valid_utf8(pairs_[i].second) || pairs_[i].second.find('\0') != std::string::npos) {
            complain(name, "This is no text in UTF-8.");
        }
    }
}

const std::string* Query::find(std::string_view name) const {
    const auto found = std::ranges::find(pairs_, name, &std::pair<std::string, std::string>::first);
    return found == pairs_.end() ? nullptr : &found->second;
}

void Query::complain(std::string_view name, std::string message) {
    problems_.push_back({"?" + std::string(name), std::move(message)});
}

std::optional<std::string> Query::text(std::string_view name, std::size_t longest) {
    const std::string* const found = find(name);
    if (found == nullptr) {
        return std::nullopt;
    }
    if (code_points(*found) > longest) {
        complain(name, too_long(longest));
    }
    return *found;
}

std::string Query::required_text(std::string_view name, std::size_t longest) {
    auto found = text(name, longest);
    if (!found) {
        complain(name, "This is missing.");
    }
    return found.value_or("");
}

std::optional<bool> Query::yes_no(std::string_view name) {
    static constexpr std::string_view kWords[] = {"false", "true"};
    const auto found = choice(name, kWords);
    return found ? std::optional(*found == 1) : std::nullopt;
}

std::optional<std::int64_t> Query::number(std::string_view name, std::int64_t least, std::int64_t most) {
    const std::string* const found = find(name);
    if (found == nullptr) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(found->data(), found->data() + found->size(), number);
    if (error != std::errc() || end != found->data() + found->size() || number < least || number > most) {
        complain(name, out_of_range(least, most));
        return std::nullopt;
    }
    return number;
}

std::optional<std::size_t> Query::choice(std::string_view name, std::span<const std::string_view> words) {
    const std::string* const found = find(name);
    if (found == nullptr) {
        return std::nullopt;
    }
    const auto place = place_in(words, *found);
    if (!place) {
        complain(name, not_on_offer(words));
    }
    return place;
}

Checked<void> Query::check() const { return check_problems(problems_); }

Checked<void> check_problems(const json::Problems& problems) {
    if (problems.empty()) {
        return {};
    }
    const std::string more = problems.size() == 1 ? "" : fmt::format(" ({} more)", problems.size() - 1);
    const std::string& place = problems.front().pointer;
    return tl::unexpected(
        Problem(ProblemKind::Invalid,
                fmt::format("{}: {}{}", place.empty() ? "The body" : place, problems.front().message, more),
                {problems.begin(), problems.begin() + std::min(std::ssize(problems), kMostPlaces)}));
}

} // namespace muster::web
