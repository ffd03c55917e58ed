#include "roster/filter_grammar.hpp"

#include <fmt/format.h>

#include "base/text.hpp"

namespace muster::roster {
namespace {

constexpr std::string_view kBlanks = " \t\r\n\v\f";

tl::unexpected<Error> malformed(std::string_view expression, std::string_view reason) {
    return fail(Code::Invalid,
                fmt::format("The filter \"{}\" is not understood: {}. Write field=V1,V2, field!=V1,V2, field<=V, "
                            "field>=V or field~TEXT.",
                            cut(expression, 200), reason));
}

/// Reads the quoted value that begins at `position`; afterwards `position` is behind the closing quote and blanks.
Result<std::string> read_quoted(std::string_view expression, std::size_t& position) {
    std::string value;
    for (++position; position < expression.size(); ++position) {
        if (expression[position] != '"') {
            value += expression[position];
        } else if (position + 1 < expression.size() && expression[position + 1] == '"') {
            value += '"';
            ++position;
        } else {
            position = std::min(expression.find_first_not_of(kBlanks, position + 1), expression.size());
            return value;
        }
    }
    return malformed(expression, "a double quote is not closed");
}

Result<std::vector<std::string>> read_values(std::string_view expression, std::size_t position) {
    std::vector<std::string> values;
    while (true) {
        const std::size_t begin = expression.find_first_not_of(kBlanks, position);
        if (begin != std::string_view::npos && expression[begin] == '"') {
            position = begin;
            TRY_ASSIGN(std::string value, read_quoted(expression, position));
            values.push_back(std::move(value));
            if (position < expression.size() && expression[position] != ',') {
                return malformed(expression, "behind a value in double quotes comes a comma or nothing");
            }
        } else {
            const std::size_t end = std::min(expression.find(',', position), expression.size());
            values.emplace_back(trim(expression.substr(position, end - position)));
            position = end;
        }
        if (position >= expression.size()) {
            return values;
        }
        ++position;
    }
}

/// The text of `~` goes to the end of the expression, commas and all, unless it is quoted.
Result<std::vector<std::string>> read_text(std::string_view expression, std::size_t position) {
    const std::string_view rest = trim(expression.substr(position));
    if (!rest.empty() && rest.front() == '"') {
        return read_values(expression, position);
    }
    return std::vector<std::string>{std::string(rest)};
}

bool needs_quotes(std::string_view value) {
    return value.find_first_of(",\"") != std::string_view::npos || trim(value).size() != value.size();
}

} // namespace

std::string_view sign_of(Operator op) {
    switch (op) {
    case Operator::AnyOf:
        return "=";
    case Operator::NoneOf:
        return "!=";
    case Operator::AtMost:
        return "<=";
    case Operator::AtLeast:
        return ">=";
    case Operator::Contains:
        return "~";
    }
    return "";
}

Result<Criterion> parse_expression(std::string_view expression) {
    if (!is_valid_utf8(expression)) {
        return fail(Code::Invalid, "A filter is not UTF-8 text; type it again.");
    }
    const std::size_t sign = expression.find_first_of("=!<>~");
    if (sign == std::string_view::npos) {
        return malformed(expression, "there is no =, !=, <=, >= or ~");
    }
    Criterion criterion;
    criterion.field = trim(expression.substr(0, sign));
    for (const Operator op :
         {Operator::AnyOf, Operator::NoneOf, Operator::AtMost, Operator::AtLeast, Operator::Contains}) {
        if (expression.substr(sign).starts_with(sign_of(op))) {
            criterion.op = op;
            const std::size_t begin = sign + sign_of(op).size();
            TRY_ASSIGN(criterion.values,
                       op == Operator::Contains ? read_text(expression, begin) : read_values(expression, begin));
            return criterion;
        }
    }
    return malformed(expression, fmt::format("behind \"{}\" comes \"=\"", expression[sign]));
}

std::string Criterion::text() const {
    std::string text = field;
    text += sign_of(op);
    for (std::size_t i = 0; i < values.size(); ++i) {
        if (i > 0) {
            text += ',';
        }
        if (!needs_quotes(values[i])) {
            text += values[i];
            continue;
        }
        text += '"';
        for (const char c : values[i]) {
            text.append(c == '"' ? 2 : 1, c);
        }
        text += '"';
    }
    return text;
}

} // namespace muster::roster
