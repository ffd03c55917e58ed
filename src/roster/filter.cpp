#include "roster/filter.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "base/text.hpp"
#include "roster/fields.hpp"
#include "roster/filter_fields.hpp"
#include "roster/filter_grammar.hpp"

namespace muster::roster {
namespace {

std::string known_fields(FilterKind kind) {
    std::string names;
    for (const FilterField& field : filter_fields(kind)) {
        names += names.empty() ? "" : ", ";
        names += field.name;
    }
    return fmt::format("Fields of a {} filter: {}.", kind == FilterKind::Member ? "Member" : "Rep", names);
}

tl::unexpected<Error> wrong(FilterKind kind, const std::string& sentence) {
    return fail(Code::Invalid, sentence + " " + known_fields(kind));
}

bool is_range(Operator op) { return op == Operator::AtMost || op == Operator::AtLeast; }

/// Whether the field takes the operator at all.
Result<void> check_operator(FilterKind kind, const FilterField& field, const Criterion& criterion) {
    const bool ordered = field.kind == ValueKind::Date || field.kind == ValueKind::Number;
    if (is_range(criterion.op) && !ordered) {
        return wrong(kind, fmt::format("{} and <= or >= do not go together: only dates and numbers have an order; "
                                       "use =, != or ~.",
                                       field.name));
    }
    if (is_range(criterion.op) && criterion.values.size() != 1) {
        return wrong(kind, fmt::format("{}{} takes one value.", field.name, sign_of(criterion.op)));
    }
    if (criterion.op != Operator::Contains) {
        return {};
    }
    if (field.kind != ValueKind::Text && field.kind != ValueKind::Id) {
        return wrong(kind, fmt::format("{} holds no text, so ~ finds nothing in it; use =.", field.name));
    }
    if (criterion.values.size() != 1 || trim(criterion.values.front()).empty()) {
        return wrong(kind, fmt::format("{}~ takes one text to look for.", field.name));
    }
    return {};
}

Result<std::int64_t> number_of(FilterKind kind, const FilterField& field, const Criterion& criterion,
                               std::string_view value) {
    if (field.kind == ValueKind::YesNo) {
        const auto flag = parse_yes_no(value);
        if (!flag) {
            return wrong(kind, fmt::format("{} takes yes or no; \"{}\" is neither.", field.name, cut(value, 60)));
        }
        return *flag ? 1 : 0;
    }
    if (trim(value).empty() && !is_range(criterion.op)) {
        return kNoDate;
    }
    const auto date = parse_date(trim(value));
    if (!date) {
        return wrong(kind,
                     fmt::format("{} takes a date as YYYY-MM-DD; \"{}\" is none.", field.name, cut(value, 60)));
    }
    return day_number(*date);
}

/// Longest text whose key is made without allocating.
constexpr std::size_t kLongestQuickText = 256;

/// The name key of a text; plain ASCII, which nearly all texts are, is folded in `room`.
std::string_view key_of(std::string_view text, std::array<char, kLongestQuickText>& room, std::string& long_key) {
    if (text.size() <= room.size()) {
        std::size_t length = 0;
        bool blank_pending = false;
        bool plain = true;
        for (const char c : text) {
            if (c >= '!' && c <= '~') {
                if (blank_pending && length > 0) {
                    room[length++] = ' ';
                }
                blank_pending = false;
                room[length++] = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
            } else if (c == ' ') {
                blank_pending = true;
            } else {
                plain = false;
                break;
            }
        }
        if (plain) {
            return {room.data(), length};
        }
    }
    long_key = name_key(text);
    return long_key;
}

bool key_matches(std::string_view text, Operator op, const std::vector<std::string>& keys) {
    std::array<char, kLongestQuickText> room;
    std::string long_key;
    const std::string_view key = key_of(text, room, long_key);
    if (op == Operator::Contains) {
        return key.find(keys.front()) != std::string_view::npos;
    }
    return std::binary_search(keys.begin(), keys.end(), key);
}

bool any_name_matches(const std::vector<std::string>& names, Operator op, const std::vector<std::string>& keys) {
    if (names.empty()) {
        return op != Operator::Contains && keys.front().empty(); // sorted, so a blank value is the first
    }
    return std::any_of(names.begin(), names.end(),
                       [&](const std::string& name) { return key_matches(name, op, keys); });
}

bool number_passes(std::int64_t number, Operator op, const std::vector<std::int64_t>& wanted) {
    switch (op) {
    case Operator::AtMost:
        return number != kNoDate && number <= wanted.front();
    case Operator::AtLeast:
        return number != kNoDate && number >= wanted.front();
    default:
        return std::binary_search(wanted.begin(), wanted.end(), number) != (op == Operator::NoneOf);
    }
}

std::vector<FilterField> list_fields(FilterKind kind) {
    std::vector<FilterField> fields;
    for (const FieldSource& source : field_sources(kind)) {
        fields.push_back(source.field);
    }
    return fields;
}

} // namespace

const std::vector<FilterField>& filter_fields(FilterKind kind) {
    static const std::vector<FilterField> kOfMembers = list_fields(FilterKind::Member);
    static const std::vector<FilterField> kOfReps = list_fields(FilterKind::Rep);
    return kind == FilterKind::Member ? kOfMembers : kOfReps;
}

Result<Filter> Filter::parse(FilterKind kind, const std::vector<std::string>& expressions) {
    Filter filter;
    filter.kind_ = kind;
    const std::vector<FilterField>& fields = filter_fields(kind);
    for (const std::string& expression : expressions) {
        TRY_ASSIGN(Criterion criterion, parse_expression(expression));
        const std::string written = heading_key(criterion.field);
        const auto field = std::find_if(fields.begin(), fields.end(),
                                        [&](const FilterField& known) { return known.name == written; });
        if (field == fields.end()) {
            return wrong(kind, fmt::format("There is no field \"{}\".", cut(criterion.field, 60)));
        }
        criterion.field = field->name;
        TRY(check_operator(kind, *field, criterion));
        Prepared prepared;
        prepared.field_index = static_cast<std::size_t>(field - fields.begin());
        const bool is_text = field->kind == ValueKind::Text || field->kind == ValueKind::Id;
        for (const std::string& value : criterion.values) {
            if (is_text) {
                prepared.keys.push_back(name_key(value));
            } else {
                TRY_ASSIGN(const std::int64_t number, number_of(kind, *field, criterion, value));
                prepared.numbers.push_back(number);
            }
        }
        std::sort(prepared.keys.begin(), prepared.keys.end());
        std::sort(prepared.numbers.begin(), prepared.numbers.end());
        filter.criteria_.push_back(std::move(criterion));
        filter.prepared_.push_back(std::move(prepared));
    }
    return filter;
}

bool Filter::accepts(const RosterRow& row) const {
    const std::span<const FieldSource> sources = field_sources(kind_);
    for (std::size_t i = 0; i < prepared_.size(); ++i) {
        const Prepared& wanted = prepared_[i];
        const Operator op = criteria_[i].op;
        const FieldSource& source = sources[wanted.field_index];
        if (source.number != nullptr) {
            if (!number_passes(source.number(row), op, wanted.numbers)) {
                return false;
            }
            continue;
        }
        const bool matches = source.names != nullptr ? any_name_matches(source.names(row), op, wanted.keys)
                                                     : key_matches(source.text(row), op, wanted.keys) ||
                                                           (source.other_text != nullptr &&
                                                            key_matches(source.other_text(row), op, wanted.keys));
        if (matches == (op == Operator::NoneOf)) {
            return false;
        }
    }
    return true;
}

std::vector<std::string> Filter::expressions() const {
    std::vector<std::string> texts;
    texts.reserve(criteria_.size());
    for (const Criterion& criterion : criteria_) {
        texts.push_back(criterion.text());
    }
    return texts;
}

} // namespace muster::roster
