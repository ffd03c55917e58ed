#include "contract/schema_check.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <optional>

#include "base/text.hpp"
#include "base/time.hpp"

namespace muster::contract {

namespace {

constexpr std::string_view kCustomFieldKey = "cf:custom_field_name"; ///< a placeholder for a family (README, 2)

std::optional<double> limit(const Node& schema, std::string_view key) {
    const std::string text = schema.text_of(key);
    return text.empty() ? std::nullopt : std::optional(std::strtod(text.c_str(), nullptr));
}

bool is_uuid(std::string_view text) {
    if (text.size() != 36) {
        return false;
    }
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool dash = i == 8 || i == 13 || i == 18 || i == 23;
        if (dash ? text[i] != '-' : std::isxdigit(static_cast<unsigned char>(text[i])) == 0) {
            return false;
        }
    }
    return true;
}

bool fits_format(const std::string& format, const std::string& text) {
    if (format == "uuid") {
        return is_uuid(text);
    }
    if (format == "date-time") {
        return parse_instant(text).has_value();
    }
    if (format == "date") { // the samples show both
        return parse_date(text).has_value() || parse_instant(text).has_value();
    }
    return true;
}

/// What kind of JSON value stands here.
std::string type_of(const json::Reader& value) {
    if (value.is_object()) {
        return "object";
    }
    if (value.is_array()) {
        return "array";
    }
    if (value.is_string()) {
        return "string";
    }
    const std::string raw = value.raw();
    if (raw.empty() || raw == "null") {
        return "null";
    }
    if (raw == "true" || raw == "false") {
        return "boolean";
    }
    return raw.find_first_of(".eE") == std::string::npos ? "integer" : "number";
}

/// "string", or several as OpenAPI 3.1 has them; none where any type will do.
std::vector<std::string> types_of(const Node& schema) {
    std::vector<std::string> types;
    if (const Node* const type = schema.find("type")) {
        if (!type->text.empty()) {
            types.push_back(type->text);
        }
        for (const Node& one : type->items) {
            types.push_back(one.text);
        }
    }
    return types;
}

bool has(const std::vector<std::string>& types, std::string_view type) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

const Node* choices_of(const Node& schema) {
    const Node* const choices = schema.find("oneOf");
    return choices == nullptr ? schema.find("anyOf") : choices;
}

bool has_count(std::string_view text, std::size_t most) {
    return std::count(text.begin(), text.end(), ',') < static_cast<std::ptrdiff_t>(most);
}

} // namespace

void SchemaCheck::complain(const std::string& place, std::string_view what) const {
    violations_.push_back((place.empty() ? std::string("the body") : place) + " " + std::string(what));
}

void SchemaCheck::check(const Node& unresolved, const json::Reader& value) const {
    const Node& schema = resolved(root_, unresolved);
    const std::string type = type_of(value);
    if (type == "null") {
        // Paging links are declared as objects and come as null on the last page (README, 12).
        if (!admits_null(schema) && !value.pointer().ends_with("/_links")) {
            complain(value.pointer(), "is null");
        }
        return;
    }
    if (!check_choices(schema, value)) {
        return;
    }
    const std::vector<std::string> wanted = types_of(schema);
    if (!wanted.empty() && !has(wanted, type) && !(type == "integer" && has(wanted, "number"))) {
        complain(value.pointer(), "is of type " + type + ", not " + join(wanted, " or "));
        return;
    }
    if (type == "object") {
        check_object(schema, value);
    } else if (type == "array") {
        check_array(schema, value);
    } else if (type == "string") {
        check_text(schema, value.pointer(), value.text_or(""));
    } else if (type != "boolean") {
        check_number(schema, value.pointer(), value.number().value_or(0));
    }
}

bool SchemaCheck::admits_null(const Node& unresolved) const {
    const Node& schema = resolved(root_, unresolved);
    const Node* const choices = choices_of(schema);
    return schema.says_true("nullable") || has(types_of(schema), "null") ||
           (choices != nullptr && std::any_of(choices->items.begin(), choices->items.end(),
                                              [&](const Node& choice) { return admits_null(choice); }));
}

bool SchemaCheck::check_choices(const Node& schema, const json::Reader& value) const {
    if (const Node* const all = schema.find("allOf")) {
        for (const Node& part : all->items) {
            check(part, value);
        }
        return schema.find("properties") != nullptr;
    }
    const Node* const choices = choices_of(schema);
    if (choices == nullptr) {
        return true;
    }
    const bool fits = std::any_of(choices->items.begin(), choices->items.end(), [&](const Node& choice) {
        Violations tried;
        SchemaCheck(root_, direction_, tried).check(choice, value);
        return tried.empty();
    });
    if (!fits) {
        complain(value.pointer(), "is none of the declared choices");
    }
    return false;
}

void SchemaCheck::check_object(const Node& schema, const json::Reader& value) const {
    if (const Node* const required = schema.find("required")) {
        for (const Node& name : required->items) {
            if (value[name.text].raw().empty()) { // null is judged by its type
                complain(value.pointer() + "/" + name.text, "is missing");
            }
        }
    }
    if (schema.find("properties") == nullptr && schema.find("additionalProperties") == nullptr) {
        return; // any object
    }
    value.each_member([&](std::string_view key, const json::Reader& member) { check_member(schema, key, member); });
}

void SchemaCheck::check_member(const Node& schema, std::string_view key, const json::Reader& value) const {
    const Node* property = schema.find("properties", key);
    if (property == nullptr && key.starts_with("cf:")) {
        property = schema.find("properties", kCustomFieldKey);
    }
    if (property == nullptr && key == "home_country") { // misspelt in the description (README, 1)
        property = schema.find("properties", "home country");
    }
    if (property == nullptr) {
        const Node* const more = schema.find("additionalProperties");
        if (more == nullptr || more->text == "false") {
            complain(value.pointer(), "is not part of the description");
        } else if (!more->members.empty()) {
            check(*more, value);
        }
        return;
    }
    if (direction_ == Direction::Request && resolved(root_, *property).says_true("readOnly")) {
        complain(value.pointer(), "may only be read");
    }
    check(*property, value);
}

void SchemaCheck::check_array(const Node& schema, const json::Reader& value) const {
    const auto size = static_cast<double>(value.size());
    if (const auto most = limit(schema, "maxItems"); most && size > *most) {
        complain(value.pointer(), "has more elements than are allowed");
    }
    if (const auto least = limit(schema, "minItems"); least && size < *least) {
        complain(value.pointer(), "has fewer elements than are needed");
    }
    if (const Node* const items = schema.find("items")) {
        value.each([&](const json::Reader& element) { check(*items, element); });
    }
}

void SchemaCheck::check_text(const Node& schema, const std::string& place, const std::string& text) const {
    const auto length = static_cast<double>(code_points(text));
    if (const auto most = limit(schema, "maxLength"); most && length > *most) {
        complain(place, "is longer than allowed");
    }
    if (const auto least = limit(schema, "minLength"); least && length < *least) {
        complain(place, "is shorter than needed");
    }
    if (!fits_format(schema.text_of("format"), text)) {
        complain(place, "has not the format " + schema.text_of("format"));
    }
    if (const Node* const values = schema.find("enum")) {
        const bool known = std::any_of(values->items.begin(), values->items.end(),
                                       [&](const Node& allowed) { return allowed.text == text; });
        if (!known) {
            complain(place, "has a value that is not declared: " + text);
        }
    }
}

void SchemaCheck::check_number(const Node& schema, const std::string& place, double number) const {
    if (const auto most = limit(schema, "maximum"); most && number > *most) {
        complain(place, "is greater than allowed");
    }
    if (const auto least = limit(schema, "minimum"); least && number < *least) {
        complain(place, "is smaller than allowed");
    }
}

void SchemaCheck::check_parameter(const Node& unresolved, const std::string& name, const std::string& text) const {
    const Node& schema = resolved(root_, unresolved);
    const std::string type = schema.text_of("type");
    if (type == "integer" || type == "number") {
        double number = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
        if (problem != std::errc() || end != text.data() + text.size()) {
            complain(name, "is no number: " + text);
            return;
        }
        check_number(schema, name, number);
        return;
    }
    if (type == "boolean") {
        if (text != "true" && text != "false") {
            complain(name, "is neither true nor false: " + text);
        }
        return;
    }
    const std::optional<double> most = limit(schema, "maximum"); // of a text: how many may be listed
    if (most && !has_count(text, static_cast<std::size_t>(*most))) {
        complain(name, "lists more than allowed");
    }
    const bool is_list = schema.text_of("format") == "csv" || most;
    if (!is_list) {
        check_text(schema, name, text);
        return;
    }
    const std::vector<std::string> pieces = split_list(text, ',');
    if (pieces.empty()) {
        complain(name, "is empty");
    }
    for (const std::string& piece : pieces) {
        check_text(schema, name, piece);
    }
}

} // namespace muster::contract
