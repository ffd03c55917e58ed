#include "store/names.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"

namespace muster::store {

std::string to_text(const Numbers& numbers) {
    std::string text;
    for (const auto number : numbers) {
        if (!text.empty()) {
            text += ',';
        }
        text += std::to_string(number);
    }
    return text;
}

Numbers to_numbers(std::string_view text) {
    Numbers numbers;
    const char* at = text.data();
    const char* const end = at + text.size();
    while (at < end) {
        std::int64_t number = 0;
        const auto read = std::from_chars(at, end, number);
        if (read.ec != std::errc{}) {
            throw db::StoreLost("The store is damaged: \"" + std::string(text) + "\" is no list of numbers.",
                                db::Loss::Damaged);
        }
        numbers.push_back(number);
        at = read.ptr + 1; // past the comma
    }
    return numbers;
}

Names::Names(Session& session, DatabaseId database, std::string_view kind)
    : session_(session), database_(database), kind_(kind) {
    auto rows = session_["names.all"].query({database_.number, kind_});
    while (rows.next()) {
        names_.resize(index(rows.number(0)) + 1);
        names_.back() = {rows.copy(1), rows.copy(2)};
        by_key_.emplace(rows.copy(2), rows.number(0));
    }
    if (names_.empty()) {
        names_.resize(1); // numbers begin at 1
    }
}

std::optional<std::int64_t> Names::find(std::string_view name) const {
    const auto found = by_key_.find(name_key(name));
    return found == by_key_.end() ? std::nullopt : std::optional(found->second);
}

std::int64_t Names::find_or_add(std::string_view name) {
    const auto key = name_key(name);
    const auto [place, is_new] = by_key_.emplace(key, static_cast<std::int64_t>(names_.size()));
    if (is_new) {
        names_.push_back({std::string(trim(name)), key});
        session_["names.add"].run({database_.number, kind_, place->second, names_.back().name, key});
    }
    return place->second;
}

void Names::rename(std::int64_t number, std::string_view name) {
    auto& entry = names_[index(number)];
    by_key_.erase(entry.key);
    entry = {std::string(trim(name)), name_key(name)};
    by_key_.emplace(entry.key, number);
    session_["names.rename"].run({database_.number, kind_, number, entry.name, entry.key});
}

void Names::remove(std::int64_t number) {
    by_key_.erase(names_[index(number)].key);
    names_[index(number)] = {};
    session_["names.remove"].run({database_.number, kind_, number});
}

Numbers Names::find_or_add(const std::vector<std::string>& names) {
    Numbers numbers;
    for (const auto& name : names) {
        if (!trim(name).empty()) {
            numbers.push_back(find_or_add(std::string_view(name)));
        }
    }
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

void Names::spell(std::string_view numbers, std::vector<std::string>& names) const {
    names.clear();
    if (numbers.empty()) {
        return;
    }
    auto list = to_numbers(numbers);
    std::sort(list.begin(), list.end(),
              [this](auto a, auto b) { return names_[index(a)].key < names_[index(b)].key; });
    for (const auto number : list) {
        names.push_back(spelling(number));
    }
}

} // namespace muster::store
