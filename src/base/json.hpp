#pragma once

// JSON behind two small classes: a Reader that collects every problem with its place, and a streaming Writer.

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <boost/json/fwd.hpp>

#include "base/result.hpp"

namespace muster::json {

/// A parsed document. Depth is limited to 32, size to `max_bytes`.
class Document {
  public:
    [[nodiscard]] static Result<Document> parse(std::string_view text, std::size_t max_bytes = 64 * 1024 * 1024);
    Document(Document&&) noexcept;
    Document& operator=(Document&&) noexcept;
    ~Document();

    [[nodiscard]] const boost::json::value& value() const { return *value_; }

  private:
    explicit Document(std::unique_ptr<boost::json::value> value);
    std::unique_ptr<boost::json::value> value_;
};

/// What is wrong with a document: JSON pointer and sentence.
struct Problem {
    std::string pointer;
    std::string message;
};
using Problems = std::vector<Problem>;

/// A view of one value of a document. Wrong types are noted in the list of problems handed to the root reader and
/// read as absent, so that a caller reads everything first and looks at the problems once. The document must
/// outlive it.
class Reader {
  public:
    Reader(const Document& document, Problems& problems);

    /// The member `key`; an absent reader if this is no object or has none.
    [[nodiscard]] Reader operator[](std::string_view key) const;
    /// True unless the value is missing or null.
    [[nodiscard]] bool present() const;
    [[nodiscard]] bool is_object() const;
    [[nodiscard]] bool is_array() const;
    [[nodiscard]] bool is_string() const;

    /// The value if present and of that type; a problem if present and of another.
    [[nodiscard]] std::optional<std::string> text() const;
    [[nodiscard]] std::optional<std::int64_t> integer() const; ///< also from a double without a fraction
    [[nodiscard]] std::optional<double> number() const;
    [[nodiscard]] std::optional<bool> boolean() const;
    [[nodiscard]] std::string text_or(std::string_view otherwise) const;
    [[nodiscard]] std::int64_t integer_or(std::int64_t otherwise) const;
    /// As above, and a problem if absent.
    [[nodiscard]] std::string required_text() const;

    /// Calls `visit` for each element; a problem if present and no array.
    void each(const std::function<void(const Reader&)>& visit) const;
    /// Calls `visit` for each member; a problem if present and no object.
    void each_member(const std::function<void(std::string_view key, const Reader& value)>& visit) const;
    /// Elements of an array or members of an object, else 0.
    [[nodiscard]] std::size_t size() const;
    /// The value written out again, "" if absent.
    [[nodiscard]] std::string raw() const;
    [[nodiscard]] const std::string& pointer() const { return pointer_; }
    /// Notes a problem at this place.
    void complain(std::string message) const;

  private:
    Reader(const boost::json::value* value, std::string pointer, Problems* problems);
    void complain_about_kind(std::string_view wanted) const;
    const boost::json::value* value_; // null when absent
    std::string pointer_;
    Problems* problems_;
};

/// Writes one document into a string it owns, piece by piece. Keys and values in the order of the calls; strings
/// that are not UTF-8 have their bad bytes replaced by U+FFFD; infinities become null. A call where it makes no
/// JSON (a value without its key, an end too many, a second document) throws std::logic_error.
///   Writer w; w.object().key("a").value(1).key("b").array().value("x").end().end(); w.take()
class Writer {
  public:
    explicit Writer(int indent = 0) : indent_(indent) {}

    Writer& object();
    Writer& array();
    Writer& end();
    Writer& key(std::string_view name);
    Writer& value(std::string_view text);
    Writer& value(const char* text) { return value(std::string_view(text)); }
    Writer& value(const std::string& text) { return value(std::string_view(text)); }
    Writer& value(bool boolean);
    Writer& value(std::int64_t number);
    Writer& value(int number) { return value(static_cast<std::int64_t>(number)); }
    Writer& value(unsigned number) { return value(static_cast<std::int64_t>(number)); }
    Writer& value(std::size_t number) { return value(static_cast<std::int64_t>(number)); }
    Writer& value(double number);
    Writer& null();
    /// A piece of JSON that is written already.
    Writer& raw(std::string_view json);
    template <class T>
    Writer& value(const std::optional<T>& optional) {
        return optional ? value(*optional) : null();
    }
    Writer& value(const std::vector<std::string>& texts);
    template <class T>
    Writer& member(std::string_view name, const T& v) {
        return key(name).value(v);
    }

    [[nodiscard]] std::size_t size() const { return out_.size(); }
    [[nodiscard]] const std::string& text() const { return out_; }
    [[nodiscard]] std::string take() { return std::move(out_); }

  private:
    void before_value();
    void new_line();
    int indent_;
    std::string out_;
    std::string open_; // stack of '{' and '['
    bool first_ = true;
    bool after_key_ = false;
};

/// `text` as a JSON string with its quotes.
[[nodiscard]] std::string quoted(std::string_view text);

} // namespace muster::json
