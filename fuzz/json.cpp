// JSON from anywhere: what is read can be written and read again as the same, and any bytes become a text of a
// document.

#include <cstddef>
#include <cstdint>
#include <string>

#include "base/json.hpp"
#include "base/text.hpp"
#include "require.hpp"

using muster::fuzz::require;
namespace json = muster::json;

namespace {

/// Writes a value again member by member, through every reader that fits and one that does not.
void copy(const json::Reader& from, json::Writer& to) {
    static_cast<void>(from.boolean());
    if (from.is_object()) {
        to.object();
        from.each_member([&](std::string_view key, const json::Reader& value) { copy(value, to.key(key)); });
        to.end();
    } else if (from.is_array()) {
        to.array();
        from.each([&](const json::Reader& value) { copy(value, to); });
        to.end();
    } else if (from.is_string()) {
        to.value(from.text());
    } else {
        static_cast<void>(from.integer());
        static_cast<void>(from.number());
        to.raw(from.raw());
    }
}

void check_document(std::string_view text) {
    const auto document = json::Document::parse(text);
    if (!document) {
        require(!document.error().message.empty());
        return;
    }
    json::Problems problems;
    const json::Reader reader(*document, problems);
    for (const int indent : {0, 2}) {
        json::Writer writer(indent);
        copy(reader, writer);
        const auto again = json::Document::parse(writer.text());
        require(again.has_value());
        json::Problems none;
        require(json::Reader(*again, none).raw() == reader.raw());
    }
}

void check_text(std::string_view text) {
    const auto document = json::Document::parse(json::quoted(text));
    require(document.has_value());
    json::Problems problems;
    const auto read = json::Reader(*document, problems).required_text();
    require(problems.empty() && muster::is_valid_utf8(read));
    require(!muster::is_valid_utf8(text) || read == text);
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto text = muster::fuzz::as_text(data, size);
    check_document(text);
    check_text(text);
    return 0;
}
