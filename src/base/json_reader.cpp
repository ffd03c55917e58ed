#include <cmath>

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>
#include <fmt/format.h>

#include "base/json.hpp"

namespace muster::json {

namespace {

constexpr double kTwoTo63 = 9223372036854775808.0;

std::string_view kind_of(const boost::json::value& value) {
    switch (value.kind()) {
    case boost::json::kind::null:
        return "null";
    case boost::json::kind::bool_:
        return "true or false";
    case boost::json::kind::int64:
    case boost::json::kind::uint64:
    case boost::json::kind::double_:
        return "a number";
    case boost::json::kind::string:
        return "a text";
    case boost::json::kind::array:
        return "a list";
    case boost::json::kind::object:
        return "an object";
    }
    return "something else";
}

/// One step of a JSON pointer (RFC 6901).
std::string step(std::string_view key) {
    std::string out = "/";
    for (const char c : key) {
        if (c == '~') {
            out += "~0";
        } else if (c == '/') {
            out += "~1";
        } else {
            out += c;
        }
    }
    return out;
}

} // namespace

Reader::Reader(const Document& document, Problems& problems) : value_(&document.value()), problems_(&problems) {}

Reader::Reader(const boost::json::value* value, std::string pointer, Problems* problems)
    : value_(value), pointer_(std::move(pointer)), problems_(problems) {}

Reader Reader::operator[](std::string_view key) const {
    const auto* object = value_ != nullptr ? value_->if_object() : nullptr;
    return {object != nullptr ? object->if_contains(key) : nullptr, pointer_ + step(key), problems_};
}

bool Reader::present() const { return value_ != nullptr && !value_->is_null(); }
bool Reader::is_object() const { return value_ != nullptr && value_->is_object(); }
bool Reader::is_array() const { return value_ != nullptr && value_->is_array(); }
bool Reader::is_string() const { return value_ != nullptr && value_->is_string(); }

void Reader::complain(std::string message) const { problems_->push_back({pointer_, std::move(message)}); }

void Reader::complain_about_kind(std::string_view wanted) const {
    complain(fmt::format("Here belongs {}, and there is {}.", wanted, kind_of(*value_)));
}

std::optional<std::string> Reader::text() const {
    if (!present()) {
        return std::nullopt;
    }
    if (const auto* string = value_->if_string()) {
        return std::string(string->data(), string->size());
    }
    complain_about_kind("a text");
    return std::nullopt;
}

std::optional<std::int64_t> Reader::integer() const {
    if (!present()) {
        return std::nullopt;
    }
    if (const auto* number = value_->if_int64()) {
        return *number;
    }
    if (const auto* number = value_->if_double();
        number != nullptr && std::trunc(*number) == *number && *number >= -kTwoTo63 && *number < kTwoTo63) {
        return static_cast<std::int64_t>(*number);
    }
    if (value_->is_number()) {
        complain("Here belongs a whole number of at most 63 bits.");
    } else {
        complain_about_kind("a whole number");
    }
    return std::nullopt;
}

std::optional<double> Reader::number() const {
    if (!present()) {
        return std::nullopt;
    }
    if (const auto* number = value_->if_double()) {
        return *number;
    }
    if (const auto* number = value_->if_int64()) {
        return static_cast<double>(*number);
    }
    if (const auto* number = value_->if_uint64()) {
        return static_cast<double>(*number);
    }
    complain_about_kind("a number");
    return std::nullopt;
}

std::optional<bool> Reader::boolean() const {
    if (!present()) {
        return std::nullopt;
    }
    if (const auto* boolean = value_->if_bool()) {
        return *boolean;
    }
    complain_about_kind("true or false");
    return std::nullopt;
}

std::string Reader::text_or(std::string_view otherwise) const {
    auto found = text();
    return found ? std::move(*found) : std::string(otherwise);
}

std::int64_t Reader::integer_or(std::int64_t otherwise) const { return integer().value_or(otherwise); }

std::string Reader::required_text() const {
    if (!present()) {
        complain("A text is missing here.");
    }
    return text_or("");
}

void Reader::each(const std::function<void(const Reader&)>& visit) const {
    if (!present()) {
        return;
    }
    const auto* array = value_->if_array();
    if (array == nullptr) {
        complain_about_kind("a list");
        return;
    }
    std::size_t index = 0;
    for (const auto& element : *array) {
        visit({&element, pointer_ + "/" + std::to_string(index++), problems_});
    }
}

void Reader::each_member(const std::function<void(std::string_view, const Reader&)>& visit) const {
    if (!present()) {
        return;
    }
    const auto* object = value_->if_object();
    if (object == nullptr) {
        complain_about_kind("an object");
        return;
    }
    for (const auto& member : *object) {
        const std::string_view key(member.key().data(), member.key().size());
        visit(key, {&member.value(), pointer_ + step(key), problems_});
    }
}

std::size_t Reader::size() const {
    if (is_array()) {
        return value_->get_array().size();
    }
    return is_object() ? value_->get_object().size() : 0;
}

std::string Reader::raw() const { return value_ != nullptr ? boost::json::serialize(*value_) : std::string(); }

} // namespace muster::json
