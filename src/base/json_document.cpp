#include <charconv>
#include <cmath>

#include <boost/json/basic_parser_impl.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_stack.hpp>
#include <fmt/format.h>

#include "base/json.hpp"

namespace muster::json {

namespace {

constexpr std::size_t kDeepest = 32;

/// Builds the tree from what the parser meets. It differs from Boost's own builder in fractions, which Boost 1.81
/// reads with an error in the last digit, so that a number changed each time it was read and written; and it
/// refuses infinity. The names and signatures are Boost's (handler of basic_parser).
struct Builder {
    using Chars = boost::json::string_view;
    using ErrorCode = boost::json::error_code;

    // NOLINTBEGIN(readability-identifier-naming): Boost looks for these names
    static constexpr std::size_t max_object_size = boost::json::object::max_size();
    static constexpr std::size_t max_array_size = boost::json::array::max_size();
    static constexpr std::size_t max_key_size = boost::json::string::max_size();
    static constexpr std::size_t max_string_size = boost::json::string::max_size();
    // NOLINTEND(readability-identifier-naming)

    boost::json::value_stack stack;

    bool on_document_begin(ErrorCode&) { return true; }
    bool on_document_end(ErrorCode&) { return true; }
    bool on_object_begin(ErrorCode&) { return true; }
    bool on_object_end(std::size_t members, ErrorCode&) { return stack.push_object(members), true; }
    bool on_array_begin(ErrorCode&) { return true; }
    bool on_array_end(std::size_t elements, ErrorCode&) { return stack.push_array(elements), true; }
    bool on_key_part(Chars part, std::size_t, ErrorCode&) { return stack.push_chars(part), true; }
    bool on_key(Chars rest, std::size_t, ErrorCode&) { return stack.push_key(rest), true; }
    bool on_string_part(Chars part, std::size_t, ErrorCode&) { return stack.push_chars(part), true; }
    bool on_string(Chars rest, std::size_t, ErrorCode&) { return stack.push_string(rest), true; }
    bool on_number_part(Chars, ErrorCode&) { return true; } // only met when a document comes in pieces
    bool on_int64(std::int64_t number, Chars, ErrorCode&) { return stack.push_int64(number), true; }
    bool on_uint64(std::uint64_t number, Chars, ErrorCode&) { return stack.push_uint64(number), true; }
    bool on_bool(bool boolean, ErrorCode&) { return stack.push_bool(boolean), true; }
    bool on_null(ErrorCode&) { return stack.push_null(), true; }
    bool on_comment_part(Chars, ErrorCode&) { return true; }
    bool on_comment(Chars, ErrorCode&) { return true; }

    bool on_double(double rough, Chars digits, ErrorCode& error) {
        double number = rough; // kept when the digits are too small for a double
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
        if (!std::isfinite(number)) {
            error = boost::json::error::exponent_overflow;
            return false;
        }
        return stack.push_double(number), true;
    }
};

} // namespace

Document::Document(std::unique_ptr<boost::json::value> value) : value_(std::move(value)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::parse(std::string_view text, std::size_t max_bytes) {
    if (text.size() > max_bytes) {
        return fail(Code::Invalid, fmt::format("A JSON document of {} bytes is too long; {} is the most.",
                                               text.size(), max_bytes));
    }
    boost::json::parse_options options;
    options.max_depth = kDeepest;
    boost::json::basic_parser<Builder> parser(options);
    parser.handler().stack.reset();
    boost::json::error_code error;
    const auto read = parser.write_some(false, text.data(), text.size(), error);
    if (!error && read < text.size()) {
        error = boost::json::error::extra_data;
    }
    if (error) {
        return fail(Code::Invalid,
                    fmt::format("This is no JSON that can be read: {} at byte {}.", error.message(), read + 1));
    }
    return Document(std::make_unique<boost::json::value>(parser.handler().stack.release()));
}

} // namespace muster::json
