#include <cmath>
#include <stdexcept>

#include <fmt/format.h>

#include "base/json.hpp"
#include "base/text.hpp"

namespace muster::json {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD"; // U+FFFD

/// Bytes of the valid UTF-8 sequence at the start of `text`, 0 if there is none.
std::size_t sequence_length(std::string_view text) {
    const auto first = static_cast<unsigned char>(text.front());
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    return length <= text.size() && is_valid_utf8(text.substr(0, length)) ? length : 0;
}

void append_escaped(std::string& out, char c) {
    switch (c) {
    case '"':
        out += "\\\"";
        return;
    case '\\':
        out += "\\\\";
        return;
    case '\n':
        out += "\\n";
        return;
    case '\r':
        out += "\\r";
        return;
    case '\t':
        out += "\\t";
        return;
    default:
        out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    }
}

void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    while (!text.empty()) {
        std::size_t plain = 0; // ASCII that stands for itself
        while (plain < text.size() && text[plain] >= ' ' && static_cast<unsigned char>(text[plain]) < 0x80 &&
               text[plain] != '"' && text[plain] != '\\') {
            ++plain;
        }
        out.append(text.substr(0, plain));
        text.remove_prefix(plain);
        if (text.empty()) {
            break;
        }
        std::size_t taken = 1;
        if (static_cast<unsigned char>(text.front()) < 0x80) {
            append_escaped(out, text.front());
        } else if (const auto length = sequence_length(text)) {
            out.append(text.substr(0, length));
            taken = length;
        } else {
            out += kReplacement;
        }
        text.remove_prefix(taken);
    }
    out += '"';
}

} // namespace

void Writer::new_line() {
    if (indent_ > 0) {
        out_ += '\n';
        out_.append(open_.size() * static_cast<std::size_t>(indent_), ' ');
    }
}

void Writer::before_value() {
    if (after_key_) {
        after_key_ = false;
        return;
    }
    if (open_.empty() ? !out_.empty() : open_.back() == '{') {
        throw std::logic_error("json::Writer: a value where a key or nothing belongs");
    }
    if (!open_.empty()) {
        if (!first_) {
            out_ += ',';
        }
        new_line();
    }
    first_ = false;
}

Writer& Writer::object() {
    before_value();
    out_ += '{';
    open_ += '{';
    first_ = true;
    return *this;
}

Writer& Writer::array() {
    before_value();
    out_ += '[';
    open_ += '[';
    first_ = true;
    return *this;
}

Writer& Writer::end() {
    if (open_.empty() || after_key_) {
        throw std::logic_error("json::Writer: an end where nothing is open or a value belongs");
    }
    const char opened = open_.back();
    open_.pop_back();
    if (!first_) {
        new_line();
    }
    out_ += opened == '{' ? '}' : ']';
    first_ = false;
    return *this;
}

Writer& Writer::key(std::string_view name) {
    if (open_.empty() || open_.back() != '{' || after_key_) {
        throw std::logic_error("json::Writer: a key where none belongs");
    }
    if (!first_) {
        out_ += ',';
    }
    new_line();
    first_ = false;
    append_quoted(out_, name);
    out_ += indent_ > 0 ? ": " : ":";
    after_key_ = true;
    return *this;
}

Writer& Writer::value(std::string_view text) {
    before_value();
    append_quoted(out_, text);
    return *this;
}

Writer& Writer::value(bool boolean) {
    before_value();
    out_ += boolean ? "true" : "false";
    return *this;
}

Writer& Writer::value(std::int64_t number) {
    before_value();
    out_ += std::to_string(number);
    return *this;
}

Writer& Writer::value(double number) {
    before_value();
    out_ += std::isfinite(number) ? fmt::format("{}", number) : "null"; // JSON has no infinity
    return *this;
}

Writer& Writer::null() {
    before_value();
    out_ += "null";
    return *this;
}

Writer& Writer::raw(std::string_view json) {
    before_value();
    out_ += json;
    return *this;
}

Writer& Writer::value(const std::vector<std::string>& texts) {
    array();
    for (const auto& text : texts) {
        value(text);
    }
    return end();
}

std::string quoted(std::string_view text) {
    std::string out;
    out.reserve(text.size() + 2);
    append_quoted(out, text);
    return out;
}

} // namespace muster::json
