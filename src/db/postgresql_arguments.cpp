#include "db/postgresql_arguments.hpp"

#include <fmt/format.h>

namespace muster::db {

namespace {

bool is_used(std::size_t number, std::string_view sql) {
    const auto name = fmt::format("${}", number);
    for (auto at = sql.find(name); at != std::string_view::npos; at = sql.find(name, at + 1)) {
        const auto after = at + name.size();
        if (after == sql.size() || sql[after] < '0' || sql[after] > '9') {
            return true;
        }
    }
    return false;
}

Oid type_of(Parameter::Kind kind, std::size_t number, std::string_view sql) {
    switch (kind) {
    case Parameter::Kind::Null:
        return is_used(number, sql) ? 0 : kText; // a server finds out what it is, unless it stands nowhere
    case Parameter::Kind::Number:
        return kInt8;
    case Parameter::Kind::Text:
        return kText;
    case Parameter::Kind::Bytes:
        return kBytea;
    }
    return 0;
}

} // namespace

Arguments::Arguments(std::span<const Parameter> parameters, std::string_view sql) {
    numbers_.reserve(parameters.size());
    for (const Parameter& parameter : parameters) {
        const auto text = parameter.text();
        types_.push_back(type_of(parameter.kind(), values_.size() + 1, sql));
        formats_.push_back(parameter.kind() == Parameter::Kind::Number ? 0 : 1);
        lengths_.push_back(static_cast<int>(text.size()));
        switch (parameter.kind()) {
        case Parameter::Kind::Null:
            values_.push_back(nullptr);
            break;
        case Parameter::Kind::Number:
            values_.push_back(numbers_.emplace_back(std::to_string(parameter.number())).c_str());
            break;
        case Parameter::Kind::Text:
        case Parameter::Kind::Bytes:
            values_.push_back(text.empty() ? "" : text.data());
            break;
        }
    }
}

} // namespace muster::db
